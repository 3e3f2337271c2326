"""Saving what was added, asking before it would be lost, and bringing it back after a kill: the document's side of the
window. Knows no text; the document does."""

from __future__ import annotations

from pathlib import Path, PurePath
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
        saved = self._write(path) if path and not ships(path) else self.save_as()
        left = self._session.document.unsaved
        if saved and left:
            name = PurePath(self._session.document.path).name
            self._session.warned.emit(f"{name} is saved. {_what_is_lost(left)} File > Save all branches saves them too")
        return saved

    def save_all(self) -> bool:
        """Every branch with lines that no file has: the place is asked for once, and the other branches go to new
        files beside it. False where one of them is in no file still."""
        document = self._session.document
        if document.tree is None:
            return False
        own = document.path if document.path and not ships(document.path) else ""
        if (document.modified or not own) and not (self._write(own) if own else self.save_as()):
            return False
        beside = Path(document.path)
        for branch in [branch for branch in document.tree if branch.modified]:
            path = branch.path if branch.path and not ships(branch.path) else _free_beside(beside, branch.name)
            if not self._write(path, branch.number):
                return False
        return True

    def save_as(self) -> bool:
        """To a place that is asked for; False where none was chosen or it could not be written."""
        path = self._window.dialogs.scenario_to_save(self._session.document.suggested_path())
        if path and ships(path):
            self._session.failed.emit(f"{path}: it came with pagevis and stays as it is; choose another place")
            return False
        return bool(path) and self._write(path)

    def _write(self, path: str, number: int | None = None) -> bool:
        try:
            self._session.document.save(path, number)
        except PagevisError as error:
            self._session.failed.emit(str(error))
            return False
        self._window.windows.note_saved(self._session, path)
        return True

    def _ask(self) -> bool:
        """Whether the open document may go. "save" saves all branches."""
        document, history = self._session.document, self._session.history
        files = [branch.path for branch in document.tree or () if branch.path and not ships(branch.path)]
        title = (history.title if history is not None else "") or PurePath(files[0] if files else "this scenario").name
        answer = self._window.dialogs.unsaved(title, _what_is_lost(document.unsaved))
        return self.save_all() if answer == "save" else answer == "discard"

    def show_title(self) -> None:
        """The title tells whose text it is, and whether all of it is in a file."""
        window, document, history = self._window, self._session.document, self._session.history
        if history is None:
            return
        path = document.path
        own = PurePath(path).name if path and not ships(path) else ""
        title = history.title or own or "untitled"
        window.setWindowModified(bool(document.unsaved))
        window.setWindowTitle(f"{title}[*] — {own} — pagevis" if own and own != title else f"{title}[*] — pagevis")
        branch = next((row.name for row in document.branches if row.is_current), "")
        shown = f"{title} · {branch}" if len(document.branches) > 1 else title
        window.menu_bar.set_title(f"{shown} •" if document.unsaved else shown)


def _free_beside(file: Path, name: str) -> str:
    """ "mine (branch 3).scenario", or with a number behind it where there is such a file already."""
    path, number = file.with_stem(f"{file.stem} ({name})"), 1
    while path.exists():
        number += 1
        path = file.with_stem(f"{file.stem} ({name}, {number})")
    return str(path)


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
