"""What a whole scenario came to: frames by holder over time, and the figures of ``pagevis info``. Knows no cursor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pagevis.model.book import Book
from pagevis.model.book_snapshot import BookSnapshot, Moment
from pagevis.model.snapshot import I64, HolderKind
from pagevis.model.words import BOOKED, COUNTED, KERNEL_HOLDER, NIL, NOBODY
from pagevis.trace.difference import Difference, compared, largest_first
from pagevis.trace.history import Usage
from pagevis.trace.script import Script, column

USAGE_HOLDERS = 24


def usage(script: Script, n_columns: int, lo: int, hi: int) -> Usage:
    """Frames by their oldest holder at about ``n_columns`` events from ``lo`` to ``hi``, both included."""
    events = np.unique(np.linspace(lo, hi, max(2, min(n_columns, hi - lo + 1))).round().astype(np.int64))
    book = Book(script.book.shape, bytearray(script.base))
    words = np.frombuffer(book.buffer, np.uint32)
    word, new = column(script.log_word), column(script.log_new)
    by, following, count = book.array("hold_by"), book.array("hold_next"), book.array("count")
    held = np.zeros((len(events), len(script.holders)), np.int64)
    here = 0  # what was written up to ``lo`` goes in with the first column
    for k, event in enumerate(events):
        part = slice(script.ends[here], script.ends[int(event)])
        words[word[part]] = new[part]
        here = int(event)
        oldest = by[(by != NOBODY) & (following == NIL)]
        held[k] = np.bincount(oldest, minlength=held.shape[1])
        held[k, KERNEL_HOLDER] += int(count[COUNTED])
    return _largest(events, held, book.n_frames)


def held_by_all(script: Script, n_columns: int) -> Usage:
    """Different frames of every holder at about ``n_columns`` events, the first and the last included."""
    last = len(script.events) - 1
    events = np.unique(np.linspace(0, last, max(2, min(n_columns, last + 1))).round().astype(np.int64))
    book = Book(script.book.shape, bytearray(script.base))
    words, word, new = np.frombuffer(book.buffer, np.uint32), column(script.log_word), column(script.log_new)
    by, frame, count = book.array("hold_by"), book.array("hold_frame"), book.array("count")
    held = np.zeros((len(script.holders), len(events)), np.int64)
    here = 0
    for k, event in enumerate(events.tolist()):
        part = slice(script.ends[here], script.ends[event])
        words[word[part]] = new[part]
        here = event
        live = by != NOBODY
        pairs = np.unique(by[live].astype(np.int64) * book.n_frames + frame[live])
        held[:, k] = np.bincount(pairs // book.n_frames, minlength=len(held))
        held[KERNEL_HOLDER, k] += int(count[COUNTED])
    return Usage(events, tuple(range(len(held))), held, book.n_frames)


def difference(script: Script, first: int, last: int) -> Difference:
    """The states after two events compared. Both are rebuilt from the log: no cursor moves."""
    before, after = _state(script, first), _state(script, last)
    was, now = ({state.holder.slot: state for state in s.states()} for s in (before, after))
    slots = np.arange(len(script.holders))
    changes = np.array([compared(before.frames_of(s), after.frames_of(s)) for s in slots.tolist()], np.int64)
    changes[0] = 0  # nobody
    processes = [s for s in slots.tolist() if script.holders[s].kind is HolderKind.PROCESS]
    alive = [{s for s in processes if s in states and states[s].alive} for states in (was, now)]
    return Difference(
        first,
        last,
        free=after.counts().free - before.counts().free,
        used=after.counts().used - before.counts().used,
        holders=largest_first(slots, changes[:, 0], changes[:, 1]),
        started=tuple(sorted(alive[1] - alive[0])),
        ended=tuple(sorted(alive[0] - alive[1])),
    )


def _state(script: Script, event: int) -> BookSnapshot:
    book = Book(script.book.shape, bytearray(script.base))
    end = script.ends[event]
    np.frombuffer(book.buffer, np.uint32)[column(script.log_word)[:end]] = column(script.log_new)[:end]
    moment = Moment(
        source=script.path,
        version=1,
        event_index=event,
        holders=script.holders,
        list_names=script.design.allocator.lists,
        last_event=lambda lo, hi: np.full(hi - lo, -1, np.int64),
        dirty_since=lambda _version: None,
        times_used=lambda lo, hi: np.zeros(hi - lo, np.uint32),
        name_frame=hex,
        inside_event=False,
    )
    return BookSnapshot(book, script.events[event].placement, moment)


def info(script: Script) -> Mapping[str, object]:
    """The keys of ``info --json``; those that only recordings have are None."""
    book = Book(script.book.shape, bytearray(script.base))
    np.frombuffer(book.buffer, np.uint32)[column(script.log_word)] = column(script.log_new)
    kernel_booked = int(np.count_nonzero(book.array("hold_by") == KERNEL_HOLDER))
    verbs: dict[str, int] = {}
    for event in script.events:
        verbs[event.verb] = verbs.get(event.verb, 0) + 1
    granted = [e for e in script.events if e.outcome == "ok"]
    refused = [e for e in script.events if e.outcome != "ok"]
    return {
        "path": script.path,
        "kind": "scenario",
        "source": "scenario",
        "title": script.title,
        "frames": book.n_frames,
        "page_size_bytes": script.events[0].placement.machine.page_size_bytes,
        "allocator": script.design.allocator.name,
        "events": len(script.events),
        "events_by_kind": dict(sorted(verbs.items())),
        "allocations": sum(e.verb == "alloc" for e in granted),
        "allocations_failed": sum(e.verb == "alloc" for e in refused),
        "frees": sum(e.verb == "free" for e in granted),
        "refused": len(refused),
        "frames_held_at_end": int(book.array("count")[BOOKED]) - kernel_booked,
        "processes": sum(len(e.calls) for e in granted if e.verb in ("start", "fork")),
        "truncated": False,
        **dict.fromkeys(_OF_RECORDINGS),
    }


_OF_RECORDINGS = (
    "format",
    "frames_mentioned",
    "frees_unmatched",
    "allocations_of_held",
    "page_cache_additions",
    "page_cache_removals",
    "forks",
    "execs",
    "exits",
    "lost_events",
    "loss_marks",
    "lines_skipped",
    "time_first",
    "time_last",
    "time_backwards",
    "other_events",
)


def _largest(events: I64, held: I64, n_frames: int) -> Usage:
    """The largest holders by their peak, the rest gathered under slot 0; empty ones left out."""
    peaks = held.max(axis=0)
    order = [int(s) for s in np.argsort(-peaks, kind="stable") if peaks[s] > 0]
    shown, rest = order[:USAGE_HOLDERS], order[USAGE_HOLDERS:]
    columns = [held[:, s] for s in shown]
    if rest:
        columns.append(held[:, rest].sum(axis=1))
    stacked = np.stack(columns) if columns else np.zeros((0, len(events)), np.int64)
    return Usage(events, (*shown, *([0] if rest else [])), stacked, n_frames)
