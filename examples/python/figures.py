"""The figures of a marketplace: as the books tell them, and as the order file makes expect."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, astuple, dataclass, field

from order_file import Kind, Orders

import paywright as pw


class BooksDisagree(Exception):
    """The books do not say what they should."""


@dataclass
class MerchantFigures:
    """One merchant's figures, or those of all; amounts in pence."""

    payments: int = 0
    captured: int = 0
    fees: int = 0
    refunded: int = 0
    owed: int = 0

    def add(self, other: MerchantFigures) -> None:
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class Tally:
    """What became of the business in a file."""

    merchants: dict[str, MerchantFigures] = field(default_factory=dict)
    refunds: int = 0
    """Refunds that succeeded."""
    refused: int = 0
    """Requests of which any amount found no place."""
    refused_minor: int = 0
    """That amount, in pence."""

    def total(self) -> MerchantFigures:
        sums = [sum(column) for column in zip(*map(astuple, self.merchants.values()))]
        return MerchantFigures(*sums)

    def refuse(self, pence: int) -> None:
        """Counts a refund request of which so much found no place."""
        if pence > 0:
            self.refused += 1
            self.refused_minor += pence


def expected(orders: Orders) -> Tally:
    """What the file alone says, by the rules of the marketplace and without an engine."""
    tally = Tally(defaultdict(MerchantFigures))
    refundable: dict[str, int] = {}
    for invoice in orders.invoices:
        figures = tally.merchants[invoice.country]
        if invoice.kind is Kind.ORDER:
            # 2.9 %, rounded half-up, plus 30 pence.
            fee = (invoice.total * 29 + 500) // 1000 + 30
            figures.add(MerchantFigures(1, invoice.total, fee, 0, invoice.total - fee))
            refundable[invoice.number] = invoice.total
        elif invoice.kind is Kind.REFUND:
            left = -invoice.total
            for paid in invoice.places():
                placed = min(left, refundable[paid.number])
                if placed > 0:
                    refundable[paid.number] -= placed
                    left -= placed
                    tally.refunds += 1
                    figures.add(MerchantFigures(refunded=placed, owed=-placed))
            tally.refuse(left)
    return tally


def of_books(engine: pw.Engine, orders: Orders) -> Tally:
    """Reads the books: parts, refunds and balances, each checked against the others."""
    merchants: dict[str, MerchantFigures] = defaultdict(MerchantFigures)
    of_parts: dict[str, int] = {}
    for part in engine.list(pw.Part):
        if isinstance(part.receiver, pw.Owner.Merchant):
            payments = 1 if part.captured > 0 else 0
            paid = MerchantFigures(payments, part.captured, part.fee, part.refunded)
            merchants[part.receiver.merchant].add(paid)
            if part.refunded:
                of_parts[part.payment] = part.refunded
    refunds: dict[str, int] = {}
    of_payments: dict[str, int] = defaultdict(int)
    for refund in engine.list(pw.Refund):
        if refund.state is pw.RefundState.SUCCEEDED:
            refunds[refund.id] = refund.amount.minor
            of_payments[refund.payment] += refund.amount.minor
    if of_parts != of_payments:
        raise BooksDisagree("the refunds of a payment are not what its part says was refunded")
    tally = Tally(refunds=len(refunds))
    for merchant in engine.list(pw.Merchant):
        figures = merchants[merchant.id]
        figures.owed = _pending(engine, merchant.id)
        makes = figures.captured - figures.fees - figures.refunded
        if figures.owed != makes:
            what = f"{merchant.name} is owed {figures.owed} pence, and its parts make {makes}"
            raise BooksDisagree(what)
        tally.merchants[merchant.name] = figures
    for invoice in orders.of(Kind.REFUND):
        placed = sum(refunds.get(invoice.refund_of(paid), 0) for paid in invoice.places())
        tally.refuse(-invoice.total - placed)
    _agree(tally, expected(orders))
    return tally


def _pending(engine: pw.Engine, merchant: pw.MerchantId) -> int:
    """What a merchant is owed: the balance of its pending account."""
    key = pw.AccountKey.of_merchant(merchant, pw.Purpose.MERCHANT_PENDING, "GBP")
    figures = engine.balance(key.account)
    return figures.balance if figures else 0


def _agree(found: Tally, wanted: Tally) -> None:
    for name in found.merchants.keys() | wanted.merchants.keys():
        one, other = found.merchants.get(name), wanted.merchants.get(name)
        if one != other:
            raise BooksDisagree(f"{name} has {one} where the file makes {other}")
    counts = [(one.refunds, one.refused, one.refused_minor) for one in (found, wanted)]
    if counts[0] != counts[1]:
        what = "refunds, refused requests and pence refused are"
        raise BooksDisagree(f"{what} {counts[0]} where the file makes {counts[1]}")


def named(orders: Orders, books: Tally) -> dict[str, object]:
    """The figures by their names, as `cargo xtask demo --json` has them; amounts in pence."""
    total = books.total()
    return {
        "invoices": len(orders.invoices),
        "orders": len(orders.of(Kind.ORDER)),
        "captured": total.captured,
        "fees": total.fees,
        "skipped_nothing_to_pay": len(orders.of(Kind.NOTHING_TO_PAY)),
        "skipped_adjustments": len(orders.of(Kind.ADJUSTMENT)),
        "refund_requests": len(orders.of(Kind.REFUND)),
        "refunds": books.refunds,
        "refunded": total.refunded,
        "refund_refused": books.refused,
        "refund_refused_minor": books.refused_minor,
        "owed": total.owed,
        "merchants": {name: asdict(one) for name, one in sorted(books.merchants.items())},
    }


def requested(orders: Orders) -> int:
    """What refund requests come to, in pence."""
    return sum(-invoice.total for invoice in orders.of(Kind.REFUND))


def pounds(pence: int) -> str:
    """123456 pence are `1,234.56`."""
    sign, pence = ("-", -pence) if pence < 0 else ("", pence)
    return f"{sign}{pence // 100:,}.{pence % 100:02}"


__all__ = [
    "BooksDisagree",
    "MerchantFigures",
    "Tally",
    "expected",
    "named",
    "of_books",
    "pounds",
    "requested",
]
