"""What screen readers hear of the map: which frame is selected and whose it is, where in time. Paints nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from pagevis.model.snapshot import Kind, PfnTable, Snapshot
from pagevis.session.session import Session
from pagevis.ui import words

NAME = "Frame map"
NOTHING_WORDS = "Nothing is selected. Alt and an arrow select a frame."
MOST_NAMES = 4  # of holders: a shared frame may have dozens


def frame_words(snapshot: Snapshot, frame: int, number_base: int = 16) -> str:
    """``Frame 0x0a, held by shell and editor, refcount 2``."""
    row = snapshot.frames(frame, frame + 1)
    kind = Kind(int(row.kind[0]))
    number = words.pfn(PfnTable(snapshot.ranges).pfn(frame), base=number_base)
    names = {holder.slot: holder.name for holder in snapshot.holders}
    held = [names[hold.slot] for hold in snapshot.holders_of(frame) if hold.slot in names]
    told = [f"Frame {number}"]
    if held:
        rest = f" and {len(held) - MOST_NAMES} more" if len(held) > MOST_NAMES else ""
        told.append(f"held by {', '.join(held[:MOST_NAMES])}{rest}")
    else:
        told.append(kind.name.lower().replace("_", " "))
    count = int(row.refcount[0])
    if count:
        told.append(f"refcount {count}")
    return ", ".join(told)


def selection_words(session: Session) -> str:
    """What is selected, as one would say it."""
    snapshot, selection = session.snapshot(), session.selection
    if snapshot is None:
        return ""
    if selection.frame is not None and selection.frame < snapshot.n_frames:
        return frame_words(snapshot, selection.frame, session.preferences.number_base)
    if selection.kind is not None:
        return f"All {selection.kind.name.lower().replace('_', ' ')} frames"
    holder = next((holder for holder in snapshot.holders if selection.slot and holder.slot == selection.slot), None)
    if holder is not None:
        return f"{holder.name}, {words.plural(len(snapshot.frames_of(holder.slot)), 'frame')}"
    return NOTHING_WORDS


class MapVoice(QObject):
    """Keeps the map's description true, and says when it changed."""

    def __init__(self, session: Session, map_widget: QWidget) -> None:
        super().__init__(map_widget)
        self._session, self._map = session, map_widget
        map_widget.setAccessibleName(NAME)
        for signal in (session.selection_changed, session.moved, session.closed, session.preferences_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say it anew where it changed."""
        told = selection_words(self._session)
        if told != self._map.accessibleDescription():
            self._map.setAccessibleDescription(told)
            QAccessible.updateAccessibility(QAccessibleEvent(self._map, QAccessible.Event.DescriptionChanged))
