"""Laws of walking, playing, selecting and opening."""

from __future__ import annotations

import importlib.util
import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.session import player
from pagevis.session.session import NOTHING, Selection, Session
from pagevis.trace.history import History, Position

_SPEC = importlib.util.spec_from_file_location("session_fakes", Path(__file__).parents[1] / "ui" / "fakes.py")
assert _SPEC is not None
assert _SPEC.loader is not None
fakes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fakes)


@pytest.fixture
def session(qapp: object) -> Session:  # noqa: ARG001 - timers need the application
    made = Session()
    made.show_history(fakes.FakeHistory())
    return made


def seen(session: Session) -> tuple[Position, int, tuple[int, ...]]:
    snapshot = session.snapshot()
    assert snapshot is not None
    return session.position, snapshot.version, tuple(snapshot.frames(0, snapshot.n_frames).holder.tolist())


def test_steps_forward_and_as_many_back_meet_the_same_states(session: Session) -> None:
    session.go_first()
    path = [seen(session)]
    while not session.at_end():
        session.step()
        path.append(seen(session))
    assert len(path) == len(set(path)), "no position is met twice"
    for before in reversed(path[:-1]):
        session.step_back()
        assert seen(session) == before
    assert session.at_start()


def test_whole_events_end_where_events_end(session: Session) -> None:
    session.seek(3, 2)
    session.step_event()
    assert session.position == Position(3, fakes.N_MICRO)
    session.step_event()
    assert session.position == Position(4, fakes.N_MICRO)
    session.seek(3, 2)
    session.step_event_back()
    assert session.position == Position(2, fakes.N_MICRO)
    session.go_first()
    session.step_event_back()
    assert session.position == Position(0, 0)


def test_steps_at_the_ends_move_nothing_and_say_nothing(session: Session, qtbot: QtBot) -> None:
    session.go_last()
    with qtbot.assertNotEmitted(session.moved):
        session.step()
        session.step_event()
    session.go_first()
    with qtbot.assertNotEmitted(session.moved):
        session.step_back()


def test_play_stops_at_a_pause_mark_and_at_the_end(session: Session, qtbot: QtBot) -> None:
    session.set_speed(60.0)
    session.seek(7)
    session.play()
    assert session.playing
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.position == Position(8, fakes.N_MICRO)
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.at_end()


def test_play_from_the_end_begins_again(session: Session) -> None:
    session.go_last()
    session.play()
    assert session.at_start()
    session.pause()


def test_advance_never_jumps_over_a_pause(session: Session) -> None:
    assert session.history is not None
    at, stop, visited = Position(0, 0), False, []
    while not stop:
        at, stop = player.advance(session.history, at, 10_000, frozenset({5}))
        visited.append(at)
    assert visited == [Position(event, fakes.N_MICRO) for event in range(6)]


def test_an_event_takes_as_long_as_can_be_followed_however_many_steps_it_has(session: Session) -> None:
    history = session.history
    assert history is not None
    assert player.steps_per_second(history, 2.0, 3) == pytest.approx(2 * fakes.N_MICRO / player.EVENT_S)
    assert player.under_way(history, Position(3, fakes.N_MICRO), backwards=False) == 4
    assert player.under_way(history, Position(3, 2), backwards=False) == 3
    assert player.under_way(history, Position(3, 0), backwards=True) == 2


def test_time_rests_after_an_event_so_that_its_caption_can_be_read(session: Session, qtbot: QtBot) -> None:
    session.seek(1, fakes.N_MICRO - 1)
    session.set_speed(60.0)
    session.play()
    qtbot.waitUntil(lambda: session.position == Position(1, fakes.N_MICRO), timeout=1000)
    rest = session._clock.timer.remainingTime()
    assert rest > 1000 * player.FRAME_S / 2
    session.pause()


def test_a_stretch_is_played_to_its_end(session: Session, qtbot: QtBot) -> None:
    session.set_speed(60.0)
    session.play_to(2)
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.position == Position(2, fakes.N_MICRO)


