"""Places on the timeline: events to pixels and back, and round numbers for its ticks. Values only."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pagevis.trace.history import Position

MICRO_FROM_PX = 24.0  # events this wide are scrubbed micro-step by micro-step


@dataclass(frozen=True, slots=True)
class Axis:
    """Event k takes the pixels from ``x(k)`` to ``x(k + 1)``; after its last micro-step one stands at the latter.
    ``first`` and ``n_shown`` say which part of time has the width; 0 for ``n_shown`` is all."""

    left: float
    width: float
    n_events: int
    first: float = 0.0
    n_shown: float = 0.0

    @property
    def span(self) -> float:
        """Events shown."""
        return self.n_shown or float(max(1, self.n_events))

    @property
    def event_px(self) -> float:
        """Pixels of one event."""
        return self.width / self.span

    @property
    def visible(self) -> tuple[int, int]:
        """The first and the last event of which something is shown."""
        lo = min(max(math.floor(self.first), 0), self.n_events - 1)
        return lo, min(max(math.ceil(self.first + self.span) - 1, lo), self.n_events - 1)

    def x(self, event: float) -> float:
        """Where an event begins."""
        return self.left + (event - self.first) * self.event_px

    def place(self, x: float) -> float:
        """The other way round: a pixel in events and parts of them."""
        return self.first + (x - self.left) / self.event_px

    def holds(self, x: float) -> bool:
        """Whether a pixel lies on the axis."""
        return self.left - 0.5 <= x <= self.left + self.width + 0.5

    def x_of(self, at: Position, n_micro: int) -> float:
        """Where the playhead stands."""
        return self.x(at.event + (at.micro / n_micro if n_micro else 1.0))

    def event_at(self, x: float) -> int:
        """The event at a pixel, the nearest one outside."""
        return min(max(math.floor(self.place(x)), 0), self.n_events - 1)

    def micro_at(self, x: float, n_micro: int) -> int | None:
        """The micro-step at a pixel; None for the whole event where events are narrow or the pixel is outside."""
        inside = (x - self.x(self.event_at(x))) / self.event_px
        if self.event_px < MICRO_FROM_PX or not n_micro or not 0 <= inside < 1:
            return None
        return max(1, math.ceil(inside * n_micro - 0.25))


def round_step(span: float, n_most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that divides ``span`` into at most ``n_most`` parts."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if span / (digit * power) <= n_most:
                return digit * power
        power *= 10


def round_top(value: int, *, binary: bool) -> int:
    """A round number not below ``value``: 1, 2, 3, 4, 6, 8 times a power of two (sizes) or 1, 2, 4, 5, 8 of ten."""
    power = 1
    factor, digits = (2, (1, 1.5)) if binary else (10, (1, 2, 4, 5, 8))
    while True:
        for digit in digits:
            if digit * power >= value:
                return math.ceil(digit * power)
        power *= factor
