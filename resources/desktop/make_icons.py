"""Makes the desktop's icons from the one drawing: ``python resources/desktop/make_icons.py``. No screen needed."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon(side: int) -> QImage:
    """The drawing, ``side`` pixels wide and high."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(HERE.parent / "icons" / "pagevis.svg")).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


if __name__ == "__main__":
    application = QGuiApplication([])
    for size in SIZES:
        icon(size).save(str(HERE / "icons" / f"{size}.png"))
