package dev.paywright

import dev.paywright.testing.ApprovingChannel
import dev.paywright.testing.DecliningChannel
import dev.paywright.testing.ManualClock
import dev.paywright.testing.SilentChannel
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Timeout
import java.time.Duration
import java.time.Instant
import java.util.logging.Level
import java.util.logging.Logger
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Money leaves and comes through the host's own channels, whatever they do. */
@Timeout(60)
class ChannelTest {
    private val clock = ManualClock(Instant.parse("2026-11-23T09:00:00Z"))
    private val log = Logger.getLogger("dev.paywright")

    @BeforeTest
    fun quiet() {
        log.level = Level.OFF
    }

    @AfterTest
    fun loud() {
        log.level = null
    }

    /** A payment by card that waits to be sent. */
    private fun payment(tell: suspend (Engine, PaymentId) -> Unit): Unit = story {
        Engine.inMemory(clock).use { engine ->
            val order = engine.placeOrder(engine.shop().id, Money.parse("18.50 EUR"), key = "order")
            val card = Method.Channel("cards")
            val payment = engine.startPayment(PaymentPurpose.Order(order.id), method = card, key = "payment")
            engine.confirmPayment(payment.id)
            tell(engine, payment.id)
            assertTrue(engine.verify().isClean)
        }
    }

    private suspend fun Engine.state(payment: PaymentId) = get(Payment, payment)!!.state

    /** Counts what it is sent and asked, and does as it is told. */
    private class Told(val send: suspend (Operation) -> Outcome) : Channel {
        var sent = 0
        var asked = 0

        override suspend fun send(operation: Operation): Outcome {
            sent += 1
            return send.invoke(operation)
        }

        override suspend fun ask(operation: Operation): Outcome {
            asked += 1
            return Outcome.Succeeded
        }
    }

    private suspend fun Engine.goOn(channel: Channel) {
        repeat(3) {
            clock.advance(Duration.ofMinutes(10))
            tick()
            perform(mapOf("cards" to channel), "till")
        }
    }

    @Test
    fun `a channel that approves has the payment succeed`() = payment { engine, payment ->
        assertEquals(1, engine.perform(mapOf("cards" to ApprovingChannel()), "till"))
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
        assertEquals(0, engine.perform(mapOf("cards" to ApprovingChannel()), "till"))
    }

    @Test
    fun `a channel that declines leaves the order to be paid another way`() = payment { engine, payment ->
        engine.perform(mapOf("cards" to DecliningChannel("card expired")), "till")
        assertEquals("card expired", engine.get(Payment, payment)!!.failure)
    }

    @Test
    fun `a channel that is silent is asked, and never sent to again`() = payment { engine, payment ->
        // The second effect asks what became of the first.
        assertEquals(2, engine.perform(mapOf("cards" to SilentChannel()), "till"))
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
    }

    @Test
    fun `whatever a channel throws is an unknown outcome, and it is asked about`() {
        val thrown = listOf(
            IllegalStateException("no network"), StackOverflowError(), CancellationException("the client's own"),
            NotImplementedError(), OutOfMemoryError(),
        )
        for (each in thrown) payment { engine, payment ->
            val channel = Told { throw each }
            engine.perform(mapOf("cards" to channel), "till")
            assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
            assertEquals(1 to 1, channel.sent to channel.asked)
        }
    }

    @Test
    fun `a channel that fails to answer too is asked again later`() = payment { engine, payment ->
        val deaf = object : Channel {
            override suspend fun send(operation: Operation): Outcome = error("no network")

            override suspend fun ask(operation: Operation): Outcome = error("still none")
        }
        engine.perform(mapOf("cards" to deaf), "till")
        assertEquals(PaymentState.PROCESSING, engine.state(payment))
        engine.goOn(deaf)
        assertEquals(PaymentState.PROCESSING, engine.state(payment))
        engine.goOn(ApprovingChannel())
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
    }

    @Test
    fun `a time that ran out inside a channel is an unknown outcome`() = payment { engine, payment ->
        val channel = Told { withTimeout(20) { awaitCancellation() } }
        assertEquals(2, engine.perform(mapOf("cards" to channel), "till"))
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
        assertEquals(1 to 1, channel.sent to channel.asked)
    }

    @Test
    fun `an outcome that is none is brought back as unknown`() {
        for (reason in listOf("half \ud800", "", "a\u0000b")) payment { engine, payment ->
            val channel = Told { Outcome.Declined(reason) }
            engine.perform(mapOf("cards" to channel), "till")
            assertEquals(1 to 1, channel.sent to channel.asked)
            assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
        }
    }

    @Test
    fun `a channel that is missing is an unknown outcome`() = payment { engine, payment ->
        engine.perform(emptyMap(), "till")
        assertEquals(PaymentState.PROCESSING, engine.state(payment))
        engine.goOn(ApprovingChannel())
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
    }

    @Test
    fun `who is cancelled while a channel works has lost nothing, and it is asked about after a recovery`() =
        payment { engine, payment ->
            val begun = CompletableDeferred<Unit>()
            val channel = Told {
                begun.complete(Unit)
                awaitCancellation()
            }
            coroutineScope {
                val job = launch { engine.perform(mapOf("cards" to channel), "till") }
                begun.await()
                job.cancelAndJoin()
            }
            assertEquals(0, engine.claim("another").size)
            assertEquals(1, engine.recover("till"))
            engine.goOn(channel)
            assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
            assertEquals(1 to 1, channel.sent to channel.asked)
        }

    @Test
    fun `an outcome that has come is brought back also where the coroutine was cancelled meanwhile`() =
        payment { engine, payment ->
            coroutineScope {
                lateinit var job: kotlinx.coroutines.Job
                val channel = Told {
                    job.cancel()
                    Outcome.Succeeded
                }
                job = launch { engine.perform(mapOf("cards" to channel), "till") }
                job.join()
            }
            assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
        }

    @Test
    fun `a channel may ask the engine while it works`() = payment { engine, payment ->
        val channel = Told { operation ->
            val found = engine.get(Payment, operation.payment)!!
            engine.placeOrder(engine.shop().id, found.amount, key = "another")
            Outcome.Succeeded
        }
        engine.perform(mapOf("cards" to channel), "till")
        assertEquals(PaymentState.SUCCEEDED, engine.state(payment))
    }
}
