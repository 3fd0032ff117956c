package dev.paywright

import dev.paywright.ffi.Fault
import dev.paywright.ffi.FaultKind
import dev.paywright.ffi.FaultParts
import dev.paywright.ffi.InternalException

/** What an error says of itself. */
internal class Parts(
    val code: String,
    val reason: String,
    val retryable: Boolean = false,
    val cause: Throwable? = null,
)

/**
 * What went wrong. Every call of this package throws this or nothing; only a cancelled coroutine ends with a
 * `CancellationException`, as it does everywhere.
 *
 * Which error it is says [code], which never changes; [reason] is a sentence for people, and may.
 */
public sealed class PaywrightException(parts: Parts) : RuntimeException(parts.reason, parts.cause) {
    /** Which error, such as `insufficient_funds`. */
    public val code: String = parts.code

    /** A sentence for people: what was asked, and what stood in the way. */
    public val reason: String = parts.reason

    /** The same request may succeed later. */
    public val retryable: Boolean = parts.retryable

    /**
     * The rules say no; nothing was changed. Its subclasses are families: [InvalidRequest], [NotAllowed],
     * [Missing], [Reused], [WrongStanding] and [Exceeded].
     */
    public sealed class Refused(parts: Parts) : PaywrightException(parts)

    /**
     * The file or the machine failed. Nothing was changed; only `outcome_unknown` and `deadline_exceeded`
     * leave open whether it happened: ask again with the same key.
     */
    public class Storage internal constructor(parts: Parts) : PaywrightException(parts)

    /** The caller erred: a closed engine, a command without the key it needs. Nothing was changed. */
    public class Misuse internal constructor(parts: Parts) : PaywrightException(parts)

    /** A defect in Paywright; nothing was changed. Please report it. */
    public class Bug internal constructor(parts: Parts) : PaywrightException(parts)

    /** A value that is none of its type, so nothing was asked of the engine. */
    public class InvalidValue internal constructor(parts: Parts) : PaywrightException(parts) {
        /** Where in what was given, such as `transfers[3].posting.Posted.amount`; empty for the whole. */
        public var place: String = ""
            private set

        override val message: String get() = if (place.isEmpty()) reason else "$place: $reason"

        /** The same, of a value that is this part of a greater one. */
        internal fun within(part: String): InvalidValue {
            val dot = if (place.isEmpty() || place.startsWith('[')) "" else "."
            place = "$part$dot$place"
            return this
        }
    }

    /**
     * The host's own code failed while the engine asked it: a clock, an entropy, a progress, a subscriber.
     * What it threw is the cause. Of a command it may be open whether it happened: ask again with the same
     * key.
     */
    public open class Host internal constructor(parts: Parts) : PaywrightException(parts)

    /** A subscriber of [Engine.deliver] failed; what it threw is the cause. */
    public class Undelivered internal constructor(
        /** Behind the last event that was delivered: go on from it. */
        public val cut: String?,
        /** The event that was not. */
        public val event: Event,
        parts: Parts,
    ) : Host(parts)
}

internal fun invalid(reason: String, code: String = "invalid_value"): PaywrightException.InvalidValue =
    PaywrightException.InvalidValue(Parts(code, reason))

/** The native half answered what this half cannot read: both are built together, so one of them is wrong. */
internal fun unread(what: String): Nothing =
    throw PaywrightException.Bug(Parts("bug", "the engine's answer cannot be read: $what"))

private fun exception(of: FaultParts, cause: Throwable?): PaywrightException {
    // Of anything else it is no cause: this thread may have asked the host's code for another caller.
    val parts = Parts(of.code, of.reason, of.retryable, cause.takeIf { of.kind == FaultKind.HOST })
    return when (of.kind) {
        FaultKind.REFUSED -> refusal(of.family, parts)
        FaultKind.STORAGE -> PaywrightException.Storage(parts)
        FaultKind.MISUSE -> PaywrightException.Misuse(parts)
        FaultKind.VALUE -> PaywrightException.InvalidValue(parts)
        FaultKind.HOST -> PaywrightException.Host(parts)
        FaultKind.BUG -> PaywrightException.Bug(parts)
    }
}

internal fun failure(of: FaultParts): PaywrightException = exception(of, HostCode.raised())

/** Calls the native half. What its border itself has to complain of is a defect of ours. */
internal inline fun <T> native(call: () -> T): T =
    try {
        call()
    } catch (fault: Fault) {
        throw translated(fault)
    } catch (broken: InternalException) {
        throw PaywrightException.Bug(Parts("bug", broken.message ?: "the engine broke off", cause = broken))
    }

@PublishedApi
internal fun translated(fault: Fault): PaywrightException = when (fault) {
    is Fault.Failed -> exception(fault.parts, HostCode.raised())
}
