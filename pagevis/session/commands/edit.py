"""Taking lines back. Rows of the table of commands."""

from __future__ import annotations

from pagevis.session.commands._base import Command, Menu

COMMANDS: tuple[Command, ...] = (
    Command("undo", "Undo", Menu.EDIT, lambda d: d.session.document.undo(), ("Ctrl+Z",),
            why_not=lambda session: session.document.why_not_undo(),
            help="Take back the last line that was added by hand"),
    Command("redo", "Redo", Menu.EDIT, lambda d: d.session.document.redo(), ("Ctrl+Shift+Z",),
            why_not=lambda session: session.document.why_not_redo(),
            help="Carry out again what was taken back last"),
    Command("next-branch", "Next branch", Menu.EDIT, lambda d: d.session.document.show_next_branch(), ("Ctrl+B",),
            why_not=lambda session: session.document.why_no_other(), separated=True,
            help="Acting in the past begins a branch: show the next one, or the main line again"),
)  # fmt: skip
