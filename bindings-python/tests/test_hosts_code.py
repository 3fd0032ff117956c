"""The host's own code: clocks, entropy, progress, channels and subscribers that misbehave."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import paywright as pw
from paywright.channel import perform
from paywright.testing import Behaviour, ManualClock, SimulatedChannel, drive
from shop import START, Shop


class Stop(BaseException):
    """As KeyboardInterrupt: not to be caught by who catches errors."""


RAISED = [ZeroDivisionError("noon"), StopIteration(), Stop(), pw.Misuse("closed", "")]


@pytest.mark.parametrize("raised", RAISED)
def test_what_a_clock_raises_comes_out_and_the_engine_goes_on(raised: BaseException) -> None:
    told: list[Any] = [START]

    def clock() -> datetime:
        if isinstance(told[0], BaseException):
            raise told[0]
        now: datetime = told[0]
        return now

    with pw.open(":memory:", clock=clock, entropy=1) as engine:
        cut = engine.cut()
        told[0] = raised
        with pytest.raises(type(raised)) as caught:
            engine.register_user("customer", key="k")
        assert caught.value is raised
        told[0] = START
        assert engine.cut() == cut
        assert engine.register_user("customer", key="k").reference == "customer"
        assert engine.verify().is_clean


@pytest.mark.parametrize(
    ("told", "wanted"),
    [(None, TypeError), (0, TypeError), ("noon", TypeError), (datetime(2026, 1, 1), ValueError)],
)
def test_a_clock_that_tells_no_time_is_an_error(told: Any, wanted: type[Exception]) -> None:
    with pw.open(":memory:", clock=lambda: told) as engine, pytest.raises(wanted, match="a time"):
        engine.register_user("customer", key="k")


def test_a_clock_beyond_the_calendar_is_misuse() -> None:
    clock = ManualClock(datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))))
    with pw.open(":memory:", clock=clock) as engine, pytest.raises((pw.Misuse, OverflowError)):
        engine.register_user("customer", key="k")


def test_a_clock_that_calls_the_engine_is_told_so() -> None:
    engines: list[pw.Engine] = []
    raised: list[BaseException] = []

    def clock() -> datetime:
        for engine in engines:
            try:
                engine.register_user("from the clock", key="inner")
            except pw.Misuse as misuse:
                raised.append(misuse)
        return START

    engine = pw.open(":memory:", clock=clock, entropy=1)
    engines.append(engine)
    assert engine.register_user("customer", key="outer").reference == "customer"
    assert {misuse.code for misuse in raised if isinstance(misuse, pw.Misuse)} == {"reentrant_call"}
    engines.clear()
    assert [user.reference for user in engine.list(pw.User)] == ["customer"]


@pytest.mark.parametrize("answer", [None, -1, 2**64, 1.5, "bits"])
def test_entropy_that_answers_no_bits_is_an_error(answer: Any) -> None:
    with pw.open(":memory:", entropy=lambda lane, sequence: answer) as engine:
        with pytest.raises((TypeError, OverflowError)):
            engine.register_user("customer", key="k")
        assert list(engine.list(pw.User)) == []


def test_entropy_that_raises_for_one_of_many_takes_no_answer_from_the_others() -> None:
    asked: list[int] = []

    def bits(lane: int, sequence: int) -> int:
        asked.append(sequence)
        if len(asked) == 2:
            raise OSError("the dice fell off the table")
        return len(asked)

    with pw.open(":memory:", entropy=bits) as engine:
        requests = [pw.Request(pw.RegisterUser(f"customer-{n}"), key=f"key-{n}") for n in range(3)]
        first, second, third = engine.batch(requests)
        assert isinstance(first, pw.Answer) and isinstance(third, pw.Answer)
        assert isinstance(second, OSError) and "dice" in str(second)
        assert len(list(engine.list(pw.User))) == 2
        # Asked again, it is done, and the others are as they were.
        again = engine.batch(requests)
        assert [answer.acceptance.value for answer in again if isinstance(answer, pw.Answer)] == [
            "replayed",
            "new",
            "replayed",
        ]
        assert engine.verify().is_clean


@pytest.mark.parametrize("entropy", [True, 1.5, "seed", b"seed", [1]])
def test_entropy_is_a_seed_or_a_callable(entropy: Any) -> None:
    with pytest.raises(TypeError, match="entropy"):
        pw.open(":memory:", entropy=entropy)


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_has_64_bits(seed: int) -> None:
    with pytest.raises(ValueError, match="entropy"):
        pw.open(":memory:", entropy=seed)


def test_the_same_seed_clock_and_calls_make_the_same_journal() -> None:
    assert Shop(entropy=5).engine.cut() == Shop(entropy=5).engine.cut() != Shop(entropy=6).engine.cut()


def test_progress_that_answers_false_stops_and_one_that_raises_comes_out(filed: Shop, tmp_path: Any) -> None:
    engine = filed.engine
    with pytest.raises(pw.Misuse, match="stopped"):
        engine.verify(progress=lambda done, total: False)
    with pytest.raises(ZeroDivisionError):
        engine.verify(progress=lambda done, total: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        engine.backup(tmp_path / "copy.db", progress=lambda done, total: 1 // 0)
    assert not (tmp_path / "copy.db").exists()
    told: list[tuple[int, int | None]] = []
    assert engine.verify_with(lambda done, total: told.append((done, total))).is_clean
    assert told and all(total is None or done <= total for done, total in told)


def test_progress_may_call_the_engine(shop: Shop) -> None:
    orders = iter(range(1_000))
    shop.engine.verify(progress=lambda done, total: shop.order(f"meanwhile {next(orders)}"))
    assert next(orders) > 0


def test_what_a_progress_catches_is_over_and_what_it_raises_is_what_comes_out(shop: Shop) -> None:
    broken = pw.open(":memory:", clock=lambda: 1 // 0)  # type: ignore[arg-type,return-value]

    def progress(done: int, total: int | None) -> None:
        with pytest.raises(ZeroDivisionError):
            broken.register_user("customer", key="k")
        shop.engine.verify()
        raise KeyError(done)

    with pytest.raises(KeyError):
        shop.engine.verify(progress=progress)
    assert shop.engine.verify().is_clean


def test_lines_of_an_import_that_raise_come_out_and_the_import_goes_on_later(shop: Shop) -> None:
    lines = exported(shop.engine)

    def broken() -> Iterator[str]:
        yield from lines[:3]
        raise ZeroDivisionError

    with pw.open(":memory:", clock=shop.clock) as other:
        with pytest.raises(ZeroDivisionError):
            other.import_from(broken())
        with pytest.raises(TypeError):
            other.import_from(iter([*lines[:2], 7]))  # type: ignore[arg-type]
        other.import_from(lines)
        assert other.cut() == shop.engine.cut()


def test_a_writer_that_raises_comes_out(shop: Shop) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        shop.engine.export(Full())


def exported(engine: pw.Engine) -> list[str]:
    """The lines of an export."""
    text = io.StringIO()
    engine.export(text)
    return text.getvalue().splitlines()


# Subscribers


def test_a_subscriber_gets_every_event_in_order_and_goes_on_from_the_cut(shop: Shop) -> None:
    seen: list[pw.Event] = []
    cut = shop.engine.deliver(seen.append, limit=2)
    assert [event.sequence for event in seen] == list(range(1, len(seen) + 1))
    assert cut == shop.engine.cut()
    shop.order("basket")
    more: list[pw.Event] = []
    shop.engine.deliver(more.append, cut)
    assert [event.command.NAME for event in more] == ["place_order"]


def test_a_subscriber_that_raises_is_told_how_far_it_came(shop: Shop) -> None:
    seen: list[int] = []

    def subscriber(event: pw.Event) -> None:
        if event.sequence == 3 and len(seen) == 2:
            raise ZeroDivisionError
        seen.append(event.sequence)

    with pytest.raises(pw.Undelivered, match="entry 3 of lane 1") as undelivered:
        shop.engine.deliver(subscriber)
    assert isinstance(undelivered.value.__cause__, ZeroDivisionError)
    assert undelivered.value.event.sequence == 3
    seen.append(0)
    assert shop.engine.deliver(subscriber, undelivered.value.cut) == shop.engine.cut()
    assert seen == [1, 2, 0, 3, 4]


def test_a_subscriber_that_raises_at_once_is_told_to_begin_again(shop: Shop) -> None:
    with pytest.raises(pw.Undelivered) as undelivered:
        shop.engine.deliver(lambda event: 1 // 0)
    assert undelivered.value.cut is None


def test_a_subscriber_may_write_and_is_told_of_what_it_wrote(shop: Shop) -> None:
    names: list[str] = []

    def subscriber(event: pw.Event) -> None:
        names.append(event.command.NAME)
        if event.command.NAME == "register_user":
            shop.order("welcome")

    shop.engine.deliver(subscriber)
    assert names[-1] == "place_order"


def test_a_cut_of_another_journal_is_refused(shop: Shop) -> None:
    other = Shop(entropy=99)
    with pytest.raises(pw.StorageError, match="journal_forked"):
        shop.engine.deliver(print, other.engine.cut())
    with pytest.raises(pw.Misuse, match="invalid_cursor"):
        shop.engine.deliver(print, "a cut")


def test_ctrl_c_in_a_subscriber_is_ctrl_c(shop: Shop) -> None:
    def subscriber(event: pw.Event) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.engine.deliver(subscriber)


# Channels


class Channel:
    """Answers, or raises, what it was told to."""

    def __init__(self, answer: Any, truth: Any = pw.Outcome.Succeeded()) -> None:
        self.answer, self.truth = answer, truth
        self.sent: list[pw.Operation] = []

    def send(self, operation: pw.Operation) -> Any:
        self.sent.append(operation)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def ask(self, operation: pw.Operation) -> Any:
        return self.truth


@pytest.mark.parametrize(
    "answer",
    [
        ZeroDivisionError("channel"),
        TimeoutError(),
        None,
        "succeeded",
        True,
        pw.Outcome.Succeeded,
        pw.Outcome.Declined("x" * 5_000),
        pw.Outcome.Declined("\ud800"),
        pw.Outcome.Unknown(raw="\x00"),
        pw.Outcome.Unknown(),
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_what_a_channel_cannot_say_is_asked_and_never_sent_twice(shop: Shop, answer: Any) -> None:
    payment = shop.card_payment("basket")
    channel = Channel(answer)
    perform(shop.engine, {"cards": channel}, worker="till-1")
    for _ in range(5):
        shop.clock.advance(timedelta(minutes=10))
        perform(shop.engine, {"cards": channel}, worker="till-1")
    assert shop.payment(payment.id).state is pw.PaymentState.SUCCEEDED
    assert len(channel.sent) == 1
    assert shop.engine.verify().is_clean


def test_ctrl_c_in_a_channel_comes_out_and_the_operation_is_asked_about(shop: Shop) -> None:
    payment = shop.card_payment("basket")
    channel = Channel(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        perform(shop.engine, {"cards": channel}, worker="till-1")
    assert shop.engine.recover("till-1") == 1
    assert perform(shop.engine, {"cards": channel}, worker="till-1") == 1
    assert shop.payment(payment.id).state is pw.PaymentState.SUCCEEDED
    assert len(channel.sent) == 1


def test_a_channel_that_is_missing_is_an_unknown_outcome(shop: Shop) -> None:
    payment = shop.card_payment("basket")
    perform(shop.engine, {}, worker="till-1")
    assert shop.payment(payment.id).state is pw.PaymentState.PROCESSING
    shop.clock.advance(timedelta(minutes=10))
    perform(shop.engine, {"cards": Channel(None)}, worker="till-1")
    assert shop.payment(payment.id).state is pw.PaymentState.SUCCEEDED


def test_a_channel_may_call_the_engine(shop: Shop) -> None:
    class Nested(Channel):
        def send(self, operation: pw.Operation) -> Any:
            shop.order(f"from {operation.id}")
            shop.engine.observe_operation(operation.id, pw.Outcome.Succeeded())
            return pw.Outcome.Succeeded()

    payment = shop.card_payment("basket")
    perform(shop.engine, {"cards": Nested(None)}, worker="till-1")
    assert shop.payment(payment.id).state is pw.PaymentState.SUCCEEDED
    assert shop.engine.verify().is_clean


def test_what_comes_after_its_lease_is_not_sent_but_asked_about(shop: Shop) -> None:
    class Slow(Channel):
        def send(self, operation: pw.Operation) -> Any:
            shop.clock.advance(timedelta(seconds=45))
            return super().send(operation)

    payments = [shop.card_payment(f"basket {number}") for number in range(4)]
    slow = Slow(pw.Outcome.Succeeded())
    assert perform(shop.engine, {"cards": slow}, worker="till-1") >= 2
    assert len(slow.sent) == 2
    shop.clock.advance(timedelta(minutes=5))
    assert shop.engine.tick() == 2
    perform(shop.engine, {"cards": slow}, worker="till-1")
    assert len({operation.id for operation in slow.sent}) == len(slow.sent) == 2
    states = {shop.payment(payment.id).state for payment in payments}
    assert states == {pw.PaymentState.SUCCEEDED}


@pytest.mark.parametrize("behaviour", list(Behaviour))
def test_whatever_a_simulated_channel_does_perform_and_drive_come_to_the_same(behaviour: Behaviour) -> None:
    def told(how: Any) -> list[tuple[str, ...]]:
        shop = Shop()
        payments = [shop.card_payment(f"basket {number}") for number in range(20)]
        channel = SimulatedChannel(7).weigh(Behaviour.APPROVE, 3).weigh(behaviour, 9)
        assert how(shop.engine, channel) >= 20
        assert shop.engine.verify().is_clean
        return [tuple(map(str, shop.payment(payment.id)[2:])) for payment in payments]

    by_hand = told(lambda engine, channel: perform(engine, {"cards": channel}, worker="w", most=1_000))
    assert by_hand == told(lambda engine, channel: drive(engine, "w", channel))
    assert len({payment[2] for payment in by_hand}) >= 1


def test_a_simulated_channel_says_the_same_again(shop: Shop) -> None:
    operations = [pw.OperationId.derived(str(number)) for number in range(500)]
    one, other = SimulatedChannel(1), SimulatedChannel(1)
    assert [*map(one.behaviour, operations)] == [*map(other.behaviour, operations)]
    assert {*map(one.behaviour, operations)} == {*Behaviour}
    approving = SimulatedChannel.approving(1)
    assert {*map(approving.behaviour, operations)} == {Behaviour.APPROVE}
    assert one.weigh(Behaviour.DECLINE, 0).behaviour(operations[0]) in Behaviour
    with pytest.raises(ValueError):
        one.weigh("explode", 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="seed"):
        SimulatedChannel(-1)
    with pytest.raises(TypeError, match="OperationId is wanted"):
        one.behaviour(shop.merchant)  # type: ignore[arg-type]


def test_a_report_about_nothing_is_passed_over(shop: Shop) -> None:
    class Talking(Channel):
        def reports(self) -> Any:
            yield pw.OperationId.derived("never"), pw.Outcome.Succeeded()
            yield "no id", pw.Outcome.Succeeded()
            yield None
            yield ()
            yield pw.OperationId.derived("never"), None

    payment = shop.card_payment("basket")
    assert perform(shop.engine, {"cards": Talking(pw.Outcome.Succeeded())}, worker="till-1") == 1
    assert shop.payment(payment.id).state is pw.PaymentState.SUCCEEDED


def test_a_clock_by_hand_stands_until_it_is_set() -> None:
    clock = ManualClock(START)
    assert clock() == clock() == START
    clock.advance(timedelta(days=1))
    assert clock() == START + timedelta(days=1)
    with pytest.raises(ValueError, match="zone"):
        clock.set(datetime(2026, 1, 1))
    with pytest.raises(TypeError, match="datetime"):
        clock.set("noon")  # type: ignore[arg-type]
