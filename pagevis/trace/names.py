"""Who and what a scenario calls how, at its end and at any event before: names with a journal of how they changed.

Knows what a name stands for as numbers only; what is behind them is the lookup's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TABLES = ("processes", "segments", "groups")

AT_CASE, BY_EVENT = 0, 1  # what a case starts with holds before its first event; what an event names, after it


class Naming(NamedTuple):
    """One name given, changed or taken back; None: it names nothing."""

    table: str
    name: str
    old: int | tuple[int, ...] | None
    new: int | tuple[int, ...] | None


@dataclass(slots=True)
class Names:
    """Who and what is called how at this point of a scenario. Given by ``give``, so that it enters the journal."""

    processes: dict[str, int] = field(default_factory=dict)  # newest lifetime of each name
    segments: dict[str, int] = field(default_factory=dict)
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)
    changes: list[tuple[int, Naming]] = field(default_factory=list)  # with AT_CASE or BY_EVENT; not yet in a journal

    def copy(self) -> Names:
        """A copy that later names do not change."""
        return Names(dict(self.processes), dict(self.segments), dict(self.groups))

    def give(self, table: str, name: str, meaning: int | tuple[int, ...], when: int = BY_EVENT) -> None:
        """From now on the name stands for that."""
        self._change(Naming(table, name, getattr(self, table).get(name), meaning), when)

    def begin_again(self, start: Names) -> None:
        """A case starts: the names are those of ``start`` once more."""
        for table in TABLES:
            here, there = getattr(self, table), getattr(start, table)
            for name in [*here, *(name for name in there if name not in here)]:
                if here.get(name) != there.get(name):
                    self._change(Naming(table, name, here.get(name), there.get(name)), AT_CASE)

    def _change(self, naming: Naming, when: int) -> None:
        put(self, naming.table, naming.name, naming.new)
        self.changes.append((when, naming))


def put(names: Names, table: str, name: str, meaning: Any) -> None:
    """Let a name stand for that, or with None for nothing, without a word in the journal."""
    where: dict[str, Any] = getattr(names, table)
    if meaning is None:
        where.pop(name, None)
    else:
        where[name] = meaning


class NamesThen:
    """The names at any event, by walking a journal both ways from where it was asked last.

    The journal may grow at its end; its entries are (2 × event + AT_CASE or BY_EVENT, naming), ascending.
    """

    def __init__(self, journal: Sequence[tuple[int, Naming]]) -> None:
        self._journal = journal
        self._names = Names()
        self._done = 0  # entries carried out

    def at(self, event: int, *, over: bool) -> Names:
        """The names after an event (``over``), or while it is carried out. Not to be changed."""
        until = 2 * event + (BY_EVENT if over else AT_CASE)
        journal = self._journal
        while self._done < len(journal) and journal[self._done][0] <= until:
            naming = journal[self._done][1]
            put(self._names, naming.table, naming.name, naming.new)
            self._done += 1
        while self._done and journal[self._done - 1][0] > until:
            self._done -= 1
            naming = journal[self._done][1]
            put(self._names, naming.table, naming.name, naming.old)
        return self._names
