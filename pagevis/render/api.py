"""Renders a moment of a history into a file: the format by its suffix, a Qt without a screen, a file whole or none."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from pagevis.base.discovery import discover
from pagevis.base.errors import PagevisError
from pagevis.render.fonts import load_fonts
from pagevis.render.formats._base import Export, FigureOptions
from pagevis.render.theme import load_theme
from pagevis.trace.history import History

__all__ = ["FigureOptions", "ensure_gui", "export_for", "exports", "render"]

MOST_PX = 32767  # a side of a picture that Qt can paint


def exports() -> dict[str, Export]:
    """All formats by name."""
    return discover("pagevis.render.formats", "EXPORT", Export)


def export_for(out_path: str) -> Export:
    """The format that a file's suffix names. Raises ``PagevisError``."""
    suffix = Path(out_path).suffix.lower()
    for export in exports().values():
        if suffix in export.suffixes:
            return export
    known = ", ".join(s for export in exports().values() for s in export.suffixes)
    raise PagevisError(
        f"no picture format has the suffix {suffix!r}" if suffix else "the file name has no suffix",
        remedy=f"end it with one of {known}",
        place=out_path,
    )


_kept: list[QCoreApplication] = []  # Qt deletes an application that nobody refers to


def ensure_gui() -> None:
    """A QGuiApplication and fonts, as painting needs them; without a screen where none runs yet."""
    if QCoreApplication.instance() is None:
        if sys.platform == "linux":
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication([sys.argv[0] or "pagevis"]))
    load_fonts()


def render(history: History, out_path: str, options: FigureOptions) -> None:
    """Write a figure of the history's position. Raises ``PagevisError``; then there is nothing new under the name."""
    export = export_for(out_path)
    for px in (options.width * options.scale, options.height * options.scale):
        if not 1 <= px <= MOST_PX:
            raise PagevisError(f"a side of {px:.0f} px is none", remedy=f"sizes go from 1 to {MOST_PX}")
    load_theme(options.theme)
    ensure_gui()
    target = Path(out_path)
    try:
        handle, name = tempfile.mkstemp(suffix=target.suffix, prefix=f".{target.stem}-", dir=target.parent)
        os.close(handle)
        beside = Path(name)
        try:
            export.write(beside, history, options)
            beside.chmod(0o666 & ~_umask())
            beside.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
    except OSError as error:
        raise PagevisError(
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            remedy="choose another place",
            place=out_path,
        ) from error


def _umask() -> int:
    """The process's umask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
