"""Figures as SVG: text as text, shapes as shapes; a raster only where cells are too small to be drawn one by one."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import unescape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from pagevis.render.figure import paint_figure
from pagevis.render.fonts import MONO, SANS, text_width
from pagevis.render.formats._base import Export, FigureOptions
from pagevis.trace.history import History

RESOLUTION = 96  # an SVG's px
FALLBACKS = {SANS[0]: (*SANS, "sans-serif"), MONO[0]: (*MONO, "monospace")}
TEXT = re.compile(
    r'<text [^>]*font-family="(?P<family>[^"]*)" font-size="(?P<px>\d+)" font-weight="(?P<weight>\d+)"[^>]*>'
    r"(?P<words>[^<]+)</text>"
)


def _write(path: Path, history: History, options: FigureOptions) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(RESOLUTION)
    generator.setSize(QSize(options.width, options.height))
    generator.setViewBox(QRect(0, 0, options.width, options.height))
    generator.setTitle(history.title)
    generator.setDescription(history.caption().text)
    painter = QPainter(generator)
    paint_figure(painter, history, options)
    painter.end()
    path.write_text(_with_fallbacks(bytes(data.data()).decode("utf-8")), encoding="utf-8")


def _with_fallbacks(svg: str) -> str:
    """Qt names one family; another renderer may not have it, and should neither fall back to a serif nor let words
    run into each other: each text says how long it is."""

    def families(found: re.Match[str]) -> str:
        first = found[1].split(",")[0].strip(" '")
        names = FALLBACKS.get(first)
        if names is None:
            return found[0]
        return 'font-family="' + ", ".join(f"'{name}'" if " " in name else name for name in names) + '"'

    def with_length(found: re.Match[str]) -> str:
        family, px, weight, words = found["family"], int(found["px"]), int(found["weight"]), unescape(found["words"])
        length = text_width(words, MONO[0] in family, px, weight)
        return f'<text textLength="{length:.2f}" lengthAdjust="spacingAndGlyphs"{found[0][5:]}'

    return TEXT.sub(with_length, re.sub(r'font-family="([^"]*)"', families, svg))


EXPORT = Export("svg", "SVG drawing", (".svg",), _write)
