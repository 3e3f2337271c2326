"""Files that were open of late: which, what they were, when. Kept in the settings; opens none."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pagevis.base import resources
from pagevis.session.settings import Settings
from pagevis.trace.history import History

KEY = "recent"
MOST = 10
LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class RecentFile:
    """``path`` is absolute; ``what`` is a few words; ``when`` seconds since 1970."""

    path: str
    kind: str  # of the history: scenario or recording
    what: str
    when: float


def recent_files(settings: Settings) -> tuple[RecentFile, ...]:
    """The newest first."""
    read = settings.value(KEY)
    found = []
    for row in read if isinstance(read, list) else []:
        if not isinstance(row, dict):
            continue
        path, kind, what, when = (row.get(name) for name in ("path", "kind", "what", "when"))
        if not (isinstance(path, str) and isinstance(kind, str) and isinstance(what, str)):
            continue
        if isinstance(when, bool) or not isinstance(when, int | float) or not 0 <= when < 1 << 40:
            continue
        if path and len(path) <= LONGEST_PATH and path.isprintable():
            found.append(RecentFile(path, kind[:20], what[:80], float(when)))
    return tuple(found[:MOST])


def _keep(settings: Settings, files: list[RecentFile]) -> None:
    settings.keep_value(KEY, [asdict(file) for file in files[:MOST]])


def is_own(path: str | None) -> bool:
    """Whether it is a file of the user's: not one that came with pagevis, no pipe."""
    if not path or path == "-":
        return False
    return Path(path).is_file() and not resources.ships(path)


def note(settings: Settings, history: History, now: float | None = None, path: str = "") -> None:
    """A history was opened, or saved at ``path``: its file is the newest."""
    path = path or history.path or ""
    if not is_own(path):
        return
    path = str(Path(path).resolve())
    n_events = history.n_events - 1
    n_frames = history.snapshot().n_frames
    what = f"{n_events:,} events" if history.kind == "recording" else f"{n_events:,} events, {n_frames:,} frames"
    file = RecentFile(path, history.kind, what, time.time() if now is None else now)
    _keep(settings, [file, *(old for old in recent_files(settings) if old.path != path)])


def folder_to_ask(settings: Settings, path: str | None) -> Path:
    """Where a file is looked for first: beside the open one or the newest, where these are the user's; else at home."""
    for own in (path, *(file.path for file in recent_files(settings))):
        if own is not None and is_own(own):
            return Path(own).resolve().parent
    return Path.home()


def forget(settings: Settings, path: str) -> None:
    """One file less."""
    _keep(settings, [file for file in recent_files(settings) if file.path != path])


def clear(settings: Settings) -> None:
    """No file."""
    settings.keep(KEY, "")


def ago(when: float, now: float) -> str:
    """``just now``, ``12 min ago``, ``2 h ago``, ``yesterday``, ``Thursday``, ``9 Nov``, ``9 Nov 2025``."""
    passed = max(now - when, 0.0)
    then, today = datetime.fromtimestamp(when).astimezone(), datetime.fromtimestamp(now).astimezone()
    n_days = (today.date() - then.date()).days
    if passed < 60:
        return "just now"
    if passed < 3600:
        return f"{int(passed // 60)} min ago"
    if n_days <= 0 or passed < 6 * 3600:
        return f"{int(passed // 3600)} h ago"
    if n_days == 1:
        return "yesterday"
    if n_days < 7:
        return f"{then:%A}"
    return f"{then.day} {then:%b}" if then.year == today.year else f"{then.day} {then:%b %Y}"
