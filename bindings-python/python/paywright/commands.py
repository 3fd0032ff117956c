"""Commands as values: for `Engine.execute`, `batch`, `atomic` and `preview`.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from ._base import Command, Currency, Metadata, field, new
from ._native import Money
from .enums import (
    CaptureKind,
    CaptureMode,
    ChallengeResult,
    Decision,
    FeesOnRefund,
    Fulfilment,
    RefundReview,
    Rounding,
    Sides,
    Unreviewed,
)
from .ids import (
    AccountId,
    CaseId,
    EffectId,
    ExchangeId,
    FeePlanId,
    KeyId,
    MerchantId,
    OperationId,
    OrderId,
    PaymentId,
    RefundId,
    TransferId,
    UserId,
)
from .values import (
    AccountKey,
    AnyDue,
    AnyMethod,
    AnyOutcome,
    AnyPaymentPurpose,
    AnyVerdict,
    NewTransfer,
    Verdict,
)

__all__ = [
    "RegisterAsset",
    "OpenAccount",
    "PostTransfers",
    "FreezeAccount",
    "UnfreezeAccount",
    "ChangeBounds",
    "CloseAccount",
    "CloseBooks",
    "ExchangeCurrency",
    "RegisterUser",
    "CreateFeePlan",
    "RegisterMerchant",
    "ActivateMerchant",
    "SuspendMerchant",
    "PlaceOrder",
    "CancelOrder",
    "RecordFulfilment",
    "StartPayment",
    "AttachMethod",
    "ConfirmPayment",
    "AnswerChallenge",
    "ReviewPayment",
    "ResumePayment",
    "CancelPayment",
    "CapturePayment",
    "IncrementAuthorisation",
    "VoidPayment",
    "ReleaseRest",
    "RequestRefund",
    "ApproveRefund",
    "RejectRefund",
    "WithdrawRefund",
    "RetryRefund",
    "RerouteRefund",
    "GiveUpRefund",
    "CloseRefund",
    "ObserveOperation",
    "RetryReversal",
    "ClaimEffects",
    "CompleteEffect",
    "RecoverEffects",
    "TimeOut",
    "ForgetKeys",
    "RaiseRules",
    "CloseCase",
]


class RegisterAsset(Command):
    """Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its
    code has one exponent for ever.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`.
    """

    TAG = 7
    NAME = "register_asset"

    __slots__ = ()
    __match_args__ = ("currency", "name")

    def __new__(cls, currency: Currency | str, name: str) -> RegisterAsset:
        return new(cls, (currency, name))

    currency: Final[Currency | str] = field(0)
    """Code and exponent, as `Currency.asset` makes them."""

    name: Final[str] = field(1)
    """What people call it, at most 128 bytes."""


class OpenAccount(Command):
    """Opens the account with this key, or answers the one that is there; its bounds then stay as they
    are. Accounts open by themselves when they are first posted to; this command is for the bounds
    of a wallet, and for accounts that the host posts to by hand.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `purpose_not_allowed`,
    `not_found`, `unknown_asset`.
    """

    TAG = 1
    NAME = "open_account"

    __slots__ = ()
    __match_args__ = ("account", "min_available", "max_balance")

    def __new__(
        cls,
        account: AccountKey,
        *,
        min_available: int | None = None,
        max_balance: int | None = None,
    ) -> OpenAccount:
        return new(cls, (account, min_available, max_balance))

    account: Final[AccountKey] = field(0)
    """Owner, purpose, currency and scope."""

    min_available: Final[int | None] = field(1)
    """What must stay available, in minor units: 0 where it is left out, negative for a credit line.
    Only for guarded purposes.
    """

    max_balance: Final[int | None] = field(2)
    """What the balance may rise to, in minor units; without end where it is left out. Only for guarded
    purposes.
    """


class PostTransfers(Command):
    """Posts transfers, each with its own result; chained ones stand or fall together. The command
    itself is refused only where its list or its actor is; what stops one transfer is that
    transfer's result. One whose id names a transfer that is there already, and that asks for the
    same, is not posted again: it is answered as `repeated`. Refusals of transfers, in order:
    `invalid_value`, `books_closed`, `amount_must_be_positive`, `amount_too_large`, `same_account`,
    `not_found`, `currency_mismatch`, `account_not_open`, `insufficient_funds`,
    `balance_limit_exceeded`, `hold_not_open`, `hold_expired`, `exceeds_hold`, `id_reused`,
    `chain_failed`.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`.
    """

    TAG = 2
    NAME = "post_transfers"

    __slots__ = ()
    __match_args__ = ("transfers",)

    def __new__(cls, transfers: Iterable[NewTransfer]) -> PostTransfers:
        return new(cls, (transfers,))

    transfers: Final[Iterable[NewTransfer]] = field(0)
    """The transfers, in order."""


class FreezeAccount(Command):
    """Stops debits, credits or both on an account. What is pending on it can be voided and expires,
    and cannot be posted. What a channel did meanwhile goes to `suspense`, and a case is opened. The
    platform's accounts that take what channels did are never frozen.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
    `purpose_not_allowed`, `wrong_state`.
    """

    TAG = 3
    NAME = "freeze_account"

    __slots__ = ()
    __match_args__ = ("account", "sides", "reason")

    def __new__(
        cls,
        account: AccountId,
        *,
        sides: Sides = Sides.BOTH,
        reason: str | None = None,
    ) -> FreezeAccount:
        return new(cls, (account, sides, reason))

    account: Final[AccountId] = field(0)
    """The account."""

    sides: Final[Sides] = field(1)
    """What is stopped, beside what already was."""

    reason: Final[str | None] = field(2)
    """Why, at most 256 bytes; kept in the journal."""


class UnfreezeAccount(Command):
    """Lets debits, credits or both be posted to a frozen account again.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
    """

    TAG = 4
    NAME = "unfreeze_account"

    __slots__ = ()
    __match_args__ = ("account", "sides", "reason")

    def __new__(
        cls,
        account: AccountId,
        *,
        sides: Sides = Sides.BOTH,
        reason: str | None = None,
    ) -> UnfreezeAccount:
        return new(cls, (account, sides, reason))

    account: Final[AccountId] = field(0)
    """The account."""

    sides: Final[Sides] = field(1)
    """What is let through again, as far as it was stopped."""

    reason: Final[str | None] = field(2)
    """Why, at most 256 bytes; kept in the journal."""


class ChangeBounds(Command):
    """Sets both bounds of an account. A bound may be tighter than what the account holds now: what is
    there stays, and from then on nothing makes the breach worse.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
    `purpose_not_allowed`, `wrong_state`.
    """

    TAG = 6
    NAME = "change_bounds"

    __slots__ = ()
    __match_args__ = ("account", "min_available", "max_balance")

    def __new__(
        cls,
        account: AccountId,
        *,
        min_available: int | None = 0,
        max_balance: int | None = None,
    ) -> ChangeBounds:
        return new(cls, (account, min_available, max_balance))

    account: Final[AccountId] = field(0)
    """The account, of a guarded purpose."""

    min_available: Final[int | None] = field(1)
    """What must stay available, in minor units; negative for a credit line, without such a bound where
    it is left out.
    """

    max_balance: Final[int | None] = field(2)
    """What the balance may rise to, in minor units; without end where it is left out."""


class CloseAccount(Command):
    """Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be
    pending on it. Of a shared account every lane's balance is looked at, and the commit is refused
    if another engine posts to any of them meanwhile.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`, `not_found`, `purpose_not_allowed`,
    `wrong_state`, `account_not_empty`.
    """

    TAG = 5
    NAME = "close_account"

    __slots__ = ()
    __match_args__ = ("account",)

    def __new__(cls, account: AccountId) -> CloseAccount:
        return new(cls, (account,))

    account: Final[AccountId] = field(0)
    """The account."""


class CloseBooks(Command):
    """Closes the books through a moment: from then on no transfer may count from that moment or an
    earlier one. Books are never opened again; what comes late is posted with a later date.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `books_closed`.
    """

    TAG = 8
    NAME = "close_books"

    __slots__ = ()
    __match_args__ = ("through",)

    def __new__(cls, through: datetime) -> CloseBooks:
        return new(cls, (through,))

    through: Final[datetime] = field(0)
    """The last moment that is closed; it must have passed."""


class ExchangeCurrency(Command):
    """Debits one account in its currency and credits another in its own, both through `fx_position`.
    The caller says both amounts and the rate; they must agree to the minor unit, however it was
    rounded (`Rate.convert`), and are kept as they were booked. What the platform gains or loses
    stays in `fx_position` until it is posted to `fx_gain_loss`.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
    `amount_too_large`, `rate_mismatch`, `not_permitted`, `id_reused`, `books_closed`,
    `unknown_asset`, `not_found`, `same_account`, `currency_mismatch`, `account_not_open`,
    `insufficient_funds`, `balance_limit_exceeded`.
    """

    TAG = 9
    NAME = "exchange_currency"

    __slots__ = ()
    __match_args__ = (
        "id",
        "debit",
        "credit",
        "debited",
        "credited",
        "rate",
        "effective_at",
        "reference",
        "metadata",
    )

    def __new__(
        cls,
        debit: AccountId,
        credit: AccountId,
        debited: Money,
        credited: Money,
        rate: Decimal | str,
        *,
        id: ExchangeId | None = None,
        effective_at: datetime | None = None,
        reference: str | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
    ) -> ExchangeCurrency:
        return new(cls, (
            id,
            debit,
            credit,
            debited,
            credited,
            rate,
            effective_at,
            reference,
            metadata,
        ))

    id: Final[ExchangeId | None] = field(0)
    """The exchange's id; made where it is left out."""

    debit: Final[AccountId] = field(1)
    """Account to debit."""

    credit: Final[AccountId] = field(2)
    """Account to credit."""

    debited: Final[Money] = field(3)
    """What to debit, in the currency of that account."""

    credited: Final[Money] = field(4)
    """What to credit, in the currency of that account."""

    rate: Final[Decimal | str] = field(5)
    """Whole units of the credited currency for one whole unit of the debited one."""

    effective_at: Final[datetime | None] = field(6)
    """When it counts, where that is before it is recorded."""

    reference: Final[str | None] = field(7)
    """The caller's own reference, at most 256 bytes."""

    metadata: Final[Metadata | Mapping[str, object] | None] = field(8)
    """What the host keeps with it."""


class RegisterUser(Command):
    """Registers a user.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`.
    """

    TAG = 10
    NAME = "register_user"

    __slots__ = ()
    __match_args__ = ("id", "reference")

    def __new__(cls, reference: str, *, id: UserId | None = None) -> RegisterUser:
        return new(cls, (id, reference))

    id: Final[UserId | None] = field(0)
    """The user's id; made where it is left out."""

    reference: Final[str] = field(1)
    """What the host knows the user by, at most 256 bytes; nothing that names a person."""


