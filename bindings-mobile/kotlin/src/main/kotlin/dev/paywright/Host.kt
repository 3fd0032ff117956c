package dev.paywright

import dev.paywright.ffi.HostClock
import dev.paywright.ffi.HostEntropy
import dev.paywright.ffi.HostFault
import dev.paywright.ffi.HostProgress
import kotlinx.coroutines.Job
import java.time.Instant

/**
 * Tells the time. Asked on the thread of a call, often and by several threads; it should answer at once, and
 * must not call the engine.
 *
 * What it throws comes out of the call as [PaywrightException.Host]. What the call asked for may have been
 * done all the same, in part or whole, where the clock failed only when the call waited for its answer: ask
 * again with the same key.
 */
public fun interface Clock {
    /** The moment. What is finer than a microsecond is cut off. */
    public fun now(): Instant
}

/**
 * Bits that nobody foresees. The operating system's are used where none is given; a host gives its own for
 * hardware that makes them.
 */
public fun interface Entropy {
    /** All 64 bits count. The engine asks once for each entry of its journal. */
    public fun bits(lane: Int, sequence: Long): Long
}

/** Is told how far a long call has come, on the thread of that call. */
public fun interface Progress {
    /** So many steps are done, of so many, where that is known. False stops the call with `stopped`. */
    public fun goesOn(done: Long, total: Long?): Boolean
}

/**
 * The host's code, as the native half calls it: whatever it throws is kept as the cause of the error that
 * comes of it, and only a sentence crosses the border.
 */
internal object HostCode {
    /** One call of the engine on a thread; calls from inside a host's code stand in each other. */
    private class Frame(val around: Frame?) {
        var raised: Throwable? = null
        var isRunning = false
    }

    private val frames = ThreadLocal<Frame?>()

    /** Whether the host's code runs on this thread, inside a call of the engine. */
    val isRunning: Boolean get() = frames.get()?.isRunning == true

    /** What the host's code threw during the call that this thread is in. */
    fun raised(): Throwable? = frames.get()?.raised

    /** A call of the engine, during which the host's code may be asked. */
    inline fun <T> around(call: () -> T): T {
        begin()
        try {
            return call()
        } finally {
            end()
        }
    }

    @PublishedApi
    internal fun begin() {
        frames.set(Frame(frames.get()))
    }

    @PublishedApi
    internal fun end() {
        val around = frames.get()?.around
        if (around == null) frames.remove() else frames.set(around)
    }

    /** Runs the host's code. Everything is caught: what it throws must not cross the native half. */
    fun <T> run(what: String, code: () -> T): T {
        val frame = frames.get()
        frame?.isRunning = true
        try {
            return code()
        } catch (raised: Throwable) {
            if (frame != null && frame.raised == null) frame.raised = raised
            throw HostFault.Raised("the host's $what failed: ${sentence(raised)}")
        } finally {
            frame?.isRunning = false
        }
    }

    /** One line, without a stack trace. */
    fun sentence(raised: Throwable): String {
        val text = try {
            raised.message
        } catch (_: Throwable) {
            null
        }
        val line = text?.lineSequence()?.firstOrNull()?.take(SHOWN)?.filterNot(Char::isSurrogate)
        return listOfNotNull(raised.javaClass.simpleName, line).joinToString(": ")
    }

    private const val SHOWN = 200
}

internal class Clocked(private val clock: Clock) : HostClock {
    override fun micros(): Long = HostCode.run("clock") { micros(clock.now()) }
}

internal class Entropic(private val entropy: Entropy) : HostEntropy {
    override fun bits(lane: UShort, sequence: ULong): ULong =
        HostCode.run("entropy") { entropy.bits(lane.toInt(), sequence.toLong()).toULong() }
}

/** Stops a long call also where its coroutine was cancelled. */
internal class Watched(private val progress: Progress?, private val job: Job?) : HostProgress {
    override fun goesOn(done: ULong, total: ULong?): Boolean = HostCode.run("progress") {
        job?.isActive != false && (progress == null || progress.goesOn(done.toLong(), total?.toLong()))
    }
}
