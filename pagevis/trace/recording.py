"""Recordings: facts about frames as columns, with their side tables. Holds what was told; derives no state from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, U8, U32, FrameRange, Holder

U16 = NDArray[np.uint16]
U64 = NDArray[np.uint64]

NO_INDEX = 0xFFFFFFFF  # in Recording.frame: the fact concerns no frame
NO_CPU = 0xFFFF  # in Recording.cpu: not told
NO_MIGRATETYPE = 0xFF
BLOCK_FRAMES = 1024  # 4 MiB of 4 KiB frames: the grain in which a recording's frames are covered

NOBODY_SLOT, CACHE_SLOT, INTERRUPT_SLOT = 0, 1, 2
FIRST_PROCESS_SLOT = 3


class FactKind(IntEnum):
    """What a fact states. The numbers are stored in files: never change one."""

    ALLOC = 1  # 2^order frames went to the acting process
    FREE = 2  # 2^order frames were released; the acting process need not be the one that held them
    ALLOC_FAILED = 3
    CACHE_ADD = 4  # 2^order frames became page cache
    CACHE_REMOVE = 5
    FORK = 6  # arg: slot of the child
    EXEC = 7  # flags: the file
    EXIT = 8  # frees nothing


@dataclass(frozen=True, slots=True)
class Loss:
    """Events that the recorder dropped just before event ``event``; ``n_events`` None: it does not say how many."""

    event: int
    n_events: int | None
    cpu: int | None

    @property
    def text(self) -> str:
        """In words: "3,183 events were lost on CPU 0"."""
        where = "" if self.cpu is None else f" on CPU {self.cpu}"
        if self.n_events is None:
            return f"an untold number of events were lost{where}"
        return ("1 event was lost" if self.n_events == 1 else f"{self.n_events:,} events were lost") + where


@dataclass(frozen=True, slots=True)
class Statistics:
    """What reading the input told beyond the facts."""

    format: str = ""  # "trace_pipe", "trace-cmd", "perf"
    n_lines: int = 0
    lines_skipped: int = 0  # lines that could not be understood
    first_skipped: int | None = None  # number of the first of them, from 1
    truncated: bool = False
    other_events: Mapping[str, int] = field(default_factory=dict)  # events of no interest here, by name


@dataclass(frozen=True, slots=True)
class Recording:
    """Facts in the order told; event ``i`` is fact ``i - 1``, event 0 the moment before the first. All columns have
    one row per fact. A frame of ``NO_INDEX`` means that the fact concerns none."""

    kind: U8  # of FactKind
    process: U32  # slot of the acting holder
    frame: U32  # index of the first frame; 2^order consecutive ones follow
    order: U8
    time_ns: I64
    cpu: U16
    migratetype: U8
    flags: U16  # index into ``strings``
    arg: U64
    ranges: tuple[FrameRange, ...]
    holders: tuple[Holder, ...]  # by slot: nobody, page cache, interrupt, then one per process lifetime
    holder_first: I64  # by slot: event at which the holder is first mentioned, n_facts + 1 = never
    holder_end: I64  # by slot: event of its exit, n_facts + 1 = none was told
    strings: tuple[str, ...]  # entry 0 is ""
    losses: tuple[Loss, ...] = ()
    warnings: tuple[str, ...] = ()
    statistics: Statistics = field(default_factory=Statistics)
    page_size_bytes: int = 4096
    title: str = ""
    path: str = ""
    form: str = ""  # what kind of input it came from: "linux-text"

    @property
    def n_facts(self) -> int:
        """Number of facts; there is one event more."""
        return len(self.kind)

    @property
    def n_frames(self) -> int:
        """Frames covered by ``ranges``."""
        return sum(r.n_frames for r in self.ranges)
