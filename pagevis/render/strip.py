"""The kernel's addresses above the map: heap · unmapped · book · unmapped. Guards are virtual, so they stand here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.model.snapshot import Region
from pagevis.render import ink
from pagevis.render.fonts import SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.theme import Theme

BAR_PX = 26.0
STRIP_PX = 48.0  # bar and addresses
LEAST_PX = 84.0  # of a region: its address has room beneath
PAGE_PX = 10.0  # a page narrower than this is not told from the next
ROLE = {"kernel": "kernel", "heap": "heap", "book": "book", "unmapped": "withheld", "withheld": "withheld"}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a region stands in the strip, in px."""

    region: Region
    left: float
    width: float

    def page_at(self, x: float) -> int:
        """The page of the region at an x inside."""
        share = (x - self.left) / self.width
        return min(max(int(share * self.region.n_pages), 0), self.region.n_pages - 1)


def boxes(regions: Sequence[Region], left: float, width: float, k: float = 1.0) -> tuple[Box, ...]:
    """Regions side by side over ``width`` px: each has room for its address, the rest is shared by pages."""
    if not regions:
        return ()
    least = min(LEAST_PX * k, width / len(regions))
    spare = width - least * len(regions)
    pages = sum(region.n_pages for region in regions)
    found = []
    x = left
    for region in regions:
        own = least + spare * region.n_pages / pages
        found.append(Box(region, round(x), round(x + own) - round(x)))
        x += own
    return tuple(found)


def frame_at(found: Sequence[Box], x: float) -> int | None:
    """The frame behind the page at an x, None where nothing is mapped."""
    for box in found:
        if box.left <= x < box.left + box.width:
            first = box.region.first_frame
            return None if first is None else first + box.page_at(x)
    return None


def paint_strip(
    painter: QPainter,
    found: Sequence[Box],
    top: float,
    theme: Theme,
    k: float = 1.0,
    frame: int | None = None,
    *,
    is_low: bool = False,
) -> None:
    """Paint the strip; the page of ``frame``, if any is mapped here, is marked as selected. Addresses stand beneath
    the bar; with ``is_low`` inside it, where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    name, address = Type(False, round(11 * k), SEMIBOLD), Type(True, round(11 * k))
    for at, box in enumerate(found):
        gap = 2 * k if at + 1 < len(found) else 0.0
        rect = QRectF(box.left, top, box.width - gap, BAR_PX * k)
        _paint_region(painter, rect, box, theme, k, name)
        words = f"0x{box.region.address:x}"
        if not is_low:
            at_foot = (box.left, top + (BAR_PX + 15) * k)
            ink.text(painter, at_foot, address.elided(words, box.width), address, theme["text3"])
        elif name.width(box.region.name) + address.width(words) + 30 * k < rect.width():
            _paint_inside(painter, rect, box, words, address, theme, k)
        first = box.region.first_frame
        if frame is not None and first is not None and first <= frame < first + box.region.n_pages:
            page = rect.width() / box.region.n_pages
            mark = QRectF(rect.left() + (frame - first) * page, top, page, rect.height())
            ink.box(painter, mark, 4 * k, None, ink.pen(theme["ink"], 2.2 * k))


def _paint_inside(painter: QPainter, rect: QRectF, box: Box, words: str, face: Type, theme: Theme, k: float) -> None:
    """An address at the right of a region's name, on a plate where the ground is hatched."""
    role = ROLE.get(box.region.name, "kernel")
    width = face.width(words)
    if role == "withheld":
        plate = QRectF(rect.right() - 10 * k - width, rect.center().y() - 8 * k, width + 6 * k, 16 * k)
        ink.box(painter, plate, 2 * k, theme[role])
    baseline = rect.center().y() + face.px * 0.36
    ink.text(painter, (rect.right() - 7 * k, baseline), words, face, theme[f"{role}_ink"], right=True)


def _paint_region(painter: QPainter, rect: QRectF, box: Box, theme: Theme, k: float, face: Type) -> None:
    role = ROLE.get(box.region.name, "kernel")
    if role == "withheld":
        inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        ink.box(painter, inside, 4 * k, theme[role])
        ink.hatch(painter, inside.adjusted(1, 1, -1, -1), theme["withheld_hatch"], 2.4 * k, 8 * k)
        ink.box(painter, inside, 4 * k, None, ink.pen(theme["withheld_line"], 1.0))
    else:
        ink.box(painter, rect, 4 * k, theme[role])
        page = rect.width() / box.region.n_pages
        if page >= PAGE_PX:
            painter.setPen(ink.pen(theme["map"], 1.0, flat=True))
            for n in range(1, box.region.n_pages):
                x = round(rect.left() + n * page) + 0.5
                painter.drawLine(QPointF(x, rect.bottom() - 4 * k), QPointF(x, rect.bottom()))
    words = face.elided(box.region.name, rect.width() - 14 * k)
    left = rect.left() + 7 * k
    if role == "withheld":
        plate = QRectF(left - 3 * k, rect.center().y() - 8 * k, face.width(words) + 6 * k, 16 * k)
        ink.box(painter, plate, 2 * k, theme[role])
    ink.text(painter, (left, rect.center().y() + face.px * 0.36), words, face, theme[f"{role}_ink"])


def paint_tie(painter: QPainter, found: Sequence[Box], top: float, frame: int, cell: QRectF, theme: Theme) -> None:
    """A thin line from the page that maps a frame to the frame's cell; for the page or frame under the pointer."""
    for box in found:
        first = box.region.first_frame
        if first is not None and first <= frame < first + box.region.n_pages:
            page = box.width / box.region.n_pages
            x = box.left + (frame - first + 0.5) * page
            painter.setPen(ink.pen(theme["ink"], 1.0))
            painter.drawLine(QPointF(x, top + BAR_PX), QPointF(cell.center().x(), cell.top()))