class CreateFeePlan(Command):
    """Creates a fee plan. It never changes; other terms are another plan.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `amount_too_large`, `not_permitted`,
    `id_reused`, `unknown_asset`.
    """

    TAG = 11
    NAME = "create_fee_plan"

    __slots__ = ()
    __match_args__ = ("id", "name", "rate", "rounding", "fixed", "on_refund")

    def __new__(
        cls,
        name: str,
        rate: Decimal | str,
        fixed: Money,
        *,
        id: FeePlanId | None = None,
        rounding: Rounding = Rounding.HALF_UP,
        on_refund: FeesOnRefund = FeesOnRefund.KEPT,
    ) -> CreateFeePlan:
        return new(cls, (id, name, rate, rounding, fixed, on_refund))

    id: Final[FeePlanId | None] = field(0)
    """The plan's id; made where it is left out."""

    name: Final[str] = field(1)
    """Its name, at most 128 bytes."""

    rate: Final[Decimal | str] = field(2)
    """The share of what is captured, from 0 to 1."""

    rounding: Final[Rounding] = field(3)
    """How the share is rounded to minor units."""

    fixed: Final[Money] = field(4)
    """Taken once a part, zero or more. Payments under the plan are in its currency."""

    on_refund: Final[FeesOnRefund] = field(5)
    """What becomes of the fee when a payment is refunded."""


