"""What goes wrong: one root, a class for each kind, and for each family of refusals.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from ._errors import BugError, Misuse, PaywrightError, Refused, StorageError, Undelivered

__all__ = [
    "BugError",
    "CODES",
    "Exceeded",
    "InvalidRequest",
    "Missing",
    "Misuse",
    "NotAllowed",
    "PaywrightError",
    "Refused",
    "Reused",
    "StorageError",
    "Undelivered",
    "WrongStanding",
]


class InvalidRequest(Refused):
    """A value cannot be right, whatever is stored: mend the request.

    Codes: `invalid_value`, `amount_must_be_positive`, `amount_too_large`, `currency_mismatch`,
    `same_account`, `purpose_not_allowed`, `rate_mismatch`.
    """


class NotAllowed(Refused):
    """Somebody else may do this, but not this actor.

    Codes: `not_permitted`, `self_review`.
    """


class Missing(Refused):
    """Something that the request names is not there.

    Codes: `not_found`, `unknown_asset`.
    """


class Reused(Refused):
    """A key or an id stands for something else already.

    Codes: `idempotency_key_reused`, `id_reused`.
    """


class WrongStanding(Refused):
    """What it is about does not stand so that this is possible now.

    Codes: `wrong_state`, `merchant_not_active`, `account_not_open`, `hold_not_open`,
    `hold_expired`, `chain_failed`, `operation_unfinished`, `account_not_empty`,
    `authorisation_expired`, `books_closed`.
    """


class Exceeded(Refused):
    """More was asked for than there is, or than may be.

    Codes: `insufficient_funds`, `balance_limit_exceeded`, `exceeds_hold`, `exceeds_due`,
    `exceeds_authorised`, `exceeds_refundable`, `too_many_payments`.
    """


CODES: dict[str, tuple[type[PaywrightError], str]] = {
    "idempotency_key_reused": (Reused, "The key was used before by the same principal for another request."),
    "invalid_value": (InvalidRequest, "An outside value is malformed, too long or out of its bounds."),
    "not_permitted": (NotAllowed, "The actor may not do this."),
    "not_found": (Missing, "What the request names does not exist."),
    "id_reused": (Reused, "The id was used before for something else."),
    "amount_must_be_positive": (InvalidRequest, "An amount must be above zero."),
    "amount_too_large": (InvalidRequest, "The amount is larger than the engine books at once, or a sum would leave what can be stored."),
    "currency_mismatch": (InvalidRequest, "Amounts or accounts are of different currencies."),
    "same_account": (InvalidRequest, "Debit and credit account are the same."),
    "purpose_not_allowed": (InvalidRequest, "The purpose of the account does not allow what was asked."),
    "wrong_state": (WrongStanding, "The record is in a state that does not allow this."),
    "merchant_not_active": (WrongStanding, "The merchant is not active."),
    "account_not_open": (WrongStanding, "The account is frozen or closed."),
    "insufficient_funds": (Exceeded, "Less is available on the account than asked."),
    "balance_limit_exceeded": (Exceeded, "The account would hold more than it may."),
    "hold_not_open": (WrongStanding, "The hold was already posted, voided or expired."),
    "hold_expired": (WrongStanding, "The hold's time has passed."),
    "exceeds_hold": (Exceeded, "More was asked for than the hold holds."),
    "chain_failed": (WrongStanding, "Another transfer of the same chain was refused."),
    "exceeds_due": (Exceeded, "More was asked for than the order has due."),
    "exceeds_authorised": (Exceeded, "More was asked for than is authorised and not yet captured."),
    "exceeds_refundable": (Exceeded, "More was asked for than is captured and neither refunded nor reserved for refunds."),
    "operation_unfinished": (WrongStanding, "An operation of the record is unfinished; wait for its outcome."),
    "self_review": (NotAllowed, "The requester may not also decide."),
    "account_not_empty": (WrongStanding, "The account holds something, or something is pending on it."),
    "unknown_asset": (Missing, "The asset was not registered."),
    "authorisation_expired": (WrongStanding, "The time of the authorisation has passed."),
    "too_many_payments": (Exceeded, "The order has had as many payments as it may."),
    "books_closed": (WrongStanding, "The books are closed through a later moment than the one that was named."),
    "rate_mismatch": (InvalidRequest, "The amounts of an exchange do not agree with its rate."),
    "storage_unavailable": (StorageError, "The storage cannot answer; nothing was changed."),
    "storage_corrupt": (StorageError, "Stored bytes are not what was written."),
    "newer_schema": (StorageError, "A later release wrote this storage."),
    "contended": (StorageError, "Others changed the same records again and again; nothing was changed."),
    "outcome_unknown": (StorageError, "The commit may have happened: ask again with the same key or id."),
    "clock_behind": (StorageError, "Other writers are more than five seconds ahead of this clock; nothing was changed."),
    "journal_forked": (StorageError, "The lane's head is not where this engine left it: a backup was restored, or a replica took over."),
    "rules_version_too_old": (StorageError, "A later release raised the rules version; nothing was changed."),
    "no_free_lane": (StorageError, "All 1,023 lanes are held by living writers; nothing was changed."),
    "deadline_exceeded": (StorageError, "The deadline passed. Nothing was changed, unless a commit with the request was under way: ask again with the same key or id."),
    "rules_version_unsupported": (StorageError, "The journal or export speaks of what only another release knows; use that release."),
    "replay_differs": (StorageError, "Decided again, an entry of an import came to something else than it says: it was changed, or was decided by other rules. What was imported before it stays."),
    "busy": (StorageError, "As many callers wait for the engine as may; nothing was changed."),
    "storage_lost": (StorageError, "The storage's file or log was moved or removed while it was open, or the process was forked; nothing was changed. Close every engine on it in this process, then open it anew."),
    "not_repeatable": (Misuse, "The command is safe to repeat only with a key or an id, and has neither."),
    "clock_moved_back": (Misuse, "The clock is more than a day behind the lane's last entry."),
    "too_many": (Misuse, "More requests or items than one call takes."),
    "invalid_cursor": (Misuse, "A cursor or cut that no query of this engine gave, or an index that the table does not have."),
    "clock_out_of_range": (Misuse, "The clock is beyond the year 9999."),
    "stopped": (Misuse, "The caller's own progress callback stopped the call; what was done before stays done."),
    "invalid_import": (Misuse, "The lines of an import are not those of an export: damaged, cut short, out of order or too long. What was imported before stays, and the right lines go on from there."),
    "storage_not_empty": (Misuse, "An import needs an empty storage, or one that holds the beginning of the same export."),
    "reentrant_call": (Misuse, "The engine was called from inside a call: by the host's clock or entropy, or for a command by the lines or the progress of its own import. Nothing was changed, and the call around it goes on: ask when that has returned."),
    "invalid_key": (Misuse, "Bytes or a text that are no public key which this release checks signatures by."),
    "invalid_signature": (Misuse, "What should be a signature is none, or was not made over this by this key."),
    "signer_failed": (Misuse, "The host's signer did not sign."),
    "invalid_seal": (Misuse, "A sealed copy was changed, cut short or put together, is none, or was not sealed with this key."),
    "no_key": (Misuse, "The host's keys have none with this id, or gave none."),
    "bug": (BugError, "A defect in Paywright; nothing was changed. Please report it."),
    "closed": (Misuse, "The engine was closed."),
    "forked": (Misuse, "The engine was opened, or its file was open, before the process forked."),
    "in_memory": (Misuse, "A database in memory has no file."),
    "on_server": (Misuse, "A database on a PostgreSQL server has no file: what is done to files the server's own tools do."),
    "unknown_command": (Misuse, "There is no such command."),
}
"""Every code there is: the class that is raised, and what it means."""
