"""What the map's colours tell, how frames are laid out, what is drawn besides them, and what is dimmed. Rows of the
table of commands, one for each colour mode, layout, layer and theme there is."""

from __future__ import annotations

from dataclasses import replace

from pagevis.render.colouring import colour_modes
from pagevis.render.theme import load_theme, theme_names
from pagevis.session.commands._base import Command, Desk, Menu, nothing_open
from pagevis.session.session import Session
from pagevis.session.view_state import BUDDY_BLOCKS, LAYERS, LAYOUTS, ROWS

COLOUR, LAYOUT, LAYER, THEME = "Colour", "Layout", "Layers", "Theme"
LAYOUT_HELP = {
    ROWS: "Frame after frame in rows, as a page of text is read",
    BUDDY_BLOCKS: "Squares of 4 MiB in which buddies are squares or pairs of squares",
}


def _nothing_dimmed(session: Session) -> str:
    view = session.view
    return nothing_open(session) or ("" if view.dimmed_slots or view.dimmed_kinds else "Nothing is dimmed")


def _no_holder(session: Session) -> str:
    return nothing_open(session) or ("" if session.selection.slot else "Select a process or a segment first")


def _show_all(desk: Desk) -> None:
    view = replace(desk.session.view, dimmed_slots=frozenset(), dimmed_kinds=frozenset())
    desk.session.set_view(view)


def _dim_holder(desk: Desk) -> None:
    session = desk.session
    session.set_view(replace(session.view, dimmed_slots=session.view.dimmed_slots ^ {session.selection.slot}))


def _colour(name: str, title: str, words: str) -> Command:
    return Command(
        f"colour-{name}", title, Menu.VIEW, lambda d: d.session.set_view(replace(d.session.view, colour=name)),
        why_not=nothing_open, help=words, group=COLOUR, checked=lambda s: s.view.colour == name,
    )  # fmt: skip


def _layout(name: str, title: str) -> Command:
    words = LAYOUT_HELP.get(name, "Rows for scenarios, buddy blocks for recordings")
    return Command(
        f"layout-{name}", title, Menu.VIEW, lambda d: d.session.set_view(replace(d.session.view, layout=name)),
        why_not=nothing_open, help=words, group=LAYOUT, checked=lambda s: s.view.layout == name,
    )  # fmt: skip


def _layer(name: str, title: str) -> Command:
    def run(desk: Desk) -> None:
        session = desk.session
        session.set_view(replace(session.view, hidden_layers=session.view.hidden_layers ^ {name}))

    return Command(
        f"layer-{name}", title, Menu.VIEW, run, why_not=nothing_open, help=f"{title} on the map, or not",
        group=LAYER, checked=lambda s: name not in s.view.hidden_layers,
    )  # fmt: skip


def _theme(name: str) -> Command:
    title = load_theme(name).title
    return Command(
        f"theme-{name}", title, Menu.VIEW, lambda d: d.session.set_theme(name), group=THEME,
        help=f"The window in the theme {title}", checked=lambda s: s.theme_name == name,
    )  # fmt: skip


COMMANDS: tuple[Command, ...] = (
    *(_colour(mode.name, mode.title, mode.help) for mode in colour_modes().values()),
    *(_layout(name, title) for name, title in LAYOUTS.items()),
    *(_layer(name, title) for name, title in LAYERS.items()),
    *(_theme(name) for name in theme_names()),
    Command("dim-holder", "Dim the selected process or segment", Menu.VIEW, _dim_holder, why_not=_no_holder,
            help="Draw its frames faintly, or in full again", separated=True),
    Command("show-all", "Show all frames in full", Menu.VIEW, _show_all, why_not=_nothing_dimmed,
            help="Nothing is dimmed any more"),
    Command("zoom-block", "Zoom to block or frame", Menu.VIEW, lambda d: d.zoom_block(), plain_keys=("Return",),
            why_not=nothing_open, help="The block under the pointer, or of the selected frame, as large as it goes"),
)  # fmt: skip
