"""What is stored, and what is answered. Nobody but the engine makes these.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from ._base import Command, Currency, Metadata, Record, Refusal, field
from ._computed import ComputedFigures, ComputedVerification
from ._native import Money
from .enums import (
    AccountState,
    CaptureKind,
    CaptureMode,
    CaseKind,
    CaseState,
    EffectKind,
    EffectState,
    FeesOnRefund,
    Fulfilment,
    HoldState,
    MerchantState,
    OperationKind,
    OperationState,
    OrderState,
    PaymentState,
    Phase,
    Purpose,
    RefundReview,
    RefundState,
    Rounding,
    Side,
    Unreviewed,
)
from .ids import (
    AccountId,
    AssetId,
    BalanceId,
    BooksId,
    CaseId,
    EffectId,
    ExchangeId,
    FeePlanId,
    MerchantId,
    OperationId,
    OrderId,
    PartId,
    PaymentId,
    RefundId,
    TransferId,
    UserId,
)
from .values import AnyActor, AnyMethod, AnyOwner, AnyPayerAction

__all__ = [
    "Account",
    "AddedTransfers",
    "Asset",
    "Balance",
    "Behind",
    "Booked",
    "Books",
    "Case",
    "Change",
    "Claimed",
    "EdgeName",
    "Effect",
    "Event",
    "Exchange",
    "FeePlan",
    "FeedPage",
    "Figures",
    "Finding",
    "Forgotten",
    "Hold",
    "Imported",
    "Merchant",
    "Operation",
    "Order",
    "Part",
    "Payment",
    "Posted",
    "Refund",
    "StatementLine",
    "TimedOut",
    "Transfer",
    "TrialLine",
    "User",
    "Verification",
    "Work",
]


class Account(Record):
    """What rules an account: rarely changed, relied on by every posting."""

    TABLE = "accounts"

    __slots__ = ()
    __match_args__ = (
        "id",
        "owner",
        "purpose",
        "currency",
        "scope",
        "min_available",
        "max_balance",
        "state",
    )

    id: Final[AccountId] = field(0)
    """Its id, derived from owner, purpose, currency and scope."""

    owner: Final[AnyOwner] = field(1)
    """Whose."""

    purpose: Final[Purpose] = field(2)
    """What for."""

    currency: Final[Currency] = field(3)
    """In which currency, for ever."""

    scope: Final[str | None] = field(4)
    """What tells accounts apart that share the rest."""

    min_available: Final[int | None] = field(5)
    """What must stay available, in minor units; none where there is no such bound."""

    max_balance: Final[int | None] = field(6)
    """What the balance may rise to, in minor units; none where there is no such bound."""

    state: Final[AccountState] = field(7)
    """What may be posted to it."""


class Asset(Record):
    """An asset of the host."""

    TABLE = "assets"

    __slots__ = ()
    __match_args__ = ("id", "currency", "name")

    id: Final[AssetId] = field(0)
    """Derived from the code alone: an asset has one exponent."""

    currency: Final[Currency] = field(1)
    """Code and exponent."""

    name: Final[str] = field(2)
    """What people call it."""


class Balance(Record):
    """What an account holds, on one lane if the account is shared. Its history is the chain of
    transfers from `newest` back.
    """

    TABLE = "balances"

    __slots__ = ()
    __match_args__ = (
        "id",
        "account",
        "lane",
        "debits",
        "credits",
        "pending_debits",
        "pending_credits",
        "newest",
        "transfers",
    )

    id: Final[BalanceId] = field(0)
    """Derived from account and lane."""

    account: Final[AccountId] = field(1)
    """The account."""

    lane: Final[int] = field(2)
    """The lane that writes it; 0 for a guarded account, which every lane writes."""

    debits: Final[int] = field(3)
    """Posted debits, in minor units."""

    credits: Final[int] = field(4)
    """Posted credits."""

    pending_debits: Final[int] = field(5)
    """Pending debits. One lane's share may be negative, where it resolved a hold that another lane
    made.
    """

    pending_credits: Final[int] = field(6)
    """Pending credits."""

    newest: Final[int | None] = field(7)
    """Its newest transfer."""

    transfers: Final[int] = field(8)
    """How many transfers there were."""


class Books(Record):
    """What holds for all books of this storage: one row, made when the storage is first opened."""

    TABLE = "books"

    __slots__ = ()
    __match_args__ = ("id", "rules", "closed_through")

    id: Final[BooksId] = field(0)
    """Always the same."""

    rules: Final[int] = field(1)
    """Version of the rules that every engine must know to write."""

    closed_through: Final[datetime | None] = field(2)
    """No transfer may be effective at or before this time."""


class Case(Record):
    """Something for people to look at."""

    TABLE = "cases"

    __slots__ = ()
    __match_args__ = (
        "id",
        "kind",
        "subject",
        "transfer",
        "detail",
        "state",
        "opened_at",
        "settlement",
    )

    id: Final[CaseId] = field(0)
    """Derived from kind, subject and transfer: the same thing opens one case."""

    kind: Final[CaseKind] = field(1)
    """What it is about."""

    subject: Final[bytes] = field(2)
    """The record it is about."""

    transfer: Final[TransferId | None] = field(3)
    """The transfer that booked the money, if any moved."""

    detail: Final[str] = field(4)
    """What happened, the newest."""

    state: Final[CaseState] = field(5)
    """Where it stands."""

    opened_at: Final[datetime] = field(6)
    """Since when."""

    settlement: Final[str | None] = field(7)
    """Who settled it, and how."""


class Effect(Record):
    """Work for the outside world."""

    TABLE = "effects"

    __slots__ = ()
    __match_args__ = ("id", "kind", "operation", "state", "worker", "due_at", "claims")

    id: Final[EffectId] = field(0)
    """Its id."""

    kind: Final[EffectKind] = field(1)
    """What is to be done."""

    operation: Final[OperationId] = field(2)
    """The operation it is about."""

    state: Final[EffectState] = field(3)
    """Where it stands."""

    worker: Final[str | None] = field(4)
    """Who has claimed it."""

    due_at: Final[datetime | None] = field(5)
    """When it may be claimed; when it is claimed, until when."""

    claims: Final[int] = field(6)
    """How often it was claimed."""


class Exchange(Record):
    """Money of one currency exchanged for money of another. Each leg goes through `fx_position` in its
    own currency; what was booked is kept with its rate and never computed again.
    """

    TABLE = "exchanges"

    __slots__ = ()
    __match_args__ = (
        "id",
        "debit",
        "credit",
        "debited",
        "credited",
        "rate",
        "out",
        "back",
        "effective_at",
        "reference",
        "metadata",
    )

    id: Final[ExchangeId] = field(0)
    """Its id."""

    debit: Final[AccountId] = field(1)
    """Account debited."""

    credit: Final[AccountId] = field(2)
    """Account credited."""

    debited: Final[Money] = field(3)
    """What was debited, in the currency of that account."""

    credited: Final[Money] = field(4)
    """What was credited, in the currency of that account."""

    rate: Final[Decimal] = field(5)
    """Whole units of the credited currency for one whole unit of the debited one."""

    out: Final[TransferId] = field(6)
    """The transfer from the debited account to `fx_position`."""

    back: Final[TransferId] = field(7)
    """The transfer from `fx_position` to the credited account."""

    effective_at: Final[datetime | None] = field(8)
    """When it counts, where that is before it was recorded."""

    reference: Final[str | None] = field(9)
    """The caller's own reference."""

    metadata: Final[Metadata | None] = field(10)
    """What the host keeps with it."""


