package dev.paywright

import dev.paywright.testing.ApprovingChannel
import kotlinx.coroutines.runBlocking
import java.math.BigDecimal
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.io.TempDir

class FirstPaymentTest {
    @Test
    fun `a customer pays a shop by card, and it is there after a restart`(@TempDir folder: Path) = runBlocking {
        val file = folder.resolve("shop.db").toString()
        val payment = Engine.open(file).use { engine ->
            val plan = engine.createFeePlan("standard", BigDecimal("0.029"), Money.parse("0.30 EUR"), key = "plan")
            val shop = engine.registerMerchant("Shop", plan.id, key = "shop")
            engine.activateMerchant(shop.id)
            val order = engine.placeOrder(shop.id, Money.parse("18.50 EUR"), key = "basket-8812")
            val started = engine.startPayment(
                PaymentPurpose.Order(order.id),
                method = Method.Channel("cards"),
                key = "checkout-8812",
            )
            engine.confirmPayment(started.id)
            assertEquals(1, engine.perform(mapOf("cards" to ApprovingChannel()), worker = "till-1"))
            started.id
        }
        Engine.open(file, Access.EXISTING).use { engine ->
            val paid = engine.get(Payment, payment)!!
            assertEquals(PaymentState.SUCCEEDED, paid.state)
            assertEquals(Money.parse("18.50 EUR"), paid.amount)
            assertTrue(engine.verify().isClean)
        }
    }
}
