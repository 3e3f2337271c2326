"""Menus on a frame, a process or a segment: what can be done with just that, each row with the line it writes.

Rows are made anew each time, from the state at the position. Acting is the document's business.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from pagevis.model.snapshot import Hold, Holder, HolderKind, Kind, PfnTable, Snapshot
from pagevis.session import queries
from pagevis.session.acts import ACTS, missing
from pagevis.session.session import Selection, Session
from pagevis.ui import words
from pagevis.ui.panes._table import ROW_ROLE
from pagevis.ui.parts import on_event


class Acting(Protocol):
    """What the menus need of the window."""

    @property
    def session(self) -> Session: ...
    def act(self, name: str, **given: str) -> None: ...
    def command(self, name: str) -> QAction | None: ...


def frame_menu(desk: Acting, frame: int, parent: QWidget) -> QMenu:
    """What can be done with one frame."""
    session, menu = desk.session, _menu(parent)
    snapshot = session.snapshot()
    assert snapshot is not None
    table = PfnTable(snapshot.ranges)
    name = f"@{table.pfn(frame):#x}"
    shown = words.pfn(table.pfn(frame), words.pfn_digits(table.pfn(snapshot.n_frames - 1)))
    _heading(menu, f"Frame {shown}")
    why_not = session.document.why_not_act()
    holds = _holds(snapshot, frame)
    if not why_not:
        for holder, hold in holds[:4]:
            where = name if holder.kind is HolderKind.KERNEL else f"{holder.name}.{hold.page}"
            _add_holds(desk, menu, holder, where)
        if not holds and int(snapshot.frames(frame, frame + 1).kind[0]) == Kind.FREE:
            _form(desk, menu, "alloc")
    _rule(menu)
    for holder in {holder.slot: holder for holder, _hold in holds}.values():
        _row(menu, f"Select {holder.name}", partial(session.select, Selection(slot=holder.slot)))
    _add_history(session, menu, frame)
    _command(desk, menu, "stop-here")
    _rule(menu)
    _row(menu, "Copy PFN", lambda: QGuiApplication.clipboard().setText(shown))
    _command(desk, menu, "copy-picture")
    if why_not:
        menu.setToolTip(why_not)
    return menu


def _holds(snapshot: Snapshot, frame: int) -> list[tuple[Holder, Hold]]:
    """The processes that hold a frame, and the kernel where it asked for it: each once, by its first page."""
    found: dict[int, tuple[Holder, Hold]] = {}
    for hold in snapshot.holders_of(frame):
        holder = snapshot.holders[hold.slot]
        if holder.kind in (HolderKind.PROCESS, HolderKind.KERNEL):
            found.setdefault(hold.slot, (holder, hold))
    if not found and int(snapshot.frames(frame, frame + 1).kind[0]) == Kind.KERNEL:
        found[1] = snapshot.holders[1], Hold(1, 0)
    return list(found.values())


def _add_holds(desk: Acting, menu: QMenu, holder: Holder, where: str) -> None:
    """What one holder can do with one of its pages."""
    if holder.kind is HolderKind.KERNEL:
        _line(desk, menu, "kernel gives it back", f"free kernel {where}")
        return
    _line(desk, menu, f"{holder.name} writes it", f"write {holder.name} {where}")
    _line(desk, menu, f"{holder.name} reads it", f"read {holder.name} {where}")
    _line(desk, menu, f"{holder.name} gives it back", f"free {holder.name} {where}")
    others = [name for name in _running(desk.session) if name != holder.name]
    if others:
        sub = menu.addMenu(f"{holder.name} shares it with")
        for name in others:
            _line(desk, sub, name, f"share {holder.name} {name} {where}")
    _rule(menu)


def _add_history(session: Session, menu: QMenu, frame: int) -> None:
    """To the events that touched the frame."""
    history = session.history
    assert history is not None
    events, at = history.frame_events(frame), history.position.event
    before, after = events[: int(np.searchsorted(events, at))], events[int(np.searchsorted(events, at, "right")) :]
    back = _row(menu, "Previous event of this frame\t,", lambda: session.seek(int(before[-1])))
    back.setEnabled(len(before) > 0)
    on = _row(menu, "Next event of this frame\t.", lambda: session.seek(int(after[0])))
    on.setEnabled(len(after) > 0 and "future" not in session.hides)


def process_menu(desk: Acting, slot: int, parent: QWidget) -> QMenu:
    """What can be done with one process."""
    session, menu = desk.session, _menu(parent)
    snapshot = session.snapshot()
    assert snapshot is not None
    name = snapshot.holders[slot].name
    _heading(menu, name)
    if not session.document.why_not_act() and name in _running(session):
        _line(desk, menu, "Allocate one frame", f"alloc {name} 1")
        for act in ("alloc", "share", "write", "free", "fork", "segment"):
            _form(desk, menu, act, process=name)
        segments = _segments(snapshot)
        for title, verb, fits in (("Attach", "attach", False), ("Detach", "detach", True)):
            rows = [holder.name for holder, attached in segments if (slot in attached) is fits]
            if rows:
                sub = menu.addMenu(title)
                for segment in rows:
                    _line(desk, sub, segment, f"{verb} {segment} {name}")
        _rule(menu)
        _line(desk, menu, "Kill it", f"exit {name}")
    _rule(menu)
    if not session.document.why_not_act():
        _form(desk, menu, "start")
    _row(menu, f"Select {name}", lambda: session.select(Selection(slot=slot)))
    return menu


def segment_menu(desk: Acting, slot: int, parent: QWidget) -> QMenu:
    """What can be done with one segment."""
    session, menu = desk.session, _menu(parent)
    snapshot = session.snapshot()
    assert snapshot is not None
    name = snapshot.holders[slot].name
    attached = next((who for holder, who in _segments(snapshot) if holder.slot == slot), None)
    _heading(menu, name)
    if not session.document.why_not_act() and attached is not None:
        there = [snapshot.holders[one].name for one in attached]
        for title, verb, names in (
            ("Attach", "attach", [one for one in _running(session) if one not in there]),
            ("Detach", "detach", there),
        ):
            if names:
                sub = menu.addMenu(title)
                for one in names:
                    _line(desk, sub, one, f"{verb} {name} {one}")
        _line(desk, menu, "Destroy it", f"destroy {name}")
    _rule(menu)
    _row(menu, f"Select {name}", lambda: session.select(Selection(slot=slot)))
    return menu


def _running(session: Session) -> list[str]:
    snapshot = session.snapshot()
    states = snapshot.states() if snapshot is not None else ()
    return [state.holder.name for state in states if state.alive and state.holder.kind is HolderKind.PROCESS]


def _segments(snapshot: Snapshot) -> list[tuple[Holder, tuple[int, ...]]]:
    states = [state for state in snapshot.states() if state.alive and state.holder.kind is HolderKind.SEGMENT]
    return [(state.holder, state.attached) for state in states]


# ---- rows


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    return menu


def _heading(menu: QMenu, title: str) -> None:
    menu.addAction(title).setEnabled(False)
    menu.setAccessibleName(title)


def _rule(menu: QMenu) -> None:
    rows = menu.actions()
    if rows and not rows[-1].isSeparator():
        menu.addSeparator()


def _row(menu: QMenu, title: str, run: Callable[[], object]) -> QAction:
    action = menu.addAction(title)
    action.triggered.connect(lambda _checked=False: run())
    return action


def _line(desk: Acting, menu: QMenu, title: str, line: str) -> None:
    """A row that writes a line as it stands beside it."""
    _row(menu, f"{title}\t{line}", lambda: desk.session.document.act(line))


def _form(desk: Acting, menu: QMenu, name: str, **given: str) -> None:
    """A row that asks for what is missing first."""
    act = ACTS[name]
    action = _row(menu, f"{act.title}…", lambda: desk.act(name, **given))
    lacks = missing(act, queries.scope(desk.session))
    action.setEnabled(not lacks)
    action.setToolTip(lacks or act.help)


def _command(desk: Acting, menu: QMenu, name: str) -> None:
    action = desk.command(name)
    if action is not None:
        menu.addAction(action)


# ---- where they open


def on_map(
    desk: Acting, area: QWidget, frame_at: Callable[[QPoint], int | None], place_of: Callable[[int], QPoint]
) -> None:
    """A frame's menu on the map: at the pointer, or by the keyboard at the selected frame."""

    def show(event: QEvent) -> bool:
        if not isinstance(event, QContextMenuEvent) or desk.session.history is None:
            return False
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        frame = desk.session.selection.frame if by_key else frame_at(event.pos())
        if frame is None:
            return False
        desk.session.select(Selection(frame=frame))
        _open(frame_menu(desk, frame, area), area.mapToGlobal(place_of(frame) if by_key else event.pos()))
        return True

    on_event(area, QEvent.Type.ContextMenu, show)


def on_rows(desk: Acting, table: QTableView, make: Callable[[Acting, int, QWidget], QMenu]) -> None:
    """A holder's menu on its row: at the pointer, or by the keyboard on the current row."""

    def show(event: QEvent) -> bool:
        if not isinstance(event, QContextMenuEvent) or desk.session.history is None:
            return False
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = table.currentIndex() if by_key else table.indexAt(table.viewport().mapFrom(table, event.pos()))
        slot = getattr(index.data(ROW_ROLE), "slot", 0)
        snapshot = desk.session.snapshot()
        kinds = (HolderKind.PROCESS, HolderKind.SEGMENT)
        if not slot or snapshot is None or snapshot.holders[slot].kind not in kinds:
            return False
        at = table.viewport().mapToGlobal(table.visualRect(index).bottomLeft()) if by_key else event.globalPos()
        _open(make(desk, slot, table), at)
        return True

    on_event(table, QEvent.Type.ContextMenu, show)


def _open(menu: QMenu, at: QPoint) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
