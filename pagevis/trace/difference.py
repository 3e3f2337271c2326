"""What lies between two moments of a history, in figures: plain values, computed by the histories themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, U32


@dataclass(frozen=True, slots=True)
class HolderChange:
    """Frames that a holder has at the later moment and had not at the earlier one, and the other way round."""

    slot: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Difference:
    """State after event ``last`` compared with the state after event ``first``. What came and went again between
    them does not show. ``free`` and ``used`` are changes in numbers of frames."""

    first: int
    last: int
    free: int
    used: int
    holders: tuple[HolderChange, ...]  # those with a change, the largest first
    started: tuple[int, ...]  # slots of processes that were not there at first
    ended: tuple[int, ...]  # slots of processes that are gone at last


def largest_first(slots: NDArray[np.integer], gained: I64, lost: I64) -> tuple[HolderChange, ...]:
    """Rows of ``holders``, those without a change left out."""
    weight = gained + lost
    order = [int(k) for k in np.argsort(-weight, kind="stable") if weight[k]]
    return tuple(HolderChange(int(slots[k]), int(gained[k]), int(lost[k])) for k in order)


def compared(before: U32, after: U32) -> tuple[int, int]:
    """How many frames are in the second set only, and how many in the first only."""
    n_both = len(np.intersect1d(before, after))
    return len(np.unique(after)) - n_both, len(np.unique(before)) - n_both
