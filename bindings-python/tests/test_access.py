"""What may be done to a file that is opened."""

from __future__ import annotations

from pathlib import Path

import paywright as pw
import pytest


def test_a_mistyped_path_is_no_empty_shop(tmp_path: Path) -> None:
    for access in ("existing", "read_only"):
        with pytest.raises(pw.StorageError, match="does not exist") as raised:
            pw.open(tmp_path / "shpo.db", access=access)
        assert raised.value.code == "storage_unavailable"
    assert list(tmp_path.iterdir()) == []


def test_what_is_opened_to_be_read_is_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with pw.open(path) as engine:
        engine.register_user("customer-1", key="user")
    with pw.open(path, access="read_only") as reader:
        with pytest.raises(pw.StorageError, match="only be read"):
            reader.register_user("customer-2", key="user-2")
        assert [user.reference for user in reader.list(pw.User)] == ["customer-1"]
        assert reader.check() == [] and reader.verify().is_clean
        with pw.open(path, access="existing") as writer:
            writer.register_user("customer-3", key="user-3")
        assert {user.reference for user in reader.list(pw.User)} == {"customer-1", "customer-3"}


def test_an_access_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="access: .* read_only is wanted, not \"write\""):
        pw.open(":memory:", access="write")  # type: ignore[arg-type]
