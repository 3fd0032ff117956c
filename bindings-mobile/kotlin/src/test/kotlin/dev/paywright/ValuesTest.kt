package dev.paywright

import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Values that people write, and what becomes of those that are none. */
class ValuesTest {
    private val eur = Currency.of("EUR")

    private fun refused(code: String, what: () -> Unit) {
        val error = assertFailsWith<PaywrightException.InvalidValue> { what() }
        assertEquals(code, error.code, error.message)
        assertTrue(error.reason.length < 400, error.reason)
    }

    @Test
    fun `an amount is the same from a text, from a decimal and from minor units`() {
        val price = Money.parse("18.50 EUR")
        assertEquals(price, Money.of(BigDecimal("18.50"), eur))
        assertEquals(price, Money.of(BigDecimal("18.5"), eur))
        assertEquals(price, Money.ofMinor(1850, eur))
        assertEquals("18.50 EUR", price.toString())
        assertEquals(BigDecimal("18.50"), price.amount)
        assertEquals(0, Money.parse("0 JPY").currency.exponent)
        assertEquals(Money.parse("-3 POINTS/0"), -Money.parse("3 POINTS/0"))
    }

    @Test
    fun `sums are exact, and none is made of two currencies or beyond 64 bits`() {
        assertEquals(Money.parse("20.00 EUR"), Money.parse("18.50 EUR") + Money.parse("1.50 EUR"))
        assertEquals(Money.parse("-0.01 EUR"), Money.parse("0.99 EUR") - Money.parse("1.00 EUR"))
        assertTrue(Money.parse("2 EUR") > Money.parse("1.99 EUR"))
        refused("currency_mismatch") { Money.parse("1 EUR") + Money.parse("1 USD") }
        refused("currency_mismatch") { Money.parse("1 EUR").compareTo(Money.parse("1 USD")) }
        refused("amount_overflow") { Money.ofMinor(Long.MAX_VALUE, eur) + Money.ofMinor(1, eur) }
        refused("amount_overflow") { -Money.ofMinor(Long.MIN_VALUE, eur) }
    }

    @Test
    fun `numbers with far too many digits are refused at once and nothing is rounded`() {
        refused("amount_overflow") { Money.of(BigDecimal("1".repeat(40)), eur) }
        refused("amount_overflow") { Money.of(BigDecimal("1e1000000"), eur) }
        refused("amount_overflow") { Money.of(BigDecimal(BigInteger.ONE, Int.MIN_VALUE), eur) }
        refused("too_many_decimals") { Money.of(BigDecimal("1e-1000000"), eur) }
        refused("too_many_decimals") { Money.of(BigDecimal("18.505"), eur) }
        refused("amount_overflow") { Money.of(BigDecimal(BigInteger.ONE.shiftLeft(10_000_000)), eur) }
    }

    @Test
    fun `a text that is no amount is refused whatever is in it`() {
        for (text in listOf("18.50EUR", "", " ", "EUR", "NaN EUR", "Infinity EUR", "1,5 EUR", "0x10 EUR", "1e3 EUR", "1 \u0000")) {
            assertFailsWith<PaywrightException.InvalidValue>(text) { Money.parse(text) }
        }
        assertFailsWith<PaywrightException.InvalidValue> { Money.parse("1".repeat(1 shl 20) + " EUR") }
        assertFailsWith<PaywrightException.InvalidValue> { Money.parse("1 \ud800") }
        assertFailsWith<PaywrightException.InvalidValue> { Money.parse("\udc00 EUR") }
        refused("unknown_currency") { Currency.of("XYZ") }
        refused("unknown_currency") { Currency.of("E".repeat(1 shl 20)) }
    }

