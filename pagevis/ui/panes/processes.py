"""The processes with their frames, and below them what belongs to no process. The colours are the map's."""

from __future__ import annotations

import numpy as np

from pagevis.model.snapshot import Counts, HolderKind, HolderState, Kind, Snapshot
from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.panes._base import Area, Pane
from pagevis.ui.panes._holders import HoldersPane
from pagevis.ui.panes._rows import HolderRow

COUNT_FRAMES = 1 << 17  # up to so many frames their kinds are counted one by one; beyond, the snapshot's sums must do
OF_PROCESSES = (HolderKind.PROCESS, HolderKind.INTERRUPT)
KINDS = (
    (Kind.KERNEL, "kernel"),
    (Kind.HEAP, "kernel heap"),
    (Kind.BOOK, "page book"),
    (Kind.FILE, "page cache"),
    (Kind.RESERVED, "reserved"),
    (Kind.WITHHELD, "withheld"),
    (Kind.HOLE, "hole"),
    (Kind.FREE, "free"),
    (Kind.UNKNOWN, "not yet mentioned"),
)


KERNELS = (Kind.KERNEL, Kind.HEAP, Kind.BOOK)
BOOKING = (
    "Booked: entered in the page book's used list, as frames of processes are.\n"
    "Counted: on no list; only the number of available frames goes down."
)


def booking_note(kind: Kind, n_frames: int, counts: Counts) -> str:
    """``counted``, ``booked`` or ``3 booked, 5 counted``: how the page book knows of the kernel's frames."""
    if kind not in KERNELS or not counts.managed:
        return ""
    n_booked = min(counts.booked - counts.used, n_frames) if kind is Kind.KERNEL else 0
    if 0 < n_booked < n_frames:
        return f"{words.count(n_booked)} booked, {words.count(n_frames - n_booked)} counted"
    return "booked" if n_booked else "counted"


def _kind_counts(snapshot: Snapshot) -> dict[Kind, int]:
    if snapshot.n_frames <= COUNT_FRAMES:
        found = np.bincount(snapshot.frames(0, snapshot.n_frames).kind, minlength=len(Kind))
        return {kind: int(found[kind]) for kind in Kind}
    counts = snapshot.counts()
    return {Kind.FREE: counts.free, Kind.UNKNOWN: counts.unknown}


def _number(session: Session, snapshot: Snapshot, n_frames: int) -> str:
    machine = session.history is not None and session.history.kind == "recording"
    return words.size(n_frames * snapshot.page_size_bytes) if machine else words.count(n_frames)


def _process(session: Session, snapshot: Snapshot, state: HolderState, most: int) -> HolderRow:
    holder = state.holder
    note = f"{state.n_shared} shared" if state.n_shared else ""
    if not state.alive:
        note = "gone" if not note else f"gone, {note}"
    pid = f", process {holder.pid}" if holder.pid is not None else ""
    return HolderRow(
        slot=holder.slot,
        name=holder.name,
        note=note,
        number=_number(session, snapshot, state.n_frames),
        share=state.n_frames / most,
        dim=not state.n_frames or not state.alive,
        tip=f"{holder.name}{pid}: {words.plural(state.n_frames, 'frame')}, {state.n_shared} of them shared",
    )


def rows(session: Session, snapshot: Snapshot) -> tuple[list[HolderRow], str]:
    """The pane's rows, and how many processes there are."""
    states = snapshot.states()
    processes = [state for state in states if state.holder.kind in OF_PROCESSES]
    note = str(len(processes))
    if session.history is not None and session.history.kind == "recording":
        note = f"{sum(state.n_frames > 0 for state in processes)} of {len(processes)} hold frames"
        processes = sorted((state for state in processes if state.n_frames), key=lambda state: -state.n_frames)
    most = max((state.n_frames for state in states if state.holder.kind is not HolderKind.KERNEL), default=0) or 1
    found = [_process(session, snapshot, state, most) for state in processes]
    caches = [state for state in states if state.holder.kind is HolderKind.CACHE and state.n_frames]
    others = [_process(session, snapshot, state, most) for state in caches]
    kinds = _kind_counts(snapshot)
    counts = snapshot.counts()
    cached = bool(others)
    for kind, name in KINDS:
        n_frames = kinds.get(kind, 0)
        if (n_frames or kind is Kind.FREE) and not (kind is Kind.FILE and cached):
            note_of_kind = booking_note(kind, n_frames, counts)
            tip = f"{words.plural(n_frames, 'frame')} {name}"
            others.append(
                HolderRow(
                    kind=kind,
                    name=name,
                    note=note_of_kind,
                    number=_number(session, snapshot, n_frames),
                    tip=f"{tip}, {note_of_kind}\n{BOOKING}" if note_of_kind else tip,
                )
            )
    heading = [HolderRow(name="Not owned by a process")]
    return found + heading + others, note


PANE = Pane(
    "processes",
    "Processes",
    Area.LEFT,
    lambda session: HoldersPane(session, "Processes", rows, "Open a file to see who holds its frames."),
    order=1,
    weight=4,
)
