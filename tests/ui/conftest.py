"""A window on a history whose every number the test knows, and one on real files."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from pagevis.session.acts import Act, Given, defaults
from pagevis.session.completion import Scope
from pagevis.session.session import Session
from pagevis.ui.app import make_application
from pagevis.ui.look import Look
from pagevis.ui.main_window import MainWindow

SIZE = QSize(1280, 800)


@pytest.fixture(scope="session")
def fakes() -> ModuleType:
    """``tests/ui/fakes.py``."""
    spec = importlib.util.spec_from_file_location("ui_fakes", Path(__file__).with_name("fakes.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Answers:
    """Dialogs that answer by themselves."""

    def __init__(self) -> None:
        self.to_open = ""
        self.to_save = ""
        self.to_name = ""
        self.scenario = ""
        self.leave = "discard"  # of lines that are in no file
        self.to_fill: dict[str, str] = {}
        self.shown: list[str] = []

    def file_to_open(self, folder: str) -> str:
        self.shown.append(folder)
        return self.to_open

    def picture_to_save(self, suggestion: str) -> str:
        self.shown.append(suggestion)
        return self.to_save

    def mark_name(self, event: int, suggestion: str) -> str:
        self.shown.append(f"mark {event} {suggestion}")
        return self.to_name

    def scenario_to_save(self, suggestion: str) -> str:
        self.shown.append(suggestion)
        return self.scenario

    def unsaved(self, title: str, what: str) -> str:
        self.shown.append(f"{title}: {what}")
        return self.leave

    def layout_name(self) -> str:
        self.shown.append("layout")
        return self.to_name

    def line_for(self, act: Act, scope: Scope, given: Given, _look: Look) -> str:
        self.shown.append(act.name)
        return act.write(defaults(act, scope, {**given, **self.to_fill}))

    def show_keys(self, _look: Look) -> None:
        self.shown.append("keys")

    def show_about(self) -> None:
        self.shown.append("about")


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    """Shown windows, closed again at the end."""
    make_application()
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(Session(), Answers())
        window.resize(SIZE)
        window.show()
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """A window on its start page."""
    return make_window()


@pytest.fixture
def fake_window(window: MainWindow, fakes: ModuleType, qtbot: QtBot) -> MainWindow:
    """A window on the fake history."""
    window.session.show_history(fakes.FakeHistory())
    qtbot.wait(10)
    return window


@pytest.fixture
def open_file(window: MainWindow, qtbot: QtBot) -> Callable[[Path], MainWindow]:
    """Opens a real file in the window and waits until it is there."""

    def opened(path: Path) -> MainWindow:
        with qtbot.waitSignal(window.session.opened, timeout=30_000):
            window.session.open(str(path))
        qtbot.wait(10)
        return window

    return opened
