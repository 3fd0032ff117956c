"""The engine for asyncio."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

import paywright as pw
from paywright import aio
from shop import START, Shop, eur


def story(told: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs a story on a loop of its own."""

    @wraps(told)
    def run(*given: Any, **named: Any) -> None:
        async def with_an_end() -> None:
            await asyncio.wait_for(told(*given, **named), 60)

        asyncio.run(with_an_end(), debug=True)

    return run


@story
async def test_the_same_calls_make_the_same_journal() -> None:
    shop = Shop(entropy=3)
    async with aio.open(":memory:", clock=shop.clock, entropy=3) as engine:
        terms = await engine.create_fee_plan("standard", "0.029", eur("0.30"), key="terms")
        merchant = await engine.register_merchant("Bakery", terms.id, key="bakery")
        await engine.activate_merchant(merchant.id)
        await engine.register_user("customer-1", key="customer")
        assert await engine.cut() == shop.engine.cut()
        assert (await engine.verify()).is_clean
    assert engine.closed and "closed paywright.aio.Engine" in repr(engine)


@story
async def test_many_calls_at_once_are_each_answered(tmp_path: Path) -> None:
    Shop(tmp_path / "shop.db").engine.close()
    async with aio.open(tmp_path / "shop.db", workers=8) as engine:
        merchant = await engine.list(pw.Merchant).first()
        assert merchant is not None
        asked = [engine.place_order(merchant.id, eur("1"), key=str(number)) for number in range(200)]
        orders = await asyncio.gather(*asked)
        assert len({order.id for order in orders}) == 200
        assert {order.id async for order in engine.list(pw.Order)} == {order.id for order in orders}
        page = await engine.list(pw.Order).page(limit=50)
        assert len(page) == 50 and page.next is not None
        with pytest.raises(pw.InvalidRequest, match="amount_must_be_positive"):
            await engine.place_order(merchant.id, eur("-1"), key="bad")
        with pytest.raises(TypeError, match="^total: "):
            await engine.place_order(merchant.id, 1.5, key="bad")  # type: ignore[arg-type]


@story
async def test_the_loop_goes_on_while_the_engine_works(tmp_path: Path) -> None:
    held, begun = threading.Event(), threading.Event()

    def clock() -> datetime:
        begun.set()
        assert held.wait(30)
        return START

    async with aio.open(":memory:", clock=clock) as engine:
        waiting = asyncio.create_task(engine.register_user("customer", key="k"))
        while not begun.is_set():
            await asyncio.sleep(0)
        held.set()
        assert (await waiting).reference == "customer"


@story
async def test_a_cancelled_call_may_have_happened_and_the_same_key_tells(tmp_path: Path) -> None:
    held, begun = threading.Event(), threading.Event()

    def clock() -> datetime:
        begun.set()
        assert held.wait(30)
        return START

    async with aio.open(":memory:", clock=clock, workers=1) as engine:
        running = asyncio.create_task(engine.register_user("customer", key="k"))
        while not begun.is_set():
            await asyncio.sleep(0)
        queued = asyncio.create_task(engine.register_user("never", key="other"))
        await asyncio.sleep(0)
        running.cancel()
        queued.cancel()
        for task in (running, queued):
            with pytest.raises(asyncio.CancelledError):
                await task
        held.set()
        answer = await engine.answer(pw.Request(pw.RegisterUser("customer"), key="k"))
        assert answer.acceptance is pw.Acceptance.REPLAYED
        # What no thread had begun did not happen.
        assert [user.reference async for user in engine.list(pw.User)] == ["customer"]
        assert (await engine.verify()).is_clean


