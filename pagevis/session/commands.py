"""What a user can tell the window to do: one table, from which menus, toolbar, tooltips and tests derive. No widgets.

A row's keys have a scope: function keys, Escape and those with Ctrl act everywhere; plain keys act on map and timeline
only, so that tables and text fields keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from pagevis.session.session import NOTHING, Session


class Desk(Protocol):
    """What commands need besides the session: the map's view, and dialogs (tests answer in their place)."""

    @property
    def session(self) -> Session: ...
    def choose_file(self) -> None: ...
    def save_picture(self) -> None: ...
    def leave(self) -> None: ...
    def fit(self) -> None: ...
    def zoom(self, steps: int) -> None: ...
    def move_selection(self, columns: int, rows: int) -> None: ...
    def show_keys(self) -> None: ...
    def show_about(self) -> None: ...


class Menu(Enum):
    """The menus in their order."""

    FILE = "&File"
    VIEW = "&View"
    RUN = "&Run"
    HELP = "&Help"


@dataclass(frozen=True, slots=True)
class Command:
    """One row. ``keys`` act everywhere, ``plain_keys`` on map and timeline; the first of them is the one taught."""

    name: str
    title: str
    menu: Menu
    run: Callable[[Desk], None]
    keys: tuple[str, ...] = ()
    plain_keys: tuple[str, ...] = ()
    enabled: Callable[[Session], bool] = lambda _session: True
    icon: str = ""
    help: str = ""  # the tooltip's words
    separated: bool = False  # a line above it in its menu


def is_open(session: Session) -> bool:
    """Something is open."""
    return session.history is not None


def can_go_on(session: Session) -> bool:
    """There is a next step."""
    return is_open(session) and not session.at_end()


def can_go_back(session: Session) -> bool:
    """There is a step before."""
    return is_open(session) and not session.at_start()


def has_lists(session: Session) -> bool:
    """The source has lists to draw."""
    snapshot = session.snapshot()
    return snapshot is not None and bool(snapshot.lists)


def can_play(session: Session) -> bool:
    """There is more than one event."""
    return session.history is not None and session.history.n_events > 1


COMMANDS: tuple[Command, ...] = (
    Command("open", "Open…", Menu.FILE, lambda d: d.choose_file(), ("Ctrl+O",), icon="folder",
            help="Open a scenario or a recording"),
    Command("save-picture", "Save picture…", Menu.FILE, lambda d: d.save_picture(), ("Ctrl+E",), enabled=is_open,
            icon="camera", help="Save what the map shows now as PNG, SVG or PDF", separated=True),
    Command("close", "Close", Menu.FILE, lambda d: d.session.close_document(), ("Ctrl+W",), enabled=is_open,
            help="Close the file and go to the start page", separated=True),
    Command("quit", "Quit", Menu.FILE, lambda d: d.leave(), ("Ctrl+Q",)),

    Command("fit", "Fit map to window", Menu.VIEW, lambda d: d.fit(), ("Ctrl+0",), ("F",), is_open, "fit",
            "Show all of memory", separated=True),
    Command("zoom-in", "Zoom in", Menu.VIEW, lambda d: d.zoom(1), ("Ctrl++", "Ctrl+="), ("+", "="), is_open,
            "plus", "Larger frames; the wheel zooms at the pointer"),
    Command("zoom-out", "Zoom out", Menu.VIEW, lambda d: d.zoom(-1), ("Ctrl+-",), ("-",), is_open, "minus",
            "Smaller frames; the wheel zooms at the pointer"),
    Command("theme", "Light or dark", Menu.VIEW, lambda d: d.session.toggle_theme(), ("Ctrl+T",), icon="moon",
            help="Change between the light and the dark theme", separated=True),

    Command("play", "Play or pause", Menu.RUN, lambda d: d.session.toggle_playing(), ("F6",), ("Space",),
            can_play, "play", "Let the steps follow one another, or stop"),
    Command("step", "Step", Menu.RUN, lambda d: d.session.step(), ("F5",), ("Right",), can_go_on, "step",
            "One micro-step: the next read or write", separated=True),
    Command("step-back", "Step back", Menu.RUN, lambda d: d.session.step_back(), ("F4",), ("Left",),
            can_go_back, "step-back", "Take the last micro-step back"),
    Command("step-event", "Whole event", Menu.RUN, lambda d: d.session.step_event(), ("Shift+F5",),
            ("Shift+Right",), can_go_on, "event", "To the end of this event, or of the next one"),
    Command("step-event-back", "Whole event back", Menu.RUN, lambda d: d.session.step_event_back(),
            ("Shift+F4",), ("Shift+Left",), can_go_back, "event-back", "To the end of the event before"),
    Command("first", "To the beginning", Menu.RUN, lambda d: d.session.go_first(), ("Ctrl+Home",), ("Home",),
            can_go_back, "first", "Before anything happened", separated=True),
    Command("last", "To the end", Menu.RUN, lambda d: d.session.go_last(), ("Ctrl+End",), ("End",), can_go_on,
            "last", "After the last event"),
    Command("frame-left", "Select frame to the left", Menu.VIEW, lambda d: d.move_selection(-1, 0),
            plain_keys=("Alt+Left",), enabled=is_open, separated=True),
    Command("frame-right", "Select frame to the right", Menu.VIEW, lambda d: d.move_selection(1, 0),
            plain_keys=("Alt+Right",), enabled=is_open),
    Command("frame-up", "Select frame above", Menu.VIEW, lambda d: d.move_selection(0, -1),
            plain_keys=("Alt+Up",), enabled=is_open),
    Command("frame-down", "Select frame below", Menu.VIEW, lambda d: d.move_selection(0, 1),
            plain_keys=("Alt+Down",), enabled=is_open),
    Command("clear-selection", "Select nothing", Menu.VIEW, lambda d: d.session.select(NOTHING), ("Escape",),
            enabled=lambda s: bool(s.selection)),
    Command("keys", "Keys", Menu.HELP, lambda d: d.show_keys(), ("F1",), help="All keys on one sheet"),
    Command("about", "About pagevis", Menu.HELP, lambda d: d.show_about()),
)  # fmt: skip

BY_NAME = {command.name: command for command in COMMANDS}


def tooltip(command: Command) -> str:
    """The words and the key, for a button."""
    keys = (*command.keys[:1], *command.plain_keys[:1])
    words = command.help or command.title
    return f"{words}  ({' or '.join(pretty(key) for key in keys)})" if keys else words


_ARROWS = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "Escape": "Esc"}


def pretty(key: str) -> str:
    """A key as it is printed on keyboards."""
    *modifiers, last = key.split("+") if not key.endswith("+") else [*key[:-1].strip("+").split("+"), "+"]
    return "+".join([*(m for m in modifiers if m), _ARROWS.get(last, last)])
