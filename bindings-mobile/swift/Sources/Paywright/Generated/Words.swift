// Closed sets of words. The raw value of each is the text that tables and files hold.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// Why the rules say no.
public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The key was used before by the same principal for another request.
    case idempotencyKeyReused = "idempotency_key_reused"
    /// An outside value is malformed, too long or out of its bounds.
    case invalidValue = "invalid_value"
    /// The actor may not do this.
    case notPermitted = "not_permitted"
    /// What the request names does not exist.
    case notFound = "not_found"
    /// The id was used before for something else.
    case idReused = "id_reused"
    /// An amount must be above zero.
    case amountMustBePositive = "amount_must_be_positive"
    /// The amount is larger than the engine books at once, or a sum would leave what can be stored.
    case amountTooLarge = "amount_too_large"
    /// Amounts or accounts are of different currencies.
    case currencyMismatch = "currency_mismatch"
    /// Debit and credit account are the same.
    case sameAccount = "same_account"
    /// The purpose of the account does not allow what was asked.
    case purposeNotAllowed = "purpose_not_allowed"
    /// The record is in a state that does not allow this.
    case wrongState = "wrong_state"
    /// The merchant is not active.
    case merchantNotActive = "merchant_not_active"
    /// The account is frozen or closed.
    case accountNotOpen = "account_not_open"
    /// Less is available on the account than asked.
    case insufficientFunds = "insufficient_funds"
    /// The account would hold more than it may.
    case balanceLimitExceeded = "balance_limit_exceeded"
    /// The hold was already posted, voided or expired.
    case holdNotOpen = "hold_not_open"
    /// The hold's time has passed.
    case holdExpired = "hold_expired"
    /// More was asked for than the hold holds.
    case exceedsHold = "exceeds_hold"
    /// Another transfer of the same chain was refused.
    case chainFailed = "chain_failed"
    /// More was asked for than the order has due.
    case exceedsDue = "exceeds_due"
    /// More was asked for than is authorised and not yet captured.
    case exceedsAuthorised = "exceeds_authorised"
    /// More was asked for than is captured and neither refunded nor reserved for refunds.
    case exceedsRefundable = "exceeds_refundable"
    /// An operation of the record is unfinished; wait for its outcome.
    case operationUnfinished = "operation_unfinished"
    /// The requester may not also decide.
    case selfReview = "self_review"
    /// The account holds something, or something is pending on it.
    case accountNotEmpty = "account_not_empty"
    /// The asset was not registered.
    case unknownAsset = "unknown_asset"
    /// The time of the authorisation has passed.
    case authorisationExpired = "authorisation_expired"
    /// The order has had as many payments as it may.
    case tooManyPayments = "too_many_payments"
    /// The books are closed through a later moment than the one that was named.
    case booksClosed = "books_closed"
    /// The amounts of an exchange do not agree with its rate.
    case rateMismatch = "rate_mismatch"
}

/// Whether a request was new.
public enum Acceptance: String, Sendable, Hashable, CaseIterable {
    /// It changed something, and the journal has an entry of it.
    case new
    /// It had nothing to change, and left no entry.
    case unchanged
    /// Its key was used by the same request before: the same ids again, records as they are now.
    case replayed
}

extension Acceptance: Word {
    var number: UInt32 {
        switch self {
        case .new: return 1
        case .unchanged: return 2
        case .replayed: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .new
        case 2: self = .unchanged
        case 3: self = .replayed
        default: return nil
        }
    }
}

/// What may be posted to an account.
public enum AccountState: String, Sendable, Hashable, CaseIterable {
    /// Everything within its bounds.
    case open
    /// No debits.
    case debitsFrozen = "debits_frozen"
    /// No credits.
    case creditsFrozen = "credits_frozen"
    /// Nothing.
    case frozen
    /// Nothing, for ever.
    case closed
}

extension AccountState: Word {
    var number: UInt32 {
        switch self {
        case .open: return 1
        case .debitsFrozen: return 2
        case .creditsFrozen: return 3
        case .frozen: return 4
        case .closed: return 5
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .open
        case 2: self = .debitsFrozen
        case 3: self = .creditsFrozen
        case 4: self = .frozen
        case 5: self = .closed
        default: return nil
        }
    }
}

