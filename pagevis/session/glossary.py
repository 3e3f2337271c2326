"""The field's words and what they mean: for tooltips, for "what is this?", for the manual's page. Text only."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

WIDE = 72  # characters of a tooltip's line: Qt does not break plain words


@dataclass(frozen=True, slots=True)
class Word:
    """One word, what it means in a sentence or two, and words under which it is looked up too."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()


WORDS: tuple[Word, ...] = (
    Word("frame", "A page-sized piece of physical memory; the smallest piece that is handed out.", ("page frame",)),
    Word("PFN", "Page frame number: a frame's place in physical memory. PFN × page size = physical address.", ("pfn",)),
    Word("physical address", "Where a byte lies in memory as the hardware counts it; programs see virtual addresses.",
         ("address",)),
    Word("page book", "The array of bookkeeping elements, one for every frame, the book's own frames included.",
         ("book",)),
    Word("element", "One entry of the page book: next, prev, reference count, owner list."),
    Word("next", "The link from an element to the one behind it in its list; ∅ (nil) ends the list."),
    Word("prev", "The link from an element to the one before it in its list."),
    Word("free list", "The elements of all frames that nobody holds, threaded through next; frames are taken from its "
         "head and put back there."),
    Word("free", "Held by nobody: the next request may get it."),
    Word("used", "Held by somebody: a process, a segment, perhaps several."),
    Word("used list", "The elements of all frames that are booked for somebody."),
    Word("head", "Where a list begins: the number of its first element."),
    Word("refcount", "Reference count: the number of holds on a frame. At zero the frame is free. A segment's own hold "
         "counts, and one process may hold a frame twice.", ("reference count",)),
    Word("hold", "One record that says: this holder keeps this frame, as this page of its own.", ("hold record",)),
    Word("owner list", "The holds on one frame, one behind the other: from a frame to those who keep it, the reverse "
         "lookup.", ("owners", "owner")),
    Word("holder", "Whoever keeps a frame: a process, a segment, the kernel, the page cache."),
    Word("allocated by", "The process that ran when the frame was handed out; it need not be the one that keeps it."),
    Word("held by", "Whoever keeps the frame now."),
    Word("shared", "Held more than once: by several processes, or by a segment and those attached to it."),
    Word("private", "Held by one holder alone."),
    Word("segment", "Shared memory with a name: an ordered array of frames that processes attach.",
         ("shared segment",)),
    Word("attach", "A process begins to hold every frame of a segment; detach ends it."),
    Word("fork", "A process makes a child that holds the same frames: shared, copied, or copied on write."),
    Word("copy on write", "A shared page stays shared until somebody writes to it; the writer then gets a frame of its "
         "own.", ("cow",)),
    Word("booked", "Entered in the used list of the page book."),
    Word("counted", "A kernel frame that is only counted: fewer frames are available, and nothing else is noted."),
    Word("managed", "All frames that the book hands out or counts: free + booked + counted."),
    Word("in flight", "On no list just now, in the middle of an event."),
    Word("kernel", "The kernel's own frames, with its code and data. They are no process's and still count."),
    Word("kernel heap", "Frames from which the kernel takes small blocks for its own data.", ("heap",)),
    Word("touched", "Read or written by the step that is shown."),
    Word("not yet mentioned", "A recording tells nothing of this frame up to here: whose it is cannot be known.",
         ("unknown",)),
    Word("written now", "The link that the step shown writes."),
    Word("reserved", "Never handed out: firmware, devices, memory that is kept back."),
    Word("hole", "Numbers without memory behind them."),
    Word("guard", "A virtual page on which nothing is mapped, so that running past the end faults at once."),
    Word("withheld", "A frame that is taken out of a direct map, so that its page stays unmapped.", ("unmapped",)),
    Word("page cache", "Frames that keep pieces of files, so that they need not be read again."),
    Word("order", "Allocations of 2^order frames in a row: order 0 is one frame, order 9 is 512."),
    Word("migratetype", "Whether Linux may move a frame's content elsewhere, to join free frames into larger runs."),
    Word("event", "One thing that happened to memory: allocate, free, share, exit, …"),
    Word("micro-step", "One read or write of one field while an event is carried out."),
    Word("request", "What a scenario asks for; the allocator chooses which frames."),
    Word("fact", "What a recording states: this frame went to that process."),
    Word("refused", "A request against a rule: it is answered with the rule's name and changes nothing."),
    Word("double free", "Giving back what was given back already; refused."),
    Word("invariant", "What must hold after every event: each frame on one list, counts that match, links both ways."),
    Word("finding", "Something a check found broken, or an expectation that was not met."),
    Word("loss", "Events that the recorder dropped because it could not keep up."),
    Word("scenario", "A text file of commands, captions, questions and expectations."),
    Word("recording", "A stored sequence of facts, as Linux tells them."),
    Word("branch", "Another course of events that begins at an event of the past; the old one is kept."),
    Word("snapshot", "All frames at one moment."),
)  # fmt: skip

_BY_NAME = {name.casefold(): row for row in WORDS for name in (row.word, *row.also)}


def meaning(word: str) -> str:
    """What a word of the field means, "" where it is none."""
    row = _BY_NAME.get(word.casefold())
    return row.meaning if row is not None else ""


def tip(word: str, more: str = "") -> str:
    """A tooltip that teaches a word: the word, what it means, and perhaps more about this very place."""
    told = f"{word[:1].upper()}{word[1:]}: {meaning(word)}" if meaning(word) else word
    return "\n".join(line for part in (told, more) if part for line in textwrap.wrap(part, WIDE))
