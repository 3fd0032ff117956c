"""A database on a PostgreSQL server, by its address."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import pytest

import paywright as pw
from baskets import orders, outcomes, pa, placed
from cli_shop import paywright, refuses
from paywright import aio
from shop import START, Shop, eur
from test_story import Player, plays

pytestmark = pytest.mark.postgres

# What the server of these tests lets its owner in by.
PASSWORD = "throw-away"


def journal(engine: pw.Engine) -> list[str]:
    written = io.StringIO()
    engine.export(written)
    return written.getvalue().splitlines()


def test_the_story_of_all_languages_comes_to_the_kept_journal(server: str, schema: str) -> None:
    plays(Player(server, schema=schema))


def test_what_one_engine_writes_another_on_the_same_database_reads(server: str, schema: str) -> None:
    shop = Shop(server, schema=schema)
    with pw.open(server.replace("postgres://", "postgresql://"), schema=schema, clock=shop.clock) as other:
        paid = shop.card_payment("basket-1")
        assert other.get(pw.Payment, paid.id) == paid
        assert other.place_order(shop.merchant, eur("9.00"), key="basket-2").total == eur("9.00")
        assert [order.total for order in shop.engine.list(pw.Order)] == [eur("18.50"), eur("9.00")]
        assert other.verify().is_clean and other.tick() == 0
    shop.engine.close()


def test_a_day_in_bulk_comes_to_the_bytes_that_it_comes_to_in_a_file(
    server: str, schema: str, filed: Shop
) -> None:
    there = Shop(server, schema=schema)
    for shop in (there, filed):
        table = pa.table(orders(shop, 2_500))
        assert set(outcomes(placed(shop, table))) == {"accepted"}
        assert set(outcomes(placed(shop, table))) == {"replayed"}
        assert pa.table(shop.engine.list(pw.Order)).num_rows == 2_500
    assert journal(there.engine) == journal(filed.engine)
    assert there.engine.verify().is_clean
    there.engine.close()


def test_each_schema_is_a_shop_of_its_own(server: str, schema: str) -> None:
    with pw.open(server, schema=schema) as one, pw.open(server, schema=f"{schema} too") as other:
        one.register_user("customer-1", key="user")
        assert len(list(one.list(pw.User))) == 1 and list(other.list(pw.User)) == []


def test_threads_share_the_connections_that_there_are(server: str, schema: str) -> None:
    with pw.open(server, schema=schema, connections=1) as engine:

        def registers(name: str) -> None:
            for number in range(10):
                engine.register_user(f"{name}-{number}", key=f"{name}-{number}")

        threads = [threading.Thread(target=registers, args=(f"thread-{nth}",)) for nth in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(list(engine.list(pw.User))) == 60


def test_asyncio_reaches_it_too(server: str, schema: str) -> None:
    async def story() -> None:
        async with aio.open(server, schema=schema, connections=4, workers=8) as engine:
            names = [f"customer-{number}" for number in range(20)]
            made = await asyncio.gather(*(engine.register_user(name, key=name) for name in names))
            assert sorted(user.reference for user in made) == sorted(names)
            assert {user.id async for user in engine.list(pw.User)} == {user.id for user in made}
            assert (await engine.verify()).is_clean
            assert PASSWORD not in repr(engine)
            with pytest.raises(pw.Misuse) as misuse:
                await engine.backup("copy.db")
            assert misuse.value.code == "on_server"

    asyncio.run(story())


# What may be done


def test_a_mistyped_schema_is_no_empty_shop(server: str, schema: str) -> None:
    for access in ("existing", "read_only"):
        with pytest.raises(pw.StorageError, match="schema") as raised:
            pw.open(server, schema=schema, access=access)  # type: ignore[arg-type]
        assert raised.value.code == "storage_unavailable"
    with pw.open(server, schema=schema):
        pass
    with pw.open(server, schema=schema, access="existing") as engine:
        assert engine.register_user("customer-1", key="user").reference == "customer-1"


def test_what_is_opened_to_be_read_is_read_and_not_written(server: str, schema: str) -> None:
    with pw.open(server, schema=schema) as engine:
        engine.register_user("customer-1", key="user")
        with pw.open(server, schema=schema, access="read_only") as reader:
            with pytest.raises(pw.StorageError, match="only be read"):
                reader.register_user("customer-2", key="user-2")
            engine.register_user("customer-3", key="user-3")
            assert [user.reference for user in reader.list(pw.User)] == ["customer-1", "customer-3"]
            assert reader.verify().is_clean


def test_what_is_of_files_is_said_to_be(server: str, schema: str, tmp_path: Path) -> None:
    with pw.open(server, schema=schema) as engine:
        for asked in (engine.check, lambda: engine.backup(tmp_path / "copy.db")):
            with pytest.raises(pw.Misuse, match="on a PostgreSQL server: there is no file") as misuse:
                asked()
            assert misuse.value.code == "on_server" and not misuse.value.retryable
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_opens_its_own_and_leaves_the_other_as_it_is(server: str, schema: str) -> None:
    shop = Shop(server, schema=schema)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            shop.order("from the child")
        except pw.Misuse as misuse:
            with pw.open(server, schema=schema, clock=shop.clock) as own:
                own.register_user("of the child", key="child")
            code = 7 if misuse.code == "forked" else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7, status
    shop.order("from the parent")
    assert {user.reference for user in shop.engine.list(pw.User)} == {"customer-1", "of the child"}
    assert shop.engine.verify().is_clean
    shop.engine.close()


# What goes wrong


def refused(address: str | Path, **how: Any) -> Exception:
    """Why it is not opened; whoever prints it prints no password."""
    with pytest.raises((pw.StorageError, ValueError)) as raised:
        pw.open(address, **how)
    error = raised.value
    assert PASSWORD not in f"{error} {error!r}" and "hush" not in f"{error} {error!r}", repr(error)
    return error


def test_whoever_is_not_let_in_is_told_why_and_reads_no_password(server: str) -> None:
    where = server.partition("@")[2]
    port = where.partition(":")[2].partition("/")[0]
    cases = [
        (f"postgres://paywright:hush@{where}", "refuses this user"),
        (f"postgres://nobody-here:hush@{where}", "refuses this user"),
        (server.replace("/postgres?", "/no-such-shop?"), "no-such-shop at 127.0.0.1:.* does not exist"),
        (server.replace(port, "1"), "cannot be reached"),
        (server.replace("disable", "require"), "cannot be reached"),
        (server.replace("disable", "maybe"), "the connection string cannot be read"),
    ]
    for address, words in cases:
        error = refused(address)
        assert isinstance(error, pw.StorageError) and error.code == "storage_unavailable", address
        with pytest.raises(pw.StorageError, match=words):
            raise error
    missing = refused(server.replace("disable", "prefer"), root_certificates="no-such.pem")
    assert "no-such.pem" in str(missing)
    assert "a name has 1 to 63 bytes" in str(refused(server, schema="s" * 64))


@pytest.mark.parametrize(
    "address",
    [
        "postgres://shop:hu@sh@db.example/shop",
        "postgres://shop:hu/sh@db.example/shop",
        "postgres://shop:hu?sh@db.example/shop",
        "postgres://shop:hu#sh@db.example/shop",
        "mysql://shop:hush@db.example/shop",
        "Postgres://shop:hush@db.example/shop",
        "postgresql+psycopg://shop:hush@db.example/shop",
        '"postgres://shop:hush@db.example/shop"',
        "'postgres://shop:hush@db.example/shop'",
        " postgres://shop:hush@db.example/shop",
        Path("postgres://shop:hush@db.example/shop"),
        Path("postgresql://shop:hush@db.example/shop"),
        Path("postgresql+psycopg://shop:hush@db.example/shop"),
        Path('"postgres://shop:hush@db.example/shop"'),
        "SHOP_DATABASE=postgres://shop:hush@db.example/shop",
        "host=db.example user=shop password=hush",
        "host=db.example",
        "user=shop password = 'hush' host=db.example",
        "user = shop host = db.example",
        "password=hush host=db.example",
        '"host=db.example password=hush"',
    ],
)
def test_an_address_that_is_none_is_told_so_and_not_repeated(
    address: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = refused(address)
    assert isinstance(error, ValueError) and str(error).startswith("path: "), repr(error)
    assert "db.example" not in str(error)
    for command in ("init", "verify"):
        ran = paywright(command, address, folder=tmp_path)
        refuses(ran, 2, "path: ")
        assert "db.example" not in ran.said and "hush" not in ran.said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["shop=17/day.db", "user=17/day.db", "user=17/host=db/day.db", "./host=db/day.db", "postgres/day.db"],
)
def test_a_file_whose_name_only_looks_a_little_like_an_address_is_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(parents=True)
    with pw.open(name) as engine:
        engine.register_user("customer-1", key="user")
    assert Path(name).is_file()


def test_what_is_of_servers_is_not_asked_of_a_file(tmp_path: Path) -> None:
    for how in ({"schema": "shop"}, {"connections": 2}, {"root_certificates": "ca.pem"}):
        for path in (tmp_path / "shop.db", ":memory:"):
            with pytest.raises(TypeError, match="are of a PostgreSQL server"):
                pw.open(path, **how)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    for wrong in (0, -1, 2**32):
        with pytest.raises(ValueError, match="connections: "):
            pw.open("postgres://db.example/shop", connections=wrong)


def test_nothing_that_is_shown_has_the_password(
    server: str, schema: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="paywright"):
        with pw.open(server, schema=schema, clock=lambda: START) as engine:
            shown = [repr(engine), repr(engine._handle), str(engine._handle.place)]
            with pytest.raises(pw.PaywrightError) as raised:
                engine.place_order(pw.MerchantId.derived("nobody"), eur("1.00"), key="none")
            shown += [repr(raised.value), str(raised.value)]
        shown.append(repr(engine))
    assert "opened postgres://paywright@127.0.0.1:" in caplog.text
    shown.append(caplog.text)
    assert not [text for text in shown if PASSWORD in text]
    assert shown[0].startswith("<paywright.Engine postgres://paywright@127.0.0.1:"), sys.argv
