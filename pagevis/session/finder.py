"""What a person may mean by what was typed into the search field: frames, events, marks, holders, states, words.

One parser for "find" and "go to". ``hits`` answers at once; words in events are looked for in slices by ``matching``.
Knows no widgets.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from pagevis.model.snapshot import I64, Holder, HolderKind, Kind, PfnTable, Snapshot
from pagevis.session.selection import Selection
from pagevis.trace.history import History

MOST = 8  # hits of a group
MOST_TYPED = 200  # characters that are looked at
SLICE_S = 0.006
CHUNK = 1 << 18  # frames looked through at once
KIND_NAMES = {
    "free": Kind.FREE,
    "reserved": Kind.RESERVED,
    "kernel": Kind.KERNEL,
    "page book": Kind.BOOK,
    "heap": Kind.HEAP,
    "hole": Kind.HOLE,
    "withheld": Kind.WITHHELD,
    "page cache": Kind.FILE,
    "not yet mentioned": Kind.UNKNOWN,
}
HOLDER_WORDS = {
    HolderKind.KERNEL: "the kernel",
    HolderKind.PROCESS: "process",
    HolderKind.SEGMENT: "segment",
    HolderKind.INTERRUPT: "interrupts",
    HolderKind.CACHE: "page cache",
}
_FRAME = re.compile(r"(?:frame\s+)?(@)?(0x)?([0-9a-f]{1,13})h?\Z")
_ADDRESS = re.compile(r"addr(?:ess)?\s+(?:0x)?([0-9a-f]{1,16})\Z")
_EVENT = re.compile(r"(?:event\s*|#)?([0-9][0-9,]{0,14})(?:\.([0-9]{1,9}))?\Z")
_TIME = re.compile(
    r"time\s+([0-9]{1,12}(?:\.[0-9]{0,9})?)\s*(s|ms|us|µs|ns)?\Z|([0-9]{1,12}(?:\.[0-9]{0,9})?)\s*(s|ms)\Z"
)
_UNIT_NS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1000, "µs": 1000, "ns": 1}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place to go to: a selection, an event, or both. ``group`` is the heading it stands under."""

    group: str
    title: str
    note: str = ""
    selection: Selection | None = None
    event: int | None = None
    micro: int | None = None


def hits(typed: str, history: History, snapshot: Snapshot, number_base: int = 16) -> list[Hit]:
    """All that the words may mean, the likeliest group first. Words in events are ``matching``'s."""
    text = " ".join(typed[:MOST_TYPED].casefold().split())
    if not text:
        return []
    found: list[Hit] = []
    for look in (_frames, _events, _times, _marks, _holders, _states):
        found += look(text, history, snapshot, number_base)
    return found


def _frame_hit(snapshot: Snapshot, table: PfnTable, frame: int, note: str = "") -> Hit:
    frames = snapshot.frames(frame, frame + 1)
    kind, holder = Kind(int(frames.kind[0])), int(frames.holder[0])
    state = snapshot.holders[holder].name if holder else kind.name.lower().replace("_", " ")
    return Hit("Frames", f"0x{table.pfn(frame):02x}", " · ".join(p for p in (state, note) if p), Selection(frame))


