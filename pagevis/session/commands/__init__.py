"""What a user can tell the window to do: one table, from which menus, toolbar, palette, tooltips and tests derive.

One file per menu holds its rows. A row's keys have a scope: function keys, Escape and those with Ctrl act everywhere;
plain keys act on map and timeline only, so that tables and text fields keep theirs.
"""

from __future__ import annotations

from pagevis.session.commands import analyse, edit, file, find, helping, memory, panes, run, seeing, view, window
from pagevis.session.commands._base import Command, Desk, Menu, pretty, tooltip

__all__ = ["BY_NAME", "COMMANDS", "Command", "Desk", "Menu", "pretty", "tooltip"]

COMMANDS: tuple[Command, ...] = (
    *file.COMMANDS,
    *edit.COMMANDS,
    *find.COMMANDS,
    *view.COMMANDS,
    *seeing.COMMANDS,
    *run.COMMANDS,
    *memory.COMMANDS,
    *analyse.COMMANDS,
    *panes.COMMANDS,
    *window.COMMANDS,
    *helping.COMMANDS,
)
BY_NAME = {command.name: command for command in COMMANDS}
