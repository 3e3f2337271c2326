"""Whether the books are sound is asked for after each move, when there is time, and never in the middle of an event."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.session.session import Session
from pagevis.session.soundness import State
from pagevis.sources.opening import open_path
from pagevis.trace.model_history import ModelHistory


@pytest.fixture
def session(qapp: object) -> Session:  # noqa: ARG001 - timers need the application
    made = Session()
    made.show_history(open_path(str(min(resources.path("scenarios").glob("3*")))))
    return made


def test_it_waits_looks_and_tells(session: Session, qtbot: QtBot) -> None:
    session.seek(3)
    assert session.soundness.state is State.WAITING
    with qtbot.waitSignal(session.soundness.changed, timeout=5000):
        pass
    assert session.soundness.state is State.SOUND
    session.seek(3, 1)
    assert session.soundness.state is State.INSIDE
    session.close_document()
    assert session.soundness.state is State.NOTHING


def test_damage_is_found(session: Session) -> None:
    assert isinstance(session.history, ModelHistory)
    session.seek(3)
    session.history.book.array("prev")[20] = 5
    session.soundness.look()
    assert session.soundness.state is State.BROKEN
    assert session.soundness.findings[0].rule == "links"
    session.seek(4, 0)
    assert session.soundness.findings == ()


def test_a_recording_keeps_no_books(session: Session) -> None:
    session.show_history(open_path(str(resources.path("samples") / "compile.trace.txt.gz")))
    assert session.soundness.state is State.UNTOLD
    session.soundness.look()
    assert session.soundness.state is State.UNTOLD