    @Test
    fun `an id is the same from its text, its bytes and its key, and no other type's`() {
        val order = OrderId.derived("basket-8812")
        assertEquals(order, OrderId.derived("basket-8812"))
        assertEquals(order, OrderId.parse(order.toString()))
        assertEquals(order, OrderId.of(order.bytes))
        assertTrue(order.toString().startsWith("ord_"))
        assertTrue(!order.equals(PaymentId.of(order.bytes)))
        refused("invalid_id") { PaymentId.parse(order.toString()) }
        refused("invalid_id") { OrderId.of(ByteArray(16)) }
        refused("invalid_id") { OrderId.of(ByteArray(15)) }
        for (text in listOf("", "ord_", "ord_\u0000", "x".repeat(1 shl 20))) {
            refused("invalid_id") { OrderId.parse(text) }
        }
        refused("invalid_value") { OrderId.parse("\ud800") }
        refused("invalid_value") { OrderId.derived("half of a pair \udfff") }
    }

    @Test
    fun `metadata comes back as it went in`() {
        val told = mapOf(
            "basket" to 8812L,
            "far" to Long.MIN_VALUE,
            "gift" to true,
            "items" to listOf("book \"x\" \\ ü \ud83d\ude00", null, false),
            "of" to mapOf("a" to mapOf("b" to "c"), "e" to emptyMap<String, Any>(), "l" to emptyList<Any>()),
        )
        val kept = Metadata.of(told)
        assertEquals(told, kept.value)
        assertEquals(kept, Metadata.parse(kept.json))
    }

    @Test
    fun `metadata that is deep, long, or of other things is refused`() {
        var deep: Any = "bottom"
        repeat(10_000) { deep = mapOf("x" to deep) }
        val itself = mutableMapOf<String, Any?>()
        itself["self"] = itself
        val wrong = listOf(
            mapOf("x" to deep), itself, mapOf("x" to 1.5), mapOf("x" to Double.NaN), mapOf("x" to Instant.EPOCH),
            mapOf("x" to "y".repeat(1 shl 20)), mapOf("x" to mapOf(1 to 2)), mapOf("x".repeat(5_000) to 1),
            mapOf("x" to BigInteger.TEN.pow(100)),
        )
        for (map in wrong) refused("invalid_metadata") { Metadata.of(map) }
        for (text in listOf("", "[]", "{", "{\"a\":1.5}", "[".repeat(30_000), "x".repeat(1 shl 20))) {
            refused("invalid_metadata") { Metadata.parse(text) }
        }
        refused("invalid_value") { Metadata.of(mapOf("x" to "\ud800")) }
    }

    @Test
    fun `what is wrong in a command is said with its place, and nothing was asked`() = inMemory { engine ->
        val (one, other) = listOf(Purpose.FEE_INCOME, Purpose.SUSPENSE).map { AccountKey.ofPlatform(it, eur) }
        val good = NewTransfer.posted(one.account, other.account, Money.parse("1 EUR"), id = TransferId.derived("1"))
        val bad = good.copy(reference = "half \ud83d", id = TransferId.derived("2"))
        val error = fails<PaywrightException.InvalidValue> { engine.postTransfers(listOf(good, good, bad)) }
        assertEquals("transfers[2].reference", error.place)
        assertTrue(error.message.startsWith("transfers[2].reference: the text holds half"), error.message)
        val late = NewTransfer.pending(one.account, other.account, Money.parse("1 EUR"), expiresAt = Instant.MAX)
        assertEquals("transfers[0].posting.Pending.expiresAt", fails<PaywrightException.InvalidValue> {
            engine.postTransfers(listOf(late), key = "late")
        }.place)
        assertEquals("transfers[0].kind", fails<PaywrightException.InvalidValue> {
            engine.postTransfers(listOf(good.copy(kind = 65_536)))
        }.place)
        assertEquals("deadline", fails<PaywrightException.InvalidValue> {
            engine.registerUser("Ann", key = "ann", deadline = Instant.MIN)
        }.place)
        assertEquals("key", fails<PaywrightException.InvalidValue> { engine.registerUser("Ann", key = "\udc00") }.place)
        assertEquals("[1].reference", fails<PaywrightException.InvalidValue> {
            engine.batch(listOf(Request(RegisterUser("Ann"), "a"), Request(RegisterUser("\ud800"), "b")))
        }.place)
        assertEquals("rate", fails<PaywrightException.InvalidValue> {
            engine.createFeePlan("x", BigDecimal("1e1000000"), Money.parse("0 EUR"), key = "x")
        }.place)
        assertNull(engine.feed().events.firstOrNull())
        assertTrue(engine.verify().isClean)
    }

