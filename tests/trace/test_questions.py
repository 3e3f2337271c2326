"""Questions of a scenario: when they are asked, what the answer turns out to be, and how it may be written."""

from __future__ import annotations

import pytest
from support.scenarios import HEAD, carry_out

from pagevis.base.errors import PagevisError
from pagevis.trace.questions import Question


def _asked(text: str) -> list[tuple[int, int, str, str]]:
    return [(q.event, q.reveal, q.answer, q.kind) for q in carry_out(HEAD + text).questions]


def test_a_question_belongs_to_the_event_before_and_is_answered_by_what_is_true_at_its_reveal() -> None:
    text = """alloc A 2 as a
free A a[1]
ask "Which frame does B get?" = b[0]
alloc B 1 as b
reveal
free B b[0]
ask "How many?" = free - 1
alloc B 3
say "…"
alloc B 1
reveal
ask "What is it?" = state b[0]
exit B
reveal
ask "Behind the last one?" = next @63
exit A
reveal
"""
    assert _asked(text) == [
        (7, 8, "13", "frame"),
        (9, 11, "40", "number"),
        (11, 12, "free", "state"),
        (12, 13, "nil", "frame"),
    ]


def test_a_question_after_case_belongs_to_the_first_event_of_the_case() -> None:
    assert _asked('case one\nask "Q" = free\nalloc A 1\nalloc A 1\nreveal\n') == [(6, 7, "44", "number")]


def test_questions_do_not_overlap_and_something_happens_in_between() -> None:
    with pytest.raises(PagevisError, match=r"test.scenario:3: the question of line 2 is still open; put reveal above"):
        carry_out('boot\nask "Q" = free\nask "R" = used\nstart A\nreveal\n')
    with pytest.raises(PagevisError, match="nothing happens between ask and reveal; put the event that answers"):
        carry_out('boot\nask "Q" = free\nreveal\n')


def test_an_answer_that_is_not_there_is_a_finding_and_no_question() -> None:
    history = carry_out(HEAD + 'ask "Which page?" = A.9\nalloc A 1\nreveal\n')
    assert list(history.questions) == []
    told = [(f.event, f.line, f.message, f.noticed_by) for f in history.findings()]
    assert told == [(6, 14, "the question of line 12 has no answer: A has no page 9 now", "expect")]


FRAME = Question(1, 2, "Which?", "0a", "frame")


@pytest.mark.parametrize(
    "typed", ["0a", "0A", " a ", "0x0a", "0XA", "frame 0a", "the frame 00a", "@10", "@0x0a", "pfn a."]
)
def test_a_frame_may_be_written_in_many_ways(typed: str) -> None:
    assert FRAME.accepts(typed)


@pytest.mark.parametrize("typed", ["", "10", "@0a", "0b", "frame", "a a", "nil", "-a", "0xa0", "²", "a" * 99])
def test_another_frame_is_not_the_answer(typed: str) -> None:
    assert not FRAME.accepts(typed)


def test_digits_are_read_as_the_map_writes_frames() -> None:
    assert FRAME.accepts("10", base=10)
    assert FRAME.accepts("0xa", base=10)
    assert not FRAME.accepts("0a", base=10)
    assert Question(1, 2, "Which?", "10", "frame").accepts("10")
    assert Question(1, 2, "Which?", "nil", "frame").accepts("NIL")


@pytest.mark.parametrize(
    ("answer", "typed"),
    [("3", "3"), ("3", "three"), ("3", "0x3"), ("3", "3 frames"), ("3", "03"), ("0", "none"), ("0", "no frames"),
     ("1000", "1,000"), ("-2", "-2"), ("1", "one page"), ("12", "0xc"), ("2", "two of them")],
)  # fmt: skip
def test_a_number_may_be_written_in_many_ways(answer: str, typed: str) -> None:
    assert Question(1, 2, "How many?", answer, "number").accepts(typed)
    assert not Question(1, 2, "How many?", str(int(answer) + 1), "number").accepts(typed)


def test_a_state_is_named() -> None:
    asked = Question(1, 2, "What is it?", "free", "state")
    assert asked.accepts("Free")
    assert asked.accepts("it is free")
    assert not asked.accepts("used")
    assert not asked.accepts("0")
