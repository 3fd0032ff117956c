"""What commands carry: values of named fields, and choices of one of some variants.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Union

from ._base import Currency, Metadata, Record, field, new
from ._computed import ComputedAccountKey
from ._native import Money
from .enums import Purpose, Role, Sides
from .ids import (
    AccountId,
    MerchantId,
    OperationId,
    OrderId,
    PaymentId,
    RefundId,
    TransferId,
    UserId,
)

__all__ = [
    "AccountKey",
    "Actor",
    "AnyActor",
    "AnyDue",
    "AnyMethod",
    "AnyOutcome",
    "AnyOwner",
    "AnyPayerAction",
    "AnyPaymentPurpose",
    "AnyPosting",
    "AnyVerdict",
    "Due",
    "Method",
    "NewTransfer",
    "Outcome",
    "Owner",
    "PayerAction",
    "PaymentPurpose",
    "Posting",
    "Verdict",
]


class Owner:
    """Whose account it is."""

    class Platform(Record):
        """The platform that runs the engine."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Owner.Platform:
            return new(cls, ())

    class User(Record):
        """A user."""

        __slots__ = ()
        __match_args__ = ("user",)

        def __new__(cls, user: UserId) -> Owner.User:
            return new(cls, (user,))

        user: Final[UserId] = field(0)
        """The user."""

    class Merchant(Record):
        """A merchant."""

        __slots__ = ()
        __match_args__ = ("merchant",)

        def __new__(cls, merchant: MerchantId) -> Owner.Merchant:
            return new(cls, (merchant,))

        merchant: Final[MerchantId] = field(0)
        """The merchant."""


AnyOwner = Union[Owner.Platform, Owner.User, Owner.Merchant]
"""Any of the variants of `Owner`."""


class Posting:
    """What a transfer does."""

    class Posted(Record):
        """Moves the amount at once."""

        __slots__ = ()
        __match_args__ = ("debit", "credit", "amount")

        def __new__(cls, debit: AccountId, credit: AccountId, amount: Money) -> Posting.Posted:
            return new(cls, (debit, credit, amount))

        debit: Final[AccountId] = field(0)
        """Account to debit."""

        credit: Final[AccountId] = field(1)
        """Account to credit."""

        amount: Final[Money] = field(2)
        """How much."""

    class Pending(Record):
        """Holds the amount until it is posted, voided or expired."""

        __slots__ = ()
        __match_args__ = ("debit", "credit", "amount", "expires_at")

        def __new__(
            cls,
            debit: AccountId,
            credit: AccountId,
            amount: Money,
            *,
            expires_at: datetime | None = None,
        ) -> Posting.Pending:
            return new(cls, (debit, credit, amount, expires_at))

        debit: Final[AccountId] = field(0)
        """Account to debit."""

        credit: Final[AccountId] = field(1)
        """Account to credit."""

        amount: Final[Money] = field(2)
        """How much."""

        expires_at: Final[datetime | None] = field(3)
        """Until when; without end where it is left out. From this time on the hold can no longer be
        posted; `Engine.tick` then releases it.
        """

    class PostPending(Record):
        """Posts all or a part of what a pending transfer holds; the rest is released."""

        __slots__ = ()
        __match_args__ = ("pending", "amount")

        def __new__(
            cls,
            pending: TransferId,
            *,
            amount: Money | None = None,
        ) -> Posting.PostPending:
            return new(cls, (pending, amount))

        pending: Final[TransferId] = field(0)
        """The pending transfer."""

        amount: Final[Money | None] = field(1)
        """How much; all of it where it is left out."""

    class VoidPending(Record):
        """Releases what a pending transfer holds."""

        __slots__ = ()
        __match_args__ = ("pending",)

        def __new__(cls, pending: TransferId) -> Posting.VoidPending:
            return new(cls, (pending,))

        pending: Final[TransferId] = field(0)
        """The pending transfer."""

    class Balancing(Record):
        """Moves as much as the account on a side allows: what is available on a debited account, what
        a credited one may still take; what has no bound allows everything. Refused where that is
        nothing.
        """

        __slots__ = ()
        __match_args__ = ("debit", "credit", "most", "within")

        def __new__(
            cls,
            debit: AccountId,
            credit: AccountId,
            most: Money,
            within: Sides,
        ) -> Posting.Balancing:
            return new(cls, (debit, credit, most, within))

        debit: Final[AccountId] = field(0)
        """Account to debit."""

        credit: Final[AccountId] = field(1)
        """Account to credit."""

        most: Final[Money] = field(2)
        """At most so much."""

        within: Final[Sides] = field(3)
        """Whose bounds the amount keeps within: the debited account's, the credited one's, or both.
        Those of the other refuse it.
        """