class FeePlan(Record):
    """What the platform takes of each part of a payment."""

    TABLE = "fee_plans"

    __slots__ = ()
    __match_args__ = ("id", "name", "rate", "rounding", "fixed", "on_refund")

    id: Final[FeePlanId] = field(0)
    """Its id."""

    name: Final[str] = field(1)
    """Its name."""

    rate: Final[Decimal] = field(2)
    """The share of what is captured."""

    rounding: Final[Rounding] = field(3)
    """How the share is rounded to minor units."""

    fixed: Final[Money] = field(4)
    """Taken once a part, with its first capture. Payments under the plan are in its currency."""

    on_refund: Final[FeesOnRefund] = field(5)
    """What becomes of the fee when a payment is refunded."""


class Hold(Record):
    """The reservation of a pending transfer."""

    TABLE = "holds"

    __slots__ = ()
    __match_args__ = (
        "id",
        "debit",
        "credit",
        "amount",
        "posted",
        "state",
        "expires_at",
        "due_at",
        "subject",
    )

    id: Final[TransferId] = field(0)
    """The pending transfer's id."""

    debit: Final[AccountId] = field(1)
    """Account that is to be debited."""

    credit: Final[AccountId] = field(2)
    """Account that is to be credited."""

    amount: Final[int] = field(3)
    """What is held, in minor units."""

    posted: Final[int] = field(4)
    """What of it was posted in the end."""

    state: Final[HoldState] = field(5)
    """Where it stands."""

    expires_at: Final[datetime | None] = field(6)
    """Until when it was made to last; none without end."""

    due_at: Final[datetime | None] = field(7)
    """When it expires, while it is open."""

    subject: Final[bytes | None] = field(8)
    """The record that made it and alone may resolve it; none where the host did."""


