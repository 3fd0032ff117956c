"""Handles: closed, forked, interrupted, shared by threads; and files that are none, or are another's."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import paywright as pw
from shop import START, Shop, eur

TESTS = Path(__file__).parent


def program(text: str, *given: object, interrupt: bool = False) -> tuple[int, str]:
    """Runs a program; with an interrupt, sends it Ctrl-C when it says `now`. Its exit code and output."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, sys.path)])}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(text), *map(str, given)]
    ran = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    assert ran.stdout is not None
    said = ""
    if interrupt:
        while not said.endswith("now\n"):
            line = ran.stdout.readline()
            assert line, said
            said += line
        ran.send_signal(signal.SIGINT)
    rest, _ = ran.communicate(timeout=120)
    return ran.returncode, said + rest


# Closing


def test_a_closed_engine_says_so_whatever_it_is_asked(filed: Shop, tmp_path: Path) -> None:
    engine = filed.engine
    listing = engine.list(pw.User)
    engine.close()
    engine.close()
    assert engine.closed and "closed" in repr(engine)
    asks: list[Callable[[], object]] = [
        lambda: filed.order("basket"),
        lambda: engine.get(pw.User, filed.customer),
        lambda: listing.first(),
        lambda: engine.preview(pw.ActivateMerchant(filed.merchant)),
        lambda: engine.batch([pw.ActivateMerchant(filed.merchant)]),
        lambda: engine.atomic([]),
        lambda: engine.claim("till-1"),
        engine.tick,
        engine.cut,
        engine.feed,
        engine.verify,
        engine.check,
        engine.now,
        lambda: engine.trial_balance().page(),
        lambda: engine.backup(tmp_path / "copy.db"),
        lambda: engine.import_from([]),
    ]
    for ask in asks:
        with pytest.raises(pw.Misuse, match="this engine was closed"):
            ask()


def test_a_with_block_closes_also_where_it_is_left_by_an_exception(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), pw.open(tmp_path / "shop.db") as engine:
        engine.register_user("customer", key="k")
        raise ZeroDivisionError
    assert engine.closed
    assert [path.name for path in tmp_path.iterdir()] == ["shop.db"]
    with pw.open(tmp_path / "shop.db") as again:
        assert [user.reference for user in again.list(pw.User)] == ["customer"]


def test_closing_waits_for_nobody_and_breaks_nothing(filed: Shop) -> None:
    began = threading.Event()
    found: list[pw.Verification] = []

    def progress(done: int, total: int | None) -> None:
        began.set()

    thread = threading.Thread(target=lambda: found.append(filed.engine.verify(progress=progress)))
    for number in range(300):
        filed.order(f"basket {number}")
    thread.start()
    assert began.wait(30)
    filed.engine.close()
    thread.join(60)
    assert found[0].is_clean


def test_an_engine_whose_clock_knows_it_is_let_go_of_when_nobody_else_does(tmp_path: Path) -> None:
    class Host:
        def __init__(self) -> None:
            self.engine = pw.open(tmp_path / "shop.db", clock=self.now, entropy=self.bits)

        def now(self) -> datetime:
            return START

        def bits(self, lane: int, sequence: int) -> int:
            return sequence

    host = Host()
    host.engine.register_user("customer", key="k")
    known = weakref.ref(host.engine)
    del host
    gc.collect()
    assert known() is None
    assert [path.name for path in tmp_path.iterdir()] == ["shop.db"]


