"""Moments to compare and to come back to. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_open
from pagevis.session.session import Session


def no_mark_kept(session: Session) -> str:
    """Nothing is open, or the document takes no mark now."""
    history = session.history
    if history is None or history.kind == "recording":
        return nothing_open(session)
    return session.document.why_not_act()


def no_mark_after(session: Session) -> str:
    """No mark lies ahead."""
    return nothing_open(session) or ("" if session.markers.next_mark(1) else "There is no mark after this moment")


def no_mark_before(session: Session) -> str:
    """No mark lies behind."""
    return nothing_open(session) or ("" if session.markers.next_mark(-1) else "There is no mark before this moment")


def no_a(session: Session) -> str:
    """A is not set."""
    return nothing_open(session) or ("" if session.markers.a is not None else "A is not set")


def no_b(session: Session) -> str:
    """B is not set."""
    return nothing_open(session) or ("" if session.markers.b is not None else "B is not set")


def no_span(session: Session) -> str:
    """A and B are not both set."""
    return no_a(session) or no_b(session)


def nothing_to_play_between(session: Session) -> str:
    """A and B are one moment, or not set."""
    same = session.markers.a == session.markers.b
    return no_span(session) or ("A and B are the same moment" if same else "")


def no_marker(session: Session) -> str:
    """Neither is set."""
    return "" if session.markers.a is not None or session.markers.b is not None else "Neither A nor B is set"


def all_shown(session: Session) -> str:
    """The timeline shows all of time."""
    return nothing_open(session) or ("" if session.markers.shown else "All of it is shown")


COMMANDS: tuple[Command, ...] = (
    Command("mark", "Mark this moment…", Menu.ANALYSE, lambda d: d.session.markers.want_mark(), plain_keys=("M",),
            why_not=no_mark_kept, icon="bookmark", help="Give this moment a name to come back to"),
    Command("next-mark", "Next mark", Menu.ANALYSE, lambda d: d.session.markers.go_mark(1), ("F7",),
            why_not=no_mark_after, help="To the next mark, loss or refused request"),
    Command("previous-mark", "Previous mark", Menu.ANALYSE, lambda d: d.session.markers.go_mark(-1), ("Shift+F7",),
            why_not=no_mark_before, help="To the mark, loss or refused request before"),
    Command("set-a", "Set A here", Menu.ANALYSE, lambda d: d.session.markers.set_a(d.session.position.event),
            plain_keys=("[",), why_not=nothing_open, separated=True,
            help="Put marker A at this event: A and B show what changed between them"),
    Command("set-b", "Set B here", Menu.ANALYSE, lambda d: d.session.markers.set_b(d.session.position.event),
            plain_keys=("]",), why_not=nothing_open,
            help="Put marker B at this event: A and B show what changed between them"),
    Command("go-a", "Go to A", Menu.ANALYSE, lambda d: d.session.seek(d.session.markers.a or 0), plain_keys=("{",),
            why_not=no_a, help="To the moment of marker A"),
    Command("go-b", "Go to B", Menu.ANALYSE, lambda d: d.session.seek(d.session.markers.b or 0), plain_keys=("}",),
            why_not=no_b, help="To the moment of marker B"),
    Command("play-span", "Play from A to B", Menu.ANALYSE, lambda d: d.session.markers.play_span(), plain_keys=("P",),
            why_not=nothing_to_play_between, help="Start at A and stop at B"),
    Command("show-span", "Timeline from A to B", Menu.ANALYSE, lambda d: d.session.markers.show_span(),
            why_not=no_span, help="Zoom the timeline to the time between A and B"),
    Command("clear-markers", "Clear A and B", Menu.ANALYSE, lambda d: d.session.markers.clear(), why_not=no_marker,
            help="Take the markers A and B away"),
    Command("show-all-time", "Whole timeline", Menu.ANALYSE, lambda d: d.session.markers.show_all(),
            why_not=all_shown, separated=True, help="Show all of time; the wheel zooms the timeline at the pointer"),
)  # fmt: skip