class Merchant(Record):
    """A merchant."""

    TABLE = "merchants"

    __slots__ = ()
    __match_args__ = (
        "id",
        "name",
        "fee_plan",
        "refund_review",
        "state",
        "review_seconds",
        "unreviewed",
        "refund_window_seconds",
    )

    id: Final[MerchantId] = field(0)
    """Its id."""

    name: Final[str] = field(1)
    """Its name."""

    fee_plan: Final[FeePlanId] = field(2)
    """The fee plan of payments that start from now on."""

    refund_review: Final[RefundReview] = field(3)
    """Whether its refunds are reviewed."""

    state: Final[MerchantState] = field(4)
    """Where it stands."""

    review_seconds: Final[int | None] = field(5)
    """For how long a refund may wait for its review, in seconds; without end where there is none.
    """

    unreviewed: Final[Unreviewed] = field(6)
    """What becomes of a refund that nobody reviewed in time."""

    refund_window_seconds: Final[int | None] = field(7)
    """For how long after an order is paid its merchant may refund it, in seconds; without end where
    there is none.
    """


class Operation(Record):
    """One call to a channel."""

    TABLE = "operations"

    __slots__ = ()
    __match_args__ = (
        "id",
        "kind",
        "channel",
        "amount",
        "payment",
        "refund",
        "original",
        "state",
        "reason",
        "raw_answer",
        "sendable_until",
        "capture",
        "effect",
        "action",
        "due_at",
        "reversed_by",
        "taken_back_at",
    )

    id: Final[OperationId] = field(0)
    """Its id; the channel recognises repeats by it."""

    kind: Final[OperationKind] = field(1)
    """What the channel is asked to do."""

    channel: Final[str] = field(2)
    """Which channel."""

    amount: Final[Money] = field(3)
    """How much."""

    payment: Final[PaymentId] = field(4)
    """The payment it serves."""

    refund: Final[RefundId | None] = field(5)
    """The refund it serves, if it serves one."""

    original: Final[OperationId | None] = field(6)
    """The operation at the channel that it builds on: the authorisation of a capture, the sale of a
    refund, whatever is reversed.
    """

    state: Final[OperationState] = field(7)
    """Where it stands."""

    reason: Final[str | None] = field(8)
    """Why it was declined, failed or was taken back, in the channel's words."""

    raw_answer: Final[str | None] = field(9)
    """The channel's answer where it could not be told what it means."""

    sendable_until: Final[datetime | None] = field(10)
    """Until when its worker may still send it; none before it is handed out."""

    capture: Final[CaptureKind | None] = field(11)
    """Of a capture: whether the channel keeps the rest reserved."""

    effect: Final[EffectId | None] = field(12)
    """The effect that sends it, or asks what became of it."""

    action: Final[AnyPayerAction | None] = field(13)
    """What the payer must do, while the channel waits for that."""

    due_at: Final[datetime | None] = field(14)
    """Until when the payer may do it, while the channel waits for that."""

    reversed_by: Final[OperationId | None] = field(15)
    """The operation that gave back what this one took in vain; until one did, the newest that is to.
    """

    taken_back_at: Final[datetime | None] = field(16)
    """When the channel took back what it had done."""


