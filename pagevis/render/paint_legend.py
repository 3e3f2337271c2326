"""Paints legend entries in rows. What they are: legend.py."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.render import ink
from pagevis.render.cells import paint_badge
from pagevis.render.fonts import MEDIUM, SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.legend import Entry
from pagevis.render.links import Link, Route
from pagevis.render.paint_links import paint_routes
from pagevis.render.theme import Theme

ROW_PX = 22.0
WORDS_PX = 12
MARK_PX = {"words": 0.0, "swatch": 13.0, "link": 26.0, "ring": 15.0, "badge": 17.0}
AFTER_MARK_PX, BETWEEN_PX = 7.0, 18.0


def _face(k: float) -> Type:
    return Type(False, round(WORDS_PX * k), MEDIUM)


def _rows(entries: Sequence[Entry], width: float, k: float) -> list[list[tuple[float, Entry]]]:
    """Entries with their x, broken into rows of at most ``width`` px."""
    face = _face(k)
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = 0.0
    for entry in entries:
        taken = (MARK_PX[entry.mark] + AFTER_MARK_PX) * k + face.width(entry.words)
        if x and x + taken > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += taken + BETWEEN_PX * k
    return rows


def entry_rects(entries: Sequence[Entry], rect: QRectF, k: float = 1.0) -> list[QRectF]:
    """Where each entry stands that ``paint_legend`` paints in rows."""
    face = _face(k)
    found = []
    for at, row in enumerate(_rows(entries, rect.width(), k)):
        for x, entry in row:
            width = (MARK_PX[entry.mark] + AFTER_MARK_PX) * k + face.width(entry.words)
            found.append(QRectF(rect.left() + x, rect.top() + at * ROW_PX * k, width, ROW_PX * k))
    return found


def legend_height(entries: Sequence[Entry], width: float, k: float = 1.0) -> float:
    """Px that the entries take in rows of ``width`` px."""
    return len(_rows(entries, width, k)) * ROW_PX * k if entries else 0.0


def legend_width(entries: Sequence[Entry], k: float = 1.0) -> float:
    """Px of the widest entry: the width of a legend in one column."""
    face = _face(k)
    return max((_words_left(e, column=True) * k + face.width(e.words) for e in entries), default=0.0)


def _words_left(entry: Entry, *, column: bool) -> float:
    """Px from an entry's left to its words; in a column all words stand below each other."""
    return (max(MARK_PX.values()) if column else MARK_PX[entry.mark]) + AFTER_MARK_PX


def paint_legend(
    painter: QPainter,
    rect: QRectF,
    entries: Sequence[Entry],
    theme: Theme,
    k: float = 1.0,
    *,
    column: bool = False,
    off: Collection[Entry] = (),
) -> None:
    """The entries, from the rectangle's top left on; with ``column`` one below the other. Those that are ``off``, not
    drawn or dimmed on the map, are faint and struck through."""
    face = _face(k)
    rows = [[(0.0, entry)] for entry in entries] if column else _rows(entries, rect.width(), k)
    for at, row in enumerate(rows):
        middle = rect.top() + (at + 0.5) * ROW_PX * k
        for x, entry in row:
            left = rect.left() + x
            painter.setOpacity(0.4 if entry in off else 1.0)
            _paint_mark(painter, left, middle, entry, theme, k)
            painter.setOpacity(1.0)
            words_left = left + _words_left(entry, column=column) * k
            colour = theme["accent_text" if entry.mark == "words" else "text3" if entry in off else "text2"]
            ink.text(painter, (words_left, middle + face.px * 0.36), entry.words, face, colour)
            if entry in off:
                painter.setPen(ink.pen(theme["text3"], 1.0))
                y = round(middle) + 0.5
                painter.drawLine(QPointF(words_left, y), QPointF(words_left + face.width(entry.words), y))


def _paint_mark(painter: QPainter, left: float, middle: float, entry: Entry, theme: Theme, k: float) -> None:
    if entry.mark == "swatch":
        size = MARK_PX["swatch"] * k
        rect = QRectF(left, middle - size / 2, size, size)
        if not entry.line:
            ink.box(painter, rect, 3 * k, entry.colour)
            for at, colour in enumerate(entry.others, 1):
                part = size / (len(entry.others) + 1)
                painter.fillRect(QRectF(left, rect.top() + at * part, size, part), ink.color(colour))
            if entry.pattern:
                ink.pattern(painter, rect, entry.pattern, entry.hatch, 0.7 * k)
            return
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        ink.box(painter, rect, 3 * k, entry.colour)
        if entry.hatch:
            ink.hatch(painter, rect.adjusted(1, 1, -1, -1), entry.hatch, 1.2 * k, 3.2 * k)
        ink.box(painter, rect, 3 * k, None, ink.pen(entry.line, 1.0))
    elif entry.mark == "link":
        end = left + MARK_PX["link"] * k
        route = Route(Link(None, (0, 0), entry.style), "path", ((left, middle), (left + 1, middle), (end, middle)))
        paint_routes(painter, [route], k, theme)
    elif entry.mark == "words":
        return
    elif entry.mark == "ring":
        size = 12.0 * k
        ink.box(painter, QRectF(left + 1, middle - size / 2, size, size), 4 * k, None, ink.pen(entry.colour, 2.4 * k))
    else:
        face = Type(False, max(round(10.5 * k), 9), SEMIBOLD)
        paint_badge(painter, QPointF(left + 8.5 * k, middle), 2, k, face, theme)
