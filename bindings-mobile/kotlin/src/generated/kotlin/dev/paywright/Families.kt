// Refusals, by family.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

/**
 * A value cannot be right, whatever is stored: mend the request.
 *
 * Codes: `invalid_value`, `amount_must_be_positive`, `amount_too_large`, `currency_mismatch`, `same_account`,
 * `purpose_not_allowed`, `rate_mismatch`.
 */
public class InvalidRequest internal constructor(parts: Parts) : PaywrightException.Refused(parts)

/**
 * Somebody else may do this, but not this actor.
 *
 * Codes: `not_permitted`, `self_review`.
 */
public class NotAllowed internal constructor(parts: Parts) : PaywrightException.Refused(parts)

/**
 * Something that the request names is not there.
 *
 * Codes: `not_found`, `unknown_asset`.
 */
public class Missing internal constructor(parts: Parts) : PaywrightException.Refused(parts)

/**
 * A key or an id stands for something else already.
 *
 * Codes: `idempotency_key_reused`, `id_reused`.
 */
public class Reused internal constructor(parts: Parts) : PaywrightException.Refused(parts)

/**
 * What it is about does not stand so that this is possible now.
 *
 * Codes: `wrong_state`, `merchant_not_active`, `account_not_open`, `hold_not_open`, `hold_expired`,
 * `chain_failed`, `operation_unfinished`, `account_not_empty`, `authorisation_expired`, `books_closed`.
 */
public class WrongStanding internal constructor(parts: Parts) : PaywrightException.Refused(parts)

/**
 * More was asked for than there is, or than may be.
 *
 * Codes: `insufficient_funds`, `balance_limit_exceeded`, `exceeds_hold`, `exceeds_due`, `exceeds_authorised`,
 * `exceeds_refundable`, `too_many_payments`.
 */
public class Exceeded internal constructor(parts: Parts) : PaywrightException.Refused(parts)

internal fun refusal(family: String, parts: Parts): PaywrightException = when (family) {
    "invalid" -> InvalidRequest(parts)
    "not_allowed" -> NotAllowed(parts)
    "missing" -> Missing(parts)
    "reused" -> Reused(parts)
    "standing" -> WrongStanding(parts)
    "exceeded" -> Exceeded(parts)
    else -> PaywrightException.Bug(parts)
}
