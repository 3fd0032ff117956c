package dev.paywright

import dev.paywright.ffi.FileAccess
import dev.paywright.ffi.Opening
import dev.paywright.ffi.Outcome as Came
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.time.Instant

/** What may be done to a file. */
public enum class Access {
    /** It is made where it is missing. */
    CREATE,

    /** It must be there, so that a mistyped path is no empty wallet. */
    EXISTING,

    /** It must be there, and nothing is written to it. */
    READ_ONLY,
}

/**
 * A payment engine over one file, or in memory.
 *
 * ```
 * Engine.open("shop.db").use { engine ->
 *     val order = engine.placeOrder(shop.id, Money.parse("18.50 EUR"), key = "basket-8812")
 * }
 * ```
 *
 * Every command is a method with its own name. Each call is one commit, durable when it returns. Coroutines
 * and threads may share an engine; calls that wait for each other share a commit. Another process opens its
 * own.
 *
 * A call runs on the engine's dispatcher to its end, also where its coroutine is cancelled meanwhile:
 * whoever cancels it does not hear whether it happened. Ask again with the same key. Only the long calls
 * that take a [Progress] stop early.
 */
public class Engine internal constructor(
    override val native: Native,
    private val name: String,
) : Journal(), AutoCloseable {
    /**
     * Lets go of the file, which may take a moment. Calls that are under way go on to their end; later ones
     * throw [PaywrightException.Misuse] with the code `closed`. Closing twice does nothing.
     */
    override fun close(): Unit = native.close()

    /** Whether it was closed. */
    public val isClosed: Boolean get() = native.isClosed

    /** What it is open on. */
    override fun toString(): String = if (isClosed) "closed engine of $name" else "engine of $name"

    // Commands as values

    override suspend fun <A> call(request: Request<A>): A = native.ask {
        val from = CborReader(it.call(request.toBytes()))
        request.command.readOutput(from).also { from.end() }
    }

    /**
     * One command, in one commit: what its method answers.
     *
     * @throws PaywrightException Nothing was changed; only `outcome_unknown` and `deadline_exceeded` leave
     *   open whether it happened. Ask again with the same key.
     */
    public suspend fun <A> execute(
        command: Command<A>,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): A = call(Request(command, key, actor, deadline))

    /** The same, with whether it was new. */
    public suspend fun <A> answer(request: Request<A>): Answer<A> =
        native.ask { request.readAnswer(it.answer(request.toBytes())) }

    /** What a request would be answered if it were made now. Nothing is written, and it needs no key. */
    public suspend fun <A> preview(request: Request<A>): Answer<A> =
        native.ask { request.readAnswer(it.preview(request.toBytes())) }

    /**
     * Decides the requests in order and commits what was accepted at once. One result a request, in their
     * order: a refused one holds its [PaywrightException], and does not stop the others.
     *
     * @throws PaywrightException Nothing was done: a request holds a value that is none, or there are too
     *   many.
     */
    public suspend fun batch(requests: List<Request<*>>): List<Result<Answer<*>>> = native.ask { engine ->
        val asked = frozen(requests)
        engine.batch(written(asked)).mapIndexed { place, came ->
            when (came) {
                is Came.Answered -> Result.success(asked[place].readAnswer(came.told))
                is Came.Failed -> Result.failure(failure(came.parts))
            }
        }
    }

    /**
     * As [batch], but all or nothing.
     *
     * @throws PaywrightException That of the first request that was not accepted; nothing was changed.
     */
    public suspend fun atomic(requests: List<Request<*>>): List<Answer<*>> = native.ask { engine ->
        val asked = frozen(requests)
        engine.atomic(written(asked)).mapIndexed { place, told -> asked[place].readAnswer(told) }
    }

    private fun written(requests: List<Request<*>>): List<ByteArray> {
        var size = 0L
        return requests.mapIndexed { place, request ->
            try {
                request.toBytes()
            } catch (wrong: PaywrightException.InvalidValue) {
                throw wrong.within("[$place]")
            }.also {
                size += it.size
                if (size > CALL_BYTES) throw invalid("these are more than one call takes: $CALL_BYTES bytes", TOO_LARGE)
            }
        }
    }

    // Effects and time

    /**
     * Hands up to [most] effects that are due to a worker, for so many seconds. The worker does each, and
     * brings what came of it with [completeEffect]; [perform] is that loop.
     */
    public suspend fun claim(worker: String, most: Int = 100, leaseSeconds: Int = 60): List<Work> =
        native.question(CLAIM, { it.list { Work.read(it) } }) { out ->
            out.array(3)
            out.at("worker") { out.text(worker) }
            out.at("most") { out.bounded(most.toLong(), 0, Long.MAX_VALUE) }
            out.at("leaseSeconds") { out.bounded(leaseSeconds.toLong(), 0, Long.MAX_VALUE) }
        }

    /** Ends the claims of a worker that started anew, before it claims again. Answers how many. */
    public suspend fun recover(worker: String): Int = native.question(RECOVER, CborReader::int) { out ->
        out.array(1)
        out.at("worker") { out.text(worker) }
    }

    /**
     * Does what time has made due: leases end; holds, orders and payments expire; reviews time out. Answers
     * how many things were done; call it again while that is not zero.
     */
    public suspend fun tick(): Int = native.question(TICK, CborReader::int) { it.array(0) }

    /** Opens engines. */
    public companion object {
        /**
         * Opens a file. Beside it lie `-wal` and `-shm` while it is open, and nothing else in this process
         * should open it meanwhile, such as an SQLite of Android's, which takes this one's locks along when
         * it closes the file. If it removed the log, the engine answers `storage_lost` from then on; what was
         * answered before is kept, and an engine opened anew goes on. Never let it do so while another thread
         * uses the engine: a commit may then be lost although it was answered.
         *
         * @param path The file.
         * @param access What may be done to it.
         * @param clock Tells the time; the machine's where it is left out.
         * @param entropy Makes bits that nobody foresees; the operating system's where it is left out.
         * @param seed Instead of an entropy: makes runs that are the same byte for byte, where the clock is
         *   too.
         * @param dispatcher On whose threads the engine is asked. Calls block its threads.
         * @throws PaywrightException.Storage `storage_unavailable`, `storage_corrupt` or `newer_schema`.
         */
        public suspend fun open(
            path: String,
            access: Access = Access.CREATE,
            clock: Clock? = null,
            entropy: Entropy? = null,
            seed: Long? = null,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Engine = opened(path, access, Host(clock, entropy, seed), dispatcher)

        /**
         * Opens a database in memory, which forgets when it is closed: for tests, and to look around.
         *
         * @param clock Tells the time; the machine's where it is left out.
         * @param entropy Makes bits that nobody foresees; the operating system's where it is left out.
         * @param seed Instead of an entropy: makes runs that are the same byte for byte, where the clock is
         *   too.
         * @param dispatcher On whose threads the engine is asked.
         */
        public suspend fun inMemory(
            clock: Clock? = null,
            entropy: Entropy? = null,
            seed: Long? = null,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Engine = opened(null, Access.CREATE, Host(clock, entropy, seed), dispatcher)

        private suspend fun opened(
            path: String?,
            access: Access,
            host: Host,
            dispatcher: CoroutineDispatcher,
        ): Engine {
            if (host.entropy != null && host.seed != null) throw invalid("an entropy or a seed, but not both")
            val native = Native.open(dispatcher) {
                Opening(
                    path?.let(::sound),
                    FileAccess.entries[access.ordinal],
                    host.clock?.let(::Clocked),
                    host.entropy?.let(::Entropic),
                    host.seed?.toULong(),
                )
            }
            return Engine(native, path ?: "memory")
        }
    }

    /** What an engine has of its host. */
    private class Host(val clock: Clock?, val entropy: Entropy?, val seed: Long?)
}
