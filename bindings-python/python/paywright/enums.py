"""Closed sets of words. Each member is also the text that tables and files hold.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from ._base import Word

__all__ = [
    "Code",
    "Acceptance",
    "AccountState",
    "CaptureKind",
    "CaptureMode",
    "CaseKind",
    "CaseState",
    "ChallengeResult",
    "Decision",
    "EffectKind",
    "EffectState",
    "Family",
    "FeesOnRefund",
    "Fulfilment",
    "HoldState",
    "MerchantState",
    "OperationKind",
    "OperationState",
    "OrderState",
    "PaymentState",
    "Phase",
    "Purpose",
    "RefundReview",
    "RefundState",
    "Role",
    "Rounding",
    "Side",
    "Sides",
    "StatementLines",
    "Unreviewed",
]


class Code(Word):
    """Why the rules say no."""

    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    """The key was used before by the same principal for another request."""

    INVALID_VALUE = "invalid_value"
    """An outside value is malformed, too long or out of its bounds."""

    NOT_PERMITTED = "not_permitted"
    """The actor may not do this."""

    NOT_FOUND = "not_found"
    """What the request names does not exist."""

    ID_REUSED = "id_reused"
    """The id was used before for something else."""

    AMOUNT_MUST_BE_POSITIVE = "amount_must_be_positive"
    """An amount must be above zero."""

    AMOUNT_TOO_LARGE = "amount_too_large"
    """The amount is larger than the engine books at once, or a sum would leave what can be stored.
    """

    CURRENCY_MISMATCH = "currency_mismatch"
    """Amounts or accounts are of different currencies."""

    SAME_ACCOUNT = "same_account"
    """Debit and credit account are the same."""

    PURPOSE_NOT_ALLOWED = "purpose_not_allowed"
    """The purpose of the account does not allow what was asked."""

    WRONG_STATE = "wrong_state"
    """The record is in a state that does not allow this."""

    MERCHANT_NOT_ACTIVE = "merchant_not_active"
    """The merchant is not active."""

    ACCOUNT_NOT_OPEN = "account_not_open"
    """The account is frozen or closed."""

    INSUFFICIENT_FUNDS = "insufficient_funds"
    """Less is available on the account than asked."""

    BALANCE_LIMIT_EXCEEDED = "balance_limit_exceeded"
    """The account would hold more than it may."""

    HOLD_NOT_OPEN = "hold_not_open"
    """The hold was already posted, voided or expired."""

    HOLD_EXPIRED = "hold_expired"
    """The hold's time has passed."""

    EXCEEDS_HOLD = "exceeds_hold"
    """More was asked for than the hold holds."""

    CHAIN_FAILED = "chain_failed"
    """Another transfer of the same chain was refused."""

    EXCEEDS_DUE = "exceeds_due"
    """More was asked for than the order has due."""

    EXCEEDS_AUTHORISED = "exceeds_authorised"
    """More was asked for than is authorised and not yet captured."""

    EXCEEDS_REFUNDABLE = "exceeds_refundable"
    """More was asked for than is captured and neither refunded nor reserved for refunds."""

    OPERATION_UNFINISHED = "operation_unfinished"
    """An operation of the record is unfinished; wait for its outcome."""

    SELF_REVIEW = "self_review"
    """The requester may not also decide."""

    ACCOUNT_NOT_EMPTY = "account_not_empty"
    """The account holds something, or something is pending on it."""

    UNKNOWN_ASSET = "unknown_asset"
    """The asset was not registered."""

    AUTHORISATION_EXPIRED = "authorisation_expired"
    """The time of the authorisation has passed."""

    TOO_MANY_PAYMENTS = "too_many_payments"
    """The order has had as many payments as it may."""

    BOOKS_CLOSED = "books_closed"
    """The books are closed through a later moment than the one that was named."""

    RATE_MISMATCH = "rate_mismatch"
    """The amounts of an exchange do not agree with its rate."""


class Acceptance(Word):
    """Whether a request was new."""

    NEW = "new"
    """It changed something, and the journal has an entry of it."""

    UNCHANGED = "unchanged"
    """It had nothing to change, and left no entry."""

    REPLAYED = "replayed"
    """Its key was used by the same request before: the same ids again, records as they are now."""


