"""A recording's history against a naive replay with dictionaries: every moment, from anywhere, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import Kind, PfnTable
from pagevis.trace import recording_cursor
from pagevis.trace.recording import CACHE_SLOT, INTERRUPT_SLOT, NOBODY_SLOT, FactKind, Recording, Statistics
from pagevis.trace.recording_builder import MAX_ENTRIES, RecordingBuilder
from pagevis.trace.recording_history import RecordingHistory

PFNS = [*range(40), 1020, 1030, 5000, 1 << 33]
PAGE_KINDS = (FactKind.ALLOC, FactKind.FREE, FactKind.CACHE_ADD, FactKind.CACHE_REMOVE)

fact = st.one_of(
    st.tuples(st.sampled_from(PAGE_KINDS), st.integers(1, 5), st.sampled_from(PFNS), st.integers(0, 3)),
    st.tuples(st.sampled_from([FactKind.FORK, FactKind.EXEC, FactKind.EXIT]), *[st.integers(1, 5)] * 2, st.just(0)),
    st.tuples(st.just(FactKind.ALLOC_FAILED), st.integers(0, 5), st.just(0), st.integers(0, 9)),
)
facts = st.lists(fact, min_size=1, max_size=60).filter(lambda them: any(f[0] in PAGE_KINDS for f in them))


def build(rows: list[tuple[FactKind, int, int, int]]) -> Recording:
    """Thread 5 stands for interrupts. The second number is a PFN, or of a fork the child."""
    builder = RecordingBuilder()
    for time_ns, (kind, tid, pfn, order) in enumerate(rows):
        slot = INTERRUPT_SLOT if tid == 5 else builder.process_slot(tid, f"task{tid}")
        match kind:
            case FactKind.FORK:
                builder.fork(slot, time_ns, 0, pfn, f"task{pfn}")
            case FactKind.EXEC:
                builder.exec(tid, f"task{tid}", time_ns, 0, "/bin/true")
            case FactKind.EXIT:
                builder.exit(slot, time_ns, 0)
            case FactKind.ALLOC_FAILED:
                builder.add(kind, slot, time_ns, order=order)
            case _:
                builder.add(kind, slot, time_ns, pfn=pfn, order=order)
    return builder.finish(title="t", path="t", form="test", warnings=(), statistics=Statistics())


@dataclass
class Naive:
    """One moment: PFN -> what is known of it."""

    kind: dict[int, Kind] = field(default_factory=dict)
    holder: dict[int, int] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    allocated: set[int] = field(default_factory=set)
    last: dict[int, int] = field(default_factory=dict)


def replay(recording: Recording) -> Iterator[Naive]:
    """The moments after events 0, 1, 2, …; always the same object."""
    pfns = PfnTable(recording.ranges)
    now = Naive()
    yield now
    for i in range(recording.n_facts):
        kind, slot = FactKind(int(recording.kind[i])), int(recording.process[i])
        if kind in PAGE_KINDS:
            first = pfns.pfn(int(recording.frame[i]))
            for pfn in range(first, first + (1 << int(recording.order[i]))):
                now.last[pfn] = i + 1
                match kind:
                    case FactKind.ALLOC:
                        now.kind[pfn], now.holder[pfn], now.asked[pfn] = Kind.USED, slot, slot
                        now.allocated.add(pfn)
                    case FactKind.FREE:
                        now.kind[pfn], now.holder[pfn] = Kind.FREE, NOBODY_SLOT
                        now.allocated.discard(pfn)
                    case FactKind.CACHE_ADD:
                        now.kind[pfn], now.holder[pfn] = Kind.FILE, CACHE_SLOT
                    case FactKind.CACHE_REMOVE if now.kind.get(pfn) is not Kind.FREE:
                        now.kind[pfn] = Kind.USED
                        now.holder[pfn] = now.asked[pfn] if pfn in now.allocated else NOBODY_SLOT
        yield now


def agree(history: RecordingHistory, naive: Naive) -> None:
    snapshot = history.snapshot()
    frames = snapshot.frames(0, snapshot.n_frames)
    pfns = PfnTable(snapshot.ranges)
    expected_kind = np.full(snapshot.n_frames, Kind.UNKNOWN)
    expected_holder = np.zeros(snapshot.n_frames)
    expected_last = np.full(snapshot.n_frames, -1)
    for pfn, kind in naive.kind.items():
        frame = pfns.frame(pfn)
        assert frame is not None
        expected_kind[frame], expected_holder[frame] = kind, naive.holder[pfn]
        expected_last[frame] = naive.last[pfn]
        assert snapshot.allocated_by(frame) == naive.asked.get(pfn, 0)
        assert [h.slot for h in snapshot.holders_of(frame)] == [s for s in [naive.holder[pfn]] if s]
    held = np.isin(expected_kind, [Kind.USED, Kind.FILE])
    assert (frames.kind == expected_kind).all()
    assert (frames.holder == expected_holder).all()
    assert (frames.last_event == expected_last).all()
    assert (frames.refcount == held).all()
    counts = snapshot.counts()
    assert counts.free == (expected_kind == Kind.FREE).sum()
    assert counts.used == held.sum()
    assert counts.free + counts.used + counts.unknown == snapshot.n_frames
    n_of = {state.holder.slot: state.n_frames for state in snapshot.states()}
    for slot in range(1, len(snapshot.holders)):
        mine = np.flatnonzero(expected_holder == slot)
        assert (snapshot.frames_of(slot) == mine).all()
        assert n_of.get(slot, 0) == len(mine)


@settings(deadline=None, max_examples=60)
@given(facts, st.data())
def test_any_jump_equals_straight_replay(rows: list[tuple[FactKind, int, int, int]], data: st.DataObject) -> None:
    recording = build(rows)
    with mock.patch.object(recording_cursor, "CHECKPOINT_ENTRIES", data.draw(st.sampled_from([1, 4, 1 << 18]))):
        history = RecordingHistory(recording)
    targets = data.draw(st.lists(st.integers(0, recording.n_facts), min_size=1, max_size=12))
    for target in targets:
        history.seek(target)
        naive = next(state for i, state in enumerate(replay(recording)) if i == target)
        agree(history, naive)


def test_far_jumps_in_a_long_recording_equal_straight_replay() -> None:
    random = np.random.default_rng(7)
    kinds = random.choice(PAGE_KINDS, 3000)
    rows = [
        (FactKind(int(k)), int(random.integers(1, 6)), int(random.integers(60)), int(random.integers(3))) for k in kinds
    ]
    recording = build(rows)
    with mock.patch.object(recording_cursor, "CHECKPOINT_ENTRIES", 256):
        history = RecordingHistory(recording)
    wanted = set(random.integers(0, 3001, 40).tolist()) | {0, 3000}
    kinds_at = {i: (dict(now.kind), dict(now.holder)) for i, now in enumerate(replay(recording)) if i in wanted}
    for target in random.permutation(sorted(wanted) * 2).tolist():
        history.seek(target)
        frames = history.snapshot().frames(0, 64)
        kind, holder = kinds_at[target]
        assert frames.kind.tolist() == [kind.get(pfn, Kind.UNKNOWN) for pfn in range(64)]
        assert frames.holder.tolist() == [holder.get(pfn, 0) for pfn in range(64)]


@settings(deadline=None, max_examples=40)
@given(facts, st.data())
def test_what_changed_is_inside_what_is_called_dirty(
    rows: list[tuple[FactKind, int, int, int]], data: st.DataObject
) -> None:
    history = RecordingHistory(build(rows))
    seen: list[tuple[int, np.ndarray]] = []
    for target in data.draw(st.lists(st.integers(0, len(rows)), min_size=1, max_size=100)):
        history.seek(target)
        snapshot = history.snapshot()
        now = snapshot.frames(0, snapshot.n_frames).last_event
        for version, before in seen:
            changed = np.flatnonzero(before != now)
            lo, hi = snapshot.dirty_since(version) or (0, 0)
            assert not len(changed) or (lo <= changed[0] and changed[-1] < hi)
        seen.append((snapshot.version, now))
        assert snapshot.dirty_since(snapshot.version) is None


@settings(deadline=None, max_examples=40)
@given(facts, st.integers(1, 70))
def test_usage_sums_to_what_is_held(rows: list[tuple[FactKind, int, int, int]], n_columns: int) -> None:
    recording = build(rows)
    usage = RecordingHistory(recording).usage(n_columns)
    assert usage.events[0] == 0
    assert usage.events[-1] == recording.n_facts
    assert (np.diff(usage.events) > 0).all()
    assert usage.held.shape == (len(usage.slots), len(usage.events))
    for i, now in enumerate(replay(recording)):
        at = np.flatnonzero(usage.events == i)
        if len(at):
            holders = [h for pfn, h in now.holder.items() if now.kind[pfn] is not Kind.FREE]
            top = usage.slots[:-1]
            assert usage.held[:-1, at[0]].tolist() == [holders.count(slot) for slot in top]
            assert usage.held[-1, at[0]] == sum(h not in top for h in holders)
    assert usage.held.sum(axis=0).max() <= usage.n_frames


@settings(deadline=None, max_examples=40)
@given(facts)
def test_statistics_equal_a_naive_count(rows: list[tuple[FactKind, int, int, int]]) -> None:
    recording = build(rows)
    info = RecordingHistory(recording).info()
    held: set[int] = set()
    unmatched = again = 0
    for kind, _, pfn, order in rows:
        frames = set(range(pfn, pfn + (1 << order)))
        if kind is FactKind.ALLOC:
            again += len(frames & held)
            held |= frames
        elif kind is FactKind.FREE:
            unmatched += len(frames - held)
            held -= frames
    assert info["frames_held_at_end"] == len(held)
    assert info["frees_unmatched"] == unmatched
    assert info["allocations_of_held"] == again
    blocks = {p // 1024 for k, _, pfn, order in rows if k in PAGE_KINDS for p in (pfn, pfn + (1 << order) - 1)}
    assert info["frames"] == 1024 * len(blocks)


@settings(deadline=None, max_examples=40)
@given(facts)
def test_every_event_has_words_and_every_step_names_its_frames(rows: list[tuple[FactKind, int, int, int]]) -> None:
    history = RecordingHistory(build(rows))
    for index in range(history.n_events):
        row = history.event(index)
        assert row.index == index
        assert row.text
        assert row.summary
        history.seek(index)
        assert history.caption().summary == row.summary
        order = rows[index - 1][3]
        touches = index > 0 and rows[index - 1][0] in PAGE_KINDS
        forwards = history.step().touched
        assert len(forwards) == (1 << order if touches else 0)
        if index:
            history.seek(index - 1)
            assert (history.step().touched == forwards).all()


def small(*rows: tuple[FactKind, int, int, int]) -> RecordingHistory:
    return RecordingHistory(build(list(rows)))


def test_a_recording_knows_no_micro_steps_and_ends_where_it_ends() -> None:
    history = small((FactKind.ALLOC, 1, 3, 0))
    assert history.n_micro(1) == 0
    for outside in (-1, 2):
        with pytest.raises(IndexError):
            history.seek(outside)
        with pytest.raises(IndexError):
            history.event(outside)
    with pytest.raises(IndexError):
        history.seek(1, 1)


def test_a_reused_thread_id_is_another_process() -> None:
    history = small(
        (FactKind.ALLOC, 1, 3, 0), (FactKind.EXIT, 1, 0, 0), (FactKind.FREE, 1, 3, 0), (FactKind.FORK, 2, 1, 0),
        (FactKind.ALLOC, 1, 4, 0),
    )  # fmt: skip
    history.seek(3)
    lives = {s.holder.slot: s.alive for s in history.snapshot().states() if s.holder.pid == 1}
    assert lives == {}
    history.seek(5)
    (state,) = [s for s in history.snapshot().states() if s.holder.pid == 1]
    assert state.alive
    assert state.n_frames == 1
    assert history.info()["processes"] == 3


def test_oddities_are_said_in_words() -> None:
    history = small(
        (FactKind.FREE, 1, 8, 2), (FactKind.FREE, 1, 8, 0), (FactKind.ALLOC, 1, 8, 1), (FactKind.ALLOC, 2, 8, 2)
    )
    assert [history.event(i).summary for i in range(1, 5)] == [
        "task1 frees 4 frames from 0x8, never seen allocated",
        "task1 frees frame 0x8, free already",
        "task1 is given 2 frames from 0x8",
        "task2 is given 4 frames from 0x8, 2 of them still held until now",
    ]
    assert history.event(1).text == "free task1 0x8..0xc"


def test_more_than_a_machine_can_hold_is_refused() -> None:
    builder = RecordingBuilder()
    for i in range((MAX_ENTRIES >> 20) + 1):
        builder.add(FactKind.ALLOC, INTERRUPT_SLOT, 0, pfn=i << 20, order=20)
    with pytest.raises(PagevisError, match="at most"):
        builder.finish(title="", path="", form="", warnings=(), statistics=Statistics())
    builder = RecordingBuilder()
    for i in range((1 << 18) + 1):
        builder.add(FactKind.ALLOC, INTERRUPT_SLOT, 0, pfn=i << 10)
    with pytest.raises(PagevisError, match="covers"):
        builder.finish(title="", path="", form="", warnings=(), statistics=Statistics())
