"""What a scenario's history tells over all times, against the slow way of finding out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.scenarios import LINES, MACHINES, carry_out

from pagevis.base.jobs import Job
from pagevis.model.snapshot import Kind
from pagevis.trace import scenario_text, words
from pagevis.trace.model_history import ModelHistory
from pagevis.trace.names import Names, NamesThen
from pagevis.trace.runner import Runner, n_holders, starts

Line = tuple[str, str, tuple[object, ...]]
MACHINE = st.sampled_from(sorted(MACHINES))


def _history(lines: list[Line], machine: str) -> ModelHistory:
    return carry_out(MACHINES[machine] + "\n".join(line for line, _, _ in lines))


@given(LINES, MACHINE)
def test_the_events_of_a_frame_are_those_at_which_it_was_touched_last(lines: list[Line], machine: str) -> None:
    history = _history(lines, machine)
    seen: list[set[int]] = [set() for _ in range(64)]
    for event in range(history.n_events):
        history.seek(event)
        for frame, last in enumerate(history.snapshot().frames(0, 64).last_event.tolist()):
            seen[frame] |= {last} - {-1}
    for frame in range(64):
        assert history.frame_events(frame).tolist() == sorted(seen[frame])


@given(LINES, st.sampled_from(sorted(set(MACHINES) - {"two cases"})))
def test_times_used_is_how_often_a_frame_began_to_be_held(lines: list[Line], machine: str) -> None:
    history = _history(lines, machine)
    history.seek(0)
    at_boot = held = _held(history)
    times = np.zeros(64, np.int64)
    for event in range(1, history.n_events):
        history.seek(event)
        now = _held(history)
        times += now & ~held  # no verb gives a frame back and hands it out again
        held = now
        found = history.snapshot().times_used(0, 64)
        assert found[~at_boot].tolist() == times[~at_boot].tolist()
        assert found[20:30].tolist() == history.snapshot().times_used(20, 30).tolist()


def _held(history: ModelHistory) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    kind = history.snapshot().frames(0, 64).kind
    return (kind == Kind.USED) | (kind == Kind.KERNEL)


NAMED = """alloc A 2 as a
free A a[0]
alloc B 1 as a
alloc A 1
exit B
start B
"""


@given(LINES, st.sampled_from(["plain", "two cases"]))
def test_words_mean_then_what_they_meant_while_it_ran(lines: list[Line], machine: str) -> None:
    text = MACHINES[machine] + NAMED + "\n".join(line for line, _, _ in lines)
    commands = scenario_text.read(text, "test.scenario")
    runner = Runner("test.scenario", n_holders(starts(commands)))
    running: dict[int, Names] = {}
    for _ in runner.each(commands, Job()):
        if runner.n_events and not runner.stage.case_began:
            running[runner.n_events - 1] = runner.stage.names.copy()
    history = ModelHistory(runner.finish())
    for event in [*range(history.n_events), *reversed(range(history.n_events)), 3, 9]:
        then = NamesThen(history.script.namings).at(event, over=True)
        assert (then.processes, then.segments, then.groups) == (
            running[event].processes,
            running[event].segments,
            running[event].groups,
        )
    last = history.n_events - 1
    history.seek(last)
    meant = history.lookup().frames(words.frames("a"))
    assert [named.frame for named in meant] == [*running[last].groups["a"]]


def test_a_name_of_later_is_not_known_yet() -> None:
    history = carry_out(MACHINES["plain"] + NAMED)
    a = words.frames("a[0]")
    seen = []
    for event, micro in ((6, None), (8, 2), (8, None), (6, None)):
        history.seek(event, micro)
        seen.append(history.lookup().one_frame(a))
    history.seek(6, 0)
    assert "a" not in history.lookup().names()
    assert seen[0] == seen[1] == seen[3]
    assert history.script.cases == []


def test_the_call_stack_and_the_variables_are_those_of_the_running_text() -> None:
    history = carry_out(MACHINES["plain"] + NAMED)
    seen: dict[tuple[str, ...], set[str]] = {}
    for micro in range(1, history.n_micro(6)):
        history.seek(6, micro)
        code = history.step().code
        assert code is not None
        lines = code.text.splitlines()
        assert code.stack[-1].line == code.line
        names = tuple(call.function for call in code.stack)
        seen.setdefault(names, set()).update(code.variables)
        assert f"def {names[-1]}(" in "\n".join(lines[code.function[0] - 2 : code.function[1]])
        assert code.variables.get("holder", "A") == "A"
    assert set(seen) >= {
        ("allocate",), ("allocate", "obtain", "take", "unlink"), ("allocate", "obtain", "enter", "push"),
        ("allocate", "hold", "join"), ("allocate", "hold", "append_page"),
    }  # fmt: skip
    assert seen[("allocate", "obtain", "take", "unlink")] == {"pile", "frame", "before", "after"}


def test_notes_of_another_event_are_the_same_as_those_met_on_the_way_and_leave_no_trace() -> None:
    history = carry_out(MACHINES["booked kernel"] + NAMED)
    for at in ((8, None), (8, 3), (0, 2), (0, 0)):
        history.seek(*at)
        before, position = history.buffer, history.position
        version = history.snapshot().version
        told = {event: list(history.micro_steps(event)) for event in range(history.n_events)}
        assert (history.buffer, history.position, history.snapshot().version) == (before, position, version)
    for event, notes in told.items():
        assert len(notes) == history.n_micro(event)
        for micro in range(1, history.n_micro(event)):
            history.seek(event, micro)
            assert history.step().note == notes[micro - 1]
    assert history.micro_steps(6)[-2:] == tuple(told[6][-2:])


def test_columns_say_of_every_event_what_its_row_says() -> None:
    history = carry_out(MACHINES["two cases"] + NAMED + "free A @60\n")
    columns = history.event_columns()
    for event in range(history.n_events):
        row = history.event(event)
        assert columns.verbs[columns.verb[event]] == row.verb
        assert columns.slot[event] == row.slot
        assert columns.refused[event] == (row.outcome != "ok")
    named = {history.event(e).text: int(columns.frame[e]) for e in range(history.n_events)}
    history.seek(history.n_events - 1)
    assert named["free A @60"] == -1
    assert named["alloc B 1 as a"] == named["free A a[0]"]
    assert history.event_columns() is columns


def test_a_sound_book_has_no_findings_and_a_broken_one_names_its_frame() -> None:
    history = carry_out(MACHINES["plain"] + NAMED)
    history.seek(6)
    assert history.integrity() == ()
    history.seek(6, 1)
    assert history.integrity() is None
    history.seek(7)
    history.book.refcount[20] = 3
    found = history.integrity()
    assert found
    assert {20} <= {finding.frame for finding in found}
    assert all(finding.noticed_by == "check" and finding.event == 7 for finding in found)


def test_an_element_is_told_as_its_bytes_are() -> None:
    history = carry_out(MACHINES["plain"] + NAMED)
    history.seek(5)
    fields = {field.name: (field.value, field.frame) for field in history.snapshot().element(63)}
    assert fields["kind"] == ("free", None)
    assert fields["next"] == ("nil", None)
    assert fields["prev"] == ("3e", 62)
    assert fields["refcount"] == ("0", None)
    assert fields["owners"] == ("nil", None)
    assert fields["element at"] == (f"{0xC0008000 + 63 * 16:#x}", 8)
