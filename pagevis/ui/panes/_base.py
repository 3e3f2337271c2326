"""What a pane promises. One file per pane in this folder defines ``PANE``; the window knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from pagevis.session.session import Session
from pagevis.ui.look import Look, look_of
from pagevis.ui.parts import guarded


class Area(Enum):
    """Where a pane stands at first."""

    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"


@guarded
class PaneWidget(QWidget):
    """A function of the session: ``refresh`` draws all anew, at once if it can be seen, else when it is shown."""

    noted = Signal(str)  # a few words beside the pane's title

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        for signal in (session.opened, session.closed, session.history_changed):
            signal.connect(self._on_document)
        for signal in (
            session.moved,
            session.selection_changed,
            session.theme_changed,
            session.view_changed,
            session.preferences_changed,
            session.questions.changed,  # what ``session.hides`` may be shown or hidden again
        ):
            signal.connect(self._on_changed)

    @property
    def look(self) -> Look:
        """The theme's colours and fonts."""
        return look_of(self.session)

    def refresh(self) -> None:
        """Draw all anew."""
        raise NotImplementedError

    def zoom(self, _steps: int) -> bool:
        """Show more or less of what can be zoomed here; False where nothing can."""
        return False

    def fit(self) -> bool:
        """Show all of what can be zoomed here; False where nothing can."""
        return False

    def forget(self) -> None:
        """Drop what was kept of the history that was open: another one is, or it has other events."""

    def _on_document(self) -> None:
        self.forget()
        self._on_changed()

    def _on_changed(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while it was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane of the window. ``order`` sorts within an area; ``titled`` panes have a bar with title and note.

    ``weight`` is its part of the area's height. ``tab_of`` names the pane in whose place it stands as a tab;
    ``low_tab_of`` where it does so in a window too low for both. ``actions`` are names of commands that get a button
    in the pane's title.
    """

    name: str
    title: str
    area: Area
    make: Callable[[Session], PaneWidget]
    order: int = 0
    titled: bool = True
    always: bool = False  # made with the window: it keeps what happens while nobody looks
    plain_keys: bool = False  # the map's plain keys act here too
    for_kinds: tuple[str, ...] = ()  # shown at first for histories of these kinds only; () for all
    weight: int = 1
    tab_of: str = ""
    low_tab_of: str = ""
    actions: tuple[str, ...] = ()
