package dev.paywright

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import java.time.Instant

/** What a backup holds. */
@ConsistentCopyVisibility
public data class Backup internal constructor(
    /** Size of the file. */
    public val bytes: Long,
    /** Journal entries in it, each of them verified. */
    public val entries: Long,
    /** Transfers in it, each of them verified. */
    public val transfers: Long,
    /** How far each lane had come. Kept elsewhere, it tells whether the backup was rewritten. */
    public val cut: String,
)

/** What is asked of the journal: followed, checked, taken along and played again. */
public sealed class Journal : Questions() {
    /** How far each lane has come, as a text to keep: a feed goes on from it, balances are asked at it. */
    public suspend fun cut(): String = native.question(CUT, CborReader::text) { it.array(0) }

    /**
     * How far these books have come beyond a cut: how stale a copy is that stands there.
     *
     * @throws PaywrightException.Storage `journal_forked`: the cut is of other books, or ahead of these.
     */
    public suspend fun behind(cut: String): Behind = native.question(BEHIND, { Behind.read(it) }) { out ->
        out.array(1)
        out.at("cut") { out.text(cut) }
    }

    /** What happened after a cut, as events; the next page begins where it ends. */
    public suspend fun feed(after: String? = null, limit: Int = 100): FeedPage =
        native.question(FEED, { FeedPage.read(it) }) { out ->
            out.array(2)
            out.at("after") { if (after == null) out.none() else out.text(after) }
            out.at("limit") { out.bounded(limit.toLong(), 0, Int.MAX_VALUE.toLong()) }
        }

    /**
     * Hands each event after a cut to a subscriber, one by one, until there are no more. Answers the cut
     * behind the last: keep it, and go on from it.
     *
     * Nothing of the engine is held while the subscriber works, so it may call the engine and take its
     * time. Every event comes at least once: one that was handled comes again where the process ended, or
     * the coroutine was cancelled, before its cut was kept. Lane and sequence tell an event from every
     * other.
     *
     * @param after The cut that was kept; from the beginning where it is left out.
     * @param limit How many events are read at once.
     * @param subscriber Called with each event.
     * @throws PaywrightException.Undelivered The subscriber threw.
     * @throws PaywrightException.Storage The first event cannot be read. Where a later one cannot, the cut
     *   before it is answered, and the next call throws.
     */
    public suspend fun deliver(
        after: String? = null,
        limit: Int = 100,
        subscriber: suspend (Event) -> Unit,
    ): String {
        var cut = after
        while (true) {
            val page = try {
                feed(cut, limit)
            } catch (error: PaywrightException) {
                if (cut == null || cut == after) throw error
                return cut
            }
            for (event in page.events) {
                handOver(event, cut, subscriber)
                cut = reached(cut, event)
            }
            if (page.events.isEmpty()) return page.next
        }
    }

    private suspend fun handOver(event: Event, cut: String?, subscriber: suspend (Event) -> Unit) {
        try {
            subscriber(event)
        } catch (raised: Throwable) {
            if (raised is CancellationException) currentCoroutineContext().ensureActive()
            val reason = "a subscriber failed at entry ${event.sequence} of lane ${event.lane}: " +
                HostCode.sentence(raised)
            throw PaywrightException.Undelivered(cut, event, Parts(HOST_FAILED, reason, cause = raised))
        }
    }

    private suspend fun reached(cut: String?, event: Event): String =
        native.question(REACHED, CborReader::text) { out ->
            out.array(4)
            if (cut == null) out.none() else out.text(cut)
            out.whole(event.lane)
            out.whole(event.sequence)
            out.bytes(event.hash)
        }

    /**
     * Checks everything stored against the journal.
     *
     * @param cut One that was kept elsewhere: only with it is a journal found that was rewritten whole.
     * @param progress Told how far it is.
     */
    public suspend fun verify(cut: String? = null, progress: Progress? = null): Verification =
        native.watch(progress) { engine, watched ->
            whole(engine.verify(cut?.let(::sound), watched)) { Verification.read(it) }
        }

    /** What SQLite itself finds wrong with the file: a sentence each. */
    public suspend fun check(): List<String> = native.ask { it.check() }

    /**
     * Writes the whole journal into a new file as lines of JSON, from which [importFrom] makes the same
     * books. Answers how many entries there were.
     *
     * A file that is there already is not overwritten, and of an export that does not come to its end no
     * file is left, also where it was cancelled.
     */
    public suspend fun export(to: String, progress: Progress? = null): Long =
        native.watch(progress) { engine, watched -> engine.exportTo(sound(to), watched).toLong() }

    /**
     * Makes the books of an export anew, on an empty database: each command is decided again. What was
     * imported stays where it is stopped; the same file, asked for again, goes on from there.
     */
    public suspend fun importFrom(from: String, progress: Progress? = null): Imported =
        native.watch(progress) { engine, watched ->
            whole(engine.importFrom(sound(from), watched)) { Imported.read(it) }
        }

    /** Copies one moment into a new file while payments go on, and verifies it before it has its name. */
    public suspend fun backup(to: String, progress: Progress? = null): Backup =
        native.watch(progress) { engine, watched ->
            whole(engine.backupTo(sound(to), watched)) {
                it.fields(4)
                Backup(it.long(), it.long(), it.long(), it.text())
            }
        }

    /**
     * Forgets idempotency keys that were used before a moment at least 30 days back. Answers how many. Where it
     * is stopped, those that it came to are forgotten.
     */
    public suspend fun forgetKeysBefore(before: Instant, progress: Progress? = null): Long =
        native.watch(progress) { engine, watched -> engine.forgetKeys(micros(before), watched).toLong() }

    private inline fun <T> whole(told: ByteArray, read: (CborReader) -> T): T {
        val from = CborReader(told)
        return read(from).also { from.end() }
    }
}

internal const val HOST_FAILED: String = "host_failed"
