"""What the painters of one picture share: snapshot, view, palette, options, and questions asked of them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from pagevis.model.snapshot import I64, U32, Frames, Holder, Kind, PfnTable, Snapshot
from pagevis.render.colouring import OWNERS, Colouring
from pagevis.render.palette import Palette
from pagevis.render.theme import Theme
from pagevis.render.view import View
from pagevis.trace.history import Step


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What is drawn besides the frames, and what is picked."""

    lists: frozenset[int] = frozenset()  # indices into Snapshot.lists whose links are drawn
    refcounts: bool = True
    labels: bool = True
    elements: bool = True  # what each element's ``next`` names
    changes: bool = True  # ring what the step touched, draw what it wrote
    selected_frame: int | None = None
    selected_slot: int = 0  # light up this holder's frames
    selected_kind: Kind | None = None  # … or all of a kind
    selected_list: int | None = None  # drawn as strongly as the free list
    colouring: Colouring = OWNERS  # what colours tell, and what is dimmed
    number_base: int = 16  # of PFNs: 16 or 10


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture in the making."""

    snapshot: Snapshot
    view: View
    palette: Palette
    options: MapOptions
    step: Step
    pfns: PfnTable
    digits: int

    @property
    def theme(self) -> Theme:
        """The palette's theme."""
        return self.palette.theme

    def pfn(self, frame: int) -> str:
        """A frame's PFN in digits of the common width; "" for NO_FRAME and what lies outside."""
        if not 0 <= frame < self.snapshot.n_frames:
            return ""
        number = self.pfns.pfn(frame)
        return f"{number:0{self.digits}x}" if self.options.number_base == 16 else str(number)

    def cell(self, frame: int) -> QRectF:
        """The rectangle of a frame's cell."""
        return QRectF(*self.view.cell_rect(frame))

    def is_seen(self, frame: int) -> bool:
        """Whether a frame's cell lies in the viewport, if only in part."""
        view = self.view
        if not 0 <= frame < view.layout.n_frames:
            return False
        x, y, width, height = view.cell_rect(frame)
        return x + width > view.left and y + height > 0 and x < view.width and y < view.height

    def seen(self, frames: I64) -> NDArray[np.bool_]:
        """Which of some frames, all inside the memory, have cells in the viewport."""
        columns, rows = self.view.layout.cells_of(frames)
        (left, right), (top, bottom) = self.view.columns(), self.view.rows()
        inside: NDArray[np.bool_] = (left <= columns) & (columns < right) & (top <= rows) & (rows < bottom)
        return inside

    def visible_range(self) -> tuple[int, int]:
        """A half-open range of frames that covers all that are seen."""
        return self.view.layout.frames_in_rows(*self.view.rows(), self.view.stacks())

    def visible(self) -> Iterator[tuple[int, Frames, int]]:
        """Frames whose cells are seen, with the columns of their state and their place in them."""
        lo, hi = self.visible_range()
        if lo == hi:
            return
        frames = self.snapshot.frames(lo, hi)
        left, right = self.view.columns()
        for row in range(*self.view.rows()):
            for frame, _column in self.view.layout.cells_in_row(row, left, right):
                yield frame, frames, frame - lo

    def holders(self, frame: int, frames: Frames, at: int) -> tuple[Holder, ...]:
        """The different holders of a frame, in order."""
        table = self.snapshot.holders
        if not frames.holder[at]:
            return ()
        if not frames.holder2[at]:
            return (table[int(frames.holder[at])],)
        slots = dict.fromkeys(hold.slot for hold in self.snapshot.holders_of(frame))
        return tuple(table[slot] for slot in slots)

    def lit(self) -> U32 | None:
        """Frames that a selection lights up; None where none does."""
        if self.options.selected_slot:
            return self.snapshot.frames_of(self.options.selected_slot)
        if self.options.selected_kind is not None:
            kinds = self.snapshot.frames(0, self.snapshot.n_frames).kind
            return np.flatnonzero(kinds == self.options.selected_kind).astype(np.uint32)
        return None

    def in_hand(self) -> frozenset[int]:
        """Frames that the running code holds: their ``next`` is worth showing though they may be on no list."""
        code = self.step.code
        return frozenset(code.tags.values()) if code is not None and self.options.changes else frozenset()


def pfn_digits(snapshot: Snapshot, number_base: int = 16) -> int:
    """Digits of the highest PFN, at least two."""
    last = max((r.first_pfn + r.n_frames - 1 for r in snapshot.ranges), default=0)
    return max(len(f"{last:x}" if number_base == 16 else str(last)), 2)


def make_scene(snapshot: Snapshot, view: View, palette: Palette, options: MapOptions, step: Step) -> Scene:
    """A scene; the palette learns the snapshot's holders."""
    palette.learn(snapshot.holders)
    return Scene(
        snapshot, view, palette, options, step, PfnTable(snapshot.ranges), pfn_digits(snapshot, options.number_base)
    )
