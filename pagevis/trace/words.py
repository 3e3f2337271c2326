"""Takes a scenario's lines apart into words, and words into names, numbers, ranges and frames.

Knows the shape of words; knows no command. Every error names the word and what would be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pagevis.base.errors import PagevisError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]+|[0-9]+)\Z")
MAX_NUMBER = 2**52  # a PFN of a 64-bit machine has at most 52 bits
MAX_LINE_CHARACTERS = 10_000
SHOWN_CHARACTERS = 40

# Words with a meaning of their own in frames and expressions, which nothing else can be called.
COUNTS = ("free", "used", "booked", "counted", "managed", "copies", "largest-run")
STATES = ("hole", "free", "reserved", "kernel", "book", "heap", "used", "withheld")
OF_A_FRAME = ("refcount", "owners", "state", "next")
RESERVED_NAMES = frozenset((*COUNTS, *STATES, *OF_A_FRAME, "nil", "fails", "sound"))

_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"#][^\s"]*))')
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line; ``quoted`` words may hold anything and are never names or numbers."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class FrameRef:
    """Frames as a scenario names them. ``kind``: ``name`` (a group, segment, ``free``, ``used``, ``book``), ``page``
    (virtual page of a process) or ``pfn``. ``first``..``end`` half-open, both None for the whole of a name."""

    text: str
    kind: str
    name: str = ""
    first: int | None = None
    end: int | None = None
    stride: int = 1


def shorten(text: str) -> str:
    """A word as an error may show it."""
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def split(line: str) -> list[Word]:
    """The words of a line, without its comment. Raises ``PagevisError`` on an open quote or an endless line."""
    if len(line) > MAX_LINE_CHARACTERS:
        raise PagevisError(f"this line has {len(line)} characters", remedy=f"at most {MAX_LINE_CHARACTERS}")
    words: list[Word] = []
    at = 0
    while at < len(line):
        rest = line[at:].lstrip()
        if not rest or rest.startswith("#"):
            break
        found = _TOKEN.match(line, at)
        if found is None:
            raise PagevisError("a quoted text is not closed", remedy='end it with "')
        at = found.end()
        if found.group(1) is not None:
            words.append(Word(re.sub(r"\\(.)", lambda m: _ESCAPES.get(m.group(1), m.group(0)), found.group(1)), True))
        else:
            words.append(Word(found.group(2)))
    return words


def said(line: str) -> str:
    """A line without its comment and with single spaces between its words; quoted texts stay as they are."""
    found: list[str] = []
    at = 0
    while (word := _TOKEN.match(line, at)) is not None:
        found.append(word.group().strip() if word.group(1) is None else f'"{word.group(1)}"')
        at = word.end()
    return " ".join(found)


def number(text: str, what: str) -> int:
    """A number, decimal or ``0x…``, from 0 to 2^52."""
    if not NUMBER.match(text):
        remedy = "numbers are not negative here" if text.startswith("-") else "decimal or 0x…"
        raise PagevisError(f"'{shorten(text)}' is no {what}", remedy=remedy)
    if len(text) > 20 or int(text, 0 if text[:2] in ("0x", "0X") else 10) > MAX_NUMBER:
        raise PagevisError(f"'{shorten(text)}' is too large for a {what}", remedy=f"at most {MAX_NUMBER}")
    return int(text, 0 if text[:2] in ("0x", "0X") else 10)


def name(text: str, what: str) -> str:
    """A name: a letter, then letters, digits, ``_`` and ``-``."""
    if not NAME.match(text):
        raise PagevisError(
            f"'{shorten(text)}' is no name of a {what}", remedy="a letter, then letters, digits, _ and -"
        )
    return text


def new_name(text: str, what: str) -> str:
    """A name that may be given to something new."""
    if name(text, what) in RESERVED_NAMES:
        raise PagevisError(f"'{text}' cannot be the name of a {what}", remedy="the word has a meaning of its own")
    return text


def span(text: str, what: str) -> tuple[int, int]:
    """A half-open range ``A..B``."""
    first, dots, end = text.partition("..")
    if not dots:
        raise PagevisError(f"'{shorten(text)}' is no range", remedy=f"{what} takes A..B, the end not included")
    low, high = number(first, "frame number"), number(end, "frame number")
    if low >= high:
        raise PagevisError(f"the range {shorten(text)} is empty", remedy="the end is not included, so B is above A")
    return low, high


_PFNS = re.compile(r"@([^./]+)(?:\.\.([^./]+)(?:/([^./]+))?)?\Z")
_INDEXED = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)(?:\[([^\].]+)(?:\.\.([^\].]+))?\])?\Z")
_PAGE = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)\.([0-9xXa-fA-F]+)\Z")


def frames(text: str) -> FrameRef:
    """Frames: ``a``, ``a[1]``, ``a[0..2]``, ``P.2``, ``book[0]``, ``free[0]``, ``@0x1f``, ``@9..64/2``."""
    if found := _PFNS.match(text):
        first = number(found.group(1), "frame number")
        if found.group(2) is None:
            return FrameRef(text, "pfn", first=first, end=first + 1)
        span(f"{found.group(1)}..{found.group(2)}", "@")
        stride = number(found.group(3), "stride") if found.group(3) else 1
        if stride == 0:
            raise PagevisError(f"the stride of {shorten(text)} is 0", remedy="from 1 on")
        return FrameRef(text, "pfn", first=first, end=number(found.group(2), "frame number"), stride=stride)
    if found := _PAGE.match(text):
        page = number(found.group(2), "page number")
        return FrameRef(text, "page", found.group(1), page, page + 1)
    if found := _INDEXED.match(text):
        if found.group(2) is None:
            return FrameRef(text, "name", found.group(1))
        first = number(found.group(2), "index")
        if found.group(3) is None:
            return FrameRef(text, "name", found.group(1), first, first + 1)
        span(f"{found.group(2)}..{found.group(3)}", found.group(1))
        return FrameRef(text, "name", found.group(1), first, number(found.group(3), "index"))
    raise PagevisError(f"'{shorten(text)}' names no frames", remedy="write a, a[1], a[0..2], P.2, @0x1f or @9..64/2")


class Reader:
    """Reads the words behind a command one by one; every missing, odd or surplus word is one exact error."""

    def __init__(self, words: list[Word], usage: str) -> None:
        self._words = words
        self.usage = usage
        self._at = 0

    def more(self) -> bool:
        """Is there another word?"""
        return self._at < len(self._words)

    def peek(self) -> str:
        """The next word, '' at the end or where it is quoted."""
        return self._words[self._at].text if self.more() and not self._words[self._at].quoted else ""

    def word(self, what: str) -> str:
        """The next plain word."""
        if not self.more():
            raise PagevisError(f"{what} is missing", remedy=f"write: {self.usage}")
        word = self._words[self._at]
        if word.quoted:
            raise PagevisError(f"{what} stands without quotes", remedy=f"write: {self.usage}")
        self._at += 1
        return word.text

    def text(self, what: str) -> str:
        """The next word, which must be quoted."""
        if not self.more():
            raise PagevisError(f"{what} is missing", remedy=f"write: {self.usage}")
        if not self._words[self._at].quoted:
            raise PagevisError(f"{what} stands in quotes", remedy=f"write: {self.usage}")
        self._at += 1
        return self._words[self._at - 1].text

    def optional(self, *choices: str) -> str:
        """The next word if it is one of the choices, else ''."""
        if self.peek() in choices and self.more():
            return self.word("")
        return ""

    def rest(self) -> list[Word]:
        """All words that are left."""
        left = self._words[self._at :]
        self._at = len(self._words)
        return left

    def end(self) -> None:
        """Nothing may follow."""
        if self.more():
            raise PagevisError(
                f"'{shorten(self._words[self._at].text)}' is one word too many", remedy=f"write: {self.usage}"
            )
