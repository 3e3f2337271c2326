"""Colour by reference count: how many holds there are on a frame."""

from __future__ import annotations

import numpy as np

from pagevis.render.colour_modes._base import ColourMode, Seen, scale_colours

CLASSES = ("1", "2", "3", "4", "5", "≥ 6")


def _word(seen: Seen, at: int) -> str:
    count = int(seen.frames.refcount[at])
    return f"×{count}" if count else ""  # a cell has room for no more


COLOUR_MODE = ColourMode(
    "refcount",
    "Refcount",
    "How many holds there are on the frame",
    lambda seen: scale_colours(seen, np.minimum(seen.frames.refcount, len(CLASSES)).astype(np.uint8)),
    word=_word,
    classes=CLASSES,
    measure="refcount",
    order=3,
)
