"""Rows of names and values, and rows of owners: made once and filled anew at each step. They know no session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pagevis.ui.look import Look
from pagevis.ui.panes._inspected import Fact, Owner
from pagevis.ui.panes._rows import paint_chip
from pagevis.ui.parts import label, tool_button, with_icon

MOST_OWNERS = 8
ROW, CHIP_HEIGHT, CHIP = 22, 22, 10
NAMES = 74  # px that the names take
BESIDE = 8  # px between a name and its value


def chip_icon(look: Look, slot: int, scale: float) -> QIcon:
    """A holder's colour as an icon."""
    picture = QPixmap(round(CHIP * scale), round(CHIP * scale))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(scale)
    painter = QPainter(picture)
    paint_chip(painter, look, QRectF(0, 0, CHIP, CHIP), slot, None)
    painter.end()
    return QIcon(picture)


class FactRows(QWidget):
    """Names at the left, values at the right; a value that leads somewhere is a button."""

    def __init__(self, go: Callable[[Fact], None]) -> None:
        super().__init__()
        self._go = go
        self._facts: tuple[Fact, ...] = ()
        self._rows: list[tuple[QLabel, QLabel, QPushButton]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 0, 12, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(BESIDE)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[Fact, ...], look: Look) -> None:
        """These facts and no others."""
        self._facts = facts
        while len(self._rows) < len(facts):
            self._add()
        self._grid.setColumnMinimumWidth(0, look.px(NAMES))
        mono = look.mono(12)
        for i, (name, value, link) in enumerate(self._rows):
            shown = i < len(facts)
            fact = facts[i] if shown else Fact("", "")
            leads = fact.frame is not None or fact.slot > 0
            name.setVisible(shown)
            value.setVisible(shown and not leads)
            link.setVisible(shown and leads)
            if not shown:
                continue
            name.setText(fact.name)
            name.setToolTip(fact.help)
            for words in (value, link):
                words.setText(fact.value)
                words.setToolTip(f"{fact.help}\nA click goes there." if leads else fact.help)
                words.setFont(mono)
            link.setAccessibleName(f"{fact.name} {fact.value}")
            for part in (name, value, link):
                part.setFixedHeight(look.px(ROW))

    def _add(self) -> None:
        row = len(self._rows)
        name, value = label(name="second"), label(name="mono", yields=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        link = QPushButton()  # a tool button would stand some px to the right of plain values
        link.setObjectName("link")
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(partial(self._on_clicked, row))
        self._rows.append((name, value, link))
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1)
        self._grid.addWidget(link, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _on_clicked(self, row: int) -> None:
        self._go(self._facts[row])


class OwnerRows(QWidget):
    """A chip for each hold: who, which page of theirs, through which segment. A click selects them."""

    def __init__(self, go: Callable[[int], None]) -> None:
        super().__init__()
        self._go = go
        self._owners: tuple[Owner, ...] = ()
        self._rows: list[tuple[QWidget, QToolButton, QLabel, QToolButton]] = []
        self._names: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 4, 12, 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._column.setSpacing(4)
        for i in range(MOST_OWNERS):
            self._add(i)
        self._more = label(name="note")
        self._column.addWidget(self._more)

    def _add(self, number: int) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BESIDE)
        name = label("owners" if number == 0 else "", "second")
        name.setToolTip("Who holds the frame, the newest hold first, as on its owner list")
        self._names.append(name)
        row.addWidget(name)
        who, page, via = (
            tool_button(name="chip", words=True),
            label(name="second"),
            tool_button(name="chip", words=True),
        )
        for button in (who, via):
            with_icon(button, CHIP)
        who.clicked.connect(partial(self._on_clicked, number, False))
        via.clicked.connect(partial(self._on_clicked, number, True))
        for part in (who, page, via):
            row.addWidget(part)
        row.addStretch(1)
        self._rows.append((line, who, page, via))
        self._column.addWidget(line)

    def show_owners(self, owners: tuple[Owner, ...], look: Look) -> None:
        """These and no others; the first few of very many."""
        self._owners = owners
        self.setVisible(bool(owners))
        scale = self.devicePixelRatioF()
        for name in self._names:
            name.setFixedWidth(look.px(NAMES))
        for (line, who, page, via), owner in zip(self._rows, owners, strict=False):
            page.setText(f"page {owner.page}" + (" via" if owner.via else ""))
            told = f"page {owner.page} of {owner.name}"
            _fill(who, owner.name, f"{told}; a click selects {owner.name}", chip_icon(look, owner.slot, scale), look)
            via.setVisible(bool(owner.via))
            if owner.via:
                _fill(via, owner.via_name, f"{told}, through this segment", chip_icon(look, owner.via, scale), look)
            line.show()
        for line, *_rest in self._rows[len(owners) :]:
            line.hide()
        self._more.setText(f"and {len(owners) - MOST_OWNERS} more" if len(owners) > MOST_OWNERS else "")
        self._more.setVisible(len(owners) > MOST_OWNERS)

    def _on_clicked(self, number: int, via: bool) -> None:
        owner = self._owners[number]
        self._go(owner.via if via else owner.slot)


def _fill(button: QToolButton, text: str, tip: str, icon: QIcon, look: Look) -> None:
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setIcon(icon)
    button.setFixedHeight(look.px(CHIP_HEIGHT))
