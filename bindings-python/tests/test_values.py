"""Values: ids, amounts, times, metadata, records."""

from __future__ import annotations

import copy
import pickle
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal, localcontext
from typing import Any

import pytest

import paywright as pw
from anything import anything, every_value
from paywright import _classes
from paywright._base import Record
from shop import START, Shop, eur

IDS = [one for one in _classes.CLASSES.values() if issubclass(one, pw.Id)]


# Amounts


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("18.50", "EUR", 1850),
        ("18.5", "EUR", 1850),
        ("18", "EUR", 1800),
        ("-0.01", "EUR", -1),
        ("1850", "JPY", 1850),
        ("0.001", "BHD", 1),
        (Decimal("18.50"), "EUR", 1850),
        (Decimal("1.85E+1"), "EUR", 1850),
        (Decimal("1850E-2"), "EUR", 1850),
        (Decimal("18.500000"), "EUR", 1850),
        (Decimal("0E-100"), "EUR", 0),
        (Decimal("-0.00"), "EUR", 0),
        ("7", "POINTS/0", 7),
    ],
)
def test_an_amount_is_taken_to_the_last_digit(amount: Any, currency: str, minor: int) -> None:
    money = pw.Money(amount, currency)
    assert (money.minor, money.currency) == (minor, currency)
    assert money == pw.Money.of_minor(minor, currency) == pw.Money.parse(str(money))
    assert eval(repr(money), {"Money": pw.Money}) == money
    assert isinstance(money.amount, Decimal) and isinstance(money.currency, pw.Currency)
    assert money.currency.amount(minor) == money.amount
    assert money.currency.money(minor) == money


@pytest.mark.parametrize("wrong", [18.5, 18, True, None, b"18.50", object(), [18], 1j])
def test_what_is_not_exact_is_no_amount(wrong: Any) -> None:
    with pytest.raises(TypeError):
        pw.Money(wrong, "EUR")


@pytest.mark.parametrize(
    "wrong",
    ["", "18,50", "18.505", " 18", "1e3", "NaN", "١٨", "0x10", "1_000", "1" * 30, "\ud800", "--1", "."]
    + [Decimal(text) for text in ("NaN", "sNaN", "Infinity", "18.505", "1E+30", "1E-30", "9" * 40)]
    + ["99999999999999999999"],
)
def test_what_is_no_amount_of_the_currency_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError):
        pw.Money(wrong, "EUR")


@pytest.mark.parametrize("wrong", ["", "eur", "EURO", "XYZ", "POINTS", "POINTS/19", "A/B", "\ud800", "EUR/2"])
def test_what_is_no_currency_is_refused(wrong: str) -> None:
    for made in (pw.Currency, lambda code: pw.Money("1", code), lambda code: pw.Money.of_minor(1, code)):
        with pytest.raises(ValueError):
            made(wrong)


@pytest.mark.parametrize("wrong", [1.5, True, "1", None, Decimal(1)])
def test_minor_units_are_an_int(wrong: Any) -> None:
    with pytest.raises(TypeError):
        pw.Money.of_minor(wrong, "EUR")


def test_amounts_of_one_currency_are_computed_with() -> None:
    assert eur("1.10") + eur("2.20") == eur("3.30")
    assert eur("1.10") - eur("2.20") == -eur("1.10") == eur("-1.10")
    assert abs(eur("-1.10")) == eur("1.10")
    assert sum([eur("1.10")] * 3) == eur("3.30")
    assert eur("1") < eur("2") <= eur("2.00") and max(eur("1"), eur("3"), eur("2")) == eur("3")
    assert bool(eur("0.01")) and not eur("0.00")
    assert len({eur("1"), eur("1.00"), pw.Money("1", "USD")}) == 2


def test_a_context_of_decimals_changes_no_amount() -> None:
    with localcontext() as context:
        context.prec = 1
        assert eur("1234.56").amount == Decimal("1234.56")
        assert pw.Money(Decimal("1234.56"), "EUR").minor == 123456
        assert pw.Currency("EUR").amount(123456) == Decimal("1234.56")
        assert str(pw.Currency("JPY").amount(-(10**30))) == "-1" + "0" * 30


