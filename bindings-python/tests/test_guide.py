"""The guide runs as it stands, from top to bottom, and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs/guide.md"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_guide_runs_from_top_to_bottom_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    printed, programs = "", 0
    for block in BLOCK.finditer(text):
        kind, content = block.groups()
        line = text.count("\n", 0, block.start()) + 2
        if kind == "text":
            assert printed == content, f"what is printed before line {line} of the guide"
            printed = ""
            continue
        assert printed == "", f"the guide does not show what is printed before its line {line}"
        # In the guide's own lines, so that a traceback leads there.
        exec(compile("\n" * (line - 1) + content, str(GUIDE), "exec"), names)
        printed = capsys.readouterr().out
        programs += 1
    assert printed == ""
    assert programs > 10


@pytest.mark.parametrize(
    "page",
    ["README.md", "bindings-python/README.md", "bindings-python/docs/index.md", "bindings-python/docs/first-payment.md"],
)
def test_what_other_pages_show_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (GUIDE.parents[2] / page).read_text(encoding="utf-8")
    names: dict[str, object] = {}
    programs = [block.group(2) for block in BLOCK.finditer(text) if block.group(1) == "python"]
    assert programs
    for program in programs:
        exec(compile(program, page, "exec"), names)
