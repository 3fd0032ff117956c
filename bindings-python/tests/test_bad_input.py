"""Wrong values in every field of every command: a clear error, and nothing changes."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

import paywright as pw
from anything import anything, hints
from paywright.commands import BY_TAG
from shop import Shop, eur

COMMANDS = sorted(BY_TAG.values(), key=lambda command: str(command.NAME))


class Odd:
    """Raises whatever is asked of it."""

    def __iter__(self) -> Any:
        raise RuntimeError("no items here")


WRONG: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    float("nan"),
    2**63,
    2**200,
    -(2**200),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1" * 40),
    Decimal("1E-40"),
    Decimal("1E+999999"),
    "",
    "a",
    "\x00",
    "\ud800",
    "x" * 100_000,
    b"bytes",
    [],
    [1.5] * 2_000,
    [[[[[]]]]],
    {},
    {"amount": 1.5},
    {1: 2},
    {"deep": {"deep": {"deep": {"deep": {"deep": 1}}}}},
    {"\ud800": 1},
    {"nan": float("nan")},
    (),
    object(),
    Odd(),
    int,
    len,
    datetime(2026, 11, 23),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=23))),
    timedelta(days=1),
    pw.UserId.derived("another"),
    pw.AssetId.derived("another"),
    pw.Money.of_minor(2**63 - 1, "JPY"),
    eur("-0.01"),
    pw.Currency("POINTS/0"),
    pw.Side.DEBIT,
    pw.Method.Wallet(),
    pw.Outcome.Declined("\ud800"),
    pw.Owner.User(pw.OrderId.derived("no user")),  # type: ignore[arg-type]
    pw.Metadata("{"),
]


def wrong_everywhere(hint: Any) -> list[Any]:
    """Wrong values by themselves, and inside a right value of this type."""
    right = anything(hint)
    inside = []
    if isinstance(right, tuple):
        for name, wrong in itertools.product(getattr(right, "_fields"), WRONG):
            inside.append(right.replace(**{name: wrong}))  # type: ignore[attr-defined]
    elif isinstance(right, list):
        inside = [[right[0], wrong] for wrong in WRONG]
        inside += [[wrong] for wrong in wrong_everywhere(type(right[0])) if isinstance(wrong, tuple)]
    return [*WRONG, *inside]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.NAME))
def test_wrong_values_are_told_apart_and_change_nothing(shop: Shop, command: type[pw.Command]) -> None:
    right = {name: anything(hint) for name, hint in hints(command).items()}
    errors = 0
    for name, hint in hints(command).items():
        for number, wrong in enumerate(wrong_everywhere(hint)):
            cut = shop.engine.cut()
            made = command(**{**right, name: wrong})
            try:
                shop.engine.execute(made, key=f"{name} {number}")
            except (TypeError, ValueError) as error:
                errors += 1
                assert str(error).startswith((name, f"{name}.", f"{name}[")), str(error)
            except pw.PaywrightError as error:
                errors += 1
                assert not isinstance(error, (pw.BugError, pw.StorageError))
            except RuntimeError as error:
                assert str(error) == "no items here"
            else:
                continue
            assert shop.engine.cut() == cut
    assert errors >= len(WRONG) // 2 or not right
    assert shop.engine.verify().is_clean


@pytest.mark.parametrize("wrong", [1, 1.5, True, b"k", ["k"]], ids=repr)
def test_a_key_is_a_text(shop: Shop, wrong: Any) -> None:
    with pytest.raises(TypeError):
        shop.engine.place_order(shop.merchant, eur("1"), key=wrong)


@pytest.mark.parametrize("key", ["", "k" * 65, "a\x00b"])
def test_a_key_has_a_length(shop: Shop, key: str) -> None:
    with pytest.raises(pw.InvalidRequest, match="invalid_value"):
        shop.engine.place_order(shop.merchant, eur("1"), key=key)


@pytest.mark.parametrize("wrong", [1, "operator", True, pw.Method.Wallet(), pw.UserId.derived("u")], ids=repr)
def test_an_actor_is_one_of_the_actors(shop: Shop, wrong: Any) -> None:
    if isinstance(wrong, pw.UserId):
        # Its type says who is meant; what this user may not do is refused as to any other.
        with pytest.raises(pw.Refused):
            shop.engine.place_order(shop.merchant, eur("1"), key="k", actor=wrong)  # type: ignore[arg-type]
        return
    with pytest.raises(TypeError, match="^actor"):
        shop.engine.place_order(shop.merchant, eur("1"), key="k", actor=wrong)


def test_a_deadline_says_its_zone(shop: Shop) -> None:
    with pytest.raises(ValueError, match="deadline.*zone"):
        shop.engine.place_order(shop.merchant, eur("1"), key="k", deadline=datetime(2026, 12, 1))
    with pytest.raises(TypeError, match="deadline.*datetime"):
        shop.engine.place_order(shop.merchant, eur("1"), key="k", deadline=60)  # type: ignore[arg-type]


def test_the_place_of_a_wrong_value_is_said(shop: Shop) -> None:
    account = pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR").account
    right = pw.NewTransfer(pw.Posting.Posted(account, account, eur("1")))
    wrong = pw.NewTransfer(pw.Posting.Posted(account, account, 1.5))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^transfers\[1\]\.posting\.Posted\.amount: .* not float$"):
        shop.engine.post_transfers([right, wrong], key="k")


def test_a_record_that_no_class_made_is_no_value(shop: Shop) -> None:
    """As what is unpickled may be."""
    parts = (pw.Owner.Platform(), pw.Purpose.BANK, "EUR", None)
    for wrong in (parts[:2], (*parts, None), ()):
        key = tuple.__new__(pw.AccountKey, wrong)
        with pytest.raises(TypeError, match=f"^account: a record of 4 values .* it has {len(wrong)}$"):
            shop.engine.open_account(key)
    owner = tuple.__new__(pw.Owner.User, ())
    with pytest.raises(TypeError, match=r"^account\.owner\.User: a record of 1 values"):
        shop.engine.open_account(pw.AccountKey(owner, pw.Purpose.BANK, "EUR"))
    command = pw.PlaceOrder(shop.merchant, eur("1"))
    longer = tuple.__new__(pw.PlaceOrder, (*command, "more"))
    with pytest.raises(TypeError, match="values is wanted here"):
        shop.engine.execute(longer, key="k")
    assert shop.engine.accounts().first() is None


def test_what_is_no_command_is_no_request(shop: Shop) -> None:
    for wrong in (None, 1, "place_order", pw.PlaceOrder, eur("1"), pw.Method.Wallet()):
        with pytest.raises(TypeError, match="a command is wanted"):
            shop.engine.execute(wrong)  # type: ignore[arg-type]
        right = pw.Request(pw.ActivateMerchant(shop.merchant))
        with pytest.raises(TypeError, match="a command is wanted"):
            shop.engine.batch([right, wrong])  # type: ignore[list-item]


def test_what_a_list_of_the_host_raises_comes_out_as_it_is(shop: Shop) -> None:
    class Broken:
        def __iter__(self) -> Any:
            raise LookupError("the list is gone")

    with pytest.raises(LookupError, match="the list is gone"):
        shop.engine.post_transfers(Broken(), key="k")
    with pytest.raises(TypeError, match="^transfers: a list is wanted here, not int$"):
        shop.engine.post_transfers(7, key="k")  # type: ignore[arg-type]


def test_a_list_without_end_is_refused_and_not_followed(shop: Shop) -> None:
    account = pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR").account
    endless = itertools.repeat(pw.NewTransfer(pw.Posting.Posted(account, account, eur("1"))))
    with pytest.raises(ValueError, match="^transfers: .* more than one call takes"):
        shop.engine.post_transfers(endless, key="k")


def test_queries_refuse_what_they_cannot_look_up(shop: Shop) -> None:
    engine = shop.engine
    with pytest.raises(TypeError, match="^id: PaymentId is wanted"):
        engine.get(pw.Payment, shop.merchant)
    with pytest.raises(ValueError):
        engine.get(pw.Payment, "pay_1")
    with pytest.raises(TypeError, match="no record"):
        engine.get(pw.Work, shop.merchant)
    with pytest.raises(pw.Misuse, match="invalid_cursor"):
        engine.list(pw.Payment, by="by_colour", order=pw.OrderId.derived("o")).page()
    with pytest.raises(TypeError, match="^colour: the index by_order goes by order"):
        engine.list(pw.Payment, by="by_order", colour="red").page()
    with pytest.raises(pw.Misuse, match="invalid_cursor"):
        engine.list(pw.Payment).page(after="there")
    with pytest.raises(pw.Misuse, match="too_many"):
        engine.list(pw.Payment).page(limit=1_001)
    for limit in (-1, 2**40):
        with pytest.raises(ValueError, match="^limit: "):
            engine.list(pw.Payment).page(limit=limit)
        with pytest.raises(ValueError, match="^limit: "):
            engine.feed(limit=limit)
    for most in (True, 1.5, None, "1"):
        with pytest.raises(TypeError, match="^most: "):
            engine.claim("till-1", most)  # type: ignore[arg-type]
    user, order = pw.UserId.derived("u"), pw.OrderId.derived("o")
    with pytest.raises(TypeError, match="^payer: the index by_order goes by order"):
        engine.list(pw.Payment, by="by_order", payer=user).page()
    with pytest.raises(TypeError, match="^payer: the index by_order goes by order"):
        engine.list(pw.Payment, by="by_order", payer=user, order=order).page()
    with pytest.raises(TypeError, match="^order: say which index"):
        engine.list(pw.Payment, order=order).page()
    with pytest.raises(TypeError, match="^by: a text is wanted"):
        engine.list(pw.Payment, by=7)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="^state: 'lost in the post' is no EffectState"):
        engine.list(pw.Effect, by="by_due", state="lost in the post").page()
    with pytest.raises(TypeError, match="^state: EffectState is wanted here, not OrderState"):
        engine.list(pw.Effect, by="by_due", state=pw.OrderState.OPEN).page()
    with pytest.raises(TypeError, match="^after: a text is wanted"):
        engine.list(pw.Payment).page(after=7)  # type: ignore[arg-type]
    for record in ("Payment", None, pw.OrderId, 7):
        with pytest.raises(TypeError, match="^record: a class such as Payment"):
            engine.get(record, order)  # type: ignore[arg-type, type-var]
    for name in ("since", "before"):
        with pytest.raises(ValueError, match=f"^{name}: a time says its zone"):
            moment = {name: datetime(2026, 12, 1)}
            engine.statement(pw.AccountId.derived("a"), **moment).page()  # type: ignore[arg-type]
    with pytest.raises(pw.Misuse, match="invalid_cursor"):
        engine.feed("there")
    with pytest.raises(TypeError, match="give cut, recorded, or effective"):
        engine.balance_as_of(pw.AccountId.derived("a"))
    with pytest.raises(pw.Missing, match="never opened"):
        engine.statement(pw.AccountId.derived("a")).first()
    assert engine.balance(pw.AccountId.derived("a")) is None
