package dev.paywright

import dev.paywright.testing.ManualClock
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.io.path.exists
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

/** The host's own code fails, blocks, or calls back: the engine stays whole, and the next call is answered. */
@Timeout(60)
class HostCodeTest {
    private val morning = Instant.parse("2026-11-23T09:00:00Z")

    /** Whatever a host's code may throw. */
    private class Evil : RuntimeException() {
        override val message: String get() = throw IllegalStateException("no message for you")
    }

    private val raised = listOf(
        IllegalStateException("no signal\nat line 2"), StackOverflowError(), OutOfMemoryError("none left"),
        AssertionError("no"), CancellationException("not mine"), InterruptedException(), Evil(),
        NoSuchMethodError("gone"), RuntimeException(null as String?), RuntimeException("\ud800 half"),
    )

    @Test
    fun `a clock that throws anything at all is the host's failure with what it threw as its cause`() = story {
        var failing: Throwable? = null
        Engine.inMemory(clock = { failing?.let { throw it } ?: morning }).use { engine ->
            for ((place, thrown) in raised.withIndex()) {
                failing = thrown
                val error = fails<PaywrightException.Host> { engine.registerUser("Ann", key = "ann-$place") }
                assertSame(thrown, error.cause)
                assertEquals("host_failed", error.code)
                assertTrue(error.reason.startsWith("the host's clock failed: "), error.reason)
                assertFalse('\n' in error.reason || "\tat " in error.reason, error.reason)
                failing = null
                engine.registerUser("Ann $place", key = "ann-$place")
            }
            assertEquals(raised.size, engine.list(User).page().items.size)
            assertTrue(engine.verify().isClean)
        }
    }

    @Test
    fun `a clock beyond all times is the host's failure too`() = story {
        for (far in listOf(Instant.MAX, Instant.MIN)) {
            val error = fails<PaywrightException.Host> { Engine.inMemory(clock = { far }).use { it.tick(); it.now() } }
            assertIs<PaywrightException.InvalidValue>(error.cause)
        }
    }

    @Test
    fun `an entropy that throws stops one call and not the next`() = story {
        var fails = true
        val entropy = Entropy { lane, sequence -> if (fails) error("no dice") else lane * 31L + sequence }
        Engine.inMemory(entropy = entropy).use { engine ->
            val error = fails<PaywrightException.Host> { engine.registerUser("Ann", key = "ann") }
            assertEquals("the host's entropy failed: IllegalStateException: no dice", error.reason)
            fails = false
            assertEquals("Ann", engine.registerUser("Ann", key = "ann").reference)
        }
    }

    @Test
    fun `an entropy that throws for one of many takes nothing from the others`() = story {
        val (asked, thrown) = AtomicInteger() to IllegalStateException("the noise was quiet")
        val entropy = Entropy { _, sequence -> if (asked.incrementAndGet() == 2) throw thrown else sequence }
        Engine.inMemory(entropy = entropy).use { engine ->
            val requests = List(3) { Request(RegisterUser("c"), key = "user $it") }
            val results = engine.batch(requests)
            assertEquals(listOf(true, false, true), results.map { it.isSuccess })
            val error = assertIs<PaywrightException.Host>(results[1].exceptionOrNull())
            assertSame(thrown, error.cause)
            assertEquals(2, engine.list(User).page().items.size)
            assertTrue(engine.batch(requests).all { it.isSuccess })
        }
    }

    @Test
    fun `a refusal has no cause, whatever the host's code threw for others meanwhile`() = story {
        val asked = AtomicInteger()
        val entropy = Entropy { _, sequence -> if (asked.incrementAndGet() == 2) error("quiet") else sequence }
        Engine.inMemory(entropy = entropy).use { engine ->
            engine.registerUser("c", key = "one")
            val results = engine.batch(
                listOf(Request(RegisterUser("c"), key = "two"), Request(RegisterUser("other"), key = "one")),
            )
            assertIs<PaywrightException.Host>(results[0].exceptionOrNull())
            assertNull(assertIs<PaywrightException.Refused>(results[1].exceptionOrNull()).cause)
        }
    }

    @Test
    fun `a progress that throws or says no stops the call and leaves no half file`(@TempDir folder: Path) = inMemory { engine ->
        val (one, other) = listOf(Purpose.FEE_INCOME, Purpose.SUSPENSE)
            .map { AccountKey.ofPlatform(it, Currency.of("EUR")).account }
        engine.batch(List(2_500) { Request(RegisterUser("user $it"), "user-$it") })
        assertTrue(one != other)
        val file = folder.resolve("books.jsonl")
        for (thrown in raised) {
            val error = fails<PaywrightException.Host> { engine.export(file.toString()) { _, _ -> throw thrown } }
            assertSame(thrown, error.cause)
            assertFalse(file.exists())
        }
        assertEquals("stopped", fails<PaywrightException.Misuse> { engine.export(file.toString()) { _, _ -> false } }.code)
        assertFalse(file.exists())
        assertEquals("stopped", fails<PaywrightException.Misuse> { engine.verify { _, _ -> false } }.code)
        var last: Pair<Long, Long?>? = null
        assertEquals(2_500, engine.export(file.toString()) { done, total -> true.also { last = done to total } })
        assertEquals(2_000L to 2_500L, last)
        assertEquals("storage_unavailable", fails<PaywrightException.Storage> { engine.export(file.toString()) }.code)
        Engine.inMemory().use { again -> assertEquals(2_500, again.importFrom(file.toString()).entries) }
    }

