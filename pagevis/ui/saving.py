"""Saving what was added, asking before it would be lost, and bringing it back after a kill: the document's side of the
window. Knows no text; the document does."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from pagevis.base.errors import PagevisError
from pagevis.base.resources import ships
from pagevis.session.autosave import Found
from pagevis.session.session import Session
from pagevis.ui.bars import Bar
from pagevis.ui.parts import label

if TYPE_CHECKING:
    from pagevis.ui.main_window import MainWindow


class Saving(QObject):
    """See the module. One for each window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        document = self._session.document
        document.ask_to_leave = self._ask
        document.changed.connect(self.show_title)
        self._session.autosave.damaged.connect(self._session.warned)

    def save(self) -> bool:
        """To its own file; where it has none, or one that came with pagevis, to a place that is asked for."""
        path = self._session.document.path
        return self._write(path) if path and not ships(path) else self.save_as()

    def save_as(self) -> bool:
        """To a place that is asked for; False where none was chosen or it could not be written."""
        path = self._window.dialogs.scenario_to_save(self._session.document.suggested_path())
        if path and ships(path):
            self._session.failed.emit(f"{path}: it came with pagevis and stays as it is; choose another place")
            return False
        return bool(path) and self._write(path)

    def _write(self, path: str) -> bool:
        try:
            self._session.document.save(path)
        except PagevisError as error:
            self._session.failed.emit(str(error))
            return False
        self._window.windows.note_saved(self._session, path)
        return True

    def _ask(self) -> bool:
        """Whether the open document may go. "save" saves the branch that is shown."""
        document = self._session.document
        title = (self._session.history.title if self._session.history is not None else "") or "this scenario"
        answer = self._window.dialogs.unsaved(title, _what_is_lost(document.unsaved))
        return self.save() if answer == "save" else answer == "discard"

    def show_title(self) -> None:
        """The title tells whose text it is, and whether all of it is in a file."""
        window, document, history = self._window, self._session.document, self._session.history
        if history is None:
            return
        path = document.path
        own = PurePath(path).name if path and not ships(path) else ""
        title = history.title or own or "untitled"
        window.setWindowModified(document.modified)
        window.setWindowTitle(f"{title}[*] — {own} — pagevis" if own and own != title else f"{title}[*] — pagevis")
        branch = next((row.name for row in document.branches if row.is_current), "")
        shown = f"{title} · {branch}" if len(document.branches) > 1 else title
        window.menu_bar.set_title(f"{shown} •" if document.modified else shown)


def _what_is_lost(unsaved: tuple[tuple[str, int], ...]) -> str:
    """ "In no file: 3 lines of the main line, 1 line of branch 2." """
    told = [f"{n} {'line' if n == 1 else 'lines'} of {name}" for name, n in unsaved]
    return f"In no file: {', '.join(told)}."


class RestoreBar(Bar):
    """Offers work that an earlier run left behind when it ended unexpectedly; the newest first, one at a time."""

    def __init__(self, session: Session) -> None:
        super().__init__("warn")
        self._session = session
        self._found: list[Found] = []
        self.text = label(wraps=True)
        self.restore = QPushButton("Restore")
        self.restore.setToolTip("Open it as it was: all branches, and where you stood")
        self.discard = QPushButton("Discard")
        self.discard.setToolTip("Throw these lines away for good")
        self.restore.clicked.connect(self._on_restore)
        self.discard.clicked.connect(self._on_discard)
        self.row.addWidget(self.text, 1)
        self.row.addWidget(self.restore)
        self.row.addWidget(self.discard)

    def offer(self) -> None:
        """Look for such work, and show the bar where there is some."""
        self._found = self._session.autosave.found()
        self._show()

    def _show(self) -> None:
        if not self._found:
            self.hide()
            return
        newest, others = self._found[0], len(self._found) - 1
        lines = f"{newest.n_added} unsaved {'line' if newest.n_added == 1 else 'lines'}"
        more = f" Then {others} more." if others else ""
        words = f"pagevis ended unexpectedly. Bring back “{newest.title}” with {lines}?{more}"
        self.text.setText(words)
        self.setAccessibleName(words)
        self.show()

    def _on_restore(self) -> None:
        if not self._session.document.may_be_left():
            return
        found = self._found.pop(0)
        try:
            self._session.autosave.restore(found)
        except PagevisError as error:
            self._session.failed.emit(str(error))
        self.hide()  # one window shows one document: others are offered again at the next start
        self._found.clear()

    def _on_discard(self) -> None:
        self._session.autosave.discard(self._found.pop(0))
        self._show()
