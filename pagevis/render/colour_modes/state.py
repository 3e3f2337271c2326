"""Colour by state: free, used by one, used by several, page cache, kernel and the rest. Owners do not show."""

from __future__ import annotations

import numpy as np

from pagevis.model.snapshot import U32, Kind
from pagevis.render.colour_modes._base import ColourMode, Seen


def _colours(seen: Seen) -> U32:
    theme, frames = seen.palette.theme, seen.frames
    colours = seen.palette.kind_colours(frames)
    used = frames.kind == Kind.USED
    shared = used & ((frames.holder2 != 0) | (frames.refcount > 1))
    both: U32 = np.where(shared, np.uint32(theme.rgb32("shared")), np.uint32(theme.rgb32("used")))
    np.copyto(colours, both, where=used)
    return colours


COLOUR_MODE = ColourMode(
    "state",
    "State",
    "Free, used, shared, kernel …: whose frame it is does not show",
    _colours,
    order=1,
)
