"""The shared segments: name, frames in order, how many, and who is attached."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from pagevis.model.snapshot import HolderKind, HolderState, PfnTable, Snapshot
from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.panes._base import Area, Pane
from pagevis.ui.panes._holders import HoldersPane
from pagevis.ui.panes._rows import HolderRow
from pagevis.ui.parts import guarded, on_event

EMPTY = "None yet. A segment is a named set of frames that processes attach."
MOST_PAGES = 256
MOST_PFNS = 4096  # a row shows three runs; more frames than this are not looked through for them


def _segment(snapshot: Snapshot, table: PfnTable, state: HolderState, base: int, opened: bool) -> HolderRow:
    frames = snapshot.frames_of(state.holder.slot)[:MOST_PFNS].tolist()
    pfns = words.runs([table.pfn(frame) for frame in frames], base=base)
    attached = tuple((slot, snapshot.holders[slot].name) for slot in state.attached)
    names = ", ".join(name for _slot, name in attached) or "nobody"
    return HolderRow(
        slot=state.holder.slot,
        name=state.holder.name,
        note=pfns,
        number=words.count(state.n_frames),
        attached=attached or ((0, "nobody attached"),),
        dim=not state.alive,
        tip=f"{state.holder.name}: {words.plural(state.n_frames, 'frame')} ({pfns}), attached: {names}\n"
        "A double click or the arrow keys list its pages in order; a click on a name selects who is attached.",
        opened=opened,
    )


def _pages(snapshot: Snapshot, table: PfnTable, slot: int, base: int) -> list[HolderRow]:
    """The pages of a segment that is open, in their order."""
    frames = snapshot.frames_of(slot).tolist()
    digits = words.pfn_digits(table.pfn(snapshot.n_frames - 1))
    made = [
        HolderRow(slot=slot, name=f"page {k}", number=words.pfn(table.pfn(frame), digits, base), frame=frame,
                  tip=f"Page {k} of {snapshot.holders[slot].name}")
        for k, frame in enumerate(frames[:MOST_PAGES])
    ]  # fmt: skip
    if len(frames) > MOST_PAGES:
        rest = words.count(len(frames) - MOST_PAGES)
        made.append(HolderRow(name=f"and {rest} more pages"))
    return made


@guarded
class SegmentsPane(HoldersPane):
    """See the module. Segments can be opened to list their pages."""

    def __init__(self, session: Session) -> None:
        self._opened: set[int] = set()
        super().__init__(session, "Shared segments", self._make_rows, EMPTY)
        self.view.doubleClicked.connect(lambda index: self.toggle(self.model.rows[index.row()].slot))
        on_event(self.view, QEvent.Type.KeyPress, self._on_key)
        session.opened.connect(self._opened.clear)

    def toggle(self, slot: int) -> None:
        """List a segment's pages, or no longer."""
        if slot:
            self._opened ^= {slot}
            self.refresh()

    def _on_key(self, event: QEvent) -> bool:
        index = self.view.currentIndex()
        if not isinstance(event, QKeyEvent) or not index.isValid() or index.row() >= len(self.model.rows):
            return False
        row = self.model.rows[index.row()]
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            wanted = not row.opened
        if wanted is None or row.opened is None or row.opened == wanted:
            return False
        self.toggle(row.slot)
        return True

    def _make_rows(self, session: Session, snapshot: Snapshot) -> tuple[list[HolderRow], str]:
        found = [state for state in snapshot.states() if state.holder.kind is HolderKind.SEGMENT]
        table, base, made = PfnTable(snapshot.ranges), session.preferences.number_base, []
        for state in found:
            slot = state.holder.slot
            made.append(_segment(snapshot, table, state, base, slot in self._opened))
            made += _pages(snapshot, table, slot, base) if slot in self._opened else []
        return made, str(len(found)) if found else ""


PANE = Pane(
    "segments",
    "Shared segments",
    Area.LEFT,
    SegmentsPane,
    order=2,
    weight=2,
    low_tab_of="processes",
    for_kinds=("scenario",),
)
