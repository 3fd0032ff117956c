"""Ids, one type each, so that a payment's cannot be passed where a refund's belongs.

Written by `cargo xtask generate` from what the engine says of itself: do not edit.
"""

from __future__ import annotations

from ._base import Id

__all__ = [
    "AccountId",
    "TransferId",
    "MerchantId",
    "FeePlanId",
    "UserId",
    "OrderId",
    "PaymentId",
    "PartId",
    "OperationId",
    "EffectId",
    "RefundId",
    "CaseId",
    "ExchangeId",
    "AssetId",
    "BalanceId",
    "MarkId",
    "KeyId",
    "BooksId",
]


class AccountId(Id):
    """An account of the ledger; derived from its natural key."""

    __slots__ = ()
    PREFIX = "acc"


class TransferId(Id):
    """A transfer."""

    __slots__ = ()
    PREFIX = "trf"


class MerchantId(Id):
    """A merchant."""

    __slots__ = ()
    PREFIX = "mch"


class FeePlanId(Id):
    """A fee plan."""

    __slots__ = ()
    PREFIX = "fee"


class UserId(Id):
    """A user of the host."""

    __slots__ = ()
    PREFIX = "usr"


class OrderId(Id):
    """An order."""

    __slots__ = ()
    PREFIX = "ord"


class PaymentId(Id):
    """A payment."""

    __slots__ = ()
    PREFIX = "pay"


class PartId(Id):
    """A part of a payment; derived from the payment and its number."""

    __slots__ = ()
    PREFIX = "prt"


class OperationId(Id):
    """An operation at a channel. Its bytes are also the channel key that repeats are recognised by.
    """

    __slots__ = ()
    PREFIX = "op"


class EffectId(Id):
    """An effect: work for the outside world."""

    __slots__ = ()
    PREFIX = "eff"


class RefundId(Id):
    """A refund."""

    __slots__ = ()
    PREFIX = "ref"


class CaseId(Id):
    """A case for people to look at."""

    __slots__ = ()
    PREFIX = "case"


class ExchangeId(Id):
    """An exchange of currencies."""

    __slots__ = ()
    PREFIX = "fx"


class AssetId(Id):
    """An asset of the host; derived from its code."""

    __slots__ = ()
    PREFIX = "ast"


class BalanceId(Id):
    """What an account holds, on one lane if the account is shared; derived."""

    __slots__ = ()
    PREFIX = "bal"


class MarkId(Id):
    """A mark in a balance's history; derived."""

    __slots__ = ()
    PREFIX = "mark"


class KeyId(Id):
    """The key of a keyed request; derived."""

    __slots__ = ()
    PREFIX = "key"


class BooksId(Id):
    """The books: there is one."""

    __slots__ = ()
    PREFIX = "books"
