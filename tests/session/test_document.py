"""The document's laws: what is added is what the text says, taking back is before, a branch leaves its parent alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot
from support.scenarios import HEAD, HEAD_EVENTS, LINES, MACHINES

from pagevis.base import resources
from pagevis.base.errors import PagevisError
from pagevis.session.session import Session
from pagevis.sources.opening import open_path
from pagevis.trace import live as lives
from pagevis.trace.model_history import ModelHistory

Lines = list[tuple[str, str, tuple[object, ...]]]
LESSONS = sorted(resources.path("scenarios").glob("*.scenario"))


def opened(text: str = HEAD) -> Session:
    session = Session()
    session.show_history(lives.carry_out(text.splitlines(), "test.scenario").history)
    session.go_last()
    return session


def history_of(session: Session) -> ModelHistory:
    assert isinstance(session.history, ModelHistory)
    return session.history


def everything(history: ModelHistory) -> list[object]:
    """All bytes of every moment after an event, and all words."""
    back = history.position
    found: list[object] = [history.marks, history.findings(), history.title, tuple(history.script.holders)]
    for event in range(history.n_events):
        history.seek(event)
        found.append((history.buffer, history.event(event), history.caption()))
    history.seek(back.event, back.micro)
    return found


def anew(session: Session) -> list[object]:
    live = lives.carry_out(session.document.text().splitlines(), "test.scenario")
    return everything(live.history)


@settings(max_examples=15)
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_lines_added_at_the_end_are_the_same_text_opened_anew(lines: Lines, machine: str) -> None:
    session = opened(MACHINES[machine])
    for line, _, _ in lines:
        session.document.act(line)
    assert session.at_end()
    assert everything(history_of(session)) == anew(session)


@settings(max_examples=15)
@given(LINES, st.data())
def test_taking_back_is_before(lines: Lines, data: st.DataObject) -> None:
    session = opened()
    seen = []
    for line, _, _ in lines[:8]:
        seen.append((session.document.text(), session.position, everything(history_of(session))))
        session.document.act(line)
    for text, position, all_of_it in reversed(seen):
        if data.draw(st.booleans()):
            session.seek(data.draw(st.integers(0, history_of(session).n_events - 1)))
        session.document.undo()
        assert session.document.text() == text
        assert session.position == position
        assert everything(history_of(session)) == all_of_it
    assert not session.document.modified
    assert session.document.why_not_undo() == "No line was added here"


@settings(max_examples=15)
@given(LINES, st.data())
def test_a_branch_leaves_its_parent_alone(lines: Lines, data: st.DataObject) -> None:
    head = HEAD + "\n".join(line for line, _, _ in lines[2:])
    session = opened(head)
    document, parent = session.document, everything(history_of(session))
    event = data.draw(st.integers(HEAD_EVENTS - 1, history_of(session).n_events - 2))
    session.seek(event)
    document.act(lines[0][0])
    document.act(lines[1][0])
    row = next(row for row in document.branches if row.is_current)
    assert (row.number, row.parent, row.fork_event, row.n_events) == (2, 1, event, event + 3)
    assert everything(history_of(session)) == anew(session)
    branch = everything(history_of(session))
    assert branch[4 : 4 + event + 1] == parent[4 : 4 + event + 1], "up to the fork all is as it was"
    document.show_branch(1)
    assert document.text() == head if head.endswith("\n") else document.text() == head + "\n"
    assert everything(history_of(session)) == parent
    document.show_branch(2)
    assert everything(history_of(session)) == branch
    document.undo()
    document.undo()
    assert [row.number for row in document.branches] == [1]
    assert session.position.event == event
    assert everything(history_of(session)) == parent


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_branches_everywhere(lesson: Path) -> None:
    text = lesson.read_text(encoding="utf-8")
    session = opened(text)
    for event in range(history_of(session).n_events - 1):
        session.document.show_branch(1)
        session.seek(event, 1)
        session.document.act("start Newcomer")
        kept = session.document.text().removesuffix("start Newcomer\n")
        assert text.startswith(kept.replace("# ask", "ask")), "lines before the fork stay as they were written"
        assert kept.count("\nask") == kept.count("\nreveal"), "no question stays open"
        assert everything(history_of(session)) == anew(session)


INSIDE = """memory 64 frames
repeat 2
start A
random 3 steps  # they are drawn
say "round # one"
exit A
end
start B
random 4 steps
"""


@pytest.mark.parametrize("event", range(16))
def test_a_fork_inside_a_block_writes_it_out(event: int) -> None:
    session = opened(INSIDE)
    history = history_of(session)
    if event >= history.n_events - 1:
        event = history.n_events - 2
    session.seek(event)
    before = [history.event(e).text for e in range(event + 1)]
    history.seek(event)
    state = history.buffer
    session.document.act("start New")
    new = history_of(session)
    assert [new.event(e).text for e in range(event + 1)] == before
    new.seek(event)
    assert new.buffer == state
    assert everything(new) == anew(session)


def test_a_line_that_cannot_be_carried_out_changes_nothing() -> None:
    session = opened()
    answers: list[tuple[str, str, bool]] = []
    session.document.acted.connect(lambda *answer: answers.append(answer))
    before = everything(history_of(session)), session.document.text(), session.position
    for line in ("alloc", "alloc Nobody 1", "frob", "boot", "memory 3 frames", 'say "open', "repeat 2", "", "# only"):
        session.document.act(line)
        assert (everything(history_of(session)), session.document.text(), session.position) == before
        assert answers[-1][0] == line
        assert answers[-1][1]
        assert not answers[-1][2]
    assert not session.document.modified


def test_a_refused_request_is_an_event_like_any_other() -> None:
    session = opened()
    answers: list[tuple[str, str, bool]] = []
    session.document.acted.connect(lambda *answer: answers.append(answer))
    n_events = history_of(session).n_events
    session.document.act("free B @9")
    assert history_of(session).n_events == n_events + 1
    assert history_of(session).event(n_events).outcome == "not-owner"
    assert not answers[-1][2]
    assert "Refused" in answers[-1][1]


def test_what_only_tells_belongs_to_the_event_at_the_position() -> None:
    session = opened()
    session.seek(2)
    session.document.act('say "two # 2"')
    session.document.act("mark here")
    assert len(session.document.branches) == 1
    assert history_of(session).caption().text == "two # 2"
    assert [(mark.event, mark.text) for mark in history_of(session).marks] == [(2, "here")]
    assert everything(history_of(session)) == anew(session)
    session.document.undo()
    session.document.undo()
    assert session.document.text() == HEAD


def test_what_tells_cannot_be_put_inside_a_repeat() -> None:
    session = opened(INSIDE)
    answers: list[tuple[str, str, bool]] = []
    session.document.acted.connect(lambda *answer: answers.append(answer))
    session.seek(2)
    session.document.act("mark here")
    assert "inside a repeat" in answers[-1][1]
    assert session.document.text() == INSIDE


def test_branches_are_thrown_away_one_by_one() -> None:
    session = opened()
    document = session.document
    for event in (2, 3):
        session.seek(event)
        document.act("start Q")
    assert [(row.number, row.parent) for row in document.branches] == [(1, None), (2, 1)]
    session.seek(1)
    document.act("start R")
    assert [(row.number, row.parent) for row in document.branches] == [(1, None), (2, 1), (3, 2)]
    for number, why in ((3, "shown now"), (2, "begins on it"), (1, "begins on it")):
        with pytest.raises(PagevisError, match=why):
            document.discard_branch(number)
    document.show_branch(2)
    document.discard_branch(3)
    document.show_branch(1)
    document.discard_branch(2)
    assert [row.number for row in document.branches] == [1]


def test_saved_and_opened_again_it_is_the_same(tmp_path: Path) -> None:
    session = opened()
    session.document.act('alloc A 2 as "')
    session.document.act('say "ein Rahmen für A"')
    session.document.act("free A @9")
    assert session.document.modified
    path = tmp_path / "mine.scenario"
    session.document.save(str(path))
    assert not session.document.modified
    assert session.document.path == str(path)
    live = lives.carry_out(path.read_text(encoding="utf-8").splitlines(), "test.scenario")
    assert everything(live.history) == everything(history_of(session))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.scenario"]


def test_a_place_that_cannot_be_written_keeps_what_was_there(tmp_path: Path) -> None:
    session = opened()
    session.document.act("start Q")
    with pytest.raises(PagevisError, match="cannot be written"):
        session.document.save(str(tmp_path / "missing" / "mine.scenario"))
    assert session.document.modified


def test_recordings_take_no_lines(repository: Path) -> None:
    session = Session()
    assert session.document.why_not_act() == "Open a lesson or a file first"
    session.show_history(open_path(str(repository / "tests" / "fixtures" / "linux" / "trace_pipe.txt")))
    assert "recording tells facts" in session.document.why_not_act()
    session.document.act("alloc A 1")
    assert session.document.branches == ()


LONG = HEAD.replace("memory 64", "memory 30000") + "random 40 steps\n"


def test_what_takes_longer_is_carried_out_in_the_background(qtbot: QtBot) -> None:
    session = opened(LONG)
    document, started = session.document, []
    document.work_started.connect(started.append)
    with qtbot.waitSignal(document.acted, timeout=20_000) as answer:
        document.act("alloc A 2000")
        assert started == ["alloc A 2000"]
        assert document.why_not_act() == "A line is still being carried out"
        assert document.text() == LONG
    assert answer.args[2]
    assert document.text() == LONG + "alloc A 2000\n"
    assert everything(history_of(session))[:6] == anew(session)[:6]
    session.seek(7)
    with qtbot.waitSignal(document.acted, timeout=20_000) as answer:
        document.act("alloc Nobody 1")
    assert answer.args[1].startswith("unknown process 'Nobody'")
    assert [row.number for row in document.branches] == [1]
    with qtbot.waitSignal(document.work_ended, timeout=20_000):
        document.undo()
    assert document.text() == LONG


def test_what_takes_longer_can_be_stopped(qtbot: QtBot) -> None:
    session = opened(LONG)
    document = session.document
    answers: list[tuple[str, str, bool]] = []
    document.acted.connect(lambda *answer: answers.append(answer))
    document.act("alloc A 2000")
    document.cancel()
    assert answers == [("alloc A 2000", "stopped: nothing has changed", False)]
    qtbot.wait(300)
    assert document.text() == LONG
    assert document.why_not_act() == ""
    assert document.shut_down()


def test_the_next_branch_and_round_to_the_first() -> None:
    session = opened()
    document = session.document
    assert document.why_no_other() == "There is only one branch"
    for event in (4, 3):
        document.show_branch(1)
        session.seek(event)
        document.act("start Q")
    seen = []
    for _ in range(3):
        document.show_next_branch()
        seen.append(next(row.number for row in document.branches if row.is_current))
    assert seen == [1, 2, 3]


def test_what_is_included_goes_along_to_another_place(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    (tmp_path / "here" / "part.scenario").write_text("pagevis-scenario 1\nstart A\nalloc A 2\n", encoding="utf-8")
    whole = tmp_path / "here" / "whole.scenario"
    whole.write_text("memory 64 frames\ninclude part.scenario\n", encoding="utf-8")
    session = Session()
    session.show_history(open_path(str(whole), allocator="page-book:element=32"))
    session.go_last()
    session.document.act("alloc A 1")
    there = tmp_path / "there" / "saved.scenario"
    session.document.save(str(there))
    history = open_path(str(there))
    assert isinstance(history, ModelHistory)
    assert history.buffer == history_of(session).buffer
    assert [history.event(e).text for e in range(4)] == [session.history.event(e).text for e in range(4)]  # type: ignore[union-attr]


def test_more_holders_than_there_is_room_for_get_another_book() -> None:
    session = opened("memory 64 frames\nrepeat 188\nstart A\nexit A\nend\n")
    for name in "BCDEFG":
        session.document.act(f"start {name} {name}1")
    assert everything(history_of(session))[-1] == anew(session)[-1]
    assert len(history_of(session).buffer) == len(history_of(opened(session.document.text())).buffer)


def test_a_long_text_goes_on_at_once() -> None:
    session = opened(HEAD + "random 3000 steps\n")
    answers: list[tuple[str, str, bool]] = []
    session.document.acted.connect(lambda *answer: answers.append(answer))
    session.document.act("exit A")
    session.document.act("exit Nobody")
    session.document.act("start Q")
    assert [good for _, _, good in answers] == [True, False, True]
    ended, whole = history_of(session), history_of(opened(session.document.text()))
    for event in (2, 1500, ended.n_events - 1):
        ended.seek(event)
        whole.seek(event)
        assert ended.buffer == whole.buffer
        assert ended.event(event) == whole.event(event)
