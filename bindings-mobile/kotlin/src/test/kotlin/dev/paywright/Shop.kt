package dev.paywright

import kotlinx.coroutines.runBlocking
import java.math.BigDecimal

/** A shop that may sell. */
suspend fun Engine.shop(): Merchant {
    val plan = createFeePlan("standard", BigDecimal("0.029"), Money.parse("0.30 EUR"), key = "plan")
    val shop = registerMerchant("Shop", plan.id, key = "shop")
    return if (shop.state == MerchantState.ACTIVE) shop else activateMerchant(shop.id)
}

/** A test that may ask the engine; it fails rather than hangs. */
fun story(tell: suspend () -> Unit): Unit = runBlocking { tell() }

/** An engine in memory, closed at the end. */
fun inMemory(tell: suspend (Engine) -> Unit): Unit = story { Engine.inMemory().use { tell(it) } }

suspend inline fun <reified T : Throwable> fails(crossinline what: suspend () -> Unit): T {
    try {
        what()
    } catch (error: Throwable) {
        if (error is T) return error
        throw AssertionError("${T::class.simpleName} is expected, not $error", error)
    }
    throw AssertionError("${T::class.simpleName} is expected, and nothing was thrown")
}
