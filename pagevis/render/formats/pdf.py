"""Figures as PDF: one page of the figure's size, text as text, fonts embedded."""

from __future__ import annotations

import os
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

import pagevis
from pagevis.render.figure import paint_figure
from pagevis.render.formats._base import Export, FigureOptions
from pagevis.trace.history import History

POINTS_PER_PX = 72 / 96
XMP_DATE = re.compile(rb"""(xmp:\w+Date(?:>|="))\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([^<"]*)""")
RESOLUTION = 1200  # dots per inch of Qt's coordinates: fine enough that nothing is seen to snap


def _write(path: Path, history: History, options: FigureOptions) -> None:
    # Fonts are written in the order of a QHash, whose seed differs from process to process unless it is set.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        pdf = _pdf(history, options)
    finally:
        QHashSeed.resetRandomGlobalSeed()
    path.write_bytes(_with_fixed_dates(pdf))


def _pdf(history: History, options: FigureOptions) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(f"pagevis {pagevis.__version__}")
    writer.setTitle(history.title)
    writer.setDocumentId(QUuid(str(uuid.uuid5(uuid.NAMESPACE_URL, f"pagevis:{history.title}:{history.position}"))))
    writer.setResolution(RESOLUTION)
    size = QSizeF(options.width * POINTS_PER_PX, options.height * POINTS_PER_PX)
    page = QPageSize(size, QPageSize.Unit.Point, "figure", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(RESOLUTION / 96, RESOLUTION / 96)
    paint_figure(painter, history, options)
    painter.end()
    return bytes(data.data())


def _with_fixed_dates(pdf: bytes) -> bytes:
    """Dates as SOURCE_DATE_EPOCH says, where it is set; Qt ignores it. The length stays, so offsets stay right."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return pdf
    moment = datetime.fromtimestamp(int(epoch), UTC)
    digits = moment.strftime("%Y%m%d%H%M%S").encode()
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S").encode()
    pdf = re.sub(rb"\(D:\d{14}([^)]*)\)", lambda m: b"(D:" + digits + _utc(m[1]) + b")", pdf)
    return XMP_DATE.sub(lambda m: m[1] + stamp + _utc(m[2]), pdf)


def _utc(zone: bytes) -> bytes:
    """The zone of a date, its digits made zero."""
    return re.sub(rb"\d", b"0", zone).replace(b"-", b"+")


EXPORT = Export("pdf", "PDF document", (".pdf",), _write)
