"""What a block of frames holds, for the hover card: magnified frame by frame, and counted. Paints; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from pagevis.model.snapshot import U32, Kind, Snapshot
from pagevis.render.blocks import z_order
from pagevis.render.colour_modes._base import Seen
from pagevis.render.colouring import Colouring
from pagevis.render.palette import Palette
from pagevis.ui import words
from pagevis.ui.look import Look

BLOCK = 1024  # frames: 4 MiB of 4 KiB
CELL_PX = 5  # of the magnified picture
MOST_ROWS = 6
PICTURE_PX = 32 * CELL_PX - 1
WIDTH, ROW = 420, 27

Chip = Callable[[QPainter, Look, QRectF, int, Kind | None], None]


@dataclass(frozen=True, slots=True)
class Share:
    """How many frames of the block are of a holder or kind."""

    text: str
    n_frames: int
    slot: int = 0
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of frames, ready to be painted."""

    pixels: U32  # 32 × 32
    shares: tuple[Share, ...]  # largest first
    note: str


def block_range(snapshot: Snapshot, frame: int) -> tuple[int, int, int]:
    """The half-open range of frames of the block in which a frame lies, and the number of the first in its block."""
    inside = next(r for r in snapshot.ranges if r.first_frame <= frame < r.first_frame + r.n_frames)
    first_pfn = (inside.first_pfn + frame - inside.first_frame) // BLOCK * BLOCK
    lo = max(inside.first_frame, first_pfn - inside.first_pfn + inside.first_frame)
    hi = min(inside.first_frame + inside.n_frames, first_pfn + BLOCK - inside.first_pfn + inside.first_frame)
    return lo, hi, inside.first_pfn + lo - inside.first_frame - first_pfn


def largest_run(mask: np.ndarray) -> int:
    """Length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def look_at(
    snapshot: Snapshot, palette: Palette, colouring: Colouring, where: tuple[int, int, int], kinds: dict[Kind, str]
) -> Block:
    """What ``block_range`` found, looked at."""
    lo, hi, offset = where
    frames = snapshot.frames(lo, hi)
    ground = palette.theme.rgb32("map")
    pixels = np.full((32, 32), ground, np.uint32)
    x, y = (axis[offset : offset + hi - lo] for axis in z_order(32))
    pixels[y, x] = colouring.colours(Seen(snapshot, lo, frames, palette))[0]
    used = frames.kind == Kind.USED
    shares = [
        Share(kinds[Kind(int(kind))], int(n), kind=Kind(int(kind)))
        for kind, n in zip(*np.unique(frames.kind[~used], return_counts=True), strict=True)
    ]
    shares += [
        Share(snapshot.holders[int(slot)].name, int(n), slot=int(slot))
        for slot, n in zip(*np.unique(frames.holder[used], return_counts=True), strict=True)
    ]
    shares.sort(key=lambda share: -share.n_frames)
    rest = sum(share.n_frames for share in shares[MOST_ROWS:])
    run = largest_run(frames.kind == Kind.FREE)
    told = [words.plural(hi - lo, "frame")]
    told += [f"largest free run {words.count(run)}"] if run else []
    told += [f"{words.count(rest)} more of others"] if rest else []
    return Block(pixels, tuple(shares[:MOST_ROWS]), " · ".join(told))


def height(look: Look) -> int:
    """Px beneath the card's title."""
    return max(PICTURE_PX, MOST_ROWS * look.px(ROW)) + look.px(30)


def paint_block(painter: QPainter, look: Look, block: Block, box: QRectF, chip: Chip) -> None:
    """Picture at the left, counts with bars at the right, a note beneath."""
    ground = look["map"]
    painter.fillRect(QRectF(box.left(), box.top(), PICTURE_PX, PICTURE_PX), ground)
    image = QImage(block.pixels.data, 32, 32, 128, QImage.Format.Format_RGB32)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(box.left(), box.top(), PICTURE_PX + 1, PICTURE_PX + 1), image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(ground)
    for at in range(CELL_PX, 32 * CELL_PX + 1, CELL_PX):
        painter.drawLine(
            int(box.left()) + at - 1, int(box.top()), int(box.left()) + at - 1, int(box.top()) + PICTURE_PX
        )
        painter.drawLine(
            int(box.left()), int(box.top()) + at - 1, int(box.left()) + PICTURE_PX, int(box.top()) + at - 1
        )
    painter.restore()
    most = max((share.n_frames for share in block.shares), default=1)
    row = look.px(ROW)
    for at, share in enumerate(block.shares):
        space = QRectF(box.left() + PICTURE_PX + 16, box.top() + at * row, 0, row)
        space.setRight(box.right())
        _paint_share(painter, look, share, space, share.n_frames / most, chip)
    foot = QRectF(box.left(), box.bottom() - look.px(18), box.width(), look.px(18))
    painter.setFont(look.sans(11))
    painter.setPen(look["text2"])
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter), block.note)
    painter.setFont(look.sans(11, 600))
    painter.setPen(look["ink"])
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), "Enter zooms in")


def _paint_share(painter: QPainter, look: Look, share: Share, space: QRectF, part: float, chip: Chip) -> None:
    chip(painter, look, QRectF(space.left(), space.top() + look.px(5), 10, 10), share.slot, share.kind)
    middle = int(Qt.AlignmentFlag.AlignTop)
    line = space.adjusted(18, 1, 0, 0)
    painter.setFont(look.sans(12, 600))
    painter.setPen(look["ink"])
    number = words.count(share.n_frames)
    painter.drawText(line, middle | int(Qt.AlignmentFlag.AlignRight), number)
    room = line.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - 8
    painter.setFont(look.sans(12))
    text = QFontMetricsF(painter.font()).elidedText(share.text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, middle, text)
    bar = QRectF(line.left(), space.bottom() - 6, line.width(), 2)
    painter.fillRect(bar, look["border"])
    painter.fillRect(QRectF(bar.left(), bar.top(), max(bar.width() * part, 2), 2), look["text3"])
