/*
 * The Kotlin half of the benchmark: does what each line on standard input asks for, and answers a number.
 *
 * The lines are `call`, `query` and `wallet FILE FIRST COUNT`. With arguments it does that alone and ends:
 * `wallet FILE FIRST COUNT`, `memory FILE FIRST`, or `nothing`, to tell what a JVM has in memory anyway.
 */
package dev.paywright.measure

import dev.paywright.Access
import dev.paywright.Account
import dev.paywright.AccountId
import dev.paywright.AccountKey
import dev.paywright.ConfirmPayment
import dev.paywright.Currency
import dev.paywright.Engine
import dev.paywright.MerchantId
import dev.paywright.Method
import dev.paywright.Money
import dev.paywright.NewTransfer
import dev.paywright.OrderId
import dev.paywright.PaymentId
import dev.paywright.PaymentPurpose
import dev.paywright.PlaceOrder
import dev.paywright.Posting
import dev.paywright.Purpose
import dev.paywright.Request
import dev.paywright.StartPayment
import dev.paywright.UserId
import dev.paywright.ofPlatform
import dev.paywright.ofUser
import kotlinx.coroutines.runBlocking
import java.io.File
import java.math.BigDecimal

private const val CALLS = 200
private const val SERIES = 25

/** Series before those that count: by then a JVM has compiled what they do. */
private const val WARM_UP = 50

fun main(arguments: Array<String>) {
    if (arguments.isNotEmpty()) {
        println(alone(arguments))
        return
    }
    val calls by lazy { runBlocking { Calls.made() } }
    for (line in generateSequence(::readLine)) {
        val asked = line.split(' ')
        val answer = runBlocking {
            when (asked[0]) {
                "call" -> calls.micros { transfer() }
                "query" -> calls.micros { account() }
                else -> Wallet.warm().opened(asked[1], asked[2].toInt(), asked[3].toInt())
            }
        }
        println(answer)
    }
}

/** What a process of its own is for. */
private fun alone(asked: Array<String>): Double = when (asked[0]) {
    "nothing" -> peakMegabytes()
    "memory" -> runBlocking { Wallet.opened(asked[1], asked[2].toInt(), 1) }.let { peakMegabytes() }
    else -> runBlocking { Wallet.opened(asked[1], asked[2].toInt(), asked[3].toInt()) }
}

/** One transfer with a key, and one look at an account, a call each. */
private class Calls(
    private val engine: Engine,
    private val bank: AccountId,
    private val equity: AccountId,
) {
    private val amount = Money.parse("18.50 EUR")
    private var count = 0
    private val warm = mutableSetOf<String>()

    suspend fun transfer() {
        count += 1
        val posting = Posting.Posted(bank, equity, amount)
        engine.postTransfers(listOf(NewTransfer(posting)), key = "transfer-$count")
    }

    suspend fun account() {
        engine.get(Account, bank) ?: error("the account is gone")
    }

    /** Microseconds a call, in the middle of some series, when the JVM has done it often. */
    suspend inline fun micros(call: Calls.() -> Unit): Double {
        var series = listOf<Long>()
        repeat(WARM_UP + SERIES) {
            val started = System.nanoTime()
            repeat(CALLS) { call() }
            series = series + (System.nanoTime() - started)
        }
        return median(series.takeLast(SERIES)) / CALLS / 1000
    }

    companion object {
        suspend fun made(): Calls {
            val engine = Engine.inMemory()
            suspend fun opened(purpose: Purpose) =
                engine.openAccount(AccountKey.ofPlatform(purpose, Currency.of("EUR"))).id
            return Calls(engine, opened(Purpose.BANK), opened(Purpose.EQUITY))
        }
    }
}

/** A wallet's file, opened time and again for one payment each. */
private object Wallet {
    private val merchant = MerchantId.derived("kiosk")
    private val user = UserId.derived("user")
    private val price = Money.ofMinor(150, Currency.of("EUR"))
    private var isWarm = false

    /** Microseconds from opening to having paid, in the middle of some. */
    suspend fun opened(file: String, first: Int, count: Int): Double = median(
        (first until first + count).map { number ->
            val started = System.nanoTime()
            Engine.open(file, Access.EXISTING).use { engine ->
                engine.atomic(payment(number))
                System.nanoTime() - started
            }
        },
    ) / 1000

    /** Makes payments in memory until the JVM has compiled what that takes. */
    suspend fun warm(): Wallet = apply {
        if (isWarm) return@apply
        Engine.inMemory().use { engine ->
            val plan = engine.createFeePlan("standard", BigDecimal("0.01"), Money.parse("0.00 EUR"), key = "plan")
            engine.registerMerchant("kiosk", plan.id, id = merchant)
            engine.activateMerchant(merchant)
            engine.registerUser("user", id = user)
            val bank = engine.openAccount(AccountKey.ofPlatform(Purpose.BANK, Currency.of("EUR"))).id
            val wallet = engine.openAccount(AccountKey.ofUser(user, Purpose.WALLET, Currency.of("EUR"))).id
            val funds = Posting.Posted(bank, wallet, Money.parse("1000000.00 EUR"))
            engine.postTransfers(listOf(NewTransfer(funds)), key = "funds")
            for (number in 0 until WARM_UP * CALLS / 4) engine.atomic(payment(number))
        }
        isWarm = true
    }

    /** As `payment` in benches/src/figures/wallet.rs makes it of the same number. */
    private fun payment(number: Int): List<Request<*>> {
        val order = OrderId.derived("order $number")
        val payment = PaymentId.derived("payment $number")
        return listOf(
            Request(PlaceOrder(merchant, price, id = order, customer = user)),
            Request(StartPayment(PaymentPurpose.Order(order), id = payment, method = Method.Wallet)),
            Request(ConfirmPayment(payment)),
        )
    }
}

private fun median(series: List<Long>): Double = series.sorted()[series.size / 2].toDouble()

/** The most that this process has had in memory, in millions of bytes, as Linux says it. */
private fun peakMegabytes(): Double {
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmHWM:") }
    return line.filter(Char::isDigit).toDouble() * 1024 / 1e6
}
