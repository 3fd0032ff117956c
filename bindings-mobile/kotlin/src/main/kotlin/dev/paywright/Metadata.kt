package dev.paywright

import dev.paywright.ffi.canonicalMetadata
import java.math.BigInteger

/**
 * What the host keeps with a record: a JSON object, in the one text that its content has. At most 4,096 bytes
 * and 4 deep; its values are texts, whole numbers, booleans, nulls, lists and objects.
 */
public class Metadata internal constructor(
    /** The text. */
    public val json: String,
) {
    /**
     * The object again: texts as String, numbers as Long or, where that is too short, BigInteger, lists as List,
     * objects as Map.
     */
    public val value: Map<String, Any?> get() = Json(json).whole()

    override fun equals(other: Any?): Boolean = other is Metadata && other.json == json

    override fun hashCode(): Int = json.hashCode()

    /** The text. */
    override fun toString(): String = json

    /** Makes metadata. */
    public companion object {
        /**
         * Reads JSON.
         *
         * @throws PaywrightException.InvalidValue `invalid_metadata`: it is no JSON, or none that is kept.
         */
        public fun parse(json: String): Metadata {
            if (json.length > METADATA_BYTES) throw wrong("it has ${json.length} letters, more than any may")
            return Metadata(native { canonicalMetadata(sound(json)) })
        }

        /**
         * From a map whose values are texts, whole numbers, booleans, nulls, lists and such maps:
         * `Metadata.of(mapOf("basket" to 8812))`.
         *
         * @throws PaywrightException.InvalidValue `invalid_metadata`.
         */
        public fun of(value: Map<String, Any?>): Metadata {
            val out = StringBuilder()
            write(value, out, 0)
            return parse(out.toString())
        }

        private fun write(value: Any?, out: StringBuilder, depth: Int) {
            // Only as far as is needed to say no: what is deeper or longer is refused in any case.
            if (depth > DEEPEST) throw wrong("it is nested too deep")
            if (out.length > METADATA_BYTES) throw wrong("it is longer than any may be")
            when (value) {
                null, is Boolean, is Byte, is Short, is Int, is Long, is BigInteger -> out.append(value)
                is CharSequence -> quoted(value, out)
                is Map<*, *> -> each(value.entries, '{', '}', out) { (key, inner) ->
                    quoted(key as? CharSequence ?: throw wrong("a key is a text, and $key is none"), out)
                    out.append(':')
                    write(inner, out, depth + 1)
                }
                is Iterable<*> -> each(value, '[', ']', out) { write(it, out, depth + 1) }
                else -> throw wrong("${value.javaClass.simpleName} is nothing that is kept")
            }
        }

        private fun <T> each(of: Iterable<T>, begin: Char, end: Char, out: StringBuilder, write: (T) -> Unit) {
            out.append(begin)
            for ((place, item) in of.withIndex()) {
                if (place > 0) out.append(',')
                write(item)
            }
            out.append(end)
        }

        private fun quoted(text: CharSequence, out: StringBuilder) {
            if (text.length > METADATA_BYTES) throw wrong("it is longer than any may be")
            out.append('"')
            for (character in text) {
                when {
                    character == '"' || character == '\\' -> out.append('\\').append(character)
                    character < ' ' -> out.append("\\u%04x".format(character.code))
                    else -> out.append(character)
                }
            }
            out.append('"')
        }

        private fun wrong(reason: String) = invalid("metadata: $reason", "invalid_metadata")

        private const val DEEPEST = 16
    }
}

/** Reads JSON that the engine wrote: it has no spaces, and nothing is wrong with it. */
private class Json(private val text: String) {
    private var place = 0

    fun whole(): Map<String, Any?> = objects()

    private fun value(): Any? = when (val first = text[place]) {
        '{' -> objects()
        '[' -> listed(']') { value() }
        '"' -> quoted()
        't' -> true.also { place += 4 }
        'f' -> false.also { place += 5 }
        'n' -> null.also { place += 4 }
        else -> if (first == '-' || first.isDigit()) number() else unread("metadata")
    }

    private fun objects(): Map<String, Any?> = listed('}') {
        val key = quoted()
        place++
        key to value()
    }.toMap()

    private fun <T> listed(end: Char, item: () -> T): List<T> {
        val items = mutableListOf<T>()
        place++
        while (text[place] != end) {
            if (text[place] == ',') place++
            items.add(item())
        }
        place++
        return items
    }

    private fun number(): Number {
        val begin = place
        while (text[place] == '-' || text[place].isDigit()) place++
        val number = text.substring(begin, place)
        return number.toLongOrNull() ?: BigInteger(number)
    }

    private fun quoted(): String {
        val out = StringBuilder()
        place++
        while (text[place] != '"') {
            val character = text[place++]
            out.append(if (character == '\\') escaped() else character)
        }
        place++
        return out.toString()
    }

    private fun escaped(): Char = when (val character = text[place++]) {
        'b' -> '\b'
        'f' -> '\u000c'
        'n' -> '\n'
        'r' -> '\r'
        't' -> '\t'
        'u' -> text.substring(place, place + 4).toInt(16).toChar().also { place += 4 }
        else -> character
    }
}
