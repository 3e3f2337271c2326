"""Colour by age: how many events ago something happened to the frame. Strong where recent, in steps that grow: a
lesson has a dozen events, a recording a hundred thousand."""

from __future__ import annotations

import numpy as np

from pagevis.model.snapshot import U8
from pagevis.render.colour_modes._base import ColourMode, Seen, scale_colours

EDGES = (0, 2, 8, 64, 1024)  # events; older than the last is class 1, just now is class 6
CLASSES = ("> 1,024", "≤ 1,024", "≤ 64", "≤ 8", "≤ 2", "now")


def _classes(seen: Seen) -> U8:
    """1 for the oldest … 6 for what was touched just now; 0 where nothing ever happened, as to most frames of a large
    recording: only the others are looked at."""
    touched = np.flatnonzero(seen.frames.last_event >= 0)
    ages = np.maximum(seen.snapshot.event_index - seen.frames.last_event[touched], 0)
    classes = np.zeros(len(seen.frames.last_event), np.uint8)
    classes[touched] = len(CLASSES) - np.searchsorted(EDGES, ages)
    return classes


def _word(seen: Seen, at: int) -> str:
    last = int(seen.frames.last_event[at])
    age = seen.snapshot.event_index - last
    return "" if last < 0 else "now" if age <= 0 else f"{age:,} ago"


COLOUR_MODE = ColourMode(
    "age",
    "Age",
    "How many events ago something happened to the frame: strong is recent",
    lambda seen: scale_colours(seen, _classes(seen)),
    word=_word,
    classes=CLASSES,
    measure="events ago",
    order=2,
    follows_time=True,
)
