"""Long bulks: told how far they are, stopped, interrupted, broken off, and finished."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import paywright as pw
from shop import Shop

pa = pytest.importorskip("pyarrow")

COUNT = 100_000


def users(count: int) -> pl.DataFrame:
    return pl.DataFrame({"reference": [f"user-{row}" for row in range(count)]})


def register(shop: Shop, table: Any, **options: Any) -> pw.BulkResult:
    return shop.engine.bulk(pw.RegisterUser, table, **{"key_prefix": "import-1", **options})


def test_a_hundred_thousand_rows_are_done_once_however_often_they_are_asked_for(
    filed: Shop,
) -> None:
    table = users(COUNT)
    assert register(filed, table).counts["accepted"] == COUNT
    again = register(filed, table)
    assert again.counts == {
        "accepted": 0,
        "replayed": COUNT,
        "refused": 0,
        "not_started": 0,
        "unknown": 0,
    }
    assert again.raise_for_refused() is again
    assert filed.engine.verify().is_clean


def test_progress_is_told_between_commits_and_may_ask_the_engine(shop: Shop) -> None:
    steps: list[tuple[int, int | None, int]] = []

    def progress(done: int, total: int | None) -> None:
        steps.append((done, total, shop.engine.waiting()))

    register(shop, users(2_500), progress=progress)
    assert steps == [(1_000, 2_500, 0), (2_000, 2_500, 0), (2_500, 2_500, 0)]


def test_a_bulk_stops_where_its_progress_says_so_and_is_finished_by_the_same_table(
    shop: Shop,
) -> None:
    table = users(2_500)
    stopped = register(shop, table, progress=lambda done, total: done < 2_000)
    assert stopped.counts == {
        "accepted": 2_000,
        "replayed": 0,
        "refused": 0,
        "not_started": 500,
        "unknown": 0,
    }
    assert (
        isinstance(stopped.ended_early, pw.PaywrightError) and stopped.ended_early.code == "stopped"
    )
    with pytest.raises(pw.PaywrightError, match="stopped"):
        stopped.raise_for_refused()
    finished = register(shop, table)
    assert (finished.counts["replayed"], finished.counts["accepted"]) == (2_000, 500)
    assert finished.ended_early is None


def test_a_bulk_that_is_stopped_behind_its_last_row_has_not_ended_early(shop: Shop) -> None:
    done = register(shop, users(2_000), progress=lambda done, total: done < 2_000)
    assert done.counts["accepted"] == 2_000
    assert done.ended_early is None
    done.raise_for_refused()


def test_transfers_stopped_halfway_are_finished_too(shop: Shop) -> None:
    open_ = shop.engine.open_account
    bank = open_(pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR")).id
    equity = open_(pw.AccountKey.of_platform(pw.Purpose.EQUITY, "EUR")).id
    table = pl.DataFrame(
        {
            "debit": [bank] * 25,
            "credit": [equity] * 25,
            "amount": [1] * 25,
            "chained": ([True] * 2 + [False] * 3) * 5,
        }
    )
    asked: dict[str, Any] = {"currency": "EUR", "key_prefix": "t", "rows_per_commit": 7}
    stopped = shop.engine.bulk("post_transfers", table, progress=lambda done, total: False, **asked)
    assert (len(stopped), stopped.counts["accepted"] + stopped.counts["not_started"]) == (25, 25)
    assert 0 < stopped.counts["accepted"] < 25
    finished = shop.engine.bulk("post_transfers", table, **asked)
    assert finished.counts["accepted"] == stopped.counts["not_started"]
    assert finished.counts["replayed"] == stopped.counts["accepted"]


def test_what_progress_raises_comes_out_as_it_is(shop: Shop) -> None:
    def progress(done: int, total: int | None) -> None:
        raise LookupError("the screen is gone")

    with pytest.raises(LookupError, match="the screen is gone"):
        register(shop, users(2_500), progress=progress)
    assert register(shop, users(2_500)).counts["replayed"] == 1_000


def test_a_clock_that_raises_ends_the_bulk_with_what_it_raised() -> None:
    def clock() -> Any:
        raise LookupError("the clock stands still")

    with pw.open(":memory:", clock=clock) as engine:
        with pytest.raises(LookupError, match="the clock stands still"):
            engine.bulk("register_user", users(5), key_prefix="u")


def test_ctrl_c_in_progress_brings_the_rows_that_were_done(shop: Shop) -> None:
    def progress(done: int, total: int | None) -> None:
        if done == 2_000:
            raise KeyboardInterrupt

    with pytest.raises(pw.BulkInterrupted) as caught:
        register(shop, users(5_000), progress=progress)
    result = caught.value.result
    assert (len(result), result.counts["accepted"]) == (2_000, 2_000)
    assert isinstance(result.ended_early, KeyboardInterrupt)
    assert "the same table with the same keys finishes it" in str(caught.value)
    assert register(shop, users(5_000)).counts["accepted"] == 3_000


PROGRAM = """
import os, signal, sys
import polars as pl
import paywright as pw

