"""A shop with a clock that stands still: what most stories begin with."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import paywright as pw
from paywright.testing import ManualClock

START = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)


class Shop:
    """A merchant on terms, and a customer with a wallet."""

    def __init__(self, path: str | Path = ":memory:", entropy: int = 1, **how: Any) -> None:
        self.clock = ManualClock(START)
        self.engine = pw.open(path, clock=self.clock, entropy=entropy, **how)
        terms = self.engine.create_fee_plan("standard", "0.029", eur("0.30"), key="terms")
        self.merchant = self.engine.register_merchant("Bakery", terms.id, key="bakery").id
        self.engine.activate_merchant(self.merchant)
        self.customer = self.engine.register_user("customer-1", key="customer").id

    def order(self, name: str, total: str = "18.50") -> pw.Order:
        """An order by the customer."""
        return self.engine.place_order(self.merchant, eur(total), customer=self.customer, key=name)

    def card_payment(self, name: str, total: str = "18.50") -> pw.Payment:
        """An order and a payment for it by card, waiting for the channel."""
        cards = pw.Method.Channel("cards")
        payment = self.engine.start_payment(self.order(name, total).id, method=cards, key=f"pay {name}")
        return self.engine.confirm_payment(payment.id)

    def top_up(self, name: str, amount: str = "50.00") -> pw.Payment:
        """A payment by card into the wallet, waiting for the channel."""
        of, cards = pw.PaymentPurpose.TopUp(self.customer), pw.Method.Channel("cards")
        payment = self.engine.start_payment(of, amount=eur(amount), method=cards, key=f"top up {name}")
        return self.engine.confirm_payment(payment.id)

    def payment(self, id: pw.PaymentId) -> pw.Payment:
        """A payment as it is now."""
        found = self.engine.get(pw.Payment, id)
        assert found is not None
        return found


def eur(amount: str) -> pw.Money:
    """So many euros."""
    return pw.Money(amount, "EUR")
