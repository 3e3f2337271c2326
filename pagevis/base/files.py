"""Writes a file whole or not at all. Knows nothing of what is in it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pagevis.base.errors import PagevisError


def write_whole(path: str | Path, text: str, *, lasting: bool = True) -> None:
    """Put ``text`` as UTF-8 into the file at ``path``: beside it first, then in its place, so that a failure leaves
    what was there. ``lasting``: on the disk before this returns. Raises ``PagevisError`` where it cannot be written.
    """
    target = Path(path)
    with contextlib.suppress(OSError):
        target = target.resolve()  # a link goes on to point at the file
    beside = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}")
    try:
        before = _mode(target)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if before is None else 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if before is not None:
            beside.chmod(before)
        beside.replace(target)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PagevisError(f"it cannot be written: {why}", remedy="choose another place", place=str(path)) from None


def _mode(target: Path) -> int | None:
    """The permissions of the file that is replaced; None where there is none, and the system's habit holds."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        return None