    @Test
    fun `a clock or progress that calls the engine is told so, and the call around it goes on`() = story {
        lateinit var engine: Engine
        val inside = mutableListOf<String>()
        var calls = false
        val clock = Clock {
            if (calls) {
                calls = false
                runBlocking { inside += fails<PaywrightException.Misuse> { engine.registerUser("Eve", key = "eve") }.code }
            }
            morning
        }
        Engine.inMemory(clock).use {
            engine = it
            calls = true
            engine.registerUser("Ann", key = "ann")
            assertEquals(listOf("reentrant_call"), inside)
            assertEquals(listOf("Ann"), engine.list(User).page().items.map(User::reference))
            var seen = 0
            engine.verify { _, _ -> runBlocking { seen = engine.list(User).page().items.size }; true }
            assertTrue(seen <= 1)
        }
    }

    @Test
    fun `while a clock blocks, other calls wait and nothing is lost`() = story {
        val (entered, goOn) = CountDownLatch(1) to CountDownLatch(1)
        val asked = AtomicInteger()
        var blocks = false
        val clock = Clock {
            if (blocks && asked.getAndIncrement() == 0) {
                entered.countDown()
                goOn.await()
            }
            morning
        }
        Engine.inMemory(clock).use { engine ->
            blocks = true
            coroutineScope {
                val first = async { engine.registerUser("Ann", key = "ann") }
                launch(Dispatchers.IO) { entered.await() }.join()
                val others = List(20) { async { engine.registerUser("user $it", key = "user-$it") } }
                assertTrue(others.none { it.isCompleted })
                goOn.countDown()
                first.await()
                others.forEach { it.await() }
            }
            assertEquals(21, engine.list(User).page().items.size)
        }
    }

    @Test
    fun `a call that is cancelled goes on to its end, and the same key tells what came of it`() = story {
        val (entered, goOn) = CountDownLatch(1) to CountDownLatch(1)
        var blocks = false
        val clock = Clock {
            if (blocks) {
                blocks = false
                entered.countDown()
                goOn.await()
            }
            morning
        }
        Engine.inMemory(clock).use { engine ->
            blocks = true
            coroutineScope {
                var ended: Throwable? = null
                val job = launch {
                    try {
                        engine.registerUser("Ann", key = "ann")
                    } catch (error: Throwable) {
                        ended = error
                        throw error
                    }
                }
                launch(Dispatchers.IO) { entered.await() }.join()
                job.cancel()
                goOn.countDown()
                job.join()
                assertIs<CancellationException>(ended)
            }
            assertEquals("Ann", engine.list(User).page().items.single().reference)
            val answer = engine.answer(Request(RegisterUser("Ann"), key = "ann"))
            assertEquals(Acceptance.REPLAYED, answer.acceptance)
        }
    }

    @Test
    fun `an export that is cancelled stops and leaves no file`(@TempDir folder: Path) = inMemory { engine ->
        engine.batch(List(5_000) { Request(RegisterUser("user $it"), "user-$it") })
        val file = folder.resolve("books.jsonl")
        val begun = CompletableDeferred<Unit>()
        val told = AtomicInteger()
        coroutineScope {
            val job = launch(Dispatchers.Default) {
                engine.export(file.toString()) { _, _ ->
                    told.incrementAndGet()
                    begun.complete(Unit)
                    Thread.sleep(50)
                    true
                }
            }
            begun.await()
            job.cancelAndJoin()
        }
        assertTrue(told.get() < 4)
        assertFalse(file.exists())
        assertTrue(engine.verify().isClean)
        assertNull(withTimeout(5_000) { engine.get(User, UserId.derived("nobody")) })
    }

    @Test
    fun `a subscriber that throws hears of the same event again, and of each other one once`() = inMemory { engine ->
        repeat(5) { engine.registerUser("user $it", key = "user-$it") }
        val heard = mutableListOf<Long>()
        val failure = IllegalStateException("the queue is full")
        val error = fails<PaywrightException.Undelivered> {
            engine.deliver(limit = 2) { event ->
                if (heard.size == 3) throw failure
                heard += event.sequence
            }
        }
        assertSame(failure, error.cause)
        assertEquals(heard.last() + 1, error.event.sequence)
        val end = engine.deliver(error.cut) { heard += it.sequence }
        assertEquals((heard.first()..heard.first() + 4).toList(), heard)
        assertEquals(end, engine.deliver(end) { error("there is no more") })
        assertEquals(end, engine.cut())
    }

    @Test
    fun `a clock of testing stands until it is set`() = story {
        val clock = ManualClock(morning)
        Engine.inMemory(clock).use { engine ->
            assertEquals(morning, engine.now())
            clock.advance(java.time.Duration.ofMinutes(5))
            assertEquals(morning.plusSeconds(300), engine.now())
            engine.registerUser("Ann", key = "ann")
            assertEquals(morning.plusSeconds(300), engine.writtenUntil())
        }
    }
}
