"""Scenarios as a form of input: read as text, carried out, and handed on as a history."""

from __future__ import annotations

import re

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.sources._base import InputStream, Source
from pagevis.trace import scenario_text
from pagevis.trace.grammar import COMMANDS
from pagevis.trace.history import History
from pagevis.trace.live import carry_out

LINES_LOOKED_AT = 200
CHUNK_BYTES = 2**20


def sniff(head: bytes) -> float:
    """How sure it is that these bytes begin a scenario: the share of lines that begin with a command."""
    if b"\0" in head:
        return 0.0
    text = head.decode("utf-8", "replace")
    if text.startswith(scenario_text.HEADER):
        return 1.0
    first_words = [line.split()[0] for line in text.splitlines()[:LINES_LOOKED_AT] if re.match(r"\s*[^\s#]", line)]
    if not first_words:
        return 0.2 if text.lstrip().startswith("#") and "tracer" not in text else 0.0
    good = sum(word in COMMANDS for word in first_words) / len(first_words)
    return 0.9 * good


def read(data: InputStream, job: Job, allocator: str | None) -> History:
    """Carry the scenario out. Raises ``PagevisError`` with file and line where it cannot be."""
    raw = bytearray()
    while chunk := data.read(CHUNK_BYTES):
        raw += chunk
        job.tick(0.0, "reading")
        if len(raw) > scenario_text.MAX_TEXT_BYTES:
            raise PagevisError("too large for a scenario", remedy="at most 32 MiB of text", place=data.path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PagevisError("this is no UTF-8 text", remedy="save it as UTF-8", place=data.path, line=line) from None
    return carry_out(text.splitlines(), data.path, allocator, job).history


SOURCE = Source("scenario", "scenario", (".scenario",), sniff, read, own_suffix=".scenario")