/// Whether more captures may follow one.
public enum CaptureKind: String, Sendable, Hashable, CaseIterable {
    /// The rest stays reserved.
    case moreMayCome = "more_may_come"
    /// The rest is released.
    case last
}

extension CaptureKind: Word {
    var number: UInt32 {
        switch self {
        case .moreMayCome: return 1
        case .last: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .moreMayCome
        case 2: self = .last
        default: return nil
        }
    }
}

/// Whether a payment is captured at once.
public enum CaptureMode: String, Sendable, Hashable, CaseIterable {
    /// With the confirmation.
    case automatic
    /// By a command of its own, in one or several parts.
    case manual
}

extension CaptureMode: Word {
    var number: UInt32 {
        switch self {
        case .automatic: return 1
        case .manual: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .automatic
        case 2: self = .manual
        default: return nil
        }
    }
}

/// What a case is about.
public enum CaseKind: String, Sendable, Hashable, CaseIterable {
    /// A channel reported something else than before about the same operation.
    case contradictingOutcome = "contradicting_outcome"
    /// Money came whose account could not take it; it is in suspense.
    case suspense
    /// What a channel did in vain could not be undone there; the money is still kept for its payer.
    case reversalFailed = "reversal_failed"
    /// What was paid for a closed order could not be given back.
    case refundNotPossible = "refund_not_possible"
    /// A channel gave back more than it had taken.
    case givenBackTwice = "given_back_twice"
}

extension CaseKind: Word {
    var number: UInt32 {
        switch self {
        case .contradictingOutcome: return 1
        case .suspense: return 2
        case .reversalFailed: return 3
        case .refundNotPossible: return 4
        case .givenBackTwice: return 5
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .contradictingOutcome
        case 2: self = .suspense
        case 3: self = .reversalFailed
        case 4: self = .refundNotPossible
        case 5: self = .givenBackTwice
        default: return nil
        }
    }
}

/// Where a case stands.
public enum CaseState: String, Sendable, Hashable, CaseIterable {
    /// Somebody must look at it.
    case open
    /// Somebody settled it.
    case closed
}

extension CaseState: Word {
    var number: UInt32 {
        switch self {
        case .open: return 1
        case .closed: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .open
        case 2: self = .closed
        default: return nil
        }
    }
}

/// What came of a challenge to a payer.
public enum ChallengeResult: String, Sendable, Hashable, CaseIterable {
    /// The payer proved who they are.
    case passed
    /// The payer did not.
    case failed
}

extension ChallengeResult: Word {
    var number: UInt32 {
        switch self {
        case .passed: return 1
        case .failed: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .passed
        case 2: self = .failed
        default: return nil
        }
    }
}

/// What a reviewer says.
public enum Decision: String, Sendable, Hashable, CaseIterable {
    /// It may go on.
    case approve
    /// It may not.
    case reject
}

extension Decision: Word {
    var number: UInt32 {
        switch self {
        case .approve: return 1
        case .reject: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .approve
        case 2: self = .reject
        default: return nil
        }
    }
}

/// What is to be done.
public enum EffectKind: String, Sendable, Hashable, CaseIterable {
    /// Send the operation to its channel, once. Never repeated without asking first.
    case sendOperation = "send_operation"
    /// Ask the channel what became of the operation. May be repeated.
    case askOperation = "ask_operation"
}

extension EffectKind: Word {
    var number: UInt32 {
        switch self {
        case .sendOperation: return 1
        case .askOperation: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .sendOperation
        case 2: self = .askOperation
        default: return nil
        }
    }
}

/// Where an effect stands.
public enum EffectState: String, Sendable, Hashable, CaseIterable {
    /// It waits to be claimed.
    case ready
    /// A worker does it.
    case claimed
    /// It was done, or is no longer needed.
    case done
    /// Its claim ended without an answer, and it may not be repeated; another effect asks.
    case lost
}

extension EffectState: Word {
    var number: UInt32 {
        switch self {
        case .ready: return 1
        case .claimed: return 2
        case .done: return 3
        case .lost: return 4
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .ready
        case 2: self = .claimed
        case 3: self = .done
        case 4: self = .lost
        default: return nil
        }
    }
}

