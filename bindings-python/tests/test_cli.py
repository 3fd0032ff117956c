"""The command `paywright`, started as people start it, on real files."""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import paywright as pw
import pytest
from cli_shop import Shop, command, paywright, refuses
from paywright.cli import main


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shop") / "shop.db")


def damaged(shop: Shop, to: Path, statement: str) -> Path:
    """A copy of the shop in which somebody changed a row behind the engine's back."""
    import sqlite3

    with pw.open(shop.path) as engine:
        engine.backup(to)
    connection = sqlite3.connect(to)
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()
    return to


# Asking


def test_help_names_every_command_and_every_exit_code() -> None:
    ran = paywright("--help")
    assert ran.code == 0 and ran.said == ""
    for word in "init inspect verify export backup statement payments accounts bulk".split():
        assert f"\n    {word}" in ran.out
    for code in ("0  ", "1  ", "2  ", "3  ", "4  ", "130  "):
        assert f"\n  {code}" in ran.out


@pytest.mark.parametrize(
    "name", ["init", "inspect", "verify", "export", "backup", "statement", "payments list", "bulk"]
)
def test_every_command_explains_itself(name: str) -> None:
    ran = paywright(*name.split(), "--help")
    assert ran.code == 0 and ran.said == ""
    assert f"paywright {name}" in ran.out


def test_where_the_package_is_installed_so_is_the_command() -> None:
    try:
        installed = importlib.metadata.distribution("paywright").entry_points
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the package is used from its folder")
    (script,) = [entry for entry in installed if entry.name == "paywright"]
    assert script.load() is main


def test_it_says_its_version() -> None:
    assert paywright("--version").out == f"paywright {pw.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "COMMAND"),
        ("inspct shop.db", "inspct"),
        ("inspect", "DATABASE"),
        ("inspect shop.db more", "more"),
        ("inspect shop.db --jsn", "--jsn"),
        ("payments", "list"),
        ("payments list shop.db --json --csv", "--json"),
        ("payments list shop.db --limit 0", "0"),
        ("payments list shop.db --limit some", "some"),
        ("statement shop.db", "ACCOUNT"),
        ("bulk shop.db rows.csv", "--command"),
    ],
)
def test_a_question_that_is_not_understood_is_answered_with_one_sentence(
    arguments: str, words: str
) -> None:
    refuses(paywright(*arguments.split()), 2, words, "--help` says more")


# Making


