"""What a colour mode promises. One file per mode here defines ``COLOUR_MODE``. Columns in, colours out; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pagevis.model.snapshot import U8, U32, Frames, Snapshot
from pagevis.render.palette import Palette
from pagevis.render.theme import rgb32


@dataclass(frozen=True, slots=True)
class Seen:
    """Frames to be coloured: ``frames`` are the columns of those from ``lo`` on."""

    snapshot: Snapshot
    lo: int
    frames: Frames
    palette: Palette

    @property
    def hi(self) -> int:
        """End of the half-open range."""
        return self.lo + len(self.frames.kind)


@dataclass(frozen=True, slots=True)
class ColourMode:
    """One way of colouring. ``classes``, where the mode is a scale: what each of its swatches means, from little to
    much; frames without a value keep the colour of their kind. ``word``: what a cell says instead of its owner."""

    name: str
    title: str
    help: str
    colours: Callable[[Seen], U32]  # 0xffrrggbb of each frame
    second: Callable[[Seen, U32], U32] = lambda _seen, first: first  # of the lower band of cells
    word: Callable[[Seen, int], str] | None = None
    classes: tuple[str, ...] = ()
    measure: str = ""  # of a scale: "refcount"
    order: int = 0  # in menus
    follows_time: bool = False  # colours change though nothing happens to a frame


def scale_colours(seen: Seen, classes: U8) -> U32:
    """Colours of the theme's scale: class 1 is its first, 0 keeps the colour of the frame's kind."""
    colours = seen.palette.kind_colours(seen.frames)
    scale = np.array([0, *(rgb32(colour) for colour in seen.palette.theme.scale)], np.uint32)
    valued = np.flatnonzero(classes)
    colours[valued] = scale[classes[valued]]
    return colours


def logarithmic(values: U32, n_classes: int) -> U8:
    """0 for 0, 1 for 1, 2 for 2–3, 3 for 4–7 …, at most ``n_classes``."""
    bits = np.frexp(values.astype(np.float32))[1]  # exact below 2^24, and beyond off by one class at most
    classes: U8 = np.clip(bits, 0, n_classes).astype(np.uint8)
    return classes


def scale_swatches(mode: ColourMode, colours: Sequence[str]) -> list[tuple[str, str]]:
    """Words and colour of each class of a scale; the first names what is measured."""
    words = [f"{mode.measure} {mode.classes[0]}", *mode.classes[1:]] if mode.classes else []
    return list(zip(words, colours, strict=False))
