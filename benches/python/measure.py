"""The Python half of the benchmark: does what each line on standard input asks for, and answers a number.

`cargo xtask bench` starts it; the lines are `call`, `insert`, `import`, `import-others`,
`bulk FILE ROWS`, and `marketplace ORDERS FILE`, then `binding-percent` of that.
"""

import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

import paywright as pw
from paywright import _native

sys.path.insert(0, str(Path(__file__).parents[2] / "examples/python"))

import marketplace  # noqa: E402
from order_file import Invoice, Orders  # noqa: E402

CALLS = 200
SERIES = 25
IMPORTS = 9


def main() -> None:
    ours, theirs = Transfers(), Rows()
    market: Marketplace
    for line in sys.stdin:
        what, *arguments = line.split()
        if what == "call":
            answer = median_us(ours.series)
        elif what == "insert":
            answer = median_us(theirs.series)
        elif what == "import":
            answer = importing_ms("import paywright")
        elif what == "import-others":
            answer = importing_ms("import decimal, datetime, enum, dataclasses, logging")
        elif what == "marketplace":
            market = Marketplace(Path(arguments[0]), Path(arguments[1]))
            answer = market.seconds
        elif what == "binding-percent":
            answer = market.binding_percent
        else:
            answer = bulk(arguments[0], int(arguments[1]))
        print(answer, flush=True)


def median_us(series: Callable[[], int]) -> float:
    """Microseconds a call, in the middle of some series that each say how many nanoseconds they took."""
    return statistics.median(series() / CALLS / 1000 for _ in range(SERIES))


class Transfers:
    """One transfer with a key, a call each."""

    def __init__(self) -> None:
        self.engine = pw.open(":memory:")
        open_account = self.engine.open_account
        self.bank = open_account(pw.AccountKey.of_platform(pw.Purpose.BANK, "EUR")).id
        self.equity = open_account(pw.AccountKey.of_platform(pw.Purpose.EQUITY, "EUR")).id
        self.amount = pw.Money("18.50", "EUR")
        self.count = 0

    def series(self) -> int:
        engine, bank, equity, amount = self.engine, self.bank, self.equity, self.amount
        keys = [f"transfer-{number}" for number in range(self.count, self.count + CALLS)]
        self.count += CALLS
        before, started = _native.in_engine(), time.perf_counter_ns()
        for key in keys:
            engine.post_transfers([pw.NewTransfer.posted(bank, equity, amount)], key=key)
        # What stays when the engine's own time is taken away.
        return time.perf_counter_ns() - started - (_native.in_engine() - before)


class Rows:
    """One row of four columns, a statement each."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        self.database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c TEXT)")
        self.count = 0

    def series(self) -> int:
        database = self.database
        rows = [(n, f"transfer-{n}", 1850, "EUR") for n in range(self.count, self.count + CALLS)]
        self.count += CALLS
        started = time.perf_counter_ns()
        for row in rows:
            database.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", row)
        return time.perf_counter_ns() - started


class Marketplace(marketplace.Host):
    """The marketplace's run, with the time that goes by between its own code and the engine."""

    def __init__(self, orders: Path, database: Path) -> None:
        self.converting = self.building = 0.0
        before, started = _native.in_engine(), time.perf_counter()
        super().__init__(database, Orders(orders))
        with self.engine:
            self.run(lambda behind: None)
            clean = self.engine.verify().is_clean
        self.seconds = time.perf_counter() - started
        self.converting -= (_native.in_engine() - before) / 1e9
        if not clean:
            raise SystemExit("the books of the marketplace are not as the journal tells them")

    @property
    def binding_percent(self) -> float:
        """Of the whole run: what batches took beside the engine, and what commands took to build.

        The host's own thoughts about what to ask for are in it too; it is at most so much.
        """
        return (self.converting + self.building) / self.seconds * 100

    def ask(self, commands: list[pw.Command]) -> None:
        started = time.perf_counter()
        super().ask(commands)
        self.converting += time.perf_counter() - started

    def order(self, invoice: Invoice) -> Iterator[pw.Command]:
        return self.built(super().order(invoice))

    def refund(self, invoice: Invoice) -> Iterator[pw.Command]:
        return self.built(super().refund(invoice))

    def built(self, commands: Iterator[pw.Command]) -> Iterator[pw.Command]:
        started = time.perf_counter()
        made = list(commands)
        self.building += time.perf_counter() - started
        return iter(made)


def importing_ms(statement: str) -> float:
    """Milliseconds that a fresh interpreter takes for it."""
    program = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    run = [sys.executable, "-c", program]
    took = [float(subprocess.run(run, capture_output=True, check=True).stdout) for _ in range(IMPORTS)]
    return statistics.median(took) * 1000


def bulk(path: str, rows: int) -> float:
    """Payments a second, each a row of a frame."""
    users = [str(pw.UserId.derived(f"customer-{n}")) for n in range(1, 101)]
    frame = pl.DataFrame(
        {
            "purpose": [users[n % 100] for n in range(rows)],
            "amount": pl.Series([1000 + n for n in range(rows)], dtype=pl.Int64),
            "method": ["channel:cards"] * rows,
        }
    )
    with pw.open(path) as engine:
        started = time.perf_counter()
        result = engine.bulk("start_payment", frame, currency="EUR", key_prefix="day-1/", progress=False)
        took = time.perf_counter() - started
    if result.counts["accepted"] != rows:
        raise SystemExit(f"not every payment was accepted: {result.counts}")
    return rows / took


if __name__ == "__main__":
    main()
