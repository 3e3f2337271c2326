"""What a long job is told by whoever waits for it: a place to report progress to, and a token to stop by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pagevis.base.errors import Cancelled

REPORT_EVERY_S = 0.05


def _ignore(_done: float, _text: str) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(slots=True)
class Job:
    """Progress and cancel of one long job. ``report`` takes a fraction 0..1 and a few words."""

    report: Callable[[float, str], None] = _ignore
    cancelled: Callable[[], bool] = _never
    _last: float = field(default=0.0)

    def tick(self, done: float, text: str = "") -> None:
        """Call often: at most every 50 ms it reports ``done`` and raises ``Cancelled`` where that was asked for."""
        now = time.monotonic()
        if now - self._last < REPORT_EVERY_S:
            return
        self._last = now
        if self.cancelled():
            raise Cancelled
        self.report(min(max(done, 0.0), 1.0), text)
