"""A progress bar on standard error, on a terminal only. Knows nothing of what takes so long."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pagevis.base.errors import one_line
from pagevis.base.jobs import Job

PATIENCE_S = 0.3  # work that is done sooner shows no bar at all
BAR_CELLS = 24


@contextmanager
def progress() -> Iterator[Job]:
    """A job for long work. Its bar is wiped off at the end, so that only output and complaints stay on screen."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield Job()
        return
    started_at = time.monotonic()
    drawn = ""

    def draw(done: float, text: str) -> None:
        nonlocal drawn
        if time.monotonic() - started_at < PATIENCE_S:
            return
        n_full = round(done * BAR_CELLS)
        bar = f"{'█' * n_full}{'░' * (BAR_CELLS - n_full)} {done:4.0%}  {one_line(text)}"
        bar = bar[: shutil.get_terminal_size().columns - 1]
        if bar != drawn:
            sys.stderr.write("\r\x1b[K" + bar)
            sys.stderr.flush()
            drawn = bar

    try:
        yield Job(report=draw)
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
