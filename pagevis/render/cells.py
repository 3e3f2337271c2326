"""Cells of the vector level: ground, bands, names, fields, badge. One function paints one cell; no links, no rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.model.snapshot import Holder, Kind
from pagevis.render import ink
from pagevis.render.fonts import MEDIUM, SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.palette import KIND_ROLE, Palette
from pagevis.render.theme import Theme

WORDS = {
    Kind.HOLE: "hole",
    Kind.UNKNOWN: "unseen",
    Kind.FREE: "free",
    Kind.RESERVED: "rsvd",
    Kind.KERNEL: "kernel",
    Kind.BOOK: "book",
    Kind.HEAP: "heap",
    Kind.USED: "used",
    Kind.WITHHELD: "held back",
    Kind.FILE: "cache",
}
LINE = {
    Kind.FREE: "free_line",
    Kind.RESERVED: "reserved_hatch",
    Kind.WITHHELD: "withheld_line",
    Kind.UNKNOWN: "unknown_line",
    Kind.HOLE: "hole_line",
}
HATCH = {Kind.RESERVED: ("reserved_hatch", 1.2, 6.0), Kind.WITHHELD: ("withheld_hatch", 2.4, 8.0)}
STRONG_WORD = frozenset({Kind.KERNEL, Kind.BOOK, Kind.HEAP, Kind.WITHHELD})
CELL_UNITS = 72.0  # of a cell's height, in which its bands are given
FIRST_BANDS = (0.0, 32.0, 46.0)  # edges: PFN and name, name
TWO_BANDS = (0.0, 34.5, 72.0)
THIN_BAND, THIN_BANDS, MOST_THIN = 6.0, 10.0, 4  # holders between the second and the last: one, all, how many
NIL = "Ø"
ARROW = "→"


@dataclass(frozen=True, slots=True)
class Faces:
    """The typefaces of cells at one scale."""

    pfn: Type
    name: Type
    strong: Type
    next: Type
    badge: Type


def faces(k: float, pfn_digits: int, width: float) -> Faces:
    """Typefaces at scale ``k``; PFNs of many digits are set smaller, to stay inside ``width`` px."""
    small = ink.text_px(11, k)
    pfn = max(min(round(13 * k), int((width - 9 * k) / (0.6 * pfn_digits))), 8)
    return Faces(
        pfn=Type(True, pfn, SEMIBOLD),
        name=Type(False, small, MEDIUM),
        strong=Type(False, small, SEMIBOLD),
        next=Type(True, small),
        badge=Type(False, max(round(10.5 * k), 9), SEMIBOLD),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    kind: Kind
    pfn: str
    holders: tuple[Holder, ...]  # different ones, in order
    refcount: int  # 0 and 1 show no badge
    next: str | None  # what the element's ``next`` names, "" = end of list, None = not shown
    next_is_now: bool = False
    ground: str = ""  # its colour, where colours do not tell owners
    word: str = ""  # instead of its owner's name


def paint_cell(
    painter: QPainter, rect: QRectF, cell: Cell, k: float, face: Faces, palette: Palette, labels: bool
) -> None:
    """Paint a cell into its rectangle."""
    theme = palette.theme
    bands = cell.holders if cell.kind == Kind.USED and not cell.ground else ()
    if len(bands) > 1:
        _paint_bands(painter, rect, cell, bands, k, face, palette, labels)
    else:
        colour, words_ink, words = _plain(cell, bands, palette)
        _paint_ground(painter, rect, cell.kind, colour, k, theme)
        pattern = palette.holder_pattern(bands[0].slot) if bands else ""
        if pattern:
            ink.pattern(painter, rect.adjusted(2 * k, 2 * k, -2 * k, -2 * k), pattern, theme["owner_hatch"], k)
        if labels:
            plate = colour if pattern or cell.kind in HATCH else ""
            _paint_words(painter, rect, cell, (words, words_ink, plate), k, face, theme)
    if labels and cell.next is not None:
        colour = theme["now"] if cell.next_is_now and len(bands) == 0 else _ink_of_last(cell, bands, palette)
        where = (rect.left() + 6 * k, rect.bottom() - (4.5 if len(bands) > 2 else 9) * k)
        _plate_of_next(painter, where, cell, bands, k, face, palette)
        ink.text(painter, where, ARROW + (cell.next or NIL), face.next, colour)
    if cell.refcount > 1:
        y = rect.top() + (28 if labels and _badge_is_low(rect, cell, k, face) else 10.5) * k
        paint_badge(painter, QPointF(rect.right() - 10.5 * k, y), cell.refcount, k, face.badge, theme)


def _plate_of_next(
    painter: QPainter, where: ink.Point, cell: Cell, bands: Sequence[Holder], k: float, face: Faces, palette: Palette
) -> None:
    """Plain ground behind the next element where the cell is patterned."""
    if bands and palette.holder_pattern(bands[-1].slot):
        width = face.next.width(ARROW + (cell.next or NIL)) + 4 * k
        plate = QRectF(where[0] - 2 * k, where[1] - 11 * k, width, 14 * k)
        ink.box(painter, plate, 2 * k, palette.holder_colour(bands[-1].slot))


def _badge_is_low(rect: QRectF, cell: Cell, k: float, face: Faces) -> bool:
    """Whether a badge at the top would cover the PFN: it stands beside the name then."""
    return cell.refcount > 1 and face.pfn.width(cell.pfn) + (6 + 22) * k > rect.width()


def _name_room(rect: QRectF, cell: Cell, k: float, face: Faces) -> float:
    """Px for the name beneath the PFN."""
    return rect.width() - (27 if _badge_is_low(rect, cell, k, face) else 7) * k


def _ink_of_last(cell: Cell, bands: Sequence[Holder], palette: Palette) -> str:
    if bands:
        return palette.holder_ink(bands[-1])
    if cell.ground:
        return palette.theme.ink_on(cell.ground)
    return palette.theme["free_ink" if cell.kind == Kind.FREE else f"{KIND_ROLE.get(cell.kind, 'unknown')}_ink"]


def _plain(cell: Cell, bands: Sequence[Holder], palette: Palette) -> tuple[str, str, str]:
    """Ground, ink and word of a cell with at most one holder."""
    theme = palette.theme
    if bands:
        return palette.holder_colour(bands[0].slot), palette.holder_ink(bands[0]), bands[0].name
    if cell.ground:
        name = cell.holders[0].name if cell.holders and cell.kind == Kind.USED else WORDS[cell.kind]
        return cell.ground, theme.ink_on(cell.ground), cell.word or name
    role = KIND_ROLE.get(cell.kind, "unknown")
    return theme[role], theme[f"{role}_ink"], WORDS[cell.kind]


def _paint_ground(painter: QPainter, rect: QRectF, kind: Kind, colour: str, k: float, theme: Theme) -> None:
    radius = 4 * k
    if kind not in LINE:
        ink.box(painter, rect, radius, colour)
        return
    inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    ink.box(painter, inside, radius, colour)
    if kind in HATCH:
        role, width, period = HATCH[kind]
        ink.hatch(painter, inside.adjusted(0.5, 0.5, -0.5, -0.5), theme[role], width * k, period * k)
    dash = (3.0 * k, 3.0 * k) if kind == Kind.HOLE else ()
    ink.box(painter, inside, radius, None, ink.pen(theme[LINE[kind]], 1.0, dash))


def _paint_words(
    painter: QPainter, rect: QRectF, cell: Cell, what: tuple[str, str, str], k: float, face: Faces, theme: Theme
) -> None:
    """PFN and word; ``what``: the word, its colour, and the colour of a plate behind it, "" for none."""
    words, colour, plate = what
    left, top = rect.left() + 6 * k, rect.top()
    name = face.strong if cell.kind in STRONG_WORD else face.name
    shown = name.elided(words, _name_room(rect, cell, k, face))
    if plate:
        for words_width, middle, height in ((face.pfn.width(cell.pfn), 13.5, 17), (name.width(shown), 33.5, 15)):
            ink.box(
                painter,
                QRectF(left - 3 * k, top + (middle - height / 2) * k, words_width + 6 * k, height * k),
                2 * k,
                plate,
            )
    pfn_colour = theme["ink"] if cell.kind == Kind.FREE and not cell.ground else colour
    ink.text(painter, (left, top + 18 * k), cell.pfn, face.pfn, pfn_colour)
    ink.text(painter, (left, top + 37.5 * k), shown, name, colour)


def band_edges(n_bands: int) -> tuple[float, ...]:
    """Where the bands of a cell with several holders begin and end, in ``CELL_UNITS`` from its head."""
    if n_bands == 2:
        return TWO_BANDS
    n_thin = n_bands - 3
    thin = min(THIN_BAND, THIN_BANDS / max(n_thin, 1))
    return (*FIRST_BANDS, *(FIRST_BANDS[-1] + thin * (at + 1) for at in range(n_thin)), CELL_UNITS)


def _paint_bands(
    painter: QPainter,
    rect: QRectF,
    cell: Cell,
    holders: Sequence[Holder],
    k: float,
    face: Faces,
    palette: Palette,
    labels: bool,
) -> None:
    """A band for each holder. The first two bear their names, and so does the last unless its foot is needed for the
    next element; between them the rest are thin."""
    n_thin = min(max(len(holders) - 3, 0), MOST_THIN)
    shown = [*holders[: 2 + n_thin], *holders[2 + n_thin :][-1:]]
    n = len(shown)
    edges = band_edges(n)
    unit = rect.height() / CELL_UNITS
    left = rect.left() + 6 * k
    for at, holder in enumerate(shown):
        top, bottom = rect.top() + round(edges[at] * unit), rect.top() + round(edges[at + 1] * unit)
        band = QRectF(rect.left(), top, rect.width(), bottom - top)
        _paint_band(painter, band, palette.holder_colour(holder.slot), 4 * k, first=at == 0, last=at == n - 1)
        pattern = palette.holder_pattern(holder.slot)
        if pattern:
            right = band.adjusted(band.width() / 2, 1, -2 * k, -1)  # names stand at the left
            ink.pattern(painter, right, pattern, palette.theme["owner_hatch"], k)
        if labels and (at < 2 or (at == n - 1 and (n == 3 or cell.next is None))):
            colour = palette.holder_ink(holder)
            room = _name_room(rect, cell, k, face) if at == 0 else rect.width() - 7 * k
            baseline = (top + 29 * k) if at == 0 else top + (12 if n == 2 else 11) * k
            ink.text(painter, (left, baseline), face.name.elided(holder.name, room), face.name, colour)
            if at == 0:
                ink.text(painter, (left, rect.top() + 16.5 * k), cell.pfn, face.pfn, colour)
        if at:
            painter.fillRect(QRectF(rect.left(), top - 0.5, rect.width(), 1.0), ink.color(palette.theme["map"], 190))


def _paint_band(painter: QPainter, rect: QRectF, colour: str, radius: float, *, first: bool, last: bool) -> None:
    """A rectangle whose corners are round where it is a cell's first or last band."""
    ink.box(painter, rect, radius, colour)
    square = QRectF(rect)
    if first:
        square.setTop(rect.top() + radius)
    if last:
        square.setBottom(rect.bottom() - radius)
    painter.fillRect(square, ink.color(colour))


def paint_badge(painter: QPainter, middle: QPointF, count: int, k: float, face: Type, theme: Theme) -> None:
    """The number of holds on a frame."""
    words = str(count)
    width = max(17 * k, face.width(words) + 9 * k)
    height = 17 * k
    right = middle.x() + 8.5 * k
    rect = QRectF(right - width, middle.y() - height / 2, width, height)
    ink.box(painter, rect, height / 2, theme["badge"])
    baseline = middle.y() + face.px * 0.365
    ink.text(painter, (rect.center().x() - face.width(words) / 2, baseline), words, face, theme["badge_ink"])
