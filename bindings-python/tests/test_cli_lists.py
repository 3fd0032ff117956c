"""Lists of the command `paywright`: for people, and as JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import paywright as pw
import pytest
from cli_shop import Ran, Shop, paywright, refuses


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shop") / "shop.db")


def of_csv(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 0 and ran.said == "", ran
    return list(csv.DictReader(io.StringIO(ran.out)))


def of_json(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0 and ran.said == "", ran
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found


def test_a_statement_shows_each_line_with_the_balance_after_it(shop: Shop) -> None:
    ran = paywright("statement", shop.path, shop.wallet)
    assert ran.code == 0 and ran.said == ""
    (line,) = of_csv(paywright("statement", shop.path, shop.wallet, "--csv"))
    assert (line["debit"], line["credit"], line["balance"]) == ("", "1234.56", "1234.56")
    assert line["currency"] == "EUR" and line["recorded_at"].startswith("2026-03-01T09:")
    assert "1,234.56" in ran.out and line["transfer"] in ran.out


def test_a_statement_is_the_same_in_every_form(shop: Shop) -> None:
    texts = of_csv(paywright("statement", shop.path, shop.wallet, "--csv", "--all"))
    values = of_json(paywright("statement", shop.path, shop.wallet, "--json", "--all"))
    assert [{name: value or "" for name, value in one.items()} for one in values] == texts


def test_a_statement_is_of_a_time_and_begins_where_it_is_told(shop: Shop) -> None:
    with pw.open(shop.path) as engine:
        fees = pw.AccountKey.of_channel("cards", "EUR").account
        times = [line.transfer.recorded_at for line in engine.statement(fees, everything=True)]
    assert len(times) >= 2

    def listed(*options: object) -> list[str]:
        ran = paywright("statement", shop.path, fees, "--csv", "--all", *options)
        return [line["recorded_at"] for line in of_csv(ran)]

    everything = listed()
    assert len(everything) == len(times)
    assert listed("--newest-first") == everything[::-1]
    assert listed("--limit", 1) == everything[:1]
    last = times[-1].isoformat()
    assert listed("--since", last) == [one for one in everything if one == everything[-1]]
    earlier = [one for one in everything if one != everything[-1]]
    assert listed("--before", last.replace("+00:00", "Z")) == earlier


def test_an_account_that_was_never_opened_is_refused_and_one_that_is_none_is_not_understood(
    shop: Shop
) -> None:
    nobody = pw.AccountId.derived("nobody")
    refuses(paywright("statement", shop.path, nobody), 1, "not_found", nobody)
    refuses(paywright("statement", shop.path, shop.user), 2, shop.user)
    refuses(paywright("statement", shop.path, "my wallet"), 2)


@pytest.mark.parametrize("kind", ["-1", "70000", "many", "9" * 5_000])
def test_a_kind_that_there_cannot_be_is_not_understood(shop: Shop, kind: str) -> None:
    refuses(paywright("statement", shop.path, shop.wallet, f"--kind={kind}"), 2, "from 0 to 65535")


@pytest.mark.parametrize("time", ["2026-03-01", "2026-03-01T09:00:00", "noon", "2026-13-01T00:00Z"])
def test_a_time_without_its_zone_is_not_guessed(shop: Shop, time: str) -> None:
    ran = paywright("statement", shop.path, shop.wallet, "--since", time)
    refuses(ran, 2, "with its zone", time)


def test_payments_are_listed_with_exact_amounts(shop: Shop) -> None:
    found = {one["id"]: one for one in of_json(paywright("payments", "list", shop.path, "--json"))}
    assert set(found) == {shop.payment, shop.top_up, shop.waiting}
    paid = found[shop.payment]
    assert (paid["amount"], paid["captured"], paid["currency"]) == ("18.50", "18.50", "EUR")
    assert (paid["method"], paid["order"]) == ("channel:cards", shop.paid)
    assert (paid["receiver"], paid["payer"]) == (shop.merchant, shop.user)
    assert (paid["state"], paid["failure"]) == ("succeeded", None)
    texts = {one["id"]: one for one in of_csv(paywright("payments", "list", shop.path, "--csv"))}
    assert texts[shop.payment] == {name: value or "" for name, value in paid.items()}
    shown = paywright("payments", "list", shop.path)
    assert shown.code == 0 and all(payment in shown.out for payment in found)


def test_payments_are_those_of_an_order_a_payer_a_state_or_a_time(shop: Shop) -> None:
    def listed(*options: object) -> list[str]:
        ran = paywright("payments", "list", shop.path, "--csv", *options)
        return [one["id"] for one in of_csv(ran)]

    assert listed("--order", shop.paid) == [shop.payment]
    assert listed("--payer", shop.user) == [shop.payment, shop.top_up, shop.waiting]
    newest_first = listed("--payer", shop.user, "--newest-first")
    assert newest_first == [shop.waiting, shop.top_up, shop.payment]
    assert listed("--payer", shop.user, "--limit", 2) == [shop.payment, shop.top_up]
    assert listed("--state", "requires_confirmation") == [shop.waiting]
    both = listed("--state", "requires_confirmation", "--state", "succeeded", "--payer", shop.user)
    assert both == [shop.payment, shop.top_up, shop.waiting]
    assert listed("--before", "2026-01-01T00:00:00Z") == []
    assert len(listed("--since", "2026-03-01T10:00:00+01:00")) == 3


def test_what_is_no_payment_state_or_no_order_is_not_understood(shop: Shop) -> None:
    refuses(paywright("payments", "list", shop.path, "--state", "lost"), 2, "lost", "succeeded")
    refuses(paywright("payments", "list", shop.path, "--order", shop.payment), 2, shop.payment)
    both = ("--order", shop.paid, "--payer", shop.user)
    refuses(paywright("payments", "list", shop.path, *both), 2, "--payer")


def test_an_empty_list_is_still_a_list(shop: Shop) -> None:
    never = ("payments", "list", shop.path, "--before", "2020-01-01T00:00:00Z")
    assert of_json(paywright(*never, "--json")) == []
    ran = paywright(*never, "--csv")
    assert ran.out.startswith("id,state,amount,") and of_csv(ran) == []


def test_accounts_are_listed_with_what_they_hold(shop: Shop) -> None:
    found = {one["id"]: one for one in of_json(paywright("accounts", "list", shop.path, "--json"))}
    wallet = found[shop.wallet]
    assert (wallet["owner"], wallet["purpose"]) == (shop.user, "wallet")
    assert (wallet["balance"], wallet["available"]) == ("1234.56", "1234.56")
    assert wallet["currency"] == "EUR"

    def listed(*options: object) -> set[str]:
        ran = paywright("accounts", "list", shop.path, "--csv", *options)
        return {one["id"] for one in of_csv(ran)}

    def owned(owner: str) -> set[str]:
        return {one for one in found if found[one]["owner"] == owner}

    assert listed("--owner", shop.user) == owned(shop.user) != set()
    assert listed("--purpose", "wallet") == {shop.wallet}
    assert listed("--owner", "platform") == owned("platform") != set()
    assert listed("--state", "closed") == set()
    refuses(paywright("accounts", "list", shop.path, "--owner", "me"), 2, "me")
    refuses(paywright("accounts", "list", shop.path, "--purpose", "savings"), 2, "savings")


def test_names_of_others_do_not_steer_the_terminal(shop: Shop) -> None:
    account = "acc_\x1b[2J"
    ran = paywright("statement", shop.path, account)
    assert ran.code == 2 and "\x1b" not in ran.said
