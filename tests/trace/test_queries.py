"""What a scenario's history tells over all times, against the slow way of finding out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.scenarios import LINES, MACHINES, carry_out

from pagevis.model.snapshot import Kind
from pagevis.trace.model_history import ModelHistory

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