class AccountState(Word):
    """What may be posted to an account."""

    OPEN = "open"
    """Everything within its bounds."""

    DEBITS_FROZEN = "debits_frozen"
    """No debits."""

    CREDITS_FROZEN = "credits_frozen"
    """No credits."""

    FROZEN = "frozen"
    """Nothing."""

    CLOSED = "closed"
    """Nothing, for ever."""


class CaptureKind(Word):
    """Whether more captures may follow one."""

    MORE_MAY_COME = "more_may_come"
    """The rest stays reserved."""

    LAST = "last"
    """The rest is released."""


class CaptureMode(Word):
    """Whether a payment is captured at once."""

    AUTOMATIC = "automatic"
    """With the confirmation."""

    MANUAL = "manual"
    """By a command of its own, in one or several parts."""


class CaseKind(Word):
    """What a case is about."""

    CONTRADICTING_OUTCOME = "contradicting_outcome"
    """A channel reported something else than before about the same operation."""

    SUSPENSE = "suspense"
    """Money came whose account could not take it; it is in suspense."""

    REVERSAL_FAILED = "reversal_failed"
    """What a channel did in vain could not be undone there; the money is still kept for its payer.
    """

    REFUND_NOT_POSSIBLE = "refund_not_possible"
    """What was paid for a closed order could not be given back."""

    GIVEN_BACK_TWICE = "given_back_twice"
    """A channel gave back more than it had taken."""


class CaseState(Word):
    """Where a case stands."""

    OPEN = "open"
    """Somebody must look at it."""

    CLOSED = "closed"
    """Somebody settled it."""


class ChallengeResult(Word):
    """What came of a challenge to a payer."""

    PASSED = "passed"
    """The payer proved who they are."""

    FAILED = "failed"
    """The payer did not."""


class Decision(Word):
    """What a reviewer says."""

    APPROVE = "approve"
    """It may go on."""

    REJECT = "reject"
    """It may not."""


class EffectKind(Word):
    """What is to be done."""

    SEND_OPERATION = "send_operation"
    """Send the operation to its channel, once. Never repeated without asking first."""

    ASK_OPERATION = "ask_operation"
    """Ask the channel what became of the operation. May be repeated."""


class EffectState(Word):
    """Where an effect stands."""

    READY = "ready"
    """It waits to be claimed."""

    CLAIMED = "claimed"
    """A worker does it."""

    DONE = "done"
    """It was done, or is no longer needed."""

    LOST = "lost"
    """Its claim ended without an answer, and it may not be repeated; another effect asks."""


class Family(Word):
    """What refusals have in common that a caller handles alike."""

    INVALID = "invalid"
    """A value cannot be right, whatever is stored: mend the request."""

    NOT_ALLOWED = "not_allowed"
    """Somebody else may do this, but not this actor."""

    MISSING = "missing"
    """Something that the request names is not there."""

    REUSED = "reused"
    """A key or an id stands for something else already."""

    STANDING = "standing"
    """What it is about does not stand so that this is possible now."""

    EXCEEDED = "exceeded"
    """More was asked for than there is, or than may be."""


class FeesOnRefund(Word):
    """What becomes of the fee of a payment that is refunded."""

    KEPT = "kept"
    """The platform keeps it."""

    RETURNED = "returned"
    """What is not refunded bears the fee of a payment of that size; all refunded, all of the fee is
    returned, its fixed part too.
    """

    PRO_RATA = "pro_rata"
    """The share of the fee that is the refunded share of the payment is returned, its fixed part too,
    rounded down.
    """


class Fulfilment(Word):
    """How far an order is delivered."""

    NONE = "none"
    """Nothing yet."""

    PART = "part"
    """A part."""

    ALL = "all"
    """All."""


class HoldState(Word):
    """Where a hold stands."""

    OPEN = "open"
    """It reserves its amount."""

    POSTED = "posted"
    """Its amount or a part was posted; the rest was released."""

    VOIDED = "voided"
    """It was released."""

    EXPIRED = "expired"
    """Its time passed and it was released."""


