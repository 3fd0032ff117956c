"""Every command as a method that is awaited.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from ._base import Currency, Metadata
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
from .records import (
    Account,
    Asset,
    Books,
    Case,
    Claimed,
    Exchange,
    FeePlan,
    Forgotten,
    Merchant,
    Operation,
    Order,
    Payment,
    Posted,
    Refund,
    TimedOut,
    User,
)
from .values import (
    AccountKey,
    AnyActor,
    AnyDue,
    AnyMethod,
    AnyOutcome,
    AnyPaymentPurpose,
    AnyVerdict,
    NewTransfer,
    Verdict,
)


class AsyncCalls:
    """Every command as a method that is awaited."""

    __slots__ = ()

    async def _call(
        self, tag: int, values: tuple[Any, ...], envelope: tuple[Any, Any, Any]
    ) -> Any:
        raise NotImplementedError

    async def register_asset(
        self,
        currency: Currency | str,
        name: str,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Asset:
        """Registers an asset of the host; from then on accounts, fee plans and payments may be in it.
        Its code has one exponent for ever.

        Safe to repeat as it is; a key may be given.

        Args:
            currency: Code and exponent, as `Currency.asset` makes them.
            name: What people call it, at most 128 bytes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`.
        """
        made: Asset = await self._call(7, (currency, name), (key, actor, deadline))
        return made

    async def open_account(
        self,
        account: AccountKey,
        *,
        min_available: int | None = None,
        max_balance: int | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Account:
        """Opens the account with this key, or answers the one that is there; its bounds then stay as
        they are. Accounts open by themselves when they are first posted to; this command is for the
        bounds of a wallet, and for accounts that the host posts to by hand.

        Safe to repeat as it is; a key may be given.

        Args:
            account: Owner, purpose, currency and scope.
            min_available: What must stay available, in minor units: 0 where it is left out,
                negative for a credit line. Only for guarded purposes.
            max_balance: What the balance may rise to, in minor units; without end where it is left
                out. Only for guarded purposes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`,
                `purpose_not_allowed`, `not_found`, `unknown_asset`.
        """
        made: Account = await self._call(
            1,
            (account, min_available, max_balance),
            (key, actor, deadline),
        )
        return made

    async def post_transfers(
        self,
        transfers: Iterable[NewTransfer],
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Posted:
        """Posts transfers, each with its own result; chained ones stand or fall together. The command
        itself is refused only where its list or its actor is; what stops one transfer is that
        transfer's result. One whose id names a transfer that is there already, and that asks for
        the same, is not posted again: it is answered as `repeated`. Refusals of transfers, in
        order: `invalid_value`, `books_closed`, `amount_must_be_positive`, `amount_too_large`,
        `same_account`, `not_found`, `currency_mismatch`, `account_not_open`, `insufficient_funds`,
        `balance_limit_exceeded`, `hold_not_open`, `hold_expired`, `exceeds_hold`, `id_reused`,
        `chain_failed`.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            transfers: The transfers, in order.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`.
        """
        made: Posted = await self._call(2, (transfers,), (key, actor, deadline))
        return made

    async def freeze_account(
        self,
        account: AccountId,
        *,
        sides: Sides = Sides.BOTH,
        reason: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Account:
        """Stops debits, credits or both on an account. What is pending on it can be voided and
        expires, and cannot be posted. What a channel did meanwhile goes to `suspense`, and a case
        is opened. The platform's accounts that take what channels did are never frozen.

        Safe to repeat as it is; a key may be given.

        Args:
            account: The account.
            sides: What is stopped, beside what already was.
            reason: Why, at most 256 bytes; kept in the journal.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `purpose_not_allowed`, `wrong_state`.
        """
        made: Account = await self._call(3, (account, sides, reason), (key, actor, deadline))
        return made

    async def unfreeze_account(
        self,
        account: AccountId,
        *,
        sides: Sides = Sides.BOTH,
        reason: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Account:
        """Lets debits, credits or both be posted to a frozen account again.

        Safe to repeat as it is; a key may be given.

        Args:
            account: The account.
            sides: What is let through again, as far as it was stopped.
            reason: Why, at most 256 bytes; kept in the journal.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `wrong_state`.
        """
        made: Account = await self._call(4, (account, sides, reason), (key, actor, deadline))
        return made

    async def change_bounds(
        self,
        account: AccountId,
        *,
        min_available: int | None = 0,
        max_balance: int | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Account:
        """Sets both bounds of an account. A bound may be tighter than what the account holds now: what
        is there stays, and from then on nothing makes the breach worse.

        Safe to repeat as it is; a key may be given.

        Args:
            account: The account, of a guarded purpose.
            min_available: What must stay available, in minor units; negative for a credit line,
                without such a bound where it is left out.
            max_balance: What the balance may rise to, in minor units; without end where it is left
                out.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `purpose_not_allowed`, `wrong_state`.
        """
        made: Account = await self._call(
            6,
            (account, min_available, max_balance),
            (key, actor, deadline),
        )
        return made

    async def close_account(
        self,
        account: AccountId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Account:
        """Closes an account for ever. Its posted debits must equal its posted credits, and nothing may
        be pending on it. Of a shared account every lane's balance is looked at, and the commit is
        refused if another engine posts to any of them meanwhile.

        Safe to repeat as it is; a key may be given.

        Args:
            account: The account.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`, `not_found`, `purpose_not_allowed`,
                `wrong_state`, `account_not_empty`.
        """
        made: Account = await self._call(5, (account,), (key, actor, deadline))
        return made

    async def close_books(
        self,
        through: datetime,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Books:
        """Closes the books through a moment: from then on no transfer may count from that moment or an
        earlier one. Books are never opened again; what comes late is posted with a later date.

        Safe to repeat as it is; a key may be given.

        Args:
            through: The last moment that is closed; it must have passed.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `books_closed`.
        """
        made: Books = await self._call(8, (through,), (key, actor, deadline))
        return made

    async def exchange_currency(
        self,
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
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Exchange:
        """Debits one account in its currency and credits another in its own, both through
        `fx_position`. The caller says both amounts and the rate; they must agree to the minor unit,
        however it was rounded (`Rate.convert`), and are kept as they were booked. What the platform
        gains or loses stays in `fx_position` until it is posted to `fx_gain_loss`.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The exchange's id; made where it is left out.
            debit: Account to debit.
            credit: Account to credit.
            debited: What to debit, in the currency of that account.
            credited: What to credit, in the currency of that account.
            rate: Whole units of the credited currency for one whole unit of the debited one.
            effective_at: When it counts, where that is before it is recorded.
            reference: The caller's own reference, at most 256 bytes.
            metadata: What the host keeps with it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
                `amount_too_large`, `rate_mismatch`, `not_permitted`, `id_reused`, `books_closed`,
                `unknown_asset`, `not_found`, `same_account`, `currency_mismatch`,
                `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
        """
        made: Exchange = await self._call(
            9,
            (id, debit, credit, debited, credited, rate, effective_at, reference, metadata),
            (key, actor, deadline),
        )
        return made

    async def register_user(
        self,
        reference: str,
        *,
        id: UserId | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> User:
        """Registers a user.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The user's id; made where it is left out.
            reference: What the host knows the user by, at most 256 bytes; nothing that names a
                person.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`.
        """
        made: User = await self._call(10, (id, reference), (key, actor, deadline))
        return made

    async def create_fee_plan(
        self,
        name: str,
        rate: Decimal | str,
        fixed: Money,
        *,
        id: FeePlanId | None = None,
        rounding: Rounding = Rounding.HALF_UP,
        on_refund: FeesOnRefund = FeesOnRefund.KEPT,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> FeePlan:
        """Creates a fee plan. It never changes; other terms are another plan.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The plan's id; made where it is left out.
            name: Its name, at most 128 bytes.
            rate: The share of what is captured, from 0 to 1.
            rounding: How the share is rounded to minor units.
            fixed: Taken once a part, zero or more. Payments under the plan are in its currency.
            on_refund: What becomes of the fee when a payment is refunded.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `amount_too_large`, `not_permitted`,
                `id_reused`, `unknown_asset`.
        """
        made: FeePlan = await self._call(
            11,
            (id, name, rate, rounding, fixed, on_refund),
            (key, actor, deadline),
        )
        return made

    async def register_merchant(
        self,
        name: str,
        fee_plan: FeePlanId,
        *,
        id: MerchantId | None = None,
        refund_review: RefundReview = RefundReview.REQUIRED,
        review_seconds: int | None = None,
        unreviewed: Unreviewed = Unreviewed.REJECT,
        refund_window_seconds: int | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Merchant:
        """Registers a merchant, as a draft: it may sell once it is activated.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The merchant's id; made where it is left out.
            name: Its name, at most 128 bytes.
            fee_plan: The fee plan of its payments.
            refund_review: Whether its refunds are reviewed.
            review_seconds: For how long a refund may wait for its review, in seconds, at most five
                years; without end where it is left out.
            unreviewed: What becomes of a refund that nobody reviewed in time.
            refund_window_seconds: For how long after an order is paid its merchant may refund it,
                in seconds, at most five years; without end where it is left out. The platform may
                refund it later too.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `id_reused`,
                `not_found`.
        """
        made: Merchant = await self._call(
            12,
            (id, name, fee_plan, refund_review, review_seconds, unreviewed, refund_window_seconds),
            (key, actor, deadline),
        )
        return made

    async def activate_merchant(
        self,
        merchant: MerchantId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Merchant:
        """Lets a merchant sell, for the first time or again.

        Safe to repeat as it is; a key may be given.

        Args:
            merchant: The merchant.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`.
        """
        made: Merchant = await self._call(13, (merchant,), (key, actor, deadline))
        return made

    async def suspend_merchant(
        self,
        merchant: MerchantId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Merchant:
        """Stops a merchant from selling; what is open goes on.

        Safe to repeat as it is; a key may be given.

        Args:
            merchant: The merchant.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`.
        """
        made: Merchant = await self._call(14, (merchant,), (key, actor, deadline))
        return made

    async def place_order(
        self,
        merchant: MerchantId,
        total: Money,
        *,
        id: OrderId | None = None,
        customer: UserId | None = None,
        reference: str | None = None,
        expires_at: datetime | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Order:
        """Places an order at a merchant.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The order's id; made where it is left out.
            merchant: Who is owed.
            customer: Who orders; left out at a guest checkout.
            total: What is to be paid, in the currency of the merchant's fee plan.
            reference: The host's own reference, at most 256 bytes.
            expires_at: Until when it may be paid; then it is closed as if it were cancelled.
                Without end where it is left out.
            metadata: What the host keeps with it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
                `amount_too_large`, `not_permitted`, `id_reused`, `not_found`, `currency_mismatch`,
                `merchant_not_active`.
        """
        made: Order = await self._call(
            15,
            (id, merchant, customer, total, reference, expires_at, metadata),
            (key, actor, deadline),
        )
        return made

    async def cancel_order(
        self,
        order: OrderId,
        *,
        reason: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Order:
        """Gives an order up that is not paid in full. Its payments end as far as they can now: what is
        authorised is voided, and the refund of what is captured is requested. What is unfinished at
        a channel is waited for, and undone when it succeeds. A customer may cancel an order of
        which nothing is paid.

        Safe to repeat as it is; a key may be given.

        Args:
            order: The order.
            reason: Why, at most 256 bytes; kept in the journal.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`,
                `wrong_state`.
        """
        made: Order = await self._call(38, (order, reason), (key, actor, deadline))
        return made

    async def record_fulfilment(
        self,
        order: OrderId,
        fulfilment: Fulfilment,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Order:
        """Notes how far the merchant has delivered. It moves no money and stands beside the order's
        state.

        Safe to repeat as it is; a key may be given.

        Args:
            order: The order.
            fulfilment: How far.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`.
        """
        made: Order = await self._call(39, (order, fulfilment), (key, actor, deadline))
        return made

    async def start_payment(
        self,
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
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The payment's id; made where it is left out.
            purpose: What it is for.
            amount: How much; all that is due of the order where it is left out.
            method: What it is paid with; it may be attached later.
            payer: Who pays; the order's customer, or the owner of the wallet, where it is left out.
            capture: Whether it is captured at once.
            attempts: How often it may be sent to a channel, from 1 to 10: after a decline it takes
                another method as long as any are left. Once where it is left out.
            expires_at: Until when it may be confirmed; without end where it is left out.
            authorisation_seconds: For how many seconds what it authorises may be captured, at most
                five years; a week where it is left out.
            metadata: What the host keeps with it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`,
                `invalid_value`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
                `unknown_asset`, `wrong_state`, `merchant_not_active`, `too_many_payments`,
                `exceeds_due`.
        """
        made: Payment = await self._call(
            16,
            (id, purpose, amount, method, payer, capture, attempts, expires_at, authorisation_seconds, metadata),
            (key, actor, deadline),
        )
        return made

    async def attach_method(
        self,
        payment: PaymentId,
        method: AnyMethod,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Says what a payment is paid with, where it was started without a method or the one before
        was declined.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            method: What it is paid with.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `invalid_value`,
                `wrong_state`.
        """
        made: Payment = await self._call(31, (payment, method), (key, actor, deadline))
        return made

    async def confirm_payment(
        self,
        payment: PaymentId,
        *,
        verdict: AnyVerdict = Verdict.Allow(),
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a
        channel an operation is written down for the host to send. A wallet with too little is
        refused `insufficient_funds`, and the payment stays where it was. A payment that the
        platform denies has failed: that is an answer, not a refusal.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            verdict: What the platform's look at the risk came to; only the platform gives another
                than to allow it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`,
                `wrong_state`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
                `amount_too_large`.
        """
        made: Payment = await self._call(17, (payment, verdict), (key, actor, deadline))
        return made

    async def answer_challenge(
        self,
        payment: PaymentId,
        result: ChallengeResult,
        *,
        key: str,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Brings what the payer answered to the platform's own challenge. Three times it may fail;
        then the payment needs another method. What a channel needs of the payer is no challenge:
        its outcome is observed.

        Safe to repeat by a key, which must be given.

        Args:
            payment: The payment.
            result: What came of it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
                `amount_too_large`.
        """
        made: Payment = await self._call(30, (payment, result), (key, actor, deadline))
        return made

    async def review_payment(
        self,
        payment: PaymentId,
        decision: Decision,
        *,
        reason: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not
        review it.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            decision: Whether it may go on.
            reason: Why, at most 256 bytes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `wrong_state`, `self_review`, `account_not_open`, `insufficient_funds`,
                `balance_limit_exceeded`, `amount_too_large`.
        """
        made: Payment = await self._call(37, (payment, decision, reason), (key, actor, deadline))
        return made

    async def resume_payment(
        self,
        payment: PaymentId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """The payer is back from where the channel sent them: the channel is asked at once what came
        of it. That they came back says nothing of the money.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment, whose channel waits for the payer.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `wrong_state`.
        """
        made: Payment = await self._call(36, (payment,), (key, actor, deadline))
        return made

    async def cancel_payment(
        self,
        payment: PaymentId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Gives a payment up before anything was authorised; what it kept of its order's due is free
        again. Once a channel was asked, its answer is waited for; only where it waits for the payer
        the payment can still be cancelled, and what succeeds there afterwards is given back. An
        authorised payment is voided.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Payment = await self._call(32, (payment,), (key, actor, deadline))
        return made

    async def capture_payment(
        self,
        payment: PaymentId,
        kind: CaptureKind,
        *,
        amount: Money | None = None,
        key: str,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at
        a channel an operation is written down for the host to send, and until its outcome nothing
        else starts on the payment. Where more may come, the rest is reserved anew, which a wallet
        whose lower bound was raised since then may refuse: `insufficient_funds`. A last capture
        goes through.

        Safe to repeat by a key, which must be given.

        Args:
            payment: The payment.
            amount: How much; all that is left where it is left out.
            kind: Whether the rest stays reserved.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`,
                `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`,
                `wrong_state`, `authorisation_expired`, `exceeds_authorised`, `account_not_open`.
        """
        made: Payment = await self._call(18, (payment, amount, kind), (key, actor, deadline))
        return made

    async def increment_authorisation(
        self,
        payment: PaymentId,
        amount: Money,
        *,
        key: str,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Reserves more on the payer's side than was authorised, as far as its order has more due: a
        hotel's extra night. From a wallet at once; at a channel an operation is written down for
        the host to send.

        Safe to repeat by a key, which must be given.

        Args:
            payment: The payment, authorised and not captured yet.
            amount: How much more.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `amount_must_be_positive`, `amount_too_large`,
                `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`,
                `wrong_state`, `authorisation_expired`, `exceeds_due`, `account_not_open`,
                `insufficient_funds`.
        """
        made: Payment = await self._call(33, (payment, amount), (key, actor, deadline))
        return made

    async def void_payment(
        self,
        payment: PaymentId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel
        an operation is written down for the host to send.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Payment = await self._call(34, (payment,), (key, actor, deadline))
        return made

    async def release_rest(
        self,
        payment: PaymentId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Payment:
        """Gives up what is authorised and not captured, after a part was: the payment has then
        succeeded. A channel is told to release it; the payment waits for no answer.

        Safe to repeat as it is; a key may be given.

        Args:
            payment: The payment.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Payment = await self._call(35, (payment,), (key, actor, deadline))
        return made

    async def request_refund(
        self,
        payment: PaymentId,
        *,
        id: RefundId | None = None,
        amount: Money | None = None,
        reason: str | None = None,
        metadata: Metadata | Mapping[str, object] | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Asks for money back, reserving it. Where the merchant's policy asks for no review it is
        approved at once: a refund into a wallet is then done, one at a channel is written down for
        the host to send.

        Safe to repeat by the id of what it makes, or by a key: one of them must be given.

        Args:
            id: The refund's id; made where it is left out.
            payment: The payment to give back.
            amount: How much; all that is refundable where it is left out.
            reason: Why, at most 256 bytes.
            metadata: What the host keeps with it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `amount_must_be_positive`,
                `amount_too_large`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
                `operation_unfinished`, `wrong_state`, `exceeds_refundable`, `account_not_open`,
                `insufficient_funds`, `balance_limit_exceeded`.
        """
        made: Refund = await self._call(
            20,
            (id, payment, amount, reason, metadata),
            (key, actor, deadline),
        )
        return made

    async def approve_refund(
        self,
        refund: RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Lets a refund pass its review. Its requester may not approve it.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`, `not_found`, `wrong_state`,
                `self_review`, `account_not_open`.
        """
        made: Refund = await self._call(21, (refund,), (key, actor, deadline))
        return made

    async def reject_refund(
        self,
        refund: RefundId,
        *,
        reason: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Stops a refund in its review; what it reserved is released.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            reason: Why, at most 256 bytes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `wrong_state`.
        """
        made: Refund = await self._call(40, (refund, reason), (key, actor, deadline))
        return made

    async def withdraw_refund(
        self,
        refund: RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Takes a refund back before it was sent; what it reserved is released.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Refund = await self._call(41, (refund,), (key, actor, deadline))
        return made

    async def retry_refund(
        self,
        refund: RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Sends a refund that failed once more, by an operation of its own, where it was to go before.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`, `account_not_open`, `insufficient_funds`.
        """
        made: Refund = await self._call(42, (refund,), (key, actor, deadline))
        return made

    async def reroute_refund(
        self,
        refund: RefundId,
        to: AnyMethod,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Sends a refund whose destination is closed to another: the payer's wallet, or another
        channel, whose operation then builds on none before.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            to: Where it goes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_found`, `not_permitted`,
                `wrong_state`, `account_not_open`, `balance_limit_exceeded`.
        """
        made: Refund = await self._call(43, (refund, to), (key, actor, deadline))
        return made

    async def give_up_refund(
        self,
        refund: RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Looks for no other destination for a refund: it has failed, and can be retried or closed.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `wrong_state`.
        """
        made: Refund = await self._call(44, (refund,), (key, actor, deadline))
        return made

    async def close_refund(
        self,
        refund: RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Refund:
        """Gives a refund that failed up: what it reserved is released. Should its channel report a
        success after all, it is booked.

        Safe to repeat as it is; a key may be given.

        Args:
            refund: The refund.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_found`, `not_permitted`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Refund = await self._call(45, (refund,), (key, actor, deadline))
        return made

    async def observe_operation(
        self,
        operation: OperationId,
        outcome: AnyOutcome,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Operation:
        """Records what a webhook, a query, a statement or a person says about an operation: at any
        time, any number of times. An outcome is never refused; one that contradicts what is known
        opens a case.

        Safe to repeat as it is; a key may be given.

        Args:
            operation: The operation.
            outcome: What is said of it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
        """
        made: Operation = await self._call(22, (operation, outcome), (key, actor, deadline))
        return made

    async def retry_reversal(
        self,
        operation: OperationId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Operation:
        """Asks a channel once more to undo an operation that succeeded in vain, after the reversal
        before was declined or failed.

        Safe to repeat as it is; a key may be given.

        Args:
            operation: The operation that succeeded in vain.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`, `not_found`, `operation_unfinished`,
                `wrong_state`.
        """
        made: Operation = await self._call(48, (operation,), (key, actor, deadline))
        return made

    async def claim_effects(
        self,
        worker: str,
        effects: Iterable[EffectId],
        lease_seconds: int,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Claimed:
        """Hands effects to a worker. What is not ready, because another worker was faster, is left out
        of the answer. `Engine.claim` finds effects that are due and issues this command.

        Safe to repeat as it is; a key may be given.

        Args:
            worker: Who will do them, at most 128 bytes; the same name after a restart.
            effects: The effects, between one and 1,000.
            lease_seconds: For how many seconds, up to a day.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`.
        """
        made: Claimed = await self._call(
            24,
            (worker, effects, lease_seconds),
            (key, actor, deadline),
        )
        return made

    async def complete_effect(
        self,
        effect: EffectId,
        worker: str,
        outcome: AnyOutcome,
        *,
        claim: int | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Operation:
        """Brings what came of an effect. From whoever no longer holds the claim, it counts as an
        observation all the same; only their silence says nothing.

        Safe to repeat as it is; a key may be given.

        Args:
            effect: The effect.
            worker: Who did it.
            claim: Under which claim: the effect's `claims` as it was handed out. Where it is left
                out, the worker's present claim; a host whose threads share a name gives it.
            outcome: What came of it.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
        """
        made: Operation = await self._call(
            25,
            (effect, worker, claim, outcome),
            (key, actor, deadline),
        )
        return made

    async def recover_effects(
        self,
        effects: Iterable[EffectId],
        *,
        worker: str | None = None,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Claimed:
        """Ends claims whose worker is gone: those of the named worker, which started anew, and those
        whose time passed more than 5 seconds ago, for the clocks of two hosts may differ. What may
        be repeated waits to be claimed again; what may not makes its operation unknown, and the
        channel is asked. Other claims among the named effects go on. `Engine.recover` and
        `Engine.tick` find such claims and issue this command.

        Safe to repeat as it is; a key may be given.

        Args:
            worker: The worker that started anew, if one did.
            effects: The effects, between one and 1,000.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`.
        """
        made: Claimed = await self._call(26, (worker, effects), (key, actor, deadline))
        return made

    async def time_out(
        self,
        due: AnyDue | TransferId | OrderId | PaymentId | OperationId | RefundId,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> TimedOut:
        """Does what time has made due of one record. What is not due, or no longer, is left as it is:
        whoever asks twice changes nothing. `Engine.tick` finds such records and issues this
        command.

        Safe to repeat as it is; a key may be given.

        Args:
            due: The record.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `not_permitted`.
        """
        made: TimedOut = await self._call(27, (due,), (key, actor, deadline))
        return made

    async def forget_keys(
        self,
        keys: Iterable[KeyId],
        before: datetime,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Forgotten:
        """Forgets idempotency keys that were used long ago: whoever uses one again asks for something
        new. The journal keeps what was asked under them. All of them are forgotten, or none: where
        none is left that old, nothing changes; where some are gone or were used since, it is
        refused. So each use of a key is forgotten by one entry alone. `Engine.forget_keys` finds
        such keys and issues this command.

        Safe to repeat as it is; a key may be given.

        Args:
            keys: Which, as their rows are called.
            before: Only those used before this moment, which lies at least 30 days back.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`.
        """
        made: Forgotten = await self._call(28, (keys, before), (key, actor, deadline))
        return made

    async def raise_rules(
        self,
        to: int,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Books:
        """Raises the version of the rules that every engine on these books decides by. A release that
        brings new rules knows the older ones too and goes on with those, so that engines of both
        releases work side by side; once all of them are of the new one, this command makes the new
        rules hold. An engine that does not know them is answered `rules_version_too_old` from its
        next command on, and changes nothing; it goes on reading. Rules are never lowered.

        Safe to repeat as it is; a key may be given.

        Args:
            to: The version that is to hold.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`.
        """
        made: Books = await self._call(50, (to,), (key, actor, deadline))
        return made

    async def close_case(
        self,
        case: CaseId,
        settlement: str,
        *,
        key: str | None = None,
        actor: AnyActor | None = None,
        deadline: datetime | None = None,
    ) -> Case:
        """Notes how people settled a case. What moves money is posted by commands of its own.

        Safe to repeat as it is; a key may be given.

        Args:
            case: The case.
            settlement: How it was settled, at most 256 bytes.
            key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
            actor: Who asks; the host itself where it is left out.
            deadline: Worth doing only before this moment.

        Raises:
            Refused: The first that applies of `invalid_value`, `not_permitted`, `not_found`,
                `wrong_state`.
        """
        made: Case = await self._call(49, (case, settlement), (key, actor, deadline))
        return made
