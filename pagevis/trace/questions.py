"""A question that a scenario asks before it shows the answer, and what counts as that answer. Knows no state."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pagevis.trace.sentences import SMALL_NUMBERS
from pagevis.trace.words import STATES

_NOISE = re.compile(r"^(?:the|frame|pfn|state|it is|=)\s+|\s+(?:frames?|pages?|of them)$")
_NUMBER_WORDS = {word: n for n, word in enumerate(SMALL_NUMBERS)} | {"none": 0, "nothing": 0, "zero": 0}


@dataclass(frozen=True, slots=True)
class Question:
    """Asked once ``event`` is over, answered by what is true after event ``reveal``, which is later.

    ``kind`` is frame, number or state; ``answer`` is the answer as the window shows it: ``0a``, ``3``, ``free``.
    """

    event: int
    reveal: int
    text: str
    answer: str
    kind: str

    def accepts(self, typed: str, base: int = 16) -> bool:
        """Is this the answer, however it is written? Case, spaces, leading zeros and a noun beside it do not count.

        Frames: ``0a``, ``a``, ``0x0a``, ``frame 0a``, ``@10`` (decimal, as scenarios write it), ``@0x0a``. Digits
        alone are read as the map writes them, so in hexadecimal; ``base`` 10 where it shows decimal numbers.
        Numbers: decimal, ``0x…`` or a word up to ten. States by name.
        """
        return self._read(typed, base) == self._read(self.answer, 16)

    def understands(self, typed: str, base: int = 16) -> bool:
        """Is this an answer at all: a frame, a number, a state, as was asked?"""
        return self._read(typed, base) is not None

    def _read(self, typed: str, base: int) -> int | str | None:
        said = " ".join(typed.lower().split()).rstrip(".!")
        while (shorter := _NOISE.sub("", said)) != said:
            said = shorter
        if self.kind == "state":
            return said if said in STATES else None
        if self.kind == "frame":
            return said if said == "nil" else _frame(said, base)
        return _number(said)


def _digits(said: str, base: int) -> int | None:
    digits = said.removeprefix("0x")
    base = 16 if digits != said else base
    allowed = r"[0-9a-f]{1,16}" if base == 16 else r"[0-9]{1,16}"
    return int(digits, base) if re.fullmatch(allowed, digits) else None


def _frame(said: str, base: int) -> int | None:
    return _digits(said[1:], 10) if said.startswith("@") else _digits(said, base)


def _number(said: str) -> int | None:
    if said.startswith("-"):
        positive = _digits(said[1:].strip(), 10)
        return None if positive is None else -positive
    return _NUMBER_WORDS[said] if said in _NUMBER_WORDS else _digits(said.replace(",", ""), 10)