class Order(Record):
    """Something to be paid to one merchant. Amounts beside the total are minor units of its currency.
    """

    TABLE = "orders"

    __slots__ = ()
    __match_args__ = (
        "id",
        "merchant",
        "customer",
        "total",
        "paid",
        "in_flight",
        "refunded",
        "refunds_reserved",
        "reference",
        "state",
        "placed_at",
        "fulfilment",
        "expires_at",
        "due_at",
        "newest_payment",
        "payments",
        "metadata",
    )

    id: Final[OrderId] = field(0)
    """Its id."""

    merchant: Final[MerchantId] = field(1)
    """Who is owed."""

    customer: Final[UserId | None] = field(2)
    """Who ordered; none at a guest checkout."""

    total: Final[Money] = field(3)
    """What is to be paid."""

    paid: Final[int] = field(4)
    """Captured for it."""

    in_flight: Final[int] = field(5)
    """Reserved by payments that are under way."""

    refunded: Final[int] = field(6)
    """Given back of what was paid."""

    refunds_reserved: Final[int] = field(7)
    """Reserved by refunds that are under way."""

    reference: Final[str | None] = field(8)
    """The host's own reference."""

    state: Final[OrderState] = field(9)
    """Where it stands."""

    placed_at: Final[datetime] = field(10)
    """Since when."""

    fulfilment: Final[Fulfilment] = field(11)
    """How far the merchant has delivered."""

    expires_at: Final[datetime | None] = field(12)
    """Until when it may be paid."""

    due_at: Final[datetime | None] = field(13)
    """When time ends the state it is in: it expires unpaid, or its time for refunds is over."""

    newest_payment: Final[PaymentId | None] = field(14)
    """Its newest payment; each names the one before."""

    payments: Final[int] = field(15)
    """How many payments it has had."""

    metadata: Final[Metadata | None] = field(16)
    """What the host keeps with it."""


class Part(Record):
    """A receiver's share of a payment. Amounts beside `amount` are minor units of its currency."""

    TABLE = "parts"

    __slots__ = ()
    __match_args__ = (
        "id",
        "payment",
        "number",
        "receiver",
        "amount",
        "fee_plan",
        "captured",
        "fee",
        "refunded",
        "refunds_reserved",
        "taken_back",
        "fee_returned",
    )

    id: Final[PartId] = field(0)
    """Derived from the payment and the number."""

    payment: Final[PaymentId] = field(1)
    """The payment."""

    number: Final[int] = field(2)
    """Its number within the payment, from 1."""

    receiver: Final[AnyOwner] = field(3)
    """Who is paid."""

    amount: Final[Money] = field(4)
    """Its share of the payment."""

    fee_plan: Final[FeePlanId | None] = field(5)
    """The fee plan of the day the payment started; none for a top-up."""

    captured: Final[int] = field(6)
    """Captured of it."""

    fee: Final[int] = field(7)
    """The platform's fee taken of it."""

    refunded: Final[int] = field(8)
    """Given back of it."""

    refunds_reserved: Final[int] = field(9)
    """Reserved by refunds that are under way."""

    taken_back: Final[int] = field(10)
    """What the channel took back of it."""

    fee_returned: Final[int] = field(11)
    """Given back of the fee because of refunds."""


