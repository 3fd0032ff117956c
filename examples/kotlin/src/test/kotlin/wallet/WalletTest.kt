package wallet

import dev.paywright.Channel
import dev.paywright.Exceeded
import dev.paywright.Money
import dev.paywright.Operation
import dev.paywright.Outcome
import dev.paywright.PaymentState
import dev.paywright.RefundState
import dev.paywright.testing.ApprovingChannel
import dev.paywright.testing.ManualClock
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.fail
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

class WalletTest {
    @TempDir
    lateinit var folder: Path

    private fun file() = folder.resolve("wallet.db").toString()

    private fun euros(text: String) = Money.parse("$text EUR")

    @Test
    fun `the app's day runs as its README tells, and what was done is not done twice by a second run`() {
        repeat(2) { main(arrayOf(file())) }
        runBlocking {
            Wallet.open(file(), "ann", ApprovingChannel()).use { wallet ->
                assertEquals(euros("30.00"), wallet.available())
                val (lines, next) = wallet.statement()
                assertEquals(listOf(euros("5.00"), euros("-15.00"), euros("40.00")), lines.map { it.change })
                assertEquals(listOf(euros("30.00"), euros("25.00"), euros("40.00")), lines.map { it.balance })
                assertEquals(null, next)
            }
        }
    }

    @Test
    fun `what a person does twice is done once, and more than is there is refused`() = runBlocking {
        Wallet.open(file(), "ann", ApprovingChannel()).use { wallet ->
            val kiosk = wallet.Platform().merchant("Kiosk")
            repeat(2) { assertEquals(PaymentState.SUCCEEDED, wallet.topUp(euros("40.00"), request = "monday")) }
            repeat(2) { assertEquals(PaymentState.SUCCEEDED, wallet.pay(kiosk, euros("15.00"), basket = "basket-7")) }
            assertEquals(euros("25.00"), wallet.available())
            try {
                wallet.pay(kiosk, euros("25.01"), basket = "basket-8")
                fail("it was paid")
            } catch (refused: Exceeded) {
                assertEquals("insufficient_funds", refused.code)
            }
            assertEquals(euros("25.00"), wallet.available())
            val refund = wallet.askForRefund("basket-7", euros("5.00"), reason = "one was sour")
            assertEquals(RefundState.PENDING_REVIEW, refund.state)
            assertEquals(RefundState.SUCCEEDED, wallet.Platform().approve(refund.id))
            assertEquals(euros("30.00"), wallet.available())
            assertTrue(wallet.Platform().booksAreWhole())
        }
    }

    @Test
    fun `a top-up whose answer was lost is there after a restart, and was taken from the card once`() = runBlocking {
        val acquirer = object : Channel {
            var isDown = true
            val charged = mutableListOf<Money>()

            override suspend fun send(operation: Operation): Outcome {
                charged += operation.amount
                error("the connection broke off")
            }

            override suspend fun ask(operation: Operation): Outcome =
                if (isDown) error("there is no network") else Outcome.Succeeded
        }
        val clock = ManualClock(Instant.parse("2026-11-23T09:00:00Z"))
        Wallet.open(file(), "ann", acquirer, clock).use { wallet ->
            assertEquals(PaymentState.PROCESSING, wallet.topUp(euros("40.00"), request = "monday"))
            assertEquals(euros("0.00"), wallet.available())
        }
        acquirer.isDown = false
        // The app looks again after a while; the engine knows when the channel may be asked.
        clock.advance(Duration.ofHours(1))
        Wallet.open(file(), "ann", acquirer, clock).use { wallet ->
            assertEquals(euros("40.00"), wallet.available())
            assertEquals(listOf(euros("40.00")), acquirer.charged)
        }
    }
}
