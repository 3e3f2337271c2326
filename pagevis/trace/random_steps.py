"""Requests drawn at random, the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014) and a small mix.

Reads the book only to ask for what can be granted; carries nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pagevis.model.book import Book
from pagevis.model.words import AVAILABLE, FRESH, NIL, ON_WRITE, SPARE

_MASK = 2**64 - 1
MAX_FRAMES_AT_ONCE = 3
LOOK_THROUGH = 64  # pages of a process among which one is drawn


class SplitMix64:
    """Numbers from a seed. State is one 64-bit word."""

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK  # may be handed to another one, to go on from here

    def below(self, n: int) -> int:
        """A number from 0 to n - 1. The bias of the remainder is below 2^-40 for the small n used here."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return (z ^ (z >> 31)) % n


@dataclass(frozen=True, slots=True)
class Draw:
    """One drawn request: a verb of the language, who acts, and with what."""

    verb: str  # alloc, free, share, write
    slot: int
    other: int = 0  # the taker of a share
    n_frames: int = 0
    frame: int = 0
    page: int = 0


def draw(random: SplitMix64, book: Book, running: Sequence[int]) -> Draw | None:
    """The next request: 45 % allocations, 40 % releases, 10 % shares, 5 % writes, as far as they can be granted.

    None where nothing can be done: no memory, and nobody holds a frame.
    """
    slot = running[random.below(len(running))]
    choice = random.below(100)
    n_frames = 1 + random.below(MAX_FRAMES_AT_ONCE)
    node = _some_hold(random, book, slot)
    available, spare = book.count[AVAILABLE], _room_in_pool(book)
    can_allocate = available >= n_frames and spare >= n_frames
    if node is None:
        return Draw("alloc", slot, n_frames=n_frames) if can_allocate else _any_release(book, running)
    frame, page = book.hold_frame[node], book.hold_page[node]
    if choice < 45 and can_allocate:
        return Draw("alloc", slot, n_frames=n_frames)
    if 85 <= choice < 95 and len(running) > 1 and spare:
        others = [s for s in running if s != slot]
        return Draw("share", slot, others[random.below(len(others))], frame=frame, page=page)
    if choice >= 95 and (available or book.hold_copy[node] != ON_WRITE):
        return Draw("write", slot, frame=frame, page=page)
    return Draw("free", slot, frame=frame, page=page)


def _room_in_pool(book: Book) -> int:
    """Records that can still be had, as far as a short look tells: fresh ones, and a few of the spare ones."""
    room, node = book.n_holds - book.count[FRESH], book.head[SPARE]
    for _ in range(MAX_FRAMES_AT_ONCE):
        if node == NIL:
            break
        room, node = room + 1, book.hold_next[node]
    return room


def _some_hold(random: SplitMix64, book: Book, slot: int) -> int | None:
    node = book.holder_first[slot]
    for _ in range(random.below(LOOK_THROUGH)):
        following = NIL if node == NIL else book.page_next[node]
        if following == NIL:
            break
        node = following
    return None if node == NIL else node


def _any_release(book: Book, running: Sequence[int]) -> Draw | None:
    for slot in running:
        node = book.holder_first[slot]
        if node != NIL:
            return Draw("free", slot, frame=book.hold_frame[node], page=book.hold_page[node])
    return None