class Payment(Record):
    """One way of paying. Amounts beside `amount` are minor units of its currency."""

    TABLE = "payments"

    __slots__ = ()
    __match_args__ = (
        "id",
        "order",
        "payer",
        "receiver",
        "amount",
        "method",
        "capture",
        "authorised",
        "captured",
        "refunded",
        "refunds_reserved",
        "unwanted",
        "operation",
        "authorised_by",
        "taken_by",
        "hold",
        "last_capture",
        "failure",
        "state",
        "started_at",
        "attempts_left",
        "tries_left",
        "confirmed_by",
        "expires_at",
        "review_until",
        "authorisation_seconds",
        "authorised_until",
        "due_at",
        "taken_back",
        "owed_by_payee",
        "refunded_in_excess",
        "before",
        "metadata",
        "incremented",
        "first_method",
    )

    id: Final[PaymentId] = field(0)
    """Its id."""

    order: Final[OrderId | None] = field(1)
    """The order it pays; none for a top-up."""

    payer: Final[UserId | None] = field(2)
    """Who pays; none at a guest checkout."""

    receiver: Final[AnyOwner] = field(3)
    """Who is paid: a merchant, or the user whose wallet is topped up."""

    amount: Final[Money] = field(4)
    """How much."""

    method: Final[AnyMethod | None] = field(5)
    """What it is paid with; none while it needs one."""

    capture: Final[CaptureMode] = field(6)
    """Whether it is captured at once."""

    authorised: Final[int] = field(7)
    """Reserved on the payer's side, captured or not."""

    captured: Final[int] = field(8)
    """Taken from the payer for the receiver."""

    refunded: Final[int] = field(9)
    """Given back of what was captured."""

    refunds_reserved: Final[int] = field(10)
    """Reserved by refunds that are under way."""

    unwanted: Final[int] = field(11)
    """Taken from the payer by a success that the payment does not rest on, and kept for the payer.
    """

    operation: Final[OperationId | None] = field(12)
    """The unfinished operation, if there is one."""

    authorised_by: Final[OperationId | None] = field(13)
    """The operation at the channel that reserved the amount."""

    taken_by: Final[OperationId | None] = field(14)
    """The newest operation at the channel that took money; refunds build on it."""

    hold: Final[TransferId | None] = field(15)
    """The pending transfer that reserves what is not captured yet."""

    last_capture: Final[CaptureKind | None] = field(16)
    """Whether the capture that is under way is the last."""

    failure: Final[str | None] = field(17)
    """Why it failed."""

    state: Final[PaymentState] = field(18)
    """Where it stands."""

    started_at: Final[datetime] = field(19)
    """Since when."""

    attempts_left: Final[int] = field(20)
    """How often it may still be sent to a channel."""

    tries_left: Final[int] = field(21)
    """How often the payer may still try at the challenge that is under way."""

    confirmed_by: Final[str | None] = field(22)
    """Who confirmed it last; they may not review it."""

    expires_at: Final[datetime | None] = field(23)
    """Until when it may be confirmed."""

    review_until: Final[datetime | None] = field(24)
    """Until when the review that is under way may answer."""

    authorisation_seconds: Final[int] = field(25)
    """For how many seconds what it authorises may be captured."""

    authorised_until: Final[datetime | None] = field(26)
    """Until when what it has authorised may be captured."""

    due_at: Final[datetime | None] = field(27)
    """When time ends the state it is in."""

    taken_back: Final[int] = field(28)
    """What the channel took back of it, from whoever was paid."""

    owed_by_payee: Final[int] = field(29)
    """What of that the payee's wallet could not give; the user owes it to the platform."""

    refunded_in_excess: Final[int] = field(30)
    """What was given back beyond what was captured, because a refund succeeded after it was given up.
    """

    before: Final[PaymentId | None] = field(31)
    """The payment of the same order before it."""

    metadata: Final[Metadata | None] = field(32)
    """What the host keeps with it."""

    incremented: Final[int] = field(33)
    """How much of its amount was asked for by increments."""

    first_method: Final[AnyMethod | None] = field(34)
    """What it was to be paid with at first, where another method took or is to take its place."""


