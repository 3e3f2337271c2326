"""Frame -> colour. A holder keeps its colour for the whole session. Knows themes and columns; paints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pagevis.model.snapshot import U8, U32, Frames, Holder, HolderKind, Kind
from pagevis.render.theme import PATTERNS, Theme, rgb32
from pagevis.trace.history import History

N_HUES = 12
SIZED_BY_COLUMNS = 64  # moments of a recording at which its holders are compared to find the largest

# kind of frame -> role of its colour; frames of other kinds (USED) have the colour of their holder
KIND_ROLE = {
    Kind.HOLE: "hole",
    Kind.UNKNOWN: "unknown",
    Kind.FREE: "free",
    Kind.RESERVED: "reserved",
    Kind.KERNEL: "kernel",
    Kind.BOOK: "book",
    Kind.HEAP: "heap",
    Kind.WITHHELD: "withheld",
    Kind.FILE: "cache",
}
HOLDER_ROLE = {
    HolderKind.NONE: "unknown",
    HolderKind.KERNEL: "kernel",
    HolderKind.INTERRUPT: "interrupt",
    HolderKind.CACHE: "cache",
}


@dataclass(slots=True, eq=False)  # arrays cannot be compared as one: a palette is equal to itself alone
class Palette:
    """Colours of holders and frames in one theme.

    Without ``largest``, holders take the strong hues in order of their slots, then the muted, then the pale ones. With
    it, those slots take the strong hues in the order given and everybody else shares the muted and pale ones.
    """

    theme: Theme
    largest: tuple[int, ...] = ()
    _holders: list[str] = field(default_factory=list)  # slot -> colour
    _patterns: list[str] = field(default_factory=list)  # slot -> pattern
    _n_owners: int = 0  # holders so far that took a hue of their own
    _lut: U32 = field(default_factory=lambda: np.empty(0, np.uint32))
    _kinds: U32 = field(init=False)

    def __post_init__(self) -> None:
        self._kinds = np.zeros(256, np.uint32)
        for kind, role in KIND_ROLE.items():
            self._kinds[kind] = self.theme.rgb32(role)
        self._kinds[Kind.USED] = self.theme.rgb32("used")

    def learn(self, holders: Sequence[Holder]) -> None:
        """Give colours to holders that are new since the last call; those known keep theirs."""
        for slot in range(len(self._holders), len(holders)):
            colour, pattern = self._colour(holders[slot])
            self._holders.append(colour)
            self._patterns.append(pattern)
        if len(self._lut) < len(self._holders):
            self._lut = np.array([rgb32(colour) for colour in self._holders], np.uint32)

    def _colour(self, holder: Holder) -> tuple[str, str]:
        """Colour and pattern of a holder that is new."""
        role = HOLDER_ROLE.get(holder.kind)
        if role is not None:
            return self.theme[role], ""
        n = len(self.theme.owners)
        if holder.slot in self.largest[:N_HUES]:
            at = self.largest.index(holder.slot)
        else:
            at = N_HUES + self._n_owners % (n - N_HUES) if self.largest else self._n_owners % n
            self._n_owners += 1
        return self.theme.owners[at], self.theme.patterns[at]

    def holder_colour(self, slot: int) -> str:
        """``#rrggbb`` of a holder that was learned; ``unknown`` for others."""
        return self._holders[slot] if slot < len(self._holders) else self.theme["unknown"]

    def holder_pattern(self, slot: int) -> str:
        """The pattern that tells a holder apart where its colour does not; "" for none."""
        return self._patterns[slot] if slot < len(self._patterns) else ""

    @property
    def has_patterns(self) -> bool:
        """Whether a holder that was learned has a pattern."""
        return any(self._patterns)

    def pattern_codes(self, frames: Frames) -> U8:
        """Index into ``PATTERNS`` of each frame's pattern; 0 where it has none, or more than one holder."""
        codes = np.array([PATTERNS.index(name) for name in self._patterns] or [0], np.uint8)
        one = (frames.kind == Kind.USED) & (frames.holder2 == 0) & (frames.holder < len(codes))
        found: U8 = np.where(one, codes[np.minimum(frames.holder, len(codes) - 1)], 0).astype(np.uint8)
        return found

    def holder_ink(self, holder: Holder) -> str:
        """The colour of text on a holder's colour."""
        role = HOLDER_ROLE.get(holder.kind)
        return self.theme[f"{role}_ink" if role else "owner_ink"]

    def slot_colours(self, slots: U32) -> U32:
        """0xffrrggbb of each slot; slots never learned are shown as unknown."""
        if not len(self._lut):
            return np.full(slots.shape, self.theme.rgb32("unknown"), np.uint32)
        known = np.minimum(slots, len(self._lut) - 1)
        colours: U32 = self._lut[known]
        colours[slots >= len(self._lut)] = self.theme.rgb32("unknown")
        return colours

    def kind_colours(self, frames: Frames) -> U32:
        """0xffrrggbb of each frame's kind; used frames all have one, whoever holds them."""
        colours: U32 = self._kinds[frames.kind]
        return colours

    def frame_colours(self, frames: Frames) -> U32:
        """0xffrrggbb of each frame: its kind's colour, or its first holder's where it is used."""
        colours: U32 = self._kinds[frames.kind]
        held = frames.kind == Kind.USED
        if held.any():
            colours[held] = self.slot_colours(frames.holder[held])
        return colours

    def second_colours(self, frames: Frames, first: U32) -> U32:
        """Like ``frame_colours``, for the lower band: the second holder's colour, ``first`` where there is none."""
        both = (frames.holder2 != 0) & (frames.kind == Kind.USED)
        if not both.any():
            return first
        colours = first.copy()
        colours[both] = self.slot_colours(frames.holder2[both])
        return colours


def palette_for(history: History, theme: Theme) -> Palette:
    """A palette for the whole session. The largest holders of a recording get the strong hues; a scenario's first."""
    if history.kind != "recording":
        return Palette(theme)
    kinds = (HolderKind.PROCESS, HolderKind.SEGMENT)
    holders = history.snapshot().holders
    slots = history.usage(SIZED_BY_COLUMNS).slots
    return Palette(theme, tuple(s for s in slots if s < len(holders) and holders[s].kind in kinds)[:N_HUES])
