"""A marketplace's orders through Paywright into a database, and what the books then say.

What `cargo xtask demo` does in Rust, in Python and to the same figures: the terms and the ids are
the same, and so is what the card channel does. To read: `Host` shows how an application uses the
engine; `order_file` reads the orders, `figures` checks the books.

    python examples/python/marketplace.py
    python examples/python/marketplace.py --orders orders.csv.gz --database shop.db --json
    python examples/python/marketplace.py --storage postgres://shop:secret@db.example/shop

A run that was stopped at any moment is started again with the same options: it asks the card
channel what became of payments under way, goes on, and ends with the same figures.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter

from figures import BooksDisagree, MerchantFigures, Tally, named, of_books, pounds, requested
from order_file import Invoice, Kind, Orders, OrdersError

import paywright as pw
from paywright.testing import ManualClock, SimulatedChannel, drive

OWN = Path(__file__).parents[1] / "data/orders.csv"
WORKER = "marketplace"
"""The same after each start: so it finds what an earlier run had claimed."""
CARDS = pw.Method.Channel("cards")
SEED = 2011
MOST_REQUESTS = 10_000
"""Of one batch."""
PLAN = pw.FeePlanId.derived("marketplace")


class Host:
    """A marketplace that runs on an engine."""

    def __init__(self, database: str | Path, orders: Orders) -> None:
        """Opens the database, or makes it, and brings to an end what an earlier run had begun.

        Claims that were never answered are ended, and the channel is asked what became of them.
        """
        self.orders = orders
        self.clock = ManualClock(orders.invoices[0].at)
        self.engine = pw.open(database, clock=self.clock)
        self.channel = SimulatedChannel.approving(SEED)
        self.stand_at(self.clock())
        self.entries_before = self.engine.verify().entries
        self.engine.recover(WORKER)
        drive(self.engine, WORKER, self.channel)
        merchants, payments = self.engine.list(pw.Merchant), self.engine.list(pw.Payment)
        selling, unconfirmed = pw.MerchantState.ACTIVE, pw.PaymentState.REQUIRES_CONFIRMATION
        self.merchants = {one.id for one in merchants if one.state is selling}
        self.payments = {one.id for one in payments if one.state is not unconfirmed}
        self.refunds = {one.id: one.amount.minor for one in self.engine.list(pw.Refund)}
        self.registered: set[pw.UserId] = set()

    def stand_at(self, at: datetime) -> None:
        """The clock stands there, or where an earlier run has taken it."""
        self.clock.set(max(at, self.engine.written_until()))

    def run(self, progress: Callable[[int], None]) -> None:
        """Runs the file but what an earlier run has done; tells how many invoices are behind."""
        asked = list(self.opening())
        behind = 0
        for batch in self.orders.batches():
            self.stand_at(batch[-1].at)
            for invoice in batch:
                if invoice.kind is Kind.ORDER:
                    asked.extend(self.order(invoice))
                elif invoice.kind is Kind.REFUND:
                    asked.extend(self.refund(invoice))
            self.ask(asked)
            asked.clear()
            drive(self.engine, WORKER, self.channel)
            behind += len(batch)
            progress(behind)

    def opening(self) -> Iterator[pw.Command]:
        """What comes before the first invoice: the terms, and every merchant that does not sell."""
        name, fixed = "2.9 % and 30 pence", pw.Money("0.30", "GBP")
        # Asked again, the same terms change nothing.
        yield pw.CreateFeePlan(name, "0.029", fixed, id=PLAN)
        for country in self.orders.countries():
            id = pw.MerchantId.derived(country)
            if id not in self.merchants:
                review = pw.RefundReview.NOT_REQUIRED
                yield pw.RegisterMerchant(country, PLAN, id=id, refund_review=review)
                yield pw.ActivateMerchant(id)

    def order(self, invoice: Invoice) -> Iterator[pw.Command]:
        """The customer, if new, the order, and its payment."""
        if invoice.payment in self.payments:
            return
        user = invoice.user
        if user is not None and invoice.customer and user not in self.registered:
            self.registered.add(user)
            yield pw.RegisterUser(invoice.customer, id=user)
        yield pw.PlaceOrder(
            invoice.merchant,
            invoice.amount,
            id=invoice.order,
            customer=user,
            reference=invoice.number,
        )
        purpose = pw.PaymentPurpose.Order(invoice.order)
        yield pw.StartPayment(purpose, id=invoice.payment, method=CARDS)
        yield pw.ConfirmPayment(invoice.payment)

    def refund(self, invoice: Invoice) -> Iterator[pw.Command]:
        """Refunds of the buyer's payments, newest first, each as far as it is still refundable."""
        left = -invoice.total
        for paid in invoice.places():
            if left <= 0:
                return
            id = invoice.refund_of(paid)
            done = self.refunds.get(id)
            if done is not None:
                left -= done
                continue
            placed = min(left, self.refundable(paid))
            if placed > 0:
                amount = pw.Money.of_minor(placed, "GBP")
                yield pw.RequestRefund(paid.payment, id=id, amount=amount, reason=invoice.number)
                left -= placed

    def refundable(self, paid: Invoice) -> int:
        """What was captured, and is neither refunded, nor reserved by refunds, nor taken back."""
        payment = self.engine.get(pw.Payment, paid.payment)
        if payment is None:
            return 0
        gone = payment.refunded + payment.refunds_reserved + payment.taken_back
        return payment.captured - gone

    def ask(self, commands: list[pw.Command]) -> None:
        """Hands commands to the engine, in one commit unless they are more than it takes."""
        for start in range(0, len(commands), MOST_REQUESTS):
            for answer in self.engine.batch(commands[start : start + MOST_REQUESTS]):
                if isinstance(answer, pw.PaywrightError):
                    raise answer