class Refund(Record):
    """Money back to a payer."""

    TABLE = "refunds"

    __slots__ = ()
    __match_args__ = (
        "id",
        "payment",
        "amount",
        "requested_by",
        "reason",
        "hold",
        "operation",
        "failure",
        "state",
        "requested_at",
        "destination",
        "reviewed_by",
        "due_at",
        "metadata",
        "given_by",
    )

    id: Final[RefundId] = field(0)
    """Its id."""

    payment: Final[PaymentId] = field(1)
    """The payment it gives back."""

    amount: Final[Money] = field(2)
    """How much."""

    requested_by: Final[str] = field(3)
    """Who asked."""

    reason: Final[str | None] = field(4)
    """Why."""

    hold: Final[TransferId | None] = field(5)
    """The pending transfer that reserves the amount."""

    operation: Final[OperationId | None] = field(6)
    """Its last operation at the channel."""

    failure: Final[str | None] = field(7)
    """Why it did not go through."""

    state: Final[RefundState] = field(8)
    """Where it stands."""

    requested_at: Final[datetime] = field(9)
    """Since when."""

    destination: Final[AnyMethod | None] = field(10)
    """Where it goes; none where it goes back to where the payment came from."""

    reviewed_by: Final[str | None] = field(11)
    """Who reviewed it."""

    due_at: Final[datetime | None] = field(12)
    """Until when its review may answer, while it waits for that."""

    metadata: Final[Metadata | None] = field(13)
    """What the host keeps with it."""

    given_by: Final[OperationId | None] = field(14)
    """The operation that gave the money back; none where the ledger did, and as long as it is not
    back.
    """


class Transfer(Record):
    """Money moved, held or released; immutable."""

    TABLE = "transfers"

    __slots__ = ()
    __match_args__ = (
        "position",
        "id",
        "debit",
        "credit",
        "amount",
        "phase",
        "kind",
        "subject",
        "hold",
        "reference",
        "effective_at",
        "recorded_at",
        "debit_before",
        "debit_after",
        "credit_before",
        "credit_after",
        "metadata",
    )

    position: Final[int] = field(0)
    """Where it stands: lane and ordinal in one integer."""

    id: Final[TransferId] = field(1)
    """Its id."""

    debit: Final[AccountId] = field(2)
    """Account debited."""

    credit: Final[AccountId] = field(3)
    """Account credited."""

    amount: Final[int] = field(4)
    """Minor units of the accounts' currency."""

    phase: Final[Phase] = field(5)
    """What it does: 1 posted, 2 pending, 3 posts, 4 voids, 5 expires a pending one."""

    kind: Final[int] = field(6)
    """What it is for; from 1,000 on the host's own kinds."""

    subject: Final[bytes | None] = field(7)
    """The payment, refund or other record that caused it."""

    hold: Final[TransferId | None] = field(8)
    """The pending transfer that it resolves."""

    reference: Final[str | None] = field(9)
    """The caller's own reference."""

    effective_at: Final[datetime | None] = field(10)
    """When it counts, where that is before it was recorded."""

    recorded_at: Final[datetime] = field(11)
    """Time of its entry."""

    debit_before: Final[int | None] = field(12)
    """The debited account's transfer before this one, on the same balance."""

    debit_after: Final[int] = field(13)
    """The debited balance after it, on the account's normal side."""

    credit_before: Final[int | None] = field(14)
    """The credited account's transfer before this one, on the same balance."""

    credit_after: Final[int] = field(15)
    """The credited balance after it, on the account's normal side."""

    metadata: Final[Metadata | None] = field(16)
    """What the host keeps with it."""