AnyPosting = Union[
    Posting.Posted,
    Posting.Pending,
    Posting.PostPending,
    Posting.VoidPending,
    Posting.Balancing,
]
"""Any of the variants of `Posting`."""


class PaymentPurpose:
    """What a payment is for."""

    class Order(Record):
        """To pay an order."""

        __slots__ = ()
        __match_args__ = ("order",)

        def __new__(cls, order: OrderId) -> PaymentPurpose.Order:
            return new(cls, (order,))

        order: Final[OrderId] = field(0)
        """The order."""

    class TopUp(Record):
        """To top a user's wallet up; the amount must then be given."""

        __slots__ = ()
        __match_args__ = ("user",)

        def __new__(cls, user: UserId) -> PaymentPurpose.TopUp:
            return new(cls, (user,))

        user: Final[UserId] = field(0)
        """The user."""


AnyPaymentPurpose = Union[PaymentPurpose.Order, PaymentPurpose.TopUp]
"""Any of the variants of `PaymentPurpose`."""


class Method:
    """What a payment is paid with."""

    class Wallet(Record):
        """The payer's wallet."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Method.Wallet:
            return new(cls, ())

    class Channel(Record):
        """A channel, by the name that the host gives it: `cards`, `open-banking`."""

        __slots__ = ()
        __match_args__ = ("channel",)

        def __new__(cls, channel: str) -> Method.Channel:
            return new(cls, (channel,))

        channel: Final[str] = field(0)
        """The channel."""


AnyMethod = Union[Method.Wallet, Method.Channel]
"""Any of the variants of `Method`."""


class Verdict:
    """What the platform's own look at the risk came to."""

    class Allow(Record):
        """Nothing stands in the way."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Verdict.Allow:
            return new(cls, ())

    class Challenge(Record):
        """The payer must first prove who they are."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Verdict.Challenge:
            return new(cls, ())

    class Review(Record):
        """Somebody must look at it first."""

        __slots__ = ()
        __match_args__ = ("until",)

        def __new__(cls, *, until: datetime | None = None) -> Verdict.Review:
            return new(cls, (until,))

        until: Final[datetime | None] = field(0)
        """Until when; then it is cancelled. Without end where it is left out."""

    class Deny(Record):
        """It is not to be."""

        __slots__ = ()
        __match_args__ = ("reason",)

        def __new__(cls, reason: str) -> Verdict.Deny:
            return new(cls, (reason,))

        reason: Final[str] = field(0)
        """Why, at most 256 bytes."""


AnyVerdict = Union[Verdict.Allow, Verdict.Challenge, Verdict.Review, Verdict.Deny]
"""Any of the variants of `Verdict`."""


class PayerAction:
    """What the payer must do before the channel goes on."""

    class Redirect(Record):
        """Visit this address, at most 2,048 bytes."""

        __slots__ = ()
        __match_args__ = ("address",)

        def __new__(cls, address: str) -> PayerAction.Redirect:
            return new(cls, (address,))

        address: Final[str] = field(0)
        """The address."""

    class Code(Record):
        """Scan this code, or read it out to a banking app: what a QR code holds, at most 2,048 bytes.
        """

        __slots__ = ()
        __match_args__ = ("code",)

        def __new__(cls, code: str) -> PayerAction.Code:
            return new(cls, (code,))

        code: Final[str] = field(0)
        """The code."""


AnyPayerAction = Union[PayerAction.Redirect, PayerAction.Code]
"""Any of the variants of `PayerAction`."""