class RegisterMerchant(Command):
    """Registers a merchant, as a draft: it may sell once it is activated.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`, `not_found`.
    """

    TAG = 12
    NAME = "register_merchant"

    __slots__ = ()
    __match_args__ = (
        "id",
        "name",
        "fee_plan",
        "refund_review",
        "review_seconds",
        "unreviewed",
        "refund_window_seconds",
    )

    def __new__(
        cls,
        name: str,
        fee_plan: FeePlanId,
        *,
        id: MerchantId | None = None,
        refund_review: RefundReview = RefundReview.REQUIRED,
        review_seconds: int | None = None,
        unreviewed: Unreviewed = Unreviewed.REJECT,
        refund_window_seconds: int | None = None,
    ) -> RegisterMerchant:
        return new(cls, (
            id,
            name,
            fee_plan,
            refund_review,
            review_seconds,
            unreviewed,
            refund_window_seconds,
        ))

    id: Final[MerchantId | None] = field(0)
    """The merchant's id; made where it is left out."""

    name: Final[str] = field(1)
    """Its name, at most 128 bytes."""

    fee_plan: Final[FeePlanId] = field(2)
    """The fee plan of its payments."""

    refund_review: Final[RefundReview] = field(3)
    """Whether its refunds are reviewed."""

    review_seconds: Final[int | None] = field(4)
    """For how long a refund may wait for its review, in seconds, at most five years; without end where
    it is left out.
    """

    unreviewed: Final[Unreviewed] = field(5)
    """What becomes of a refund that nobody reviewed in time."""

    refund_window_seconds: Final[int | None] = field(6)
    """For how long after an order is paid its merchant may refund it, in seconds, at most five years;
    without end where it is left out. The platform may refund it later too.
    """


class ActivateMerchant(Command):
    """Lets a merchant sell, for the first time or again.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`.
    """

    TAG = 13
    NAME = "activate_merchant"

    __slots__ = ()
    __match_args__ = ("merchant",)

    def __new__(cls, merchant: MerchantId) -> ActivateMerchant:
        return new(cls, (merchant,))

    merchant: Final[MerchantId] = field(0)
    """The merchant."""


