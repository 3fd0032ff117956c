"""A day's payments and refunds from files into the books, and a statement for each merchant.

    python examples/python/nightly.py --database shop.db --to reports

The files are comma-separated under these first lines, amounts in the one currency of the run:

    payments: reference,at,merchant,amount
    refunds:  reference,payment,amount,reason

What comes of it: `refused.csv` with every line that was not done and why, a statement for each
merchant, and `report.html`, one file that prints well. A night that broke off is started again with
the same files, and so is one that did not: each line is known by its reference, so nothing is done
twice.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from nightly_report import HEAD, Line, MerchantDay, page

import paywright as pw
from paywright.channel import Channel, perform
from paywright.testing import Behaviour, SimulatedChannel

DATA = Path(__file__).parents[1] / "data"
PAYMENTS = ("reference", "at", "merchant", "amount")
REFUNDS = ("reference", "payment", "amount", "reason")
FORM = "2026-11-26T18:30:00+01:00"
WORKER = "nightly"
PLAN = pw.FeePlanId.derived("nightly")

Rows = list[Mapping[str, str]]
"""Of a file; `DataFrame.iter_rows(named=True)` gives the same, where all columns are texts."""


class NightError(Exception):
    """A file cannot be used. Nothing was done."""


@dataclass
class Night:
    """One run: the engine, its channels, the day of the statements, and what was refused."""

    engine: pw.Engine
    channels: Mapping[str, Channel]
    day: date
    currency: pw.Currency
    refused: list[tuple[str, str, str, str]] = field(default_factory=list)

    def run(self, payments: Rows, refunds: Rows) -> None:
        """Does what the files ask for, and what their channels have to do for it."""
        self.engine.recover(WORKER)
        self.open_shops(sorted({row["merchant"] for row in payments}))
        self.pay(payments)
        perform(self.engine, self.channels, worker=WORKER)
        self.refund(refunds)
        perform(self.engine, self.channels, worker=WORKER)

    def open_shops(self, names: Iterable[str]) -> None:
        """The terms, and every merchant that the day names. What is there is answered as it is."""
        fixed = pw.Money("0.25", self.currency)
        self.engine.create_fee_plan("1.9 % and 25 cents", "0.019", fixed, id=PLAN)
        for name in names:
            id, review = pw.MerchantId.derived(name), pw.RefundReview.NOT_REQUIRED
            merchant = self.engine.register_merchant(name, PLAN, id=id, refund_review=review)
            if merchant.state is pw.MerchantState.DRAFT:
                self.engine.activate_merchant(id)

    def pay(self, rows: Rows) -> None:
        """An order, a payment by card, and the payer's word that it may be taken, for each line."""
        rows = self.bulk(
            pw.PlaceOrder,
            rows,
            lambda row: {
                "id": pw.OrderId.derived(row["reference"]),
                "merchant": pw.MerchantId.derived(row["merchant"]),
                "total": row["amount"],
                "reference": row["reference"],
            },
        )
        rows = self.bulk(
            pw.StartPayment,
            rows,
            lambda row: {
                "id": pw.PaymentId.derived(row["reference"]),
                "purpose": pw.OrderId.derived(row["reference"]),
                "method": "channel:cards",
            },
        )
        self.bulk(
            pw.ConfirmPayment,
            rows,
            lambda row: {
                "payment": pw.PaymentId.derived(row["reference"]),
                "key": f"confirm/{row['reference']}",
            },
        )

    def refund(self, rows: Rows) -> None:
        """Money back, as far as it was taken and not given back before."""
        self.bulk(
            pw.RequestRefund,
            rows,
            lambda row: {
                "id": pw.RefundId.derived(row["reference"]),
                "payment": pw.PaymentId.derived(row["payment"]),
                "amount": row["amount"],
                "reason": row["reason"],
            },
        )

    def bulk(
        self,
        command: type[pw.Command],
        rows: Rows,
        columns: Callable[[Mapping[str, str]], dict[str, str]],
    ) -> Rows:
        """A command for each row. Answers the rows that were done; the others are noted."""
        if not rows:
            return rows
        given = table([columns(row) for row in rows])
        done = self.engine.bulk(command, given, currency=self.currency)
        if done.ended_early is not None:
            raise done.ended_early
        for row in done.refused:
            reference = rows[row.row]["reference"]
            self.refused.append((command.NAME, reference, row.code or "", row.message or ""))
        return [row for row, one in zip(rows, done) if one.outcome != "refused"]

    def statements(self) -> list[MerchantDay]:
        """What was booked for each merchant on the day, from the books alone."""
        merchants = sorted(self.engine.list(pw.Merchant), key=lambda merchant: merchant.name)
        return [self.statement(merchant) for merchant in merchants]

    def statement(self, merchant: pw.Merchant) -> MerchantDay:
        key = pw.AccountKey.of_merchant(merchant.id, pw.Purpose.MERCHANT_PENDING, self.currency)
        midnight = datetime.combine(self.day, time(), timezone.utc)
        eve = midnight - timedelta(microseconds=1)
        before = self.engine.balance_as_of(key.account, recorded=eve)
        letters = "".join(letter if letter.isalnum() else "-" for letter in merchant.name)
        # Two names may be spelled with the same letters.
        file = f"statement-{letters}-{merchant.id[-6:]}.csv"
        opening = before.balance if before else 0
        account = MerchantDay(merchant.name, file, self.currency, opening)
        if self.engine.get(pw.Account, key.account) is not None:
            until = midnight + timedelta(days=1)
            for line in self.engine.statement(key.account, since=midnight, before=until):
                account.lines.append(self.line(line))
        return account

    def line(self, line: pw.StatementLine) -> Line:
        """A line of a statement, with what the merchant knows it by."""
        transfer, credited = line.transfer, line.side is pw.Side.CREDIT
        amount = transfer.amount if credited else -transfer.amount
        of, at = self.reference(transfer), transfer.recorded_at
        return Line(at, transfer.kind, of, amount, line.balance)

    def reference(self, transfer: pw.Transfer) -> str:
        """That of the order behind a transfer: what it is about is a payment or a refund of one."""
        if transfer.subject is None:
            return transfer.reference or ""
        refund = self.engine.get(pw.Refund, pw.RefundId.of(transfer.subject))
        id = refund.payment if refund else pw.PaymentId.of(transfer.subject)
        payment = self.engine.get(pw.Payment, id)
        order = self.engine.get(pw.Order, payment.order) if payment and payment.order else None
        return (order.reference if order else None) or ""


