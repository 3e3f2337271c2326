"""Colour by use: how often a frame was handed out up to now. A scale of powers of two."""

from __future__ import annotations

from pagevis.render.colour_modes._base import ColourMode, Seen, logarithmic, scale_colours

CLASSES = ("once", "2–3 ×", "4–7 ×", "8–15 ×", "16–31 ×", "≥ 32 ×")


def _word(seen: Seen, at: int) -> str:
    times = int(seen.snapshot.times_used(seen.lo + at, seen.lo + at + 1)[0])
    return f"{times} ×" if times else ""


COLOUR_MODE = ColourMode(
    "reused",
    "Times reused",
    "How often the frame was handed out up to now",
    lambda seen: scale_colours(seen, logarithmic(seen.snapshot.times_used(seen.lo, seen.hi), len(CLASSES))),
    word=_word,
    classes=CLASSES,
    measure="handed out",
    order=4,
)
