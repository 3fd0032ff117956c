package dev.paywright

import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant

/** Writes values into one buffer, in the form that the engine's journal has. */
internal class CborWriter {
    private var buffer = ByteArray(ROOM)
    private var length = 0

    fun toByteArray(): ByteArray = buffer.copyOf(length)

    fun array(size: Int): Unit = head(ARRAY, size.toLong())

    fun map(size: Int): Unit = head(MAP, size.toLong())

    fun none(): Unit = byte(NULL)

    fun flag(value: Boolean): Unit = byte(if (value) TRUE else FALSE)

    fun whole(value: Int): Unit = whole(value.toLong())

    fun whole(value: Long): Unit = if (value >= 0) head(UNSIGNED, value) else head(NEGATIVE, value.inv())

    fun bounded(value: Long, least: Long, most: Long) {
        if (value !in least..most) throw invalid("a number is between $least and $most, not $value")
        whole(value)
    }

    fun big(value: BigInteger) {
        if (value.bitLength() > Long.SIZE_BITS - 1) throw invalid("the number is beyond 64 bits")
        whole(value.toLong())
    }

    fun word(number: Int): Unit = head(UNSIGNED, number.toLong())

    fun time(value: Instant): Unit = whole(micros(value))

    fun id(value: Id) {
        head(BYTES, Id.BYTES.toLong())
        room(Id.BYTES)
        big64(value.high)
        big64(value.low)
    }

    fun bytes(value: Bytes): Unit = bytes(value.raw)

    fun bytes(value: ByteArray) {
        head(BYTES, value.size.toLong())
        raw(value)
    }

    fun money(value: Money) {
        array(2)
        whole(value.minor)
        text(value.currency.code)
    }

    fun currency(value: Currency): Unit = text(value.code)

    fun rate(value: BigDecimal): Unit = raw(native { dev.paywright.ffi.rate(plain(value)) })

    fun metadata(value: Metadata): Unit = text(value.json)

    fun text(value: String) {
        val size = utf8Size(value)
        head(TEXT, size.toLong())
        room(size)
        if (size == value.length) {
            for (character in value) buffer[length++] = character.code.toByte()
        } else {
            value.toByteArray().copyInto(buffer, length)
            length += size
        }
    }

    inline fun <T> list(value: List<T>, write: (T) -> Unit) {
        val items = frozen(value)
        array(items.size)
        for (place in items.indices) at("[", place, "]") { write(items[place]) }
    }

    /** A field under its number. */
    inline fun field(number: Int, name: String, write: () -> Unit) {
        whole(number)
        at(name, write)
    }

    /** A part; what is wrong in it is said with its name. */
    inline fun at(name: String, write: () -> Unit) {
        try {
            write()
        } catch (wrong: PaywrightException.InvalidValue) {
            throw wrong.within(name)
        }
    }

    private inline fun at(before: String, place: Int, after: String, write: () -> Unit) {
        try {
            write()
        } catch (wrong: PaywrightException.InvalidValue) {
            throw wrong.within("$before$place$after")
        }
    }

    private fun raw(value: ByteArray) {
        room(value.size)
        value.copyInto(buffer, length)
        length += value.size
    }

    private fun byte(value: Int) {
        room(1)
        buffer[length++] = value.toByte()
    }

    private fun head(major: Int, value: Long) {
        room(HEAD)
        val type = major shl MAJOR
        when {
            value < ONE_BYTE -> buffer[length++] = (type or value.toInt()).toByte()
            value <= 0xff -> {
                buffer[length++] = (type or ONE_BYTE).toByte()
                buffer[length++] = value.toByte()
            }
            value <= 0xffff -> {
                buffer[length++] = (type or ONE_BYTE + 1).toByte()
                buffer[length++] = (value shr 8).toByte()
                buffer[length++] = value.toByte()
            }
            value <= 0xffff_ffff -> {
                buffer[length++] = (type or ONE_BYTE + 2).toByte()
                for (shift in 24 downTo 0 step 8) buffer[length++] = (value shr shift).toByte()
            }
            else -> {
                buffer[length++] = (type or ONE_BYTE + 3).toByte()
                big64(value)
            }
        }
    }

    private fun big64(value: Long) {
        for (shift in 56 downTo 0 step 8) buffer[length++] = (value shr shift).toByte()
    }

    private fun room(size: Int) {
        if (size > buffer.size - length) {
            if (size > CALL_BYTES - length) throw invalid("more than $CALL_BYTES bytes are too many", TOO_LARGE)
            buffer = buffer.copyOf(maxOf(2 * buffer.size, length + size))
        }
    }
}

/** Reads what the engine answers. What it does not expect is a defect, and said so: it never reads on. */
internal class CborReader(private val buffer: ByteArray) {
    private var place = 0

    /** Whether all was read. */
    fun end() {
        if (place != buffer.size) unread("${buffer.size - place} bytes are left")
    }

    fun array(): Int = size(ARRAY)

    /** The head of a value of so many fields. */
    fun fields(count: Int): Unit = isOf(array(), count)

    fun isOf(found: Int, wanted: Int) {
        if (found != wanted) unread("$found parts instead of $wanted")
    }

    fun flag(): Boolean = when (val found = next()) {
        TRUE -> true
        FALSE -> false
        else -> unread("$found is no flag")
    }

    fun long(): Long {
        val first = next()
        val value = argument(first)
        return when (first shr MAJOR) {
            UNSIGNED -> if (value >= 0) value else unread("a number beyond 63 bits")
            NEGATIVE -> if (value >= 0) value.inv() else unread("a number beyond 63 bits")
            else -> unread("$first begins no number")
        }
    }

