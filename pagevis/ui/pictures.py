"""Saves the moment that is shown as a figure. Knows no format: render does."""

from __future__ import annotations

from pagevis.base.errors import PagevisError
from pagevis.render.api import FigureOptions, render
from pagevis.session.session import Session


def save_picture(session: Session, path: str) -> None:
    """Write the picture in the theme that is shown; what goes wrong is told in the bar."""
    if session.history is None:
        return
    try:
        render(session.history, path, FigureOptions(theme=session.theme_name))
    except PagevisError as error:
        session.failed.emit(str(error))