class SuspendMerchant(Command):
    """Stops a merchant from selling; what is open goes on.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`.
    """

    TAG = 14
    NAME = "suspend_merchant"

    __slots__ = ()
    __match_args__ = ("merchant",)

    def __new__(cls, merchant: MerchantId) -> SuspendMerchant:
        return new(cls, (merchant,))

    merchant: Final[MerchantId] = field(0)
    """The merchant."""


class PlaceOrder(Command):
    """Places an order at a merchant.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
    `amount_too_large`, `not_permitted`, `id_reused`, `not_found`, `currency_mismatch`,
    `merchant_not_active`.
    """

    TAG = 15
    NAME = "place_order"

    __slots__ = ()
    __match_args__ = ("id", "merchant", "customer", "total", "reference", "expires_at", "metadata")

    def __new__(
        cls,
        merchant: MerchantId,
        total: Money,
        *,
        id: OrderId | None = None,
        customer: UserId | None = None,
        reference: str | None = None,
        expires_at: datetime | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
    ) -> PlaceOrder:
        return new(cls, (id, merchant, customer, total, reference, expires_at, metadata))

    id: Final[OrderId | None] = field(0)
    """The order's id; made where it is left out."""

    merchant: Final[MerchantId] = field(1)
    """Who is owed."""

    customer: Final[UserId | None] = field(2)
    """Who orders; left out at a guest checkout."""

    total: Final[Money] = field(3)
    """What is to be paid, in the currency of the merchant's fee plan."""

    reference: Final[str | None] = field(4)
    """The host's own reference, at most 256 bytes."""

    expires_at: Final[datetime | None] = field(5)
    """Until when it may be paid; then it is closed as if it were cancelled. Without end where it is
    left out.
    """

    metadata: Final[Metadata | Mapping[str, object] | None] = field(6)
    """What the host keeps with it."""


class CancelOrder(Command):
    """Gives an order up that is not paid in full. Its payments end as far as they can now: what is
    authorised is voided, and the refund of what is captured is requested. What is unfinished at a
    channel is waited for, and undone when it succeeds. A customer may cancel an order of which
    nothing is paid.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`.
    """

    TAG = 38
    NAME = "cancel_order"

    __slots__ = ()
    __match_args__ = ("order", "reason")

    def __new__(cls, order: OrderId, *, reason: str | None = None) -> CancelOrder:
        return new(cls, (order, reason))

    order: Final[OrderId] = field(0)
    """The order."""

    reason: Final[str | None] = field(1)
    """Why, at most 256 bytes; kept in the journal."""


class RecordFulfilment(Command):
    """Notes how far the merchant has delivered. It moves no money and stands beside the order's state.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`.
    """

    TAG = 39
    NAME = "record_fulfilment"

    __slots__ = ()
    __match_args__ = ("order", "fulfilment")

    def __new__(cls, order: OrderId, fulfilment: Fulfilment) -> RecordFulfilment:
        return new(cls, (order, fulfilment))

    order: Final[OrderId] = field(0)
    """The order."""

    fulfilment: Final[Fulfilment] = field(1)
    """How far."""


class StartPayment(Command):
    """Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`,
    `invalid_value`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
    `unknown_asset`, `wrong_state`, `merchant_not_active`, `too_many_payments`, `exceeds_due`.
    """

    TAG = 16
    NAME = "start_payment"

    __slots__ = ()
    __match_args__ = (
        "id",
        "purpose",
        "amount",
        "method",
        "payer",
        "capture",
        "attempts",
        "expires_at",
        "authorisation_seconds",
        "metadata",
    )

    def __new__(
        cls,
        purpose: AnyPaymentPurpose | OrderId | UserId,
        *,
        id: PaymentId | None = None,
        amount: Money | None = None,
        method: AnyMethod | None = None,
        payer: UserId | None = None,
        capture: CaptureMode = CaptureMode.AUTOMATIC,
        attempts: int | None = None,
        expires_at: datetime | None = None,
        authorisation_seconds: int | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
    ) -> StartPayment:
        return new(cls, (
            id,
            purpose,
            amount,
            method,
            payer,
            capture,
            attempts,
            expires_at,
            authorisation_seconds,
            metadata,
        ))

    id: Final[PaymentId | None] = field(0)
    """The payment's id; made where it is left out."""

    purpose: Final[AnyPaymentPurpose | OrderId | UserId] = field(1)
    """What it is for."""

    amount: Final[Money | None] = field(2)
    """How much; all that is due of the order where it is left out."""

    method: Final[AnyMethod | None] = field(3)
    """What it is paid with; it may be attached later."""

    payer: Final[UserId | None] = field(4)
    """Who pays; the order's customer, or the owner of the wallet, where it is left out."""

    capture: Final[CaptureMode] = field(5)
    """Whether it is captured at once."""

    attempts: Final[int | None] = field(6)
    """How often it may be sent to a channel, from 1 to 10: after a decline it takes another method as
    long as any are left. Once where it is left out.
    """

    expires_at: Final[datetime | None] = field(7)
    """Until when it may be confirmed; without end where it is left out."""

    authorisation_seconds: Final[int | None] = field(8)
    """For how many seconds what it authorises may be captured, at most five years; a week where it is
    left out.
    """

    metadata: Final[Metadata | Mapping[str, object] | None] = field(9)
    """What the host keeps with it."""


