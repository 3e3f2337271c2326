"""What typed words may mean: every form of frames, addresses, events, marks, times, names, states and words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from pagevis.base import resources
from pagevis.base.jobs import Job
from pagevis.model.snapshot import Kind
from pagevis.session import finder
from pagevis.session.session import Selection, Session
from pagevis.sources.opening import open_path
from pagevis.trace.history import Position

LESSON = min(resources.path("scenarios").glob("3-*.scenario"))
SAMPLE = resources.path("samples") / "compile.trace.txt.gz"


def opened(path: Path) -> Session:
    session = Session()
    session.show_history(open_path(str(path), Job(), None))
    return session


@pytest.fixture
def lesson(qapp: object) -> Session:  # noqa: ARG001 - timers need the application
    return opened(LESSON)


@pytest.fixture
def sample(qapp: object) -> Session:  # noqa: ARG001
    return opened(SAMPLE)


def hits(session: Session, typed: str, base: int = 16) -> list[finder.Hit]:
    history, snapshot = session.history, session.snapshot()
    assert history is not None
    assert snapshot is not None
    return finder.hits(typed, history, snapshot, base)


@pytest.mark.parametrize("typed", ["1b", "0x1b", "0X1B", "1B", "@27", "@0x1b", "frame 1b", " 001b ", "addr 0x1b000",
                                   "address 1bfff", "0x1b010"])  # fmt: skip
def test_a_frame_in_every_form(lesson: Session, typed: str) -> None:
    assert hits(lesson, typed)[0].selection == Selection(0x1B)


def test_decimal_numbers_where_they_are_preferred(lesson: Session) -> None:
    assert hits(lesson, "27", base=10)[0].selection == Selection(27)
    assert hits(lesson, "27", base=16)[0].selection == Selection(0x27)


@pytest.mark.parametrize(("typed", "event", "micro"), [("#4", 4, None), ("event 4", 4, None), ("4", 4, None),
                                                        ("4.2", 4, 2), ("event 4.2", 4, 2)])  # fmt: skip
def test_an_event_in_every_form(lesson: Session, typed: str, event: int, micro: int | None) -> None:
    found = [hit for hit in hits(lesson, typed) if hit.event is not None]
    assert [(hit.event, hit.micro) for hit in found] == [(event, micro)]


@pytest.mark.parametrize("typed", ["#99999", "event 999999999999", "4.999999", "0xffffffffffff", "", "   ", "%s" * 400,
                                   "\0", "é", "addr", "@", "time x", "time 1e999"])  # fmt: skip
def test_what_means_no_place_finds_none(lesson: Session, typed: str) -> None:
    assert not [hit for hit in hits(lesson, typed) if hit.event is not None or hit.selection is not None]


def test_names_states_and_marks(lesson: Session) -> None:
    history, snapshot = lesson.history, lesson.snapshot()
    assert history is not None
    assert snapshot is not None
    lesson.go_last()
    snapshot = lesson.snapshot()
    assert snapshot is not None
    for holder in snapshot.holders[2:]:
        assert any(hit.selection == Selection(slot=holder.slot) for hit in hits(lesson, holder.name.upper()))
    n_free = int(np.count_nonzero(snapshot.frames(0, snapshot.n_frames).kind == Kind.FREE))
    free = [hit for hit in hits(lesson, "free") if hit.selection == Selection(kind=Kind.FREE)]
    assert [hit.note for hit in free] == [f"{n_free:,} frames now"]
    for mark in history.marks:
        if mark.kind == "mark":
            assert any(hit.event == mark.event for hit in hits(lesson, f"mark {mark.text}"))


def test_words_in_events_are_found_and_gone_through(lesson: Session) -> None:
    history, search = lesson.history, lesson.search
    assert history is not None
    search.find("FRAME")
    while search.busy:
        QCoreApplication.processEvents()
    expected = [
        e
        for e in range(history.n_events)
        if "frame" in f"{history.event(e).text}\n{history.event(e).summary}\n{history.said(e)}".casefold()
    ]
    assert search.matches.tolist() == expected
    assert len(expected) > 1
    lesson.seek(expected[0])
    for event in [*expected[1:], expected[0]]:
        search.go_match(forward=True)
        assert lesson.position.event == event
    assert search.place_words() == f"1 of {len(expected)}"
    search.go_match(forward=False)
    assert lesson.position.event == expected[-1]


def test_columns_of_a_recording_answer_as_its_words_do(sample: Session) -> None:
    history, snapshot = sample.history, sample.snapshot()
    assert history is not None
    assert snapshot is not None
    name = snapshot.holders[int(history.event_columns().slot[1])].name.casefold()
    found = np.concatenate(list(finder.matching(f"free {name}", history, snapshot)))
    rows = [history.event(event) for event in range(history.n_events)]
    expected = [row.index for row in rows if row.verb == "free" and name in snapshot.holders[row.slot].name.casefold()]
    assert found.tolist() == expected


def test_a_time_leads_to_the_last_event_not_after_it(sample: Session) -> None:
    history = sample.history
    assert history is not None
    first, middle = history.event(1).time_ns, history.event(history.n_events // 2).time_ns
    assert first is not None
    assert middle is not None
    (hit,) = [hit for hit in hits(sample, f"time {(middle - first) // 1000}us") if hit.event is not None]
    found = hit.event
    assert found is not None
    assert (history.event(found).time_ns or 0) <= middle
    assert (history.event(min(found + 1, history.n_events - 1)).time_ns or 0) >= middle - 1000


@pytest.mark.parametrize("forward", [True, False])
def test_events_of_the_selection_are_those_that_touched_it(lesson: Session, forward: bool) -> None:
    history, search = lesson.history, lesson.search
    assert history is not None
    lesson.select(Selection(0x0A))
    (lesson.go_first if forward else lesson.go_last)()
    seen = []
    while search.event_of_selection(forward=forward) is not None:
        search.go_event_of_selection(forward=forward)
        seen.append(lesson.position)
    expected = [Position(e, history.n_micro(e)) for e in history.frame_events(0x0A).tolist()]
    assert seen == [
        at for at in (expected if forward else expected[::-1]) if at != (lesson.position if not seen else 0)
    ]
