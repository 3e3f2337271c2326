"""The laws of the model and of time travel, over random scenarios."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference import Reference
from support.scenarios import HEAD_EVENTS, LINES, MACHINES, carry_out

from pagevis.model.book import Book
from pagevis.model.design import allocators
from pagevis.model.engine import run
from pagevis.model.invariants import broken
from pagevis.model.machine import lay_out
from pagevis.model.snapshot import Kind
from pagevis.model.words import OK
from pagevis.trace.model_history import ModelHistory

Line = tuple[str, str, tuple[object, ...]]


EVERY_ALLOCATOR = pytest.mark.parametrize("allocator", allocators())


def _history(lines: list[Line], machine: str = "plain", allocator: str | None = None) -> ModelHistory:
    return carry_out(MACHINES[machine] + "\n".join(line for line, _, _ in lines), allocator)


@EVERY_ALLOCATOR
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_every_invariant_holds_after_every_event(allocator: str, lines: list[Line], machine: str) -> None:
    history = _history(lines, machine, allocator)
    assert [f for f in history.findings() if f.noticed_by == "check"] == []
    for event in range(history.n_events):
        history.seek(event)
        assert broken(history.book) == []


@EVERY_ALLOCATOR
@given(LINES)
def test_agrees_with_a_naive_reference(allocator: str, lines: list[Line]) -> None:
    if allocator != "page-book":
        pytest.fail("the reference knows the page book's order only; say what this design promises")
    history = _history(lines)
    reference = Reference()
    for name in "ABC":
        reference.start(name)
    assert reference.segment("s", 2, "A") == reference.alloc("A", 4) == reference.alloc("B", 3) == "ok"
    assert reference.fork("A", "D", "cow") == "ok"
    _compare(history, HEAD_EVENTS - 1, reference)
    for event, (_, method, arguments) in enumerate(lines, HEAD_EVENTS):
        before = reference.copied()
        resolved = _resolve(reference, arguments)
        outcome = "no-frame" if resolved is None else getattr(reference, method)(*resolved)
        assert history.event(event).outcome == outcome, history.event(event).text
        if outcome != "ok":
            reference = before
        _compare(history, event, reference)


def _resolve(reference: Reference, arguments: tuple[object, ...]) -> tuple[object, ...] | None:
    """Pages named ``P.N`` as the frames they are now; None where there is no such page."""
    found: list[object] = []
    for argument in arguments:
        if not isinstance(argument, list):
            found.append(argument)
            continue
        targets = [reference.target(*t) if isinstance(t[0], str) else t for t in argument]
        if None in targets:
            return None
        found.append(targets)
    return tuple(found)


def _compare(history: ModelHistory, event: int, reference: Reference) -> None:
    history.seek(event)
    snapshot = history.snapshot()
    frames = snapshot.frames(0, 64)
    assert snapshot.counts().free == len(reference.free)
    assert snapshot.counts().counted == len(reference.kernel) + 5
    assert snapshot.counts().copies == reference.copies
    assert list(history.book.walk(0)) == reference.free[::-1]  # the page book's promise: last in, first out
    assert sorted(history.book.walk(1)) == sorted(reference.holds)
    assert {int(f) for f in np.flatnonzero(frames.kind == Kind.FREE)} == set(reference.free)
    assert {int(f) for f in np.flatnonzero(frames.kind == Kind.USED)} == set(reference.holds)
    for frame, holds in reference.holds.items():
        assert int(frames.refcount[frame]) == len(holds)
        found = [(snapshot.holders[h.slot].name, h.page) for h in snapshot.holders_of(frame)]
        assert Counter(found) == Counter((h.who.partition("#")[0], h.page) for h in holds)
    alive = {s.holder.name for s in snapshot.states() if s.alive and s.holder.kind.name == "PROCESS"}
    assert alive == reference.running
    for state in snapshot.states():
        if state.holder.kind.name == "PROCESS" and state.alive:
            mine = [f for _, f, _ in reference.pages(state.holder.name)]
            assert snapshot.frames_of(state.holder.slot).tolist() == mine
            assert state.n_frames == len(set(mine))


@EVERY_ALLOCATOR
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_forward_then_back_restores_every_byte_by_events(allocator: str, lines: list[Line], machine: str) -> None:
    history = _history(lines, machine, allocator)
    seen = []
    for event in range(history.n_events):
        history.seek(event)
        seen.append(history.buffer)
    for event in reversed(range(history.n_events)):
        history.seek(event)
        assert history.buffer == seen[event]


@EVERY_ALLOCATOR
@settings(max_examples=25)
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_forward_then_back_restores_every_byte_by_micro_steps(allocator: str, lines: list[Line], machine: str) -> None:
    history = _history(lines, machine, allocator)
    moments = [(e, j) for e in range(1, history.n_events) for j in range(history.n_micro(e) + 1)]
    seen = {}
    for moment in moments:
        history.seek(*moment)
        seen[moment] = history.buffer
    for moment in reversed(moments):
        history.seek(*moment)
        assert history.buffer == seen[moment]


@EVERY_ALLOCATOR
@settings(max_examples=25)
@given(LINES, st.sampled_from(sorted(MACHINES)), st.randoms(use_true_random=False))
def test_a_jump_equals_straight_replay(allocator: str, lines: list[Line], machine: str, rng: random.Random) -> None:
    history = _history(lines, machine, allocator)
    straight, script = _straight_replay(history), history.script
    for _ in range(30):
        event = rng.randrange(history.n_events)
        micro = rng.choice([None, rng.randint(0, history.n_micro(event))])
        history.seek(event, micro)
        if micro is None or micro == history.n_micro(event):
            assert history.buffer == straight[event]
        elif micro == 0 and event:
            began = script.acts[event] > script.begins[event]
            assert history.buffer == straight[0 if began else event - 1]


def _straight_replay(history: ModelHistory) -> list[bytes]:
    """The buffer after each event, by the texts run plainly on a fresh book: no log, no notes, no undo."""
    script = history.script
    book = Book(script.book.shape)
    lay_out(script.events[0].placement, book)
    found = []
    for number, event in enumerate(script.events):
        if script.acts[number] > script.begins[number]:  # a case: again from the state before the first one
            book.buffer[:] = found[0]
        if event.outcome == "ok":
            assert run(script.design, book, event.calls) == OK
        found.append(bytes(book.buffer))
    return found


@EVERY_ALLOCATOR
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_a_refused_request_changes_nothing(allocator: str, lines: list[Line], machine: str) -> None:
    history = _history(lines, machine, allocator)
    for event in range(1, history.n_events):
        if history.event(event).outcome != "ok":
            history.seek(event, 0)
            before = history.buffer
            history.seek(event)
            assert history.buffer == before


@EVERY_ALLOCATOR
@given(LINES, st.sampled_from(sorted(MACHINES)))
def test_looking_changes_nothing(allocator: str, lines: list[Line], machine: str) -> None:
    history = _history(lines, machine, allocator)
    event = history.n_events // 2
    for micro in (0, history.n_micro(event) // 2, history.n_micro(event)):
        history.seek(event, micro)
        before = history.buffer
        history.step()
        history.caption()
        history.usage(10)
        history.info()
        snapshot = history.snapshot()
        snapshot.frames(0, 64)
        snapshot.states()
        snapshot.on_list(0, 64)
        assert history.buffer == before
        assert history.position.micro == micro
