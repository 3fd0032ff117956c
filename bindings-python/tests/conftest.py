"""What stories are told with."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from shop import Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A shop in memory."""
    made = Shop()
    yield made
    made.engine.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Shop]:
    """A shop in a file."""
    made = Shop(tmp_path / "shop.db")
    yield made
    made.engine.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server to throw away, which a program of the workspace starts and stops."""
    words = ["run", "--quiet", "-p", "paywright-examples", "--bin", "postgres-server"]
    program = [os.environ.get("CARGO", "cargo"), *words]
    top = Path(__file__).parents[2]
    with subprocess.Popen(
        program, cwd=top, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdin is not None and running.stdout is not None
        address = running.stdout.readline().strip()
        assert address.startswith("postgres://"), "there is no server; why is said above"
        yield address
        # It ends with its input, and waits until everything is put away.
        running.stdin.close()


_SCHEMAS = count(1)


@pytest.fixture
def schema() -> str:
    """One that nobody has yet; its name needs quoting."""
    return f'Shop "{next(_SCHEMAS)}"'