/// What refusals have in common that a caller handles alike.
public enum Family: String, Sendable, Hashable, CaseIterable {
    /// A value cannot be right, whatever is stored: mend the request.
    case invalid
    /// Somebody else may do this, but not this actor.
    case notAllowed = "not_allowed"
    /// Something that the request names is not there.
    case missing
    /// A key or an id stands for something else already.
    case reused
    /// What it is about does not stand so that this is possible now.
    case standing
    /// More was asked for than there is, or than may be.
    case exceeded
}

extension Family: Word {
    var number: UInt32 {
        switch self {
        case .invalid: return 1
        case .notAllowed: return 2
        case .missing: return 3
        case .reused: return 4
        case .standing: return 5
        case .exceeded: return 6
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .invalid
        case 2: self = .notAllowed
        case 3: self = .missing
        case 4: self = .reused
        case 5: self = .standing
        case 6: self = .exceeded
        default: return nil
        }
    }
}

/// What becomes of the fee of a payment that is refunded.
public enum FeesOnRefund: String, Sendable, Hashable, CaseIterable {
    /// The platform keeps it.
    case kept
    /// What is not refunded bears the fee of a payment of that size; all refunded, all of the fee is
    /// returned, its fixed part too.
    case returned
    /// The share of the fee that is the refunded share of the payment is returned, its fixed part too,
    /// rounded down.
    case proRata = "pro_rata"
}

extension FeesOnRefund: Word {
    var number: UInt32 {
        switch self {
        case .kept: return 1
        case .returned: return 2
        case .proRata: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .kept
        case 2: self = .returned
        case 3: self = .proRata
        default: return nil
        }
    }
}

/// How far an order is delivered.
public enum Fulfilment: String, Sendable, Hashable, CaseIterable {
    /// Nothing yet.
    case none
    /// A part.
    case part
    /// All.
    case all
}

extension Fulfilment: Word {
    var number: UInt32 {
        switch self {
        case .none: return 1
        case .part: return 2
        case .all: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .none
        case 2: self = .part
        case 3: self = .all
        default: return nil
        }
    }
}

/// Where a hold stands.
public enum HoldState: String, Sendable, Hashable, CaseIterable {
    /// It reserves its amount.
    case open
    /// Its amount or a part was posted; the rest was released.
    case posted
    /// It was released.
    case voided
    /// Its time passed and it was released.
    case expired
}

extension HoldState: Word {
    var number: UInt32 {
        switch self {
        case .open: return 1
        case .posted: return 2
        case .voided: return 3
        case .expired: return 4
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .open
        case 2: self = .posted
        case 3: self = .voided
        case 4: self = .expired
        default: return nil
        }
    }
}

/// Where a merchant stands.
public enum MerchantState: String, Sendable, Hashable, CaseIterable {
    /// Registered; nothing can be sold yet.
    case draft
    /// May sell.
    case active
    /// May not sell; what is open goes on.
    case suspended
}

extension MerchantState: Word {
    var number: UInt32 {
        switch self {
        case .draft: return 1
        case .active: return 2
        case .suspended: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .draft
        case 2: self = .active
        case 3: self = .suspended
        default: return nil
        }
    }
}

/// What a channel is asked to do.
public enum OperationKind: String, Sendable, Hashable, CaseIterable {
    /// Reserve the amount on the payer's side.
    case authorise
    /// Take the amount at once.
    case sale
    /// Take what was authorised, or a part.
    case capture
    /// Give back what was taken, or a part.
    case refund
    /// Give up what was authorised.
    case void
    /// Reserve more on the payer's side.
    case increment
    /// Undo an operation that nothing rests on, or release the rest of an authorisation.
    case reverse
}

extension OperationKind: Word {
    var number: UInt32 {
        switch self {
        case .authorise: return 1
        case .sale: return 2
        case .capture: return 3
        case .refund: return 4
        case .void: return 5
        case .increment: return 6
        case .reverse: return 7
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .authorise
        case 2: self = .sale
        case 3: self = .capture
        case 4: self = .refund
        case 5: self = .void
        case 6: self = .increment
        case 7: self = .reverse
        default: return nil
        }
    }
}

