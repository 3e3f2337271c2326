"""The search field at the right of the toolbar, and the list that drops from it. What is found, the session knows."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from pagevis.session.finder import Hit
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.parts import WRITTEN, grows, guarded, label, named, on_event
from pagevis.ui.pick_list import Pick, PickList

HINT = "Frame, process, event…"
CHIP = "Ctrl+F"
WIDTH, LEAST_WIDTH, POPUP_WIDTH, HIGHEST = 260, 150, 420, 420
MOST_EVENTS = 40
EMPTY = ("Type a PFN (1b, 0x1b), an address (addr 0x1b000), event 12, #12.3, a mark, a time (1.5 s), a name, a state, "
         "or words of an event.")  # fmt: skip


@guarded
class SearchField(QLineEdit):
    """See the module. Up, Down and Enter go to the list; Esc gives the keyboard back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("search")
        self._session = session
        self._back: QWidget | None = None  # who had the keyboard before
        self.setPlaceholderText(HINT)
        self.setAccessibleName("Find")
        self.setToolTip("Frames, events, marks, processes, states, words  (Ctrl+F)\nF3 goes to the next matching event")
        grows(self, 28)
        for name, value in zip(WRITTEN, (12, 400), strict=True):
            self.setProperty(name, value)  # the style sheet's renewal would bring back the first size
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaximumWidth(WIDTH)
        self.popup: QFrame | None = None
        self.list: PickList | None = None
        self._note: QLabel | None = None
        self.textEdited.connect(self._on_edited)
        session.search.changed.connect(self._on_changed)
        session.moved.connect(self.update)
        session.closed.connect(self._on_closed)
        session.theme_changed.connect(self.update)
        session.preferences_changed.connect(self._fit)
        on_event(self, QEvent.Type.FocusOut, self._on_focus_out)
        self._fit()

    def _fit(self) -> None:
        look = look_of(self._session)
        self.setFont(look.sans(12))
        self.setTextMargins(26, 0, self._chip_width() + 8, 0)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 28)

    def begin(self, hint: str = "") -> None:
        """Take the keyboard, all that was typed selected."""
        if not self.hasFocus():
            self._back = self.window().focusWidget()
        self.setPlaceholderText(hint or HINT)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.list is not None:
            self.list.show_rows(())  # a new search begins at the first row, not where the last one stood
        if self.text():
            self._on_edited(self.text())
        else:
            self._drop()

    def leave(self) -> None:
        """Give the keyboard back."""
        self._hide()
        self.setPlaceholderText(HINT)
        back = self._back
        if back is not None and back.isVisible():
            back.setFocus()
        else:
            self.clearFocus()

    # The list

    def _on_edited(self, text: str) -> None:
        self._session.search.find(text)
        self._drop()

    def _drop(self) -> None:
        """Show the list below the field."""
        if self.popup is None:
            self._make()
        assert self.popup is not None
        self._fill()
        self.popup.show()
        self.popup.raise_()

    def _make(self) -> None:
        self.popup = named(QFrame(self.window()), "popup")
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(1, 6, 1, 6)
        column.setSpacing(4)
        self.list = PickList(self._session, "Found", self.popup)
        self.list.picked.connect(self.leave)
        self._note = label(name="note", wraps=True)
        self._note.setContentsMargins(14, 2, 14, 2)
        column.addWidget(self.list, 1)
        column.addWidget(self._note)

    def _fill(self) -> None:
        if self.popup is None or self.list is None or self._note is None:
            return
        rows = self._rows()
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        search = self._session.search
        note = EMPTY if not search.typed else "" if rows else "Searching…" if search.busy else "Nothing found"
        if len(search.matches) > MOST_EVENTS:
            note = f"{len(search.matches):,} events match; F3 and Shift+F3 go through them all"
        self._note.setText(note)
        self._note.setVisible(bool(note))
        width = min(POPUP_WIDTH, self.window().width() - 16)
        height = min(self.list.content_height() + 14, HIGHEST) if rows else 12
        height += self._note.heightForWidth(width - 2) + 6 if note else 0
        corner = self.mapTo(self.window(), QPoint(self.width(), self.height() + 4))
        self.popup.setGeometry(max(corner.x() - width, 8), corner.y(), width, height)

    def _rows(self) -> list[Pick]:
        search = self._session.search
        rows: list[Pick] = []
        for group, hits in groupby(search.hits, key=lambda hit: hit.group):
            rows.append(Pick(group, is_heading=True))
            rows += [self._pick(hit) for hit in hits]
        history = self._session.history
        if len(search.matches) and history is not None:
            n = len(search.matches)
            rows.append(Pick(f"In events · {n:,}", is_heading=True))
            for event in search.matches[:MOST_EVENTS].tolist():
                row = history.event(event)
                hit = Hit("In events", f"{event:,}", row.text, event=event)
                rows.append(self._pick(hit, slot=row.slot))
        return rows

    def _pick(self, hit: Hit, slot: int = 0) -> Pick:
        selection = hit.selection
        return Pick(
            hit.title,
            hit.note,
            run=lambda: self._session.search.go(hit),
            mono=selection is None or selection.frame is not None,
            slot=selection.slot if selection is not None and selection.slot else slot,
            kind=selection.kind if selection is not None else None,
        )

    def _on_changed(self) -> None:
        if not self._session.search.typed and not self.hasFocus():
            self.clear()
        if self.popup is not None and self.popup.isVisible():
            self._fill()
        self.update()

    def _on_closed(self) -> None:
        self.clear()
        self._hide()

    def _hide(self) -> None:
        if self.popup is not None:
            self.popup.hide()

    def _on_focus_out(self, _event: QEvent) -> bool:
        self._hide()
        self.update()
        return False

    # The window system

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self.list is not None and self.popup is not None and self.popup.isVisible() and self.list.key(event.key()):
            event.accept()
        elif event.key() == Qt.Key.Key_Down:
            self._drop()
        else:
            super().keyPressEvent(event)

    def _chip(self) -> str:
        return self._session.search.place_words() or (CHIP if not self.hasFocus() or not self.text() else "")

    def _chip_width(self) -> int:
        return look_of(self._session).px(52)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = look_of(self._session)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sign = icons.pixmap("search", look["text3"], 14, self.devicePixelRatioF())
        painter.drawPixmap(9, (self.height() - 14) // 2, sign)
        words = self._chip()
        if words and not (words == CHIP and self.text()):
            painter.setFont(look.sans(11))
            width = painter.fontMetrics().horizontalAdvance(words) + 10
            box = QRectF(self.width() - width - 6, (self.height() - look.px(18)) / 2, width, look.px(18))
            painter.setPen(QPen(look["border_strong"], 1))
            painter.setBrush(look["panel"])
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(look["text2"])
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