def progress(done, total):
    if done == 3_000:
        os.kill(os.getpid(), signal.SIGINT)

engine = pw.open(sys.argv[1])
table = pl.DataFrame({"reference": [f"user-{row}" for row in range(20_000)]})
try:
    engine.bulk("register_user", table, key_prefix="u", progress=progress)
except KeyboardInterrupt as error:
    done = len(error.result)
    assert error.result.counts["accepted"] == done
    rest = engine.bulk("register_user", table, key_prefix="u")
    print(type(error).__name__, done, rest.counts["replayed"], rest.counts["accepted"])
"""


def test_ctrl_c_from_the_keyboard_acts_between_two_commits(tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM, str(tmp_path / "users.db")]
    ran = subprocess.run(program, capture_output=True, text=True, check=True)
    name, done, replayed, accepted = ran.stdout.split()
    assert name == "BulkInterrupted" and int(done) in (3_000, 4_000)
    assert (int(replayed), int(accepted)) == (int(done), 20_000 - int(done))


def batches(count: int, then: Exception | None = None) -> Any:
    """A stream of batches of ten rows each, made in Python while it is read."""
    schema = pa.schema({"reference": pa.string()})

    def made() -> Iterator[Any]:
        for batch in range(count):
            rows = [f"user-{batch}-{row}" for row in range(10)]
            yield pa.record_batch([pa.array(rows)], schema=schema)
        if then is not None:
            raise then

    return pa.RecordBatchReader.from_batches(schema, made())


def test_a_stream_of_unknown_length_is_taken_batch_by_batch(shop: Shop) -> None:
    totals: list[int | None] = []
    result = register(
        shop, batches(5), rows_per_commit=20, progress=lambda done, total: totals.append(total)
    )
    assert (result.counts["accepted"], totals) == (50, [None] * 3)


def test_a_table_that_breaks_off_ends_the_bulk_with_what_was_done(shop: Shop) -> None:
    result = register(shop, batches(5, OSError("the disk is gone")), rows_per_commit=20)
    assert result.counts["accepted"] == len(result) == 50
    assert isinstance(result.ended_early, ValueError)
    assert "the table broke off" in str(result.ended_early) and "the disk is gone" in str(
        result.ended_early
    )


def test_a_stream_that_was_used_up_is_refused(shop: Shop) -> None:
    reader = batches(1)
    register(shop, reader)
    assert len(register(shop, reader)) == 0 or pytest.fail("rows came twice")


def test_a_list_of_the_engine_is_a_table_for_a_bulk(shop: Shop) -> None:
    register(shop, users(2_500))
    orders = pl.DataFrame({"merchant": [shop.merchant] * 30, "total": [Decimal("1.00")] * 30})
    shop.engine.bulk("place_order", orders, currency="EUR", key_prefix="o")
    ids = pa.RecordBatchReader.from_stream(shop.engine.list(pw.Order))
    table = pa.table({"order": ids.read_all()["id"]})
    assert shop.engine.bulk("cancel_order", table).counts["accepted"] == 30


def test_other_threads_go_on_while_a_bulk_runs(filed: Shop) -> None:
    asked, stop = [0], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            filed.engine.get(pw.User, filed.customer)
            asked[0] += 1

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        register(filed, users(20_000))
    finally:
        stop.set()
        thread.join()
    assert asked[0] > 10


def test_an_engine_that_is_closed_meanwhile_finishes_the_bulk(shop: Shop) -> None:
    result = register(shop, users(3_000), progress=lambda done, total: shop.engine.close())
    assert result.counts["accepted"] == 3_000
    with pytest.raises(pw.Misuse, match="closed"):
        register(shop, users(1))


def test_a_bar_is_drawn_where_it_is_asked_for(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    register(shop, users(1_500), progress=True)
    drawn = capsys.readouterr().err
    assert "1,000 of 1,500 rows" in drawn and drawn.endswith("1,500 of 1,500 rows\n")
    register(shop, users(1_500))
    register(shop, users(1_500), progress=False)
    assert capsys.readouterr().err == ""


class Gone(io.StringIO):
    """A terminal whose line was cut."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize("progress", [None, True])
