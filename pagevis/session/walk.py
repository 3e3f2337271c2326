"""Where a step leads. All positions of a history stand in one line; these functions walk it. They never seek.

The line is (0, 0), (0, 1) … (0, n), (1, 1) … (1, m), (2, 1) …: the state before an event is the state after the one
before it, so it appears once. An event without micro-steps is one position.
"""

from __future__ import annotations

from collections.abc import Callable

from pagevis.trace.history import History, Position

Walk = Callable[[History, Position], Position]


def first(_history: History) -> Position:
    """Before anything happened."""
    return Position(0, 0)


def opening(history: History) -> Position:
    """Where a file opens: after boot, or before it where the scenario pauses there because boot is its subject. A
    recording opens at its end: at its beginning nothing is known of any frame, and there is nothing to see."""
    if history.kind == "recording":
        return last(history)
    paused = any(mark.kind == "pause" and mark.event == 0 for mark in history.marks)
    return first(history) if paused else whole(history, 0)


def last(history: History) -> Position:
    """After the last event."""
    return whole(history, history.n_events - 1)


def whole(history: History, event: int) -> Position:
    """After all micro-steps of an event."""
    return Position(event, history.n_micro(event))


def forward(history: History, at: Position) -> Position:
    """One micro-step on, across the border between events; the last position leads to itself."""
    if at.micro < history.n_micro(at.event):
        return Position(at.event, at.micro + 1)
    if at.event + 1 >= history.n_events:
        return at
    return Position(at.event + 1, min(1, history.n_micro(at.event + 1)))


def back(history: History, at: Position) -> Position:
    """One micro-step back; the first position leads to itself."""
    if at.micro > 1 or (at.micro == 1 and at.event == 0):
        return Position(at.event, at.micro - 1)
    return whole(history, at.event - 1) if at.event > 0 else at


def forward_event(history: History, at: Position) -> Position:
    """To the end of the event under way, or of the next one."""
    if at.micro < history.n_micro(at.event) or at.event + 1 >= history.n_events:
        return whole(history, at.event)
    return whole(history, at.event + 1)


def back_event(history: History, at: Position) -> Position:
    """To the end of the event before."""
    return whole(history, at.event - 1) if at.event > 0 else first(history)