def test_amounts_of_two_currencies_have_nothing_in_common() -> None:
    euro, dollar = eur("1"), pw.Money("1", "USD")
    assert euro != dollar
    for compute in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar):
        with pytest.raises(TypeError, match="currency_mismatch"):
            compute()
    for other in (1, 1.0, Decimal(1), "1"):
        assert euro != other
        with pytest.raises(TypeError):
            euro + other  # type: ignore[operator]
        with pytest.raises(TypeError):
            euro < other  # type: ignore[operator]
    with pytest.raises(TypeError):
        euro * 2  # type: ignore[operator]
    most = pw.Money.of_minor(2**63 - 1, "EUR")
    with pytest.raises(OverflowError, match="amount_overflow"):
        most + eur("0.01")


def test_an_amount_never_changes() -> None:
    with pytest.raises(AttributeError):
        eur("1").minor = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        eur("1").note = "x"  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(eur("1.10"))) == copy.deepcopy(eur("1.10")) == eur("1.10")


# Ids


@pytest.mark.parametrize("id_type", IDS, ids=lambda of: str(of.__name__))
def test_an_id_has_a_text_bytes_and_a_type(id_type: type[pw.Id]) -> None:
    raw = uuid.UUID("0190b7a2-3c5e-7f00-8000-000000000001").bytes
    made = id_type.of(raw)
    assert made.bytes == raw and made.startswith(f"{id_type.PREFIX}_")
    assert id_type(str(made)) == made and type(id_type(made)) is id_type
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == made
    assert type(pickle.loads(pickle.dumps(made))) is id_type
    assert id_type.derived("basket-8812") == id_type.derived("basket-8812") != id_type.derived("basket-8813")
    assert eval(repr(made), {id_type.__name__: id_type}) == made
    for wrong in (made[:-1], made + "0", "xyz_" + made[4:], "", "\ud800", made.upper() + "\x00"):
        with pytest.raises(ValueError):
            id_type(wrong)
    for raw_wrong in (bytes(16), b"", bytes(15), bytes(17)):
        with pytest.raises(ValueError):
            id_type.of(raw_wrong)
    for kind in (7, None, 1.5, b"x" * 26):
        with pytest.raises(TypeError):
            id_type(kind)


def test_no_id_passes_for_another(shop: Shop) -> None:
    order = shop.order("basket")
    with pytest.raises(TypeError, match="^order: OrderId is wanted here, not PaymentId$"):
        shop.engine.cancel_order(pw.PaymentId.derived("p"))  # type: ignore[arg-type]
    # A text is what a database or a request has.
    assert shop.engine.cancel_order(str(order.id)).id == order.id  # type: ignore[arg-type]


# Times


def test_a_time_of_any_zone_is_taken_and_told_in_utc(shop: Shop) -> None:
    zone = timezone(timedelta(hours=-9, minutes=-30))
    due = datetime(2026, 12, 1, 12, 30, 0, 123456, tzinfo=zone)
    order = shop.engine.place_order(shop.merchant, eur("1"), expires_at=due, key="k")
    assert order.expires_at == due
    assert order.expires_at is not None and order.expires_at.tzinfo is timezone.utc
    assert order.expires_at.microsecond == 123456


def test_a_time_before_and_after_the_clock_changes_is_the_moment_that_it_names(shop: Shop) -> None:
    zoneinfo = pytest.importorskip("zoneinfo")
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    for fold, hour in ((0, 0), (1, 1)):
        due = datetime(2027, 10, 31, 2, 30, tzinfo=berlin, fold=fold)
        order = shop.engine.place_order(shop.merchant, eur("1"), expires_at=due, key=f"fold {fold}")
        assert order.expires_at == datetime(2027, 10, 31, hour, 30, tzinfo=timezone.utc)


def test_a_time_without_a_zone_is_refused(shop: Shop) -> None:
    with pytest.raises(ValueError, match="^expires_at: a time says its zone"):
        shop.engine.place_order(shop.merchant, eur("1"), expires_at=datetime(2026, 12, 1), key="k")


def test_a_time_that_is_finer_than_is_kept_is_refused(shop: Shop) -> None:
    pandas = pytest.importorskip("pandas")
    due = pandas.Timestamp("2026-12-01T00:00:00.000001Z")
    order = shop.engine.place_order(shop.merchant, eur("1"), expires_at=due, key="k")
    assert order.expires_at == due
    finer = pandas.Timestamp("2026-12-01T00:00:00.000001001Z")
    with pytest.raises(ValueError, match="^expires_at: times are kept to the microsecond"):
        shop.engine.place_order(shop.merchant, eur("1"), expires_at=finer, key="finer")


