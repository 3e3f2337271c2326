"""Parts of the usage and the difference of two moments, against snapshots taken at those moments."""

from __future__ import annotations

import numpy as np
import pytest
from support.scenarios import carry_out

from pagevis.model.snapshot import HolderKind, Snapshot
from pagevis.trace import recording_totals
from pagevis.trace.history import History
from pagevis.trace.recording import FactKind, Statistics
from pagevis.trace.recording_builder import RecordingBuilder
from pagevis.trace.recording_history import RecordingHistory

TEXT = """pagevis-scenario 1
memory 64 frames
kernel 1..4
heap 4..8
allocator page-book element=16
guard virtual
boot
start A B
alloc A 6 as a
alloc B 3 as b
fork A C
free A a[0]
segment new ring 4 by A
attach ring B
write C C.1
exit A
alloc B 5 as more
exit B
"""
N_FACTS = 400
KINDS = (FactKind.ALLOC, FactKind.ALLOC, FactKind.FREE, FactKind.CACHE_ADD, FactKind.CACHE_REMOVE, FactKind.EXIT)


def recorded() -> RecordingHistory:
    """Random facts about few frames, so that every frame changes hands often."""
    rng = np.random.default_rng(7)
    builder = RecordingBuilder()
    for time_ns in range(N_FACTS):
        kind, tid = KINDS[rng.integers(len(KINDS))], int(rng.integers(1, 12))
        slot = builder.process_slot(tid, f"task{tid}")
        if kind is FactKind.EXIT:
            builder.exit(slot, time_ns, 0)
        else:
            builder.add(kind, slot, time_ns, pfn=int(rng.integers(60)) & ~3, order=int(rng.integers(3)))
    return RecordingHistory(builder.finish(title="t", path="t", form="test", warnings=(), statistics=Statistics()))


@pytest.fixture(params=["scenario", "recording"])
def history(request: pytest.FixtureRequest) -> History:
    """One of each kind."""
    return carry_out(TEXT) if request.param == "scenario" else recorded()


def held(snapshot: Snapshot) -> dict[int, set[int]]:
    return {h.slot: set(snapshot.frames_of(h.slot).tolist()) for h in snapshot.holders if h.slot}


def alive(snapshot: Snapshot) -> set[int]:
    kinds = (HolderKind.PROCESS, HolderKind.INTERRUPT)
    return {s.holder.slot for s in snapshot.states() if s.alive and s.holder.kind in kinds}


def test_the_difference_is_that_of_the_snapshots(history: History) -> None:
    rng = np.random.default_rng(1)
    for _ in range(60):
        first, last = sorted(rng.integers(0, history.n_events, 2).tolist())
        history.seek(first)
        was, counts, lived = held(history.snapshot()), history.snapshot().counts(), alive(history.snapshot())
        history.seek(last)
        now, later, lives = held(history.snapshot()), history.snapshot().counts(), alive(history.snapshot())
        history.seek(0)
        found = history.difference(first, last)
        assert (found.first, found.last) == (first, last)
        assert {c.slot: (c.gained, c.lost) for c in found.holders} == {
            s: (len(now[s] - was[s]), len(was[s] - now[s])) for s in was if was[s] != now[s]
        }
        assert (found.free, found.used) == (later.free - counts.free, later.used - counts.used)
        assert set(found.ended) >= lived - lives
        assert set(found.started) >= lives - lived
        weights = [c.gained + c.lost for c in found.holders]
        assert weights == sorted(weights, reverse=True)


def test_looking_at_differences_moves_nothing(history: History) -> None:
    history.seek(history.n_events // 2)
    before, at = held(history.snapshot()), history.position
    history.difference(0, history.n_events - 1)
    history.usage(9, 2, 7)
    assert history.position == at
    assert held(history.snapshot()) == before


@pytest.mark.parametrize("fine", [2, 16, 1 << 14])
def test_a_part_of_the_usage_is_that_part_of_the_whole(
    history: History, fine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_totals, "FINE", fine)
    whole = history.usage(history.n_events)
    assert whole.events.tolist() == list(range(history.n_events)) or fine < N_FACTS
    history_whole = recorded().usage(N_FACTS + 1) if history.kind == "recording" else whole
    for lo, hi, n_columns in ((0, history.n_events - 1, 8), (3, 9, 100), (5, 6, 3), (2, history.n_events - 2, 7)):
        part = history.usage(n_columns, lo, hi)
        assert part.events[-1] <= hi
        assert (np.diff(part.events) > 0).all()
        for k, event in enumerate(part.events.tolist()):
            at = np.flatnonzero(history_whole.events == event)
            if len(at):
                there = dict(zip(history_whole.slots, history_whole.held[:, at[0]].tolist(), strict=True))
                for slot, n in zip(part.slots, part.held[:, k].tolist(), strict=True):
                    assert there.get(slot, 0) == n


@pytest.mark.parametrize("n_columns", [2, 7, 1000])
def test_what_each_holds_over_time_is_what_the_snapshots_say(history: History, n_columns: int) -> None:
    found = history.held_by_all(n_columns)
    assert found.slots == tuple(range(len(history.snapshot().holders)))
    for k, event in enumerate(found.events.tolist()):
        history.seek(event)
        told = {state.holder.slot: state.n_frames for state in history.snapshot().states()}
        assert found.held[:, k].tolist() == [told.get(slot, 0) for slot in found.slots]
