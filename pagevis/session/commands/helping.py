"""What tells about pagevis itself. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu

COMMANDS: tuple[Command, ...] = (
    Command("keys", "Keys", Menu.HELP, lambda d: d.show_keys(), ("F1",), help="All keys on one sheet"),
    Command("about", "About pagevis", Menu.HELP, lambda d: d.show_about()),
)  # fmt: skip
