"""``pagevis render``: paints one moment of a file into a picture. How it looks is render's own business."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.cli import _moment
from pagevis.cli._base import Exit, Verb
from pagevis.cli._input import add_allocator, add_file, open_input


def _add_arguments(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("-o", "--out", metavar="OUT", required=True, help="the picture; its suffix picks the form")
    parser.add_argument("--at", default="", metavar="MOMENT", help="EVENT, EVENT.MICROSTEP or mark:NAME; else the end")
    parser.add_argument("--size", default="1600x1000", metavar="WIDTHxHEIGHT", help="1600x1000 unless said")
    parser.add_argument("--scale", default="1", metavar="N", help="pixels for each unit of the size, for png")
    from pagevis.render.formats._base import PARTS
    from pagevis.render.theme import theme_names

    themes = ", ".join(theme_names())
    parser.add_argument("--theme", default="light", metavar="NAME", help=f"{themes}; light unless said")
    from pagevis.render.colouring import colour_modes

    modes = ", ".join(colour_modes())
    parser.add_argument("--colour", default="owner", metavar="MODE", help=f"what colours tell: {modes}; else owner")
    layouts = "rows, buddy-blocks; else as fits the file"
    parser.add_argument("--layout", default="auto", choices=("auto", "rows", "buddy-blocks"), help=layouts)
    parts = f"only these beside the map: {', '.join(PARTS)}"
    parser.add_argument("--show", default="", metavar="PART,…", help=parts)
    parser.add_argument("--hide", default="", metavar="PART,…", help="all parts but these")
    add_allocator(parser)


def _run(options: Namespace) -> int:
    size = _moment.size(options.size)
    scale = _moment.scale(options.scale, size)
    if sys.platform == "linux":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a picture needs no screen, whatever the desktop's settings are
    from pagevis.render.api import FigureOptions, export_for, render
    from pagevis.render.colouring import colour_modes
    from pagevis.render.formats._base import PARTS
    from pagevis.render.theme import load_theme

    export_for(options.out)  # what can be refused is refused before a long file is read
    load_theme(options.theme)
    if options.colour not in colour_modes():
        remedy = did_you_mean(options.colour, colour_modes())
        raise PagevisError(f"there is no colour mode '{options.colour}'", remedy=remedy)
    shown = _parts(options.show, PARTS) or frozenset(PARTS)
    shown -= _parts(options.hide, PARTS)
    history = open_input(options)
    _moment.go_to(history, options.at)
    seen = {"theme": options.theme, "colour": options.colour, "layout": options.layout}
    render(history, options.out, FigureOptions(*size, scale=scale, show=shown, **seen))
    return Exit.FINE


def _parts(text: str, known: Iterable[str]) -> frozenset[str]:
    parts = frozenset(part.strip() for part in text.split(",") if part.strip())
    for part in sorted(parts.difference(known)):
        raise PagevisError(f"a picture has no part '{part}'", remedy=did_you_mean(part, known))
    return parts


VERB = Verb("render", "paints any moment as png, svg or pdf", _add_arguments, _run)
