"""Figures as PNG, at any scale."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from pagevis.base.errors import PagevisError
from pagevis.render.figure import paint_figure
from pagevis.render.formats._base import Export, FigureOptions
from pagevis.trace.history import History

METRES_PER_INCH = 0.0254


def _write(path: Path, history: History, options: FigureOptions) -> None:
    width, height = round(options.width * options.scale), round(options.height * options.scale)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise PagevisError(f"no memory for a picture of {width} × {height}", remedy="choose a smaller size or scale")
    dots = round(96 * options.scale / METRES_PER_INCH)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.scale(options.scale, options.scale)
    paint_figure(painter, history, options)
    painter.end()
    if not image.save(str(path)):
        raise OSError("the picture could not be written")


EXPORT = Export("png", "PNG picture", (".png",), _write)
