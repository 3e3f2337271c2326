"""What a scenario became when it was carried out: its events and every word they wrote. Pure record."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pagevis.model.book import Book
from pagevis.model.design import Design
from pagevis.model.engine import Call
from pagevis.model.machine import Placement
from pagevis.model.snapshot import Holder, HolderKind
from pagevis.trace.history import Finding, Mark
from pagevis.trace.names import Naming
from pagevis.trace.questions import Question


def column(values: array[int]) -> NDArray[np.uint32]:
    """One of a finished script's log columns, shape (entries,), as a view of its memory."""
    return np.frombuffer(values, np.uint32) if values else np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was carried out. ``calls`` replay it on the state before; ``n_micro`` reads and writes."""

    verb: str
    text: str
    summary: str
    told: str  # what came of it, in a sentence
    slot: int
    calls: tuple[Call, ...]
    outcome: str  # "ok" or the rule
    n_micro: int
    placement: Placement
    place: str
    line: int


@dataclass(slots=True)
class Script:
    """Events with what each wrote: words ``log_word[k]`` went from ``log_old[k]`` to ``log_new[k]``.

    Event ``e`` owns log entries ``begins[e]`` to ``ends[e]``; those before ``acts[e]`` start a case again and come
    before its first micro-step. ``base`` is the buffer after event 0, whose own writes are not logged.
    """

    design: Design
    path: str
    book: Book
    base: bytes = b""
    title: str = ""
    events: list[Event] = field(default_factory=list)
    begins: array[int] = field(default_factory=lambda: array("Q"))
    acts: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))
    log_word: array[int] = field(default_factory=lambda: array("I"))
    log_old: array[int] = field(default_factory=lambda: array("I"))
    log_new: array[int] = field(default_factory=lambda: array("I"))
    touch_event: array[int] = field(default_factory=lambda: array("I"))
    touch_frame: array[int] = field(default_factory=lambda: array("I"))
    holders: list[Holder] = field(
        default_factory=lambda: [Holder(0, "", HolderKind.NONE), Holder(1, "kernel", HolderKind.KERNEL)]
    )
    says: dict[int, list[str]] = field(default_factory=dict)
    focus: dict[int, int] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)  # first event of each case
    namings: list[tuple[int, Naming]] = field(default_factory=list)  # the journal that names.NamesThen reads
    questions: list[Question] = field(default_factory=list)  # in order of events
