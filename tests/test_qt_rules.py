"""Where Qt may be imported: import-linter cannot forbid submodules of another package, so this reads the sources."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pagevis"

NOTHING: frozenset[str] = frozenset()
PAINTING = frozenset({"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtSvg"})
# By room: what of Qt may be imported there. A room not named here is one that nobody thought about: the test fails.
ALLOWED = {
    "": NOTHING,
    "base": NOTHING,
    "model": NOTHING,
    "trace": NOTHING,
    "sources": NOTHING,
    "cli": NOTHING,
    "render": PAINTING,
    "session": frozenset({"PySide6.QtCore"}),
    "ui": PAINTING | {"PySide6.QtWidgets", "PySide6.QtSvgWidgets", "pyqtgraph"},
}
# The half of render that makes arrays and numbers: the same code serves a window, a file and a test without Qt.
RASTER_HALF = {"theme", "palette", "layout", "raster", "pyramid", "view", "chains", "links", "legend", "_base"}
QT = ("PySide6", "pyqtgraph", "shiboken6")


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of everything that a module imports, inside functions too; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def qt_part(name: str) -> str | None:
    """``PySide6.QtGui`` of ``PySide6.QtGui.QImage``; None where the name is not Qt's."""
    top, _, rest = name.partition(".")
    if top not in QT:
        return None
    return f"{top}.{rest.partition('.')[0]}" if top == "PySide6" else top


def modules() -> list[str]:
    return sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))


def test_qt_is_imported_where_it_may_be_and_nowhere_else() -> None:
    wrong = []
    for module in modules():
        room = Path(module).parts[0] if len(Path(module).parts) > 1 else ""
        allowed = NOTHING if room == "render" and Path(module).stem in RASTER_HALF else ALLOWED[room]
        parts = {qt_part(name) for name in imported(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))}
        wrong += [f"{module} imports {part}" for part in sorted(filter(None, parts)) if part not in allowed]
    assert not wrong


def test_only_the_verb_that_opens_the_window_imports_the_window() -> None:
    outside = [module for module in modules() if not module.startswith("ui")]
    importers = {
        module
        for module in outside
        for name in imported(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))
        if name.startswith("pagevis.ui")
    }
    assert importers <= {"cli/window.py"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("from PySide6.QtGui import QImage", "PySide6.QtGui"),
        ("from PySide6 import QtWebEngineCore", "PySide6.QtWebEngineCore"),
        ("def f():\n    import PySide6.QtCharts as c", "PySide6.QtCharts"),
        ("import pyqtgraph as pg", "pyqtgraph"),
        ("import numpy", None),
    ],
)
def test_the_reader_of_imports_sees_every_form(text: str, part: str | None) -> None:
    assert [qt_part(name) for name in imported(ast.parse(text))] == [part]


def test_the_rooms_below_the_window_load_without_qt() -> None:
    below = [f"pagevis.{Path(m).with_suffix('').as_posix().replace('/', '.')}" for m in modules()]
    below = [name for name in below if name.split(".")[1] in {"base", "model", "trace", "sources", "cli"}]
    program = (
        f"import importlib, sys\nfor name in {below!r}: importlib.import_module(name.removesuffix('.__init__'))\n"
        f"sys.exit(' '.join(m for m in sys.modules if m.split('.')[0] in {QT!r}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
