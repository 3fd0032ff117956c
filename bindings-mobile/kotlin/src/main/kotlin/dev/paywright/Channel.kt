package dev.paywright

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import java.util.logging.Level
import java.util.logging.Logger

/**
 * Sends operations, and says what became of them.
 *
 * Both are called with nothing of the engine held, so they may take their time and may call it. What they throw,
 * a time that ran out included, is an unknown outcome, never a decline: the channel is asked again later, and
 * nothing is sent twice.
 */
public interface Channel {
    /** Does it: charges, refunds, reverses. `operation.id.bytes` is the key that repeats are known by. */
    public suspend fun send(operation: Operation): Outcome

    /** What became of an operation that was sent. */
    public suspend fun ask(operation: Operation): Outcome
}

/**
 * Does what is due: claims effects, sends or asks, and brings back what came of each, until nothing is due. After
 * a restart call [Engine.recover] first. Answers how many effects were done.
 *
 * What came of one is brought back before the next is begun, also where the coroutine is cancelled meanwhile.
 * Where it is cancelled, or the process ends, while a channel works, what was claimed counts as sent: it is asked
 * about after `recover`, or after the lease, which [Engine.tick] ends.
 *
 * What a channel throws is logged under `dev.paywright`.
 *
 * @param channels By the names that operations call them. One that is missing is an unknown outcome.
 * @param worker Who does it; the same name after a restart.
 * @param most How many are claimed at once.
 * @param leaseSeconds How long a claim lasts: longer than the channels take for all that is claimed at once. What
 *   its turn comes for after the lease is not sent any more, but asked about.
 * @throws PaywrightException An outcome could not be brought back. It is asked for again after the lease.
 */
public suspend fun Engine.perform(
    channels: Map<String, Channel>,
    worker: String,
    most: Int = 10,
    leaseSeconds: Int = 60,
): Int {
    var done = 0
    while (true) {
        val work = claim(worker, most, leaseSeconds)
        if (work.isEmpty()) return done
        for (each in work) {
            val until = each.effect.dueAt
            if (until != null && now() >= until) {
                // Whoever asks by now may hear that it never arrived, and it may be taken another way.
                log.warning { "${each.operation.id}: its lease ended before its turn came" }
                continue
            }
            bringBack(each, worker, outcome(channels, each))
            done += 1
        }
    }
}

private suspend fun outcome(channels: Map<String, Channel>, work: Work): Outcome {
    val operation = work.operation
    val channel = channels[operation.channel]
    if (channel == null) {
        log.severe { "there is no channel ${operation.channel} for ${operation.id}" }
        return Outcome.Unknown()
    }
    try {
        val sends = work.effect.kind == EffectKind.SEND_OPERATION
        return if (sends) channel.send(operation) else channel.ask(operation)
    } catch (raised: Throwable) {
        // Of a coroutine that was cancelled nothing more is wanted; a time that the channel set itself is its own.
        currentCoroutineContext().ensureActive()
        log.log(Level.SEVERE, raised) { "the channel ${operation.channel} failed about ${operation.id}" }
        return Outcome.Unknown()
    }
}

private suspend fun Engine.bringBack(work: Work, worker: String, outcome: Outcome): Unit =
    withContext(NonCancellable) {
        val complete = CompleteEffect(work.effect.id, worker, outcome, claim = work.effect.claims)
        try {
            execute(complete)
        } catch (wrong: PaywrightException) {
            if (wrong !is PaywrightException.InvalidValue && wrong !is InvalidRequest) throw wrong
            log.log(Level.SEVERE, wrong) { "what a channel answered about ${work.operation.id} is no outcome" }
            execute(complete.copy(outcome = Outcome.Unknown()))
        }
    }

private val log: Logger = Logger.getLogger("dev.paywright")
