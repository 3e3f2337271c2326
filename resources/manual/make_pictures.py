"""Makes the manual's pictures with the program itself: ``python resources/manual/make_pictures.py``.

Screenshots of the window, figures as ``pagevis render`` paints them, and sheets with all of them; the sheets and what
the pages show are kept. With a folder named, every picture is kept there in full size too, and with names after it
only those are taken. No screen needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("LC_ALL", "C.UTF-8")

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from shots import IN_THE_MANUAL, SHEETS, Shot

from pagevis.render import fonts
from pagevis.render.api import FigureOptions, render
from pagevis.sources.opening import open_path
from pagevis.trace.history import History
from pagevis.ui.app import make_application, screenshot

HERE = Path(__file__).resolve().parent
SHEET_COLUMNS, TILE, MARGIN, TITLE = 3, QSize(640, 400), 20, 26
RATIO = "QT_SCALE_FACTOR"  # fixed when the program starts: other ratios take a process of their own


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
    if shot.ratio != float(os.environ.get(RATIO, "1")):
        environment = {**os.environ, RATIO: str(shot.ratio)}
        subprocess.run([sys.executable, __file__, str(folder), shot.name], check=True, env=environment)
        return out
    history = None if shot.path is None else open_path(shot.path)
    micro = None if history is None else micro_step(history, shot)
    if shot.is_figure and history is not None:
        history.seek(shot.event or 0, micro)
        render(history, str(out), FigureOptions(theme=shot.theme))
    else:
        screenshot(shot.path, QSize(*shot.size), shot.theme, shot.event, micro, shot.prepare).save(str(out))
    sys.stdout.write(f"{out}\n")
    return out


def sheet(pictures: list[tuple[str, Path]]) -> QImage:
    """All pictures on one page, each under its title."""
    n_rows = -(-len(pictures) // SHEET_COLUMNS)
    step_x, step_y = TILE.width() + MARGIN, TILE.height() + TITLE + MARGIN
    page = QImage(MARGIN + SHEET_COLUMNS * step_x, MARGIN + n_rows * step_y, QImage.Format.Format_RGB32)
    page.fill(QColor("#f4f3f0"))
    painter = QPainter(page)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(fonts.sans(14, fonts.MEDIUM))
    for i, (title, path) in enumerate(pictures):
        left, top = MARGIN + i % SHEET_COLUMNS * step_x, MARGIN + i // SHEET_COLUMNS * step_y
        painter.drawText(QRectF(left, top, TILE.width(), TITLE), Qt.AlignmentFlag.AlignLeft, title)
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = QImage(str(path))
        picture.setDevicePixelRatio(1.0)
        picture = picture.scaled(TILE, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        painter.drawImage(left, top + TITLE, picture)
    painter.end()
    return page


def main(folder: Path, only: list[str]) -> None:
    """Every picture, then the sheets; or only some pictures."""
    make_application()
    for name, shots in SHEETS.items():
        taken = [(shot.title, take(shot, folder)) for shot in shots if not only or shot.name in only]
        if not only:
            sheet(taken).save(str(HERE / f"{name}.png"))
    for name in IN_THE_MANUAL if not only else ():
        (HERE / f"{name}.png").write_bytes((folder / f"{name}.png").read_bytes())


if __name__ == "__main__":
    faults: list[BaseException] = []
    sys.excepthook = lambda _kind, fault, _trace: faults.append(fault)  # Qt goes on after a fault in a slot; we do not
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), sys.argv[2:])
    else:
        with tempfile.TemporaryDirectory() as folder_name:
            main(Path(folder_name), [])
    sys.exit("; ".join(f"{type(fault).__name__}: {fault}" for fault in faults) or 0)
