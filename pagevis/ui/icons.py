"""The window's icons: SVG line drawings, tinted with the theme's colours. Knows no button."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pagevis.base import resources

SIZE = 16
SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)


@cache
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, color: QColor, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """One icon in one colour, ``size`` logical pixels, for a screen of ``scale`` device pixels each."""
    side = round(size * scale)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    svg = _source(name).replace("currentColor", color.name())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


@cache
def _icon(name: str, color: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, QColor(color), size, scale), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, QColor(disabled), size, scale), QIcon.Mode.Disabled)
    return made


def icon(name: str, color: QColor, disabled: QColor | None = None, size: int = SIZE) -> QIcon:
    """The same as an icon, sharp on every screen."""
    return _icon(name, color.name(), (disabled or color).name(), size)


def application_icon() -> QIcon:
    """What stands in task bars."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("pagevis", QColor(0, 0, 0), side))
    return made
