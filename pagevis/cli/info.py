"""``pagevis info``: what is in a file, as a table for people or as JSON for programs. Judges nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping

from pagevis.base.errors import one_line
from pagevis.cli._base import Exit, Verb
from pagevis.cli._input import add_allocator, add_file, open_input


def _add_arguments(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object; the manual lists its keys")
    add_allocator(parser)


def _run(options: Namespace) -> int:
    facts = open_input(options).info()
    if options.json:
        sys.stdout.write(json.dumps(facts, indent=2) + "\n")
    else:
        sys.stdout.write(table(facts))
    return Exit.FINE


def table(facts: Mapping[str, object]) -> str:
    """Names and values in two columns, figures aligned to the right. What does not apply is left out."""
    rows = list(_rows(facts, ""))
    left = max((len(name) for name, _ in rows), default=0)
    right = max((len(value) for _, value in rows if _is_figure(value)), default=0)
    lines = (
        f"{name:{left}}  {value:>{right}}" if _is_figure(value) else f"{name:{left}}  {value}" for name, value in rows
    )
    return "".join(line.rstrip() + "\n" for line in lines)


def _rows(facts: Mapping[str, object], indent: str) -> Iterable[tuple[str, str]]:
    for key, value in facts.items():
        name = indent + one_line(str(key).replace("_", " "))
        if isinstance(value, Mapping):
            if value:
                yield name, ""
                yield from _rows(value, indent + "  ")
        elif value is not None:
            yield name, _words(value)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(item) for item in value) or "none"
    return one_line(str(value))


def _is_figure(value: str) -> bool:
    return value.replace(",", "").isdigit()


VERB = Verb("info", "says what is in a file: its kind, frames, events, losses, anything odd", _add_arguments, _run)
