"""Order files: lines of products, the invoices that they come to, and what came before each.

The same rules as `examples/marketplace` has in Rust, so both come to the same figures.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from paywright import MerchantId, Money, OrderId, PaymentId, RefundId, UserId

COLUMNS = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
]
LONDON = ZoneInfo("Europe/London")
MOST_PENCE = 10**15
"""The engine books no more at once."""
MOST_BYTES = 128
"""Names in the engine have no more."""
SHOWN = 120
"""So many characters of a text are shown of what is wrong with it."""

# The lines of one invoice say the same again and again.
_AGAIN = lru_cache(maxsize=4096)
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_DECIMAL = re.compile(r"[+-]?\d{1,20}(\.\d{1,18})?")


class OrdersError(Exception):
    """An order file cannot be used. Nothing was posted."""


class Kind(Enum):
    """What an invoice asks for."""

    ORDER = "goods against money"
    REFUND = "money back"
    NOTHING_TO_PAY = "an order of no value, or a return that gives nothing back"
    ADJUSTMENT = "a line of bookkeeping"


@dataclass(eq=False)
class Invoice:
    """What the lines of one number come to; time, customer and country are its first line's."""

    number: str
    first_line: int
    at: datetime
    day: date
    """In London."""
    customer: str | None
    country: str
    total: int
    """In pence."""
    paid: list[Invoice] = field(default_factory=list)
    """Paid orders of its buyer, a customer at a merchant, oldest first: one list for all of them."""
    paid_before: int = 0
    """How many of them were paid before this one."""

    @cached_property
    def kind(self) -> Kind:
        """The number decides, then the total."""
        if self.number.isascii() and self.number.isdigit():
            return Kind.ORDER if self.total > 0 else Kind.NOTHING_TO_PAY
        if self.number.startswith("C"):
            return Kind.REFUND if self.total < 0 else Kind.NOTHING_TO_PAY
        return Kind.ADJUSTMENT

    @property
    def amount(self) -> Money:
        return Money.of_minor(self.total, "GBP")

    @cached_property
    def merchant(self) -> MerchantId:
        """The country stands for the merchant."""
        return MerchantId.derived(self.country)

    @cached_property
    def user(self) -> UserId | None:
        return None if self.customer is None else UserId.derived(self.customer)

    @cached_property
    def order(self) -> OrderId:
        return OrderId.derived(self.number)

    @cached_property
    def payment(self) -> PaymentId:
        return PaymentId.derived(self.number)

    def refund_of(self, paid: Invoice) -> RefundId:
        """The refund that this invoice places on the payment of another."""
        # The paid invoice's number is all digits, so the last slash parts the two.
        return RefundId.derived(f"{self.number}/{paid.number}")

    def places(self) -> Iterator[Invoice]:
        """Where a refund may find its place: orders that its buyer paid before, newest first."""
        return reversed(self.paid[: self.paid_before])


class Orders:
    """All invoices of a file by time, then by their first line."""

    def __init__(self, path: Path) -> None:
        """Reads the whole file, so that nothing is posted of a file that is malformed anywhere."""
        self.path = path
        by_number: dict[str, Invoice] = {}
        for number, row in _rows(path):
            try:
                _add(by_number, number, row)
            except ValueError as error:
                raise _malformed(path, number, str(error)) from None
        if not by_number:
            raise _malformed(path, 2, "no order line follows the first line")
        self.invoices = sorted(by_number.values(), key=lambda one: (one.at, one.first_line))
        _find_buyers(self.invoices)

    def of(self, kind: Kind) -> list[Invoice]:
        return [invoice for invoice in self.invoices if invoice.kind is kind]

    def countries(self) -> list[str]:
        """Every country that an invoice names: each stands for a merchant."""
        return sorted({invoice.country for invoice in self.invoices})

    def batches(self) -> Iterator[list[Invoice]]:
        """Runs of invoices that can go to the engine at once.

        Each is of one day, and ends before a refund whose buyer paid or was refunded within the
        run: where that refund finds its place must be read from the engine.
        """
        batch: list[Invoice] = []
        touched: set[int] = set()
        for invoice in self.invoices:
            buyer = id(invoice.paid)
            must_wait = invoice.kind is Kind.REFUND and buyer in touched
            if batch and (must_wait or batch[0].day != invoice.day):
                yield batch
                batch, touched = [], set()
            batch.append(invoice)
            touched.add(buyer)
        yield batch


