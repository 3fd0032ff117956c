package dev.paywright

import kotlin.reflect.KVisibility
import kotlin.reflect.full.companionObjectInstance
import kotlin.reflect.full.isSubclassOf
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.primaryConstructor
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Whatever the engine can do, Kotlin can ask for. */
class ParityTest {
    private val methods = Engine::class.memberFunctions
        .filter { it.visibility == KVisibility.PUBLIC && it.isSuspend || it.name in listOf("list", "statement", "accounts") }
        .associateBy { it.name }

    @Test
    fun `every command has its class, and its method with the same fields, a key, an actor and a deadline`() {
        val classes = Command::class.sealedSubclasses.associateBy { snake(it.simpleName!!).drop(1) }
        assertEquals(COMMANDS.toSet(), classes.keys)
        for ((name, command) in classes) {
            val fields = command.primaryConstructor!!.parameters.map { it.name }
            val method = methods[camel(name)] ?: error("no method ${camel(name)}")
            assertEquals(fields + listOf("key", "actor", "deadline"), method.parameters.drop(1).map { it.name }, name)
        }
    }

    @Test
    fun `every query has its method`() {
        // Every long call is told how far it is where a progress is given.
        val others = mapOf("verify_with" to "verify")
        for (query in QUERIES) assertTrue(camel(others[query] ?: query) in methods, "no method for $query")
    }

    @Test
    fun `every code that is refused is one of the enum, and every family has its class`() {
        val refused = CODES.filterValues { it !in listOf("Misuse", "StorageError", "BugError") }
        assertEquals(Code.entries.map { it.word }.toSet(), refused.keys)
        val families = PaywrightException.Refused::class.sealedSubclasses.map { it.simpleName }
        assertEquals(refused.values.toSet(), families.toSet())
    }

    @Test
    fun `every type of records is found by its own type of ids`() {
        val types = listOf(
            Account, Asset, Balance, Books, Case, Effect, Exchange, FeePlan, Hold, Merchant, Operation, Order, Part,
            Payment, Refund, Transfer, User,
        )
        assertEquals(types.size, types.map { it.record }.toSet().size)
        val ids = Id::class.sealedSubclasses.map { it.companionObjectInstance as IdType<*> }
        assertEquals(ids.size, ids.map { it.prefix }.toSet().size)
        assertTrue(Id::class.sealedSubclasses.all { it.isSubclassOf(Id::class) })
    }
}
