"""A host's code as a type checker sees it. It is checked with `mypy --strict` and never run."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import assert_type

import paywright as pw
from paywright import aio
from paywright.channel import Channel, perform
from paywright.listing import Listing, Page
from paywright.testing import ManualClock, SimulatedChannel


def commands(engine: pw.Engine, merchant: pw.MerchantId, order: pw.OrderId, payment: pw.PaymentId) -> None:
    assert_type(engine.place_order(merchant, pw.Money("18.50", "EUR"), key="k"), pw.Order)
    assert_type(engine.cancel_order(order), pw.Order)
    engine.start_payment(order, method=pw.Method.Channel("cards"), key="k")
    engine.create_fee_plan("standard", Decimal("0.029"), pw.Money("0.30", "EUR"), key="k")
    engine.place_order(merchant, pw.Money("1", "EUR"), key="k", metadata={"table": 7})

    engine.place_order(merchant, 18.50, key="k")  # type: ignore[arg-type]
    engine.place_order(order, pw.Money("1", "EUR"), key="k")  # type: ignore[arg-type]
    engine.cancel_order(payment)  # type: ignore[arg-type]
    engine.place_order(merchant, pw.Money("1", "EUR"), key="k", colour="red")  # type: ignore[call-arg]
    engine.capture_payment(payment, pw.CaptureKind.LAST)  # type: ignore[call-arg]
    pw.Money(18.50, "EUR")  # type: ignore[arg-type]
    pw.Money("1", "EUR") < 2  # type: ignore[operator]


def places() -> None:
    assert_type(pw.open("postgres://db.example/shop", schema="shop_17", connections=4), pw.Engine)
    aio.open("postgres://db.example/shop", root_certificates="ca.pem", access="read_only")

    pw.open("postgres://db.example/shop", connections="4")  # type: ignore[arg-type]
    pw.open("postgres://db.example/shop", access="write")  # type: ignore[arg-type]


def queries(engine: pw.Engine, order: pw.OrderId, account: pw.AccountId) -> None:
    assert_type(engine.get(pw.Order, order), pw.Order | None)
    assert_type(engine.list(pw.Payment, by="by_order", order=order), Listing[pw.Payment])
    assert_type(engine.list(pw.Payment).page(), Page[pw.Payment])
    assert_type(next(iter(engine.statement(account))), pw.StatementLine)
    assert_type(engine.balance(account), pw.Figures | None)
    for answer in engine.batch([pw.CancelOrder(order)]):
        if isinstance(answer, pw.PaywrightError):
            assert_type(answer.code, str)
        else:
            assert_type(answer.acceptance, pw.Acceptance)


def records(order: pw.Order, outcome: pw.AnyOutcome) -> str:
    assert_type(order.total.amount, Decimal)
    assert_type(order.placed_at, datetime)
    order.state = pw.OrderState.OPEN  # type: ignore[misc]
    match outcome:
        case pw.Outcome.Declined(reason):
            return reason
        case _:
            return ""


async def awaited(order: pw.OrderId) -> None:
    async with aio.open("shop.db", clock=ManualClock(datetime.now())) as engine:
        assert_type(await engine.cancel_order(order), pw.Order)
        assert_type(await engine.get(pw.Order, order), pw.Order | None)
        async for payment in engine.list(pw.Payment):
            assert_type(payment, pw.Payment)
    assert_type(await aio.open("shop.db"), aio.Engine)


class Cards:
    def send(self, operation: pw.Operation) -> pw.AnyOutcome:
        return pw.Outcome.Succeeded()

    def ask(self, operation: pw.Operation) -> pw.AnyOutcome:
        return pw.Outcome.Unknown()


def channels(engine: pw.Engine) -> None:
    cards: Channel = Cards()
    perform(engine, {"cards": cards, "others": SimulatedChannel(7)}, worker="till-1")
    perform(engine, {"cards": engine}, worker="till-1")  # type: ignore[dict-item]
