"""What verbs that read a FILE share: its arguments, and opening it with a progress bar and its warnings told."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pagevis.base.errors import one_line
from pagevis.cli._progress import progress

if TYPE_CHECKING:
    from pagevis.trace.history import History


def add_file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help='a scenario, a recording or a Linux text trace; "-" reads a pipe')


def add_allocator(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--allocator",
        metavar="NAME[:KEY=VALUE,…]",
        help="run a scenario on this allocator instead of the one it names",
    )


def open_input(options: Namespace) -> History:
    """The history in ``options.file``. What a user must know of the file goes to standard error, a line each."""
    from pagevis.sources.opening import open_path

    with progress() as job:
        history = open_path(options.file, job, options.allocator)
    for warning in history.warnings:
        sys.stderr.write(f"pagevis: warning: {one_line(warning)}\n")
    return history
