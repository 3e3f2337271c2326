"""What is opened, saved and closed. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, nothing_open

COMMANDS: tuple[Command, ...] = (
    Command("open", "Open…", Menu.FILE, lambda d: d.choose_file(), ("Ctrl+O",), icon="folder",
            help="Open a scenario or a recording"),
    Command("save-picture", "Save picture…", Menu.FILE, lambda d: d.save_picture(), ("Ctrl+E",), why_not=nothing_open,
            icon="camera", help="Save what the map shows now as PNG, SVG or PDF", separated=True),
    Command("close", "Close", Menu.FILE, lambda d: d.session.close_document(), ("Ctrl+W",), why_not=nothing_open,
            help="Close the file and go to the start page", separated=True),
    Command("quit", "Quit", Menu.FILE, lambda d: d.leave(), ("Ctrl+Q",)),
)  # fmt: skip
