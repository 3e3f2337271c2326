"""What was said in the console, in order: lines that acted, on the branch they were added to, and what was only asked.

Pure: told of lines and branches by whoever hears of them; tells which entries belong to the branch that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pagevis.session.branches import BranchRow

MOST_ENTRIES = 2000  # older ones go


@dataclass(frozen=True, slots=True)
class Entry:
    """A line and its answer. ``branch`` 0: it was asked or could not be carried out, and belongs to no branch."""

    line: str
    answer: str = ""
    ok: bool = True
    branch: int = 0
    event: int = 0  # after which the line's doing can be seen


class Transcript:
    """See the module."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """The newest one: the answer to a line that was added just now, or something that changed nothing."""
        for at in range(len(self._entries) - 1, -1, -1):
            there = self._entries[at]
            if there.branch == entry.branch and there.line == entry.line and not there.answer and entry.branch:
                self._entries[at] = replace(entry, event=there.event)
                return
        self._entries.append(replace(entry, branch=0))
        del self._entries[:-MOST_ENTRIES]

    def clear(self) -> None:
        """Another document."""
        self._entries.clear()

    def follow(self, branches: Sequence[BranchRow], added: tuple[str, ...], event: int) -> None:
        """The branch that is shown has these lines of its own, oldest first: what was taken back goes, as do branches
        that are no more; a new line comes, its doing seen after ``event``, its answer yet to be told."""
        current = next((row.number for row in branches if row.is_current), 0)
        numbers = {0, *(row.number for row in branches)}
        n_kept, kept = 0, []
        for entry in self._entries:
            own = entry.branch == current and current
            if own and added[n_kept : n_kept + 1] == (entry.line,):
                n_kept += 1
            elif own or entry.branch not in numbers:
                continue
            kept.append(entry)
        self._entries = kept + [Entry(line, branch=current, event=event) for line in added[n_kept:]]

    def visible(self, branches: Sequence[BranchRow]) -> list[Entry]:
        """The entries of the branch that is shown: its own, those of its parents up to where it left them, and what
        was only asked."""
        rows = {row.number: row for row in branches}
        row = next((row for row in branches if row.is_current), None)
        until: dict[int, float] = {0: float("inf")}
        last = float("inf")
        while row is not None and row.number not in until:
            until[row.number] = last
            last = min(last, row.fork_event)
            row = rows.get(row.parent) if row.parent is not None else None
        return [entry for entry in self._entries if entry.event <= until.get(entry.branch, -1)]