/// Where an operation stands.
public enum OperationState: String, Sendable, Hashable, CaseIterable {
    /// Written down, not yet handed to the host.
    case created
    /// Handed to the host to be sent.
    case sent
    /// The payer must do something: a redirect, a QR code.
    case awaitingPayer = "awaiting_payer"
    /// Nobody knows what became of it; its record is in doubt.
    case unknown
    /// The channel did it.
    case succeeded
    /// The channel refused it.
    case declined
    /// It did not happen.
    case failed
}

extension OperationState: Word {
    var number: UInt32 {
        switch self {
        case .created: return 1
        case .sent: return 2
        case .awaitingPayer: return 3
        case .unknown: return 4
        case .succeeded: return 5
        case .declined: return 6
        case .failed: return 7
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .created
        case 2: self = .sent
        case 3: self = .awaitingPayer
        case 4: self = .unknown
        case 5: self = .succeeded
        case 6: self = .declined
        case 7: self = .failed
        default: return nil
        }
    }
}

/// Where an order stands.
public enum OrderState: String, Sendable, Hashable, CaseIterable {
    /// Nothing is paid yet.
    case open
    /// Some of it is paid.
    case partiallyPaid = "partially_paid"
    /// All of it is paid.
    case paid
    /// Paid, and past the time for refunds.
    case finished
    /// Given up.
    case closed
}

extension OrderState: Word {
    var number: UInt32 {
        switch self {
        case .open: return 1
        case .partiallyPaid: return 2
        case .paid: return 3
        case .finished: return 4
        case .closed: return 5
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .open
        case 2: self = .partiallyPaid
        case 3: self = .paid
        case 4: self = .finished
        case 5: self = .closed
        default: return nil
        }
    }
}

/// Where a payment stands.
public enum PaymentState: String, Sendable, Hashable, CaseIterable {
    /// It needs a method to pay with.
    case requiresMethod = "requires_method"
    /// It needs to be confirmed.
    case requiresConfirmation = "requires_confirmation"
    /// The payer must do something.
    case requiresAction = "requires_action"
    /// Somebody looks at it before it goes on.
    case underReview = "under_review"
    /// Its channel was asked.
    case processing
    /// The amount is reserved on the payer's side.
    case authorised
    /// A capture is under way.
    case capturing
    /// A part is captured, and more may come.
    case partiallyCaptured = "partially_captured"
    /// What was to be captured is.
    case succeeded
    /// The authorisation is being given up.
    case voiding
    /// It was given up.
    case cancelled
    /// Its time passed.
    case expired
    /// It was declined, or went wrong, and no other way is left.
    case failed
}

extension PaymentState: Word {
    var number: UInt32 {
        switch self {
        case .requiresMethod: return 1
        case .requiresConfirmation: return 2
        case .requiresAction: return 3
        case .underReview: return 4
        case .processing: return 5
        case .authorised: return 6
        case .capturing: return 7
        case .partiallyCaptured: return 8
        case .succeeded: return 9
        case .voiding: return 10
        case .cancelled: return 11
        case .expired: return 12
        case .failed: return 13
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .requiresMethod
        case 2: self = .requiresConfirmation
        case 3: self = .requiresAction
        case 4: self = .underReview
        case 5: self = .processing
        case 6: self = .authorised
        case 7: self = .capturing
        case 8: self = .partiallyCaptured
        case 9: self = .succeeded
        case 10: self = .voiding
        case 11: self = .cancelled
        case 12: self = .expired
        case 13: self = .failed
        default: return nil
        }
    }
}

/// What a transfer does to the sums. Stored as its number.
public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Moves the amount at once.
    case posted
    /// Holds the amount.
    case pending
    /// Moves all or a part of what a pending transfer held, and releases the rest.
    case postsPending = "posts_pending"
    /// Releases what a pending transfer held.
    case voidsPending = "voids_pending"
    /// Releases what a pending transfer held, because its time passed.
    case expiresPending = "expires_pending"
}

extension Phase: Word {
    var number: UInt32 {
        switch self {
        case .posted: return 1
        case .pending: return 2
        case .postsPending: return 3
        case .voidsPending: return 4
        case .expiresPending: return 5
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .posted
        case 2: self = .pending
        case 3: self = .postsPending
        case 4: self = .voidsPending
        case 5: self = .expiresPending
        default: return nil
        }
    }
}

