"""Saves or copies the moment that is shown. Knows no format: render does."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from pagevis.base.errors import PagevisError
from pagevis.render.api import FigureOptions, render
from pagevis.session.session import Session

COPY_SCALE = 2.0  # pasted into a document on a sharp screen it must not blur


def save_picture(session: Session, path: str) -> None:
    """Write the picture in the theme that is shown; what goes wrong is told in the bar."""
    if session.history is None:
        return
    try:
        render(session.history, path, FigureOptions(theme=session.theme_name))
    except PagevisError as error:
        session.failed.emit(str(error))


def copy_picture(widget: QWidget) -> None:
    """Put a widget as it is shown on the clipboard, at twice its logical size at least."""
    scale = max(COPY_SCALE, widget.devicePixelRatioF())
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    widget.render(picture)
    QGuiApplication.clipboard().setPixmap(picture)
