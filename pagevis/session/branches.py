"""The branches of a document: what each says, where it left its parent, and what was added by hand. Pure values that
the document changes; carries nothing out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pagevis.trace.live import Live


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One branch as it is shown. ``fork_event`` is the parent's last event that both share; 0 for the first one."""

    number: int
    name: str
    parent: int | None
    fork_event: int
    n_events: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Lines ``at``..``at + n`` were added by hand, after ``event``."""

    at: int
    n: int
    event: int


@dataclass(slots=True)
class Branch:
    """One line of time with its own text. ``saved`` is what its file says, None where it has none."""

    number: int
    parent: int | None
    fork_event: int
    lines: list[str]
    path: str = ""
    saved: list[str] | None = None
    steps: list[Step] = field(default_factory=list)
    n_events: int = 0
    live: Live | None = None

    @property
    def name(self) -> str:
        """As it is shown."""
        return "main line" if self.parent is None and self.number == 1 else f"branch {self.number}"

    @property
    def modified(self) -> bool:
        """Whether its file does not say what it says."""
        return self.lines != self.saved if self.saved is not None else bool(self.steps)

    @property
    def n_unsaved(self) -> int:
        """How many lines its file lacks; of a file that only says too much, how many lines that is."""
        if self.saved is None:
            return sum(step.n for step in self.steps)
        says, said = Counter(self.lines), Counter(self.saved)
        return (says - said).total() or (said - says).total() or int(self.modified)  # else only their order differs


class Tree:
    """All branches of a document, and which one is shown."""

    def __init__(self, first: Branch) -> None:
        self._branches = {first.number: first}
        self._numbers = first.number
        self.current = first

    def __iter__(self) -> Iterator[Branch]:
        return iter(self._branches.values())

    def __getitem__(self, number: int) -> Branch:
        return self._branches[number]

    def rows(self) -> tuple[BranchRow, ...]:
        """All of them, oldest first."""
        return tuple(BranchRow(b.number, b.name, b.parent, b.fork_event, b.n_events, b is self.current) for b in self)

    def fork(self, event: int, lines: list[str]) -> Branch:
        """A new branch of the current one, to be shown by ``current``."""
        self._numbers += 1
        branch = Branch(self._numbers, self.current.number, event, lines)
        self._branches[branch.number] = branch
        return branch

    def add(self, branch: Branch) -> None:
        """One that was kept somewhere."""
        self._branches[branch.number] = branch
        self._numbers = max(self._numbers, branch.number)

    def children(self, branch: Branch) -> list[Branch]:
        """Those that left it."""
        return [b for b in self if b.parent == branch.number]

    def remove(self, branch: Branch) -> None:
        """Take it away; its children have its parent for theirs."""
        for child in self.children(branch):
            child.parent = branch.parent
            child.fork_event = min(child.fork_event, branch.fork_event)
        del self._branches[branch.number]

    def shorten(self, branch: Branch) -> None:
        """It has fewer events now: its children left it at its end at the latest."""
        for child in self.children(branch):
            child.fork_event = min(child.fork_event, branch.n_events - 1)
