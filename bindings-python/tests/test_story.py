"""The same story from every language: what Python plays is, byte for byte, what Rust wrote down."""

from __future__ import annotations

import io
import json
import types
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

import paywright as pw

STORIES = Path(__file__).parents[2] / "tests/stories"
STORY = json.loads((STORIES / "main_path.json").read_text(encoding="utf-8"))
JOURNAL = (STORIES / "main_path.journal.jsonl").read_text(encoding="utf-8")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def read(value: Any, hint: Any) -> Any:
    """A value of the story as the type that a parameter has."""
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        wanted = [one for one in get_args(hint) if one is not type(None)]
        if isinstance(value, dict) and len(value) == 1:
            (name, parts), *_ = value.items()
            for one in wanted:
                if one.__qualname__.endswith(f".{name}"):
                    return read(parts, one)
        return read(value, wanted[0])
    if isinstance(value, list):
        return [read(one, get_args(hint)[0]) for one in value]
    if hint is pw.Money:
        return pw.Money(*value.split(" "))
    if hint is datetime:
        return moment(value)
    if isinstance(value, dict) and issubclass(hint, pw.Record):
        hints = get_type_hints(hint.__new__)
        return hint(**{name: read(part, hints[name]) for name, part in value.items()})
    return hint(value) if isinstance(value, str) and hint is not str else value


def shown(value: Any) -> Any:
    """What a path led to, as the story says it."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value) if isinstance(value, (str, pw.Money, Decimal)) else value


def found(answer: Any, path: list[str]) -> Any:
    def step(value: Any, name: str) -> Any:
        return value[int(name)] if name.isdigit() else getattr(value, name)

    return shown(reduce(step, path, answer))


class Player:
    """Plays the story, step by step, through the typed methods."""

    def __init__(self, path: str, **how: Any) -> None:
        self.now = moment(STORY["clock"])
        self.engine = pw.open(path, clock=lambda: self.now, entropy=STORY["seed"], **how)
        self.answers: dict[str, Any] = {}

    def resolved(self, value: Any) -> Any:
        """The same with what its references stand for."""
        if isinstance(value, str) and value.startswith("$"):
            name, *path = value[1:].split(".")
            return found(self.answers[name], path)
        if isinstance(value, list):
            return [self.resolved(one) for one in value]
        if isinstance(value, dict):
            return {name: self.resolved(one) for name, one in value.items()}
        return value

    def step(self, step: dict[str, Any]) -> None:
        if "wait" in step:
            self.now += timedelta(seconds=step["wait"])
            return
        step = self.resolved(step)
        before = self.engine.cut()
        if "refused" in step:
            with pytest.raises(pw.Refused) as refusal:
                self.ask(step)
            assert refusal.value.code == step["refused"]
            assert self.engine.cut() == before
            return
        answer = self.ask(step)
        if step.get("again"):
            assert self.engine.cut() == before
        if "done" in step:
            assert (len(answer) if isinstance(answer, list) else answer) == step["done"]
        for path, expected in step.get("expect", {}).items():
            assert found(answer, path.split(".")) == expected, path
        if "as" in step:
            self.answers[step["as"]] = answer

    def ask(self, step: dict[str, Any]) -> Any:
        method: Callable[..., Any] = getattr(self.engine, step["do"])
        hints = get_type_hints(method)
        given = {**step.get("with", {}), **{n: step[n] for n in ("key", "actor") if n in step}}
        return method(**{name: read(value, hints[name]) for name, value in given.items()})


@pytest.mark.parametrize("path", [":memory:", "story.db"])
def test_the_story_comes_to_the_journal_that_rust_wrote(path: str, tmp_path: Path) -> None:
    plays(Player(path if path == ":memory:" else str(tmp_path / path)))


def plays(player: Player) -> None:
    """Plays all of it, and compares the journal."""
    for place, step in enumerate(STORY["steps"]):
        try:
            player.step(step)
        except BaseException as error:
            raise AssertionError(f"step {place}: {step['tell']}") from error
    assert player.engine.verify().is_clean
    written = io.StringIO()
    player.engine.export(written)
    assert written.getvalue().splitlines() == JOURNAL.splitlines()
    player.engine.close()
