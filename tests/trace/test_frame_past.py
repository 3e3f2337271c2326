"""Who held a frame over time: what the history itself shows when one goes there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scenarios import LINES, MACHINES, carry_out


@given(LINES, st.sampled_from(sorted(MACHINES)), st.integers(0, 63))
def test_the_past_of_a_frame_is_what_one_sees_by_going_there(
    lines: list[tuple[str, str, tuple[object, ...]]], machine: str, frame: int
) -> None:
    history = carry_out(MACHINES[machine] + "\n".join(line for line, _, _ in lines))
    at = history.position
    told = history.frame_past(frame)
    assert history.position == at
    events = [past.event for past in told]
    assert events == sorted(set(events))
    for event in range(history.n_events):
        history.seek(event)
        seen = tuple(hold.slot for hold in history.snapshot().holders_of(frame))
        assert [past.slots for past in told if past.event <= event][-1] == seen, event


def test_a_frame_that_nothing_touches_has_no_past() -> None:
    history = carry_out(MACHINES["plain"])
    assert [past.slots for past in history.frame_past(60)] == [()] * len(history.frame_past(60))
    with pytest.raises(IndexError):
        history.frame_past(64)