def table(rows: list[dict[str, str]]) -> Any:
    """The rows as a table of texts: a DataFrame where there is Polars, else the package's own."""
    try:
        import polars
    except ImportError:
        return pw.TextTable([*rows[0]], ([*row.values()] for row in rows))
    return polars.DataFrame(rows)


def read(path: Path, columns: tuple[str, ...]) -> Rows:
    """The lines of a file, all of them before anything is done."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            found = tuple(lines.fieldnames or ())
            if found != columns:
                wanted = ",".join(columns)
                first = f"the first line is '{','.join(found)}'"
                raise NightError(f"{path}: {first}; it must be '{wanted}'")
            rows: Rows = [*lines]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NightError(f"{path} cannot be read: {error}") from None
    for place, row in enumerate(rows, 1):
        # Cells that are too many stand under None, and those that are too few are None.
        if len(row) != len(columns) or not all((row[name] or "").strip() for name in columns):
            raise NightError(f"{path}, row {place}: it needs {','.join(columns)}, and nothing else")
        try:
            moment(row.get("at", "2026-11-26"))
        except ValueError:
            what = f"'{row['at']}' is no time of the form {FORM}"
            raise NightError(f"{path}, row {place}: {what}") from None
    return rows


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def write(path: Path, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def report(night: Night, payments: Rows, to: Path) -> None:
    """Writes what is known now: the refused lines, the statements, and the page."""
    to.mkdir(parents=True, exist_ok=True)
    write(to / "refused.csv", ("command", "reference", "code", "reason"), night.refused)
    days = night.statements()
    for day in days:
        write(to / day.file, HEAD, day.rows())
    hours: dict[int, int] = {}
    for row in payments:
        hour = moment(row["at"]).hour
        hours[hour] = hours.get(hour, 0) + 1
    text = page(night.day, days, hours, night.refused)
    (to / "report.html").write_text(text, encoding="utf-8")


def main(
    arguments: list[str] | None = None,
    clock: Callable[[], datetime] | None = None,
    entropy: int | None = None,
) -> int:
    """The program; a clock and entropy of one's own make a night the same whenever it is told."""
    about, _, more = (__doc__ or "").partition("\n\n")
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=about, epilog=more, formatter_class=form)
    parser.add_argument("--payments", type=Path, default=DATA / "payments.csv", metavar="FILE")
    parser.add_argument("--refunds", type=Path, default=DATA / "refunds.csv", metavar="FILE")
    parser.add_argument("--database", required=True, metavar="FILE_OR_ADDRESS")
    parser.add_argument("--to", type=Path, required=True, metavar="DIRECTORY")
    parser.add_argument("--day", type=date.fromisoformat, help="of the statements, in UTC; today")
    parser.add_argument("--currency", type=pw.Currency, default=pw.Currency("EUR"))
    asked = parser.parse_args(arguments)
    # The acquirer of this example. It declines some cards, and some of its answers are lost.
    cards = SimulatedChannel.approving(26).weigh(Behaviour.APPROVE, 18).weigh(Behaviour.DECLINE, 1)
    channels = {"cards": cards.weigh(Behaviour.TIME_OUT_AFTER_CHARGING, 1)}
    try:
        payments, refunds = read(asked.payments, PAYMENTS), read(asked.refunds, REFUNDS)
        with pw.open(asked.database, clock=clock, entropy=entropy) as engine:
            day = asked.day or engine.now().date()
            night = Night(engine, channels, day, asked.currency)
            night.run(payments, refunds)
            report(night, payments, asked.to)
    except (NightError, pw.PaywrightError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    lines, refused = len(payments) + len(refunds), len(night.refused)
    print(f"{lines} lines, {refused} refused; see {asked.to}/report.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
