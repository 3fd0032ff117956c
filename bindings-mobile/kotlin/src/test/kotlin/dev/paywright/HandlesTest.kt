package dev.paywright

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.lang.ref.WeakReference
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readSymbolicLink
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Who may use an engine, and until when. */
@Timeout(60)
class HandlesTest {
    @Test
    fun `a closed engine says so to every call, and closing twice does nothing`(@TempDir folder: Path) = story {
        for (engine in listOf(Engine.inMemory(), Engine.open(folder.resolve("shop.db").toString()))) {
            engine.registerUser("Ann", key = "ann")
            engine.close()
            engine.close()
            assertTrue(engine.isClosed)
            assertTrue(engine.toString().startsWith("closed engine of "))
            val calls = listOf<suspend () -> Any?>(
                { engine.registerUser("Bob", key = "bob") }, { engine.get(User, UserId.derived("x")) },
                { engine.list(User).page() }, { engine.list(User).first() }, { engine.feed() }, { engine.tick() },
                { engine.verify() }, { engine.check() }, { engine.export(folder.resolve("x.jsonl").toString()) },
                { engine.backup(folder.resolve("x.db").toString()) }, { engine.preview(Request(RegisterUser("Bob"))) },
                { engine.batch(listOf(Request(RegisterUser("Bob"), "bob"))) }, { engine.atomic(emptyList()) },
                { engine.claim("w") }, { engine.now() }, { engine.deliver { } },
            )
            for (call in calls) assertEquals("closed", fails<PaywrightException.Misuse> { call() }.code)
        }
    }

    @Test
    fun `an engine that is closed while others call it answers them or says so`(@TempDir folder: Path) = story {
        repeat(3) { round ->
            val file = folder.resolve("shop-$round.db").toString()
            val engine = Engine.open(file)
            val (done, closed) = AtomicInteger() to AtomicInteger()
            coroutineScope {
                repeat(16) { caller ->
                    launch(Dispatchers.IO) {
                        for (place in 0..1_000) {
                            try {
                                engine.registerUser("user $caller $place", key = "$caller-$place")
                                done.incrementAndGet()
                            } catch (error: PaywrightException) {
                                assertEquals("closed", error.code)
                                closed.incrementAndGet()
                                break
                            }
                        }
                    }
                }
                while (done.get() < 50) Thread.onSpinWait()
                withContext(Dispatchers.IO) { engine.close() }
            }
            assertEquals(16, closed.get())
            Engine.open(file).use {
                assertEquals(done.get(), it.list(User).toList().size)
                assertTrue(it.verify().isClean)
            }
        }
    }

    @Test
    fun `sixty-four threads share one engine, and each payment is there once`(@TempDir folder: Path) = story {
        val threads = Executors.newFixedThreadPool(64)
        Engine.open(folder.resolve("shop.db").toString(), dispatcher = threads.asCoroutineDispatcher()).use { engine ->
            val shop = engine.shop()
            coroutineScope {
                List(64) { thread ->
                    async(Dispatchers.Default) {
                        for (place in 0 until 5) {
                            // Each is asked for twice, as by an app that was unsure.
                            val order = engine.placeOrder(shop.id, Money.parse("1.00 EUR"), key = "$thread-$place")
                            val again = engine.placeOrder(shop.id, Money.parse("1.00 EUR"), key = "$thread-$place")
                            assertEquals(order.id, again.id)
                        }
                    }
                }.awaitAll()
            }
            val orders = engine.list(Order.byMerchant(shop.id)).toList()
            assertEquals(320, orders.map { it.id }.toSet().size)
            assertEquals(320, orders.size)
            assertTrue(engine.verify().isClean)
        }
        threads.shutdown()
    }

    @Test
    fun `an engine that nobody holds any more is let go of, and its file opens again`(@TempDir folder: Path) {
        val file = folder.resolve("shop.db").toString()
        val forgotten = openedAndForgotten(file)
        val holds = { Path.of("/proc/self/fd").listDirectoryEntries().any { runCatching { it.readSymbolicLink() }.getOrNull().toString() == file } }
        assertTrue(holds())
        for (round in 0 until 500) {
            System.gc()
            if (forgotten.get() == null && !holds()) break
            Thread.sleep(10)
        }
        assertNull(forgotten.get())
        assertFalse(holds())
        story { Engine.open(file).use { assertEquals("Ann", it.list(User).first().reference) } }
    }

    private fun openedAndForgotten(file: String): WeakReference<Engine> = runBlocking {
        val engine = Engine.open(file)
        engine.registerUser("Ann", key = "ann")
        WeakReference(engine)
    }