def test_a_new_database_is_made_once_and_is_clean(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert paywright("init", path).code == 0
    assert paywright("verify", path).code == 0
    before = path.read_bytes()
    refuses(paywright("init", path), 3, str(path), "is there already")
    assert path.read_bytes() == before


def test_a_file_of_any_kind_is_never_made_a_database(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna")
    refuses(paywright("init", letter), 3, "is there already")
    assert letter.read_text() == "Dear Anna"
    refuses(paywright("init", tmp_path), 3, "is there already")
    refuses(paywright("init", tmp_path / "missing" / "new.db"), 3, "No such file or directory")
    refuses(paywright("init", ":memory:"), 2, "memory")


@pytest.mark.parametrize(
    "arguments",
    [
        "inspect FILE",
        "verify FILE",
        "statement FILE acc_00000000000000000000000001",
        "payments list FILE",
        "accounts list FILE",
        "export FILE out.jsonl",
        "backup FILE out.db",
    ],
)
def test_a_database_that_is_not_there_is_an_error_and_is_not_made(
    arguments: str, tmp_path: Path
) -> None:
    path = tmp_path / "shop.db"
    words = [str(path) if word == "FILE" else word for word in arguments.split()]
    refuses(paywright(*words, folder=tmp_path), 3, str(path), "does not exist")
    assert list(tmp_path.iterdir()) == []
    memory = [":memory:" if word == "FILE" else word for word in arguments.split()]
    refuses(paywright(*memory, folder=tmp_path), 2, "memory")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna" * 1_000)
    refuses(paywright("inspect", path), 3, "storage_corrupt")
    refuses(paywright("verify", path), 1, "storage_corrupt")
    refuses(paywright("inspect", tmp_path), 3, str(tmp_path))


# Inspecting and verifying


def test_an_inspection_shows_accounts_balances_lanes_and_sizes(shop: Shop) -> None:
    ran = paywright("inspect", shop.path)
    assert ran.code == 0 and ran.said == ""
    shown = ("Trial balance, EUR", "wallet", "1,234.56", "channel_receivable", "Lane", "cut: ")
    for words in shown:
        assert words in ran.out, words


def test_an_inspection_as_json_has_exact_amounts_and_a_cut_to_keep(shop: Shop) -> None:
    found = json.loads(paywright("inspect", shop.path, "--json").out)
    trial = {line["purpose"]: line for line in found["trial_balance"][0]["lines"]}
    assert trial["wallet"]["credits"] == "1234.56"
    assert trial["channel_receivable"]["debits"] == "1253.06"
    assert found["trial_balance"][0]["is_balanced"] is True
    assert found["lanes"][0]["lane"] == 1
    wallets = {"purpose": "wallet", "currency": "EUR", "state": "open", "count": 1}
    assert wallets in found["accounts"]
    rows = {table["table"]: table["rows"] for table in found["sizes"]["tables"]}
    assert rows["payments"] == 3
    with pw.open(shop.path) as engine:
        assert found["cut"] == engine.cut()


def test_effects_that_wait_are_counted_with_the_oldest_of_them(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db")
    with pw.open(shop.path, clock=shop._clock) as engine:
        engine.confirm_payment(shop.waiting)
    found = json.loads(paywright("inspect", shop.path, "--json").out)
    waiting = [effect for effect in found["effects"] if effect["state"] != "done"]
    assert [(effect["kind"], effect["count"]) for effect in waiting] == [("send_operation", 1)]
    assert waiting[0]["oldest_due"].startswith("2026-03-01T")


def test_clean_books_verify_also_against_a_cut_that_was_kept(shop: Shop) -> None:
    ran = paywright("verify", shop.path)
    assert ran.code == 0 and "verified: everything stored is as the journal tells it" in ran.out
    cut = json.loads(paywright("inspect", shop.path, "--json").out)["cut"]
    assert paywright("verify", shop.path, "--cut", cut).code == 0
    told = json.loads(paywright("verify", shop.path, "--json", "--cut", cut).out)
    assert told["clean"] is True and told["findings"] == [] and told["entries"] > 10


def test_a_row_that_was_changed_behind_the_engine_is_named(shop: Shop, tmp_path: Path) -> None:
    change = "UPDATE payments SET captured = 1 WHERE captured > 1850"
    path = damaged(shop, tmp_path / "copy.db", change)
    ran = paywright("verify", path)
    assert ran.code == 1
    assert f"payments {shop.top_up}: " in ran.out and "NOT verified" in ran.out
    told = json.loads(paywright("verify", path, "--json").out)
    assert told["clean"] is False
    assert shop.top_up in {finding["row"] for finding in told["findings"]}


def test_books_that_do_not_balance_are_told_by_the_inspection_too(
    shop: Shop, tmp_path: Path
) -> None:
    change = "UPDATE balances SET debits_lo = 1 + debits_lo WHERE debits_lo > 0"
    path = damaged(shop, tmp_path / "copy.db", change)
    ran = paywright("inspect", path)
    assert ran.code == 1 and "NOT equal" in ran.out and "`paywright verify`" in ran.said


def test_a_cut_of_another_journal_is_found_and_one_that_is_none_is_a_question_not_understood(
    shop: Shop, tmp_path: Path
) -> None:
    other = Shop(tmp_path / "other.db")
    with pw.open(other.path, clock=other._clock, entropy=8) as engine:
        engine.place_order(other.merchant, pw.Money("1.00", "EUR"), key="one more")
        cut = engine.cut()
    ran = paywright("verify", shop.path, "--cut", cut)
    assert ran.code == 1 and "NOT verified" in ran.out
    refuses(paywright("verify", shop.path, "--cut", "yesterday"), 2, "invalid_cursor")
    refuses(paywright("verify", shop.path, "--cut", "\udcff"), 2, "cut: the text holds half")


def test_a_database_is_only_read(shop: Shop) -> None:
    before = shop.path.read_bytes()
    for words in ("inspect", "verify", "payments list", "accounts list"):
        assert paywright(*words.split(), shop.path).code == 0
    assert shop.path.read_bytes() == before


# Export and backup


def test_an_export_makes_the_same_books_and_overwrites_nothing(shop: Shop, tmp_path: Path) -> None:
    lines = tmp_path / "journal.jsonl"
    assert paywright("export", shop.path, lines).code == 0
    with pw.open(":memory:") as again, pw.open(shop.path) as engine:
        again.import_from(lines)
        assert list(again.trial_balance()) == list(engine.trial_balance())
    before = lines.read_bytes()
    refuses(paywright("export", shop.path, lines), 3, "is there already")
    assert lines.read_bytes() == before
    assert paywright("export", shop.path, "-").out.encode() == before


def test_a_backup_is_verified_and_overwrites_nothing(shop: Shop, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ran = paywright("backup", shop.path, copy)
    assert ran.code == 0 and "verified" in ran.out
    assert paywright("verify", copy).code == 0
    refuses(paywright("backup", shop.path, copy), 3, str(copy))
    refuses(paywright("backup", shop.path, tmp_path / "missing" / "copy.db"), 3, "missing")


def test_an_export_that_fails_leaves_no_part_of_a_journal_behind(
    shop: Shop, tmp_path: Path
) -> None:
    path = damaged(shop, tmp_path / "copy.db", "DELETE FROM journal WHERE rowid = 3")
    lines = tmp_path / "journal.jsonl"
    refuses(paywright("export", path, lines), 3, "storage_corrupt")
    assert not lines.exists()


# Printing


def test_a_reader_that_leaves_early_is_not_complained_about(shop: Shop) -> None:
    line = subprocess.list2cmdline(command("inspect", shop.path))
    for _ in range(3):
        piped = subprocess.run(["sh", "-c", f"{line} | true"], capture_output=True, text=True)
        assert piped.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")
def test_an_answer_that_cannot_be_printed_is_an_error(shop: Shop) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            command("inspect", shop.path), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ran.returncode == 3
    assert ran.stderr == "what was found cannot be printed: No space left on device\n"


def test_where_the_terminal_lacks_letters_they_are_escaped(shop: Shop) -> None:
    ran = paywright("inspect", shop.path.parent / "käse.db", PYTHONIOENCODING="ascii")
    assert ran.code == 3 and "k\\xe4se.db" in ran.said


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_an_interrupted_command_ends_with_130_and_says_so(tmp_path: Path) -> None:
    program = (
        "import sys, paywright.cli.verify as v\n"
        "def slow(*_): print('ready', flush=True); import time; time.sleep(60)\n"
        "v.opened = slow\n"
        "from paywright.cli import main\n"
        "sys.exit(main(['verify', 'shop.db']))\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None and running.stdout.readline() == "ready\n"
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "interrupted\n")


def test_what_should_not_have_happened_is_told_without_a_traceback() -> None:
    program = (
        "import sys, paywright.cli.verify as v\n"
        "def broken(*_): raise LookupError('no such thing')\n"
        "v.opened = broken\n"
        "from paywright.cli import main\n"
        "sys.exit(main(['verify', 'shop.db']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 4
    assert ran.stderr == (
        "this should not have happened, please report it: LookupError: no such thing\n"
    )


def test_help_needs_nothing_but_the_parser() -> None:
    program = (
        "import sys\n"
        "from paywright.cli import main\n"
        "before = set(sys.modules)\n"
        "main(['--help'])\n"
        "loaded = {name for name in sys.modules if name.startswith('paywright.cli.')}\n"
        "wanted = {f'paywright.cli.{name}' for name in ('ending', 'options', 'output')}\n"
        "assert loaded == wanted, loaded\n"
        "assert not {'csv', 'sqlite3', 'pyarrow', 'asyncio'} & set(sys.modules)\n"
    )
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert time.monotonic() - began < 30