def test_the_engine_tells_its_own_time(shop: Shop) -> None:
    assert shop.engine.now() == START
    # Entries of one moment are a microsecond apart.
    assert START < shop.engine.written_until() < START + timedelta(milliseconds=1)
    shop.clock.advance(timedelta(hours=1))
    assert shop.engine.now() == START + timedelta(hours=1)
    assert shop.engine.waiting() == 0


# Metadata


def test_metadata_comes_back_as_it_was_given(shop: Shop) -> None:
    given = {"table": 7, "name": "Zoë 🥐", "tags": ["a", None, True], "nested": {"a": {"b": {}}}}
    order = shop.engine.place_order(shop.merchant, eur("1"), metadata=given, key="k")
    assert order.metadata is not None and order.metadata.value == given
    again = shop.engine.place_order(shop.merchant, eur("1"), metadata=order.metadata, key="k")
    assert again == order


def deep(times: int) -> dict[str, Any]:
    """An object in an object, and so on."""
    made: dict[str, Any] = {}
    for _ in range(times):
        made = {"a": made}
    return made


@pytest.mark.parametrize(
    "wrong",
    [{"a": 1.5}, {"a": float("nan")}, {"a": {1, 2}}, {"a": object()}, {"a": "x" * 5_000}, {"a": 2**70}]
    + [{"a": {"b": {"c": {"d": {"e": 1}}}}}, [1], "text", 7, {"a": Decimal(1)}, {"a": "\ud800"}]
    + [{1: "a"}, {None: 1}, {"a": {True: 1}}, {"a": b"x"}, deep(2_000), deep(100_000)],
    ids=lambda wrong: type(wrong).__name__,
)
def test_metadata_that_cannot_be_kept_is_refused(shop: Shop, wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="^metadata"):
        shop.engine.place_order(shop.merchant, eur("1"), metadata=wrong, key="k")


# Records


def records(shop: Shop) -> list[Record]:
    """One of many kinds."""
    payment = shop.card_payment("basket")
    engine = shop.engine
    event = engine.feed().events[-1]
    stored = [engine.list(of).first() for of in (pw.Merchant, pw.FeePlan, pw.User, pw.Operation, pw.Effect)]
    values = [event, *event.changes, event.command, pw.Method.Wallet(), engine.verify()]
    return [payment, *(one for one in stored if one is not None), *values]


def test_records_are_values(shop: Shop) -> None:
    for record in records(shop):
        again = pickle.loads(pickle.dumps(record))
        assert again == record and type(again) is type(record) and not again != record
        assert copy.deepcopy(record) == record
        assert record.replace() == record and record.replace() is not record
        assert record.as_dict() == {name: getattr(record, name) for name in record._fields}
        assert repr(record).startswith(type(record).__qualname__)
        assert type(record).__qualname__ in record._repr_html_()
        assert record != tuple(record) and tuple(record) != record
        if not any(isinstance(value, list) for value in record):
            assert hash(again) == hash(record) and len({again, record}) == 1


def test_a_record_never_changes(shop: Shop) -> None:
    for record in records(shop):
        for name in record._fields:
            with pytest.raises(AttributeError, match="never changes"):
                setattr(record, name, None)
            with pytest.raises(AttributeError):
                delattr(record, name)
        with pytest.raises(AttributeError):
            record.note = 1  # type: ignore[attr-defined]


def test_a_record_is_replaced_by_the_names_of_its_fields(shop: Shop) -> None:
    order = shop.order("basket")
    assert order.replace(total=eur("1")).total == eur("1") and order.total == eur("18.50")
    with pytest.raises(TypeError, match="Order has no field colour"):
        order.replace(colour="red")


def test_records_of_two_classes_are_never_equal() -> None:
    assert pw.Outcome.Succeeded() != pw.Outcome.NeverArrived()
    assert pw.Owner.User(pw.UserId.derived("u")) != pw.PaymentPurpose.TopUp(pw.UserId.derived("u"))
    assert len({pw.Outcome.Succeeded(), pw.Outcome.NeverArrived(), pw.Outcome.Succeeded()}) == 2