class MerchantState(Word):
    """Where a merchant stands."""

    DRAFT = "draft"
    """Registered; nothing can be sold yet."""

    ACTIVE = "active"
    """May sell."""

    SUSPENDED = "suspended"
    """May not sell; what is open goes on."""


class OperationKind(Word):
    """What a channel is asked to do."""

    AUTHORISE = "authorise"
    """Reserve the amount on the payer's side."""

    SALE = "sale"
    """Take the amount at once."""

    CAPTURE = "capture"
    """Take what was authorised, or a part."""

    REFUND = "refund"
    """Give back what was taken, or a part."""

    VOID = "void"
    """Give up what was authorised."""

    INCREMENT = "increment"
    """Reserve more on the payer's side."""

    REVERSE = "reverse"
    """Undo an operation that nothing rests on, or release the rest of an authorisation."""


class OperationState(Word):
    """Where an operation stands."""

    CREATED = "created"
    """Written down, not yet handed to the host."""

    SENT = "sent"
    """Handed to the host to be sent."""

    AWAITING_PAYER = "awaiting_payer"
    """The payer must do something: a redirect, a QR code."""

    UNKNOWN = "unknown"
    """Nobody knows what became of it; its record is in doubt."""

    SUCCEEDED = "succeeded"
    """The channel did it."""

    DECLINED = "declined"
    """The channel refused it."""

    FAILED = "failed"
    """It did not happen."""


class OrderState(Word):
    """Where an order stands."""

    OPEN = "open"
    """Nothing is paid yet."""

    PARTIALLY_PAID = "partially_paid"
    """Some of it is paid."""

    PAID = "paid"
    """All of it is paid."""

    FINISHED = "finished"
    """Paid, and past the time for refunds."""

    CLOSED = "closed"
    """Given up."""


class PaymentState(Word):
    """Where a payment stands."""

    REQUIRES_METHOD = "requires_method"
    """It needs a method to pay with."""

    REQUIRES_CONFIRMATION = "requires_confirmation"
    """It needs to be confirmed."""

    REQUIRES_ACTION = "requires_action"
    """The payer must do something."""

    UNDER_REVIEW = "under_review"
    """Somebody looks at it before it goes on."""

    PROCESSING = "processing"
    """Its channel was asked."""

    AUTHORISED = "authorised"
    """The amount is reserved on the payer's side."""

    CAPTURING = "capturing"
    """A capture is under way."""

    PARTIALLY_CAPTURED = "partially_captured"
    """A part is captured, and more may come."""

    SUCCEEDED = "succeeded"
    """What was to be captured is."""

    VOIDING = "voiding"
    """The authorisation is being given up."""

    CANCELLED = "cancelled"
    """It was given up."""

    EXPIRED = "expired"
    """Its time passed."""

    FAILED = "failed"
    """It was declined, or went wrong, and no other way is left."""


class Phase(Word):
    """What a transfer does to the sums. Stored as its number."""

    POSTED = "posted"
    """Moves the amount at once."""

    PENDING = "pending"
    """Holds the amount."""

    POSTS_PENDING = "posts_pending"
    """Moves all or a part of what a pending transfer held, and releases the rest."""

    VOIDS_PENDING = "voids_pending"
    """Releases what a pending transfer held."""

    EXPIRES_PENDING = "expires_pending"
    """Releases what a pending transfer held, because its time passed."""


