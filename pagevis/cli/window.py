"""The default verb: opens the window. The only module outside ``ui`` that imports it."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace

from pagevis.cli._base import Verb
from pagevis.cli._input import add_allocator


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="a scenario, a recording or a Linux text trace to open; without it, the lessons",
    )
    add_allocator(parser)


def _run(options: Namespace) -> int:
    from pagevis.cli._qt import require_window

    require_window()
    from pagevis.ui.app import run as run_app

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would wait until Qt's loop ends
    return run_app(options.file, options.allocator)


VERB = Verb("window", "opens the window", _add_arguments, _run, is_default=True)
