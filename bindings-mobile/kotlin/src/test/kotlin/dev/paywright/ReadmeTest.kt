package dev.paywright

import quickstart.quickStart
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What people read first is what runs. */
class ReadmeTest {
    private val readme = top.resolve("bindings-mobile/kotlin/README.md")
    private val source = top.resolve("bindings-mobile/kotlin/src/test/kotlin/quickstart/QuickStart.kt")

    @Test
    fun `the quick start of the READMEs is word for word the one that runs`() {
        for (page in listOf(readme, top.resolve("README.md"))) {
            val shown = page.readText().substringAfter("```kotlin\n").substringBefore("```")
            assertEquals("package quickstart\n\n$shown", source.readText(), "$page")
        }
    }

    @Test
    fun `the quick start runs`() = story { quickStart() }

    @Test
    fun `what the READMEs link to is there`() {
        for (page in listOf(readme, top.resolve("examples/kotlin/README.md"))) {
            val links = Regex("""\]\(([^)h][^)]*)\)""").findAll(page.readText()).map { it.groupValues[1] }
            for (link in links) assertTrue(page.parent.resolve(link).exists(), "$page leads to $link")
        }
    }
}
