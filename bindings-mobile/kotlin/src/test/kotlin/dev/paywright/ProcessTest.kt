package dev.paywright

import dev.paywright.testing.ApprovingChannel
import kotlinx.coroutines.flow.toList
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** A phone freezes apps and kills them, at any moment. */
@Timeout(120)
class ProcessTest {
    private suspend fun paid(engine: Engine): Set<PaymentId> {
        val payments = engine.list(Payment).toList().map { it.id }
        assertEquals(payments.size, payments.toSet().size)
        return payments.toSet()
    }

    private fun numbered(numbers: Iterable<Int>) = numbers.map { PaymentId.derived("payment $it") }.toSet()

    @Test
    fun `the jar alone brings the native library along`(@TempDir folder: Path) {
        val classes = Path.of(Engine::class.java.protectionDomain.codeSource.location.toURI())
        val jar = jarOf(classes, folder.resolve("paywright.jar"))
        Child("opens", folder.resolve("shop.db").toString(), jar = jar).use { child ->
            assertEquals("Shop", child.said())
            assertEquals(0, child.ended())
        }
    }

    @Test
    fun `a process that is killed amid payments has every one that was answered, and goes on`(@TempDir folder: Path) = story {
        val file = folder.resolve("shop.db").toString()
        var answered = -1
        repeat(2) {
            Child("pays", file, "${answered + 1}").use { child ->
                assertEquals("ready", child.said())
                repeat(30) { answered = child.said()!!.toInt() }
                child.signal("KILL")
                // What was said before the end counts as well; the last line may have broken off.
                generateSequence(child::said).mapNotNull(String::toIntOrNull).forEach { answered = maxOf(answered, it) }
                assertTrue(child.ended() != 0)
            }
        }
        Engine.open(file, Access.EXISTING).use { engine ->
            val (paid, promised) = paid(engine) to numbered(0..answered)
            assertTrue(paid.containsAll(promised))
            assertTrue(paid.size <= promised.size + 1)
            // Asking again for the one that was under way makes no second.
            pay(engine, engine.shop(), answered + 1)
            assertEquals(numbered(0..answered + 1), paid(engine))
            engine.recover("till")
            assertEquals(answered + 2, engine.perform(mapOf("cards" to ApprovingChannel()), "till", most = 100))
            assertTrue(engine.list(Payment).toList().all { it.state == PaymentState.SUCCEEDED })
            assertTrue(engine.verify().isClean)
        }
    }

    @Test
    fun `a process that was frozen while another took over goes on, with nothing lost and nothing twice`(@TempDir folder: Path) =
        story {
            val file = folder.resolve("shop.db").toString()
            Child("answers", file).use { child ->
                assertEquals("ready", child.said())
                (0 until 5).forEach {
                    child.tell("$it")
                    assertEquals("$it", child.said())
                }
                child.signal("STOP")
                // Told while it is frozen, it does so when it wakes.
                (5 until 10).forEach { child.tell("$it") }
                // Its lane counts as held for ten seconds; whoever opens after that takes it over.
                Thread.sleep(10_500)
                Engine.open(file).use { engine ->
                    val shop = engine.shop()
                    (10 until 20).forEach { pay(engine, shop, it) }
                    assertEquals(setOf(engine.feed().events.first().lane), lanes(engine))
                    child.signal("CONT")
                    (5 until 10).forEach { assertEquals("$it", child.said()) }
                    (20 until 25).forEach { pay(engine, shop, it) }
                    child.tell("25")
                    assertEquals("25", child.said())
                    assertEquals(numbered(0..25), paid(engine))
                    assertTrue(engine.verify().isClean)
                }
            }
        }

    private suspend fun lanes(engine: Engine): Set<Int> {
        val lanes = mutableSetOf<Int>()
        engine.deliver { lanes += it.lane }
        return lanes
    }
}
