/** For hosts that test how they use Paywright. */
package dev.paywright.testing

import dev.paywright.Channel
import dev.paywright.Clock
import dev.paywright.Operation
import dev.paywright.Outcome
import java.time.Duration
import java.time.Instant

/**
 * A clock that stands until it is set: for `Engine.inMemory(clock = ManualClock(...))`. Threads may share it.
 *
 * An engine refuses to write once its clock is more than a day behind its last entry.
 */
public class ManualClock(at: Instant) : Clock {
    @Volatile
    private var moment = at

    override fun now(): Instant = moment

    /** Stands at this moment from now on. */
    public fun set(to: Instant) {
        moment = to
    }

    /** Stands so much later from now on; earlier, if negative. */
    @Synchronized
    public fun advance(by: Duration) {
        moment += by
    }
}

/** A channel that does whatever it is sent. */
public class ApprovingChannel : Channel {
    override suspend fun send(operation: Operation): Outcome = Outcome.Succeeded

    override suspend fun ask(operation: Operation): Outcome = Outcome.Succeeded
}

/** A channel that declines whatever it is sent. */
public class DecliningChannel(private val reason: String = "declined") : Channel {
    override suspend fun send(operation: Operation): Outcome = Outcome.Declined(reason)

    override suspend fun ask(operation: Operation): Outcome = Outcome.Declined(reason)
}

/** A channel whose answers are lost: it does what it is sent, and only who asks learns of it. */
public class SilentChannel : Channel {
    override suspend fun send(operation: Operation): Outcome = Outcome.Unknown()

    override suspend fun ask(operation: Operation): Outcome = Outcome.Succeeded
}
