"""A question opens, hides what would tell, lets no step forward, and gets its verdict."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pagevis.session.questions import TELLING, Verdict
from pagevis.session.session import Session
from pagevis.trace.history import Position
from pagevis.trace.questions import Question

_SPEC = importlib.util.spec_from_file_location("question_fakes", Path(__file__).parents[1] / "ui" / "fakes.py")
assert _SPEC is not None
assert _SPEC.loader is not None
fakes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fakes)


FIRST = Question(3, 5, "Which frame is next?", "0a", "frame")
SECOND = Question(5, 6, "How many are free?", "41", "number")


@pytest.fixture
def session(qapp: object) -> Session:  # noqa: ARG001 - timers need the application
    made = Session()
    history = fakes.FakeHistory()
    history.questions = (FIRST, SECOND)
    made.show_history(history)
    return made


def test_a_question_is_open_from_the_end_of_its_event_to_its_reveal(session: Session) -> None:
    found = {}
    for event in range(8):
        for micro in (2, fakes.N_MICRO):
            fresh = Session()
            fresh.show_history(session.history)
            fresh.seek(event, micro)
            found[event, micro] = fresh.questions.current
    opened = {at for at, question in found.items() if question is FIRST}
    assert opened == {(3, 7), (4, 2), (4, 7)}
    assert {at for at, question in found.items() if question is SECOND} == {(5, 7)}


def test_what_tells_is_hidden_until_it_is_answered(session: Session) -> None:
    assert session.hides == frozenset()
    session.seek(3)
    assert session.hides == TELLING
    verdict = session.questions.answer(" 0a ")
    assert verdict == Verdict(FIRST, "0a", right=True)
    assert session.hides == frozenset()
    assert session.questions.here == FIRST, "the card still says what was right"


def test_a_wrong_answer_is_kept_as_it_was_typed(session: Session, qtbot: QtBot) -> None:
    session.seek(3)
    with qtbot.waitSignal(session.questions.settled) as told:
        session.questions.answer("0c")
    assert told.args == [Verdict(FIRST, "0c", right=False)]
    assert not session.questions.verdicts[0].skipped


@pytest.mark.parametrize("typed", ["  ", "hello", "0x", "-"])
def test_what_names_no_frame_is_no_answer(session: Session, typed: str) -> None:
    session.seek(3)
    assert session.questions.answer(typed) is None
    assert session.questions.current == FIRST


@pytest.mark.parametrize("go_on", ["step", "step_event", "play"])
def test_steps_forward_wait_for_an_answer(session: Session, qtbot: QtBot, go_on: str) -> None:
    session.seek(3)
    for _ in range(3):
        with qtbot.waitSignal(session.questions.held):
            getattr(session, go_on)()
        assert session.position == Position(3, fakes.N_MICRO)
        assert not session.playing
    session.questions.skip()
    getattr(session, go_on)()
    assert session.playing or session.position > Position(3, fakes.N_MICRO)
    session.pause()


def test_walking_past_counts_as_skipping_walking_back_does_not(session: Session) -> None:
    session.seek(4)
    session.seek(2)
    assert session.questions.verdicts == ()
    session.seek(3)
    session.go_last()
    assert [verdict.skipped for verdict in session.questions.verdicts] == [True]
    session.seek(3)
    assert session.questions.current is None, "it was given up"


def test_playing_stops_where_a_question_opens(session: Session, qtbot: QtBot) -> None:
    session.set_speed(60.0)
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.position == Position(3, fakes.N_MICRO)
    session.questions.answer("0a")
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.position == Position(5, fakes.N_MICRO)


def test_another_document_forgets(session: Session) -> None:
    session.seek(3)
    session.questions.skip()
    session.show_history(fakes.FakeHistory())
    assert session.questions.verdicts == ()
    assert session.questions.all == ()
