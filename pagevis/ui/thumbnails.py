"""Small pictures of files for the start page, painted by the map's own raster from the files themselves."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.render import view as views
from pagevis.render.palette import palette_for
from pagevis.render.raster import Raster
from pagevis.render.theme import Theme
from pagevis.session.opening import open_path_late
from pagevis.ui.entries import Entry

MOMENT = 0.6  # of the way through: enough has happened, not all is gone again
MARGIN = 14


def thumbnail(entry: Entry, theme: Theme, size: QSize, ratio: float, ground: QColor) -> QPixmap:
    """The file's memory at a telling moment, ``size`` logical pixels. A file that cannot be opened is bare ground."""
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(ground)
    try:
        history = open_path_late(str(entry.path), Job(), None)
        history.seek(round((history.n_events - 1) * MOMENT))
    except PagevisError:
        return made
    snapshot = history.snapshot()
    width, height = size.width() - 2 * MARGIN, size.height() - 2 * MARGIN
    view = views.best_view(snapshot.ranges, float(width) + views.RULER, float(height), lists=False)
    if view.pitch >= views.LABEL_PITCH:
        view = views.clamp(replace(view, pitch=views.LABEL_PITCH - 1.0))
    pixels = Raster(view.layout, palette_for(history, theme)).paint(snapshot, view, ratio)
    left = round(view.left * ratio)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], 4 * pixels.shape[1], QImage.Format.Format_RGB32)
    painter = QPainter(made)
    part = image.copy(left, 0, image.width() - left, image.height())
    part.setDevicePixelRatio(ratio)
    painter.drawImage(MARGIN, MARGIN, part)
    painter.end()
    return made
