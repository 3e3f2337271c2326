"""What can be done to memory by hand; each row writes a line of the scenario. Rows of the table of commands."""

from __future__ import annotations

from collections.abc import Callable

from pagevis.session import queries
from pagevis.session.acts import ACTS, Act, missing
from pagevis.session.commands._base import Command, Desk, Menu, nothing_open
from pagevis.session.session import Session

SEPARATED = ("share", "segment", "exit")


def why_not(act: Act) -> Callable[[Session], str]:
    """Why an act cannot be done now: nothing can be added, or there is nothing to do it with."""

    def ask(session: Session) -> str:
        return session.document.why_not_act() or missing(act, queries.scope(session))

    return ask


def _ask(name: str) -> Callable[[Desk], None]:
    return lambda desk: desk.act(name)


COMMANDS: tuple[Command, ...] = (
    *(
        Command(
            f"act-{act.name}",
            f"{act.title}…",
            Menu.MEMORY,
            _ask(act.name),
            why_not=why_not(act),
            help=act.help,
            separated=act.name in SEPARATED,
        )
        for act in ACTS.values()
    ),
    Command(
        "console",
        "Go to the console",
        Menu.MEMORY,
        lambda desk: desk.show_pane("console"),
        ("Ctrl+K",),
        why_not=nothing_open,
        help="Type a line of the scenario",
        separated=True,
    ),
)
