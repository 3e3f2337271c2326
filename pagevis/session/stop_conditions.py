"""Conditions at which time stops: what each means as a set of moments of a history. Keeps nothing; knows no Qt.

A condition is the same moments forwards and backwards: those after which it came true, not all at which it is true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import I64, PfnTable
from pagevis.trace import expressions, words
from pagevis.trace.history import NOTHING_TOUCHED, History, Writes
from pagevis.trace.writes import ELEMENT_FIELDS, HOLDER

FIELD_WORDS = {"next": "next", "prev": "prev", "refcount": "reference count", "owners": "owner list"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One condition: ``kind`` names a row of ``KINDS``, which says what of the rest it needs."""

    kind: str
    frame: int | None = None  # None: any
    slot: int = 0
    field: str = ""
    text: str = ""  # an expression of the scenario language
    on: bool = True


@dataclass(frozen=True, slots=True)
class StopKind:
    """``events`` gives the events during which it comes true, ascending; or ``is_true`` must be asked event by event,
    with the history standing after each. ``needs``: of frame, field, process, expression; a trailing ? may be left."""

    title: str
    help: str
    needs: tuple[str, ...] = ()
    events: Callable[[History, Stop], I64] | None = None
    is_true: Callable[[History, Stop], bool] | None = None
    of_scenarios: bool = False  # a recording cannot tell


def _refusals(history: History, stop: Stop) -> I64:
    """Events that were refused; for "out-of-memory" those refused by that rule."""
    columns = history.event_columns()
    refused = np.flatnonzero(columns.refused).astype(np.int64)
    if stop.kind == "refusal" or history.kind == "recording":  # only failed allocations are told there
        return refused
    rules = {mark.event for mark in history.marks if mark.kind == "refused" and mark.text == "out-of-memory"}
    return refused[np.isin(refused, np.fromiter(rules, np.int64, len(rules)))]


def _marked(kind: str) -> Callable[[History, Stop], I64]:
    def events(history: History, _stop: Stop) -> I64:
        return np.unique(np.array([mark.event for mark in history.marks if mark.kind == kind], np.int64))

    return events


def _written(history: History, what: str) -> Writes:
    none = NOTHING_TOUCHED
    return history.writes(what) or Writes(none, none, none, none)


def _of_frame(stop: Stop, written: Writes, rows: I64) -> I64:
    return np.unique(written.event[rows if stop.frame is None else rows[written.index[rows] == stop.frame]])


def _zero(history: History, stop: Stop) -> I64:
    written = _written(history, "refcount")
    return _of_frame(stop, written, np.flatnonzero((written.value == 0) & (written.old != 0)))


def _field(history: History, stop: Stop) -> I64:
    written = _written(history, stop.field)
    return _of_frame(stop, written, np.arange(len(written.event)))


def _frame(history: History, stop: Stop) -> I64:
    return NOTHING_TOUCHED if stop.frame is None else history.frame_events(stop.frame)


def _process(history: History, stop: Stop) -> I64:
    """Where it acts, is given a frame, or loses one."""
    written = _written(history, HOLDER)
    given = written.event[(written.old == stop.slot) ^ (written.value == stop.slot)]
    acting = np.flatnonzero(history.event_columns().slot == stop.slot).astype(np.int64)
    return np.union1d(acting, given).astype(np.int64)


def _broken(history: History, _stop: Stop) -> bool:
    return bool(history.integrity())


def _expression(history: History, stop: Stop) -> bool:
    """Whether it holds here; words that mean nothing yet make it not hold."""
    lookup = history.lookup()
    try:
        return lookup is not None and expressions.holds(expressions.parse(words.split(stop.text)), lookup)[0]
    except PagevisError:
        return False


KINDS: dict[str, StopKind] = {
    "frame": StopKind("A frame is touched", "Any event that changes the frame's element or its holder", ("frame",),
                      _frame),
    "process": StopKind("A process or segment is touched", "It acts, is given a frame, or loses one", ("process",),
                        _process),
    "field": StopKind("A field of an element is written", "At the very micro-step that writes it",
                      ("field", "frame?"), _field, of_scenarios=True),
    "zero": StopKind("A reference count reaches zero", "The last hold on a frame goes, and the frame is free",
                     ("frame?",), _zero),
    "out-of-memory": StopKind("Out of memory", "A request asks for more frames than are free", (), _refusals),
    "refusal": StopKind("Any request is refused", "A rule of the book forbids it, and nothing changes", (), _refusals),
    "invariant": StopKind("The books are broken", "A law that must hold after every event is broken: a link, a count, "
                          "a frame on no list", (), is_true=_broken, of_scenarios=True),
    "loss": StopKind("Events were lost", "The recorder dropped events here", (), _marked("loss")),
    "expression": StopKind("An expression comes true", "In the scenario language: free < 10, refcount a[0] = 2",
                           ("expression",), is_true=_expression, of_scenarios=True),
}  # fmt: skip


def why_not(history: History, stop: Stop) -> str:
    """Why a condition cannot be watched here, "" where it can. What ``needs`` asks for must be there."""
    kind = KINDS[stop.kind]
    if kind.of_scenarios and history.kind == "recording":
        return "A recording does not tell this"
    if "frame" in kind.needs and stop.frame is None:
        return "Which frame?"
    if stop.frame is not None and not 0 <= stop.frame < history.snapshot().n_frames:
        return "No such frame"
    if "process" in kind.needs and not 0 < stop.slot < len(history.snapshot().holders):
        return "Which process or segment?"
    if "field" in kind.needs and stop.field not in ELEMENT_FIELDS:
        return f"Which field? One of {', '.join(ELEMENT_FIELDS)}"
    return _why_not_expression(history, stop) if "expression" in kind.needs else ""


def _why_not_expression(history: History, stop: Stop) -> str:
    """It must have a value here or at the end: a name unknown now may be known later. The position stays."""
    here = history.position
    try:
        parsed = expressions.parse(words.split(stop.text))
        reason = _no_value(history, parsed)
        if reason:
            history.seek(history.n_events - 1)
            reason = _no_value(history, parsed) and reason
    except PagevisError as error:
        return str(error)
    finally:
        history.seek(here.event, here.micro)
    return reason


def _no_value(history: History, parsed: expressions.Expression) -> str:
    lookup = history.lookup()
    try:
        if lookup is not None:
            expressions.holds(parsed, lookup)
    except PagevisError as error:
        return str(error)
    return ""


def describe(history: History | None, stop: Stop) -> str:
    """A condition in words: ``refcount of 0b is written``."""
    snapshot = history.snapshot() if history is not None else None
    frame = "a frame"
    if stop.frame is not None and snapshot is not None and stop.frame < snapshot.n_frames:
        frame = f"frame {PfnTable(snapshot.ranges).pfn(stop.frame):#04x}"
    if stop.kind == "frame":
        return f"{frame} is touched"
    if stop.kind == "process":
        known = snapshot is not None and stop.slot < len(snapshot.holders)
        return f"{snapshot.holders[stop.slot].name if snapshot is not None and known else 'a process'} is touched"
    if stop.kind == "field":
        return f"{FIELD_WORDS[stop.field]} of {frame} is written"
    if stop.kind == "zero":
        return f"the reference count of {frame} reaches zero"
    if stop.kind == "expression":
        return stop.text
    title = KINDS[stop.kind].title
    return title[:1].lower() + title[1:]
