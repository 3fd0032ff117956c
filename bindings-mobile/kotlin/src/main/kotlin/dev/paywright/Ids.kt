package dev.paywright

import dev.paywright.ffi.derivedId
import dev.paywright.ffi.idBytes
import dev.paywright.ffi.idText
import java.nio.ByteBuffer

/**
 * An id: sixteen bytes, and of what. As a text it has a prefix that says of what, an underscore, and 26
 * letters and digits.
 */
public sealed class Id(internal val high: Long, internal val low: Long) {
    internal abstract val type: IdType<*>

    /** Its sixteen bytes. */
    public val bytes: ByteArray get() = ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array()

    override fun equals(other: Any?): Boolean =
        other is Id && other.high == high && other.low == low && other.javaClass == javaClass

    override fun hashCode(): Int = (high xor low).hashCode()

    /** Its text, such as `pay_04hmasw9nf6yzz3gwenbfy4ekc`. */
    override fun toString(): String = native { idText(type.prefix, bytes) }

    internal companion object {
        const val BYTES = 16
    }
}

/** Makes ids of one type. */
public abstract class IdType<T : Id> internal constructor(
    /** What their texts begin with, before the underscore. */
    public val prefix: String,
) {
    internal abstract fun make(high: Long, low: Long): T

    /**
     * The id with this text.
     *
     * @throws PaywrightException.InvalidValue `invalid_id`: the text is no id, or one of another type.
     */
    public fun parse(text: String): T = made(native { idBytes(prefix, sound(text)) })

    /**
     * The id with these sixteen bytes. Any are one but zeros, so a UUID of your own can be an id.
     *
     * @throws PaywrightException.InvalidValue `invalid_id`.
     */
    public fun of(bytes: ByteArray): T {
        native { idText(prefix, bounded(bytes)) }
        return made(bytes)
    }

    /** The id for a key of your own, the same for ever: `OrderId.derived("basket-8812")`. */
    public fun derived(naturalKey: String): T = made(native { derivedId(prefix, sound(naturalKey)) })

    private fun made(bytes: ByteArray): T = ByteBuffer.wrap(bytes).let { make(it.getLong(), it.getLong()) }
}
