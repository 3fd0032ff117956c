package quickstart

import dev.paywright.*
import dev.paywright.testing.ApprovingChannel
import java.math.BigDecimal

suspend fun quickStart() {
    Engine.inMemory().use { engine -> // Engine.open("shop.db") keeps what memory forgets
        val terms = engine.createFeePlan("standard", BigDecimal("0.029"), Money.parse("0.30 EUR"), key = "setup-plan")
        val shop = engine.registerMerchant("Shop", terms.id, key = "setup-shop")
        engine.activateMerchant(shop.id)

        val order = engine.placeOrder(shop.id, Money.parse("18.50 EUR"), key = "basket-8812")
        val card = Method.Channel("cards")
        val payment = engine.startPayment(PaymentPurpose.Order(order.id), method = card, key = "checkout-8812")
        engine.confirmPayment(payment.id)
        engine.perform(mapOf("cards" to ApprovingChannel()), worker = "worker-1")

        check(engine.get(Payment, payment.id)?.state == PaymentState.SUCCEEDED)
        check(engine.verify().isClean)
    }
}
