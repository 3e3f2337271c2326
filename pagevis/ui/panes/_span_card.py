"""What lies between the markers A and B, as a card beside the timeline. Reads the session's markers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pagevis.session.session import Session
from pagevis.trace.difference import Difference
from pagevis.trace.history import History
from pagevis.ui import icons, words
from pagevis.ui.look import Look, look_of
from pagevis.ui.parts import label, named, on_event, tool_button, with_icon

BUTTON, ICON = 22, 12
MOST_NAMES = 6  # of processes and marks


class SpanCard(QFrame):
    """See the module. ``refresh`` writes all of it anew."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        named(self, "spancard")
        self.setAccessibleName("Difference between A and B")
        self.title = label(name="title", yields=True)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.play, self.close_button = tool_button(name="span-play"), tool_button(name="span-clear")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        for button, tip, run in (
            (self.play, "Play from A to B", session.markers.play_span),
            (self.close_button, "Clear A and B", session.markers.clear),
        ):
            button.setFixedSize(BUTTON, BUTTON)
            with_icon(button, ICON)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(run)
            head.addWidget(button)
        area = QScrollArea()
        area.setWidget(self.text)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(area, 1)
        self._told: tuple[object, ...] = ()
        self._dressed: tuple[str, int] = ("", 0)
        on_event(self, QEvent.Type.Wheel, lambda _event: True)  # must not zoom the timeline beneath
        self.hide()

    def refresh(self) -> None:
        """Title and words, where they changed."""
        look, found, history = look_of(self._session), self._session.markers.difference(), self._session.history
        key = (id(history), found, look.name, look.percent, self._session.markers.all_marks())
        if found is None or history is None or key == self._told:
            return
        self._told = key
        self._dress(look)
        self.title.setText(f"A {words.count(found.first)} → B {words.count(found.last)}")
        self.text.setFont(look.sans(12))
        self.text.setText(_html(self._session, history, found, look))
        self.setAccessibleDescription(f"{found.last - found.first} events, free {found.free:+}, used {found.used:+}")

    def _dress(self, look: Look) -> None:
        """Colours and icons; a style sheet costs too much to be set for every difference."""
        if (look.name, look.percent) == self._dressed:
            return
        self._dressed = look.name, look.percent
        self.setStyleSheet(
            f"#spancard {{ background: {look['raised'].name()}; border: 1px solid {look['border'].name()};"
            f" border-radius: 8px; }} #spancard QScrollArea, #spancard QLabel {{ background: transparent; }}"
            " #spancard QScrollArea > QWidget > QWidget { background: transparent; }"
        )
        for button, icon in ((self.play, "play"), (self.close_button, "close")):
            button.setIcon(icons.icon(icon, look["text3"], size=ICON))


def _html(session: Session, history: History, found: Difference, look: Look) -> str:
    quiet = look["text3"].name()
    holders = history.snapshot().holders
    changes = f"free <b>{_signed(found.free)}</b> · used <b>{_signed(found.used)}</b>"
    events = words.plural(found.last - found.first, "event")
    lines = [f"{events}{_passed(history, found)} · {changes}"]
    rows = []
    for change in found.holders:
        chip = f"<span style='color:{look.holder(change.slot).name()}'>■</span>"
        gained = f"+{words.count(change.gained)}" if change.gained else ""
        lost = f"−{words.count(change.lost)}" if change.lost else ""
        rows.append(
            f"<tr><td width='60%'>{chip} {escape(holders[change.slot].name)}</td>"
            f"<td width='20%' align='right'>{gained}</td><td width='20%' align='right'>{lost}</td></tr>"
        )
    if rows:
        lines.append(f"<table width='100%' cellspacing='0' cellpadding='0'>{''.join(rows)}</table>")
    else:
        lines.append("Nobody has gained or lost a frame.")
    lines += [f"<span style='color:{quiet}'>{escape(line)}</span>" for line in _notes(session, history, found)]
    return "".join(f"<div style='margin-bottom:3px'>{line}</div>" for line in lines)


def _notes(session: Session, history: History, found: Difference) -> list[str]:
    holders = history.snapshot().holders
    lines = [_verbs(history, found)]
    for word, slots in (("Begun", found.started), ("Ended", found.ended)):
        if slots:
            lines.append(f"{word}: {_names([holders[slot].name for slot in slots])}")
    marks = [
        m.text or m.kind
        for m in session.markers.all_marks()
        if found.first < m.event <= found.last and m.kind != "pause"
    ]
    if marks:
        lines.append(f"Marks: {_names(marks)}")
    return [line for line in lines if line]


def _verbs(history: History, found: Difference) -> str:
    """How many events of each kind, the most frequent first."""
    columns = history.event_columns()
    n_of = np.bincount(columns.verb[found.first + 1 : found.last + 1], minlength=len(columns.verbs))
    order = [int(k) for k in np.argsort(-n_of, kind="stable") if n_of[k]]
    n_refused = int(np.count_nonzero(columns.refused[found.first + 1 : found.last + 1]))
    told = [f"{columns.verbs[k]} {words.count(int(n_of[k]))}" for k in order]
    return " · ".join([*told, *([f"refused {words.count(n_refused)}"] if n_refused else [])])


def _passed(history: History, found: Difference) -> str:
    """The time between, where the source knows it."""
    time_ns = history.event_columns().time_ns
    if time_ns is None or found.last == found.first:
        return ""
    passed_s = (int(time_ns[found.last]) - int(time_ns[max(found.first, 1)])) / 1e9
    return f" · {passed_s:.6g} s"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown


def _signed(number: int) -> str:
    return "0" if not number else f"{'+' if number > 0 else '−'}{words.count(abs(number))}"
