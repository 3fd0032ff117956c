"""Nothing that the engine offers is missing in Python: commands, queries, codes, records, words."""

from __future__ import annotations

import inspect

import pytest

import paywright as pw
from paywright import _classes, aio, enums, errors
from paywright.commands import BY_TAG
from paywright._base import Record

COMMANDS = sorted(BY_TAG.values(), key=lambda command: str(command.NAME))
OF_COMMANDS = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.NAME))


def parameters(of: object) -> dict[str, tuple[object, object, object]]:
    """Names, kinds, defaults and types of what a callable takes, less what it is bound to."""
    signature = inspect.signature(of)  # type: ignore[arg-type]
    taken = [each for each in signature.parameters.values() if each.name not in ("self", "cls")]
    return {each.name: (each.kind, each.default, each.annotation) for each in taken}


@OF_COMMANDS
def test_a_command_has_a_class_and_a_method_of_the_same_parameters(command: type[pw.Command]) -> None:
    assert getattr(pw, command.__name__) is command
    assert command.__name__ in dir(pw)
    envelope = {"key", "actor", "deadline"}
    of_method = parameters(getattr(pw.Engine, command.NAME))
    of_class = parameters(command.__new__)
    assert {name: of for name, of in of_method.items() if name not in envelope} == of_class
    assert envelope <= of_method.keys()
    assert set(of_class) == set(command._fields)


@OF_COMMANDS
def test_a_command_is_told_of(command: type[pw.Command]) -> None:
    told = inspect.getdoc(getattr(pw.Engine, command.NAME)) or ""
    assert "Args:" in told and "Raises:" in told
    assert all(f"    {name}: " in told for name in command._fields)
    assert inspect.getdoc(command)


def test_no_two_commands_share_a_name_or_a_tag() -> None:
    assert len({command.NAME for command in COMMANDS}) == len({c.TAG for c in COMMANDS}) == len(COMMANDS) > 40


@pytest.mark.parametrize("query", _classes.QUERIES)
def test_a_query_is_a_method(query: str) -> None:
    assert inspect.getdoc(getattr(pw.Engine, query))
    assert hasattr(aio.Engine, query)


PUBLIC = [name for name in dir(pw.Engine) if not name.startswith("_")]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_engine_for_asyncio_has_the_same_methods(name: str) -> None:
    one, other = inspect.getattr_static(pw.Engine, name), inspect.getattr_static(aio.Engine, name)
    assert inspect.getdoc(other)
    if isinstance(one, property):
        assert isinstance(other, property)
        return
    assert parameters(one) == parameters(other)
    answers = inspect.signature(one).return_annotation
    lists = str(answers).startswith("Listing")
    assert inspect.iscoroutinefunction(other) is not lists


def test_the_engine_for_asyncio_is_opened_with_the_same() -> None:
    of_aio = parameters(aio.open)
    assert of_aio.pop("workers")
    assert of_aio == parameters(pw.open) == parameters(pw.Engine)


def test_the_engine_for_asyncio_has_nothing_else_but_the_engine_itself() -> None:
    assert {name for name in dir(aio.Engine) if not name.startswith("_")} == {*PUBLIC, "sync"}


def test_each_refusal_has_a_class_and_a_meaning() -> None:
    for code in enums.Code:
        raised, meaning = errors.CODES[code.value]
        assert issubclass(raised, pw.Refused) and raised is not pw.Refused
        assert meaning.endswith(".")
    families = {raised for raised, _ in errors.CODES.values() if issubclass(raised, pw.Refused)}
    assert len(families) == len(enums.Family)


def test_each_other_code_has_one_of_the_other_classes() -> None:
    others = {code: raised for code, (raised, _) in errors.CODES.items() if code not in list(enums.Code)}
    assert set(others.values()) == {pw.StorageError, pw.Misuse, pw.BugError}
    for code in ("outcome_unknown", "busy", "newer_schema"):
        assert others[code] is pw.StorageError
    for code in ("not_repeatable", "reentrant_call", "closed", "forked"):
        assert others[code] is pw.Misuse


def test_each_class_is_a_name_of_the_package() -> None:
    for name, known in _classes.CLASSES.items():
        assert getattr(pw, name) is known
    for name in _classes.MEMBERS:
        assert hasattr(pw, name)


def every_record(of: type[Record] = Record) -> list[type[Record]]:
    """Every class of records that there is."""
    return [one for each in of.__subclasses__() for one in (each, *every_record(each))]


def test_each_record_names_its_fields_where_patterns_look_for_them() -> None:
    for record in every_record():
        assert record._fields == record.__match_args__
        for place, name in enumerate(record._fields):
            values = tuple(range(len(record._fields)))
            assert getattr(tuple.__new__(record, values), name) == place
