"""Looks for the next moment at which a stop's condition comes true, either way in time, in slices. Decides nothing.

A search is a generator: it yields how far it is, and returns a ``Hit``. Between two slices the history stands where it
stood before, so that the window can paint.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

import numpy as np

from pagevis.model.snapshot import I64
from pagevis.session import walk
from pagevis.session.stop_conditions import KINDS, Stop
from pagevis.trace.history import History, Position

SLICE_S = 0.006


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment and the condition that came true there."""

    at: Position
    stop: Stop


Search = Generator[float, None, Hit | None]
Events = Callable[[Stop], I64]  # a stop's events, perhaps remembered


def search(history: History, stops: Iterable[Stop], events: Events, *, forward: bool, until: Position) -> Search:
    """The nearest moment beyond the position, up to and with ``until``."""
    at = history.position
    best: Hit | None = None
    asked = []
    for stop in stops:
        if KINDS[stop.kind].events is None:
            asked.append(stop)
            continue
        found = _nearest(history, stop, events(stop), at, forward=forward)
        if found is not None and _before(found, best.at if best is not None else until, best is None, forward=forward):
            best = Hit(found, stop)
    for stop in asked:
        limit = best.at if best is not None else until
        event = yield from _ask(history, stop, at, limit, forward=forward)
        found = walk.whole(history, event) if event is not None else None
        if found is not None and _before(found, limit, best is None, forward=forward):
            best = Hit(found, stop)
    return best


def _before(found: Position, limit: Position, or_equal: bool, *, forward: bool) -> bool:
    if found == limit:
        return or_equal
    return (found < limit) == forward


def _nearest(history: History, stop: Stop, events: I64, at: Position, *, forward: bool) -> Position | None:
    """Beyond ``at``, among a few events on that side: the one ``at`` stands in has moments on both."""
    k = int(np.searchsorted(events, at.event, side="left" if forward else "right"))
    for event in (events[k : k + 2] if forward else events[max(k - 2, 0) : k][::-1]).tolist():
        steps = history.write_steps(event, stop.field, stop.frame) if stop.field else ()
        moments = [Position(event, micro) for micro in steps] or [walk.whole(history, event)]
        beyond = [moment for moment in moments if moment != at and (moment > at) == forward]
        if beyond:
            return min(beyond) if forward else max(beyond)
    return None


def _ask(
    history: History, stop: Stop, at: Position, limit: Position, *, forward: bool
) -> Generator[float, None, int | None]:
    """The nearest event after which the condition holds, and did not before; the history is moved and put back."""
    is_true = KINDS[stop.kind].is_true
    assert is_true is not None
    inside = at.micro < history.n_micro(at.event)
    if forward:
        first, last = at.event + (not inside), limit.event
        order = range(first, last + 1)
    else:
        first, last = at.event - 1, limit.event
        order = range(first, last - 1, -1)
    if not order:
        return None

    def asked(event: int) -> bool:
        history.seek(event)
        return is_true(history, stop)

    here = history.position
    side = asked(first - 1) if forward and first else (asked(first) if not forward else False)
    history.seek(here.event, here.micro)
    k = 0
    while k < len(order):
        here, end = history.position, time.monotonic() + SLICE_S
        answer = None
        try:
            while k < len(order) and time.monotonic() < end:
                event = order[k]
                k += 1
                if forward:
                    was, side = side, asked(event)
                    answer = event if side and not was else None
                else:
                    was, side = side, event > 0 and asked(event - 1)
                    answer = event if was and not side else None
                if answer is not None:
                    break
        finally:
            history.seek(here.event, here.micro)
        if answer is not None:
            return answer
        yield k / len(order)
    return None
