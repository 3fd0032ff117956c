package wallet

import dev.paywright.Money
import dev.paywright.PaywrightException
import dev.paywright.testing.ApprovingChannel
import kotlinx.coroutines.runBlocking

/** A day of a wallet: `mvn compile exec:java -Dexec.args=wallet.db`. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val file = arguments.firstOrNull() ?: "wallet.db"
    Wallet.open(file, "ann", ApprovingChannel()).use { wallet ->
        val platform = wallet.Platform()
        val kiosk = platform.merchant("Kiosk")
        println("top up: ${wallet.topUp(Money.parse("40.00 EUR"), request = "monday")}")
        println("pay: ${wallet.pay(kiosk, Money.parse("15.00 EUR"), basket = "basket-7")}")
        try {
            wallet.pay(kiosk, Money.parse("100.00 EUR"), basket = "basket-8")
        } catch (refused: PaywrightException.Refused) {
            println("pay: ${refused.reason}")
        }
        val refund = wallet.askForRefund("basket-7", Money.parse("5.00 EUR"), reason = "one was sour")
        println("refund: ${refund.state}, then ${platform.approve(refund.id)}")
    }
    // The app ends, and starts again.
    Wallet.open(file, "ann", ApprovingChannel()).use { wallet ->
        val (lines, _) = wallet.statement()
        lines.forEach { println("${it.change}\t${it.balance}") }
        println("available: ${wallet.available()}; books are whole: ${wallet.Platform().booksAreWhole()}")
    }
}