/// What an account is for; it fixes the side, the bounds it opens with, and how it is posted to.
public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// A user's money.
    case wallet
    /// A merchant's: captured, not yet settled. Refunds, chargebacks and fees may drive it negative.
    case merchantPending = "merchant_pending"
    /// A merchant's: settled, may be paid out.
    case merchantAvailable = "merchant_available"
    /// A merchant's: held back for a time.
    case merchantReserve = "merchant_reserve"
    /// A merchant's: held while a dispute is open.
    case disputeHold = "dispute_hold"
    /// A merchant's or user's: on its way to a bank.
    case payoutInTransit = "payout_in_transit"
    /// One offline allowance.
    case offlineEscrow = "offline_escrow"
    /// One campaign's budget.
    case promotionBudget = "promotion_budget"
    /// The platform's: fees earned.
    case feeIncome = "fee_income"
    /// The platform's: money that came in and belongs back to its payer.
    case payerRefundable = "payer_refundable"
    /// The platform's: tax owed.
    case taxPayable = "tax_payable"
    /// The platform's own capital.
    case equity
    /// The platform's: money whose place is not known yet.
    case suspense
    /// The platform's: the open position in a currency.
    case fxPosition = "fx_position"
    /// The platform's: money at its bank.
    case bank
    /// The platform's: what a channel owes it; the scope names the channel.
    case channelReceivable = "channel_receivable"
    /// The platform's: what users owe it.
    case userReceivable = "user_receivable"
    /// The platform's: what channels charge.
    case channelFeeExpense = "channel_fee_expense"
    /// The platform's: what promotions cost.
    case promotionExpense = "promotion_expense"
    /// The platform's: money lost.
    case loss
    /// The platform's: gain or loss by exchange rates.
    case fxGainLoss = "fx_gain_loss"
}

extension Purpose: Word {
    var number: UInt32 {
        switch self {
        case .wallet: return 1
        case .merchantPending: return 2
        case .merchantAvailable: return 3
        case .merchantReserve: return 4
        case .disputeHold: return 5
        case .payoutInTransit: return 6
        case .offlineEscrow: return 7
        case .promotionBudget: return 8
        case .feeIncome: return 9
        case .payerRefundable: return 10
        case .taxPayable: return 11
        case .equity: return 12
        case .suspense: return 13
        case .fxPosition: return 14
        case .bank: return 15
        case .channelReceivable: return 16
        case .userReceivable: return 17
        case .channelFeeExpense: return 18
        case .promotionExpense: return 19
        case .loss: return 20
        case .fxGainLoss: return 21
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .wallet
        case 2: self = .merchantPending
        case 3: self = .merchantAvailable
        case 4: self = .merchantReserve
        case 5: self = .disputeHold
        case 6: self = .payoutInTransit
        case 7: self = .offlineEscrow
        case 8: self = .promotionBudget
        case 9: self = .feeIncome
        case 10: self = .payerRefundable
        case 11: self = .taxPayable
        case 12: self = .equity
        case 13: self = .suspense
        case 14: self = .fxPosition
        case 15: self = .bank
        case 16: self = .channelReceivable
        case 17: self = .userReceivable
        case 18: self = .channelFeeExpense
        case 19: self = .promotionExpense
        case 20: self = .loss
        case 21: self = .fxGainLoss
        default: return nil
        }
    }
}

/// Whether a merchant's refunds wait for a reviewer.
public enum RefundReview: String, Sendable, Hashable, CaseIterable {
    /// Each waits until somebody other than its requester approves it.
    case required
    /// Each is approved as it is requested.
    case notRequired = "not_required"
}

extension RefundReview: Word {
    var number: UInt32 {
        switch self {
        case .required: return 1
        case .notRequired: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .required
        case 2: self = .notRequired
        default: return nil
        }
    }
}

/// Where a refund stands.
public enum RefundState: String, Sendable, Hashable, CaseIterable {
    /// Somebody must approve it.
    case pendingReview = "pending_review"
    /// It will be sent.
    case approved
    /// It was sent.
    case processing
    /// The money is back.
    case succeeded
    /// The review stopped it.
    case rejected
    /// It was withdrawn before it was sent.
    case cancelled
    /// It did not go through; its amount stays reserved.
    case failed
    /// Its destination is closed; another must be found.
    case abnormal
    /// It was given up.
    case closed
}

