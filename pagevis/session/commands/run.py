"""Where time goes. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_after, nothing_before, nothing_to_play

COMMANDS: tuple[Command, ...] = (
    Command("play", "Play or pause", Menu.RUN, lambda d: d.session.toggle_playing(), ("F6",), ("Space",),
            nothing_to_play, "play", "Let the steps follow one another, or stop"),
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
)  # fmt: skip
