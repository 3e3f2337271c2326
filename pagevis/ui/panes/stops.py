"""The stops that are set: on or off, away with them, and a form for new ones. What they mean, the session knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import HolderKind, PfnTable
from pagevis.session.session import Session
from pagevis.session.stop_conditions import FIELD_WORDS, KINDS, Stop
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import label, named, tool_button, with_icon

MOST_HOLDERS = 500  # offered by name; others are selected and get theirs with F9
EMPTY = "No stops yet. F9 sets one on the selected frame or process; below are conditions. F8 goes to the next."


class StopsPane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._list = named(QWidget(), "panel")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(12, 8, 8, 8)
        self._rows.setSpacing(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._list)
        self.form = StopForm(session)
        column.addWidget(area, 1)
        column.addWidget(self.form)
        self.setFocusProxy(self.form.kind)
        self._shown: tuple[object, ...] = ()
        session.stops.changed.connect(self._on_changed)
        session.stops.halted.connect(self._on_changed)

    def refresh(self) -> None:
        """All rows and the form."""
        session = self.session
        stops = session.stops.rows
        halted = session.stops.halt.stop if session.stops.halt is not None else None
        texts = tuple(session.stops.words(stop) for stop in stops)
        look = self.look
        shown = (stops, texts, halted, look.name, look.percent, session.history is None)
        self.form.refresh()
        if shown == self._shown:
            return
        self._shown = shown
        self.noted.emit(str(len(stops)) if stops else "")
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not stops:
            empty = label(EMPTY, "note", wraps=True)
            empty.setFont(look.sans(12))
            self._rows.addWidget(empty)
        for stop, text in zip(stops, texts, strict=True):
            self._rows.addWidget(self._row(stop, text, is_halt=halted == stop))
        self._rows.addStretch()

    def _row(self, stop: Stop, text: str, *, is_halt: bool) -> QWidget:
        look = self.look
        row = named(QWidget(), "halted" if is_halt else "panel")
        across = QHBoxLayout(row)
        across.setContentsMargins(4, 0, 0, 0)
        across.setSpacing(4)
        box = QCheckBox(text if stop.kind == "expression" else text[:1].upper() + text[1:])
        box.setFont(look.sans(12, 600 if is_halt else 400))
        box.setMinimumHeight(look.px(26))
        box.setChecked(stop.on)
        box.setToolTip(f"{text}\n{KINDS[stop.kind].help}")
        box.toggled.connect(lambda on: self.session.stops.turn(stop, on))
        away = tool_button(name="remove-stop")
        away.setFixedSize(22, 22)
        with_icon(away, 12)
        away.setIcon(icons.icon("close", look["text3"], size=12))
        away.setToolTip("Remove this stop")
        away.setAccessibleName(f"Remove the stop {text}")
        away.clicked.connect(lambda: self.session.stops.remove(stop))
        across.addWidget(box, 1)
        across.addWidget(away)
        return row


class StopForm(QWidget):
    """Kind of condition, and what that kind needs; what is selected is filled in."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        named(self, "form")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        self.kind = QComboBox()
        self.kind.setAccessibleName("Condition")
        for name, kind in KINDS.items():
            self.kind.addItem(kind.title, name)
            self.kind.setItemData(self.kind.count() - 1, kind.help, Qt.ItemDataRole.ToolTipRole)
        self.field = QComboBox()
        self.field.setAccessibleName("Field")
        for name, words in FIELD_WORDS.items():
            self.field.addItem(words, name)
        self.frame = QLineEdit()
        self.frame.setAccessibleName("Frame, by its PFN")
        self.holder = QComboBox()
        self.holder.setAccessibleName("Process or segment")
        self.expression = QLineEdit()
        self.expression.setPlaceholderText("free < 10")
        self.expression.setAccessibleName("Expression")
        self.add = QPushButton("Add stop")
        self.note = label(name="error-text", wraps=True)
        self.note.hide()
        column.addWidget(self.kind)
        across = QHBoxLayout()
        across.setSpacing(6)
        for widget in (self.field, self.frame, self.holder, self.expression):
            across.addWidget(widget, 1)
        across.addWidget(self.add)
        column.addLayout(across)
        column.addWidget(self.note)
        self._known: tuple[object, ...] = ()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.add.clicked.connect(self._add)
        for line in (self.frame, self.expression):
            line.returnPressed.connect(self._add)
            line.textEdited.connect(self.note.hide)
        self._on_kind()

    def begin(self) -> None:
        """Take the keyboard."""
        self.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Names that there are now, what is selected, fonts."""
        session = self._session
        snapshot, look = session.snapshot(), session.preferences
        holders = snapshot.holders if snapshot is not None else ()
        known = (len(holders), id(session.history), look, session.selection)
        self.setEnabled(session.history is not None)
        if known == self._known:
            return
        same_names = known[:3] == self._known[:3]
        self._known = known
        if not same_names:
            self._name()
        selection = session.selection
        if snapshot is not None and selection.frame is not None and not self.frame.hasFocus():
            self.frame.setText(f"{PfnTable(snapshot.ranges).pfn(selection.frame):#04x}")
        if selection.slot:
            self.holder.setCurrentIndex(max(self.holder.findData(selection.slot), 0))

    def _name(self) -> None:
        look = look_of(self._session)
        for widget in (self.kind, self.field, self.frame, self.holder, self.expression, self.add):
            widget.setFont(look.mono(12) if widget in (self.frame, self.expression) else look.sans(12))
            widget.setFixedHeight(look.px(28))
        self.note.setFont(look.sans(12))
        self.holder.clear()
        snapshot = self._session.snapshot()
        for holder in snapshot.holders[: MOST_HOLDERS + 1] if snapshot is not None else ():
            if holder.kind in (HolderKind.PROCESS, HolderKind.SEGMENT):
                pid = f" ({holder.pid})" if holder.pid is not None and holder.pid != holder.slot else ""
                self.holder.addItem(f"{holder.name}{pid}", holder.slot)

    def _on_kind(self) -> None:
        needs = KINDS[str(self.kind.currentData())].needs
        self.field.setVisible("field" in needs)
        self.frame.setVisible("frame" in needs or "frame?" in needs)
        self.frame.setPlaceholderText("PFN" if "frame" in needs else "any frame")
        self.holder.setVisible("process" in needs)
        self.expression.setVisible("expression" in needs)
        self.note.hide()

    def _add(self) -> None:
        name = str(self.kind.currentData())
        needs = KINDS[name].needs
        try:
            stop = Stop(
                name,
                frame=self._frame() if "frame" in needs or "frame?" in needs else None,
                slot=int(self.holder.currentData() or 0) if "process" in needs else 0,
                field=str(self.field.currentData()) if "field" in needs else "",
                text=self.expression.text().strip() if "expression" in needs else "",
            )
            self._session.stops.add(stop)
        except PagevisError as error:
            self.note.setText(str(error))
            self.note.show()
            return
        self.note.hide()
        self.expression.clear()

    def _frame(self) -> int | None:
        """The frame index of the PFN that was typed; None where the field is empty."""
        typed = self.frame.text().strip().casefold().removeprefix("@").removeprefix("0x")
        snapshot = self._session.snapshot()
        if not typed or snapshot is None:
            return None
        try:
            pfn = int(typed[:16], 16)
        except ValueError:
            raise PagevisError(f"'{typed[:16]}' is no PFN", remedy="hexadecimal, like 1b") from None
        frame = PfnTable(snapshot.ranges).frame(pfn)
        if frame is None:
            raise PagevisError(f"there is no frame {pfn:#x}")
        return frame


PANE = Pane(
    "stops", "Stops", Area.RIGHT, StopsPane, order=8, tab_of="inspector", actions=("stop-previous", "stop-next")
)
