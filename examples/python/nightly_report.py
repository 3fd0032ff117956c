"""The report of a night: one page without anything from elsewhere, whose charts are drawn in SVG.

What a chart shows is also told in words, so nobody needs to see it; bars differ by their pattern
and not by colour alone, so paper shows them. Lengths are whole numbers, and so are amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import NamedTuple

from paywright import Currency

CAPTURE, FEE, REFUND = 1, 2, 3
"""Kinds of transfers, as the engine's catalogue numbers them."""
WORDS = {CAPTURE: "payment", FEE: "fee", REFUND: "refund"}

HEAD = ("at", "what", "reference", "amount", "balance", "currency")
"""Of a statement as a file."""

ROW, BAR, LEFT, WIDTH = 44, 14, 170, 420


class Line(NamedTuple):
    """A line of a statement; amounts in minor units, negative where they go out."""

    at: datetime
    kind: int
    reference: str
    amount: int
    balance: int


@dataclass
class MerchantDay:
    """A merchant's day: what it was owed before, and what was booked since."""

    name: str
    file: str
    currency: Currency
    opening: int
    lines: list[Line] = field(default_factory=list)

    def sum(self, *kinds: int) -> int:
        return sum(line.amount for line in self.lines if line.kind in kinds)

    def count(self, kind: int) -> int:
        return sum(1 for line in self.lines if line.kind == kind)

    @property
    def others(self) -> int:
        """Everything but payments, fees and refunds."""
        return sum(line.amount for line in self.lines if line.kind not in WORDS)

    @property
    def closing(self) -> int:
        return self.lines[-1].balance if self.lines else self.opening

    def shown(self, minor: int) -> str:
        return f"{self.currency.amount(minor):,}"

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The statement as rows of a file, exact."""
        for at, kind, reference, amount, balance in self.lines:
            moved, left = self.currency.amount(amount), self.currency.amount(balance)
            yield (at.isoformat(), _word(kind), reference, moved, left, self.currency)


def page(
    day: date,
    merchants: Sequence[MerchantDay],
    hours: Mapping[int, int],
    refused: Sequence[tuple[str, str, str, str]],
) -> str:
    """The whole page."""
    title = f"Payments of {day:%d %B %Y}"
    parts = [
        f"<h1>{title}</h1>",
        "<h2>Merchants</h2>",
        _merchants_table(merchants),
        _merchants_chart(merchants),
        "<h2>When payers paid</h2>",
        _hours_chart(hours),
        "<h2>What was not done</h2>",
        _refused_table(refused),
    ]
    for merchant in merchants:
        parts += [f"<h2>Statement of {escape(merchant.name)}</h2>", _statement(merchant)]
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    whole = f'<html lang="en"><head>{head}{view}</head>\n<body>\n{body}\n</body></html>'
    return f"<!DOCTYPE html>\n{whole}\n"


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """A table whose first columns hold texts, and the others numbers."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = []
    for first, *rest in rows:
        classes = ["" if place < texts else ' class="n"' for place in range(1, len(head))]
        cells = "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(classes, rest))
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    shown = f"<caption>{escape(caption)}</caption><thead><tr>{names}</tr></thead>"
    return f"<table>{shown}<tbody>{''.join(lines)}</tbody></table>"


def _merchants_table(merchants: Sequence[MerchantDay]) -> str:
    booked = ["payments", "taken", "fees", "refunds", "refunded", "other"]
    head = ["merchant", "owed before", *booked, "owed"]
    rows = [
        (
            day.name,
            day.shown(day.opening),
            str(day.count(CAPTURE)),
            day.shown(day.sum(CAPTURE)),
            day.shown(day.sum(FEE)),
            str(day.count(REFUND)),
            day.shown(day.sum(REFUND)),
            day.shown(day.others),
            day.shown(day.closing),
        )
        for day in merchants
    ]
    currency = merchants[0].currency if merchants else ""
    return _table(f"What was booked for each merchant, in {currency}", head, rows, 1)