    @Test
    fun `a list is read as far as it is gone through, in pages, by an index and from both ends`() = inMemory { engine ->
        val shop = engine.shop()
        val people = List(3) { engine.registerUser("user $it", key = "user-$it") }
        engine.batch(List(2_100) { place ->
            val order = PlaceOrder(shop.id, Money.ofMinor(100L + place, Currency.of("EUR")), customer = people[place % 3].id)
            Request(order, key = "order-$place")
        }).forEach { it.getOrThrow() }
        val all = engine.list(Order)
        assertEquals(2_100, all.toList().size)
        assertEquals(2_100, all.map { it.id }.toList().toSet().size)
        val first = all.page(limit = 10)
        val second = all.page(after = first.next, limit = 10)
        assertEquals(20, (first.items + second.items).map { it.id }.toSet().size)
        assertEquals(700, engine.list(Order.byCustomer(people[1].id)).toList().size)
        assertEquals(all.toList().reversed(), engine.list(Order, newestFirst = true).toList())
        val some = first.items.first()
        assertTrue(some in engine.list(Order.byCustomer(some.customer!!, some.placedAt)).toList())
        assertEquals(emptyList(), engine.list(Order.byDue(java.time.Instant.EPOCH)).toList())
        val wallet = engine.openAccount(AccountKey.ofUser(people[0].id, Purpose.WALLET, Currency.of("EUR")))
        val owned = engine.list(Account.byOwner(Owner.User(people[0].id), Purpose.WALLET)).toList()
        assertEquals(listOf(wallet), owned)
        assertEquals(owned, engine.accounts(Owner.User(people[0].id), Purpose.WALLET, AccountState.OPEN).toList())
    }

    @Test
    fun `what was asked for with one key is another request's error, and each family of errors is a class`() = inMemory { engine ->
        val shop = engine.shop()
        engine.placeOrder(shop.id, Money.parse("1 EUR"), key = "k")
        assertEquals("idempotency_key_reused", fails<Reused> { engine.placeOrder(shop.id, Money.parse("2 EUR"), key = "k") }.code)
        assertEquals("not_found", fails<Missing> { engine.activateMerchant(MerchantId.derived("x")) }.code)
        assertEquals("wrong_state", fails<WrongStanding> { engine.activateMerchant(shop.id) }.code)
        assertEquals("not_permitted", fails<NotAllowed> {
            engine.activateMerchant(shop.id, actor = Actor.User(UserId.derived("u")))
        }.code)
        assertEquals("invalid_value", fails<InvalidRequest> { engine.registerUser("", key = "u") }.code)
        assertEquals("not_repeatable", fails<PaywrightException.Misuse> { engine.registerUser("Ann") }.code)
        assertEquals("in_memory", fails<PaywrightException.Misuse> { engine.check() }.code)
        val (from, to) = listOf("Ann", "Bob").map { name ->
            val user = engine.registerUser(name, key = name)
            engine.openAccount(AccountKey.ofUser(user.id, Purpose.WALLET, Currency.of("EUR"))).id
        }
        val move = engine.postTransfers(listOf(NewTransfer.posted(from, to, Money.parse("1 EUR"))), key = "move")
        assertEquals(Code.INSUFFICIENT_FUNDS, (move.results.single() as OrRefused.Refused).code)
        val late = fails<PaywrightException.Storage> {
            engine.registerUser("Ann", key = "ann", deadline = java.time.Instant.EPOCH)
        }
        assertEquals("deadline_exceeded" to late.reason, late.code to late.message)
    }

    @Test
    fun `one batch says what came of each, and an atomic one is all or nothing`() = inMemory { engine ->
        val (ann, none) = Request(RegisterUser("Ann"), "ann") to Request(ActivateMerchant(MerchantId.derived("x")))
        val preview = engine.preview(Request(RegisterUser("Ann")))
        assertEquals("Ann", preview.output.reference)
        assertEquals("not_found", fails<Missing> { engine.atomic(listOf(ann, none)) }.code)
        assertEquals(emptyList(), engine.list(User).toList())
        val (first, second) = engine.batch(listOf(ann, none))
        assertEquals("Ann", (first.getOrThrow().output as User).reference)
        assertTrue(second.exceptionOrNull() is Missing)
        assertEquals(Acceptance.REPLAYED, engine.atomic(listOf(ann)).single().acceptance)
    }

    @Test
    fun `a file is copied while it is written, and checked, and read without being written`(@TempDir folder: Path) = story {
        val (file, copy) = listOf("shop.db", "copy.db").map { folder.resolve(it).toString() }
        Engine.open(file).use { engine ->
            engine.registerUser("Ann", key = "ann")
            val backup = engine.backup(copy)
            assertEquals(engine.cut(), backup.cut)
            assertEquals(emptyList(), engine.check())
            assertEquals(0, engine.forgetKeysBefore(java.time.Instant.now().minusSeconds(40L * 24 * 3600)))
        }
        Engine.open(copy, Access.READ_ONLY).use { engine ->
            assertEquals("Ann", engine.list(User).first().reference)
            fails<PaywrightException.Storage> { engine.registerUser("Bob", key = "bob") }
        }
    }

    @Test
    fun `a call that was cancelled before it began asks nothing`() = inMemory { engine ->
        coroutineScope {
            val job = launch(start = CoroutineStart.UNDISPATCHED) {
                coroutineContext[kotlinx.coroutines.Job]!!.cancel()
                engine.registerUser("Ann", key = "ann")
            }
            job.join()
        }
        assertEquals(emptyList(), engine.list(User).toList())
    }
}
