"""A recording's facts in plain words, for tables, caption and status bar. Text is made one event at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pagevis.model.snapshot import NO_FRAME, Kind, PfnTable
from pagevis.trace.history import EventColumns, EventRow
from pagevis.trace.recording import NO_INDEX, FactKind, Recording
from pagevis.trace.recording_entries import Entries


@dataclass(frozen=True, slots=True)
class _Fact:
    """One fact with its words ready for use in a sentence."""

    who: str
    file: str  # EXEC: the program
    child: str  # FORK: "name (pid N)"
    n_frames: int
    first: str  # "0x29c8be", "" without a frame
    n_odd: int  # of an ALLOC: frames still held; of a FREE: frames not seen allocated
    n_free_already: int  # of the odd ones of a FREE

    @property
    def span(self) -> str:
        if self.n_frames == 1:
            return self.first
        return f"{self.first}..0x{int(self.first, 16) + self.n_frames:x}"

    @property
    def frames(self) -> str:
        return f"frame {self.first}" if self.n_frames == 1 else f"{self.n_frames:,} frames from {self.first}"


def _alloc(fact: _Fact) -> tuple[str, str]:
    held = {0: "", fact.n_frames: ", still held until now"}.get(
        fact.n_odd, f", {fact.n_odd:,} of them still held until now"
    )
    return f"alloc {fact.who} {fact.span}", f"{fact.who} is given {fact.frames}{held}"


def _free(fact: _Fact) -> tuple[str, str]:
    unseen = fact.n_odd - fact.n_free_already
    whole = fact.n_frames
    parts = [
        ("never seen allocated" if n == whole else f"{n:,} of them never seen allocated")
        if what
        else ("free already" if n == whole else f"{n:,} of them free already")
        for n, what in ((unseen, True), (fact.n_free_already, False))
        if n
    ]
    return f"free {fact.who} {fact.span}", f"{fact.who} frees {fact.frames}" + "".join(f", {p}" for p in parts)


def _failed(fact: _Fact) -> tuple[str, str]:
    size = "a frame" if fact.n_frames == 1 else f"{fact.n_frames:,} frames in a row"
    return f"alloc {fact.who} {fact.n_frames} failed", f"{fact.who} asks for {size} and gets none"


_Words = Callable[[_Fact], tuple[str, str]]
_TABLE: dict[FactKind, tuple[str, _Words]] = {
    FactKind.ALLOC: ("alloc", _alloc),
    FactKind.FREE: ("free", _free),
    FactKind.ALLOC_FAILED: ("alloc", _failed),
    FactKind.CACHE_ADD: (
        "page cache",
        lambda f: (f"page cache + {f.span}", f"{f.who} adds {f.frames} to the page cache"),
    ),
    FactKind.CACHE_REMOVE: (
        "page cache",
        lambda f: (f"page cache - {f.span}", f"{f.who} removes {f.frames} from the page cache"),
    ),
    FactKind.FORK: ("fork", lambda f: (f"fork {f.who} {f.child}", f"{f.who} starts {f.child}")),
    FactKind.EXEC: ("exec", lambda f: (f"exec {f.who} {f.file}", f"{f.who} runs {f.file or 'another program'}")),
    FactKind.EXIT: ("exit", lambda f: (f"exit {f.who}", f"{f.who} exits; its frames come back later, one by one")),
}


VERBS: tuple[str, ...] = ("begin", *dict.fromkeys(verb for verb, _ in _TABLE.values()))


def columns(recording: Recording) -> EventColumns:
    """All events at once: the same verbs, holders and refusals as ``describe`` tells one by one."""
    codes = np.zeros(256, np.uint8)
    for kind, (verb, _) in _TABLE.items():
        codes[kind] = VERBS.index(verb)

    frame = np.where(recording.frame == NO_INDEX, NO_FRAME, recording.frame.astype(np.int64))
    return EventColumns(
        verbs=VERBS,
        verb=np.concatenate([codes[:1], codes[recording.kind]]),
        slot=np.concatenate([np.zeros(1, np.uint32), recording.process]),
        frame=np.concatenate([np.array([NO_FRAME]), frame]),
        order=np.concatenate([np.zeros(1, np.uint8), recording.order]),
        refused=np.concatenate([np.zeros(1, np.bool_), recording.kind == FactKind.ALLOC_FAILED]),
        time_ns=np.concatenate([recording.time_ns[:1], recording.time_ns]),
    )


def describe(recording: Recording, entries: Entries, pfns: PfnTable, event: int) -> EventRow:
    """Event ``event`` in words. Raises ``IndexError`` outside the recording."""
    if not 0 <= event <= recording.n_facts:
        raise IndexError(event)
    if event == 0:
        return EventRow(0, "begin", "begin", "nothing has been recorded yet: no frame has been mentioned yet")
    i = event - 1
    kind = FactKind(int(recording.kind[i]))
    slot = int(recording.process[i])
    rows = entries.rows(event)
    odd = entries.odd[rows]
    child = recording.holders[int(recording.arg[i])] if kind is FactKind.FORK else None
    fact = _Fact(
        who=recording.holders[slot].name,
        file=recording.strings[int(recording.flags[i])],
        child=f"{child.name} (pid {child.pid})" if child else "",
        n_frames=1 << int(recording.order[i]),
        first=f"0x{pfns.pfn(int(recording.frame[i])):x}" if len(odd) else "",
        n_odd=int(odd.sum()),
        n_free_already=int((entries.kind[entries.previous[rows]][odd] == Kind.FREE).sum()),
    )
    verb, words = _TABLE[kind]
    text, summary = words(fact)
    outcome = "failed" if kind is FactKind.ALLOC_FAILED else "ok"
    return EventRow(event, verb, text, summary, slot, outcome, time_ns=int(recording.time_ns[i]))