def _merchants_chart(merchants: Sequence[MerchantDay]) -> str:
    """Two bars a merchant: what was taken, and what was given back."""
    most = max((day.sum(CAPTURE) for day in merchants), default=0)
    most = max([most, 1, *(-day.sum(REFUND) for day in merchants)])
    bars = []
    for place, day in enumerate(merchants):
        y = place * ROW
        taken, refunded = day.sum(CAPTURE), -day.sum(REFUND)
        bars.append(f'<text x="0" y="{y + 18}">{escape(_short(day.name))}</text>')
        for kind, minor, top in (("taken", taken, y + 4), ("refunded", refunded, y + 20)):
            length = max(minor, 0) * WIDTH // most
            size = f'width="{length}" height="{BAR}"'
            bars.append(f'<rect class="{kind}" x="{LEFT}" y="{top}" {size}/>')
            label = f'<text x="{LEFT + length + 6}" y="{top + 11}">{day.shown(minor)}</text>'
            bars.append(label)
    what = "For each merchant, what was taken and, hatched below it, what was refunded."
    width, height = LEFT + WIDTH + 110, ROW * len(merchants)
    return _svg("merchants", "Taken and refunded", what, width, height, bars)


def _hours_chart(hours: Mapping[int, int]) -> str:
    """A column for each hour of the day."""
    most, height = max([1, *hours.values()]), 120
    columns = []
    for hour in range(24):
        count, x = hours.get(hour, 0), hour * 29
        size = count * height // most
        top = height - size + 16
        columns.append(f'<rect class="taken" x="{x}" y="{top}" width="20" height="{size}"/>')
        columns.append(f'<text class="m" x="{x + 10}" y="{height + 32}">{hour:02}</text>')
        if count:
            columns.append(f'<text class="m" x="{x + 10}" y="{top - 4}">{count}</text>')
    told = ", ".join(f"{count} at {hour:02}" for hour, count in sorted(hours.items()))
    what = f"Payments in the file by the hour of the payer's clock: {told or 'none'}."
    return _svg("hours", "Payments by hour", what, 24 * 29, height + 40, columns)


def _svg(id: str, title: str, what: str, width: int, height: int, shapes: Iterable[str]) -> str:
    """A drawing that says its title and what it shows to whoever cannot see it."""
    named = f'role="img" aria-labelledby="{id}-title {id}-what"'
    told = f'<title id="{id}-title">{escape(title)}</title>'
    told += f'<desc id="{id}-what">{escape(what)}</desc>'
    lines = '<path d="M0 0V5" stroke="#7a3b12" stroke-width="3"/>'
    turned = 'width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    hatch = f'<defs><pattern id="{id}-hatch" {turned}>{lines}</pattern></defs>'
    drawn = "".join(shapes).replace('class="refunded"', f'class="refunded" fill="url(#{id}-hatch)"')
    box = f'viewBox="0 0 {width} {max(height, 1)}"'
    caption = f"<figcaption>{escape(what)}</figcaption>"
    return f"<figure><svg {named} {box}>{told}{hatch}{drawn}</svg>{caption}</figure>"


def _refused_table(refused: Sequence[tuple[str, str, str, str]]) -> str:
    if not refused:
        return "<p>Everything was done.</p>"
    rows = [(reference, command, code, why) for command, reference, code, why in refused]
    return _table("Lines that were refused", ["reference", "command", "code", "why"], rows, 4)


def _statement(merchant: MerchantDay) -> str:
    rows = [
        (f"{at:%H:%M:%S}", _word(kind), reference, *map(merchant.shown, amounts))
        for at, kind, reference, *amounts in merchant.lines
    ]
    head = ["at (UTC)", "what", "of", "amount", "balance"]
    opened = f"{merchant.shown(merchant.opening)} {merchant.currency} were owed before"
    return _table(opened, head, rows, 3)


def _word(kind: int) -> str:
    return WORDS.get(kind, f"kind {kind}")


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: left; padding: .3rem 0; font-style: italic }
th, td { text-align: left; font-weight: normal }
th, td { padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #8886 }
thead th { font-weight: bold; border-bottom-width: 2px }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
figure { margin: 1rem 0 } figcaption { font-size: .85rem }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: currentColor }
svg .m { text-anchor: middle } svg .taken { fill: #2a6f97 }
svg .refunded { stroke: #7a3b12 }
@media print {
  :root { color-scheme: light } body { max-width: none; margin: 0; font-size: 11px }
  h2 { break-after: avoid } tr, figure { break-inside: avoid } thead { display: table-header-group }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""
