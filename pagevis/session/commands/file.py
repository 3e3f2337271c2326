"""What is opened, saved and closed. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu, not_a_scenario, nothing_open

COMMANDS: tuple[Command, ...] = (
    Command("new", "New scenario", Menu.FILE, lambda d: d.session.document.new(), ("Ctrl+N",), icon="file",
            help="An empty memory of 64 frames, to try things out"),
    Command("open", "Open…", Menu.FILE, lambda d: d.choose_file(), ("Ctrl+O",), icon="folder",
            help="Open a scenario or a recording"),
    Command("save", "Save", Menu.FILE, lambda d: d.save(), ("Ctrl+S",), why_not=not_a_scenario,
            help="Write the branch that is shown to its file", separated=True),
    Command("save-as", "Save as…", Menu.FILE, lambda d: d.save_as(), ("Ctrl+Shift+S",), why_not=not_a_scenario,
            help="Write the branch that is shown to another file"),
    Command("save-all", "Save all branches…", Menu.FILE, lambda d: d.save_all(), why_not=not_a_scenario,
            help="Write every branch with lines in no file to a file of its own"),
    Command("save-picture", "Save picture…", Menu.FILE, lambda d: d.save_picture(), ("Ctrl+E",), why_not=nothing_open,
            icon="camera", help="Save what the map shows now as PNG, SVG or PDF", separated=True),
    Command("close", "Close", Menu.FILE, lambda d: d.session.close_document(), ("Ctrl+W",), why_not=nothing_open,
            help="Close the file and go to the start page", separated=True),
    Command("quit", "Quit", Menu.FILE, lambda d: d.leave(), ("Ctrl+Q",)),
)  # fmt: skip
