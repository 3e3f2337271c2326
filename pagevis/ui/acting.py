"""Where the window lets a person act on memory: forms, and menus on frames, processes and segments.

Every act is a line that goes to the document. Remembers the number of frames that was asked for last.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView

from pagevis.model.snapshot import HolderKind, PfnTable
from pagevis.session import queries
from pagevis.session.acts import ACTS, Given
from pagevis.session.session import Session
from pagevis.ui import act_menus
from pagevis.ui.dialogs import Dialogs
from pagevis.ui.docks import Docks
from pagevis.ui.look import look_of
from pagevis.ui.map_view import MapView
from pagevis.ui.panes._base import Pane, PaneWidget

MENUS = {"processes": act_menus.process_menu, "segments": act_menus.segment_menu}


class ActingWindow(Protocol):
    """What is needed of the window."""

    dialogs: Dialogs

    @property
    def session(self) -> Session: ...
    def act(self, name: str, **given: str) -> None: ...
    def command(self, name: str) -> QAction | None: ...


class Acting(QObject):
    """See the module."""

    def __init__(self, window: ActingWindow, area: MapView, docks: Docks) -> None:
        super().__init__(area)
        self._window = window
        self._area = area
        self._last_n = "1"
        act_menus.on_map(window, area, self._frame_at, self._place_of)
        docks.when_made(self._on_pane_made)

    def _on_pane_made(self, pane: Pane, widget: PaneWidget) -> None:
        if pane.name in MENUS:
            for table in widget.findChildren(QTableView):
                act_menus.on_rows(self._window, table, MENUS[pane.name])

    def ask(self, name: str, given: Given) -> None:
        """Have the blanks of a line filled in, and act."""
        session, act = self._window.session, ACTS[name]
        scope = queries.scope(session)
        selected = {key: word for key, word in self._selected().items() if any(b.name == key for b in act.blanks)}
        filled = {"n": self._last_n, **selected, **given}
        line = self._window.dialogs.line_for(act, scope, filled, look_of(session))
        if line:
            words = line.split()
            self._last_n = next((word for word in words[1:] if word.isdigit()), self._last_n)
            session.document.act(line)

    def _selected(self) -> dict[str, str]:
        """What is selected, as blanks: the process, the segment, or a frame by its holder's name for it."""
        session = self._window.session
        snapshot, selection = session.snapshot(), session.selection
        if snapshot is None:
            return {}
        if selection.frame is not None:
            for hold in snapshot.holders_of(selection.frame):
                holder = snapshot.holders[hold.slot]
                if holder.kind is HolderKind.PROCESS:
                    return {"process": holder.name, "frames": f"{holder.name}.{hold.page}"}
            return {"frames": f"@{PfnTable(snapshot.ranges).pfn(selection.frame):#x}"}
        holder = snapshot.holders[selection.slot]
        kinds = {HolderKind.PROCESS: "process", HolderKind.SEGMENT: "segment"}
        return {kinds[holder.kind]: holder.name} if holder.kind in kinds else {}

    def _frame_at(self, at: QPoint) -> int | None:
        view = self._area.view
        return view.frame_at(at.x(), at.y()) if view is not None else None

    def _place_of(self, frame: int) -> QPoint:
        view = self._area.view
        assert view is not None
        x, y, width, height = view.cell_rect(frame)
        return QPointF(x + width / 2, y + height * 0.8).toPoint()
