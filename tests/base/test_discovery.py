"""Plug-in folders: everything is found, and mistakes are loud."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pagevis.base.discovery import discover


@dataclass(frozen=True)
class Thing:
    """What the plug-ins of this test define."""

    name: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package ``things`` whose modules may import ``Thing``."""
    package = tmp_path / "things"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "thing_of_this_test", Thing, raising=False)
    yield package
    for name in [name for name in sys.modules if name.split(".")[0] == "things"]:
        del sys.modules[name]


def define(folder: Path, module: str, value: str) -> None:
    (folder / f"{module}.py").write_text(f"import sys\nTHING = {value}\n")


def test_finds_modules_in_order_of_their_names(folder: Path) -> None:
    define(folder, "second", "sys.thing_of_this_test('b')")
    define(folder, "first", "sys.thing_of_this_test('z')")
    define(folder, "_base", "None")
    define(folder, "main", "None")
    assert list(discover("things", "THING", Thing, skip=("main",)).items()) == [("z", Thing("z")), ("b", Thing("b"))]


def test_a_module_without_the_constant_is_loud(folder: Path) -> None:
    (folder / "empty.py").touch()
    with pytest.raises(TypeError, match=r"things\.empty defines no THING of type Thing"):
        discover("things", "THING", Thing)


def test_a_constant_of_the_wrong_kind_is_loud(folder: Path) -> None:
    define(folder, "wrong", "3")
    with pytest.raises(TypeError, match=r"things\.wrong defines no THING"):
        discover("things", "THING", Thing)


def test_a_name_used_twice_is_loud(folder: Path) -> None:
    define(folder, "one", "sys.thing_of_this_test('a')")
    define(folder, "two", "sys.thing_of_this_test('a')")
    with pytest.raises(TypeError, match="'a' is used twice"):
        discover("things", "THING", Thing)
