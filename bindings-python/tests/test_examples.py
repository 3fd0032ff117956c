"""The example programs: they come to known figures, also where a run before them was broken off."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

import paywright as pw
from paywright.testing import ManualClock

TOP = Path(__file__).parents[2]
PROGRAMS = TOP / "examples/python"

# What `cargo xtask demo` comes to: its own story in `examples/tests/orders.rs` has the same.
MARKETPLACE = {
    "invoices": 153,
    "orders": 125,
    "captured": 2_718_930,
    "fees": 82_597,
    "skipped_nothing_to_pay": 3,
    "skipped_adjustments": 2,
    "refund_requests": 23,
    "refunds": 25,
    "refunded": 99_067,
    "refund_refused": 4,
    "refund_refused_minor": 160_607,
    "owed": 2_537_266,
    "verified": True,
}
IRELAND = {
    "payments": 19,
    "captured": 350_625,
    "fees": 10_738,
    "refunded": 9_967,
    "owed": 329_920,
}
HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
GOOD = "1001,A,BOWL,2,2026-09-07 09:00:00,2.50,7,Norway\n"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """An example as a module."""
    monkeypatch.syspath_prepend(str(PROGRAMS))

    def load(name: str) -> ModuleType:
        return __import__(name)

    return load


def marketplace(*arguments: object) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(PROGRAMS / "marketplace.py"), *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def figures(*arguments: object) -> dict[str, Any]:
    ran = marketplace(*arguments, "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_the_marketplace_comes_to_the_figures_of_the_one_in_rust() -> None:
    told = figures()
    assert {name: told[name] for name in MARKETPLACE} == MARKETPLACE
    assert told["merchants"]["Ireland"] == IRELAND
    assert told["commands"] > 600
    beside = {"merchants", "commands", "seconds", "database_bytes"}
    assert told.keys() == MARKETPLACE.keys() | beside


@pytest.mark.postgres
def test_on_a_server_it_comes_to_the_same_figures(server: str) -> None:
    own = server.replace("/postgres?", "/template1?")
    for nth in ("first", "second"):
        told = figures("--storage", own)
        assert {name: told[name] for name in MARKETPLACE} == MARKETPLACE, nth
    text = marketplace("--storage", own).stdout
    assert "Database      on a PostgreSQL server" in text and "throw-away" not in text


def test_the_report_for_people_has_them_too() -> None:
    ran = marketplace()
    assert ran.returncode == 0
    for line in ["captured from cards    27,189.30", "owed to merchants      25,372.66"]:
        assert line in ran.stdout


def test_a_marketplace_that_was_broken_off_goes_on_to_the_same_figures(
    program: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    market, orders = program("marketplace"), program("order_file").Orders
    database = tmp_path / "shop.db"

    class PowerCut(Exception):
        pass

    def cut(behind: int) -> None:
        if behind > 70:
            raise PowerCut

    host = market.Host(database, orders(market.OWN))
    with host.engine, pytest.raises(PowerCut):
        host.run(cut)
    told = figures("--database", database)
    assert {name: told[name] for name in MARKETPLACE} == MARKETPLACE
    assert 0 < told["commands"] < 600
    # And once more, where everything is done.
    assert figures("--database", database)["commands"] == 0


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("1002,A,BOWL,two,2026-09-07 09:00:00,2.50,7,Norway", "Quantity 'two' is no whole number"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.x,7,Norway", "UnitPrice '2.x' is no decimal number"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,NaN,7,Norway", "UnitPrice 'NaN' is no decimal number"),
        (
            "1002,A,BOWL,2,2026-02-30 09:00:00,2.50,7,Norway",
            "InvoiceDate '2026-02-30 09:00:00' is no time of the form 2026-11-23 09:00:00",
        ),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,7", "7 fields where 8 belong"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,7, ", "Country is empty"),
    ],
)
def test_a_malformed_line_is_named_and_nothing_is_posted(
    line: str, wrong: str, tmp_path: Path
) -> None:
    orders, database = tmp_path / "orders.csv", tmp_path / "shop.db"
    orders.write_text(f"{HEAD}{GOOD}{line}\n", encoding="utf-8")
    ran = marketplace("--orders", orders, "--database", database)
    advice = "Nothing was posted. Mend the file and start again."
    assert ran.stderr == f"{orders}, line 3: {wrong}\n{advice}\n"
    assert (ran.returncode, ran.stdout, database.exists()) == (1, "", False)


def test_a_sum_is_rounded_once_and_away_from_zero(program: Callable[[str], ModuleType]) -> None:
    pence = program("order_file")._pence
    cases = [("3", "0.115", 35), ("-3", "0.115", -35), ("1", "0.114999", 11), ("7", "2.10", 1470)]
    for quantity, price, expected in cases:
        assert pence(quantity, price) == expected, (quantity, price)


class Night:
    """The night that is told: the same each time, by its clock and its seed."""

    def __init__(self, nightly: ModuleType, directory: Path) -> None:
        self.nightly, self.directory = nightly, directory
        self.database, self.reports = directory / "shop.db", directory / "reports"

    def run(self, *arguments: object) -> int:
        clock = ManualClock(datetime(2026, 11, 27, 1, 30, tzinfo=timezone.utc))
        words = ["--database", self.database, "--to", self.reports, *arguments]
        code: int = self.nightly.main([str(word) for word in words], clock, 7)
        return code

    def files(self) -> dict[str, str]:
        found = self.reports.iterdir()
        return {file.name: file.read_text(encoding="utf-8") for file in found}

    def refused(self) -> list[tuple[str, str]]:
        rows = csv.DictReader(self.files()["refused.csv"].splitlines())
        return [(row["reference"], row["code"]) for row in rows]

    def owed(self) -> dict[str, int]:
        """What each merchant is owed, from the books."""
        with pw.open(self.database) as engine:
            assert engine.verify().is_clean
            owed = {}
            for merchant in engine.list(pw.Merchant):
                key = pw.AccountKey.of_merchant(merchant.id, pw.Purpose.MERCHANT_PENDING, "EUR")
                figures = engine.balance(key.account)
                owed[merchant.name] = figures.balance if figures else 0
            return owed


@pytest.fixture
def night(program: Callable[[str], ModuleType], tmp_path: Path) -> Night:
    return Night(program("nightly"), tmp_path)


def test_a_night_twice_is_one_night(night: Night) -> None:
    assert night.run() == 0
    files, owed = night.files(), night.owed()
    assert len(owed) == 4
    assert night.run() == 0
    assert (night.files(), night.owed()) == (files, owed)


def test_a_night_is_the_same_without_any_dataframes(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert night.run() == 0
    files = night.files()
    monkeypatch.setitem(sys.modules, "polars", None)
    night.database.unlink()
    assert night.run() == 0
    assert night.files() == files


def test_lines_that_cannot_be_done_are_named_and_the_others_are_done(night: Night) -> None:
    assert night.run() == 0
    refused = night.refused()
    assert refused[:2] == [("N26-0017", "invalid_value"), ("N26-0041", "amount_must_be_positive")]
    assert refused[-2:] == [("R26-10", "exceeds_refundable"), ("R26-11", "not_found")]


def test_statements_come_to_what_is_owed(night: Night) -> None:
    assert night.run() == 0
    statements = [text for name, text in night.files().items() if name.startswith("statement-")]
    closing = []
    for text in statements:
        rows = list(csv.DictReader(text.splitlines()))
        amounts = [Decimal(row["amount"]) for row in rows]
        # From nothing, each balance is the sum so far.
        assert [Decimal(row["balance"]) for row in rows] == [
            sum(amounts[: place + 1], Decimal(0)) for place in range(len(rows))
        ]
        assert all(row["reference"].startswith("N26-") for row in rows)
        closing.append(int(sum(amounts, Decimal(0)).scaleb(2)))
    assert sorted(closing) == sorted(night.owed().values())


class Page(HTMLParser):
    """What a page loads from elsewhere, and whether its tags fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.loads += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_one_page_that_says_in_words_what_it_draws(night: Night) -> None:
    assert night.run() == 0
    text = night.files()["report.html"]
    page = Page()
    page.feed(text)
    assert (page.open, page.loads) == ([], [])
    assert "Bicycles &amp; Parts" in text
    drawings = text.split("<svg")[1:]
    assert len(drawings) == 2
    for drawing in drawings:
        svg = ElementTree.fromstring("<svg" + drawing.split("</svg>")[0] + "</svg>")
        named = (svg.attrib["aria-labelledby"]).split()
        told = [element for element in svg if element.attrib.get("id") in named]
        assert svg.attrib["role"] == "img"
        assert [element.tag for element in told] == ["title", "desc"]
        assert all(element.text for element in told)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("reference,amount\nA,1.00\n", "the first line is 'reference,amount'"),
        ("reference,at,merchant,amount\nA,2026-11-26T09:00:00Z,Shop\n", "row 1: it needs"),
        ("reference,at,merchant,amount\nA,yesterday,Shop,1.00\n", "'yesterday' is no time"),
        ("reference,at,merchant,amount\nA,2026-11-26T09:00:00Z,,1.00\n", "row 1: it needs"),
    ],
)
def test_a_file_of_another_form_is_refused_before_anything_is_done(
    text: str, wrong: str, night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    file = night.directory / "payments.csv"
    file.write_text(text, encoding="utf-8")
    assert night.run("--payments", file) == 1
    assert wrong in capsys.readouterr().err
    assert not night.database.exists()
