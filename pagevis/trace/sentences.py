"""Plain sentences about events and micro-steps. Knows words, not the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pagevis.model.dialect import FRAME_VARIABLES
from pagevis.model.words import NIL, NOBODY

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NAMED_AT_MOST = 6


def amount(n: int, noun: str = "frame") -> str:
    """``three frames``, ``one frame``, ``128 frames``."""
    return f"{SMALL_NUMBERS[n] if n < len(SMALL_NUMBERS) else f'{n:,}'} {noun}{'' if n == 1 else 's'}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``; long lists end in how many more there are."""
    if len(items) > NAMED_AT_MOST:
        return ", ".join(items[: NAMED_AT_MOST - 1]) + f" and {len(items) - NAMED_AT_MOST + 1} more"
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def pfn_digits(last_pfn: int) -> int:
    """How many hex digits every PFN of a memory is written with: an even number, so that labels line up."""
    digits = max(2, len(f"{last_pfn:x}"))
    return digits + digits % 2 if digits < 6 else digits


def frame_namer(first_pfn: int, n_frames: int) -> Callable[[int], str]:
    """Names a memory's frame indices by their PFNs, in hex digits of one common width."""
    digits = pfn_digits(first_pfn + n_frames - 1)
    return lambda frame: f"{first_pfn + frame:0{digits}x}"


class Teller:
    """Tells what a micro-step did, in a sentence and in a terse note."""

    def __init__(
        self, name_frame: Callable[[int], str], name_holder: Callable[[int], str], lists: Sequence[str]
    ) -> None:
        self._frame = name_frame
        self._holder = name_holder
        self._lists = (*lists[:2], "spare records")

    def value(self, field: str, value: int) -> str:
        """A field's value as the code pane shows it."""
        if field in ("head", "next", "prev", "hold_frame"):
            return self.link(value)
        if field in ("owners", "hold_next", "page_next", "page_prev", "holder_first", "holder_last"):
            return "nil" if value == NIL else f"#{value}"
        if field in ("hold_by", "hold_via"):
            return "nobody" if value == NOBODY else self._holder(value)
        return str(value)

    def link(self, value: int) -> str:
        """A link's value: a frame, or nil."""
        return "nil" if value == NIL else self._frame(value)

    def variable(self, name: str, value: int) -> str:
        """A variable of the texts: a frame, a record, a holder, a list, or a number; NIL, whatever it stands for."""
        if value == NIL:
            return "nil"
        if name == "pile":
            return self._lists[value] if value < len(self._lists) else str(value)
        return self.value(_VARIABLES.get(name, ""), value)

    def place(self, field: str, index: int) -> str:
        """Which field of what: ``next[0b]``, ``head[free list]``."""
        if field == "head":
            return f"head[{self._lists[index]}]"
        if field == "count":
            return f"count[{_COUNTS[index]}]"
        if field in ("next", "prev", "refcount", "owners", "kind"):
            return f"{field}[{self._frame(index)}]"
        return f"{field}[{self._holder(index)}]" if field.startswith("holder_") else f"{field}[#{index}]"

    def note(self, field: str, index: int, value: int, written: bool) -> str:
        """Terse: ``w next[0b] ← 12``."""
        place, shown = self.place(field, index), self.value(field, value)
        return f"w {place} ← {shown}" if written else f"r {place} = {shown}"

    def sentence(self, field: str, index: int, value: int, old: int, written: bool) -> str:
        """The micro-step as somebody would say it in front of a class."""
        if not written:
            return f"Read {self.place(field, index)}: it is {self.value(field, value)}."
        if field == "head":
            return self._head(index, value, old)
        table: dict[str, Callable[[], str]] = {
            "next": lambda: (
                f"Element {self._frame(index)} ends its list: its next is nil."
                if value == NIL
                else f"Element {self._frame(index)} now points on to {self._frame(value)}."
            ),
            "prev": lambda: (
                f"Element {self._frame(index)} has nothing before it: its prev is nil."
                if value == NIL
                else f"Element {self._frame(index)} now points back to {self._frame(value)}."
            ),
            "refcount": lambda: f"The reference count of {self._frame(index)} goes from {old} to {value}.",
            "owners": lambda: f"The owner list of {self._frame(index)} begins with {self.value(field, value)} now.",
            "kind": lambda: f"Frame {self._frame(index)} changes its kind.",
            "count": lambda: f"{_COUNTED[index]}: {old:,} → {value:,}.",
            "hold_by": lambda: f"Record #{index} belongs to {self.value(field, value)} now.",
            "hold_frame": lambda: f"Record #{index} names frame {self._frame(value)}.",
            "hold_page": lambda: f"Record #{index} is page {value} of its holder.",
        }
        tell = table.get(field)
        return tell() if tell else f"{self.place(field, index)} becomes {self.value(field, value)}."

    def _head(self, index: int, value: int, old: int) -> str:
        name = self._lists[index]
        if index > 1:
            return f"The {name} begin with {self.value('owners', value)} now."
        if value == NIL:
            return f"The {name} is empty now: its head is nil."
        if old == NIL:
            return f"The {name} begins: its head points to {self._frame(value)}."
        return f"The {name}’s head now points to {self._frame(value)}, no longer to {self._frame(old)}."


# A variable of the texts -> the field whose values it has.
_VARIABLES = {
    **dict.fromkeys(FRAME_VARIABLES, "next"),
    **dict.fromkeys(("node", "other", "behind", "ahead", "tail"), "owners"),
    **dict.fromkeys(("holder", "process", "segment", "parent", "child", "giver", "taker", "via"), "hold_by"),
}
_COUNTS = ("available", "booked", "counted", "copies", "fresh")
_COUNTED = ("Frames available", "Frames booked as used", "Kernel frames counted", "Pages copied", "Records used so far")
