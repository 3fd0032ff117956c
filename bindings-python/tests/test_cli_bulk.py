"""A command for each row of a file, from the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import paywright as pw
import pytest
from cli_shop import Ran, Shop, command, paywright, refuses


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop.db")


def written(shop: Shop, text: str, name: str = "rows.csv") -> Path:
    path = shop.path.parent / name
    path.write_text(text, "utf-8")
    return path


def bulk(shop: Shop, rows: object, name: str, *options: object) -> Ran:
    return paywright("bulk", shop.path, rows, "--command", name, *options)


def orders(shop: Shop) -> dict[str | None, pw.Order]:
    with pw.open(shop.path, access="read_only") as engine:
        return {order.reference: order for order in engine.list(pw.Order) if order.reference}


def test_each_row_is_an_order_and_the_same_file_again_does_nothing_twice(shop: Shop) -> None:
    rows = written(
        shop,
        "merchant,total,reference\n"
        f"{shop.merchant},18.50,a\n{shop.merchant},40,b\n{shop.merchant},0.05,c\n",
    )
    asked = ("--currency", "EUR", "--key-prefix", "day")
    ran = bulk(shop, rows, "place_order", *asked)
    assert (ran.code, ran.out, ran.said) == (0, "3 rows: 3 accepted\n", "")
    found = {name: str(order.total) for name, order in orders(shop).items()}
    assert found == {"a": "18.50 EUR", "b": "40.00 EUR", "c": "0.05 EUR"}
    again = bulk(shop, rows, "place_order", *asked)
    assert (again.code, again.out) == (0, "3 rows: 3 replayed\n")
    assert len(orders(shop)) == 3
    assert paywright("verify", shop.path).code == 0


def test_refused_rows_are_named_and_the_others_go_on(shop: Shop) -> None:
    nobody = pw.MerchantId.derived("nobody")
    rows = written(
        shop,
        "merchant,total,reference,key\n"
        f"{shop.merchant},18.505,fine cents,k1\n"
        f"{nobody},18.50,nobody's,k2\n"
        f"{shop.merchant},18.50,good,k3\n"
        f"{shop.merchant},much,words,k4\n"
        f"{shop.merchant},,nothing,k5\n",
    )
    ran = bulk(shop, rows, "place_order", "--currency", "EUR")
    assert ran.code == 1 and ran.said == ""
    assert ran.out.endswith("5 rows: 1 accepted, 4 refused\n")
    told = bulk(shop, rows, "place_order", "--currency", "EUR", "--csv").out
    listed = list(csv.DictReader(io.StringIO(told)))
    invalid = ("refused", "invalid_value")
    missing, done = ("refused", "not_found"), ("replayed", "")
    became = [(row["outcome"], row["code"]) for row in listed]
    assert became == [invalid, missing, done, invalid, invalid]
    assert [row["row"] for row in listed] == ["0", "1", "2", "3", "4"]
    assert listed[2]["id"] == orders(shop)["good"].id and set(orders(shop)) == {"good"}
    same = json.loads(bulk(shop, rows, "place_order", "--currency", "EUR", "--json").out)
    assert [row["message"] or "" for row in same] == [row["message"] for row in listed]


def test_more_refused_rows_than_a_screen_holds_are_counted(shop: Shop) -> None:
    rows = written(shop, "merchant,total\n" + f"{shop.merchant},x\n" * 33)
    ran = bulk(shop, rows, "place_order", "--currency", "EUR", "--key-prefix", "k")
    assert ran.code == 1
    assert "and 13 more were refused" in ran.out and ran.out.endswith("33 rows: 33 refused\n")


def test_times_flags_numbers_and_choices_are_read_from_texts(shop: Shop) -> None:
    rows = written(
        shop,
        "purpose,amount,method,payer,capture,attempts,expires_at,metadata,key\n"
        f"{shop.user},5.00,channel:cards,,automatic,3,2026-12-01T00:00:00+01:00,,t1\n"
        f'{shop.open},,wallet,{shop.user},,,,"{{""basket"": 7}}",t2\n',
    )
    ran = bulk(shop, rows, "start_payment", "--currency", "EUR", "--json")
    first, second = json.loads(ran.out)
    assert first["outcome"] == "accepted" and second["code"] == "exceeds_due", ran
    with pw.open(shop.path) as engine:
        payment = engine.get(pw.Payment, pw.PaymentId(first["id"]))
    assert payment is not None
    assert payment.attempts_left == 3 and payment.method == pw.Method.Channel("cards")
    assert payment.expires_at is not None
    assert payment.expires_at.isoformat() == "2026-11-30T23:00:00+00:00"


def test_a_row_is_one_transfer_of_many(shop: Shop) -> None:
    wallet = pw.AccountKey.of_user(pw.UserId.derived("other"), pw.Purpose.WALLET, "EUR")
    other = wallet.account
    with pw.open(shop.path, clock=shop._clock) as engine:
        engine.register_user("other", id=pw.UserId.derived("other"))
        engine.open_account(wallet)
    rows = written(
        shop,
        "debit,credit,amount,kind,key\n"
        f"{shop.wallet},{other},100.00,1000,x1\n{shop.wallet},{other},0.56,1000,x2\n"
        f"{shop.wallet},{other},99999.00,1000,x3\n",
    )
    ran = bulk(shop, rows, "post_transfers", "--currency", "EUR", "--csv")
    listed = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["code"] for row in listed] == ["", "", "insufficient_funds"], ran
    with pw.open(shop.path) as engine:
        figures = engine.balance(other)
    assert figures is not None and figures.balance == 10_056


def test_a_file_of_a_spreadsheet_is_read_with_its_mark_its_quotes_and_its_last_line(
    shop: Shop
) -> None:
    rows = shop.path.parent / "rows.csv"
    text = f'merchant,total,reference\r\n{shop.merchant},"7.00","Käse, alt"\r\n\r\n'
    rows.write_bytes(b"\xef\xbb\xbf" + text.encode())
    ran = bulk(shop, rows, "place_order", "--currency", "EUR", "--key-prefix", "k")
    assert ran.code == 0, ran
    assert set(orders(shop)) == {"Käse, alt"}


def test_who_asks_is_told_on_the_command_line(shop: Shop) -> None:
    rows = written(shop, f"merchant,total\n{shop.merchant},1.00\n")
    asked = ("place_order", "--currency", "EUR", "--key-prefix", "k", "--actor")
    assert "not_permitted" in bulk(shop, rows, *asked, f"merchant:{pw.MerchantId.derived('x')}").out
    assert bulk(shop, rows, *asked, "operator:anna:agent").code == 0
    with pw.open(shop.path) as engine:
        assert [*engine.list(pw.Order)][-1].total == pw.Money("1.00", "EUR")
    for actor in ("anna", "user:anna", "operator:", "operator:anna:queen", "merchant"):
        refuses(bulk(shop, rows, *asked, actor), 2, actor)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("merchant,total,total\n", "total"),
        ("merchant\nx\n", "total"),
        ("merchant,total,tip\nx,1,1\n", "tip"),
        ("merchant,total,key\n", ""),
    ],
)
def test_a_file_whose_columns_are_wrong_does_nothing(shop: Shop, text: str, words: str) -> None:
    rows = written(shop, text)
    ran = bulk(shop, rows, "place_order", "--currency", "EUR")
    if words:
        refuses(ran, 2, words)
    else:
        assert (ran.code, ran.out) == (0, "0 rows: nothing to do\n")
    assert orders(shop) == {}


def test_a_question_about_no_command_no_file_or_no_currency_does_nothing(shop: Shop) -> None:
    rows = written(shop, f"merchant,total\n{shop.merchant},1.00\n")
    refuses(bulk(shop, rows, "place_orders", "--key-prefix", "k"), 2, "place_orders")
    refuses(bulk(shop, rows, "place_order", "--key-prefix", "k"), 2, "currency")
    refuses(bulk(shop, rows, "place_order", "--currency", "EURO", "--key-prefix", "k"), 2, "EURO")
    refuses(bulk(shop, rows, "place_order", "--currency", "EUR"), 2, "key")
    refuses(bulk(shop, shop.path.parent / "no.csv", "place_order"), 3, "no.csv", "No such file")
    refuses(bulk(shop, written(shop, "x", "rows.txt"), "place_order"), 2, "rows.txt", ".csv")
    missing = paywright("bulk", shop.path.parent / "no.db", rows, "--command", "place_order")
    refuses(missing, 3, "no.db")
    assert not (shop.path.parent / "no.db").exists()
    assert orders(shop) == {}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b"%s,1.00,b,too many\n", "line 5002"),
        (b'%s,1.00,"b\n', "no CSV"),
        (b"%s,1.00,\xff\n", "no CSV in UTF-8"),
    ],
)
def test_a_line_that_cannot_be_read_ends_the_file_and_the_mended_file_finishes_it(
    shop: Shop, broken: bytes, words: str
) -> None:
    merchant = shop.merchant.encode()
    lines = [b"%s,1.00,r%d\n" % (merchant, n) for n in range(5_000)]
    good = b"merchant,total,reference\n" + b"".join(lines)
    rows = shop.path.parent / "rows.csv"
    rows.write_bytes(good + broken % merchant)
    asked = ("place_order", "--currency", "EUR", "--key-prefix", "k")
    ran = bulk(shop, rows, *asked)
    assert ran.code == 2 and words in ran.said and "accepted" in ran.out, ran
    assert ran.said.count("\n") == 1
    rows.write_bytes(good)
    assert bulk(shop, rows, *asked).code == 0
    assert len(orders(shop)) == 5_000


def test_a_parquet_file_is_read_where_pyarrow_is_there_and_asked_for_where_it_is_not(
    shop: Shop
) -> None:
    pyarrow: Any = pytest.importorskip("pyarrow")
    from decimal import Decimal

    parquet: Any = pytest.importorskip("pyarrow.parquet")
    totals = [Decimal("1.00"), Decimal("2.50")]
    table = pyarrow.table({"merchant": [shop.merchant] * 2, "total": totals})
    rows = shop.path.parent / "rows.parquet"
    parquet.write_table(table, rows)
    asked = ("place_order", "--currency", "EUR", "--key-prefix", "k")
    ran = bulk(shop, rows, *asked)
    assert (ran.code, ran.out) == (0, "2 rows: 2 accepted\n"), ran
    without = shop.path.parent / "without"
    (without / "pyarrow").mkdir(parents=True)
    (without / "pyarrow" / "__init__.py").write_text("raise ImportError('no pyarrow here')")
    path = os.pathsep.join([str(without), *filter(None, [os.environ.get("PYTHONPATH")])])
    ran = paywright("bulk", shop.path, rows, "--command", *asked, PYTHONPATH=path)
    refuses(ran, 2, "paywright[parquet]")
    refuses(bulk(shop, written(shop, "no parquet", "no.parquet"), *asked), 2, "no.parquet")
    refuses(bulk(shop, shop.path.parent / "missing.parquet", *asked), 3, "missing.parquet")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_ctrl_c_acts_between_commits_and_the_same_file_finishes_it(shop: Shop) -> None:
    count = 20_000
    text = "".join(f"{shop.merchant},1.00,r{n}\n" for n in range(count))
    rows = written(shop, "merchant,total,reference\n" + text)
    asked = ("place_order", "--currency", "EUR", "--key-prefix", "k", "--rows-per-commit", "10")
    running = subprocess.Popen(
        command("bulk", shop.path, rows, "--command", *asked),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while running.poll() is None and not orders(shop):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=120)
    assert (running.returncode, said.count("\n")) == (130, 1), (out, said)
    assert "interrupted" in said and "accepted" in out
    before = len(orders(shop))
    assert 0 < before < count
    assert bulk(shop, rows, *asked[:-1], "1000").code == 0
    assert len(orders(shop)) == count
    assert paywright("verify", shop.path).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made")
def test_on_a_terminal_a_bar_shows_how_far_it_is(shop: Shop) -> None:
    import pty

    rows = written(shop, "merchant,total\n" + f"{shop.merchant},1.00\n" * 500)
    asked = ("place_order", "--currency", "EUR", "--key-prefix", "k", "--rows-per-commit", "10")
    ours, theirs = pty.openpty()
    ran = subprocess.run(
        command("bulk", shop.path, rows, "--command", *asked),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert (ran.returncode, ran.stdout) == (0, "500 rows: 500 accepted\n")
    assert "\rrows " in shown and shown.endswith("\r")
