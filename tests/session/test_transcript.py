"""Which entries of the console belong to the branch that is shown."""

from __future__ import annotations

from pagevis.session.branches import BranchRow
from pagevis.session.transcript import Entry, Transcript


def rows(current: int, *forks: tuple[int, int | None, int]) -> tuple[BranchRow, ...]:
    return tuple(BranchRow(n, f"branch {n}", parent, fork, 99, n == current) for n, parent, fork in forks)


MAIN = (1, None, 0)


def said(transcript: Transcript, branches: tuple[BranchRow, ...]) -> list[tuple[str, str]]:
    return [(entry.line, entry.answer) for entry in transcript.visible(branches)]


def test_a_line_comes_with_its_answer_and_goes_when_it_is_taken_back() -> None:
    transcript, main = Transcript(), rows(1, MAIN)
    transcript.follow(main, ("start A",), 1)
    transcript.add(Entry("start A", "A starts.", branch=1))
    transcript.add(Entry("free", "55"))
    transcript.follow(main, ("start A", "alloc A 1"), 2)
    transcript.add(Entry("alloc A 1", "A gets 09.", branch=1))
    assert said(transcript, main) == [("start A", "A starts."), ("free", "55"), ("alloc A 1", "A gets 09.")]
    transcript.follow(main, ("start A",), 1)
    assert said(transcript, main) == [("start A", "A starts."), ("free", "55")]


def test_a_line_that_cannot_be_carried_out_stays_as_what_was_said() -> None:
    transcript, main = Transcript(), rows(1, MAIN)
    transcript.add(Entry("freee A", "unknown command", ok=False, branch=1))
    transcript.follow(main, (), 0)
    assert said(transcript, main) == [("freee A", "unknown command")]


def test_a_branch_shows_what_led_to_it_and_not_what_its_parent_did_later() -> None:
    transcript, main = Transcript(), rows(1, MAIN)
    for k, line in enumerate(("start A", "alloc A 1", "exit A")):
        transcript.follow(main, ("start A", "alloc A 1", "exit A")[: k + 1], k + 1)
        transcript.add(Entry(line, "done", branch=1))
    both = rows(2, MAIN, (2, 1, 2))
    transcript.follow(both, ("alloc A 2",), 3)
    assert [line for line, _ in said(transcript, both)] == ["start A", "alloc A 1", "alloc A 2"]
    back = rows(1, MAIN, (2, 1, 2))
    transcript.follow(back, ("start A", "alloc A 1", "exit A"), 3)
    assert [line for line, _ in said(transcript, back)] == ["start A", "alloc A 1", "exit A"]
    transcript.follow(main, ("start A", "alloc A 1", "exit A"), 3)
    transcript.follow(both, ("alloc A 2",), 3)
    assert ("alloc A 2", "") in said(transcript, both), "the branch that was discarded took its answers along"