class Outcome:
    """What a channel, a webhook, a query or a statement says about an operation."""

    class Succeeded(Record):
        """The channel did it."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Outcome.Succeeded:
            return new(cls, ())

    class Declined(Record):
        """The channel refused it."""

        __slots__ = ()
        __match_args__ = ("reason",)

        def __new__(cls, reason: str) -> Outcome.Declined:
            return new(cls, (reason,))

        reason: Final[str] = field(0)
        """The channel's reason, at most 256 bytes."""

    class Failed(Record):
        """It did not happen, for another reason than a refusal."""

        __slots__ = ()
        __match_args__ = ("reason",)

        def __new__(cls, reason: str) -> Outcome.Failed:
            return new(cls, (reason,))

        reason: Final[str] = field(0)
        """What went wrong, at most 256 bytes."""

    class Unknown(Record):
        """Silence, or an answer that could not be understood: the channel must be asked."""

        __slots__ = ()
        __match_args__ = ("raw",)

        def __new__(cls, *, raw: str | None = None) -> Outcome.Unknown:
            return new(cls, (raw,))

        raw: Final[str | None] = field(0)
        """The answer as it came, if there was one: at most 1,024 bytes without control characters, as
        `Outcome.unknown` makes them.
        """

    class NeverArrived(Record):
        """The channel was asked and never received it. Believed a quarter of an hour after it was
        handed out; before, it counts as unknown.
        """

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Outcome.NeverArrived:
            return new(cls, ())

    class NeedsPayer(Record):
        """The channel waits for the payer: only for what takes or reserves a payer's money."""

        __slots__ = ()
        __match_args__ = ("action", "until")

        def __new__(
            cls,
            action: AnyPayerAction,
            *,
            until: datetime | None = None,
        ) -> Outcome.NeedsPayer:
            return new(cls, (action, until))

        action: Final[AnyPayerAction] = field(0)
        """What the payer must do."""

        until: Final[datetime | None] = field(1)
        """Until when; without end where the channel does not say. Then the channel is asked."""

    class TakenBack(Record):
        """The channel had done it and took it back: a bank's return, a chargeback."""

        __slots__ = ()
        __match_args__ = ("reason",)

        def __new__(cls, reason: str) -> Outcome.TakenBack:
            return new(cls, (reason,))

        reason: Final[str] = field(0)
        """The channel's reason, at most 256 bytes."""


AnyOutcome = Union[
    Outcome.Succeeded,
    Outcome.Declined,
    Outcome.Failed,
    Outcome.Unknown,
    Outcome.NeverArrived,
    Outcome.NeedsPayer,
    Outcome.TakenBack,
]
"""Any of the variants of `Outcome`."""


class Due:
    """A record whose state time can end."""

    class Hold(Record):
        """A hold expires."""

        __slots__ = ()
        __match_args__ = ("hold",)

        def __new__(cls, hold: TransferId) -> Due.Hold:
            return new(cls, (hold,))

        hold: Final[TransferId] = field(0)
        """The hold."""

    class Order(Record):
        """An order that is not paid is closed; one that is paid is finished, because its time for
        refunds is over.
        """

        __slots__ = ()
        __match_args__ = ("order",)

        def __new__(cls, order: OrderId) -> Due.Order:
            return new(cls, (order,))

        order: Final[OrderId] = field(0)
        """The order."""

    class Payment(Record):
        """A payment or its authorisation expires, or its review ends without an answer."""

        __slots__ = ()
        __match_args__ = ("payment",)

        def __new__(cls, payment: PaymentId) -> Due.Payment:
            return new(cls, (payment,))

        payment: Final[PaymentId] = field(0)
        """The payment."""

    class Operation(Record):
        """A payer did not do in time what a channel waits for; the channel is asked."""

        __slots__ = ()
        __match_args__ = ("operation",)

        def __new__(cls, operation: OperationId) -> Due.Operation:
            return new(cls, (operation,))

        operation: Final[OperationId] = field(0)
        """The operation."""

    class Refund(Record):
        """A refund's review ends without an answer."""

        __slots__ = ()
        __match_args__ = ("refund",)

        def __new__(cls, refund: RefundId) -> Due.Refund:
            return new(cls, (refund,))

        refund: Final[RefundId] = field(0)
        """The refund."""


AnyDue = Union[Due.Hold, Due.Order, Due.Payment, Due.Operation, Due.Refund]
"""Any of the variants of `Due`."""


class Actor:
    """Who asks: the host itself, where nobody is named."""

    class System(Record):
        """The host itself."""

        __slots__ = ()
        __match_args__ = ()

        def __new__(cls) -> Actor.System:
            return new(cls, ())

    class Operator(Record):
        """A person of the platform."""

        __slots__ = ()
        __match_args__ = ("name", "roles")

        def __new__(cls, name: str, roles: Iterable[Role]) -> Actor.Operator:
            return new(cls, (name, roles))

        name: Final[str] = field(0)
        """Name, unique among the platform's operators."""

        roles: Final[Iterable[Role]] = field(1)
        """What the person may do."""

    class Merchant(Record):
        """A merchant."""

        __slots__ = ()
        __match_args__ = ("merchant",)

        def __new__(cls, merchant: MerchantId) -> Actor.Merchant:
            return new(cls, (merchant,))

        merchant: Final[MerchantId] = field(0)
        """The merchant."""

    class User(Record):
        """A user."""

        __slots__ = ()
        __match_args__ = ("user",)

        def __new__(cls, user: UserId) -> Actor.User:
            return new(cls, (user,))

        user: Final[UserId] = field(0)
        """The user."""


