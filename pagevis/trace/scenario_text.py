"""A scenario's text as a tree of commands: lines, repeats and includes. Carries nothing out."""

from __future__ import annotations

from pathlib import Path

from pagevis.base.errors import PagevisError
from pagevis.trace import words
from pagevis.trace.grammar import Command, read_line

VERSION = 1
HEADER = "pagevis-scenario"
MAX_INCLUDES_DEEP = 8
MAX_TEXT_BYTES = 32 * 2**20
MAX_NESTED_REPEATS = 16


def read(text: str, place: str, depth: int = 0) -> tuple[Command, ...]:
    """All commands of a scenario, ``repeat`` blocks and included files in their places.

    Raises ``PagevisError`` with file and line at the first line that cannot be read.
    """
    stack: list[tuple[Command | None, list[Command]]] = [(None, [])]
    for number, line in enumerate(text.splitlines(), 1):
        if number == 1 and line.split()[:1] == [HEADER]:
            _check_version(line, place)
            continue
        command = read_line(line, place, number)
        if command is None:
            continue
        if command.name == "include":
            stack[-1][1].extend(_included(command, depth))
        elif command.name == "repeat":
            if len(stack) > MAX_NESTED_REPEATS:
                raise PagevisError("repeats are nested too deep", place=place, line=number)
            stack.append((command, []))
        elif command.name == "end":
            opened, block = stack.pop()
            if opened is None:
                raise PagevisError("end without a repeat", remedy="write repeat N above it", place=place, line=number)
            whole = Command("repeat", opened.values, opened.text, opened.place, opened.line, tuple(block))
            stack[-1][1].append(whole)
        else:
            stack[-1][1].append(command)
    opened, block = stack[-1]
    if opened is not None:
        raise PagevisError("this repeat is not ended", remedy="write end below it", place=place, line=opened.line)
    return tuple(block)


def _check_version(line: str, place: str) -> None:
    given = line.split()[1:]
    if len(given) != 1 or not given[0].isdigit():
        raise PagevisError("the version is missing", remedy=f"write: {HEADER} {VERSION}", place=place, line=1)
    if int(given[0][:9]) > VERSION:
        raise PagevisError(
            f"written for version {words.shorten(given[0])} of the language, this pagevis knows {VERSION}",
            remedy="use a newer pagevis",
            place=place,
            line=1,
        )


def _included(command: Command, depth: int) -> tuple[Command, ...]:
    if depth == MAX_INCLUDES_DEEP:
        raise PagevisError(
            "files include each other too deep",
            remedy="does one include itself?",
            place=command.place,
            line=command.line,
        )
    path = Path(command.place).parent / str(command.values["file"])
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise PagevisError(f"'{path.name}' is too large for a scenario", place=command.place, line=command.line)
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise PagevisError(
            f"'{words.shorten(str(command.values['file']))}' cannot be read: {why}",
            remedy="the name is seen from the scenario's own folder",
            place=command.place,
            line=command.line,
        ) from None
    return read(text, str(path), depth + 1)
