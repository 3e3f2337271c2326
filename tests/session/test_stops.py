"""Stops: each condition is the same moments whether one goes, plays or searches, either way, and those that a plain
look at every event finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.session.session import Selection, Session
from pagevis.session.stop_conditions import KINDS, Stop, describe, why_not
from pagevis.sources.opening import open_path
from pagevis.trace import expressions, words
from pagevis.trace.history import History, Position

SCENARIO = """title "Stops"
memory 64 frames
kernel 0..5
boot
start A B
alloc A 3 as a
share A B A.0
free A A.0
free B B.0
alloc B 38
alloc A 20
free A A.0
free A A.0
mark late
random 60 steps
"""
RECORDING = Path(__file__).resolve().parents[2] / "resources" / "samples" / "compile.trace.txt.gz"


@pytest.fixture
def session(qapp: object, tmp_path: Path) -> Session:  # noqa: ARG001 - timers need the application
    path = tmp_path / "stops.scenario"
    path.write_text(SCENARIO, encoding="utf-8")
    made = Session()
    made.show_history(open_path(str(path), Job(), None))
    return made


def settle(session: Session) -> None:
    while session.stops.busy:
        QCoreApplication.processEvents()


def walked(session: Session, *, forward: bool) -> list[Position]:
    """Every halt from one end to the other."""
    (session.go_first if forward else session.go_last)()
    found = []
    while True:
        session.stops.go_on(forward=forward)
        settle(session)
        if session.stops.halt is None or session.stops.halt.stop is None:
            return found
        assert session.stops.halt.at == session.position
        found.append(session.position)


def became_true(history: History, is_true: Callable[[], bool]) -> list[int]:
    found, was = [], False
    for event in range(history.n_events):
        history.seek(event)
        now = is_true()
        if now and not was and event:
            found.append(event)
        was = now
    return found


def refcounts(history: History, event: int) -> list[int]:
    history.seek(event)
    return history.snapshot().frames(0, history.snapshot().n_frames).refcount.tolist()


def brute(history: History, stop: Stop) -> list[int]:
    """The same by looking at every event."""
    events = range(1, history.n_events)
    if stop.kind in ("refusal", "out-of-memory"):
        rules = ("out-of-memory",) if stop.kind == "out-of-memory" else None
        outcomes = {e: history.event(e).outcome for e in events}
        return [e for e, rule in outcomes.items() if rule != "ok" and (rules is None or rule in rules)]
    if stop.kind == "zero":

        def gone(event: int) -> set[int]:
            pairs = zip(refcounts(history, event - 1), refcounts(history, event), strict=True)
            return {frame for frame, (before, after) in enumerate(pairs) if before and not after}

        return [e for e in events if (gone(e) if stop.frame is None else stop.frame in gone(e))]
    if stop.kind == "process":

        def held(event: int) -> tuple[int, ...]:
            history.seek(event)
            return tuple(history.snapshot().frames_of(stop.slot).tolist())

        return [e for e in events if history.event(e).slot == stop.slot or held(e - 1) != held(e)]
    parsed = expressions.parse(words.split(stop.text))

    def is_true() -> bool:
        lookup = history.lookup()
        assert lookup is not None
        try:
            return expressions.holds(parsed, lookup)[0]
        except PagevisError:
            return False

    return became_true(history, is_true)


STOPS = (
    Stop("refusal"),
    Stop("out-of-memory"),
    Stop("zero"),
    Stop("zero", frame=9),
    Stop("process", slot=3),
    Stop("expression", text="free < 10"),
    Stop("expression", text="refcount a[1] = 2"),
)  # fmt: skip


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: f"{stop.kind} {stop.text or stop.slot or stop.frame or ''}")
def test_going_on_meets_each_moment_once_both_ways(session: Session, stop: Stop) -> None:
    history = session.history
    assert history is not None
    expected = [Position(event, history.n_micro(event)) for event in brute(history, stop)]
    session.go_first()
    session.stops.add(stop)
    assert walked(session, forward=True) == expected
    last = Position(history.n_events - 1, history.n_micro(history.n_events - 1))
    assert walked(session, forward=False) == [at for at in reversed(expected) if at != last]


@pytest.mark.parametrize("field", ["next", "prev", "refcount", "owners"])
def test_a_field_stops_at_the_very_micro_step(session: Session, field: str) -> None:
    history = session.history
    assert history is not None
    frame = 9
    expected = [
        Position(event, micro)
        for event in range(1, history.n_events)
        for micro, note in enumerate(history.micro_steps(event), start=1)
        if note.startswith(f"w {field}[09]")
    ]
    session.stops.add(Stop("field", frame=frame, field=field))
    assert walked(session, forward=True) == expected
    assert walked(session, forward=False) == expected[::-1]
    assert expected


def test_play_halts_at_a_stop_and_goes_on_after_it_both_ways(session: Session) -> None:
    session.stops.add(Stop("refusal"))
    forward, backward = walked(session, forward=True), []
    session.seek(0)
    session.set_speed(60.0)
    halts: list[Position] = []
    session.stops.halted.connect(lambda: session.stops.halt and halts.append(session.position))

    def play(*, backwards: bool) -> None:
        session.play(backwards=backwards)
        while session.playing:
            session._tick()

    while not session.at_end():
        play(backwards=False)
    assert halts == forward
    backward, halts[:] = [at for at in reversed(forward) if at < session.position], []
    while not session.at_start():
        play(backwards=True)
    assert halts == backward


def test_a_halt_selects_what_it_is_about_says_so_and_goes_with_the_next_move(session: Session) -> None:
    session.select(Selection(9))
    session.stops.toggle_selected()
    session.select(Selection())
    session.seek(0)
    session.stops.go_on(forward=True)
    settle(session)
    halt = session.stops.halt
    assert halt is not None
    assert halt.words == "frame 0x09 is touched"
    assert session.selection == Selection(9)
    session.step()
    assert session.stops.halt is None
    session.stops.toggle_selected()
    assert session.stops.rows == ()


def test_what_is_off_stops_nothing(session: Session) -> None:
    session.stops.add(Stop("refusal"))
    session.stops.turn(session.stops.rows[0], on=False)
    assert session.stops.active == ()
    session.stops.go_on(forward=True)
    assert not session.stops.busy


def test_the_history_stands_where_it_stood_while_a_search_runs(session: Session) -> None:
    session.stops.add(Stop("expression", text="free = 1000"))
    session.seek(3, 2)
    before = session.position
    session.stops.go_on(forward=True)
    while session.stops.busy:
        assert session.position == before
        QCoreApplication.processEvents()
    assert session.position == before
    assert session.stops.halt is not None
    assert session.stops.halt.stop is None
    assert "No stop after" in session.stops.halt.words


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        (Stop("expression", text="free <"), "not complete"),
        (Stop("expression", text="nil < 3"), "compare"),
        (Stop("frame"), "Which frame"),
        (Stop("frame", frame=4000), "No such frame"),
        (Stop("process"), "Which process"),
        (Stop("field", frame=3), "Which field"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_a_reason(session: Session, stop: Stop, reason: str) -> None:
    with pytest.raises(PagevisError, match=reason):
        session.stops.add(stop)
    assert session.stops.rows == ()


def test_a_recording_says_what_it_cannot_tell(qapp: object) -> None:  # noqa: ARG001
    session = Session()
    history = open_path(str(RECORDING), Job(), None)
    session.show_history(history)
    told = {
        name for name in KINDS if "does not tell" not in why_not(history, Stop(name, text="free < 1", field="next"))
    }
    assert told == {"frame", "process", "zero", "out-of-memory", "refusal", "loss"}
    touched = int(history.event_columns().frame[1])
    session.seek(0)
    session.stops.add(Stop("frame", frame=touched))
    session.stops.go_on(forward=True)
    settle(session)
    assert session.position == Position(1, 0)
    assert session.selection == Selection(touched)


def test_every_kind_has_words(session: Session) -> None:
    for name in KINDS:
        assert describe(session.history, Stop(name, frame=5, slot=2, field="next", text="free = 3"))
