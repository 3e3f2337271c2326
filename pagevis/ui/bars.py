"""Messages where the user looks: above the map. One for what went wrong, one for what is on its way in."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.parts import label, tool_button

HEIGHT = 44
PATIENCE_MS = 120  # what opens faster needs no bar


class Bar(QWidget):
    """A row above the map, hidden until it has something to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 4, 12, 4)
        self.row.setSpacing(10)
        self.hide()


class MessageBar(Bar):
    """Says what went wrong, or what must be known of a file, until dismissed or overtaken by a newer message."""

    def __init__(self, session: Session) -> None:
        super().__init__("error")
        self._session = session
        self._sign = QLabel()
        self.text = label(wraps=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss = tool_button(name="dismiss")
        self.dismiss.setToolTip("Dismiss this message")
        self.dismiss.setAccessibleName("Dismiss this message")
        self.dismiss.clicked.connect(self.hide)
        self.row.addWidget(self._sign)
        self.row.addWidget(self.text, 1)
        self.row.addWidget(self.dismiss)
        session.failed.connect(lambda message: self.say("error", message))
        session.warned.connect(lambda message: self.say("warn", message))
        session.closed.connect(self.hide)
        session.opening_started.connect(self.hide)
        session.theme_changed.connect(self._tint)

    def say(self, kind: str, message: str) -> None:
        """Show a message; ``kind`` is error or warn."""
        self.setObjectName(kind)
        self.text.setText(message)
        self.setAccessibleName(message)
        self._tint()
        self.show()
        self.style().unpolish(self)
        self.style().polish(self)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)

    def _tint(self) -> None:
        look = look_of(self._session)
        ink = look["error" if self.objectName() == "error" else "warn"]
        self._sign.setPixmap(icons.pixmap("alert", ink, 18, self.devicePixelRatioF()))
        self.dismiss.setIcon(icons.icon("close", ink))


class ProgressBar(Bar):
    """A file on its way in: how far, and a button that stops it. What is open stays in sight below."""

    def __init__(self, session: Session) -> None:
        super().__init__("progress")
        self._session = session
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.note = label(name="second")
        self.cancel = QPushButton("Cancel")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(session.cancel_opening)
        self.cancel.clicked.connect(session.document.cancel)
        for widget, stretch in ((self.text, 0), (self.bar, 0), (self.note, 1), (self.cancel, 0)):
            self.row.addWidget(widget, stretch)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        document = session.document
        session.opening_started.connect(lambda path: self._on_started(f"Opening {PurePath(path).name}"))
        document.work_started.connect(self._on_started)
        for ended in (session.opening_ended, document.work_ended):
            ended.connect(self._on_ended)
        for progressed in (session.progressed, document.progressed):
            progressed.connect(self._on_progressed)

    def _on_started(self, what: str) -> None:
        self.text.setText(what)
        self.note.setText("")
        self.bar.setRange(0, 0)
        self._patience.start()

    def _on_progressed(self, done: float, text: str) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(done * 1000))
        self.note.setText(text)

    def _on_ended(self) -> None:
        self._patience.stop()
        self.hide()
