"""The laws a sound book keeps, each a function that reads bytes and shares nothing with the texts that write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.model.book import Book
from pagevis.model.words import AVAILABLE, BOOKED, COUNTED, FREE, HOLE, NIL, NOBODY, RAM, RESERVED, USED, WITHHELD

Walks = tuple[NDArray[np.int64], NDArray[np.int64]]  # the frames of the free and of the used list, in their order
_LISTS = ((FREE, "free list"), (USED, "used list"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that does not hold: its name, the frame where it was seen (None: of all), and what was found."""

    rule: str
    frame: int | None
    message: str


def conservation(book: Book) -> list[Broken]:
    """free + booked + counted = managed, and each of the three is what the frames say."""
    kind, refcount = book.array("kind"), book.array("refcount")
    count = [int(c) for c in book.array("count")]
    managed = int(np.count_nonzero((kind != HOLE) & (kind != RESERVED) & (kind != WITHHELD)))
    total = count[AVAILABLE] + count[BOOKED] + count[COUNTED]
    found = []
    if total != managed:
        sums = f"{count[AVAILABLE]} free + {count[BOOKED]} booked + {count[COUNTED]} counted"
        found.append(Broken("conservation", None, f"{sums} = {total}, but {managed} frames are managed"))
    seen = (
        ("free", count[AVAILABLE], int(np.count_nonzero((kind == RAM) & (refcount == 0)))),
        ("booked", count[BOOKED], int(np.count_nonzero((kind == RAM) & (refcount > 0)))),
    )
    found += [
        Broken("conservation", None, f"the count of {name} frames says {says}, the frames say {are}")
        for name, says, are in seen
        if says != are
    ]
    return found


def on_one_list(book: Book, walks: Walks) -> list[Broken]:
    """Each element that can be handed out is on exactly one list, and the others are on none."""
    kind, refcount = book.array("kind"), book.array("refcount")
    times = [np.bincount(walks[pile], minlength=book.n_frames) for pile, _ in _LISTS]
    should = np.stack([(kind == RAM) & (refcount == 0), (kind == RAM) & (refcount > 0)]).astype(np.uint32)
    found = []
    for pile, name in _LISTS:
        for frame in np.flatnonzero(times[pile] != should[pile])[:8]:
            has, wants = times[pile][frame], should[pile][frame]
            found.append(Broken("one-list", int(frame), f"on the {name} {has} times, {wants} expected"))
    return found


def no_reserved_on_a_list(book: Book, walks: Walks) -> list[Broken]:
    """No reserved, hole, kernel, heap or book frame is ever handed out: none is on a list, none is held."""
    kind, refcount = book.array("kind"), book.array("refcount")
    found = [
        Broken("reserved", frame, f"a frame of kind {int(kind[frame])} is on the {name}")
        for pile, name in _LISTS
        for frame in walks[pile][kind[walks[pile]] != RAM].tolist()
    ]
    held = np.flatnonzero((kind != RAM) & (refcount > 0))[:8]
    return found + [Broken("reserved", int(f), "held, though it is not to be handed out") for f in held]


def links_agree(book: Book, walks: Walks) -> list[Broken]:
    """next and prev agree along both lists, and the first element of each has none before it."""
    prev = book.array("prev")
    found = []
    for pile, name in _LISTS:
        before = np.concatenate([[NIL], walks[pile][:-1]])[: len(walks[pile])]
        wrong = walks[pile][prev[walks[pile]] != before][:1].tolist()
        found += [Broken("links", frame, f"prev is not the element before it on the {name}") for frame in wrong]
    return found


def refcount_equals_holds(book: Book) -> list[Broken]:
    """A frame's count is the length of its owner list, which holds just the records that name the frame."""
    live = np.flatnonzero(book.array("hold_by") != NOBODY)
    frames = book.array("hold_frame")[live]
    holds = np.bincount(frames[frames < book.n_frames], minlength=book.n_frames)
    refcount, owners, following = book.array("refcount"), book.array("owners"), book.array("hold_next")
    found = [
        Broken("refcount", int(f), f"counted {int(refcount[f])}, held {int(holds[f])} times")
        for f in np.flatnonzero(holds != refcount)[:8]
    ]
    # Walk all owner lists together: after k rounds each cursor stands k records down its list.
    at = np.flatnonzero(owners != NIL)
    node, length = owners[at], np.zeros(book.n_frames, np.int64)
    for _ in range(book.n_holds + 1):
        if not len(at):
            break
        good = node < book.n_holds
        wrong = ~good
        wrong[good] = book.array("hold_frame")[node[good]] != at[good]
        found += [Broken("owners", int(f), "its owner list leads to a record of another frame") for f in at[wrong][:8]]
        at, node = at[~wrong], node[~wrong]
        length[at] += 1
        node = following[node]
        at, node = at[node != NIL], node[node != NIL]
    else:
        found.append(Broken("owners", int(at[0]), "its owner list runs in a circle"))
    found += [
        Broken("owners", int(f), f"its owner list has {int(length[f])} records, its count says {int(refcount[f])}")
        for f in np.flatnonzero(length != refcount)[:8]
    ]
    return found


def pages_agree(book: Book) -> list[Broken]:
    """Each holder's pages are linked both ways and are just the records that name it."""
    first, last = book.array("holder_first"), book.array("holder_last")
    after, before, by = (book.plain(book.fields[name]) for name in ("page_next", "page_prev", "hold_by"))
    records = np.bincount(book.array("hold_by"), minlength=book.shape.n_holders)
    found = []
    for holder in np.flatnonzero(book.array("holder_kind") != NOBODY):
        node, previous, n = int(first[holder]), NIL, 0
        while node != NIL and n <= book.n_holds:
            if node >= book.n_holds or before[node] != previous or by[node] != holder:
                found.append(Broken("pages", None, f"holder {holder}: its pages are not linked both ways"))
                break
            node, previous, n = after[node], node, n + 1
        else:
            if int(last[holder]) != previous or n != int(records[holder]):
                found.append(Broken("pages", None, f"holder {holder}: {n} pages linked, {records[holder]} recorded"))
    return found


OF_LISTS: tuple[Callable[[Book, Walks], list[Broken]], ...] = (on_one_list, no_reserved_on_a_list, links_agree)
OF_HOLDS: tuple[Callable[[Book], list[Broken]], ...] = (refcount_equals_holds, pages_agree)


def _walk(book: Book, pile: int, links: list[int]) -> NDArray[np.int64]:
    """The frames of a list, as ``Book.walk`` gives them, over links that were read out before: that is faster."""
    found: list[int] = []
    frame = int(book.array("head")[pile])
    while frame < book.n_frames and len(found) < book.n_frames:
        found.append(frame)
        frame = links[frame]
    return np.array(found, np.int64)


def broken(book: Book) -> list[Broken]:
    """Every law that does not hold; [] for a sound book."""
    links: list[int] = book.array("next").tolist()
    walks = _walk(book, FREE, links), _walk(book, USED, links)
    found = conservation(book)
    for of_lists in OF_LISTS:
        found += of_lists(book, walks)
    for of_holds in OF_HOLDS:
        found += of_holds(book)
    return found
