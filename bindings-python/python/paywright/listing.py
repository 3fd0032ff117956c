"""Lists that are read as far as they are needed: item by item, in pages, or whole as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

from ._base import text, whole

__all__ = ["Listing", "Page"]

Item = TypeVar("Item")

# Items read at once by whoever wants them all.
_AT_ONCE = 1_000
# Rows shown in a notebook.
_SHOWN = 20


class Page(Generic[Item]):
    """Some items, and where the next page begins."""

    __slots__ = ("items", "next")

    def __init__(self, items: list[Item], next: str | None) -> None:
        self.items = items
        self.next = next

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        more = "" if self.next is None else ", and more"
        return f"<paywright.Page of {len(self.items)}{more}>"


class Listing(Generic[Item]):
    """A list that is read while it is gone through, a thousand items at a time.

        for payment in engine.list(Payment): ...
        page = engine.list(Payment).page(limit=50)

    It can be gone through again, and is then read again. What is written meanwhile may show or not; what
    was there before shows once.

    It is a table to whoever takes tables by Arrow: `pl.DataFrame(listing)`, `pa.table(listing)`,
    `pd.DataFrame.from_arrow(listing)`. [The page of tables](bulk.md) says what its columns are.
    """

    __slots__ = ("_read", "_table")

    def __init__(
        self,
        read: Callable[[str | None, int], tuple[list[Item], str | None]],
        table: Callable[[], object],
    ) -> None:
        self._read = read
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The whole list as a table: each batch is a page, read when the consumer asks for it."""
        return self._table()

    def __iter__(self) -> Iterator[Item]:
        after: str | None = None
        while True:
            items, after = self._read(after, _AT_ONCE)
            yield from items
            if after is None:
                return

    def page(self, *, after: str | None = None, limit: int = 100) -> Page[Item]:
        """One page, of at most 1,000 items. The next begins where `next` of this one says."""
        return Page(*self._read(text("after", after), whole("limit", limit)))

    def first(self) -> Item | None:
        """The first item, if there is one."""
        return next(iter(self), None)

    def _repr_html_(self) -> str:
        from html import escape

        shown = list(islice(self, _SHOWN + 1))
        if not shown:
            return "<p>nothing</p>"
        names: tuple[str, ...] = getattr(shown[0], "_fields", ("",))
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        rows = "".join(f"<tr>{_cells(item)}</tr>" for item in shown[:_SHOWN])
        more = "<p>and more</p>" if len(shown) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cells(item: Any) -> str:
    from html import escape

    values = item if isinstance(item, tuple) else (item,)
    return "".join(f"<td>{escape('' if value is None else str(value))}</td>" for value in values)
