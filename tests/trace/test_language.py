"""The scenario language: every row of its table, and what it says when a word is wrong."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scenarios import carry_out

from pagevis.base.errors import PagevisError
from pagevis.base.resources import path as resource
from pagevis.trace.grammar import COMMANDS
from pagevis.trace.random_steps import SplitMix64
from pagevis.trace.runner import Runner, parse_allocator

EVERYTHING = """pagevis-scenario 1
title "Sharing a frame"      # the whole language on one page
memory 64 frames at 0x100
page-size 4096
reserve 0x100..0x101
kernel 0x101..0x104 counted
heap 0x104..0x108 headers=off
hole 0x13e..0x140
guard virtual
allocator page-book element=16 links=double
seed 5
boot
start shell editor
alloc shell 3 as a
say "Three frames left the free list, in order."
mark taken
focus a[1]
pause
share shell editor a[0]
segment new video 4 by shell
attach video editor
fork shell child cow
write child child.2
read child child.1
free editor a[0]
exit shell
expect free = 46
alloc editor 1
expect @0x10b = editor.5
expect refcount a[0] = 1
expect owners video[0] = 3
expect state @0x13f = hole
expect state book[0] = book
expect next used[0] != nil
expect copies = 1
expect free + booked + counted = managed
expect largest-run > 10
alloc editor 2 contiguous
expect fails no-run
detach video editor
destroy video
repeat 2
  alloc editor 2 as g
  free editor g[0..2]