    @Test
    fun `texts of a megabyte, with NUL, and lists beyond their bound are refused by the rules`() = inMemory { engine ->
        for (name in listOf("x".repeat(1 shl 20), "a\u0000b", "", "  ")) {
            val error = fails<InvalidRequest> { engine.registerUser(name, key = "k") }
            assertEquals("invalid_value", error.code)
        }
        val key = fails<PaywrightException> { engine.registerUser("Ann", key = "k".repeat(1 shl 20)) }
        assertEquals("invalid_value", key.code)
        val one = AccountKey.ofPlatform(Purpose.FEE_INCOME, eur).account
        val transfer = NewTransfer.posted(one, one, Money.parse("1 EUR"))
        val many = fails<InvalidRequest> { engine.postTransfers(List(10_001) { transfer }, key = "many") }
        assertEquals("invalid_value", many.code)
        val batch = List(10_001) { Request(RegisterUser("Ann"), "ann-$it") }
        val outcomes = engine.batch(batch)
        assertTrue(outcomes.all { (it.exceptionOrNull() as PaywrightException).code == "too_many" })
        // So many texts that one call does not take them: refused before the native half sees any.
        val huge = RegisterUser("x".repeat(40 shl 20))
        assertEquals("too_large", fails<PaywrightException.InvalidValue> {
            engine.batch(listOf(Request(huge, "1"), Request(huge, "2")))
        }.code)
        assertEquals(emptyList(), engine.feed().events)
    }

    @Test
    fun `questions that are none are refused and the engine answers the next`() = inMemory { engine ->
        val cut = engine.cut()
        engine.registerUser("Ann", key = "ann")
        assertEquals(Behind(entries = 1, since = engine.writtenUntil()), engine.behind(cut))
        assertEquals("invalid_cursor", fails<PaywrightException.Misuse> { engine.feed("no cut") }.code)
        assertEquals("invalid_cursor", fails<PaywrightException.Misuse> { engine.list(User).page(after = "x") }.code)
        fails<PaywrightException.InvalidValue> { engine.list(User).page(limit = -1) }
        fails<PaywrightException.InvalidValue> { engine.list(User).page(after = "\ud800") }
        fails<PaywrightException.InvalidValue> { engine.claim("w", most = -1) }
        fails<PaywrightException.InvalidValue> { engine.balanceAsOf(AccountId.derived("x"), AsOf.Recorded(Instant.MAX)) }
        fails<PaywrightException.InvalidValue> { Effect.byDue(EffectState.READY, dueAt = Instant.EPOCH) }
        val unknown = AccountId.derived("nobody's")
        assertNull(engine.balance(unknown))
        assertEquals("not_found", fails<Missing> { engine.statement(unknown).page() }.code)
        assertEquals(listOf("Ann"), engine.list(User).page().items.map { it.reference })
    }

    @Test
    fun `a path that cannot be opened is a failure of the storage`() = story {
        for (path in listOf("/no/such/folder/shop.db", "a\u0000b", "", "/", "x".repeat(1 shl 20))) {
            fails<PaywrightException.Storage> { Engine.open(path).close() }
        }
        fails<PaywrightException.InvalidValue> { Engine.open("\ud800").close() }
        fails<PaywrightException.Storage> { Engine.open("missing.db", Access.EXISTING).close() }
    }
}