def _frames(text: str, _history: History, snapshot: Snapshot, base: int) -> Iterator[Hit]:
    table = PfnTable(snapshot.ranges)
    address = _ADDRESS.match(text)
    if address is not None:
        at = int(address[1], 16)
        frame = table.frame(at // snapshot.page_size_bytes)
        if frame is not None:
            yield _frame_hit(snapshot, table, frame, f"holds address {at:#x}")
        return
    typed = _FRAME.match(text)
    if typed is None:
        return
    at_sign, hex_sign, digits = typed.groups()
    decimal = digits.isdigit() and not hex_sign and (bool(at_sign) or base == 10)
    number = int(digits, 10 if decimal else 16)
    frame = table.frame(number)
    if frame is not None:
        yield _frame_hit(snapshot, table, frame)
    else:
        last = snapshot.ranges[-1]
        frame = table.frame(number // snapshot.page_size_bytes) if number >= last.first_pfn + last.n_frames else None
        if frame is not None:
            yield _frame_hit(snapshot, table, frame, f"holds address {number:#x}")


def _events(text: str, history: History, _snapshot: Snapshot, _base: int) -> Iterator[Hit]:
    typed = _EVENT.match(text)
    if typed is None:
        return
    event = int(typed[1].replace(",", ""))
    if event >= history.n_events:
        return
    row = history.event(event)
    micro = int(typed[2]) if typed[2] else None
    if micro is None:
        yield Hit("Events", f"event {event:,}", row.text, event=event)
    elif micro <= history.n_micro(event):
        yield Hit("Events", f"event {event:,}, micro-step {micro}", row.text, event=event, micro=micro)


def _times(text: str, history: History, _snapshot: Snapshot, _base: int) -> Iterator[Hit]:
    """Seconds after the first event; of a number as large as the recorder's clock, seconds on that clock."""
    typed = _TIME.match(text)
    first = history.event(1).time_ns if typed is not None and history.n_events > 1 else None
    if typed is None or first is None:
        return
    wanted = round(float(typed[1] or typed[3]) * _UNIT_NS[typed[2] or typed[4] or "s"])
    wanted += first if wanted < first else 0
    lo, hi = 1, history.n_events
    while lo < hi:  # the last event not after it
        middle = (lo + hi) // 2
        lo, hi = (middle + 1, hi) if (history.event(middle).time_ns or 0) <= wanted else (lo, middle)
    event = max(lo - 1, 0)
    yield Hit("Events", f"event {event:,}", f"{(wanted - first) / 1e9:g} s after the first", event=event)


def _marks(text: str, history: History, _snapshot: Snapshot, _base: int) -> Iterator[Hit]:
    name = text.removeprefix("mark ").strip()
    n = 0
    for mark in history.marks:
        if mark.kind in ("mark", "loss", "finding") and name in mark.text.casefold():
            n += 1
            if n > MOST:
                return
            yield Hit("Marks", mark.text, f"event {mark.event:,}", event=mark.event)


def _holders(text: str, _history: History, snapshot: Snapshot, _base: int) -> Iterator[Hit]:
    """By name or pid; exact ones first, then those that begin so, then those that contain it."""
    ranked: list[tuple[int, Holder]] = []
    for holder in snapshot.holders[1:]:
        name = holder.name.casefold()
        if text in (name, f"pid {holder.pid}", str(holder.pid)):
            ranked.append((0, holder))
        elif text in name:
            ranked.append((1 if name.startswith(text) else 2, holder))
    for _rank, holder in sorted(ranked, key=lambda pair: pair[0])[:MOST]:
        n = len(snapshot.frames_of(holder.slot))
        pid = f"pid {holder.pid}" if holder.pid and holder.pid != holder.slot else ""
        told = (HOLDER_WORDS.get(holder.kind, ""), pid, f"{n:,} frame{'' if n == 1 else 's'} now")
        note = " · ".join(word for word in told if word)
        yield Hit("Processes and segments", holder.name, note, Selection(slot=holder.slot))


def _chunks(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    for lo in range(0, snapshot.n_frames, CHUNK):
        yield lo, min(lo + CHUNK, snapshot.n_frames)


def _states(text: str, _history: History, snapshot: Snapshot, _base: int) -> Iterator[Hit]:
    if len(text) < 3:
        return
    wanted = {name: kind for name, kind in KIND_NAMES.items() if name.startswith(text)}
    counts = np.zeros(256, np.int64)
    shared, first = 0, -1
    if wanted or "shared".startswith(text):
        for lo, hi in _chunks(snapshot):
            frames = snapshot.frames(lo, hi)
            counts += np.bincount(frames.kind, minlength=256)
            several = np.flatnonzero(frames.refcount > 1)
            shared += len(several)
            first = lo + int(several[0]) if first < 0 and len(several) else first
    for name, kind in wanted.items():
        if counts[kind]:
            yield Hit("States", name, f"{counts[kind]:,} frames now", Selection(kind=kind))
    if "shared".startswith(text) and shared:
        yield Hit("States", "shared", f"{shared:,} frames now; goes to the first", Selection(first))


# Words in events

Matching = Generator[I64, None, None]


def matching(typed: str, history: History, snapshot: Snapshot) -> Matching:
    """Events in whose words every typed word occurs, ascending, in portions; it takes a pause every few ms."""
    words = typed[:MOST_TYPED].casefold().split()
    if not words:
        return
    if history.kind == "recording":
        yield _in_columns(words, history, snapshot)
        return
    found: list[int] = []
    end = time.monotonic() + SLICE_S
    for event in range(history.n_events):
        row = history.event(event)
        text = f"{row.text}\n{row.summary}\n{row.outcome}\n{history.said(event)}".casefold()
        if all(word in text for word in words):
            found.append(event)
        if event % 64 == 63 and time.monotonic() > end:
            yield np.array(found, np.int64)
            found, end = [], time.monotonic() + SLICE_S
    yield np.array(found, np.int64)


def _in_columns(words: list[str], history: History, snapshot: Snapshot) -> I64:
    """A recording has no sentences: a word is part of a verb, of a holder's name, a PFN, or "failed"."""
    columns = history.event_columns()
    table = PfnTable(snapshot.ranges)
    names = [holder.name.casefold() for holder in snapshot.holders]
    fits = np.ones(len(columns.slot), np.bool_)
    for word in words:
        verbs = np.array([word in verb.casefold() for verb in columns.verbs], np.bool_)
        slots = np.array([word in name for name in names], np.bool_)
        one = verbs[columns.verb] | slots[columns.slot]
        if word in "failed":
            one |= columns.refused
        digits = re.fullmatch(r"(?:0x)?([0-9a-f]{1,13})", word)
        frame = table.frame(int(digits[1], 16)) if digits is not None else None
        if frame is not None:
            one[history.frame_events(frame)] = True
        fits &= one
    return np.flatnonzero(fits).astype(np.int64)
