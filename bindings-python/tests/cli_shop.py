"""A shop in a file, made the same each time, and the command `paywright` as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import paywright as pw
from paywright.channel import perform

OPENED = datetime(2026, 3, 1, 9, 0, tzinfo=timezone.utc)


class Approving:
    """A channel that does whatever it is sent."""

    def send(self, operation: Any) -> Any:
        return pw.Outcome.Succeeded()

    def ask(self, operation: Any) -> Any:
        return pw.Outcome.Succeeded()


class Shop:
    """A merchant, a customer with a wallet, an order paid by card, and one that waits."""

    def __init__(self, path: str | Path, **how: Any) -> None:
        self.path = path
        self._now = OPENED
        with pw.open(path, clock=self._clock, entropy=7, **how) as engine:
            fixed = pw.Money("0.30", "EUR")
            terms = engine.create_fee_plan("standard", "0.029", fixed, key="terms")
            self.merchant = engine.register_merchant("Käse & Söhne", terms.id, key="shop").id
            engine.activate_merchant(self.merchant)
            self.user = engine.register_user("customer-1", key="user").id
            self.paid = self._order(engine, "18.50", "basket-1")
            self.payment = self._pay(engine, self.paid, "payment-1")
            top_up = engine.start_payment(
                self.user,
                amount=pw.Money("1234.56", "EUR"),
                method=pw.Method.Channel("cards"),
                key="top-up",
            )
            engine.confirm_payment(top_up.id)
            perform(engine, {"cards": Approving()}, worker="w")
            self.top_up = top_up.id
            self.open = self._order(engine, "40.00", "basket-2")
            self.waiting = self._pay(engine, self.open, "payment-2", done=False)
            key = pw.AccountKey.of_user(self.user, pw.Purpose.WALLET, "EUR")
            self.wallet = key.account

    def _clock(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def _order(self, engine: pw.Engine, total: str, key: str) -> pw.OrderId:
        money = pw.Money(total, "EUR")
        return engine.place_order(self.merchant, money, customer=self.user, key=key).id

    def _pay(
        self, engine: pw.Engine, order: pw.OrderId, key: str, done: bool = True
    ) -> pw.PaymentId:
        payment = engine.start_payment(order, method=pw.Method.Channel("cards"), key=key)
        if done:
            engine.confirm_payment(payment.id)
            perform(engine, {"cards": Approving()}, worker="w")
        return payment.id


class Ran:
    """What a command came to."""

    def __init__(self, code: int, out: str, said: str) -> None:
        self.code = code
        self.out = out
        self.said = said

    def __repr__(self) -> str:
        return f"code {self.code}, printed {self.out!r}, said {self.said!r}"


def command(*arguments: object) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "paywright", *map(str, arguments)]


def paywright(*arguments: object, folder: Path | None = None, **settings: str) -> Ran:
    """Runs the command to its end."""
    ran = subprocess.run(
        command(*arguments),
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **settings},
        timeout=120,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def refuses(ran: Ran, code: int, *words: str) -> None:
    """It ended with this code, printed nothing, and said one line with these words in it."""
    assert ran.code == code, ran
    assert ran.out == "", ran
    assert ran.said.count("\n") == 1 and ran.said.endswith("\n"), ran
    for word in words:
        assert word in ran.said, ran
