"""What an autosave keeps of a document, as text and back. Reads nothing that it did not check; knows no files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.session.branches import Branch, Step, Tree

FORMAT = 1
MAX_BRANCHES = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A document's branches and where it stood."""

    title: str
    place: str  # from where it was opened: included files are seen from there
    allocator: str | None
    tree: Tree
    event: int
    micro: int

    @property
    def n_added(self) -> int:
        """Lines added by hand that no file has."""
        return sum(branch.n_unsaved for branch in self.tree)


def to_text(kept: Kept) -> str:
    """As one JSON document."""
    return json.dumps(
        {
            "pagevis-autosave": FORMAT,
            "title": kept.title,
            "place": kept.place,
            "allocator": kept.allocator,
            "event": kept.event,
            "micro": kept.micro,
            "current": kept.tree.current.number,
            "branches": [
                {
                    "number": b.number,
                    "parent": b.parent,
                    "fork_event": b.fork_event,
                    "n_events": b.n_events,
                    "path": b.path,
                    "lines": b.lines,
                    "saved": b.saved,
                    "steps": [[s.at, s.n, s.event] for s in b.steps],
                }
                for b in kept.tree
            ],
        },
        ensure_ascii=False,
    )


def from_text(text: str) -> Kept:
    """What ``to_text`` wrote. Raises ``PagevisError`` where it is anything else."""
    try:
        found = json.loads(text)
        if _a(found, dict).get("pagevis-autosave") != FORMAT:
            raise ValueError("another format")
        branches = [_branch(row) for row in _a(found["branches"], list)]
        numbers = [b.number for b in branches]
        if not 1 <= len(branches) <= MAX_BRANCHES or len(set(numbers)) < len(numbers):
            raise ValueError("no such branches")
        if any(b.parent is not None and b.parent not in numbers[:k] for k, b in enumerate(branches)):
            raise ValueError("a branch without its parent")
        tree = Tree(branches[0])
        for branch in branches[1:]:
            tree.add(branch)
        tree.current = tree[_a(found["current"], int)]
        allocator = found["allocator"]
        return Kept(
            _a(found["title"], str),
            _a(found["place"], str),
            None if allocator is None else _a(allocator, str),
            tree,
            _number(found["event"]),
            _number(found["micro"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PagevisError(f"this is no autosaved work, or it is damaged ({type(error).__name__}: {error})") from None


def _branch(row: Any) -> Branch:
    lines, saved, parent = _lines(row["lines"]), row["saved"], row["parent"]
    steps = [Step(*(_number(v) for v in _a(step, list))) for step in _a(row["steps"], list)]
    if any(step.at + step.n > len(lines) for step in steps):
        raise ValueError("a step outside its text")
    return Branch(
        _number(row["number"]),
        None if parent is None else _number(parent),
        _number(row["fork_event"]),
        lines,
        _a(row["path"], str),
        None if saved is None else _lines(saved),
        steps,
        _number(row["n_events"]),
    )


def _lines(value: Any) -> list[str]:
    lines = [_a(line, str) for line in _a(value, list)]
    if any(len(line.splitlines()) > 1 for line in lines):
        raise ValueError("a line of several")
    return lines


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise ValueError("a number is none")
    return value


def _a(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"no {kind.__name__} where one is due")
    return value
