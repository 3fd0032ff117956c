package dev.paywright

import com.fasterxml.jackson.databind.JsonNode
import kotlin.io.path.readLines
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Commands are written as core writes them: each field under its own number, each variant and each word. */
class CommandsTest {
    private val examples: List<JsonNode> =
        top.resolve("bindings-mobile/commands.jsonl").readLines().map(json::readTree)

    @Test
    fun `every command is written byte for byte as core writes it`() {
        for (example in examples) {
            val type = Command::class.sealedSubclasses.single { it.simpleName == camel("_${example["name"].textValue()}") }
            val command = made(type, example["fields"]) as Command<*>
            val out = CborWriter()
            command.writeFields(out)
            assertEquals(example["bytes"].textValue(), Bytes(out.toByteArray()).toString(), example.toString())
        }
        assertEquals(COMMANDS.toSet(), examples.map { it["name"].textValue() }.toSet())
    }

    @Test
    fun `every field, variant and word that a command can carry is in an example`() {
        val told = examples.joinToString("\n") { it["fields"].toString() }
        for (variants in listOf(Owner::class, Posting::class, Method::class, Verdict::class, Outcome::class, Due::class)) {
            for (variant in variants.sealedSubclasses) assertTrue("\"${variant.simpleName}\":" in told, "$variant")
        }
        for (word in Rounding.entries.map { it.word } + Sides.entries.map { it.word } + Purpose.entries.map { it.word }) {
            assertTrue("\"$word\"" in told, word)
        }
    }
}