@pytest.mark.parametrize("terminal", ["none", "closed", "gone"])
def test_a_bulk_needs_nobody_who_watches_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, terminal: str, progress: bool | None
) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", {"none": None, "closed": closed, "gone": Gone()}[terminal])
    done = register(shop, users(1_500), progress=progress)
    assert done.counts["accepted"] == 1_500


def test_a_result_is_a_table_and_shows_what_was_refused(shop: Shop) -> None:
    table = pl.DataFrame({"reference": ["a", None, "c", "\u0007<b>"]})
    result = register(shop, table)
    frame = pl.DataFrame(result)
    assert frame.columns == ["outcome", "id", "code", "message"]
    assert frame["outcome"].to_list() == ["accepted", "refused", "accepted", "refused"]
    assert frame["code"].to_list() == [None, "invalid_value", None, "invalid_value"]
    assert pa.table(result).num_rows == 4 and pl.DataFrame(result).equals(frame)
    assert [row.row for row in result.refused] == [1, 3]
    assert result[-1] == result[3] and isinstance(result[0].id, pw.UserId)
    with pytest.raises(IndexError, match="the table has 4 rows, and no row 4"):
        result[4]
    assert repr(result) == "<paywright.BulkResult of 4 rows: 2 accepted, 2 refused>"
    html = result._repr_html_()
    assert "reference: it must be given" in html and "<b>" not in html
    with pytest.raises(
        pw.Refused, match="2 of 4 rows were refused; row 1: reference: it must be given"
    ):
        result.raise_for_refused()


FULL = """
import resource, sys
import polars as pl
import paywright as pw

engine = pw.open(sys.argv[1])
table = pl.DataFrame({"reference": [f"user-{row}" for row in range(20_000)]})
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
# A file may not grow beyond this: the disk is full, as far as the engine can tell.
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, most))
full = engine.bulk("register_user", table, key_prefix="u")
assert isinstance(full.ended_early, pw.StorageError), full.ended_early
assert 0 < full.counts["accepted"] < len(full) == 20_000, full
assert full.counts["accepted"] + full.counts["not_started"] + full.counts["unknown"] == 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
engine.close()
with pw.open(sys.argv[1]) as engine:
    rest = engine.bulk("register_user", table, key_prefix="u")
    assert rest.ended_early is None and engine.verify().is_clean
    assert rest.counts["replayed"] >= full.counts["accepted"]
    assert rest.counts["replayed"] + rest.counts["accepted"] == 20_000
    print("finished")
"""


def test_a_bulk_that_meets_a_full_disk_is_finished_when_there_is_room(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    program = [sys.executable, "-c", FULL, str(tmp_path / "users.db")]
    ran = subprocess.run(program, capture_output=True, text=True)
    assert (ran.stdout, ran.returncode) == ("finished\n", 0), ran.stderr