def _malformed(path: Path, line: int, reason: str) -> OrdersError:
    advice = "Nothing was posted. Mend the file and start again."
    return OrdersError(f"{path}, line {line}: {reason}\n{advice}")


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows behind the first, each with the number of its last line; empty lines are none."""
    opened: Callable[..., IO[str]] = gzip.open if path.suffix.lower() == ".gz" else open
    line = 1
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = filter(None, reader)
            head = next(rows, None)
            if head is None:
                raise _malformed(path, 1, "the file is empty")
            if head != COLUMNS:
                begins = f"an order file begins with '{','.join(COLUMNS)}'"
                raise _malformed(path, 1, f"the first line is '{_shown(','.join(head))}'; {begins}")
            for row in rows:
                line = reader.line_num
                yield line, row
    except UnicodeDecodeError:
        raise _malformed(path, line + 1, "the line is not UTF-8 text") from None
    except (csv.Error, EOFError) as error:
        raise _malformed(path, line + 1, f"the file cannot be read on: {error}") from None
    except OSError as error:
        reason = error.strerror or str(error)
        advice = "Give the path of a .csv or .csv.gz file, or leave --orders out."
        text = f"the order file {path} cannot be opened: {reason}\nNothing was posted. {advice}"
        raise OrdersError(text) from None


def _add(by_number: dict[str, Invoice], line: int, row: list[str]) -> None:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} fields where {len(COLUMNS)} belong")
    number, _, _, quantity, when, price, customer, country = row
    number = _text("InvoiceNo", number)
    local = _date(when)
    known = _text("CustomerID", customer) if customer else None
    country = _text("Country", country)
    pence = _pence(quantity, price)
    invoice = by_number.get(number)
    if invoice is None:
        at = local.replace(tzinfo=LONDON).astimezone(timezone.utc)
        invoice = Invoice(number, line, at, local.date(), known, country, 0)
        by_number[number] = invoice
    invoice.total += pence
    if abs(invoice.total) > MOST_PENCE:
        raise ValueError(f"the invoice {number} comes to more than can be booked")


@_AGAIN
def _text(column: str, text: str) -> str:
    """A text that names something in the engine, within its bounds."""
    if not text.strip():
        raise ValueError(f"{column} is empty")
    size = len(text.encode())
    if size > MOST_BYTES:
        raise ValueError(f"{column} has {size} bytes; at most {MOST_BYTES} are taken")
    if _CONTROL.search(text):
        raise ValueError(f"{column} holds a control character")
    return text


@_AGAIN
def _date(text: str) -> datetime:
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if _DATE.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"InvoiceDate '{_shown(text)}' is no time of the form 2026-11-23 09:00:00")
    if found.year < 1970:
        raise ValueError(f"InvoiceDate '{text}' is not between the years 1970 and 9999")
    return found


@_AGAIN
def _pence(quantity: str, price: str) -> int:
    """Exact until it is rounded, once, to pence; exactly between two, away from zero."""
    if not re.fullmatch(r"[+-]?\d{1,18}", quantity, re.ASCII):
        raise ValueError(f"Quantity '{_shown(quantity)}' is no whole number")
    if not _DECIMAL.fullmatch(price) or not price.isascii():
        raise ValueError(f"UnitPrice '{_shown(price)}' is no decimal number")
    amount = _EXACT.multiply(Decimal(quantity), Decimal(price))
    return int(_EXACT.quantize(amount, Decimal("0.01")).scaleb(2))


def _shown(text: str) -> str:
    """A text of the file as it may be printed: a terminal would obey control characters."""
    shown = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text[:SHOWN])
    return shown + (" ..." if len(text) > SHOWN else "")


def _find_buyers(invoices: list[Invoice]) -> None:
    """Tells invoices which orders their buyers have paid before."""
    buyers: dict[tuple[str, str], list[Invoice]] = {}
    for invoice in invoices:
        if invoice.customer is None or invoice.kind not in (Kind.ORDER, Kind.REFUND):
            continue
        invoice.paid = buyers.setdefault((invoice.customer, invoice.country), [])
        invoice.paid_before = len(invoice.paid)
        if invoice.kind is Kind.ORDER:
            invoice.paid.append(invoice)
