"""What an allocator's file declares. The functions themselves are found by name when the text is linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pagevis.model.book import Book

FUNCTIONS = ("initialise", "take", "give", "enter", "leave")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of an allocator: what it may be, in words, and the values to choose from, () = a number."""

    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocator:
    """An allocator: a page of text with ``initialise``, ``take``, ``give``, ``enter`` and ``leave``.

    ``lists`` names what is threaded through the elements, in the order of ``book.head``. ``detects`` are the rules by
    which the design itself can refuse a request.
    """

    name: str
    title: str
    help: str
    lists: tuple[str, ...]
    detects: frozenset[str]
    contiguous: bool  # can it hand out frames that lie in a row?
    options: Mapping[str, Option] = field(default_factory=dict)


def take(book: Book) -> int:
    """Stands for the design's own ``take`` until a text is linked."""
    raise NotImplementedError(book)


def give(book: Book, frame: int) -> None:
    """Stands for the design's own ``give``."""
    raise NotImplementedError(book, frame)


def enter(book: Book, frame: int) -> None:
    """Stands for the design's own ``enter``."""
    raise NotImplementedError(book, frame)


def leave(book: Book, frame: int) -> None:
    """Stands for the design's own ``leave``."""
    raise NotImplementedError(book, frame)


def initialise(book: Book) -> int:
    """Stands for the design's own ``initialise``."""
    raise NotImplementedError(book)
