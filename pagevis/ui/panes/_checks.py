"""What the integrity pane lists, as plain rows: the laws, the findings, a recording's oddities. Paints nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from pagevis.model.snapshot import PfnTable, Snapshot
from pagevis.session.soundness import Soundness, State
from pagevis.trace.history import Finding, History
from pagevis.ui import words

# The laws of model/invariants.py: the names of their findings, what they say, and why it matters.
LAWS = (
    (("conservation",), "Counts add up", "free + booked + counted = managed; and each is what the frames say"),
    (
        ("one-list",),
        "Every element on exactly one list",
        "free ones on the free list, booked ones on the used list",
    ),
    (("reserved",), "Nothing reserved is handed out", "no reserved, kernel, heap or book frame is on a list or held"),
    (("links",), "next and prev agree", "along both lists, the element after mine has me before it"),
    (("refcount", "owners"), "Refcounts match owners", "a frame's count is the length of its owner list"),
    (("pages",), "Pages are linked both ways", "each holder's pages are just the records that name it"),
)
ODDITIES = (
    (
        "frees_unmatched",
        "Frees of frames not seen allocated",
        "given out before the recording began, or lost",
    ),
    ("allocations_of_held", "Allocations of frames still held", "the free between was lost"),
    ("allocations_failed", "Allocations that failed", "somebody asked and got nothing"),
    ("time_backwards", "Steps back in time", "events of different CPUs, told a little out of order"),
    ("lines_skipped", "Lines that could not be read", "they are left out"),
)
MARKED = {"refused": "Refused", "loss": "Lost"}


class Sign(Enum):
    """What stands before a row, as shape and colour."""

    OK = "ok"
    BROKEN = "broken"
    REFUSED = "refused"
    NOTE = "note"
    WAITING = "waiting"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Check:
    """One row. ``event`` and ``frame`` (an index) are where it leads."""

    sign: Sign
    title: str
    text: str = ""
    right: str = ""
    event: int | None = None
    frame: int | None = None
    later: bool = False  # than the position: still to come

    @property
    def leads(self) -> bool:
        """Whether a click goes somewhere."""
        return self.event is not None or self.frame is not None

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        later = "still to come" if self.later else ""
        return ", ".join(part for part in (self.sign.value, self.title, self.text, self.right, later) if part)


def checks(history: History, snapshot: Snapshot, soundness: Soundness, *, veiled: bool = False) -> list[Check]:
    """All rows; ``veiled``: of what happened nothing that is still to come."""
    rows = list(_oddities(history) if history.kind == "recording" else _laws(snapshot, soundness))
    return rows + list(_findings(history, snapshot, veiled=veiled))


def _laws(snapshot: Snapshot, soundness: Soundness) -> Iterator[Check]:
    state, table = soundness.state, PfnTable(snapshot.ranges)
    known = state in (State.SOUND, State.BROKEN)
    rules = {rule for names, _title, _text in LAWS for rule in names}
    for finding in soundness.findings:
        if finding.rule not in rules:
            yield _finding(finding, table)
    for names, title, text in LAWS:
        broken = [finding for finding in soundness.findings if finding.rule in names]
        if not broken:
            yield Check(Sign.OK if known else Sign.WAITING, title, text)
        for finding in broken:
            yield _finding(finding, table, title)


def _finding(finding: Finding, table: PfnTable, title: str = "") -> Check:
    frame = table.frame(finding.frame) if finding.frame is not None else None
    cause = f"; written by event {finding.cause[0]}: {finding.cause[1]}" if finding.cause else ""
    right = "all frames" if finding.frame is None else words.pfn(finding.frame)
    event = finding.cause[0] if finding.cause else None
    return Check(Sign.BROKEN, title or finding.rule, finding.message + cause, right, event, frame)


def _findings(history: History, snapshot: Snapshot, *, veiled: bool) -> Iterator[Check]:
    """What happened in the whole of it: refusals and findings of ``check``, losses of a recording."""
    table = PfnTable(snapshot.ranges)
    told = [
        Check(
            Sign.NOTE if finding.expected else Sign.BROKEN,
            finding.rule,
            finding.message + (" (expected)" if finding.expected else ""),
            f"event {words.count(finding.event)}",
            finding.event,
            table.frame(finding.frame) if finding.frame is not None else None,
        )
        for finding in history.findings()
    ]
    where = {check.event for check in told}
    told += [
        Check(
            Sign.REFUSED,
            MARKED[mark.kind],
            mark.text,
            f"event {words.count(mark.event)}",
            mark.event,
        )
        for mark in history.marks
        if mark.kind in MARKED and mark.event not in where
    ]
    now = history.position.event
    told = [replace(check, later=(check.event or 0) > now) for check in told]
    if veiled:
        told = [check for check in told if not check.later]
    if told:
        whole = "recording" if history.kind == "recording" else "scenario"
        yield Check(Sign.HEADING, "Up to now" if veiled else f"In the whole {whole}")
        yield from sorted(told, key=lambda check: check.event or 0)


def _oddities(history: History) -> Iterator[Check]:
    info = history.info()
    for key, title, text in ODDITIES:
        number = info.get(key)
        if isinstance(number, int):
            yield Check(Sign.NOTE if number else Sign.OK, title, text if number else "none", words.count(number))
    if info.get("truncated"):
        yield Check(Sign.NOTE, "The file ends in the middle of a line", "it was cut")