class User(Record):
    """A user of the host."""

    TABLE = "users"

    __slots__ = ()
    __match_args__ = ("id", "reference")

    id: Final[UserId] = field(0)
    """Its id."""

    reference: Final[str] = field(1)
    """What the host knows the user by; nothing that names a person."""


class Booked(Record):
    """What was booked of a `NewTransfer`."""

    __slots__ = ()
    __match_args__ = ("id", "moved", "repeated")

    id: Final[TransferId] = field(0)
    """The transfer's id."""

    moved: Final[Money | None] = field(1)
    """What a balancing transfer moved; none where the request itself says how much."""

    repeated: Final[bool] = field(2)
    """It was there before, and nothing was posted: its id was the caller's and named it, or all of the
    command is a replay of its key. The journal does not keep it.
    """


class Posted(Record):
    """What became of each transfer of `PostTransfers`, in the order of the request."""

    __slots__ = ()
    __match_args__ = ("results",)

    results: Final[list[Booked | Refusal]] = field(0)
    """The transfer's id, what a balancing one moved, and whether it was there before; or why it was
    refused.
    """


class Work(Record):
    """An effect with the operation it is about: what a worker needs to do it."""

    __slots__ = ()
    __match_args__ = ("effect", "operation")

    effect: Final[Effect] = field(0)
    """The effect."""

    operation: Final[Operation] = field(1)
    """The operation."""


class Claimed(Record):
    """What a worker was given."""

    __slots__ = ()
    __match_args__ = ("work",)

    work: Final[list[Work]] = field(0)
    """Each effect with its operation, in the order asked for."""


class TimedOut(Record):
    """What `TimeOut` did."""

    __slots__ = ()
    __match_args__ = ("was_due",)

    was_due: Final[bool] = field(0)
    """Whether anything was due."""


class Forgotten(Record):
    """What `ForgetKeys` did."""

    __slots__ = ()
    __match_args__ = ("keys",)

    keys: Final[int] = field(0)
    """How many keys were forgotten."""


class Figures(ComputedFigures):
    """The four sums of an account, in minor units, and what follows from them."""

    __slots__ = ()
    __match_args__ = ("side", "debits", "credits", "pending_debits", "pending_credits")

    side: Final[Side] = field(0)
    """The normal side."""

    debits: Final[int] = field(1)
    """Posted debits."""

    credits: Final[int] = field(2)
    """Posted credits."""

    pending_debits: Final[int] = field(3)
    """Pending debits."""

    pending_credits: Final[int] = field(4)
    """Pending credits."""


class StatementLine(Record):
    """A line of a statement."""

    __slots__ = ()
    __match_args__ = ("transfer", "side", "balance")

    transfer: Final[Transfer] = field(0)
    """What was booked."""

    side: Final[Side] = field(1)
    """The side on which the account stands in it."""

    balance: Final[int] = field(2)
    """The account's balance after it, in minor units on the account's normal side. Lines that are not
    shown count as well.
    """


class TrialLine(Record):
    """A line of the trial balance: all accounts of one purpose in one currency."""

    __slots__ = ()
    __match_args__ = ("currency", "purpose", "figures")

    currency: Final[Currency] = field(0)
    """The currency."""

    purpose: Final[Purpose] = field(1)
    """The purpose."""

    figures: Final[Figures] = field(2)
    """Their sums. Over all lines of a currency, debits equal credits, posted and pending."""


class EdgeName(Record):
    """An edge as `verify` and readers of the journal look it up by tag.

    Tags are unique over all machines.
    """

    __slots__ = ()
    __match_args__ = ("tag", "machine", "table", "from_", "event", "to")

    tag: Final[int] = field(0)
    """Its number in journal entries."""

    machine: Final[str] = field(1)
    """The machine."""

    table: Final[int] = field(2)
    """Tag of the table of its records."""

    from_: Final[str | None] = field(3)
    """Word of the state it begins in; `None` where the record is made."""

    event: Final[str] = field(4)
    """Word of the event."""

    to: Final[str] = field(5)
    """Word of the state it leads to."""