Row = tuple[str, ...]


def table(head: Row, rows: list[Row]) -> str:
    """Aligned columns, the first to the left; the last row is set off from the others."""
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    rule = "-" * (sum(widths) + 3 * (len(widths) - 1))

    def line(row: Row) -> str:
        first, *rest = row
        cells = [f"   {cell:>{width}}" for cell, width in zip(rest, widths[1:])]
        return f"{first:<{widths[0]}}{''.join(cells)}".rstrip()

    *body, last = map(line, rows)
    return "\n".join([line(head), rule, *body, rule, last]) + "\n"


def tables(orders: Orders, books: Tally) -> Iterator[str]:
    """The report's tables; amounts in pounds."""
    total, asked = books.total(), pounds(requested(orders))
    requests = f"{len(orders.of(Kind.REFUND)):,}"
    yield table(
        ("Totals", "GBP"),
        [
            ("captured from cards", pounds(total.captured)),
            ("fees of the platform", pounds(-total.fees)),
            ("refunded to cards", pounds(-total.refunded)),
            ("owed to merchants", pounds(total.owed)),
        ],
    )
    yield table(
        ("Invoices", "number", "GBP"),
        [
            ("orders, paid by card", f"{total.payments:,}", pounds(total.captured)),
            ("refund requests", requests, asked),
            ("nothing to pay, skipped", f"{len(orders.of(Kind.NOTHING_TO_PAY)):,}", ""),
            ("adjustments, skipped", f"{len(orders.of(Kind.ADJUSTMENT)):,}", ""),
            ("all", f"{len(orders.invoices):,}", ""),
        ],
    )
    refused = (f"{books.refused:,}", pounds(books.refused_minor))
    yield table(
        ("Refunds", "number", "GBP"),
        [
            ("succeeded, one a payment", f"{books.refunds:,}", pounds(total.refunded)),
            ("requests without place, in part or whole", *refused),
            ("requested", requests, asked),
        ],
    )
    ordered = sorted(books.merchants.items(), key=lambda one: (-one[1].captured, one[0]))
    rows = [merchant(name, one) for name, one in ordered]
    rows.append(merchant(f"{len(rows)} merchants", total))
    yield table(("Merchants", "payments", "captured", "fees", "refunded", "owed"), rows)


def merchant(name: str, one: MerchantFigures) -> Row:
    amounts = map(pounds, (one.captured, one.fees, one.refunded, one.owed))
    return (name, f"{one.payments:,}", *amounts)


def show(behind: int, all: int) -> None:
    """How far the run is, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{behind:,} of {all:,} invoices", end="", file=sys.stderr, flush=True)


def run(options: argparse.Namespace, database: str | Path) -> bool:
    """Answers whether the database is as the journal tells it."""
    started = perf_counter()
    orders = Orders(options.orders)
    host = Host(database, orders)
    with host.engine as engine:
        host.run(lambda behind: show(behind, len(orders.invoices)))
        books = of_books(engine, orders)
        found = engine.verify()
    seconds = round(perf_counter() - started, 3)
    # Behind an address there are none.
    files = (Path(database), Path(f"{database}-wal"))
    figures = named(orders, books) | {
        "verified": found.is_clean,
        "commands": found.entries - host.entries_before,
        "seconds": seconds,
        "database_bytes": sum(file.stat().st_size for file in files if file.exists()),
    }
    if options.json:
        print(json.dumps(figures))
    else:
        place = "on a PostgreSQL server" if options.storage else database
        print(f"PAYWRIGHT MARKETPLACE\n\nOrders from   {orders.path}\nDatabase      {place}\n")
        for text in tables(orders, books):
            print(text)
        print(f"Commands      {figures['commands']:,} accepted by this run, in {seconds:.1f} s")
        print(f"Verified      {str(found.is_clean).lower()}")
    for finding in found.findings:
        print(f"{finding.table} {finding.row}: {finding.what}", file=sys.stderr)
    return found.is_clean


def main() -> int:
    about, _, more = (__doc__ or "").partition("\n\n")
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=about, epilog=more, formatter_class=form)
    parser.add_argument("--orders", type=Path, default=OWN, help="order lines, .csv or .csv.gz")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--database", type=Path, help="the SQLite database, made if it is missing")
    where.add_argument("--storage", metavar="ADDRESS", help="a PostgreSQL database: postgres://...")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    try:
        if place := options.database or options.storage:
            return 0 if run(options, place) else 1
        with tempfile.TemporaryDirectory(prefix="paywright-") as directory:
            return 0 if run(options, Path(directory) / "marketplace.db") else 1
    except (OrdersError, BooksDisagree, pw.PaywrightError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
