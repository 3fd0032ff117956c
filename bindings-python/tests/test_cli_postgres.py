"""The command line on a PostgreSQL server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import paywright as pw
from cli_shop import Shop, paywright, refuses
from paywright.cli import files, main
from paywright.cli.database import opened

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def here(server: str) -> Shop:
    """A shop in a schema of its own."""
    return Shop(server, schema="cli")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The same in a file."""
    return Shop(tmp_path_factory.mktemp("cli") / "shop.db")


def test_a_database_is_made_once(server: str) -> None:
    made = paywright("init", server, "--schema", "made")
    assert made.code == 0 and made.out.startswith("made postgres://paywright@127.0.0.1:"), made
    assert made.out.endswith(" (made)\n") and "throw-away" not in made.out, made
    again = paywright("init", server, "--schema", "made")
    refuses(again, 3, "is there already, and was left as it is: give another --schema")
    assert "throw-away" not in again.said
    with pw.open(server, schema="made", access="existing") as engine:
        assert list(engine.list(pw.User)) == []


def test_whoever_makes_a_database_where_nobody_answers_makes_none_when_somebody_does(
    server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def silent_once(*how: Any) -> pw.Engine:
        asked.append(how)
        if len(asked) == 1:
            raise pw.StorageError("storage_unavailable", "the database cannot be reached", True)
        return opened(*how)

    monkeypatch.setattr(files, "opened", silent_once)
    code = main(["init", server, "--schema", "unanswered"])
    printed = capsys.readouterr()
    assert (code, printed.out) == (3, "") and "cannot be reached" in printed.err, printed
    refuses(paywright("verify", server, "--schema", "unanswered"), 3, "has no storage in schema unanswered")


def test_everything_that_only_reads_prints_what_it_prints_of_a_file(here: Shop, filed: Shop) -> None:
    assert (here.wallet, here.payment) == (filed.wallet, filed.payment)

    def both(*words: object) -> tuple[str, str]:
        ran = paywright(words[0], here.path, "--schema", "cli", *words[1:])
        of_file = paywright(words[0], filed.path, *words[1:])
        assert (ran.code, ran.said) == (of_file.code, of_file.said) == (0, ""), (ran, of_file)
        assert "throw-away" not in ran.out
        return ran.out, of_file.out

    for words in (("statement", here.wallet, "--json"), ("export", "-")):
        there, in_file = both(*words)
        assert there == in_file and there
    for listed in ("payments", "accounts"):
        ran = paywright(listed, "list", here.path, "--schema", "cli", "--csv")
        assert ran.code == 0 and ran.out == paywright(listed, "list", filed.path, "--csv").out, ran
    there, in_file = both("verify")
    assert there.splitlines()[1:] == in_file.splitlines()[1:]
    found, of_file = (json.loads(text) for text in both("inspect", "--json"))
    assert found["sizes"] is None and of_file["sizes"]["tables"]
    for own in ("database", "sizes", "lanes"):
        assert own in found and found.pop(own) != of_file.pop(own) or own == "lanes"
    assert found == of_file
    there, _ = both("inspect")
    assert there.startswith("postgres://paywright@127.0.0.1:") and "cut: " in there


def test_a_table_is_done_row_by_row_and_once(server: str, here: Shop, tmp_path: Path) -> None:
    table = tmp_path / "users.csv"
    table.write_text("reference\n" + "".join(f"user-{row}\n" for row in range(50)), "utf-8")
    words = (here.path, table, "--schema", "cli", "--command", "register_user", "--key-prefix", "import")
    assert paywright("bulk", *words).out == "50 rows: 50 accepted\n"
    assert paywright("bulk", *words).out == "50 rows: 50 replayed\n"


def test_what_goes_wrong_is_one_sentence_without_the_password(
    server: str, here: Shop, tmp_path: Path
) -> None:
    said = [
        (paywright("backup", here.path, tmp_path / "copy.db", "--schema", "cli"), 2, "there is no file"),
        (paywright("verify", server, "--schema", "none"), 3, "has no storage in schema none"),
        (paywright("verify", server.replace("throw-away", "wrong-one")), 3, "refuses this user"),
        (paywright("init", server.replace("throw-away", "wrong-one")), 3, "refuses this user"),
        (paywright("inspect", server.replace("/postgres?", "/nowhere?")), 3, "does not exist"),
        (paywright("verify", "mysql://shop:wrong-one@db/shop"), 2, "begins with postgres://"),
        (paywright("init", "mysql://shop:wrong-one@db/shop"), 2, "begins with postgres://"),
        (paywright("verify", tmp_path / "shop.db", "--schema", "cli"), 2, "of a PostgreSQL server"),
    ]
    for ran, code, words in said:
        refuses(ran, code, words)
        assert "throw-away" not in ran.said and "wrong-one" not in ran.said, ran
    assert list(tmp_path.iterdir()) == []
