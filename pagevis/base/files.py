"""Writes a file whole or not at all. Knows nothing of what is in it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pagevis.base.errors import PagevisError


def write_whole(path: str | Path, text: str, *, lasting: bool = True) -> None:
    """Put ``text`` as UTF-8 into the file at ``path``: beside it first, then in its place, so that a failure leaves
    what was there. ``lasting``: on the disk before this returns. Raises ``PagevisError`` where it cannot be written.
    """
    target = Path(path)
    with contextlib.suppress(OSError):
        target = target.resolve()  # a link goes on to point at the file
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
    except (OSError, ValueError) as error:
        if beside:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PagevisError(f"it cannot be written: {why}", remedy="choose another place", place=str(path)) from None


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