    fun int(): Int {
        val value = long()
        return if (value in Int.MIN_VALUE..Int.MAX_VALUE) value.toInt() else unread("$value is too far")
    }

    /** Beyond 64 bits it is a text. */
    fun big(): BigInteger = if (peek() shr MAJOR == TEXT) BigInteger(text()) else BigInteger.valueOf(long())

    fun text(): String {
        val size = size(TEXT)
        val text = String(buffer, place, size, Charsets.UTF_8)
        place += size
        return text
    }

    fun bytes(): Bytes {
        val size = size(BYTES)
        place += size
        return Bytes(buffer.copyOfRange(place - size, place))
    }

    fun <T : Id> id(type: IdType<T>): T {
        if (size(BYTES) != Id.BYTES) unread("an id that has not ${Id.BYTES} bytes")
        return type.make(big64(), big64())
    }

    fun money(): Money {
        fields(2)
        val minor = long()
        return Money(minor, currency())
    }

    fun currency(): Currency = Currency.known(text())

    fun rate(): BigDecimal {
        fields(2)
        val mantissa = long()
        return BigDecimal.valueOf(mantissa, int())
    }

    fun time(): Instant = instant(long())

    fun metadata(): Metadata = Metadata(text())

    inline fun <T> optional(read: () -> T): T? = if (isNone()) null else read()

    inline fun <T> list(read: () -> T): List<T> {
        val size = array()
        val items = ArrayList<T>(size)
        repeat(size) { items.add(read()) }
        return items
    }

    inline fun <T> orRefused(read: () -> T): OrRefused<T> =
        if (isRefusal()) OrRefused.Refused(Code.of(text()), text()) else OrRefused.Accepted(read())

    /** Whether there is nothing; what says so is passed over. */
    fun isNone(): Boolean = (peek() == NULL).also { if (it) place++ }

    private fun isRefusal(): Boolean {
        if (peek() != REFUSED) return false
        place++
        fields(2)
        return true
    }

    private fun size(major: Int): Int {
        val first = next()
        if (first shr MAJOR != major) unread("$first begins something else")
        val size = argument(first)
        // Each item has at least one byte, so nothing is longer than what is left.
        if (size < 0 || size > buffer.size - place) unread("it breaks off")
        return size.toInt()
    }

    private fun argument(first: Int): Long = when (val short = first and SHORT) {
        in 0 until ONE_BYTE -> short.toLong()
        ONE_BYTE -> next().toLong()
        ONE_BYTE + 1 -> (next().toLong() shl 8) or next().toLong()
        ONE_BYTE + 2 -> (0 until 4).fold(0L) { value, _ -> (value shl 8) or next().toLong() }
        ONE_BYTE + 3 -> big64()
        else -> unread("$first has no length")
    }

    private fun big64(): Long {
        if (buffer.size - place < 8) unread("it breaks off")
        var value = 0L
        repeat(8) { value = (value shl 8) or (buffer[place++].toLong() and 0xff) }
        return value
    }

    private fun peek(): Int =
        if (place < buffer.size) buffer[place].toInt() and 0xff else unread("it breaks off")

    private fun next(): Int = peek().also { place++ }
}

/** A list that changes meanwhile, or lies about its size, is what it was at this moment. */
internal fun <T> frozen(list: List<T>): List<T> =
    try {
        ArrayList(list)
    } catch (raised: Exception) {
        throw invalid("the list cannot be read: ${HostCode.sentence(raised)}")
    }

/** Bytes of a text in UTF-8. */
internal fun utf8Size(text: String): Int {
    var size = 0L
    var place = 0
    while (place < text.length) {
        val character = text[place++]
        size += when {
            character.code < 0x80 -> 1
            character.code < 0x800 -> 2
            !character.isSurrogate() -> 3
            character.isHighSurrogate() && place < text.length && text[place].isLowSurrogate() -> {
                place++
                4
            }
            else -> throw invalid("the text holds half of a pair of surrogates, which no file can keep")
        }
    }
    return if (size <= CALL_BYTES) size.toInt() else throw invalid("the text is too long: $size bytes", TOO_LARGE)
}

/** The code of what is longer than any call takes. */
internal const val TOO_LARGE: String = "too_large"

/** A text that can cross the border as it is. */
internal fun sound(text: String): String = text.also { utf8Size(it) }

internal fun micros(of: Instant): Long =
    try {
        Math.addExact(Math.multiplyExact(of.epochSecond, 1_000_000L), of.nano / 1_000L)
    } catch (_: ArithmeticException) {
        throw invalid("$of is beyond the times that the engine knows", "invalid_time")
    }

internal fun instant(micros: Long): Instant =
    Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L)

internal fun present(value: Any?): Int = if (value == null) 0 else 1

/** A table from the numbers of an enum to its entries. */
internal inline fun <reified T : Any> numbered(entries: List<T>, number: (T) -> Int): Array<T?> {
    val table = arrayOfNulls<T>(1 + (entries.maxOfOrNull(number) ?: 0))
    entries.forEach { table[number(it)] = it }
    return table
}

private const val UNSIGNED = 0
private const val NEGATIVE = 1
private const val BYTES = 2
private const val TEXT = 3
private const val ARRAY = 4
private const val MAP = 5
private const val MAJOR = 5
private const val SHORT = 0x1f
private const val ONE_BYTE = 24
private const val FALSE = 0xf4
private const val TRUE = 0xf5
private const val NULL = 0xf6

/** The tag that stands before a refusal: 9. */
private const val REFUSED = 0xc9
private const val HEAD = 9
private const val ROOM = 192
