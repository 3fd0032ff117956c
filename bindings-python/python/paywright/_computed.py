"""What some values compute of their fields; the engine does the computing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from . import _native
from ._base import Currency, Record

if TYPE_CHECKING:
    from .enums import Purpose
    from .ids import AccountId, MerchantId, UserId
    from .records import Verification
    from .values import AccountKey


class ComputedAccountKey(Record):
    """Keys of usual accounts, and the id that follows from a key."""

    __slots__ = ()

    @property
    def account(self) -> AccountId:
        """The account's id."""
        return _native.account_id(cast("AccountKey", self))

    @classmethod
    def of_user(cls, user: UserId, purpose: Purpose, currency: Currency | str) -> AccountKey:
        """Of a user."""
        return cls._of("User", user, purpose, currency)

    @classmethod
    def of_merchant(cls, merchant: MerchantId, purpose: Purpose, currency: Currency | str) -> AccountKey:
        """Of a merchant."""
        return cls._of("Merchant", merchant, purpose, currency)

    @classmethod
    def of_platform(cls, purpose: Purpose, currency: Currency | str) -> AccountKey:
        """Of the platform."""
        return cls._of("Platform", None, purpose, currency)

    @classmethod
    def of_channel(cls, channel: str, currency: Currency | str) -> AccountKey:
        """What a channel owes the platform."""
        from .enums import Purpose

        return cls._of("Platform", None, Purpose.CHANNEL_RECEIVABLE, currency, channel)

    @classmethod
    def _of(cls, owner: str, who: Any, purpose: Any, currency: Any, scope: Any = None) -> AccountKey:
        from .values import Owner

        variant = getattr(Owner, owner)
        whose = variant() if who is None else variant(who)
        return cast("AccountKey", tuple.__new__(cls, (whose, purpose, currency, scope)))


class ComputedFigures(Record):
    """What follows from the four sums of an account, in minor units."""

    __slots__ = ()

    @property
    def balance(self) -> int:
        """What is posted, on the normal side."""
        return _native.figures(self[0], self[1:])[0]

    @property
    def available(self) -> int:
        """The balance less what is held of it."""
        return _native.figures(self[0], self[1:])[1]

    @property
    def ceiling(self) -> int:
        """The balance with all that is pending for it."""
        return _native.figures(self[0], self[1:])[2]


class ComputedVerification(Record):
    """Whether a check found anything."""

    __slots__ = ()

    @property
    def is_clean(self) -> bool:
        """Everything is as the journal says."""
        return not cast("Verification", self).findings
