"""What a type checker sees: the package itself, the native half, and a host's own code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import paywright

pytest.importorskip("mypy")

TESTS = Path(__file__).parent
PACKAGE = Path(paywright.__file__).parent


def checked(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What the type checker says."""
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=TESTS)


def test_the_package_is_strictly_typed(tmp_path: Path) -> None:
    ran = checked("mypy", "--strict", "--python-version", "3.10", "--cache-dir", tmp_path, PACKAGE)
    assert ran.returncode == 0, ran.stdout


def test_the_types_of_the_native_half_are_what_it_has() -> None:
    ran = checked("mypy.stubtest", "paywright", "--concise", "--allowlist", "typing/stubtest.txt")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_right_code_is_right_and_each_wrong_line_is_wrong(tmp_path: Path) -> None:
    ran = checked("mypy", "--strict", "--cache-dir", tmp_path, "typing/package.py", "typing/host.py")
    # Each wrong line says so itself; one that is right after all is an unused comment.
    assert ran.returncode == 0, ran.stdout
