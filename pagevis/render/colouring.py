"""How frames are coloured just now: a mode, and what is dimmed. One place, asked by pixels, cells and legend alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pagevis.base.discovery import discover
from pagevis.model.snapshot import U32, Frames, Kind
from pagevis.render.colour_modes._base import ColourMode, Seen

Bools = NDArray[np.bool_]


@cache
def colour_modes() -> dict[str, ColourMode]:
    """All modes by name, in the order of menus."""
    found = discover("pagevis.render.colour_modes", "COLOUR_MODE", ColourMode)
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def colour_mode(name: str) -> ColourMode:
    """The mode of that name; that of owners where there is none."""
    modes = colour_modes()
    return modes.get(name, modes["owner"])


@dataclass(frozen=True, slots=True)
class Colouring:
    """A mode by name, and holders and kinds of frames that are drawn faintly."""

    mode_name: str = "owner"
    dimmed_slots: frozenset[int] = frozenset()
    dimmed_kinds: frozenset[Kind] = frozenset()

    @property
    def mode(self) -> ColourMode:
        """The mode; that of owners where there is none of the name."""
        return colour_mode(self.mode_name)

    def colours(self, seen: Seen) -> tuple[U32, U32]:
        """0xffrrggbb of each frame, and of its lower band: the same array where no frame has two."""
        first = self.mode.colours(seen)
        second = self.mode.second(seen, first)
        dimmed = self.dimmed(seen.frames)
        if dimmed is None:
            return first, second
        ground = seen.palette.theme.rgb32("map")
        fainter = np.where(dimmed, faint(first, ground), first)
        return fainter, fainter if second is first else np.where(dimmed, faint(second, ground), second)

    def dimmed(self, frames: Frames) -> Bools | None:
        """Which frames are dimmed; None where none can be."""
        if not (self.dimmed_slots or self.dimmed_kinds):
            return None
        kinds = np.zeros(256, np.bool_)
        kinds[list(self.dimmed_kinds)] = True
        found: Bools = kinds[frames.kind]
        if self.dimmed_slots:
            slots = np.array(sorted(self.dimmed_slots), np.uint32)
            held = (frames.kind == Kind.USED) | (frames.kind == Kind.FILE)
            alone = (frames.holder2 == 0) | np.isin(frames.holder2, slots)
            found |= held & alone & np.isin(frames.holder, slots)
        return found


OWNERS = Colouring()


def faint(colours: U32, ground: int) -> U32:
    """Three quarters of the way to the ground."""
    back = np.uint32((ground >> 2) & 0x3F3F3F)
    mixed: U32 = ((colours >> np.uint32(2)) & np.uint32(0x3F3F3F)) + np.uint32(3) * back
    return mixed | np.uint32(0xFF000000)
