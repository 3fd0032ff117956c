"""The first payment, from nothing to the merchant's balance."""

from __future__ import annotations

import pytest

import paywright as pw
from paywright.channel import perform
from paywright.testing import SimulatedChannel
from shop import Shop, eur


def test_a_card_payment_is_captured_and_the_merchant_is_owed_it_less_the_fee(shop: Shop) -> None:
    payment = shop.card_payment("basket-8812")
    assert payment.state is pw.PaymentState.PROCESSING

    assert perform(shop.engine, {"cards": SimulatedChannel.approving(7)}, worker="till-1") == 1

    payment = shop.payment(payment.id)
    assert payment.state is pw.PaymentState.SUCCEEDED
    owed = pw.AccountKey.of_merchant(shop.merchant, pw.Purpose.MERCHANT_PENDING, "EUR")
    figures = shop.engine.balance(owed.account)
    assert figures is not None
    assert figures.balance == 1850 - 84  # 2.9 % of 18.50 is 0.54, and 0.30
    lines = list(shop.engine.statement(owed.account))
    assert [line.balance for line in lines] == [1850, 1766]
    assert shop.engine.verify().is_clean


def test_the_same_key_again_is_the_same_order(shop: Shop) -> None:
    first = shop.order("basket")
    again = shop.engine.answer(
        pw.Request(
            pw.PlaceOrder(shop.merchant, eur("18.50"), customer=shop.customer),
            key="basket",
        )
    )
    assert (again.output, again.acceptance) == (first, pw.Acceptance.REPLAYED)


def test_the_same_key_for_something_else_is_refused(shop: Shop) -> None:
    shop.order("basket")
    with pytest.raises(pw.Reused) as refused:
        shop.order("basket", "19.50")
    assert refused.value.code == "idempotency_key_reused"
    assert not refused.value.retryable
    assert refused.value.details["meaning"].startswith("The key was used before")


def test_a_wallet_pays_without_a_channel(shop: Shop) -> None:
    top_up = shop.top_up("1")
    perform(shop.engine, {"cards": SimulatedChannel.approving(1)}, worker="till-1")
    assert shop.payment(top_up.id).state is pw.PaymentState.SUCCEEDED

    payment = shop.engine.start_payment(shop.order("basket").id, method=pw.Method.Wallet(), key="pay")
    assert shop.engine.confirm_payment(payment.id).state is pw.PaymentState.SUCCEEDED
    wallet = pw.AccountKey.of_user(shop.customer, pw.Purpose.WALLET, "EUR")
    figures = shop.engine.balance(wallet.account)
    assert figures is not None and figures.available == 3150


def test_a_second_capture_beyond_the_authorised_amount_is_refused(shop: Shop) -> None:
    order = shop.order("stay", "100.00")
    payment = shop.engine.start_payment(
        order.id, method=pw.Method.Channel("cards"), capture=pw.CaptureMode.MANUAL, key="pay stay"
    )
    shop.engine.confirm_payment(payment.id)
    channels = {"cards": SimulatedChannel.approving(1)}
    perform(shop.engine, channels, worker="till-1")
    more = pw.CaptureKind.MORE_MAY_COME
    shop.engine.capture_payment(payment.id, more, amount=eur("60.00"), key="capture 1")
    perform(shop.engine, channels, worker="till-1")
    with pytest.raises(pw.Exceeded, match="exceeds_authorised"):
        shop.engine.capture_payment(payment.id, more, amount=eur("60.00"), key="capture 2")
    assert shop.payment(payment.id).captured == 6000


def test_a_preview_leaves_nothing(shop: Shop) -> None:
    cut = shop.engine.cut()
    seen = shop.engine.preview(pw.PlaceOrder(shop.merchant, eur("5.00")))
    assert (seen.output.total, seen.acceptance) == (eur("5.00"), pw.Acceptance.NEW)
    assert shop.engine.cut() == cut


def test_a_batch_tells_each_request_what_became_of_it(shop: Shop) -> None:
    good = pw.Request(pw.PlaceOrder(shop.merchant, eur("5.00")), key="good")
    bad = pw.Request(pw.PlaceOrder(shop.merchant, eur("-5.00")), key="bad")
    first, second, third = shop.engine.batch([good, bad, good])
    assert isinstance(first, pw.Answer) and first.acceptance is pw.Acceptance.NEW
    assert isinstance(second, pw.InvalidRequest) and second.code == "amount_must_be_positive"
    assert isinstance(third, pw.Answer) and third.output == first.output


def test_all_or_nothing_is_nothing_where_one_is_refused(shop: Shop) -> None:
    cut = shop.engine.cut()
    good = pw.Request(pw.PlaceOrder(shop.merchant, eur("5.00")), key="good")
    bad = pw.Request(pw.PlaceOrder(shop.merchant, eur("-5.00")), key="bad")
    with pytest.raises(pw.InvalidRequest, match="amount_must_be_positive"):
        shop.engine.atomic([good, bad])
    assert shop.engine.cut() == cut
    assert [answer.acceptance for answer in shop.engine.atomic([good])] == [pw.Acceptance.NEW]