class AttachMethod(Command):
    """Says what a payment is paid with, where it was started without a method or the one before was
    declined.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `invalid_value`, `wrong_state`.
    """

    TAG = 31
    NAME = "attach_method"

    __slots__ = ()
    __match_args__ = ("payment", "method")

    def __new__(cls, payment: PaymentId, method: AnyMethod) -> AttachMethod:
        return new(cls, (payment, method))

    payment: Final[PaymentId] = field(0)
    """The payment."""

    method: Final[AnyMethod] = field(1)
    """What it is paid with."""


class ConfirmPayment(Command):
    """The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a
    channel an operation is written down for the host to send. A wallet with too little is refused
    `insufficient_funds`, and the payment stays where it was. A payment that the platform denies has
    failed: that is an answer, not a refusal.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
    `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
    """

    TAG = 17
    NAME = "confirm_payment"

    __slots__ = ()
    __match_args__ = ("payment", "verdict")

    def __new__(
        cls,
        payment: PaymentId,
        *,
        verdict: AnyVerdict = Verdict.Allow(),
    ) -> ConfirmPayment:
        return new(cls, (payment, verdict))

    payment: Final[PaymentId] = field(0)
    """The payment."""

    verdict: Final[AnyVerdict] = field(1)
    """What the platform's look at the risk came to; only the platform gives another than to allow it.
    """


class AnswerChallenge(Command):
    """Brings what the payer answered to the platform's own challenge. Three times it may fail; then
    the payment needs another method. What a channel needs of the payer is no challenge: its outcome
    is observed.

    Safe to repeat by a key, which must be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
    `amount_too_large`.
    """

    TAG = 30
    NAME = "answer_challenge"

    __slots__ = ()
    __match_args__ = ("payment", "result")

    def __new__(cls, payment: PaymentId, result: ChallengeResult) -> AnswerChallenge:
        return new(cls, (payment, result))

    payment: Final[PaymentId] = field(0)
    """The payment."""

    result: Final[ChallengeResult] = field(1)
    """What came of it."""


class ReviewPayment(Command):
    """Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review
    it.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`,
    `self_review`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
    `amount_too_large`.
    """

    TAG = 37
    NAME = "review_payment"

    __slots__ = ()
    __match_args__ = ("payment", "decision", "reason")

    def __new__(
        cls,
        payment: PaymentId,
        decision: Decision,
        *,
        reason: str | None = None,
    ) -> ReviewPayment:
        return new(cls, (payment, decision, reason))

    payment: Final[PaymentId] = field(0)
    """The payment."""

    decision: Final[Decision] = field(1)
    """Whether it may go on."""

    reason: Final[str | None] = field(2)
    """Why, at most 256 bytes."""


class ResumePayment(Command):
    """The payer is back from where the channel sent them: the channel is asked at once what came of
    it. That they came back says nothing of the money.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `wrong_state`.
    """

    TAG = 36
    NAME = "resume_payment"

    __slots__ = ()
    __match_args__ = ("payment",)

    def __new__(cls, payment: PaymentId) -> ResumePayment:
        return new(cls, (payment,))

    payment: Final[PaymentId] = field(0)
    """The payment, whose channel waits for the payer."""


