"""Where time goes. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import (
    Command,
    Menu,
    nothing_after,
    nothing_before,
    nothing_open,
    nothing_to_play,
)
from pagevis.session.session import Session
from pagevis.session.stops import why_no_stop


def _nothing_to_stop_at(session: Session) -> str:
    picked = session.selection.frame is not None or session.selection.slot
    return nothing_open(session) or ("" if picked else "Select a frame, a process or a segment first")


COMMANDS: tuple[Command, ...] = (
    Command("play", "Play or pause", Menu.RUN, lambda d: d.session.toggle_playing(), ("F6",), ("Space",),
            nothing_to_play, "play", "Let the steps follow one another, or stop"),
    Command("play-back", "Play backwards or pause", Menu.RUN, lambda d: d.session.toggle_playing(backwards=True),
            ("Shift+F6",), ("Shift+Space",), nothing_to_play, "play-back", "The same towards the beginning"),
    Command("step", "Step", Menu.RUN, lambda d: d.session.step(), ("F5",), ("Right",), nothing_after, "step",
            "One micro-step: the next read or write", separated=True),
    Command("step-back", "Step back", Menu.RUN, lambda d: d.session.step_back(), ("F4",), ("Left",),
            nothing_before, "step-back", "Take the last micro-step back"),
    Command("step-event", "Whole event", Menu.RUN, lambda d: d.session.step_event(), ("Shift+F5",),
            ("Shift+Right",), nothing_after, "event", "To the end of this event, or of the next one"),
    Command("step-event-back", "Whole event back", Menu.RUN, lambda d: d.session.step_event_back(),
            ("Shift+F4",), ("Shift+Left",), nothing_before, "event-back", "To the end of the event before"),
    Command("first", "To the beginning", Menu.RUN, lambda d: d.session.go_first(), ("Ctrl+Home",), ("Home",),
            nothing_before, "first", "Before anything happened", separated=True),
    Command("last", "To the end", Menu.RUN, lambda d: d.session.go_last(), ("Ctrl+End",), ("End",), nothing_after,
            "last", "After the last event"),
    Command("stop-next", "Continue to the next stop", Menu.RUN, lambda d: d.session.stops.go_on(forward=True), ("F8",),
            why_not=why_no_stop, icon="stop-next",
            help="Go on until a stop's condition comes true, however far that is", separated=True),
    Command("stop-previous", "Back to the previous stop", Menu.RUN,
            lambda d: d.session.stops.go_on(forward=False), ("Shift+F8",), why_not=why_no_stop, icon="stop-previous",
            help="Go back to where a stop's condition came true"),
    Command("stop-here", "Stop on the selection", Menu.RUN, lambda d: d.session.stops.toggle_selected(),
            ("F9",), why_not=_nothing_to_stop_at, icon="stop",
            help="Set a stop on the selected frame, process or segment, or take it away"),
    Command("stops", "Stop on a condition…", Menu.RUN, lambda d: d.add_stop(), ("Ctrl+F9",), why_not=nothing_open,
            help="Out of memory, a count of zero, a field written, books broken, an expression: in the pane Stops"),
    Command("stops-clear", "Remove all stops", Menu.RUN, lambda d: d.session.stops.clear(), ("Ctrl+Shift+F9",),
            why_not=lambda s: "" if s.stops.rows else "No stops are set", help="Take every stop away"),
)  # fmt: skip
