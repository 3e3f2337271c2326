"""Marks that a person put on a recording, in a small file beside it. Reads with suspicion, writes whole or not at all.

The file is JSON: ``{"pagevis": "marks", "version": 1, "marks": [{"event": 12, "name": "java starts"}]}``.
"""

from __future__ import annotations

import json
from pathlib import Path

from pagevis.base import resources
from pagevis.base.errors import PagevisError
from pagevis.base.files import write_whole
from pagevis.trace.history import Mark

SUFFIX = ".marks.json"
VERSION = 1
MOST_BYTES = 1 << 20
MOST_MARKS = 10_000
LONGEST_NAME = 80
KIND = "own"


def beside(path: str) -> Path | None:
    """Where the marks of a recording are kept; None for what is no file, a pipe for example, or came with pagevis."""
    file = Path(path)
    try:
        return file.with_name(file.name + SUFFIX) if path and file.is_file() and not resources.ships(path) else None
    except (OSError, ValueError):
        return None


def clean(name: str) -> str:
    """A name in one line of printable characters, "" where nothing is left of it."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME].rstrip()


def read(file: Path, n_events: int) -> tuple[Mark, ...]:
    """The marks in order of events; () where there is no file. Raises ``PagevisError`` for a file that is no such
    list, or has a mark outside the recording."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise PagevisError(f"{file}: {error.strerror}", remedy="the recording is shown without its marks") from None
    if len(data) > MOST_BYTES:
        raise _strange(file, "it is too large")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise _strange(file, "it is no JSON") from None
    if not isinstance(told, dict) or told.get("pagevis") != "marks" or told.get("version") != VERSION:
        raise _strange(file, f"it is no list of marks of version {VERSION}")
    rows = told.get("marks")
    if not isinstance(rows, list) or len(rows) > MOST_MARKS:
        raise _strange(file, f"'marks' is no list of at most {MOST_MARKS:,}")
    return tuple(sorted((_mark(file, row, n_events) for row in rows), key=lambda mark: mark.event))


def _mark(file: Path, row: object, n_events: int) -> Mark:
    event, name = (row.get("event"), row.get("name")) if isinstance(row, dict) else (None, None)
    if not isinstance(event, int) or isinstance(event, bool) or not 0 <= event < n_events:
        raise _strange(file, f"a mark's event is no number from 0 to {n_events - 1:,}")
    if not isinstance(name, str) or not clean(name):
        raise _strange(file, f"the mark at event {event:,} has no name")
    return Mark(event, KIND, clean(name))


def _strange(file: Path, what: str) -> PagevisError:
    return PagevisError(f"{file}: {what}", remedy="the recording is shown without its marks; move the file away")


def write(file: Path, marks: tuple[Mark, ...]) -> None:
    """Replace the file at once; with no marks there is none. Raises ``PagevisError`` where that cannot be done."""
    rows = [{"event": mark.event, "name": mark.text} for mark in marks]
    if rows:
        text = json.dumps({"pagevis": "marks", "version": VERSION, "marks": rows}, ensure_ascii=False, indent=1)
        write_whole(file, text + "\n")
        return
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise PagevisError(f"{file}: {error.strerror}", remedy="delete it by hand") from None
