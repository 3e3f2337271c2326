"""The timeline's context menu: marks and markers at the place that was clicked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from pagevis.session.session import Session
from pagevis.ui.panes._flags import Flag


def menu(owner: QWidget, session: Session, flag: Flag | None, event: int) -> QMenu:
    """Made for one use."""
    markers = session.markers
    history = session.history
    recording = history is not None and history.kind == "recording"
    event = flag.event if flag is not None else event
    made = QMenu(owner)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.addAction(f"Go to event {event:,}", lambda: session.seek(event))
    made.addSeparator()
    if flag is not None and flag.kind == "own":
        made.addAction("Rename this mark…", lambda: markers.want_name(event))
        made.addAction("Remove this mark", lambda: markers.remove(event))
    elif recording:
        made.addAction(f"Mark event {event:,}…", lambda: markers.want_name(event))
    elif not session.document.why_not_act():
        made.addAction("Mark the playhead’s moment…", markers.want_mark)
    made.addSeparator()
    made.addAction(f"Set A at event {event:,}", lambda: markers.set_a(event))
    made.addAction(f"Set B at event {event:,}", lambda: markers.set_b(event))
    for text, run, possible in (
        ("Play from A to B", markers.play_span, None not in (markers.a, markers.b)),
        ("Timeline from A to B", markers.show_span, None not in (markers.a, markers.b)),
        ("Clear A and B", markers.clear, (markers.a, markers.b) != (None, None)),
        ("Whole timeline", markers.show_all, markers.shown is not None),
    ):
        action = made.addAction(text, run)
        action.setEnabled(possible)
    if len(session.document.branches) > 1:
        made.addSeparator()
        _add_branches(made, session)
    return made


def _add_branches(made: QMenu, session: Session) -> None:
    """Which branch is shown, and which is thrown away; that asks for a second menu, since nothing brings it back."""
    document = session.document
    shown, gone = made.addMenu("Show branch"), made.addMenu("Discard branch for good")
    gone.setToolTipsVisible(True)
    for branch in document.branches:
        words = f"{branch.name}, {branch.n_events:,} events"
        action = shown.addAction(words, partial(document.show_branch, branch.number))
        action.setCheckable(True)
        action.setChecked(branch.is_current)
        why_not = document.why_not_discard(branch.number)
        action = gone.addAction(words, partial(document.discard_branch, branch.number))
        action.setEnabled(not why_not)
        action.setToolTip(why_not)
