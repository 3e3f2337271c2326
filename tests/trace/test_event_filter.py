"""Which events fit words: the same as reading every row."""

from __future__ import annotations

import numpy as np
import pytest
from support.scenarios import MACHINES, carry_out

from pagevis.trace.event_filter import among, fitting, of_slot

LINES = "alloc B 2\nfree A @9\nfree A @9\nshare B C @13\nexit B\n"


@pytest.mark.parametrize(
    "words", ["alloc", "ALLOC B", "free refused", "free", "exit", "nothing-such", "share", "refused"]
)
def test_events_fit_by_verb_name_and_text(words: str) -> None:
    history = carry_out(MACHINES["plain"] + LINES)
    holders = history.snapshot().holders
    found = fitting(history, words).tolist()
    for event in range(history.n_events):
        row = history.event(event)
        told = f"{row.verb} {row.text} {holders[row.slot].name if row.slot else ''}".casefold()
        if row.outcome != "ok":
            told += " refused"
        if all(word in told for word in words.casefold().split()):
            assert event in found, row
        else:
            assert event not in found or "B" in words, row  # which is a PFN, too


def test_no_words_leave_all_events() -> None:
    history = carry_out(MACHINES["plain"] + LINES)
    assert fitting(history, "  ").tolist() == list(range(history.n_events))


def test_a_pfn_finds_the_events_that_begin_with_the_frame() -> None:
    history = carry_out(MACHINES["plain"] + LINES)
    columns = history.event_columns()
    frame = int(columns.frame[np.flatnonzero(columns.frame >= 0)[-1]])
    assert set(np.flatnonzero(columns.frame == frame)) <= set(fitting(history, f"0x{frame:02X}").tolist())


def test_events_of_a_process_are_those_in_which_it_acts() -> None:
    history = carry_out(MACHINES["plain"] + LINES)
    slot = next(holder.slot for holder in history.snapshot().holders if holder.name == "B")
    assert of_slot(history, slot).tolist() == [e for e in range(history.n_events) if history.event(e).slot == slot]
    assert among(np.array([1, 2, 5]), np.array([2, 5, 9])).tolist() == [False, True, True]
