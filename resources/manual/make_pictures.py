"""Makes the manual's pictures with the program itself: ``python resources/manual/make_pictures.py``.

Screenshots of the window, figures as ``pagevis render`` paints them, and one sheet with all of them; the window and the
sheet are kept. With a folder named, every picture is kept there in full size too. No screen needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("LC_ALL", "C.UTF-8")

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from pagevis.render import fonts
from pagevis.render.api import FigureOptions, render
from pagevis.sources.opening import open_path
from pagevis.trace.history import History
from pagevis.ui.app import make_application, screenshot

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent
BOOK, LIFO, HOLDS = sorted(str(path) for path in (RESOURCES / "scenarios").glob("[123]-*.scenario"))
SAMPLE = str(RESOURCES / "samples" / "compile.trace.txt.gz")
LINKED, READ = "w next[0a]", "w next[012e]"  # micro-steps by the beginning of their note
WINDOW = QSize(1600, 1000)
SHEET_COLUMNS, TILE, MARGIN, TITLE = 2, QSize(800, 500), 24, 28


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of the window, or a figure of the same moment."""

    name: str
    title: str
    path: str | None
    event: int | None = None
    micro: str = ""
    theme: str = "light"
    is_figure: bool = False


SHOTS = (
    Shot("window", "The window at one micro-step: a freed frame gets its link back", LIFO, 3, LINKED),
    Shot("window-dark", "The same in the dark theme", LIFO, 3, LINKED, "dark"),
    Shot("boot", "The book describes itself: boot in progress", BOOK, 0, READ),
    Shot("sharing", "A frame with two holders", HOLDS, 3),
    Shot("recording", "A real compile", SAMPLE, 8000),
    Shot("recording-dark", "The same in the dark theme", SAMPLE, 8000, "", "dark"),
    Shot("start", "The start page", None),
    Shot("start-dark", "The start page in the dark theme", None, theme="dark"),
    Shot("figure", "A figure as `pagevis render` paints it", LIFO, 3, LINKED, is_figure=True),
    Shot("figure-dark", "A figure in the dark theme", LIFO, 3, LINKED, "dark", is_figure=True),
    Shot("figure-sharing", "A figure of a shared frame", HOLDS, 3, is_figure=True),
    Shot("figure-recording", "A figure of a recording", SAMPLE, 8000, is_figure=True),
)


def micro_step(history: History, shot: Shot) -> int | None:
    """The first micro-step of the shot's event whose note begins as the shot says; None: after the whole event."""
    for micro in range(history.n_micro(shot.event or 0)) if shot.micro else ():
        history.seek(shot.event or 0, micro)
        if history.step().note.startswith(shot.micro):
            return micro
    return None


def take(shot: Shot, folder: Path) -> Path:
    """Paint one picture into a folder; where it lies."""
    out = folder / f"{shot.name}.png"
    history = None if shot.path is None else open_path(shot.path)
    micro = None if history is None else micro_step(history, shot)
    if shot.is_figure and history is not None:
        history.seek(shot.event or 0, micro)
        render(history, str(out), FigureOptions(theme=shot.theme))
    else:
        screenshot(shot.path, WINDOW, shot.theme, shot.event, micro).save(str(out))
    return out


def sheet(pictures: list[tuple[str, Path]]) -> QImage:
    """All pictures on one page, each under its title."""
    n_rows = -(-len(pictures) // SHEET_COLUMNS)
    step_x, step_y = TILE.width() + MARGIN, TILE.height() + TITLE + MARGIN
    page = QImage(MARGIN + SHEET_COLUMNS * step_x, MARGIN + n_rows * step_y, QImage.Format.Format_RGB32)
    page.fill(QColor("#f4f3f0"))
    painter = QPainter(page)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(fonts.sans(15, fonts.MEDIUM))
    for i, (title, path) in enumerate(pictures):
        left, top = MARGIN + i % SHEET_COLUMNS * step_x, MARGIN + i // SHEET_COLUMNS * step_y
        painter.drawText(QRectF(left, top, TILE.width(), TITLE), Qt.AlignmentFlag.AlignLeft, title)
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = QImage(str(path)).scaled(TILE, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        painter.drawImage(left, top + TITLE, picture)
    painter.end()
    return page


def main(folder: Path) -> None:
    """Every picture, then the sheet."""
    make_application()
    taken = []
    for shot in SHOTS:
        taken.append((shot.title, take(shot, folder)))
        sys.stdout.write(f"{taken[-1][1]}\n")
    (HERE / "window.png").write_bytes((folder / "window.png").read_bytes())
    sheet(taken).save(str(HERE / "contact-sheet.png"))


if __name__ == "__main__":
    faults: list[BaseException] = []
    sys.excepthook = lambda _kind, fault, _trace: faults.append(fault)  # Qt goes on after a fault in a slot; we do not
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
    sys.exit("; ".join(f"{type(fault).__name__}: {fault}" for fault in faults) or 0)
