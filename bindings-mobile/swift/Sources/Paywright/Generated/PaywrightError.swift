// What goes wrong: one error, with a case for each kind.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// What the engine answers where it does not do what was asked.
///
/// Programs look at the case and the ``code``; the ``reason`` is a sentence for a person.
public enum PaywrightError: Error, Sendable {
    /// The rules say no.
    ///
    /// A value cannot be right, whatever is stored: mend the request.
    ///
    /// Codes: `invalid_value`, `amount_must_be_positive`, `amount_too_large`, `currency_mismatch`,
    /// `same_account`, `purpose_not_allowed`, `rate_mismatch`.
    case invalidRequest(Problem)
    /// The rules say no.
    ///
    /// Somebody else may do this, but not this actor.
    ///
    /// Codes: `not_permitted`, `self_review`.
    case notAllowed(Problem)
    /// The rules say no.
    ///
    /// Something that the request names is not there.
    ///
    /// Codes: `not_found`, `unknown_asset`.
    case missing(Problem)
    /// The rules say no.
    ///
    /// A key or an id stands for something else already.
    ///
    /// Codes: `idempotency_key_reused`, `id_reused`.
    case reused(Problem)
    /// The rules say no.
    ///
    /// What it is about does not stand so that this is possible now.
    ///
    /// Codes: `wrong_state`, `merchant_not_active`, `account_not_open`, `hold_not_open`, `hold_expired`,
    /// `chain_failed`, `operation_unfinished`, `account_not_empty`, `authorisation_expired`, `books_closed`.
    case wrongStanding(Problem)
    /// The rules say no.
    ///
    /// More was asked for than there is, or than may be.
    ///
    /// Codes: `insufficient_funds`, `balance_limit_exceeded`, `exceeds_hold`, `exceeds_due`,
    /// `exceeds_authorised`, `exceeds_refundable`, `too_many_payments`.
    case exceeded(Problem)
    /// The world failed. Nothing was changed, but for `outcome_unknown` and `deadline_exceeded`.
    ///
    /// Codes: `storage_unavailable`, `storage_corrupt`, `newer_schema`, `contended`, `outcome_unknown`,
    /// `clock_behind`, `journal_forked`, `rules_version_too_old`, `no_free_lane`, `deadline_exceeded`,
    /// `rules_version_unsupported`, `replay_differs`, `busy`, `storage_lost`.
    case storage(Problem)
    /// The caller erred; the reason says how to mend it. Nothing was changed.
    ///
    /// Codes: `not_repeatable`, `clock_moved_back`, `too_many`, `invalid_cursor`, `clock_out_of_range`,
    /// `stopped`, `invalid_import`, `storage_not_empty`, `reentrant_call`, `invalid_key`,
    /// `invalid_signature`, `signer_failed`, `invalid_seal`, `no_key`, `closed`, `in_memory`,
    /// `unknown_command`.
    case misuse(Problem)
    /// The engine erred. Nothing was changed; please report it.
    ///
    /// Codes: `bug`.
    case bug(Problem)
    /// A value is none that any command takes; the reason begins with its place, such as
    /// `transfers[3].posting.posted.amount`. Nothing was asked of the engine.
    case invalidValue(Problem)
    /// The host's own clock, entropy, progress or signer failed, and what it threw is
    /// the `cause`.
    case host(Problem)

    /// What is known of it.
    public var problem: Problem {
        switch self {
        case let .invalidRequest(problem),
            let .notAllowed(problem),
            let .missing(problem),
            let .reused(problem),
            let .wrongStanding(problem),
            let .exceeded(problem),
            let .storage(problem),
            let .misuse(problem),
            let .bug(problem),
            let .invalidValue(problem),
            let .host(problem):
            return problem
        }
    }

    /// The rules say no, whichever family it is.
    public var isRefused: Bool {
        switch self {
        case .invalidRequest, .notAllowed, .missing, .reused, .wrongStanding, .exceeded:
            return true
        default:
            return false
        }
    }

    /// The refusal of a family.
    init(family: String, _ problem: Problem) {
        switch family {
        case "invalid": self = .invalidRequest(problem)
        case "not_allowed": self = .notAllowed(problem)
        case "missing": self = .missing(problem)
        case "reused": self = .reused(problem)
        case "standing": self = .wrongStanding(problem)
        case "exceeded": self = .exceeded(problem)
        default: self = .bug(problem)
        }
    }
}

