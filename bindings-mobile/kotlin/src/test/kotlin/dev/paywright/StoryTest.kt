package dev.paywright

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode
import com.fasterxml.jackson.databind.node.TextNode
import dev.paywright.testing.ManualClock
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import kotlin.io.path.readLines
import kotlin.reflect.KParameter
import kotlin.reflect.full.callSuspendBy
import kotlin.reflect.full.memberFunctions
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** The same story from every language: what Kotlin plays is, byte for byte, what Rust wrote down. */
class StoryTest {
    private val story = json.readTree(top.resolve("tests/stories/main_path.json").toFile())
    private val journal = top.resolve("tests/stories/main_path.journal.jsonl").readLines()

    @Test
    fun `in memory it comes to the journal that Rust wrote`(@TempDir folder: Path) = played(null, folder)

    @Test
    fun `in a file it comes to the journal that Rust wrote`(@TempDir folder: Path) =
        played(folder.resolve("story.db").toString(), folder)

    private fun played(file: String?, folder: Path): Unit = runBlocking {
        val clock = ManualClock(Instant.parse(story["clock"].textValue()))
        val seed = story["seed"].longValue()
        val engine = if (file == null) Engine.inMemory(clock, seed = seed) else Engine.open(file, clock = clock, seed = seed)
        engine.use {
            val player = Player(engine, clock)
            story["steps"].forEachIndexed { place, step ->
                try {
                    player.step(step as ObjectNode)
                } catch (error: Throwable) {
                    throw AssertionError("step $place: ${step["tell"]}", error)
                }
            }
            assertTrue(engine.verify().isClean)
            val export = folder.resolve("story.jsonl")
            engine.export(export.toString())
            assertEquals(journal, export.readLines())
            everyCommandReadsBackAsItWas(engine, player.accepted)
        }
    }

    /** What the feed tells of the commands is what was sent. */
    private suspend fun everyCommandReadsBackAsItWas(engine: Engine, accepted: List<Command<*>>) {
        val told = mutableListOf<Command<*>>()
        engine.deliver { event -> told.add(event.command) }
        val missing = accepted.filterNot(told::contains)
        assertEquals(emptyList(), missing)
        assertTrue(accepted.map { it::class }.toSet().size > 25)
    }
}

/** Plays the story, step by step, through the typed methods. */
private class Player(private val engine: Engine, private val clock: ManualClock) {
    private val answers = mutableMapOf<String, Any?>()
    val accepted = mutableListOf<Command<*>>()

    suspend fun step(told: ObjectNode) {
        if (told.has("wait")) return clock.advance(Duration.ofSeconds(told["wait"].longValue()))
        val step = resolved(told)
        val before = engine.cut()
        if (step.has("refused")) {
            val refusal = assertFailsWith<PaywrightException.Refused> { ask(step) }
            assertEquals(step["refused"].textValue(), refusal.code)
            assertEquals(before, engine.cut())
            return
        }
        val answer = ask(step)
        if (step.has("again")) assertEquals(before, engine.cut())
        step["done"]?.let { assertEquals(it.intValue(), if (answer is List<*>) answer.size else answer) }
        step["expect"]?.properties()?.forEach { (path, expected) ->
            assertEquals(expected.toString(), found(answer, path).toString(), path)
        }
        step["as"]?.let { answers[it.textValue()] = answer }
    }

    private fun resolved(value: JsonNode): JsonNode = when {
        value is TextNode && value.textValue().startsWith("$") -> {
            val (name, path) = value.textValue().drop(1).split('.', limit = 2)
            found(answers.getValue(name), path)
        }
        value is ArrayNode -> json.createArrayNode().apply { value.forEach { add(resolved(it)) } }
        value is ObjectNode -> json.createObjectNode().apply {
            value.properties().forEach { (name, inner) -> set<JsonNode>(name, resolved(inner)) }
        }
        else -> value
    }

    private suspend fun ask(step: JsonNode): Any? {
        val name = step["do"].textValue()
        val method = engine::class.memberFunctions.single { it.name == camel(name) }
        val given = (step["with"] as ObjectNode? ?: json.createObjectNode()).deepCopy()
        listOf("key", "actor").filter(step::has).forEach { given.set<JsonNode>(it, step[it]) }
        val arguments = arguments(method.parameters, given)
        val self = method.parameters.single { it.kind == KParameter.Kind.INSTANCE }
        val cut = engine.cut()
        val answer = try {
            method.callSuspendBy(arguments + (self to engine))
        } catch (wrapped: java.lang.reflect.InvocationTargetException) {
            throw wrapped.targetException
        }
        if (name in COMMANDS && engine.cut() != cut) accepted.add(command(name, step["with"]))
        return answer
    }

    private fun command(name: String, with: JsonNode?): Command<*> {
        val type = Command::class.sealedSubclasses.single { it.simpleName == camel("_$name") }
        return made(type, with ?: json.createObjectNode()) as Command<*>
    }
}
