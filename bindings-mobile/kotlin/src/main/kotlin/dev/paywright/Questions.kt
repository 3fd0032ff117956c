package dev.paywright

import kotlinx.coroutines.flow.Flow
import java.time.Instant

/** What an account's balance is asked at. */
public sealed class AsOf {
    /** At a cut: what lies before it counts, whatever was booked since. */
    public data class Cut(
        /** As [Engine.cut] answered it. */
        public val cut: String,
    ) : AsOf()

    /** What was recorded until a time. */
    public data class Recorded(
        /** The time. */
        public val time: Instant,
    ) : AsOf()

    /** What counts from a time or earlier, whenever it was recorded. */
    public data class Effective(
        /** The time. */
        public val time: Instant,
    ) : AsOf()
}

/** Every query as a method of [Engine]. */
public sealed class Questions : Calls() {
    internal abstract val native: Native

    /** The record of this type with this id, if there is one: `engine.get(Payment, payment.id)`. */
    public suspend fun <R, I : Id> get(type: RecordType<R, I>, id: I): R? =
        native.question(GET, { from -> from.optional { type.read(from) } }) { out ->
            out.array(2)
            out.text(type.record)
            out.id(id)
        }

    /**
     * All records of a type, `engine.list(Payment)`, or those that an index finds:
     * `engine.list(Payment.byOrder(order.id), newestFirst = true)`.
     */
    public fun <R> list(records: Records<R>, newestFirst: Boolean = false): Listing<R> =
        Listing { after, limit ->
            native.question(LIST, { from -> from.page { records.read(from) } }) { out ->
                out.array(4)
                out.text(records.record)
                records.index?.let(out::text) ?: out.none()
                out.list(records.cells, out::bytes)
                out.paging(newestFirst, after, limit)
            }
        }

    /** The transfer with this id, if there is one. */
    public suspend fun transfer(id: TransferId): Transfer? = get(Transfer, id)

    /** What an account holds, in minor units; null where it was never opened. */
    public suspend fun balance(account: AccountId): Figures? = figures(account, null)

    /** What an account held. */
    public suspend fun balanceAsOf(account: AccountId, at: AsOf): Figures? = figures(account, at)

    private suspend fun figures(account: AccountId, at: AsOf?): Figures? =
        native.question(BALANCE, { from -> from.optional { Figures.read(from) } }) { out ->
            out.array(2)
            out.id(account)
            if (at == null) out.none() else out.array(2)
            when (at) {
                null -> {}
                is AsOf.Cut -> out.moment(0) { out.text(at.cut) }
                is AsOf.Recorded -> out.moment(1) { out.time(at.time) }
                is AsOf.Effective -> out.moment(2) { out.time(at.time) }
            }
        }

    /**
     * An account's statement: its lines by time, each with the balance after it.
     *
     * @param account The account. Where it was never opened, reading the lines throws [Missing].
     * @param since Lines recorded at this time or later.
     * @param before Lines recorded before this time.
     * @param kind Only transfers of this kind.
     * @param lines Also what was held, voided and expired, which leaves the balance as it was; or only what
     *   moved it.
     * @param newestFirst From the other end.
     */
    public fun statement(
        account: AccountId,
        since: Instant? = null,
        before: Instant? = null,
        kind: Int? = null,
        lines: StatementLines = StatementLines.POSTED,
        newestFirst: Boolean = false,
    ): Listing<StatementLine> = Listing { after, limit ->
        val read = { from: CborReader -> from.optional { from.page { StatementLine.read(from) } } }
        val page = native.question(STATEMENT, read) { out ->
            out.array(6)
            out.id(account)
            out.at("since") { if (since == null) out.none() else out.time(since) }
            out.at("before") { if (before == null) out.none() else out.time(before) }
            out.at("kind") { if (kind == null) out.none() else out.bounded(kind.toLong(), 0, 0xffff) }
            out.word(lines.number)
            out.paging(newestFirst, after, limit)
        }
        page ?: throw Missing(Parts("not_found", "there is no account $account: it was never opened"))
    }

    /** The accounts of an owner, for a purpose, in a state. */
    public fun accounts(
        owner: Owner? = null,
        purpose: Purpose? = null,
        state: AccountState? = null,
    ): Listing<Account> = Listing { after, limit ->
        native.question(ACCOUNTS, { from -> from.page { Account.read(from) } }) { out ->
            out.array(4)
            if (owner == null) out.none() else owner.write(out)
            if (purpose == null) out.none() else out.word(purpose.number)
            if (state == null) out.none() else out.word(state.number)
            out.paging(false, after, limit)
        }
    }

    /** The sums of all accounts, by currency and purpose. */
    public suspend fun trialBalance(): List<TrialLine> = trial(null)

    /** The trial balance at a cut, whatever was booked since. */
    public suspend fun trialBalanceAt(cut: String): List<TrialLine> = trial(cut)

    private suspend fun trial(cut: String?): List<TrialLine> =
        native.question(TRIAL_BALANCE, { from -> from.list { TrialLine.read(from) } }) { out ->
            out.array(1)
            out.at("cut") { if (cut == null) out.none() else out.text(cut) }
        }

    /** Time of the newest entry; 1970 where there is none. */
    public suspend fun writtenUntil(): Instant = times().first

    /** The engine's clock. */
    public suspend fun now(): Instant = times().second

    /** How many calls wait for this engine just now. */
    public suspend fun waiting(): Int = times().third

    private suspend fun times(): Triple<Instant, Instant, Int> = native.question(TIMES, { from ->
        from.fields(3)
        Triple(from.time(), from.time(), from.int())
    }) { it.array(0) }
}

/** What is asked is the array of its number and its parts. */
internal suspend inline fun <T> Native.question(
    number: Int,
    crossinline read: (CborReader) -> T,
    crossinline parts: (CborWriter) -> Unit,
): T = ask {
    val out = CborWriter()
    out.array(2)
    out.whole(number)
    parts(out)
    val from = CborReader(it.question(out.toByteArray()))
    read(from).also { from.end() }
}

private inline fun CborWriter.moment(number: Int, value: () -> Unit) {
    whole(number)
    array(1)
    at("at", value)
}

private fun CborWriter.paging(newestFirst: Boolean, after: String?, limit: Int) {
    array(3)
    flag(newestFirst)
    at("after") { if (after == null) none() else text(after) }
    at("limit") { bounded(limit.toLong(), 0, Int.MAX_VALUE.toLong()) }
}

private inline fun <T> CborReader.page(item: () -> T): Page<T> {
    fields(2)
    val items = list(item)
    return Page(items, optional { text() })
}

internal const val GET: Int = 0
internal const val LIST: Int = 1
internal const val BALANCE: Int = 2
internal const val STATEMENT: Int = 3
internal const val ACCOUNTS: Int = 4
internal const val TRIAL_BALANCE: Int = 5
internal const val CUT: Int = 6
internal const val FEED: Int = 7
internal const val REACHED: Int = 8
internal const val TIMES: Int = 9
internal const val CLAIM: Int = 10
internal const val RECOVER: Int = 11
internal const val TICK: Int = 12
internal const val BEHIND: Int = 13