class CancelPayment(Command):
    """Gives a payment up before anything was authorised; what it kept of its order's due is free
    again. Once a channel was asked, its answer is waited for; only where it waits for the payer the
    payment can still be cancelled, and what succeeds there afterwards is given back. An authorised
    payment is voided.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 32
    NAME = "cancel_payment"

    __slots__ = ()
    __match_args__ = ("payment",)

    def __new__(cls, payment: PaymentId) -> CancelPayment:
        return new(cls, (payment,))

    payment: Final[PaymentId] = field(0)
    """The payment."""


class CapturePayment(Command):
    """Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a
    channel an operation is written down for the host to send, and until its outcome nothing else
    starts on the payment. Where more may come, the rest is reserved anew, which a wallet whose
    lower bound was raised since then may refuse: `insufficient_funds`. A last capture goes through.

    Safe to repeat by a key, which must be given.

    Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
    `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
    `authorisation_expired`, `exceeds_authorised`, `account_not_open`.
    """

    TAG = 18
    NAME = "capture_payment"

    __slots__ = ()
    __match_args__ = ("payment", "amount", "kind")

    def __new__(
        cls,
        payment: PaymentId,
        kind: CaptureKind,
        *,
        amount: Money | None = None,
    ) -> CapturePayment:
        return new(cls, (payment, amount, kind))

    payment: Final[PaymentId] = field(0)
    """The payment."""

    amount: Final[Money | None] = field(1)
    """How much; all that is left where it is left out."""

    kind: Final[CaptureKind] = field(2)
    """Whether the rest stays reserved."""


class IncrementAuthorisation(Command):
    """Reserves more on the payer's side than was authorised, as far as its order has more due: a
    hotel's extra night. From a wallet at once; at a channel an operation is written down for the
    host to send.

    Safe to repeat by a key, which must be given.

    Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
    `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
    `authorisation_expired`, `exceeds_due`, `account_not_open`, `insufficient_funds`.
    """

    TAG = 33
    NAME = "increment_authorisation"

    __slots__ = ()
    __match_args__ = ("payment", "amount")

    def __new__(cls, payment: PaymentId, amount: Money) -> IncrementAuthorisation:
        return new(cls, (payment, amount))

    payment: Final[PaymentId] = field(0)
    """The payment, authorised and not captured yet."""

    amount: Final[Money] = field(1)
    """How much more."""


class VoidPayment(Command):
    """Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an
    operation is written down for the host to send.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 34
    NAME = "void_payment"

    __slots__ = ()
    __match_args__ = ("payment",)

    def __new__(cls, payment: PaymentId) -> VoidPayment:
        return new(cls, (payment,))

    payment: Final[PaymentId] = field(0)
    """The payment."""


class ReleaseRest(Command):
    """Gives up what is authorised and not captured, after a part was: the payment has then succeeded.
    A channel is told to release it; the payment waits for no answer.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 35
    NAME = "release_rest"

    __slots__ = ()
    __match_args__ = ("payment",)

    def __new__(cls, payment: PaymentId) -> ReleaseRest:
        return new(cls, (payment,))

    payment: Final[PaymentId] = field(0)
    """The payment."""


class RequestRefund(Command):
    """Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved
    at once: a refund into a wallet is then done, one at a channel is written down for the host to
    send.

    Safe to repeat by the id of what it makes, or by a key: one of them must be given.

    Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
    `amount_too_large`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
    `operation_unfinished`, `wrong_state`, `exceeds_refundable`, `account_not_open`,
    `insufficient_funds`, `balance_limit_exceeded`.
    """

    TAG = 20
    NAME = "request_refund"

    __slots__ = ()
    __match_args__ = ("id", "payment", "amount", "reason", "metadata")

    def __new__(
        cls,
        payment: PaymentId,
        *,
        id: RefundId | None = None,
        amount: Money | None = None,
        reason: str | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
    ) -> RequestRefund:
        return new(cls, (id, payment, amount, reason, metadata))

    id: Final[RefundId | None] = field(0)
    """The refund's id; made where it is left out."""

    payment: Final[PaymentId] = field(1)
    """The payment to give back."""

    amount: Final[Money | None] = field(2)
    """How much; all that is refundable where it is left out."""

    reason: Final[str | None] = field(3)
    """Why, at most 256 bytes."""

    metadata: Final[Metadata | Mapping[str, object] | None] = field(4)
    """What the host keeps with it."""


class ApproveRefund(Command):
    """Lets a refund pass its review. Its requester may not approve it.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`, `self_review`,
    `account_not_open`.
    """

    TAG = 21
    NAME = "approve_refund"

    __slots__ = ()
    __match_args__ = ("refund",)

    def __new__(cls, refund: RefundId) -> ApproveRefund:
        return new(cls, (refund,))

    refund: Final[RefundId] = field(0)
    """The refund."""


class RejectRefund(Command):
    """Stops a refund in its review; what it reserved is released.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
    """

    TAG = 40
    NAME = "reject_refund"

    __slots__ = ()
    __match_args__ = ("refund", "reason")

    def __new__(cls, refund: RefundId, *, reason: str | None = None) -> RejectRefund:
        return new(cls, (refund, reason))

    refund: Final[RefundId] = field(0)
    """The refund."""

    reason: Final[str | None] = field(1)
    """Why, at most 256 bytes."""


