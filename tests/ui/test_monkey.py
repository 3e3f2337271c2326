"""Whatever a monkey does at the desk: no exception, no Qt warning, no stuck window, no broken book.

``PAGEVIS_MONKEY=10000`` lets it go on for longer and takes a window that is stuck for 100 ms amiss;
``PAGEVIS_MONKEY_SEED=7`` changes its mind.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.heart import Heart
from support.monkey import Monkey

from pagevis.base import resources
from pagevis.model.invariants import broken
from pagevis.session.session import Session
from pagevis.trace.model_history import ModelHistory
from pagevis.ui.app import make_application

PLATFORM = "This plugin does not support"  # the one without a screen tells of itself
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(PLATFORM)]

N_DEEDS = int(os.environ.get("PAGEVIS_MONKEY", "900"))
SEED = int(os.environ.get("PAGEVIS_MONKEY_SEED", "2005"))
STRICT = "PAGEVIS_MONKEY" in os.environ
STUCK_S = 0.1 if STRICT else 1.0  # of computing: on a busy machine others take the processor, and the caches
CHECKED_EVERY = 50
MOST_TOLD = 12


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Lessons, the sample recording, and what is none of these."""
    junk, empty = tmp_path / "junk.txt", tmp_path / "empty.scenario"
    junk.write_bytes(bytes(random.Random(1).randrange(256) for _ in range(4000)))
    empty.write_bytes(b"")
    lessons = sorted(resources.path("scenarios").glob("*.scenario"))
    samples = sorted(resources.path("samples").iterdir())
    return [*lessons, *lessons, *samples, junk, empty, tmp_path, tmp_path / "missing.scenario"]


@pytest.fixture
def mistakes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have reached ``sys.excepthook``."""
    found: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        place = []
        while trace is not None:
            place.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
            trace = trace.tb_next
        found.append(f"{kind.__name__}: {error} ({' '.join(place[-5:])})")

    monkeypatch.setattr(sys, "excepthook", note)
    return found


def unsound(session: Session) -> list[str]:
    """What the invariants say of the book that is open, where the position lies between two events."""
    history = session.history
    if not isinstance(history, ModelHistory) or history.book.n_frames > 4096:
        return []
    if history.position.micro != history.n_micro(history.position.event):
        return []
    return [law.message for law in broken(history.book)]


def test_a_monkey_at_the_desk_breaks_nothing(
    qtbot: QtBot,
    qtlog: Any,
    files: list[Path],
    tmp_path: Path,
    mistakes: list[str],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    out = tmp_path / "out"
    out.mkdir()
    make_application()
    monkey = Monkey(files, out, SEED)
    heart = Heart(monkey.inside)
    done: list[str] = []
    wrong: dict[str, str] = {}  # what, and when it was first seen

    def note(words: str) -> None:
        wrong.setdefault(words, f"{words}\n   deed {len(done)}, after {done[-4:]}")

    n_logged = 0
    try:
        while len(done) < N_DEEDS and len(wrong) < MOST_TOLD:
            done.append(monkey.do())
            heart.deed = " / ".join(done[-2:])
            QApplication.processEvents()
            for words in mistakes:
                note(words)
            mistakes.clear()
            for record in qtlog.records[n_logged:]:
                if PLATFORM not in record.message:
                    note(f"Qt: {record.message}")
            n_logged = len(qtlog.records)
            if len(done) % CHECKED_EVERY == 0:
                for window in monkey.windows.all:
                    for words in unsound(window.session):
                        note(f"unsound: {words}")
    finally:
        heart.stop()
        monkey.leave()
        qtbot.wait(1)
    record_property("longest beats", [str(beat) for beat in heart.worst[:8]])
    stuck = [str(beat) for beat in heart.worst if beat.cpu_s > STUCK_S]
    told = "\n".join([*wrong.values(), *stuck])
    assert not told, told