extension RefundState: Word {
    var number: UInt32 {
        switch self {
        case .pendingReview: return 1
        case .approved: return 2
        case .processing: return 3
        case .succeeded: return 4
        case .rejected: return 5
        case .cancelled: return 6
        case .failed: return 7
        case .abnormal: return 8
        case .closed: return 9
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .pendingReview
        case 2: self = .approved
        case 3: self = .processing
        case 4: self = .succeeded
        case 5: self = .rejected
        case 6: self = .cancelled
        case 7: self = .failed
        case 8: self = .abnormal
        case 9: self = .closed
        default: return nil
        }
    }
}

/// What an operator of the platform may do. Without a role, only look.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Registers, activates and suspends merchants and sets fee plans.
    case administrator
    /// Approves refunds that somebody else asked for.
    case reviewer
    /// Posts transfers by hand and opens accounts.
    case accountant
    /// Does for users and merchants what they could do themselves, registers users, and reports outcomes.
    case agent
}

extension Role: Word {
    var number: UInt32 {
        switch self {
        case .administrator: return 1
        case .reviewer: return 2
        case .accountant: return 3
        case .agent: return 4
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .administrator
        case 2: self = .reviewer
        case 3: self = .accountant
        case 4: self = .agent
        default: return nil
        }
    }
}

/// Which of the two neighbouring minor units an inexact result becomes. A result that is exact is never
/// changed.
///
/// All modes treat a negative amount as the mirror of the positive one, so that a refund gives back what a
/// charge took.
public enum Rounding: String, Sendable, Hashable, CaseIterable {
    /// To the nearer one; exactly between the two, away from zero. What most contracts mean by "rounded".
    case halfUp = "half_up"
    /// To the nearer one; exactly between the two, to the even one, so that many roundings do not drift one
    /// way.
    case halfEven = "half_even"
    /// Toward zero: the excess is dropped.
    case down
    /// Away from zero: every begun minor unit counts.
    case up
}

extension Rounding: Word {
    var number: UInt32 {
        switch self {
        case .halfUp: return 0
        case .halfEven: return 1
        case .down: return 2
        case .up: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 0: self = .halfUp
        case 1: self = .halfEven
        case 2: self = .down
        case 3: self = .up
        default: return nil
        }
    }
}

/// The side on which an account normally has its balance.
public enum Side: String, Sendable, Hashable, CaseIterable {
    /// Debits raise it: what others owe us, and what we spent.
    case debit
    /// Credits raise it: what we owe others, and what we earned.
    case credit
}

extension Side: Word {
    var number: UInt32 {
        switch self {
        case .debit: return 1
        case .credit: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .debit
        case 2: self = .credit
        default: return nil
        }
    }
}

/// Which side of an account is meant.
public enum Sides: String, Sendable, Hashable, CaseIterable {
    /// Debits.
    case debits
    /// Credits.
    case credits
    /// Debits and credits.
    case both
}

extension Sides: Word {
    var number: UInt32 {
        switch self {
        case .debits: return 1
        case .credits: return 2
        case .both: return 3
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .debits
        case 2: self = .credits
        case 3: self = .both
        default: return nil
        }
    }
}

/// Which lines a statement shows.
public enum StatementLines: String, Sendable, Hashable, CaseIterable {
    /// Those that moved money: posted at once, or by resolving a hold.
    case posted
    /// Every one, also what was held, voided and expired. Those leave the balance as it was.
    case all
}

extension StatementLines: Word {
    var number: UInt32 {
        switch self {
        case .posted: return 1
        case .all: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .posted
        case 2: self = .all
        default: return nil
        }
    }
}

/// What becomes of a refund that nobody reviewed in time.
public enum Unreviewed: String, Sendable, Hashable, CaseIterable {
    /// It is rejected.
    case reject
    /// It is approved.
    case approve
}

extension Unreviewed: Word {
    var number: UInt32 {
        switch self {
        case .reject: return 1
        case .approve: return 2
        }
    }

    init?(number: UInt32) {
        switch number {
        case 1: self = .reject
        case 2: self = .approve
        default: return nil
        }
    }
}
