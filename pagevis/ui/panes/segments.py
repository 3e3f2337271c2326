"""The shared segments: name, frames in order, how many, and who is attached."""

from __future__ import annotations

from pagevis.model.snapshot import HolderKind, HolderState, PfnTable, Snapshot
from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.panes._base import Area, Pane
from pagevis.ui.panes._holders import HoldersPane
from pagevis.ui.panes._rows import HolderRow

MOST_PFNS = 4096  # a row shows three runs; more frames than this are not looked through for them


def _segment(snapshot: Snapshot, table: PfnTable, state: HolderState, base: int) -> HolderRow:
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
        tip=f"{state.holder.name}: {words.plural(state.n_frames, 'frame')} ({pfns}), attached: {names}",
    )


def rows(session: Session, snapshot: Snapshot) -> tuple[list[HolderRow], str]:
    """The pane's rows, and how many segments there are."""
    found = [state for state in snapshot.states() if state.holder.kind is HolderKind.SEGMENT]
    table = PfnTable(snapshot.ranges)
    return [_segment(snapshot, table, state, session.preferences.number_base) for state in found], str(
        len(found)
    ) if found else ""


PANE = Pane(
    "segments",
    "Shared segments",
    Area.LEFT,
    lambda session: HoldersPane(
        session, "Shared segments", rows, "None yet. A segment is a named set of frames that processes attach."
    ),
    order=2,
    weight=2,
    low_tab_of="processes",
    for_kinds=("scenario",),
)