def test_html_shows_what_hosts_wrote_as_text(shop: Shop) -> None:
    user = shop.engine.register_user("<script>alert(1)</script>", key="k")
    shown = user._repr_html_() + shop.engine.list(pw.User)._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "nothing" in shop.engine.list(pw.Refund)._repr_html_()


def test_records_are_matched(shop: Shop) -> None:
    def told(outcome: pw.AnyOutcome) -> str:
        match outcome:
            case pw.Outcome.Declined(reason):
                return reason
            case pw.Outcome.Unknown(raw=None):
                return "silence"
            case pw.Outcome.Succeeded():
                return "well"
            case _:
                return "other"

    assert told(pw.Outcome.Declined("no")) == "no"
    assert told(pw.Outcome.Unknown()) == "silence"
    assert told(pw.Outcome.Succeeded()) == "well"
    match shop.order("basket"):
        case pw.Order(id=pw.OrderId() as id, state=pw.OrderState.OPEN):
            assert shop.engine.get(pw.Order, id) is not None
        case other:
            raise AssertionError(other)


def test_every_value_can_be_made_printed_and_matched_by_its_fields() -> None:
    for value, name, hint in every_value():
        made = value(**{one: anything(of) for other, one, of in every_value() if other is value})
        assert f"{name}=" in repr(made)
        assert getattr(made, name) == anything(hint)
        with pytest.raises(TypeError):
            value(**{name: anything(hint), "colour": "red"})


def test_words_are_texts_and_members(shop: Shop) -> None:
    assert pw.OrderState("open") is pw.OrderState.OPEN
    assert {"open": "found"}[pw.OrderState.OPEN] == "found"
    assert str(pw.OrderState.OPEN) == "open"
    account = pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR").account
    assert pw.AccountKey.of_platform("bank", "EUR").account == account  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'shop' is no Purpose: give one of"):
        pw.AccountKey.of_platform("shop", "EUR").account  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Purpose is wanted here, not Side"):
        pw.AccountKey.of_platform(pw.Side.DEBIT, "EUR").account  # type: ignore[arg-type]


def test_the_feed_tells_the_very_commands_that_were_given_defaults_and_all(shop: Shop) -> None:
    given = [
        pw.PlaceOrder(shop.merchant, eur("18.50"), customer=shop.customer, metadata=pw.Metadata('{"a":1}')),
        pw.CreateFeePlan("other", Decimal("0.01"), eur("0.10")),
        pw.RegisterUser("another"),
        pw.OpenAccount(pw.AccountKey.of_user(shop.customer, pw.Purpose.WALLET, "EUR")),
        pw.SuspendMerchant(shop.merchant),
    ]
    cut = shop.engine.cut()
    for number, command in enumerate(given):
        shop.engine.execute(command, key=f"k{number}")
    told = shop.engine.feed(cut).events
    assert [event.key for event in told] == [f"k{number}" for number in range(len(given))]
    for event, command in zip(told, given, strict=True):
        left_out = [name for name, value in command.as_dict().items() if value is None]
        assert event.command.replace(**dict.fromkeys(left_out)) == command


def test_a_listing_is_read_in_pages_or_whole(shop: Shop) -> None:
    made = [shop.order(f"basket {number}").id for number in range(25)]
    orders = shop.engine.list(pw.Order)
    assert {order.id for order in orders} == {*made}
    page, pages = orders.page(limit=10), 1
    seen = [*page]
    while page.next is not None:
        page, pages = orders.page(after=page.next, limit=10), pages + 1
        seen += page.items
    assert (len(seen), pages) == (25, 3) and seen == list(orders)
    assert list(shop.engine.list(pw.Order, newest_first=True)) == seen[::-1]
    by_merchant = shop.engine.list(pw.Order, by="by_merchant", merchant=shop.merchant)
    assert {order.id for order in by_merchant} == {*made}


def test_the_values_of_an_index_are_given_in_any_order(shop: Shop) -> None:
    payment = shop.card_payment("basket")
    due: dict[str, Any] = {"state": pw.EffectState.READY, "kind": pw.EffectKind.SEND_OPERATION}
    one = list(shop.engine.list(pw.Effect, by="by_due", **due))
    other = list(shop.engine.list(pw.Effect, by="by_due", **dict(reversed(due.items()))))
    assert one == other and len(one) == 1
    assert [*shop.engine.list(pw.Payment, by="by_payer", payer=shop.customer)] == [payment]