class Change(Record):
    """A record that was written."""

    __slots__ = ()
    __match_args__ = ("table", "id", "version", "edges")

    table: Final[str] = field(0)
    """Its table."""

    id: Final[str] = field(1)
    """Its id, as text."""

    version: Final[int] = field(2)
    """How many commands wrote it, with this one. A subscriber that knows a higher version of the
    record knows this change already.
    """

    edges: Final[list[EdgeName]] = field(3)
    """The edges that it took, in order."""


class AddedTransfers(Record):
    """Transfers at consecutive places."""

    __slots__ = ()
    __match_args__ = ("first", "count")

    first: Final[int] = field(0)
    """Where the first of them stands."""

    count: Final[int] = field(1)  # type: ignore[assignment]
    """How many there are."""


class Event(Record):
    """One accepted command and what it changed.

    Lane and sequence tell an event from every other: a subscriber that may be handed one twice
    knows it by them. Between lanes the order is by time, and clocks differ: what changed a record
    last is told by `Change.version`, never by the order in which events came.
    """

    __slots__ = ()
    __match_args__ = (
        "lane",
        "sequence",
        "hash",
        "at",
        "actor",
        "key",
        "command",
        "changes",
        "transfers",
    )

    lane: Final[int] = field(0)
    """The lane."""

    sequence: Final[int] = field(1)
    """Place in the lane, from 1, without gaps."""

    hash: Final[bytes] = field(2)
    """Hash of the journal entry."""

    at: Final[datetime] = field(3)
    """When it was decided."""

    actor: Final[AnyActor] = field(4)
    """Who asked."""

    key: Final[str | None] = field(5)
    """The idempotency key, if there was one."""

    command: Final[Command] = field(6)
    """What was asked."""

    changes: Final[list[Change]] = field(7)
    """The records that it wrote. Balances follow from the transfers and are not among them."""

    transfers: Final[AddedTransfers | None] = field(8)
    """The transfers that it posted, if it did."""


class FeedPage(Record):
    """Some events, and the cut behind them."""

    __slots__ = ()
    __match_args__ = ("events", "next")

    events: Final[list[Event]] = field(0)
    """What happened: of each lane in order of sequence, and between lanes by time."""

    next: Final[str] = field(1)
    """Where the next page begins. Where there is no event, the cut that was asked with."""


class Behind(Record):
    """How far books have come beyond a cut of them: what a copy that stands there does not show yet.
    """

    __slots__ = ()
    __match_args__ = ("entries", "since")

    entries: Final[int] = field(0)
    """Entries written since."""

    since: Final[datetime | None] = field(1)
    """When the first of them was written; none where the cut is where the books stand."""


class Finding(Record):
    """Something that is not as the journal says."""

    __slots__ = ()
    __match_args__ = ("table", "row", "what")

    table: Final[str] = field(0)
    """The table."""

    row: Final[str] = field(1)
    """The row: its key; of the journal and of transfers, lane and number."""

    what: Final[str] = field(2)
    """What is wrong with it."""


class Verification(ComputedVerification):
    """What a check found, and how much it looked at."""

    __slots__ = ()
    __match_args__ = ("findings", "further_findings", "entries", "records", "transfers")

    findings: Final[list[Finding]] = field(0)
    """The first twenty findings of each table. None: everything is as the journal says."""

    further_findings: Final[int] = field(1)
    """How many findings there are beyond those."""

    entries: Final[int] = field(2)
    """Journal entries checked."""

    records: Final[int] = field(3)
    """Records checked, beside transfers."""

    transfers: Final[int] = field(4)
    """Transfers checked."""


class Imported(Record):
    """What an import came to."""

    __slots__ = ()
    __match_args__ = ("entries", "already_there")

    entries: Final[int] = field(0)
    """Entries of the export, all of which are now in the storage."""

    already_there: Final[int] = field(1)
    """How many of them an earlier import had brought."""