AnyActor = Union[Actor.System, Actor.Operator, Actor.Merchant, Actor.User]
"""Any of the variants of `Actor`."""


class AccountKey(ComputedAccountKey):
    """What makes an account the one it is. The account's id derives from it, so two writers open the
    same one.
    """

    __slots__ = ()
    __match_args__ = ("owner", "purpose", "currency", "scope")

    def __new__(
        cls,
        owner: AnyOwner | UserId | MerchantId,
        purpose: Purpose,
        currency: Currency | str,
        *,
        scope: str | None = None,
    ) -> AccountKey:
        return new(cls, (owner, purpose, currency, scope))

    owner: Final[AnyOwner | UserId | MerchantId] = field(0)
    """Whose."""

    purpose: Final[Purpose] = field(1)
    """What for."""

    currency: Final[Currency | str] = field(2)
    """In which currency, for ever."""

    scope: Final[str | None] = field(3)
    """What tells accounts apart that share the rest: the channel of a receivable."""


class NewTransfer(Record):
    """One transfer of `PostTransfers`."""

    __slots__ = ()
    __match_args__ = ("id", "posting", "kind", "reference", "chained", "metadata", "effective_at")

    def __new__(
        cls,
        posting: AnyPosting,
        *,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        return new(cls, (id, posting, kind, reference, chained, metadata, effective_at))

    id: Final[TransferId | None] = field(0)
    """Its id, chosen by the caller: posting it again answers the transfer that is there. Made where it
    is left out; the request then needs a key.
    """

    posting: Final[AnyPosting] = field(1)
    """What it does."""

    kind: Final[int] = field(2)
    """What it is for: general, or one of the host's kinds."""

    reference: Final[str | None] = field(3)
    """The caller's own reference."""

    chained: Final[bool] = field(4)
    """Stands or falls with the next transfer of the list."""

    metadata: Final[Metadata | Mapping[str, object] | None] = field(5)
    """What the host keeps with it."""

    effective_at: Final[datetime | None] = field(6)
    """When it counts, where that is before it is recorded: a posting that comes late, or an import.
    Not in the future, behind the time that the books are closed through, and only for what moves
    money at once or posts what was held.
    """

    @classmethod
    def posted(
        cls,
        debit: AccountId,
        credit: AccountId,
        amount: Money,
        *,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        """Moves the amount at once."""
        return new(cls, (
            id,
            new(Posting.Posted, (debit, credit, amount)),
            kind,
            reference,
            chained,
            metadata,
            effective_at,
        ))

    @classmethod
    def pending(
        cls,
        debit: AccountId,
        credit: AccountId,
        amount: Money,
        *,
        expires_at: datetime | None = None,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        """Holds the amount until it is posted, voided or expired."""
        return new(cls, (
            id,
            new(Posting.Pending, (debit, credit, amount, expires_at)),
            kind,
            reference,
            chained,
            metadata,
            effective_at,
        ))

    @classmethod
    def post_pending(
        cls,
        pending: TransferId,
        *,
        amount: Money | None = None,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        """Posts all or a part of what a pending transfer holds; the rest is released."""
        return new(cls, (
            id,
            new(Posting.PostPending, (pending, amount)),
            kind,
            reference,
            chained,
            metadata,
            effective_at,
        ))

    @classmethod
    def void_pending(
        cls,
        pending: TransferId,
        *,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        """Releases what a pending transfer holds."""
        return new(cls, (
            id,
            new(Posting.VoidPending, (pending,)),
            kind,
            reference,
            chained,
            metadata,
            effective_at,
        ))

    @classmethod
    def balancing(
        cls,
        debit: AccountId,
        credit: AccountId,
        most: Money,
        within: Sides,
        *,
        id: TransferId | None = None,
        kind: int = 0,
        reference: str | None = None,
        chained: bool = False,
        metadata: Metadata | Mapping[str, object] | None = None,
        effective_at: datetime | None = None,
    ) -> NewTransfer:
        """Moves as much as the account on a side allows: what is available on a debited account, what
        a credited one may still take; what has no bound allows everything. Refused where that is
        nothing.
        """
        return new(cls, (
            id,
            new(Posting.Balancing, (debit, credit, most, within)),
            kind,
            reference,
            chained,
            metadata,
            effective_at,
        ))
