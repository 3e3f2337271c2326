"""What a command is, and the questions that its row asks of the session. Knows no command and no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from pagevis.session.session import Session


class Desk(Protocol):
    """What commands need besides the session: the map's view, and dialogs (tests answer in their place)."""

    @property
    def session(self) -> Session: ...
    def choose_file(self) -> None: ...
    def save(self) -> None: ...
    def save_as(self) -> None: ...
    def save_all(self) -> None: ...
    def save_picture(self) -> None: ...
    def leave(self) -> None: ...
    def fit(self) -> None: ...
    def zoom(self, steps: int) -> None: ...
    def zoom_block(self) -> None: ...
    def move_selection(self, columns: int, rows: int) -> None: ...
    def show_pane(self, name: str) -> None: ...
    def show_preferences(self) -> None: ...
    def copy_picture(self) -> None: ...
    def new_window(self) -> None: ...
    def reopen_pane(self) -> None: ...
    def reset_layout(self) -> None: ...
    def act(self, name: str, **given: str) -> None: ...
    def show_keys(self) -> None: ...
    def search(self, hint: str = "") -> None: ...
    def add_stop(self) -> None: ...
    def show_palette(self) -> None: ...
    def show_help(self, page: str = "") -> None: ...
    def show_about(self) -> None: ...


class Menu(Enum):
    """The menus in their order."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    RUN = "&Run"
    MEMORY = "&Memory"
    ANALYSE = "&Analyse"
    WINDOW = "&Window"
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
    why_not: Callable[[Session], str] = lambda _session: ""  # why it cannot be done now; "" where it can
    icon: str = ""
    help: str = ""  # the tooltip's words
    separated: bool = False  # a line above it in its menu
    group: str = ""  # the submenu in which it stands
    checked: Callable[[Session], bool] | None = None  # of what can be on or off: whether it is on


def nothing_open(session: Session) -> str:
    """Nothing is open."""
    return "" if session.history is not None else "Open a lesson or a file first"


def not_a_scenario(session: Session) -> str:
    """There is no text that could be saved."""
    return nothing_open(session) or ("" if session.document.is_open else "A recording has no text to save")


def nothing_after(session: Session) -> str:
    """There is no next step."""
    return nothing_open(session) or ("This is the end" if session.at_end() else "")


def nothing_before(session: Session) -> str:
    """There is no step before."""
    return nothing_open(session) or ("This is the beginning" if session.at_start() else "")


def nothing_to_play(session: Session) -> str:
    """There are no two events."""
    few = session.history is not None and session.history.n_events < 2
    return nothing_open(session) or ("There is only one event" if few else "")


def nothing_selected(session: Session) -> str:
    """No frame, process, segment or kind of frame is selected."""
    return "" if session.selection else "Nothing is selected"


def tooltip(command: Command, why_not: str = "") -> str:
    """The words and the key, for a button; and why it cannot be done now."""
    keys = (*command.keys[:1], *command.plain_keys[:1])
    words = command.help or command.title
    told = f"{words}  ({' or '.join(pretty(key) for key in keys)})" if keys else words
    return f"{told}\nNot now: {why_not[:1].lower()}{why_not[1:]}." if why_not else told


_ARROWS = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "Escape": "Esc"}


def pretty(key: str) -> str:
    """A key as it is printed on keyboards."""
    *modifiers, last = key.split("+") if not key.endswith("+") else [*key[:-1].strip("+").split("+"), "+"]
    return "+".join([*(m for m in modifiers if m), _ARROWS.get(last, last)])
