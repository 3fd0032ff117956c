"""What stories are told with."""

from __future__ import annotations

from collections.abc import Iterator
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