end
expect sound book
random 20 steps
"""


def test_everything_on_one_page() -> None:
    history = carry_out(EVERYTHING)
    assert [f.message for f in history.findings() if not f.expected] == []
    assert history.title == "Sharing a frame"
    used = {line.split()[0] for line in EVERYTHING.splitlines()[1:]}
    assert set(COMMANDS) - used == {"case", "include"}  # these have tests of their own


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("alloc shell", "the number of frames is missing; write: alloc P N [as G] [contiguous]"),
        ("alloc", "the process is missing; write: alloc P N [as G] [contiguous]"),
        ("allok A 1", "unknown command 'allok'; did you mean 'alloc'?"),
        ("alloc A 1 as", "the group's name is missing; write: alloc P N [as G] [contiguous]"),
        ("alloc A 1 as free", "'free' cannot be the name of a group; the word has a meaning of its own"),
        ("alloc A 1 contigous", "'contigous' is one word too many; write: alloc P N [as G] [contiguous]"),
        ("alloc A 0", "the number of frames is 0; from 1 on"),
        ("alloc A -1", "'-1' is no number of frames; numbers are not negative here"),
        ("alloc B 1", "unknown process 'B'; known: A, kernel"),
        ("free A @99", "@99 lies outside memory; frames run from @0x0 to @0x3f"),
        ("free A a[0..9]", "a[0..9] is past the end; a has 2 frames, counted from 0"),
        ("free A aa", "'aa' names no frames; did you mean 'a'?"),
        ("free A A.7", "A has no page 7 now; pages count from 0 in order of asking"),
        ("share A A", "the frames is missing; write: share P Q F"),
        ("fork A B cwo", "unknown mode of fork 'cwo'; did you mean 'cow'?"),
        ("attach vidio A", "unknown segment 'vidio'; create it first: segment new S N by P"),
        ("segment old v 1 by A", "'old' stands where 'new' is due; known: new"),
        ("segment new v 1 of A", "'of' stands where 'by' is due; known: by"),
        ("expect", "what to expect is missing; write: expect free = 40"),
        ("expect fre = 3", "unknown value 'fre'; did you mean 'free'?"),
        ("expect free", "the comparison is not complete; write: expect free = 40"),
        ("expect free = = 3", "'=' stands where a value is due; write: expect free = 40"),
        ("expect free[0] = 3", "a frame and a number do not compare in 'free[0] = 3'"),
        ("expect a = @1", "a names 2 frames; pick one: a[0]"),
        ("expect refcount = 3", "refcount of which frame?; write: refcount a[0]"),
        ("expect fails duble-free", "unknown rule 'duble-free'; did you mean 'double-free'?"),
        ("say hello", 'the text stands in quotes; write: say "…"'),
        ('say "hello', 'a quoted text is not closed; end it with "'),
        ("memory 5 frames", "memory comes too late: memory is laid out; put it above boot"),
        ("boot", "memory is laid out already; put boot above the first action"),
        ("end", "end without a repeat; write repeat N above it"),
        ("repeat 2", "this repeat is not ended; write end below it"),
        ("random 5 stepps", "'stepps' stands where 'steps' is due; did you mean 'steps'?"),
        ("x" * 20_000, "this line has 20000 characters; at most 10000"),
    ],
)
def test_errors_are_exact_to_the_word(line: str, message: str) -> None:
    with pytest.raises(PagevisError) as caught:
        carry_out(f"memory 64 frames\nstart A\nalloc A 2 as a\n{line}\n")
    assert str(caught.value) == f"test.scenario:4: {message}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("memory 1000000000000 frames", "memory cannot have 1000000000000 frames; from 1 to 268435456"),
        ("memory -1 frames", "'-1' is no number of frames; numbers are not negative here"),
        ("memory 0 frames", "memory cannot have 0 frames; from 1 to 268435456"),
        ("page-size 1000", "a page cannot have 1000 bytes; a power of two from 256 on"),
        ("reserve 5..4", "the range 5..4 is empty; the end is not included, so B is above A"),
        ("reserve 5", "'5' is no range; this command takes A..B, the end not included"),
        ("reserve 60..70", "reserve 60..70 is no range of this memory; frames run from 0 to 64, the end not included"),
        ("kernel 1..4 bookd", "unknown mode 'bookd'; did you mean 'booked'?"),
        ("heap 4..8 heads=off", "unknown option 'heads'; did you mean 'headers'?"),
        ("guard maybe", "unknown guard 'maybe'; known: none, virtual, withhold"),
        ("allocator page-bok", "unknown allocator 'page-bok'; did you mean 'page-book'?"),
        ("allocator page-book elment=8", "unknown option 'elment' of page-book; did you mean 'element'?"),
        ("allocator page-book element=7", "an element cannot have 7 bytes; multiples of 4 from 16 to 4096"),
        ("random 5 steps", "random needs a running process; start one above"),
        ("pagevis-scenario 1", "unknown command 'pagevis-scenario'; known: "),
    ],
)
def test_errors_of_the_machine(line: str, message: str) -> None:
    with pytest.raises(PagevisError) as caught:
        carry_out(f"# first\n{line}\n")
    assert str(caught.value).startswith(f"test.scenario:2: {message}")


def test_a_newer_version_is_refused_in_one_line() -> None:
    with pytest.raises(PagevisError, match="written for version 2 of the language, this pagevis knows 1"):
        carry_out("pagevis-scenario 2\nboot\n")


def test_case_starts_again_from_the_state_before_the_first_case() -> None:
    history = carry_out(
        "memory 64 frames\nstart A\nalloc A 2 as a\ncase one\nalloc A 5\ncase two\nexpect used = 2\nalloc A 1 as b\n"
    )
    assert list(history.findings()) == []
    assert history.n_events == 5
    history.seek(2)
    before = history.buffer
    history.seek(4, 0)
    assert history.buffer == before
    history.seek(3)
    assert history.snapshot().counts().used == 7


def test_case_above_boot_gives_each_case_a_machine_of_its_own() -> None:
    history = carry_out(
        "memory 64 frames\ncase counted\nkernel 1..4\nboot\nexpect counted = 4\ncase booked\nkernel 1..4 booked\n"
        "boot\nexpect booked = 3\nexpect counted = 1\nexpect used = 0\nexpect free = 60\nstart A\nalloc kernel 2\n"
        "expect booked = 5\n"
    )
    assert list(history.findings()) == []
    history.seek(0)
    assert history.snapshot().counts().counted == 4
    history.seek(1)
    assert history.snapshot().counts().booked == 3


def test_include_is_seen_from_the_scenarios_own_folder(tmp_path: Path) -> None:
    (tmp_path / "inner.scenario").write_text("start A\nalloc A 3 as a\n")
    outer = tmp_path / "outer.scenario"
    outer.write_text("memory 64 frames\ninclude inner.scenario\nexpect used = 3\n")
    from pagevis.trace import scenario_text

    runner = Runner(str(outer), 300)
    runner.execute(scenario_text.read(outer.read_text(), str(outer)))
    assert runner.finish().findings == []
    (tmp_path / "inner.scenario").write_text("include inner.scenario\n")
    with pytest.raises(PagevisError, match="include each other too deep"):
        scenario_text.read(outer.read_text(), str(outer))


def test_the_generator_is_splitmix64() -> None:
    random = SplitMix64(1234567)  # the published first outputs for this seed
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [random.below(2**64) for _ in published] == published


def test_random_is_the_same_on_every_machine() -> None:
    history = carry_out("memory 64 frames\nstart A B\nseed 42\nrandom 6 steps\n")
    assert [history.event(e).text for e in range(2, 8)] == RANDOM_42


RANDOM_42 = ["alloc B 1", "alloc A 2", "free B B.0", "write A A.1", "alloc B 1", "alloc A 1"]


def test_a_wrong_expectation_names_line_expected_and_found() -> None:
    history = carry_out("memory 64 frames\nboot\nexpect free = 40\nexpect free[0] = nil\nexpect state @0 = used\n")
    told = [(f.line, f.message, f.noticed_by) for f in history.findings()]
    assert told == [
        (3, "expected free = 40, found 63", "expect"),
        (4, "expected free[0] = nil, found 01", "expect"),
        (5, "expected state @0 = used, found book", "expect"),
    ]


@pytest.mark.parametrize("lesson", sorted(resource("scenarios").glob("*.scenario")), ids=lambda p: p.stem)
def test_every_lesson_checks_clean_and_teaches(lesson: Path) -> None:
    history = carry_out(lesson.read_text(encoding="utf-8"))
    assert [f.message for f in history.findings() if not f.expected] == []
    assert history.title
    for event in range(history.n_events):
        history.seek(event)
        assert history.caption().text
    commands = [w for line in lesson.read_text().splitlines() if (w := line.split("#")[0].split())]
    acts = [w for w in commands if COMMANDS.get(w[0]) and COMMANDS[w[0]].group in ("machine", "act", "segment")]
    assert 10 <= len(acts) <= 25


def _refused_in_one_line(text: str) -> None:
    """Carry it out; where that is refused, the refusal is one line with its place. Anything else fails the test."""
    told = ""
    with contextlib.suppress(PagevisError):
        try:
            carry_out("memory 64 frames\nstart A\nalloc A 2 as a\n" + text)
        except PagevisError as error:
            told = str(error)
            raise
    assert not told or (told.startswith("test.scenario:") and "\n" not in told)


@given(st.text(alphabet=st.sampled_from('alocfreshpt A1@[]().=#"\\\n\tkw-x0'), max_size=200))
def test_no_text_raises_anything_but_one_line(text: str) -> None:
    _refused_in_one_line(text)


@given(
    st.lists(
        st.sampled_from([*COMMANDS, "A", "a", "3", "@9", "1..4", '"x"', "A.0", "as", "by", "=", "new", "free"]),
        max_size=8,
    )
)
def test_no_line_of_words_raises_anything_but_one_line(line: list[str]) -> None:
    _refused_in_one_line(" ".join(line))


def test_the_allocator_of_the_command_line() -> None:
    assert parse_allocator("page-book:links=double,element=32") == ("page-book", {"links": "double", "element": "32"})
    with pytest.raises(PagevisError, match="is no option of an allocator"):
        parse_allocator("page-book:links")
