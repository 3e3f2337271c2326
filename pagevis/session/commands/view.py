"""How the map shows memory, and which frame is picked. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_open, nothing_selected
from pagevis.session.session import NOTHING

COMMANDS: tuple[Command, ...] = (
    Command("fit", "Fit map to window", Menu.VIEW, lambda d: d.fit(), ("Ctrl+0",), ("F",), nothing_open, "fit",
            "Show all of memory", separated=True),
    Command("zoom-in", "Zoom in", Menu.VIEW, lambda d: d.zoom(1), ("Ctrl++", "Ctrl+="), ("+", "="), nothing_open,
            "plus", "Larger frames; the wheel zooms at the pointer"),
    Command("zoom-out", "Zoom out", Menu.VIEW, lambda d: d.zoom(-1), ("Ctrl+-",), ("-",), nothing_open, "minus",
            "Smaller frames; the wheel zooms at the pointer"),
    Command("theme", "Light or dark", Menu.VIEW, lambda d: d.session.toggle_theme(), ("Ctrl+T",), icon="moon",
            help="Change between the light and the dark theme", separated=True),
    Command("frame-left", "Select frame to the left", Menu.VIEW, lambda d: d.move_selection(-1, 0),
            plain_keys=("Alt+Left",), why_not=nothing_open, separated=True),
    Command("frame-right", "Select frame to the right", Menu.VIEW, lambda d: d.move_selection(1, 0),
            plain_keys=("Alt+Right",), why_not=nothing_open),
    Command("frame-up", "Select frame above", Menu.VIEW, lambda d: d.move_selection(0, -1),
            plain_keys=("Alt+Up",), why_not=nothing_open),
    Command("frame-down", "Select frame below", Menu.VIEW, lambda d: d.move_selection(0, 1),
            plain_keys=("Alt+Down",), why_not=nothing_open),
    Command("clear-selection", "Select nothing", Menu.VIEW, lambda d: d.session.select(NOTHING), ("Escape",),
            why_not=nothing_selected),
)  # fmt: skip
