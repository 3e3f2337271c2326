"""The panes by their keys: each is shown, and takes the keyboard. Rows of the table of commands.

The table has no widgets; a test holds these names to the panes that there are.
"""

from __future__ import annotations

from pagevis.session.commands._base import Command, Desk, Menu, nothing_open

PANES = (
    ("processes", "Processes"),
    ("segments", "Shared segments"),
    ("events", "Events"),
    ("inspector", "Frame"),
    ("code", "Code"),
    ("console", "Console"),
    ("overview", "Overview"),
    ("integrity", "Integrity"),
    ("stops", "Stops"),
)


def _row(number: int, name: str, title: str) -> Command:
    def run(desk: Desk) -> None:
        desk.show_pane(name)

    return Command(
        f"pane-{name}", f"Go to {title}", Menu.WINDOW, run, (f"Ctrl+{number}",), why_not=nothing_open,
        help=f"Show the pane {title} and give it the keyboard",
    )  # fmt: skip


COMMANDS: tuple[Command, ...] = tuple(_row(number, *pane) for number, pane in enumerate(PANES, start=1))
