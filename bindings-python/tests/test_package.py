"""The package as it is installed: what it says of itself, and that a type checker may rely on it."""

import importlib.metadata

import paywright


def installed(name: str) -> list[str]:
    """The files of the installed package that are called `name`."""
    files = importlib.metadata.files("paywright") or []
    return [str(file) for file in files if file.name == name]


def test_the_native_half_and_the_installed_package_are_of_one_version() -> None:
    assert paywright.__version__ == importlib.metadata.version("paywright")


def test_the_package_brings_its_types_and_its_licence() -> None:
    assert installed("py.typed") == ["paywright/py.typed"]
    assert installed("_native.pyi") == ["paywright/_native.pyi"]
    assert len(installed("LICENSE")) == 1


def test_nothing_else_is_needed_at_run_time() -> None:
    requirements = importlib.metadata.requires("paywright") or []
    assert [line for line in requirements if "extra ==" not in line] == []
