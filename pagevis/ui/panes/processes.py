"""The processes with their frames, and below them what belongs to no process. The colours are the map's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from pagevis.model.snapshot import Counts, HolderKind, HolderState, Kind, Snapshot
from pagevis.session import glossary
from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.panes._base import Area, Pane
from pagevis.ui.panes._holders import HoldersPane
from pagevis.ui.panes._rows import HolderRow
from pagevis.ui.panes._sparks import Sparks
from pagevis.ui.parts import guarded, tool_button

MANY = 12  # holders, from which on there is a field to find some
ORDER_NAMES = {"frames": "Frames", "name": "Name", "first": "First seen"}
ORDERS: dict[str, Callable[[HolderState], tuple[int | str, int]]] = {
    "frames": lambda state: (-state.n_frames, state.holder.slot),
    "name": lambda state: (state.holder.name.lower(), state.holder.slot),
    "first": lambda state: (state.holder.slot, 0),
}
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


def _process(session: Session, snapshot: Snapshot, state: HolderState, most: int, sparks: Sparks) -> HolderRow:
    holder, recording = state.holder, session.history is not None and session.history.kind == "recording"
    note = f"{state.n_shared} shared" if state.n_shared else str(holder.pid) if recording and holder.pid else ""
    if not state.alive:
        note = "gone" if not note else f"{note}, gone"
    pid = f", process {holder.pid}" if holder.pid is not None else ""
    held = words.plural(state.n_frames, "frame")
    spark, so_far = sparks.of(holder.slot, snapshot.event_index, most)
    return HolderRow(
        slot=holder.slot,
        name=holder.name,
        note=note,
        number=_number(session, snapshot, state.n_frames),
        share=state.n_frames / most,
        dim=not state.n_frames or not state.alive,
        tip=f"{holder.name}{pid}: {held}, {state.n_frames - state.n_shared} private, {state.n_shared} shared\n"
        "Shared frames are held by somebody else too. The curve shows frames held up to now.",
        spark=spark,
        so_far=so_far,
    )


def rows(session: Session, snapshot: Snapshot, sparks: Sparks, order: str, wanted: str) -> tuple[list[HolderRow], str]:
    """The pane's rows, and how many processes there are. ``wanted``: words of a name, or a process number."""
    states = snapshot.states()
    processes = [state for state in states if state.holder.kind in OF_PROCESSES]
    note = str(len(processes))
    if session.history is not None and session.history.kind == "recording":
        note = f"{sum(state.n_frames > 0 for state in processes)} of {len(processes)}"
        processes = [state for state in processes if state.n_frames]
    if wanted:
        processes = [state for state in processes if wanted in f"{state.holder.name} {state.holder.pid}".lower()]
        note = f"{len(processes)} found"
    processes = sorted(processes, key=ORDERS[order])
    most = max((state.n_frames for state in states if state.holder.kind in OF_PROCESSES), default=0) or 1
    found = [_process(session, snapshot, state, most, sparks) for state in processes]
    caches = [state for state in states if state.holder.kind is HolderKind.CACHE and state.n_frames]
    others = [_process(session, snapshot, state, max(state.n_frames, most), sparks) for state in caches]
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
                    tip=glossary.tip(name, f"{tip}, {note_of_kind}. {BOOKING}" if note_of_kind else tip),
                )
            )
    heading = [HolderRow(name="Not owned by a process")]
    return found + heading + others, note


@guarded
class ProcessesPane(HoldersPane):
    """See the module. Where there are many processes, a field above them finds some, and a button sorts them."""

    def __init__(self, session: Session) -> None:
        self.order = ""  # "" is by frames for recordings, by first appearance for scenarios
        self._sparks = Sparks(session)
        super().__init__(session, "Processes", self._make_rows, "Open a file to see who holds its frames.")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find a process")
        self.field.setAccessibleName("Find a process by name or number")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.refresh)
        self.sort_button = tool_button(name="sort", words=True)
        self.sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.sort_button.setAccessibleName("Sort processes")
        self.sort_button.setToolTip("In which order processes are listed")
        menu = QMenu(self.sort_button)
        for name, text in ORDER_NAMES.items():
            menu.addAction(text, partial(self.sort_by, name))
        self.sort_button.setMenu(menu)
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(10, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.sort_button)
        self._above.insertWidget(0, self.tools)
        for signal in (session.opened, session.closed):
            signal.connect(self._on_other)
        self._on_other()

    def _on_other(self) -> None:
        """Another file: nothing is looked for, and its own order holds."""
        history = self.session.history
        recording = history is not None and history.kind == "recording"
        many = history is not None and len(history.snapshot().holders) >= MANY
        self.tools.setVisible(many)
        self.field.clear()
        self.sort_by("frames" if recording else "first")

    def sort_by(self, order: str) -> None:
        """One of ``ORDERS``."""
        self.order = order
        self.sort_button.setText(ORDER_NAMES[order])
        self.refresh()

    def _make_rows(self, session: Session, snapshot: Snapshot) -> tuple[list[HolderRow], str]:
        wanted = self.field.text().strip().lower() if self.tools.isVisibleTo(self) else ""
        return rows(session, snapshot, self._sparks, self.order or "first", wanted)


PANE = Pane("processes", "Processes", Area.LEFT, ProcessesPane, order=1, weight=4)
