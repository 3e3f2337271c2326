"""A scenario's text as a tree of commands: lines, repeats and includes, and where in the text each stands.
Carries nothing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pagevis.base.errors import PagevisError
from pagevis.trace import words
from pagevis.trace.grammar import Command, read_line

VERSION = 1
HEADER = "pagevis-scenario"
MAX_INCLUDES_DEEP = 8
MAX_INCLUDED_FILES = 200
MAX_TEXT_BYTES = 32 * 2**20
MAX_NESTED_REPEATS = 16


@dataclass(slots=True)
class _Budget:
    """What all includes of a scenario may read together: files that include each other grow beyond all bounds."""

    n_files: int = MAX_INCLUDED_FILES
    n_bytes: int = MAX_TEXT_BYTES


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a scenario's own text says, and the lines where it does: a command, a whole ``repeat``, or an
    ``include`` with all that the other file says."""

    first: int  # lines ``first``..``end`` from 0, half-open
    end: int
    commands: tuple[Command, ...]


def read(text: str, place: str) -> tuple[Command, ...]:
    """All commands of a scenario, ``repeat`` blocks and included files in their places.

    Raises ``PagevisError`` with file and line at the first line that cannot be read.
    """
    return tuple(command for part in parts(text.splitlines(), place) for command in part.commands)


def parts(lines: Sequence[str], place: str, depth: int = 0, budget: _Budget | None = None) -> list[Part]:
    """What the lines of a scenario say, in order; empty lines and comments say nothing. Raises as ``read`` does."""
    budget = budget or _Budget()
    found: list[Part] = []
    open_repeats: list[tuple[Command, list[Command]]] = []
    for number, line in enumerate(lines, 1):
        if number == 1 and line.split()[:1] == [HEADER]:
            _check_version(line, place)
            continue
        command = read_line(line, place, number)
        if command is None:
            continue
        said: tuple[Command, ...] = (command,)
        first = number - 1
        if command.name == "include":
            said = _included(command, depth, budget)
        elif command.name == "repeat":
            if len(open_repeats) == MAX_NESTED_REPEATS:
                raise PagevisError("repeats are nested too deep", place=place, line=number)
            open_repeats.append((command, []))
            continue
        elif command.name == "end":
            if not open_repeats:
                raise PagevisError("end without a repeat", remedy="write repeat N above it", place=place, line=number)
            opened, block = open_repeats.pop()
            said = (Command("repeat", opened.values, opened.text, opened.place, opened.line, tuple(block)),)
            first = opened.line - 1
        if open_repeats:
            open_repeats[-1][1].extend(said)
        else:
            found.append(Part(first, number, said))
    if open_repeats:
        opened = open_repeats[-1][0]
        raise PagevisError("this repeat is not ended", remedy="write end below it", place=place, line=opened.line)
    return found


def _check_version(line: str, place: str) -> None:
    given = line.split()[1:]
    if len(given) != 1 or not words.NUMBER.match(given[0]):
        raise PagevisError("the version is missing", remedy=f"write: {HEADER} {VERSION}", place=place, line=1)
    if words.number(given[0], "version") > VERSION:
        raise PagevisError(
            f"written for version {words.shorten(given[0])} of the language, this pagevis knows {VERSION}",
            remedy="use a newer pagevis",
            place=place,
            line=1,
        )


def _included(command: Command, depth: int, budget: _Budget) -> tuple[Command, ...]:
    if depth == MAX_INCLUDES_DEEP:
        raise PagevisError(
            "files include each other too deep",
            remedy="does one include itself?",
            place=command.place,
            line=command.line,
        )
    path = Path(command.place).parent / str(command.values["file"])
    try:
        if not path.is_file():
            path.stat()
            raise ValueError("it is no file")
        with path.open("rb") as file:
            raw = file.read(budget.n_bytes + 1)
        budget.n_files, budget.n_bytes = budget.n_files - 1, budget.n_bytes - len(raw)
        if budget.n_files < 0 or budget.n_bytes < 0:
            raise ValueError(f"all includes together may be {MAX_INCLUDED_FILES} files and 32 MiB")
        text = raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        why = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else why
        raise PagevisError(
            f"'{words.shorten(str(command.values['file']))}' cannot be read: {why}",
            remedy="the name is seen from the scenario's own folder",
            place=command.place,
            line=command.line,
        ) from None
    return tuple(c for part in parts(text.splitlines(), str(path), depth + 1, budget) for c in part.commands)
