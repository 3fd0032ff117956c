package dev.paywright

import java.time.Instant

/** Bytes that do not change: a hash of a journal's entry, or the id of something whose type another field says. */
public class Bytes internal constructor(internal val raw: ByteArray) {
    /** How many. */
    public val size: Int get() = raw.size

    /** A copy of them. */
    public fun toByteArray(): ByteArray = raw.copyOf()

    override fun equals(other: Any?): Boolean = other is Bytes && other.raw.contentEquals(raw)

    override fun hashCode(): Int = raw.contentHashCode()

    /** In hexadecimal. */
    override fun toString(): String = raw.joinToString("") { "%02x".format(it) }
}

/** A value, or why there is none: one transfer of many, say, which alone was refused. */
public sealed class OrRefused<out T> {
    /** There is one. */
    public data class Accepted<T>(
        /** The value. */
        public val value: T,
    ) : OrRefused<T>()

    /** There is none. */
    public data class Refused(
        /** Why. */
        public val code: Code,
        /** The same as a sentence for people. */
        public val explanation: String,
    ) : OrRefused<Nothing>()
}

/** A change as a value, which answers an [A]. */
public sealed class Command<out A> {
    internal abstract val tag: Int

    internal abstract fun writeFields(out: CborWriter)

    internal abstract fun readOutput(from: CborReader): A
}

/** A command, the key that makes it safe to repeat, who asks, and until when it is worth doing. */
public data class Request<out A>(
    /** What is asked for. */
    public val command: Command<A>,
    /** Idempotency key: at most 64 bytes, unique for the actor. */
    public val key: String? = null,
    /** Who asks; the host itself where it is left out. */
    public val actor: Actor? = null,
    /** Worth doing only before this moment. */
    public val deadline: Instant? = null,
) {
    internal fun toBytes(): ByteArray {
        val out = CborWriter()
        out.array(if (deadline != null) 5 else if (actor != null) 4 else if (key != null) 3 else 2)
        out.word(command.tag)
        command.writeFields(out)
        if (key != null) out.at("key") { out.text(key) } else if (actor != null || deadline != null) out.none()
        if (actor != null) out.at("actor") { actor.write(out) } else if (deadline != null) out.none()
        if (deadline != null) out.at("deadline") { out.time(deadline) }
        return out.toByteArray()
    }

    internal fun readAnswer(told: ByteArray): Answer<A> {
        val from = CborReader(told)
        from.fields(2)
        return Answer(command.readOutput(from), Acceptance.of(from.int())).also { from.end() }
    }
}

/** An accepted command's answer. */
@ConsistentCopyVisibility
public data class Answer<out A> internal constructor(
    /** What the command answers: the same as its method of [Engine]. */
    public val output: A,
    /** Whether it was new. */
    public val acceptance: Acceptance,
)

/** Which records a list has: all of a type, as `Payment` says them, or those that an index finds. */
public sealed class Records<R> {
    internal abstract val record: String
    internal open val index: String? get() = null
    internal open val cells: List<ByteArray> get() = emptyList()

    internal abstract fun read(from: CborReader): R
}

/** The records of one type, each found by an [I]. */
public abstract class RecordType<R, I : Id> internal constructor(
    internal final override val record: String,
) : Records<R>() {
    internal fun by(index: String, vararg cells: ByteArray?): Records<R> {
        val given = cells.takeWhile { it != null }.filterNotNull()
        if (given.size < cells.count { it != null }) {
            throw invalid("$index: what stands before a value that is given must be given too")
        }
        return Indexed(this, index, given)
    }

    /** What a field must be. */
    internal inline fun cell(name: String, write: (CborWriter) -> Unit): ByteArray {
        val out = CborWriter()
        out.at(name) { write(out) }
        return out.toByteArray()
    }
}

private class Indexed<R>(
    private val type: RecordType<R, *>,
    override val index: String,
    override val cells: List<ByteArray>,
) : Records<R>() {
    override val record: String get() = type.record

    override fun read(from: CborReader): R = type.read(from)
}
