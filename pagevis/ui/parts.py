"""Small widgets of the house's sizes, made in one way. The style sheet knows them by their object names."""

from __future__ import annotations

import functools
import inspect
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QWidget

from pagevis.ui import icons
from pagevis.ui.look import Look

CONTROL = 28

Handler = Callable[[QEvent], bool]  # whether the event was dealt with

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


AnyClass = TypeVar("AnyClass", bound=type)


def _guard(handler: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(handler)
    def guarded(*arguments: object) -> None:
        try:
            handler(*arguments)
        except Exception as error:  # noqa: BLE001 - the edge towards Qt: everything is reported, nothing passes
            sys.excepthook(type(error), error, error.__traceback__)
            traceback.clear_frames(error.__traceback__)  # a painter that lives on in a frame would block its widget

    return guarded


def guarded(widget: AnyClass) -> AnyClass:
    """Class decorator: no exception leaves the widget's answers to events and its painting. Qt would go on with a
    painter still open, and PySide6 6.11 may end the process; so it is reported here as any other mistake is."""
    for name, handler in list(vars(widget).items()):
        if (name.endswith("Event") or name == "paint") and inspect.isfunction(handler):
            setattr(widget, name, _guard(handler))
    return widget


class _Filter(QObject):
    """Sees one type of event before its widget does. Overriding ``event`` would do, but an exception in another
    override called from there ends the process (PySide6 6.11) instead of being reported."""

    def __init__(self, widget: QWidget, kind: QEvent.Type, handle: Handler) -> None:
        super().__init__(widget)
        self._kind, self._handle = kind, handle

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        try:
            return event.type() == self._kind and self._handle(event)
        except Exception as error:  # noqa: BLE001 - as in _guard
            sys.excepthook(type(error), error, error.__traceback__)
            return False


def on_event(widget: QWidget, kind: QEvent.Type, handle: Handler) -> None:
    """Let a function see a widget's events of one type first; True keeps them from the widget."""
    widget.installEventFilter(_Filter(widget, kind, handle))


GROWS = "growsHeight", "growsWidth"  # properties: sizes at 100 % of a widget that grows with its letters
WRITTEN = "writtenSize", "writtenWeight"
ICON_PX = "icon-px"


def grows(widget: AnyWidget, height: int = 0, width: int = 0) -> AnyWidget:
    """The widget of a fixed size that follows the preferred size of letters; 0 leaves a side free."""
    for name, px, fix in ((GROWS[0], height, widget.setFixedHeight), (GROWS[1], width, widget.setFixedWidth)):
        if px:
            widget.setProperty(name, px)
            fix(px)
    return widget


def with_icon(button: QToolButton, px: int) -> None:
    """An icon of another size than the house's; it too follows the preferred size of letters."""
    button.setProperty(ICON_PX, px)
    button.setIconSize(QSize(px, px))


def written(made: QLabel, look: Look, px: int, weight: int = 400) -> QLabel:
    """The label in letters of another size than the rest, which follow the preferred size too."""
    made.setProperty(WRITTEN[0], px)
    made.setProperty(WRITTEN[1], weight)
    made.setFont(look.sans(px, weight))
    return made


def regrow(root: QWidget, look: Look) -> None:
    """Give everything below a widget, and itself, the size that the preferred letters want."""
    for widget in (root, *root.findChildren(QWidget)):
        height, width, px = (widget.property(name) for name in (*GROWS, WRITTEN[0]))
        if height:
            widget.setFixedHeight(look.px(height))
        if width:
            widget.setFixedWidth(look.px(width))
        if isinstance(widget, QToolButton) and height:
            icon = look.px(widget.property(ICON_PX) or icons.SIZE)
            widget.setIconSize(QSize(icon, icon))
        if px:
            widget.setFont(look.sans(px, widget.property(WRITTEN[1])))


def named(widget: AnyWidget, name: str) -> AnyWidget:
    """The widget under the name by which the style sheet paints its ground."""
    widget.setObjectName(name)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


@guarded
class _Yielding(QLabel):
    """Words that end in an ellipsis where room ends."""

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = self.text()
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if shown == whole:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        painter.end()


def label(text: str = "", name: str = "", *, wraps: bool = False, yields: bool = False) -> QLabel:
    """Words. ``yields``: takes what room there is and never asks for more."""
    made = _Yielding(text) if yields else QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    if yields:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def tool_button(action: QAction | None = None, *, name: str = "", words: bool = False) -> QToolButton:
    """A button of the house's height; a click leaves the keyboard where it was."""
    button = QToolButton()
    button.setObjectName(name)
    grows(button, CONTROL)
    button.setIconSize(QSize(icons.SIZE, icons.SIZE))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if words:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    else:
        grows(button, width=CONTROL + 4)
    if action is not None:
        button.setDefaultAction(action)
        button.setAccessibleName(action.text().rstrip("…"))
    return button


def rule() -> QFrame:
    """A thin line between groups of buttons."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedSize(1, 18)
    return line
