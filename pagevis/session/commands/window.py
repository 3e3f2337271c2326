"""Windows, the places of panes, and what is preferred. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_open

COMMANDS: tuple[Command, ...] = (
    Command("preferences", "Preferences…", Menu.EDIT, lambda d: d.show_preferences(), ("Ctrl+,",),
            help="Theme, size of letters, speed, how numbers are written", separated=True),
    Command("copy-picture", "Copy picture", Menu.EDIT, lambda d: d.copy_picture(), ("Ctrl+Shift+C",),
            why_not=nothing_open, help="Put the map as it is shown on the clipboard"),
    Command("new-window", "New window", Menu.WINDOW, lambda d: d.new_window(), ("Ctrl+Shift+N",),
            help="One more window, with a file of its own"),
    Command("reopen-pane", "Reopen closed pane", Menu.WINDOW, lambda d: d.reopen_pane(), ("Ctrl+Shift+T",),
            why_not=nothing_open, help="The pane that was closed last stands again where it was", separated=True),
    Command("reset-layout", "Restore default layout", Menu.WINDOW, lambda d: d.reset_layout(), why_not=nothing_open,
            help="Every pane back where it stands at first"),
)  # fmt: skip