def test_scrubbing_takes_the_newest_wish_only(session: Session, qtbot: QtBot) -> None:
    moves: list[Position] = []
    session.moved.connect(lambda: moves.append(session.position))
    for event in range(1, 12):
        session.scrub(event)
    qtbot.waitUntil(lambda: bool(moves), timeout=1000)
    assert moves == [Position(11, fakes.N_MICRO)]


def test_one_selection(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.selection_changed):
        session.select(Selection(frame=5))
    with qtbot.assertNotEmitted(session.selection_changed):
        session.select(Selection(frame=5))
    session.select(NOTHING)
    assert not session.selection


def slow(gate: threading.Event) -> object:
    def open_path(_path: str, job: Job, _allocator: str | None) -> History:
        for i in range(10_000):
            job.tick(i / 10_000, "reading")
            if gate.wait(0.005):
                break
        history: History = fakes.FakeHistory()
        return history

    return open_path


def test_opening_reports_and_what_was_open_stays_until_then(qtbot: QtBot) -> None:
    gate = threading.Event()
    session = Session(open_path=slow(gate))
    old = fakes.FakeHistory()
    session.show_history(old)
    with qtbot.waitSignal(session.progressed, timeout=2000):
        session.open("x")
    assert session.history is old
    with qtbot.waitSignal(session.opened, timeout=2000):
        gate.set()
    assert session.history is not old
    assert session.opening is None
    session.shut_down()


def test_cancel_is_heard_at_once_and_the_thread_ends(qtbot: QtBot) -> None:
    session = Session(open_path=slow(threading.Event()))
    old = fakes.FakeHistory()
    session.show_history(old)
    with qtbot.waitSignal(session.progressed, timeout=2000):
        session.open("x")
    began = time.monotonic()
    with qtbot.waitSignal(session.opening_ended, timeout=100):
        session.cancel_opening()
    session.shut_down()
    assert time.monotonic() - began < 0.1
    assert session.history is old
    assert not [t for t in threading.enumerate() if t.name == "open x"]


@pytest.mark.parametrize(
    "error", [PagevisError("is empty", remedy="record again"), ValueError("odd"), MemoryError()], ids=type
)
def test_whatever_goes_wrong_ends_in_one_message(qtbot: QtBot, error: Exception) -> None:
    def open_path(_path: str, _job: Job, _allocator: str | None) -> History:
        raise error

    session = Session(open_path=open_path)
    old = fakes.FakeHistory()
    session.show_history(old)
    with qtbot.waitSignal(session.failed, timeout=2000) as heard:
        session.open("bad.txt")
    assert heard.args is not None
    assert heard.args[0].startswith("bad.txt: ")
    assert "\n" not in heard.args[0]
    assert session.history is old
    session.shut_down()


def test_a_newer_file_makes_the_older_answer_void(qtbot: QtBot) -> None:
    gates = {"a": threading.Event(), "b": threading.Event()}
    made: dict[str, History] = {}

    def open_path(path: str, _job: Job, _allocator: str | None) -> History:
        gates[path].wait(5)
        made[path] = fakes.FakeHistory()
        return made[path]

    session = Session(open_path=open_path)
    session.open("a")
    session.open("b")
    gates["a"].set()
    with qtbot.waitSignal(session.opened, timeout=2000):
        gates["b"].set()
    session.shut_down()
    qtbot.wait(20)
    assert session.history is made["b"]


def test_a_reader_that_is_blocked_holds_up_neither_cancel_nor_close(qapp: object) -> None:  # noqa: ARG001
    written = threading.Event()

    def blocked(_path: str, _job: Job, _allocator: str | None) -> History:
        written.wait(30)
        return fakes.FakeHistory()

    session = Session(open_path=blocked)
    ended: list[bool] = []
    session.opening_ended.connect(lambda: ended.append(True))
    session.open("pipe")
    session.cancel_opening()
    assert ended
    assert session.opening is None
    session.open("pipe")
    started = time.monotonic()
    assert not session.shut_down()
    assert not session.shut_down(), "asked again it knows, and does not wait again"
    assert time.monotonic() - started < 1
    written.set()
    deadline = time.monotonic() + 5
    while not session.shut_down() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert session.shut_down()
