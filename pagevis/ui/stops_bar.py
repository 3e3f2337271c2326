"""Where time stopped and why, and how far a search for the next stop is. Lies over the legend: the map stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.parts import label, named, on_event, tool_button


class StopsBar(QWidget):
    """See the module. ``over`` is the widget that it covers while it has something to say."""

    def __init__(self, session: Session, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "halt")
        self._session, self._over = session, over
        self._sign = QLabel()
        self.text = label(yields=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(160)
        self.progress.setRange(0, 1000)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(session.stops.cancel)
        self.previous = QPushButton("Previous")
        self.previous.setToolTip("Back to the previous stop  (Shift+F8)")
        self.previous.clicked.connect(lambda: session.stops.go_on(forward=False))
        self.next = QPushButton("Next")
        self.next.setToolTip("Continue to the next stop  (F8)")
        self.next.clicked.connect(lambda: session.stops.go_on(forward=True))
        self.dismiss = tool_button(name="dismiss")
        self.dismiss.setToolTip("Dismiss this message")
        self.dismiss.setAccessibleName("Dismiss this message")
        self.dismiss.clicked.connect(session.stops.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        self._buttons: tuple[QPushButton | QToolButton, ...] = (self.previous, self.next, self.dismiss)
        for widget in (self.progress, self.cancel, *self._buttons):
            row.addWidget(widget)
        on_event(over, QEvent.Type.Resize, self._on_placed)
        on_event(over, QEvent.Type.Move, self._on_placed)
        session.stops.halted.connect(self.refresh)
        session.stops.searching.connect(self._on_searching)
        session.theme_changed.connect(self.refresh)
        session.preferences_changed.connect(self.refresh)
        self.refresh()

    def _on_placed(self, _event: QEvent) -> bool:
        self._place()
        return False

    def _place(self) -> None:
        box = self._over.geometry()
        height = max(box.height(), look_of(self._session).px(36))
        self.setGeometry(box.left(), box.bottom() + 1 - height, box.width(), height)

    def refresh(self) -> None:
        """What is said now, if anything is."""
        stops, look = self._session.stops, look_of(self._session)
        halt, busy = stops.halt, stops.busy
        self.setVisible(halt is not None or busy)
        if halt is None and not busy:
            return
        self.setFont(look.sans(12))
        for button in (self.previous, self.next, self.cancel):
            button.setFont(look.sans(12))
            button.setFixedHeight(look.px(26))
        ink = look["now_ink"]
        self._sign.setPixmap(icons.pixmap("stop", ink, 16, self.devicePixelRatioF()))
        self.dismiss.setIcon(icons.icon("close", ink))
        words = "Looking for the next stop…"
        if halt is not None and not busy:
            words = f"Stopped at event {halt.at.event:,}: {halt.words}" if halt.stop is not None else halt.words
        self.text.setText(words)
        self.text.setToolTip(words)
        self.text.setFont(look.sans(12, 600))
        self.setAccessibleName(words)
        for widget in (self.progress, self.cancel):
            widget.setVisible(busy)
        for shown in self._buttons:
            shown.setVisible(not busy)
        self._place()
        self.raise_()

    def _on_searching(self, done: float) -> None:
        self.progress.setValue(round(done * 1000))
        if done >= 1.0 or not self.isVisible():
            self.refresh()
