"""What tells about pagevis itself, and every command by its name. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu

COMMANDS: tuple[Command, ...] = (
    Command("help", "Manual", Menu.HELP, lambda d: d.show_help(), ("F1",), help="The manual, inside the window"),
    Command("palette", "All commands…", Menu.HELP, lambda d: d.show_palette(), ("Ctrl+Shift+P",),
            help="Any command by a few letters of its name, with its key"),
    Command("keys", "Keys", Menu.HELP, lambda d: d.show_keys(), ("Ctrl+F1",), ("?",), help="All keys on one sheet"),
    Command("glossary", "Glossary", Menu.HELP, lambda d: d.show_help("glossary.md"),
            help="Frame, element, refcount, owner list: what the words mean"),
    Command("about", "About pagevis", Menu.HELP, lambda d: d.show_about(), separated=True),
)  # fmt: skip