class WithdrawRefund(Command):
    """Takes a refund back before it was sent; what it reserved is released.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 41
    NAME = "withdraw_refund"

    __slots__ = ()
    __match_args__ = ("refund",)

    def __new__(cls, refund: RefundId) -> WithdrawRefund:
        return new(cls, (refund,))

    refund: Final[RefundId] = field(0)
    """The refund."""


class RetryRefund(Command):
    """Sends a refund that failed once more, by an operation of its own, where it was to go before.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`, `account_not_open`, `insufficient_funds`.
    """

    TAG = 42
    NAME = "retry_refund"

    __slots__ = ()
    __match_args__ = ("refund",)

    def __new__(cls, refund: RefundId) -> RetryRefund:
        return new(cls, (refund,))

    refund: Final[RefundId] = field(0)
    """The refund."""


class RerouteRefund(Command):
    """Sends a refund whose destination is closed to another: the payer's wallet, or another channel,
    whose operation then builds on none before.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
    `account_not_open`, `balance_limit_exceeded`.
    """

    TAG = 43
    NAME = "reroute_refund"

    __slots__ = ()
    __match_args__ = ("refund", "to")

    def __new__(cls, refund: RefundId, to: AnyMethod) -> RerouteRefund:
        return new(cls, (refund, to))

    refund: Final[RefundId] = field(0)
    """The refund."""

    to: Final[AnyMethod] = field(1)
    """Where it goes."""


class GiveUpRefund(Command):
    """Looks for no other destination for a refund: it has failed, and can be retried or closed.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `wrong_state`.
    """

    TAG = 44
    NAME = "give_up_refund"

    __slots__ = ()
    __match_args__ = ("refund",)

    def __new__(cls, refund: RefundId) -> GiveUpRefund:
        return new(cls, (refund,))

    refund: Final[RefundId] = field(0)
    """The refund."""


class CloseRefund(Command):
    """Gives a refund that failed up: what it reserved is released. Should its channel report a success
    after all, it is booked.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 45
    NAME = "close_refund"

    __slots__ = ()
    __match_args__ = ("refund",)

    def __new__(cls, refund: RefundId) -> CloseRefund:
        return new(cls, (refund,))

    refund: Final[RefundId] = field(0)
    """The refund."""


class ObserveOperation(Command):
    """Records what a webhook, a query, a statement or a person says about an operation: at any time,
    any number of times. An outcome is never refused; one that contradicts what is known opens a
    case.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
    """

    TAG = 22
    NAME = "observe_operation"

    __slots__ = ()
    __match_args__ = ("operation", "outcome")

    def __new__(cls, operation: OperationId, outcome: AnyOutcome) -> ObserveOperation:
        return new(cls, (operation, outcome))

    operation: Final[OperationId] = field(0)
    """The operation."""

    outcome: Final[AnyOutcome] = field(1)
    """What is said of it."""


class RetryReversal(Command):
    """Asks a channel once more to undo an operation that succeeded in vain, after the reversal before
    was declined or failed.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`, `not_found`, `operation_unfinished`,
    `wrong_state`.
    """

    TAG = 48
    NAME = "retry_reversal"

    __slots__ = ()
    __match_args__ = ("operation",)

    def __new__(cls, operation: OperationId) -> RetryReversal:
        return new(cls, (operation,))

    operation: Final[OperationId] = field(0)
    """The operation that succeeded in vain."""


class ClaimEffects(Command):
    """Hands effects to a worker. What is not ready, because another worker was faster, is left out of
    the answer. `Engine.claim` finds effects that are due and issues this command.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`.
    """

    TAG = 24
    NAME = "claim_effects"

    __slots__ = ()
    __match_args__ = ("worker", "effects", "lease_seconds")

    def __new__(cls, worker: str, effects: Iterable[EffectId], lease_seconds: int) -> ClaimEffects:
        return new(cls, (worker, effects, lease_seconds))

    worker: Final[str] = field(0)
    """Who will do them, at most 128 bytes; the same name after a restart."""

    effects: Final[Iterable[EffectId]] = field(1)
    """The effects, between one and 1,000."""

    lease_seconds: Final[int] = field(2)
    """For how many seconds, up to a day."""


class CompleteEffect(Command):
    """Brings what came of an effect. From whoever no longer holds the claim, it counts as an
    observation all the same; only their silence says nothing.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
    """

    TAG = 25
    NAME = "complete_effect"

    __slots__ = ()
    __match_args__ = ("effect", "worker", "claim", "outcome")

    def __new__(
        cls,
        effect: EffectId,
        worker: str,
        outcome: AnyOutcome,
        *,
        claim: int | None = None,
    ) -> CompleteEffect:
        return new(cls, (effect, worker, claim, outcome))

    effect: Final[EffectId] = field(0)
    """The effect."""

    worker: Final[str] = field(1)
    """Who did it."""

    claim: Final[int | None] = field(2)
    """Under which claim: the effect's `claims` as it was handed out. Where it is left out, the
    worker's present claim; a host whose threads share a name gives it.
    """

    outcome: Final[AnyOutcome] = field(3)
    """What came of it."""


class RecoverEffects(Command):
    """Ends claims whose worker is gone: those of the named worker, which started anew, and those whose
    time passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be
    repeated waits to be claimed again; what may not makes its operation unknown, and the channel is
    asked. Other claims among the named effects go on. `Engine.recover` and `Engine.tick` find such
    claims and issue this command.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`.
    """

    TAG = 26
    NAME = "recover_effects"

    __slots__ = ()
    __match_args__ = ("worker", "effects")

    def __new__(cls, effects: Iterable[EffectId], *, worker: str | None = None) -> RecoverEffects:
        return new(cls, (worker, effects))

    worker: Final[str | None] = field(0)
    """The worker that started anew, if one did."""

    effects: Final[Iterable[EffectId]] = field(1)
    """The effects, between one and 1,000."""


class TimeOut(Command):
    """Does what time has made due of one record. What is not due, or no longer, is left as it is:
    whoever asks twice changes nothing. `Engine.tick` finds such records and issues this command.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `not_permitted`.
    """

    TAG = 27
    NAME = "time_out"

    __slots__ = ()
    __match_args__ = ("due",)

    def __new__(
        cls,
        due: AnyDue | TransferId | OrderId | PaymentId | OperationId | RefundId,
    ) -> TimeOut:
        return new(cls, (due,))

    due: Final[AnyDue | TransferId | OrderId | PaymentId | OperationId | RefundId] = field(0)
    """The record."""


class ForgetKeys(Command):
    """Forgets idempotency keys that were used long ago: whoever uses one again asks for something new.
    The journal keeps what was asked under them. All of them are forgotten, or none: where none is
    left that old, nothing changes; where some are gone or were used since, it is refused. So each
    use of a key is forgotten by one entry alone. `Engine.forget_keys` finds such keys and issues
    this command.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
    """

    TAG = 28
    NAME = "forget_keys"

    __slots__ = ()
    __match_args__ = ("keys", "before")

    def __new__(cls, keys: Iterable[KeyId], before: datetime) -> ForgetKeys:
        return new(cls, (keys, before))

    keys: Final[Iterable[KeyId]] = field(0)
    """Which, as their rows are called."""

    before: Final[datetime] = field(1)
    """Only those used before this moment, which lies at least 30 days back."""


class RaiseRules(Command):
    """Raises the version of the rules that every engine on these books decides by. A release that
    brings new rules knows the older ones too and goes on with those, so that engines of both
    releases work side by side; once all of them are of the new one, this command makes the new
    rules hold. An engine that does not know them is answered `rules_version_too_old` from its next
    command on, and changes nothing; it goes on reading. Rules are never lowered.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`.
    """

    TAG = 50
    NAME = "raise_rules"

    __slots__ = ()
    __match_args__ = ("to",)

    def __new__(cls, to: int) -> RaiseRules:
        return new(cls, (to,))

    to: Final[int] = field(0)
    """The version that is to hold."""


class CloseCase(Command):
    """Notes how people settled a case. What moves money is posted by commands of its own.

    Safe to repeat as it is; a key may be given.

    Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
    """

    TAG = 49
    NAME = "close_case"

    __slots__ = ()
    __match_args__ = ("case", "settlement")

    def __new__(cls, case: CaseId, settlement: str) -> CloseCase:
        return new(cls, (case, settlement))

    case: Final[CaseId] = field(0)
    """The case."""

    settlement: Final[str] = field(1)
    """How it was settled, at most 256 bytes."""


BY_TAG: dict[int, type[Command]] = {
    7: RegisterAsset,
    1: OpenAccount,
    2: PostTransfers,
    3: FreezeAccount,
    4: UnfreezeAccount,
    6: ChangeBounds,
    5: CloseAccount,
    8: CloseBooks,
    9: ExchangeCurrency,
    10: RegisterUser,
    11: CreateFeePlan,
    12: RegisterMerchant,
    13: ActivateMerchant,
    14: SuspendMerchant,
    15: PlaceOrder,
    38: CancelOrder,
    39: RecordFulfilment,
    16: StartPayment,
    31: AttachMethod,
    17: ConfirmPayment,
    30: AnswerChallenge,
    37: ReviewPayment,
    36: ResumePayment,
    32: CancelPayment,
    18: CapturePayment,
    33: IncrementAuthorisation,
    34: VoidPayment,
    35: ReleaseRest,
    20: RequestRefund,
    21: ApproveRefund,
    40: RejectRefund,
    41: WithdrawRefund,
    42: RetryRefund,
    43: RerouteRefund,
    44: GiveUpRefund,
    45: CloseRefund,
    22: ObserveOperation,
    48: RetryReversal,
    24: ClaimEffects,
    25: CompleteEffect,
    26: RecoverEffects,
    27: TimeOut,
    28: ForgetKeys,
    50: RaiseRules,
    49: CloseCase,
}
"""Every command, by its number."""
