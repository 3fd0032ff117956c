"""Lists: an account's statement, payments, accounts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar

from .._base import Word
from ..engine import Engine
from ..enums import AccountState, PaymentState, Purpose, Side
from ..errors import Missing
from ..ids import AccountId, MerchantId, OrderId, UserId
from ..records import Account, Payment
from ..values import AnyOwner, Owner
from . import ending, output
from .database import opened
from .output import Amount, Row

Chosen = TypeVar("Chosen", bound=Word)

_LINES = (
    "recorded_at",
    "effective_at",
    "transfer",
    "phase",
    "kind",
    "other",
    "debit",
    "credit",
    "balance",
    "currency",
    "reference",
)
_PAYMENTS = (
    "id",
    "state",
    "amount",
    "captured",
    "refunded",
    "currency",
    "method",
    "order",
    "payer",
    "receiver",
    "started_at",
    "failure",
)
_ACCOUNTS = ("id", "owner", "purpose", "scope", "state", "balance", "available", "currency")


def statement(asked: argparse.Namespace) -> int:
    """An account's lines, each with the balance after it."""
    account = ending.given(AccountId, asked.account)
    with opened(asked) as engine:
        of = engine.get(Account, account)
        if of is None:
            raise Missing("not_found", f"there is no account {account}: it was never opened")
        found = engine.statement(
            account,
            since=asked.since,
            before=asked.before,
            kind=asked.kind,
            everything=asked.all,
            newest_first=asked.newest_first,
        )
        exponent, currency = of.currency.exponent, of.currency

        def row(line: Any) -> Row:
            transfer, side, balance = line
            amount = Amount(transfer.amount, exponent)
            debits = side is Side.DEBIT
            return (
                transfer.recorded_at,
                transfer.effective_at,
                transfer.id,
                transfer.phase,
                str(transfer.kind),
                transfer.credit if debits else transfer.debit,
                amount if debits else None,
                None if debits else amount,
                Amount(balance, exponent),
                currency,
                transfer.reference,
            )

        output.rows(asked.form, _LINES, map(row, islice(found, asked.limit)))
    return ending.DONE


def payments(asked: argparse.Namespace) -> int:
    """Payments, all or those of an order or a user."""
    states = {ending.given(_word(PaymentState), state) for state in asked.state or ()}
    by: dict[str, Any] = {}
    if asked.order is not None:
        by = {"by": "by_order", "order": ending.given(OrderId, asked.order)}
    elif asked.payer is not None:
        by = {"by": "by_payer", "payer": ending.given(UserId, asked.payer)}

    def wanted(payment: Payment) -> bool:
        return (
            (not states or payment.state in states)
            and (asked.since is None or payment.started_at >= asked.since)
            and (asked.before is None or payment.started_at < asked.before)
        )

    with opened(asked) as engine:
        found = filter(wanted, engine.list(Payment, newest_first=asked.newest_first, **by))
        output.rows(asked.form, _PAYMENTS, map(_payment, islice(found, asked.limit)))
    return ending.DONE


def _payment(payment: Payment) -> Row:
    currency = payment.amount.currency
    exponent = currency.exponent
    return (
        payment.id,
        payment.state,
        Amount(payment.amount.minor, exponent),
        Amount(payment.captured, exponent),
        Amount(payment.refunded, exponent),
        currency,
        None if payment.method is None else worded(payment.method),
        payment.order,
        payment.payer,
        _owner_text(payment.receiver),
        payment.started_at,
        payment.failure,
    )


def accounts(asked: argparse.Namespace) -> int:
    """Accounts, with what each holds."""
    owner = None if asked.owner is None else ending.given(_owner, asked.owner)
    purpose = None if asked.purpose is None else ending.given(_word(Purpose), asked.purpose)
    state = None if asked.state is None else ending.given(_word(AccountState), asked.state)
    with opened(asked) as engine:
        found = engine.accounts(owner=owner, purpose=purpose, state=state)
        output.rows(asked.form, _ACCOUNTS, _held(engine, islice(found, asked.limit)))
    return ending.DONE


def _held(engine: Engine, found: Iterator[Account]) -> Iterator[Row]:
    for account in found:
        figures, exponent = engine.balance(account.id), account.currency.exponent
        balance, available = (figures.balance, figures.available) if figures else (0, 0)
        yield (
            account.id,
            _owner_text(account.owner),
            account.purpose,
            account.scope,
            account.state,
            Amount(balance, exponent),
            Amount(available, exponent),
            account.currency,
        )


def worded(value: Any) -> str:
    """A variant as bulk takes it: its word, and what it wraps behind a colon."""
    word = type(value).__name__.lower()
    return ":".join([word, *(str(part) for part in value)])


def _owner_text(owner: AnyOwner) -> str:
    return "platform" if isinstance(owner, Owner.Platform) else str(owner[0])


def _owner(text: str) -> AnyOwner:
    if text == "platform":
        return Owner.Platform()
    if text.startswith("mch_"):
        return Owner.Merchant(MerchantId(text))
    if text.startswith("usr_"):
        return Owner.User(UserId(text))
    raise ValueError("an owner is platform, or the id of a user or a merchant")


def _word(of: type[Chosen]) -> Callable[[str], Chosen]:
    """Reads a word of a closed set."""

    def read(text: str) -> Chosen:
        if text in list(of):
            return of(text)
        raise ValueError(f"there is none called so; there are {', '.join(of)}")

    return read
