"""Which part of memory the map shows: told by the map, read by the overview, which may ask for another part."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pagevis.render.raster import Raster
from pagevis.render.view import View


class Viewport(QObject):
    """``view`` is None while no map is shown. ``raster`` keeps the colours of all frames: one copy serves both."""

    changed = Signal()
    asked = Signal(float, float)  # for a column and row of the grid in the middle

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.raster: Raster | None = None

    def show(self, view: View | None, raster: Raster | None) -> None:
        """The map shows this."""
        self.view, self.raster = view, raster
        self.changed.emit()

    def ask_for(self, column: float, row: float) -> None:
        """Let the map show a place in its middle, as large as before."""
        self.asked.emit(column, row)