/// What each code means, for people who read logs.
public enum Meaning {
    /// By code.
    public static let ofCode: [String: String] = [
        "idempotency_key_reused":
            "The key was used before by the same principal for another request.",
        "invalid_value":
            "An outside value is malformed, too long or out of its bounds.",
        "not_permitted":
            "The actor may not do this.",
        "not_found":
            "What the request names does not exist.",
        "id_reused":
            "The id was used before for something else.",
        "amount_must_be_positive":
            "An amount must be above zero.",
        "amount_too_large":
            "The amount is larger than the engine books at once, or a sum would leave what can be stored.",
        "currency_mismatch":
            "Amounts or accounts are of different currencies.",
        "same_account":
            "Debit and credit account are the same.",
        "purpose_not_allowed":
            "The purpose of the account does not allow what was asked.",
        "wrong_state":
            "The record is in a state that does not allow this.",
        "merchant_not_active":
            "The merchant is not active.",
        "account_not_open":
            "The account is frozen or closed.",
        "insufficient_funds":
            "Less is available on the account than asked.",
        "balance_limit_exceeded":
            "The account would hold more than it may.",
        "hold_not_open":
            "The hold was already posted, voided or expired.",
        "hold_expired":
            "The hold's time has passed.",
        "exceeds_hold":
            "More was asked for than the hold holds.",
        "chain_failed":
            "Another transfer of the same chain was refused.",
        "exceeds_due":
            "More was asked for than the order has due.",
        "exceeds_authorised":
            "More was asked for than is authorised and not yet captured.",
        "exceeds_refundable":
            "More was asked for than is captured and neither refunded nor reserved for refunds.",
        "operation_unfinished":
            "An operation of the record is unfinished; wait for its outcome.",
        "self_review":
            "The requester may not also decide.",
        "account_not_empty":
            "The account holds something, or something is pending on it.",
        "unknown_asset":
            "The asset was not registered.",
        "authorisation_expired":
            "The time of the authorisation has passed.",
        "too_many_payments":
            "The order has had as many payments as it may.",
        "books_closed":
            "The books are closed through a later moment than the one that was named.",
        "rate_mismatch":
            "The amounts of an exchange do not agree with its rate.",
        "storage_unavailable":
            "The storage cannot answer; nothing was changed.",
        "storage_corrupt":
            "Stored bytes are not what was written.",
        "newer_schema":
            "A later release wrote this storage.",
        "contended":
            "Others changed the same records again and again; nothing was changed.",
        "outcome_unknown":
            "The commit may have happened: ask again with the same key or id.",
        "clock_behind":
            "Other writers are more than five seconds ahead of this clock; nothing was changed.",
        "journal_forked":
            "The lane's head is not where this engine left it: a backup was restored, or a replica took over.",
        "rules_version_too_old":
            "A later release raised the rules version; nothing was changed.",
        "no_free_lane":
            "All 1,023 lanes are held by living writers; nothing was changed.",
        "deadline_exceeded":
            "The deadline passed. Nothing was changed, unless a commit with the request was under way: ask again with the same key or id.",
        "rules_version_unsupported":
            "The journal or export speaks of what only another release knows; use that release.",
        "replay_differs":
            "Decided again, an entry of an import came to something else than it says: it was changed, or was decided by other rules. What was imported before it stays.",
        "busy":
            "As many callers wait for the engine as may; nothing was changed.",
        "storage_lost":
            "The storage's file or log was moved or removed while it was open, or the process was forked; nothing was changed. Close every engine on it in this process, then open it anew.",
        "not_repeatable":
            "The command is safe to repeat only with a key or an id, and has neither.",
        "clock_moved_back":
            "The clock is more than a day behind the lane's last entry.",
        "too_many":
            "More requests or items than one call takes.",
        "invalid_cursor":
            "A cursor or cut that no query of this engine gave, or an index that the table does not have.",
        "clock_out_of_range":
            "The clock is beyond the year 9999.",
        "stopped":
            "The caller's own progress callback stopped the call; what was done before stays done.",
        "invalid_import":
            "The lines of an import are not those of an export: damaged, cut short, out of order or too long. What was imported before stays, and the right lines go on from there.",
        "storage_not_empty":
            "An import needs an empty storage, or one that holds the beginning of the same export.",
        "reentrant_call":
            "The engine was called from inside a call: by the host's clock or entropy, or for a command by the lines or the progress of its own import. Nothing was changed, and the call around it goes on: ask when that has returned.",
        "invalid_key":
            "Bytes or a text that are no public key which this release checks signatures by.",
        "invalid_signature":
            "What should be a signature is none, or was not made over this by this key.",
        "signer_failed":
            "The host's signer did not sign.",
        "invalid_seal":
            "A sealed copy was changed, cut short or put together, is none, or was not sealed with this key.",
        "no_key":
            "The host's keys have none with this id, or gave none.",
        "bug":
            "A defect in Paywright; nothing was changed. Please report it.",
        "closed":
            "The engine was closed.",
        "in_memory":
            "A database in memory has no file.",
        "unknown_command":
            "There is no such command.",
    ]
}
