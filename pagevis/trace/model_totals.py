"""What a whole scenario came to: frames by holder over time, and the figures of ``pagevis info``. Knows no cursor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pagevis.model.book import Book
from pagevis.model.snapshot import I64
from pagevis.model.words import BOOKED, COUNTED, KERNEL_HOLDER, NIL, NOBODY
from pagevis.trace.history import Usage
from pagevis.trace.script import Script, column

USAGE_HOLDERS = 24


def usage(script: Script, n_columns: int) -> Usage:
    """Frames by their oldest holder at about ``n_columns`` events, first and last included."""
    last = len(script.events) - 1
    events = np.unique(np.linspace(0, last, max(2, min(n_columns, last + 1))).round().astype(np.int64))
    book = Book(script.book.shape, bytearray(script.base))
    words = np.frombuffer(book.buffer, np.uint32)
    word, new = column(script.log_word), column(script.log_new)
    by, following, count = book.array("hold_by"), book.array("hold_next"), book.array("count")
    held = np.zeros((len(events), len(script.holders)), np.int64)
    here = 0
    for k, event in enumerate(events):
        part = slice(script.ends[here], script.ends[int(event)])
        words[word[part]] = new[part]
        here = int(event)
        oldest = by[(by != NOBODY) & (following == NIL)]
        held[k] = np.bincount(oldest, minlength=held.shape[1])
        held[k, KERNEL_HOLDER] += int(count[COUNTED])
    return _largest(events, held, book.n_frames)


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