class Purpose(Word):
    """What an account is for; it fixes the side, the bounds it opens with, and how it is posted to.
    """

    WALLET = "wallet"
    """A user's money."""

    MERCHANT_PENDING = "merchant_pending"
    """A merchant's: captured, not yet settled. Refunds, chargebacks and fees may drive it negative.
    """

    MERCHANT_AVAILABLE = "merchant_available"
    """A merchant's: settled, may be paid out."""

    MERCHANT_RESERVE = "merchant_reserve"
    """A merchant's: held back for a time."""

    DISPUTE_HOLD = "dispute_hold"
    """A merchant's: held while a dispute is open."""

    PAYOUT_IN_TRANSIT = "payout_in_transit"
    """A merchant's or user's: on its way to a bank."""

    OFFLINE_ESCROW = "offline_escrow"
    """One offline allowance."""

    PROMOTION_BUDGET = "promotion_budget"
    """One campaign's budget."""

    FEE_INCOME = "fee_income"
    """The platform's: fees earned."""

    PAYER_REFUNDABLE = "payer_refundable"
    """The platform's: money that came in and belongs back to its payer."""

    TAX_PAYABLE = "tax_payable"
    """The platform's: tax owed."""

    EQUITY = "equity"
    """The platform's own capital."""

    SUSPENSE = "suspense"
    """The platform's: money whose place is not known yet."""

    FX_POSITION = "fx_position"
    """The platform's: the open position in a currency."""

    BANK = "bank"
    """The platform's: money at its bank."""

    CHANNEL_RECEIVABLE = "channel_receivable"
    """The platform's: what a channel owes it; the scope names the channel."""

    USER_RECEIVABLE = "user_receivable"
    """The platform's: what users owe it."""

    CHANNEL_FEE_EXPENSE = "channel_fee_expense"
    """The platform's: what channels charge."""

    PROMOTION_EXPENSE = "promotion_expense"
    """The platform's: what promotions cost."""

    LOSS = "loss"
    """The platform's: money lost."""

    FX_GAIN_LOSS = "fx_gain_loss"
    """The platform's: gain or loss by exchange rates."""


class RefundReview(Word):
    """Whether a merchant's refunds wait for a reviewer."""

    REQUIRED = "required"
    """Each waits until somebody other than its requester approves it."""

    NOT_REQUIRED = "not_required"
    """Each is approved as it is requested."""


class RefundState(Word):
    """Where a refund stands."""

    PENDING_REVIEW = "pending_review"
    """Somebody must approve it."""

    APPROVED = "approved"
    """It will be sent."""

    PROCESSING = "processing"
    """It was sent."""

    SUCCEEDED = "succeeded"
    """The money is back."""

    REJECTED = "rejected"
    """The review stopped it."""

    CANCELLED = "cancelled"
    """It was withdrawn before it was sent."""

    FAILED = "failed"
    """It did not go through; its amount stays reserved."""

    ABNORMAL = "abnormal"
    """Its destination is closed; another must be found."""

    CLOSED = "closed"
    """It was given up."""


class Role(Word):
    """What an operator of the platform may do. Without a role, only look."""

    ADMINISTRATOR = "administrator"
    """Registers, activates and suspends merchants and sets fee plans."""

    REVIEWER = "reviewer"
    """Approves refunds that somebody else asked for."""

    ACCOUNTANT = "accountant"
    """Posts transfers by hand and opens accounts."""

    AGENT = "agent"
    """Does for users and merchants what they could do themselves, registers users, and reports
    outcomes.
    """


class Rounding(Word):
    """Which of the two neighbouring minor units an inexact result becomes. A result that is exact is
    never changed.

    All modes treat a negative amount as the mirror of the positive one, so that a refund gives back
    what a charge took.
    """

    HALF_UP = "half_up"
    """To the nearer one; exactly between the two, away from zero. What most contracts mean by
    "rounded".
    """

    HALF_EVEN = "half_even"
    """To the nearer one; exactly between the two, to the even one, so that many roundings do not drift
    one way.
    """

    DOWN = "down"
    """Toward zero: the excess is dropped."""

    UP = "up"
    """Away from zero: every begun minor unit counts."""


class Side(Word):
    """The side on which an account normally has its balance."""

    DEBIT = "debit"
    """Debits raise it: what others owe us, and what we spent."""

    CREDIT = "credit"
    """Credits raise it: what we owe others, and what we earned."""


class Sides(Word):
    """Which side of an account is meant."""

    DEBITS = "debits"
    """Debits."""

    CREDITS = "credits"
    """Credits."""

    BOTH = "both"
    """Debits and credits."""


class StatementLines(Word):
    """Which lines a statement shows."""

    POSTED = "posted"
    """Those that moved money: posted at once, or by resolving a hold."""

    ALL = "all"
    """Every one, also what was held, voided and expired. Those leave the balance as it was."""


class Unreviewed(Word):
    """What becomes of a refund that nobody reviewed in time."""

    REJECT = "reject"
    """It is rejected."""

    APPROVE = "approve"
    """It is approved."""
