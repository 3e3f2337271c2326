"""The bottom line: where in time, what happened, what is free and used; losses in the colour of warnings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

import pagevis
from pagevis.model.snapshot import Counts, Snapshot
from pagevis.session.session import Session
from pagevis.session.soundness import State
from pagevis.trace.history import History
from pagevis.ui import icons, words
from pagevis.ui.look import look_of
from pagevis.ui.parts import grows, label, named, tool_button, with_icon

HEIGHT = 28
DOT = "  ·  "
SOUND_TIP = "The laws that the books keep, looked through after each event: a click shows them one by one"
SOUND_WORDS = {
    State.SOUND: "books sound",
    State.WAITING: "books sound?",
    State.INSIDE: "inside an event",
    State.LARGE: "books not looked through",
}
COUNTS_TIP = "kernel: booked or counted for the kernel; in flight: on no list just now, in the middle of an event"


def place_words(history: History) -> str:
    """``event 12 of 23 · micro-step 3 of 7 · alloc video 1``."""
    at = history.position
    row = history.event(at.event)
    n_micro = history.n_micro(at.event)
    parts = [f"event {words.count(at.event)} of {words.count(history.n_events - 1)}"]
    if n_micro:
        parts.append(f"micro-step {words.count(at.micro)} of {words.count(n_micro)}")
    if row.time_ns is not None:
        parts.append(words.clock(row.time_ns))
    parts.append(row.text if row.outcome == "ok" else f"{row.text}: refused, {row.outcome}")
    return DOT.join(part for part in parts if part)


def count_words(snapshot: Snapshot, counts: Counts, *, as_sizes: bool) -> str:
    """``free 26 · used 28 · kernel 8``: with what is in flight they are all that is managed. What is zero and need not
    be said is left out."""

    def amount(n_frames: int) -> str:
        return words.size(n_frames * snapshot.page_size_bytes) if as_sizes else words.count(n_frames)

    kernel = counts.counted + counts.booked - counts.used if counts.managed else 0  # a recording tells of no booking
    rest = (("kernel", kernel), ("in flight", counts.in_flight), ("not yet mentioned", counts.unknown))
    parts = [f"free {amount(counts.free)}", f"used {amount(counts.used)}"]
    parts += [f"{name} {amount(n_frames)}" for name, n_frames in rest if n_frames]
    return DOT.join(parts)


def loss_words(history: History) -> str:
    """``1,204 events lost in 3 gaps``; empty where nothing was lost."""
    info = history.info()
    n_events, n_marks = info.get("lost_events") or 0, info.get("loss_marks") or 0
    if not n_marks or not isinstance(n_marks, int) or not isinstance(n_events, int):
        return ""
    lost = words.plural(n_events, "event") if n_events else "events"
    return f"⚠ {lost} lost in {words.plural(n_marks, 'gap')}"


class StatusBar(QWidget):
    """See the module. ``integrity_asked``: somebody wants to know more about the books."""

    integrity_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        named(self, "status")
        grows(self, HEIGHT)
        self._session = session
        self._loss = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        self.place = label(name="second", yields=True)
        self.loss = label(name="warning")
        self.page = label(name="second")
        self.sound = tool_button(name="sound", words=True)
        with_icon(self.sound, 12)
        self.sound.setToolTip(SOUND_TIP)
        self.sound.clicked.connect(self.integrity_asked)
        row.addWidget(self.place, 1)
        row.addWidget(self.loss)
        row.addWidget(self.sound)
        row.addWidget(self.page)
        self._zoom = ""
        self._on_closed()
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.moved.connect(self.refresh)
        session.history_changed.connect(self.refresh)
        session.soundness.changed.connect(self._say_sound)
        session.theme_changed.connect(self._say_sound)
        session.preferences_changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.sound.setFixedHeight(look_of(self._session).px(HEIGHT) - 4)
        self._say_sound()

    def _say_sound(self) -> None:
        soundness, look = self._session.soundness, look_of(self._session)
        n_found = len(soundness.findings)
        broken = soundness.state is State.BROKEN
        self.sound.setVisible(broken or soundness.state in SOUND_WORDS)
        text = f"books broken: {words.plural(n_found, 'finding')}" if broken else SOUND_WORDS.get(soundness.state, "")
        role = {State.BROKEN: "error_text", State.SOUND: "ok"}.get(soundness.state, "text3")
        icon = {State.BROKEN: "close", State.SOUND: "check"}.get(soundness.state, "minus")
        self.sound.setText(text)
        self.sound.setAccessibleName(text)
        self.sound.setIcon(icons.icon(icon, look[role], size=12))
        if self.sound.property("broken") != broken:
            self.sound.setProperty("broken", broken)
            self.sound.style().polish(self.sound)

    def _on_opened(self) -> None:
        self.loss.setText(loss_words(self._session.history) if self._session.history is not None else "")
        self.refresh()

    def _on_closed(self) -> None:
        self.loss.setText("")
        self.page.setText(f"pagevis {pagevis.__version__}")
        self.place.setText("Open a lesson or a file. F1 opens the manual, Ctrl+Shift+P finds every command.")

    def set_zoom(self, text: str) -> None:
        """How large the map is drawn."""
        self._zoom = text
        self._say_page()

    def _say_page(self) -> None:
        snapshot = self._session.snapshot()
        if snapshot is not None:
            self.page.setText(f"page size {words.size(snapshot.page_size_bytes)}{DOT}{self._zoom}")

    def refresh(self) -> None:
        """All of it."""
        history, snapshot = self._session.history, self._session.snapshot()
        if history is None or snapshot is None:
            return
        counts = count_words(snapshot, snapshot.counts(), as_sizes=history.kind == "recording")
        text = f"{place_words(history)}{DOT}{counts}"
        self.place.setText(text)
        self.place.setToolTip(f"{text}\n{COUNTS_TIP}" if snapshot.counts().managed else text)
        self._say_page()