@story
async def test_closing_waits_for_what_runs_and_refuses_what_comes(tmp_path: Path) -> None:
    held, begun = threading.Event(), threading.Event()

    def clock() -> datetime:
        begun.set()
        assert held.wait(30)
        return START

    engine = await aio.open(tmp_path / "shop.db", clock=clock)
    running = asyncio.create_task(engine.register_user("customer", key="k"))
    while not begun.is_set():
        await asyncio.sleep(0)
    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0.05)
    assert not closing.done() and not engine.closed
    with pytest.raises(pw.Misuse, match="closed"):
        await engine.cut()
    held.set()
    await closing
    assert (await running).reference == "customer" and engine.closed
    await engine.close()
    with pytest.raises(pw.Misuse, match="closed"):
        await engine.cut()
    with pytest.raises(pw.Misuse, match="closed"):
        await engine.list(pw.User).first()


@story
async def test_closing_that_is_cancelled_lets_go_of_the_file_all_the_same(tmp_path: Path) -> None:
    held, begun = threading.Event(), threading.Event()

    def clock() -> datetime:
        begun.set()
        assert held.wait(30)
        return START

    engine = await aio.open(tmp_path / "shop.db", clock=clock)
    running = asyncio.create_task(engine.register_user("customer", key="k"))
    while not begun.is_set():
        await asyncio.sleep(0)
    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0.05)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert engine.closed
    held.set()
    assert (await running).reference == "customer"


@story
async def test_what_cannot_be_opened_raises_and_leaves_no_threads(tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(pw.StorageError):
        await aio.open(tmp_path)
    with pytest.raises(TypeError):
        async with aio.open(7):  # type: ignore[arg-type]
            raise AssertionError
    opening = asyncio.ensure_future(aio.open(tmp_path / "shop.db").__aenter__())
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    while threading.active_count() > before:
        await asyncio.sleep(0.01)
    assert not list(tmp_path.glob("*-wal"))


@pytest.mark.parametrize("raised", [StopIteration(), ZeroDivisionError()])
def test_what_the_hosts_code_raises_is_never_waited_for(raised: Exception) -> None:
    def clock() -> datetime:
        raise raised

    @story
    async def told() -> None:
        async with aio.open(":memory:", clock=clock) as engine:
            with pytest.raises((RuntimeError, ZeroDivisionError)):
                await engine.register_user("customer", key="k")

    told()


@story
async def test_subscribers_may_be_awaited() -> None:
    shop = Shop(entropy=3)
    seen: list[int] = []

    async def subscriber(event: pw.Event) -> None:
        await asyncio.sleep(0)
        if event.sequence == 3 and len(seen) == 2:
            raise ZeroDivisionError
        seen.append(event.sequence)

    pool = aio.open(":memory:", clock=shop.clock)
    async with pool as engine:
        for number in range(4):
            await engine.register_user(f"customer {number}", key=str(number))
        with pytest.raises(pw.Undelivered) as undelivered:
            await engine.deliver(subscriber, limit=2)
        seen.append(0)
        assert await engine.deliver(subscriber, undelivered.value.cut) == await engine.cut()
        assert seen == [1, 2, 0, 3, 4]
        names: list[str] = []
        await engine.deliver(lambda event: names.append(event.command.NAME))
        assert names == ["register_user"] * 4


NAME: ContextVar[str] = ContextVar("NAME", default="nobody")


@story
async def test_the_hosts_code_finds_the_context_of_the_call() -> None:
    seen: list[str] = []

    def clock() -> datetime:
        seen.append(NAME.get())
        return START

    async with aio.open(":memory:", clock=clock) as engine:
        NAME.set("the customer's request")
        await engine.register_user("customer", key="k")
    assert set(seen) == {"the customer's request"}


@story
async def test_export_import_and_backup_are_awaited_too(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db")
    shop.engine.close()
    async with aio.open(tmp_path / "shop.db", clock=shop.clock) as engine:
        entries = await engine.export(tmp_path / "shop.jsonl")
        made = await engine.backup(tmp_path / "copy.db")
        assert (made.entries, made.cut) == (entries, await engine.cut())
        assert await engine.check() == []
        async with aio.open(":memory:", clock=shop.clock) as other:
            assert (await other.import_from(tmp_path / "shop.jsonl")).entries == entries
        assert await asyncio.to_thread(lambda: len(list(engine.sync.list(pw.User)))) == 1
