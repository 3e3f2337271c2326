"""Colour by age: how many events ago something happened to the frame. In powers of eight, strong where recent."""

from __future__ import annotations

import numpy as np

from pagevis.model.snapshot import U8, U32
from pagevis.render.colour_modes._base import ColourMode, Seen, scale_colours

EDGES = (1 << 12, 1 << 9, 1 << 6, 1 << 3, 1)  # events; older than the first is class 1, just now is class 6
CLASSES = ("> 4,096", "≤ 4,096", "≤ 512", "≤ 64", "≤ 8", "now")


def _ages(seen: Seen) -> tuple[U32, U8]:
    last = seen.frames.last_event
    ages = np.maximum(seen.snapshot.event_index - last, 0)
    classes = np.ones(len(last), np.uint8)
    for edge in EDGES[:-1]:
        classes += ages <= edge
    classes += ages < EDGES[-1]
    classes[last < 0] = 0
    return ages.astype(np.uint32), classes


def _word(seen: Seen, at: int) -> str:
    last = int(seen.frames.last_event[at])
    age = seen.snapshot.event_index - last
    return "" if last < 0 else "now" if age <= 0 else f"{age:,} ago"


COLOUR_MODE = ColourMode(
    "age",
    "Age",
    "How many events ago something happened to the frame: strong is recent",
    lambda seen: scale_colours(seen, _ages(seen)[1]),
    word=_word,
    classes=CLASSES,
    measure="events ago",
    order=2,
    follows_time=True,
)