# Processes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_leaves_the_engine_to_the_process_that_opened_it(tmp_path: Path) -> None:
    code, said = program(
        """
        import os, sys, warnings
        import paywright as pw
        from shop import START, Shop, eur
        warnings.simplefilter("ignore", DeprecationWarning)
        shop = Shop(sys.argv[1])
        child = os.fork()
        if child == 0:
            try:
                shop.order("from the child")
            except pw.Misuse as misuse:
                assert misuse.code == "forked", misuse
                shop.engine.close()
                del shop
                sys.exit(7)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 7, status
        for number in range(10):
            shop.order(f"from the parent {number}")
        assert shop.engine.verify().is_clean and shop.engine.check() == []
        shop.engine.close()
        with pw.open(sys.argv[1]) as engine:
            assert len(list(engine.list(pw.Order))) == 10
        print("well")
        """,
        tmp_path / "shop.db",
    )
    assert (code, said) == (0, "well\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_child_opens_no_file_that_was_open_when_it_was_forked(tmp_path: Path) -> None:
    """What it wrote would be lost when its parent closes the file."""
    code, said = program(
        """
        import os, sys, warnings
        import paywright as pw
        from shop import Shop
        warnings.simplefilter("ignore", DeprecationWarning)
        path, link = sys.argv[1:]
        os.symlink(path, link)
        shop = Shop(path)

        def child(wanted):
            child = os.fork()
            if child == 0:
                for each in (path, link):
                    for access in ("create", "read_only"):
                        try:
                            pw.open(each, access=access).close()
                            assert wanted == "well"
                        except pw.Misuse as misuse:
                            assert misuse.code == wanted == "forked", misuse
                with pw.open(path + ".other", clock=shop.clock) as other:
                    other.register_user("somebody", key="k")
                sys.exit(7)
            _, status = os.waitpid(child, 0)
            assert os.waitstatus_to_exitcode(status) == 7, status

        child("forked")
        shop.engine.close()
        child("well")
        with pw.open(path + ".other") as other:
            assert other.list(pw.User).first().reference == "somebody"
        print("well")
        """,
        tmp_path / "shop.db",
        tmp_path / "link.db",
    )
    assert (code, said) == (0, "well\n")


LONG = """
    import io, sys
    import paywright as pw
    from shop import START, Shop, eur
    shop = Shop(sys.argv[1])
    for number in range(0, 20_000, 1_000):
        orders = (pw.PlaceOrder(shop.merchant, eur("1")) for _ in range(1_000))
        shop.engine.batch([pw.Request(one, key=f"{number} {place}") for place, one in enumerate(orders)])
    class Paper(io.StringIO):
        def write(self, text):
            return len(text)
    def now(*_):
        global said
        if not said:
            print("now", flush=True)
            said = True
    said = False
    text = io.StringIO()
    shop.engine.export(text)
    lines = text.getvalue().splitlines()
    other = pw.open(":memory:", clock=shop.clock)
    try:
        while True:
            {call}
            other = pw.open(":memory:", clock=shop.clock)
    except KeyboardInterrupt:
        assert shop.engine.verify().is_clean
        assert other.verify().is_clean
        print("interrupted")
"""


@pytest.mark.parametrize(
    "call",
    [
        "now(); shop.engine.verify()",
        "shop.engine.verify(progress=now)",
        "now(); shop.engine.export(Paper())",
        "now(); other.import_from(lines)",
        "now(); shop.engine.backup(sys.argv[2]); import os; os.remove(sys.argv[2])",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_a_long_call_and_harms_nothing(tmp_path: Path, call: str) -> None:
    code, said = program(
        LONG.replace("{call}", call), tmp_path / "shop.db", tmp_path / "copy.db", interrupt=True
    )
    assert (code, said) == (0, "now\ninterrupted\n")


# Another SQLite in the same process


def test_a_file_that_sqlite3_closed_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    code, said = program(
        """
        import sqlite3, sys
        import paywright as pw
        from shop import Shop

        path = sys.argv[1]
        shop = Shop(path)
        kept = [shop.order(f"before {n}").id for n in range(3)]
        other = sqlite3.connect(path)
        assert other.execute("SELECT count(*) FROM orders").fetchone() == (3,)
        other.close()
        for n in range(3):
            try:
                kept.append(shop.order(f"after {n}").id)
            except pw.StorageError as refused:
                assert refused.code == "storage_lost" and not refused.retryable, refused
                print(refused.code)
        try:
            pw.open(path)
        except pw.StorageError as refused:
            print("again", refused.code)
        shop.engine.close()
        with pw.open(path, clock=shop.clock) as engine:
            assert all(engine.get(pw.Order, id) for id in kept)
            assert engine.verify().is_clean
            shop.engine = engine
            shop.order("goes on")
        """,
        tmp_path / "shop.db",
    )
    assert code == 0, said
    assert said.splitlines() == ["storage_lost"] * 3 + ["again storage_lost"]


# Threads


def test_ctrl_c_during_a_batch_is_raised_and_is_no_answer(filed: Shop, tmp_path: Path) -> None:
    order = filed.order("basket")
    # Another process's transaction lets the batch wait, while Ctrl-C comes.
    holder = """
        import sqlite3, sys
        other = sqlite3.connect(sys.argv[1], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        print("held", flush=True)
        sys.stdin.read()
        """
    command = [sys.executable, "-c", textwrap.dedent(holder), str(tmp_path / "shop.db")]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
        pw.open(tmp_path / "shop.db", access="existing") as engine,
    ):
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == b"held\n"

        def interrupt() -> None:
            os.kill(os.getpid(), signal.SIGINT)
            other.stdin.close()

        timer = threading.Timer(0.3, interrupt)
        timer.start()
        nobody = pw.CancelOrder(pw.OrderId.derived("nobody"))
        with pytest.raises(KeyboardInterrupt):
            engine.batch([pw.Request(nobody, key="a"), pw.Request(pw.CancelOrder(order.id), key="b")])
        timer.join()
        # It was done; the same key tells.
        again = engine.answer(pw.Request(pw.CancelOrder(order.id), key="b"))
        assert again.acceptance is pw.Acceptance.REPLAYED


def test_threads_share_an_engine(filed: Shop) -> None:
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(20):
                order = filed.order(f"{name} {number}")
                filed.engine.get(pw.Order, order.id)
                filed.order("the same for all")
                filed.engine.preview(pw.CancelOrder(order.id))
                filed.engine.batch([pw.CancelOrder(order.id), pw.CancelOrder(order.id)])
                assert filed.engine.list(pw.Order).first() is not None
                with pytest.raises(pw.Refused):
                    filed.engine.place_order(filed.merchant, eur("-1"), key=f"bad {name} {number}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert len(list(filed.engine.list(pw.Order))) == 16 * 20 + 1
    assert filed.engine.verify().is_clean and filed.engine.check() == []


def test_other_threads_go_on_during_a_long_call(shop: Shop) -> None:
    requests = [pw.Request(pw.PlaceOrder(shop.merchant, eur("1")), key=str(n)) for n in range(10_000)]
    for begin in range(0, 10_000, 1_000):
        shop.engine.batch(requests[begin : begin + 1_000])
    over = threading.Event()

    def verify() -> None:
        shop.engine.verify()
        over.set()

    verifying = threading.Thread(target=verify)
    verifying.start()
    steps = 0
    while not over.is_set():
        steps += 1
        time.sleep(0)
    verifying.join()
    # With the interpreter's lock held it would be one, or a few around the call.
    assert steps > 100


def test_a_hundred_thousand_calls_leave_no_memory_behind(shop: Shop) -> None:
    order, payment = shop.order("basket"), shop.card_payment("paid")
    wrong: Any = 1.5

    def calls(count: int) -> None:
        for _ in range(count):
            shop.engine.get(pw.Order, order.id)
            shop.engine.get(pw.Payment, payment.id)
            shop.engine.preview(pw.PlaceOrder(shop.merchant, eur("1"), metadata={"a": 1}))
            shop.order("basket")
            try:
                shop.engine.cancel_order(wrong)
            except TypeError:
                pass
            try:
                shop.engine.place_order(shop.merchant, eur("-1"), key="k")
            except pw.Refused:
                pass
        gc.collect()

    calls(3_000)
    objects, grown = len(gc.get_objects()), []
    for _ in range(2):
        before = resident()
        calls(10_000)
        grown.append(resident() - before)
    # What leaks does so each time; that the process once takes more from the system says nothing.
    assert min(grown) < 2 << 20
    assert len(gc.get_objects()) - objects < 500


def resident() -> int:
    """Bytes of memory that the process has now."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("this system does not tell")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# Files


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, and long enough to be read as one\n" * 100)
    for path in (tmp_path, text, tmp_path / "missing" / "shop.db"):
        with pytest.raises(pw.StorageError) as wrong:
            pw.open(path)
        assert wrong.value.code in ("storage_unavailable", "storage_corrupt")
        assert str(path) in str(wrong.value)
    assert text.read_text().startswith("not a database")


@pytest.mark.parametrize("path", [None, 7, b"shop.db", 1.5, ["shop.db"]], ids=repr)
def test_a_path_is_a_text_or_a_path(path: Any) -> None:
    with pytest.raises(TypeError):
        pw.open(path)


@pytest.mark.parametrize("path", ["", "a\x00b", "\ud800.db"], ids=repr)
def test_a_path_that_no_file_can_have_is_refused(path: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ValueError, pw.StorageError)):
        pw.open(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_later_release_is_left_alone(filed: Shop, tmp_path: Path) -> None:
    filed.engine.close()
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(pw.StorageError) as newer:
        pw.open(tmp_path / "shop.db")
    assert newer.value.code == "newer_schema"


def test_a_file_that_was_tampered_with_is_found(filed: Shop, tmp_path: Path) -> None:
    filed.order("basket")
    filed.engine.close()
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("UPDATE merchants SET name = 'Thief'")
    connection.commit()
    connection.close()
    with pw.open(tmp_path / "shop.db") as engine:
        found = engine.verify()
        assert not found.is_clean and "merchants" in str(found.findings)


def test_the_books_go_through_an_export_and_come_out_the_same(filed: Shop, tmp_path: Path) -> None:
    filed.order("basket")
    lines = tmp_path / "shop.jsonl"
    entries = filed.engine.export(lines)
    with pytest.raises(FileExistsError):
        filed.engine.export(lines)
    with pw.open(tmp_path / "copy.db", clock=filed.clock) as copy:
        imported = copy.import_from(lines)
        assert (imported.entries, imported.already_there) == (entries, 0)
        assert copy.cut() == filed.engine.cut()
        assert copy.import_from(lines).already_there == entries
        nothing = filed.engine.behind(copy.cut())
        assert (nothing.entries, nothing.since) == (0, None)
        copy.register_user("new here", key="k")
        with pytest.raises(pw.StorageError, match="journal_forked"):
            filed.engine.behind(copy.cut())
        behind = copy.behind(filed.engine.cut())
        assert (behind.entries, behind.since) == (1, copy.written_until())
        with pytest.raises(pw.Misuse, match="storage_not_empty"):
            copy.import_from(lines)
        with pytest.raises(FileNotFoundError):
            copy.import_from(tmp_path / "missing.jsonl")
    with pw.open(":memory:", clock=filed.clock) as other:
        for wrong in ([], ["{}"], ["\ud800"], [""] * 9, lines.read_text().splitlines()[1:]):
            with pytest.raises((pw.Misuse, ValueError)):
                other.import_from(wrong)
        with pytest.raises(TypeError):
            other.import_from(7)  # type: ignore[arg-type]


def test_a_backup_is_a_database_of_its_own(filed: Shop, tmp_path: Path) -> None:
    made = filed.engine.backup(tmp_path / "copy.db")
    assert made.bytes == (tmp_path / "copy.db").stat().st_size
    assert made.cut == filed.engine.cut()
    with pw.open(tmp_path / "copy.db", clock=filed.clock) as copy:
        assert copy.verify(made.cut).is_clean
    with pytest.raises(pw.PaywrightError):
        filed.engine.backup(tmp_path / "copy.db")
    with pw.open(":memory:") as memory, pytest.raises(pw.Misuse, match="in_memory"):
        memory.backup(tmp_path / "other.db")


def test_a_file_is_found_again_wherever_the_process_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    pw.open(tmp_path / "elsewhere/shop.db").close()
    monkeypatch.chdir(tmp_path)
    shop = Shop("shop.db")
    monkeypatch.chdir(tmp_path / "elsewhere")
    made = shop.engine.backup("copy.db")
    assert made.cut == shop.engine.cut() and made.entries > 0
    assert (tmp_path / "elsewhere/copy.db").exists()
    assert shop.engine.check() == []
    assert repr(shop.engine) == "<paywright.Engine shop.db>"
    shop.engine.close()


@pytest.mark.parametrize("raised", [KeyboardInterrupt, ValueError])
def test_an_export_that_does_not_come_to_its_end_leaves_no_file(
    filed: Shop, tmp_path: Path, raised: type[BaseException]
) -> None:
    # More than is handed out at once, so that progress is told.
    note = {"note": "x" * 4_000}
    for count in range(400):
        filed.engine.place_order(filed.merchant, eur("1"), key=f"{count}", metadata=note)
    lines = tmp_path / "shop.jsonl"

    def progress(done: int, total: int | None) -> None:
        assert lines.exists()
        raise raised

    with pytest.raises(raised):
        filed.engine.export(lines, progress=progress)
    assert not lines.exists()
    with pytest.raises(pw.Misuse, match="stopped"):
        filed.engine.export(lines, progress=lambda done, total: False)
    assert filed.engine.export(lines) == filed.engine.verify().entries


def test_two_engines_write_one_file(filed: Shop, tmp_path: Path) -> None:
    with pw.open(tmp_path / "shop.db", clock=filed.clock, entropy=2) as other:
        order = other.place_order(filed.merchant, eur("1"), key="other")
        filed.order("one")
        assert filed.engine.get(pw.Order, order.id) == order
        assert other.verify().is_clean


# Logging, panics


def test_what_an_operator_should_know_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "paywright")
    with pytest.raises(pw.StorageError):
        pw.open(tmp_path)
    pw.open(":memory:").close()
    assert [(record.name, record.levelname) for record in caplog.records] == [
        ("paywright", "WARNING"),
        ("paywright", "DEBUG"),
    ]
    assert caplog.messages[0].startswith("storage_unavailable: ")


def test_what_is_refused_is_nobodys_concern_but_the_callers(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "paywright")
    with pytest.raises(pw.Refused):
        shop.engine.cancel_order(pw.OrderId.derived("nothing"))
    assert caplog.records == []


def test_errors_go_through_pickle_and_say_what_they_are(shop: Shop) -> None:
    import pickle

    with pytest.raises(pw.Missing) as caught:
        shop.engine.cancel_order(pw.OrderId.derived("nothing"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert again == caught.value and hash(again) == hash(caught.value)
    assert (again.code, again.retryable, str(again)) == ("not_found", False, str(caught.value))
    assert again.details == caught.value.details
