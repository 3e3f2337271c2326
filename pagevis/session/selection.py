"""What can be selected: one value, the same for map, panes and timeline."""

from __future__ import annotations

from dataclasses import dataclass

from pagevis.model.snapshot import Kind


@dataclass(frozen=True, slots=True)
class Selection:
    """One thing: a frame, a holder (process, segment, kernel …) by slot, or all frames of a kind."""

    frame: int | None = None
    slot: int = 0
    kind: Kind | None = None

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Selection()
