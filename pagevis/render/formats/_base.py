"""What an export format promises. One file per format in this folder defines ``EXPORT``. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pagevis.trace.history import History

PARTS = ("links", "refcounts", "labels", "legend", "caption")


@dataclass(frozen=True, slots=True)
class FigureOptions:
    """How a figure is made: logical px, device pixels per logical px (PNG only), theme, which parts it has,
    what colours tell and how frames are laid out."""

    width: int = 1600
    height: int = 1000
    scale: float = 1.0
    theme: str = "light"
    show: frozenset[str] = frozenset(PARTS)
    colour: str = "owner"  # a colour mode
    layout: str = "auto"  # or "rows", "buddy-blocks"; left to us, recordings are laid out in buddy blocks


@dataclass(frozen=True, slots=True)
class Export:
    """One format. ``write`` paints the history's position into a file that the caller moves into place."""

    name: str  # "png"
    title: str  # "PNG picture", for dialogs
    suffixes: tuple[str, ...]
    write: Callable[[Path, History, FigureOptions], None]
