"""The pages of the documents: their examples run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "docs"


def blocks(page: str) -> list[str]:
    """The pieces of Python on a page, in order."""
    return re.findall(r"^```python\n(.*?)^```$", (PAGES / page).read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize(
    "page",
    ["index.md", "first-payment.md", "money.md", pytest.param("postgres.md", marks=pytest.mark.postgres)],
)
def test_the_examples_of_a_page_run_in_order(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)
    if page == "postgres.md":
        monkeypatch.setenv("SHOP_DATABASE", request.getfixturevalue("server"))
    names: dict[str, object] = {}
    told: list[str] = []
    assert blocks(page), "there is nothing to run"
    for block in blocks(page):
        exec(compile(block, page, "exec"), names)
        # What a comment behind a print says is what it prints.
        told += re.findall(r"print\(.*\)  # (.*)", block)
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if line in told] == told


def test_every_exit_code_and_every_command_of_the_command_line_is_on_its_page() -> None:
    from paywright.cli import ending

    page = (PAGES / "cli.md").read_text("utf-8")
    for name in ("DONE", "REFUSED", "USAGE", "STORAGE", "BUG", "INTERRUPTED"):
        assert f"\n| {getattr(ending, name)} | " in page, name
    for command in "init inspect verify statement payments accounts export backup bulk".split():
        assert f"\n| `{command} " in page, command
