"""What a recording's history tells over all times, against its own moments one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pagevis.trace.recording import FactKind, Statistics
from pagevis.trace.recording_builder import RecordingBuilder
from pagevis.trace.recording_history import RecordingHistory

KINDS = (FactKind.ALLOC, FactKind.ALLOC, FactKind.FREE, FactKind.CACHE_ADD, FactKind.CACHE_REMOVE)
FACTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 3), st.integers(0, 20), st.integers(0, 2)), min_size=1, max_size=30
)


def _history(rows: list[tuple[FactKind, int, int, int]]) -> RecordingHistory:
    builder = RecordingBuilder()
    for time_ns, (kind, tid, pfn, order) in enumerate(rows):
        flags = builder.string("GFP_KERNEL")
        slot = builder.process_slot(tid, f"task{tid}")
        builder.add(kind, slot, time_ns, pfn=pfn, order=order, cpu=1, migratetype=1, flags=flags)
    builder.add(FactKind.ALLOC_FAILED, builder.process_slot(1, "task1"), 99, order=3)
    return RecordingHistory(builder.finish(title="t", path="t", form="test", warnings=(), statistics=Statistics()))


@given(FACTS)
def test_events_times_and_columns_agree_with_every_moment(rows: list[tuple[FactKind, int, int, int]]) -> None:
    history = _history(rows)
    n = history.snapshot().n_frames
    times, touched = np.zeros(n, np.int64), [[] for _ in range(30)]
    columns = history.event_columns()
    for event in range(history.n_events):
        history.seek(event)
        snapshot = history.snapshot()
        if 0 < event <= len(rows):
            kind, _, pfn, order = rows[event - 1]
            times[pfn : pfn + 2**order] += kind is FactKind.ALLOC
            assert (columns.frame[event], columns.order[event]) == (pfn, order)
        assert snapshot.times_used(0, n).tolist() == times.tolist()
        assert snapshot.times_used(3, 9).tolist() == times[3:9].tolist()
        for frame, last in enumerate(snapshot.frames(0, 30).last_event.tolist()):
            if last == event:
                touched[frame].append(event)
        row = history.event(event)
        assert columns.verbs[columns.verb[event]] == row.verb
        assert (columns.slot[event], bool(columns.refused[event])) == (row.slot, row.outcome != "ok")
    assert [history.frame_events(frame).tolist() for frame in range(30)] == touched


def test_an_element_says_what_the_last_event_about_the_frame_said() -> None:
    history = _history([(FactKind.ALLOC, 1, 4, 1), (FactKind.FREE, 2, 5, 0)])
    history.seek(2)
    snapshot = history.snapshot()
    held = {field.name: field.value for field in snapshot.element(4)}
    assert held == {
        "state": "used",
        "held by": "task1 (1)",
        "allocated by": "task1 (1)",
        "since event": "1",
        "since": "0.000000 s",
        "order": "1 (2 frames in a row)",
        "CPU": "1",
        "migratetype": "movable",
        "flags": "GFP_KERNEL",
        "times used": "1",
    }
    freed = {field.name: field.value for field in snapshot.element(5)}
    assert (freed["state"], freed["freed by"], freed["order"]) == ("free", "task2 (2)", "0 (1 frame)")
    assert [field.value for field in snapshot.element(900)] == ["unknown"]
    assert history.lookup() is None
    assert history.integrity() is None
    assert history.micro_steps(1) == ()
