"""What ids, enums, records and commands have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from . import _native
from ._native import Money

if TYPE_CHECKING:
    from .enums import Code

__all__ = ["Command", "Currency", "Id", "Metadata", "Record", "Refusal", "Word"]

IdType = TypeVar("IdType", bound="Id")
RecordType = TypeVar("RecordType", bound="Record")


class Id(str):
    """An id: a prefix that says of what, an underscore, and 26 letters and digits.

    Any sixteen bytes but zeros are one, so a UUID of your own can be an id: `OrderId.of(uuid.bytes)`. An
    id that is derived from your own key is the same for ever: `OrderId.derived("basket-8812")`.
    """

    __slots__ = ()
    PREFIX: ClassVar[str] = ""

    def __new__(cls: type[IdType], text: str) -> IdType:
        _native.id_bytes(cls.PREFIX, text)
        return str.__new__(cls, text)

    @classmethod
    def of(cls: type[IdType], raw: bytes) -> IdType:
        """The id with these sixteen bytes."""
        return str.__new__(cls, _native.id_text(cls.PREFIX, raw))

    @classmethod
    def derived(cls: type[IdType], natural_key: str) -> IdType:
        """The id for a key of your own: the first half of its SHA-256, the same for ever."""
        return str.__new__(cls, _native.derived(cls.PREFIX, natural_key))

    @property
    def bytes(self) -> bytes:
        """Its sixteen bytes."""
        return bytes(_native.id_bytes(self.PREFIX, self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class Word(str, Enum):
    """A member of a closed set of words. It is also the text of its word."""

    def __str__(self) -> str:
        return str(self.value)


class Currency(str):
    """A currency of ISO 4217 by its code, or an asset of the host by code and exponent: `POINTS/0`."""

    __slots__ = ()

    def __new__(cls, code: str) -> Currency:
        _native.exponent(code)
        return str.__new__(cls, code)

    @property
    def exponent(self) -> int:
        """Number of decimals between the unit people speak of and the minor unit: 2 for EUR."""
        return _native.exponent(self)

    def amount(self, minor: int) -> Decimal:
        """So many minor units in whole units: `Currency("EUR").amount(1850)` is 18.50."""
        # Made of a text it is exact; computing would round to the context's precision.
        return Decimal(f"{minor:d}E-{self.exponent}")

    def money(self, minor: int) -> Money:
        """So many minor units as an amount of this currency."""
        return Money.of_minor(minor, self)

    def __repr__(self) -> str:
        return f"Currency({str(self)!r})"


class Metadata(str):
    """What the host keeps with a record: a JSON object, in the one text that its content has.

    Commands take any dict whose values are texts, whole numbers, booleans, None, lists and dicts: at most
    4,096 bytes and 4 deep. `value` is that dict again.
    """

    __slots__ = ()

    @property
    def value(self) -> dict[str, Any]:
        """The object."""
        import json

        found: dict[str, Any] = json.loads(self)
        return found


def to_json(value: object) -> str:
    """The object as JSON. Nothing becomes something else on the way: keys are texts already."""
    import json

    try:
        _checked(value)
        return json.dumps(value, allow_nan=False, default=dict)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _checked(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key is a text, not {type(key).__name__}")
            _checked(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _checked(inner)
    elif value is not None and not isinstance(value, (str, int)):
        kinds = "a text, an int, a bool, None, a list or a dict"
        raise TypeError(f"a value is {kinds}, not {type(value).__name__}")


if TYPE_CHECKING:

    def new(cls: type[RecordType], fields: Iterable[object], /) -> RecordType:
        """Makes a record of its class and the values of its fields."""

else:
    new = tuple.__new__


def _fixed(record: object, _: object) -> None:
    raise AttributeError(f"a {type(record).__qualname__} never changes; replace() makes another one")


def whole(place: str, value: object, most: int = 2**32 - 1) -> int:
    """A number that the caller gives, checked."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{place}: an int is wanted, not {type(value).__name__}")
    if not 0 <= value <= most:
        raise ValueError(f"{place}: a number between 0 and {most} is wanted, not {value}")
    return value


def text(place: str, value: str | None) -> str | None:
    """A text that the caller gives, checked; or none."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{place}: a text is wanted, not {type(value).__name__}")
    if value is not None and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            half = "the text holds half of a pair of surrogates, which no file can keep"
            raise ValueError(f"{place}: {half}") from None
    return value


# All records share them: no class needs one of its own.
_FIELDS = tuple(property(itemgetter(place), _fixed) for place in range(48))


def field(place: int) -> Any:
    """A record's field at this place."""
    return _FIELDS[place]


class Record(tuple):  # type: ignore[type-arg]
    """A value of named fields that never changes.

    It is equal to another of its class with equal fields, can be hashed and pickled, and is unpacked and
    matched like a tuple of its fields; pandas and Polars take a list of records as rows.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    # The same by the name that other packages know from named tuples.
    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = cls.__match_args__

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__

    def __repr__(self) -> str:
        fields = zip(self._fields, self)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in fields)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return new, (type(self), tuple(self))

    def as_dict(self) -> dict[str, Any]:
        """Its fields by name."""
        return dict(zip(self._fields, self))

    def replace(self: RecordType, **changes: Any) -> RecordType:
        """The same with other values of some fields."""
        unknown = changes.keys() - set(self._fields)
        if unknown:
            raise TypeError(f"{type(self).__qualname__} has no field {sorted(unknown)[0]}")
        return new(type(self), (changes.get(name, value) for name, value in self._items()))

    def _items(self) -> Iterator[tuple[str, Any]]:
        return zip(self._fields, self)

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
            for name, value in self._items()
        )
        return f"<table><caption>{escape(type(self).__qualname__)}</caption>{rows}</table>"


class Command(Record):
    """A change, as a value. What it asks for happens when an engine executes it."""

    __slots__ = ()
    TAG: ClassVar[int]
    NAME: ClassVar[str]


class Refusal(Record):
    """Why one of several things was refused, where the others were not."""

    __slots__ = ()
    __match_args__ = ("code", "explanation")
    code: Final[Code] = field(0)
    """Why."""
    explanation: Final[str] = field(1)
    """What was asked and what stood in the way."""
