"""Finding: places, events, the history of what is selected, commands. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_open
from pagevis.session.session import Session


def no_match(session: Session) -> str:
    """The last search found nothing among the events."""
    if nothing_open(session):
        return nothing_open(session)
    if not session.search.typed:
        return "Nothing was searched for yet: Ctrl+F"
    return "" if len(session.search.matches) else "No event matches the last search"


def _no_event_of_selection(session: Session, *, forward: bool) -> str:
    if nothing_open(session):
        return nothing_open(session)
    if session.selection.frame is None and not session.selection.slot:
        return "Select a frame, a process or a segment first"
    found = session.search.event_of_selection(forward=forward)
    return "" if found is not None else f"No event of the selection {'after' if forward else 'before'} this one"


def _no_next(session: Session) -> str:
    return _no_event_of_selection(session, forward=True)


def _no_previous(session: Session) -> str:
    return _no_event_of_selection(session, forward=False)


COMMANDS: tuple[Command, ...] = (
    Command("find", "Find…", Menu.EDIT, lambda d: d.search(), ("Ctrl+F",), why_not=nothing_open, icon="search",
            help="Frames, events, marks, processes, states, words: by name or number", separated=True),
    Command("go-to", "Go to…", Menu.EDIT, lambda d: d.search("Frame, event 12, mark, 1.5 s…"), ("Ctrl+G",),
            why_not=nothing_open, help="A frame by PFN or address, an event by number, a mark, a time"),
    Command("find-next", "Find next", Menu.EDIT, lambda d: d.session.search.go_match(forward=True), ("F3",),
            why_not=no_match, help="The next event that matches the last search"),
    Command("find-previous", "Find previous", Menu.EDIT, lambda d: d.session.search.go_match(forward=False),
            ("Shift+F3",), why_not=no_match, help="The event before that matches the last search"),
    Command("event-of-selection-next", "Next event of the selection", Menu.EDIT,
            lambda d: d.session.search.go_event_of_selection(forward=True), plain_keys=(".",), why_not=_no_next,
            help="The next event that touches the selected frame, or in which the selected process acts"),
    Command("event-of-selection-previous", "Previous event of the selection", Menu.EDIT,
            lambda d: d.session.search.go_event_of_selection(forward=False), plain_keys=(",",), why_not=_no_previous,
            help="The event before that touched the selected frame, or in which the selected process acted"),
)  # fmt: skip
