package dev.paywright

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import kotlin.reflect.KClass
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.full.companionObjectInstance
import kotlin.reflect.full.isSubclassOf
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.isAccessible

/** The top of the repository. */
val top: Path = Path.of(System.getProperty("paywright.top")).toRealPath()

val json = ObjectMapper()

fun camel(name: String): String =
    name.split('_').reduce { text, word -> text + word.replaceFirstChar(Char::uppercase) }

fun snake(name: String): String = name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

/** A value as stories tell it, as the type that a parameter has. */
fun read(value: JsonNode, type: KType): Any? {
    if (value.isNull) return null
    val wanted = type.classifier as KClass<*>
    val text = value.textValue()
    return when {
        wanted == List::class -> value.map { read(it, type.arguments.single().type!!) }
        wanted == Money::class -> Money.parse(text)
        wanted == Currency::class -> Currency.of(text)
        wanted == BigDecimal::class -> BigDecimal(text)
        wanted == Instant::class -> Instant.parse(text)
        wanted == Metadata::class -> Metadata.parse(value.toString())
        wanted == String::class -> text
        wanted == Boolean::class -> value.booleanValue()
        wanted == Int::class -> value.intValue()
        wanted == Long::class -> value.longValue()
        wanted.isSubclassOf(Id::class) -> (wanted.companionObjectInstance as IdType<*>).parse(text)
        wanted.isSubclassOf(Enum::class) -> word(wanted, text)
        wanted.isSealed -> {
            val (name, parts) = value.properties().single()
            val variant = wanted.sealedSubclasses.single { it.simpleName == name }
            variant.objectInstance ?: made(variant, parts)
        }
        else -> made(wanted, value)
    }
}

private fun word(of: KClass<*>, text: String): Any {
    val word = of.memberProperties.single { it.name == "word" }
    return of.java.enumConstants.single { word.getter.call(it) == text }
}

/** A value of named fields. */
fun made(of: KClass<*>, fields: JsonNode): Any {
    val constructor = of.primaryConstructor!!
    return constructor.callBy(arguments(constructor.parameters, fields))
}

fun arguments(parameters: List<KParameter>, given: JsonNode): Map<KParameter, Any?> =
    given.properties().associate { (name, value) ->
        val parameter = parameters.singleOrNull { it.name == camel(name) } ?: error("no parameter $name")
        parameter to read(value, parameter.type)
    }

/** What a path leads to, as stories say it. */
fun found(answer: Any?, path: String): JsonNode {
    var value = answer
    for (name in path.split('.')) {
        value = when {
            value is List<*> -> value[name.toInt()]
            value is Figures && name == "balance" -> value.balance
            value is Figures && name == "available" -> value.available
            value is OrRefused.Accepted<*> -> property(value.value!!, name)
            value is OrRefused.Refused && name == "code" -> value.code
            else -> property(value!!, name)
        }
    }
    return json.valueToTree(shown(value))
}

private fun property(of: Any, name: String): Any? {
    val property = of::class.memberProperties.single { it.name == camel(name) }
    property.isAccessible = true
    return property.getter.call(of)
}

private fun shown(value: Any?): Any? = when (value) {
    is Instant -> "%sZ".format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS")
        .withZone(java.time.ZoneOffset.UTC).format(value))
    is Code -> value.word
    is Enum<*> -> property(value, "word")
    is BigDecimal -> value.toPlainString()
    is Money, is Id, is Currency, is Bytes -> value.toString()
    is java.math.BigInteger -> value.toLong()
    else -> value
}
