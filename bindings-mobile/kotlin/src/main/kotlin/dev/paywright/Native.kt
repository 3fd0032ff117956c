package dev.paywright

import dev.paywright.ffi.HostProgress
import dev.paywright.ffi.NativeEngine
import dev.paywright.ffi.Opening
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.withContext

/** The open engine of the native half, and the threads on which it is asked. */
internal class Native(private val engine: NativeEngine, private val dispatcher: CoroutineDispatcher) {
    val isClosed: Boolean get() = engine.isClosed()

    fun close(): Unit = native { engine.letGo() }

    /**
     * Asks the engine, on a thread of the dispatcher. Whoever asks from inside the host's own clock or progress
     * stays on its thread: only there the engine sees that it is called from inside a call, and says so.
     */
    suspend fun <T> ask(what: (NativeEngine) -> T): T {
        if (HostCode.isRunning) return attempt { what(engine) }.get()
        return withContext(dispatcher) { attempt { what(engine) } }.get()
    }

    /** The same for what takes long: it is told how far it is, and ends where its coroutine is cancelled. */
    suspend fun <T> watch(progress: Progress?, what: (NativeEngine, HostProgress) -> T): T {
        val job = if (HostCode.isRunning) null else currentCoroutineContext().job
        return ask { what(it, Watched(progress, job)) }
    }

    companion object {
        suspend fun open(dispatcher: CoroutineDispatcher, opening: () -> Opening): Native {
            var opened: NativeEngine? = null
            try {
                return withContext(dispatcher) {
                    attempt { NativeEngine.open(opening()).also { opened = it } }
                }.get().let { Native(it, dispatcher) }
            } catch (cancelled: CancellationException) {
                // Nobody has it who could close it.
                opened?.letGo()
                throw cancelled
            }
        }
    }
}

/** What came of a call, on its way back to the coroutine that asked. */
private class Attempt<T>(private val value: T?, private val error: Throwable?) {
    fun get(): T {
        if (error != null) {
            // It was made on another thread; whoever asked looks for the place where they asked.
            throw if (error is PaywrightException) error.apply { fillInStackTrace() } else error
        }
        @Suppress("UNCHECKED_CAST")
        return value as T
    }
}

private inline fun <T> attempt(call: () -> T): Attempt<T> =
    try {
        Attempt(HostCode.around { native(call) }, null)
    } catch (error: PaywrightException) {
        Attempt(null, error)
    } catch (error: Exception) {
        val reason = "the package failed: ${HostCode.sentence(error)}"
        Attempt(null, PaywrightException.Bug(Parts("bug", reason, cause = error)))
    } catch (error: Error) {
        // No memory, no library: nothing that a call could be blamed for.
        Attempt(null, error)
    }
