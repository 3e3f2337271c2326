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
from pagevis.trace import scenario_text
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
ask "How often is the first frame held after editor uses it too?" = refcount a[0]
share shell editor a[0]
reveal
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
        ("share A A", "the frames is missing; write: share P Q F"),
        ("fork A B cwo", "unknown mode of fork 'cwo'; did you mean 'cow'?"),
        ("attach vidio A", "unknown segment 'vidio'; create it first: segment new S N by P"),
        ("segment old v 1 by A", "'old' stands where 'new' is due; write: segment new S N by P"),
        ("segment new v 1 of A", "'of' stands where 'by' is due; write: segment new S N by P"),
        ("expect", "what to expect is missing; write: expect free = 40"),
        ("expect fre = 3", "unknown value 'fre'; did you mean 'free'?"),
        ("expect free", "the comparison is not complete; write: expect free = 40"),
        ("expect free = = 3", "'=' stands where a value is due; write: expect free = 40"),
        ("expect free[0] = 3", "a frame and a number do not compare in 'free[0] = 3'"),
        ("expect a = @1", "a names 2 frames; pick one: a[0]"),
        ("expect refcount = 3", "refcount of which frame?; write: refcount a[0]"),
        ("expect fails duble-free", "unknown rule 'duble-free'; did you mean 'double-free'?"),
        ("expect tree = 3", "unknown value 'tree'; did you mean 'free'?"),
        ("expect state @1 = kernal", "unknown value 'kernal'; did you mean 'kernel'?"),
        ("expect free+used = 3", "'free+used' is no value; put spaces around + and -"),
        ('expect "free = 3"', "an expression stands without quotes; write: expect free = 40"),
        ("exit kernel", "the kernel only takes frames and gives them back; use alloc kernel, free kernel"),
        ("say hello", 'the text stands in quotes; write: say "…"'),
        ('say "hello', 'a quoted text is not closed; end it with "'),
        ("memory 5 frames", "memory comes too late: memory is laid out; put it above boot"),
        ("boot", "memory is laid out already; put boot above the first action"),
        ("end", "end without a repeat; write repeat N above it"),
        ("repeat 2", "this repeat is not ended; write end below it"),
        ("random 5 stepps", "'stepps' stands where 'steps' is due; write: random N steps"),
        ("ask Why = free", 'the question stands in quotes; write: ask "Q" = EXPR'),
        ('ask "Why?"', """'=' and the answer are missing; write: ask "Q" = EXPR"""),
        ('ask "Why?" free', """'=' and the answer are missing; write: ask "Q" = EXPR"""),
        ('ask "Why?" =', """the value is not complete; write: ask "Which frame?" = a[0]"""),
        ('ask "Why?" = free = 3', """'=' compares, and one value is due; write: ask "Which frame?" = a[0]"""),
        ('ask "Why?" = free', "this question is never answered; put reveal behind the event that answers it"),
        ('ask "Why?" = free\ncase one', "this question is never answered; put reveal behind the event that answers it"),
        ('ask "Why?" = fre\nstart B\nreveal', "unknown value 'fre'; did you mean 'free'?"),
        ("reveal", 'reveal without a question; ask above it: ask "Which frame?" = a[0]'),
        ("reveal now", "'now' is one word too many; write: reveal"),
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
        ("memory 1000000000000 frames", "memory cannot have 1000000000000 frames; from 1 to 4194304"),
        ("memory -1 frames", "'-1' is no number of frames; numbers are not negative here"),
        ("memory 0 frames", "memory cannot have 0 frames; from 1 to 4194304"),
        ("page-size 1000", "a page cannot have 1000 bytes; a power of two from 256 to 2^30"),
        ("reserve 5..4", "the range 5..4 is empty; the end is not included, so B is above A"),
        ("reserve 5", "'5' is no range; this command takes A..B, the end not included"),
        ("reserve 60..70", "reserve 60..70 is no range of this memory; frames run from 0 to 64, the end not included"),
        ("kernel 1..4 bookd", "unknown mode 'bookd'; did you mean 'booked'?"),
        ("heap 4..8 heads=off", "unknown option 'heads'; did you mean 'headers'?"),
        ("guard maybe", "unknown guard 'maybe'; known: none, virtual, withhold"),
        ("allocator page-bok", "unknown allocator 'page-bok'; did you mean 'page-book'?"),
        ("allocator page-book elment=8", "unknown option 'elment' of page-book; did you mean 'element'?"),
        ("allocator page-book element=7", "an element cannot have 7 bytes; multiples of 4 from 16 to 4096"),
        ("allocator page-book element=²", "'²' is no size of an element; decimal or 0x…"),
        ("allocator page-book links=single", "links cannot be 'single'; known: double"),
        ('say "early"', "say stands above boot; put it below boot or the first action"),
        ("expect free = 3", "expect stands above boot; put it below boot or the first action"),
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


def _outcomes(text: str) -> list[str]:
    history = carry_out("memory 64 frames\nreserve 0..1\nkernel 1..4\nheap 4..8\nboot\nstart A B\n" + text)
    return [history.event(e).outcome for e in range(2, history.n_events)]


def test_a_page_of_one_process_names_a_frame_to_another() -> None:
    text = "alloc A 3 as a\nshare A B a[2]\nread A B.0\nfree A B.0\nexpect refcount a[2] = 1\nfree A B.0\n"
    assert _outcomes(text) == ["ok", "ok", "ok", "ok", "not-owner"]


def test_pages_shared_until_written_stay_so_in_a_child_that_shares() -> None:
    text = "alloc A 1 as a\nfork A C cow\nfork A D share\nwrite D D.0\nexpect copies = 1\nexpect refcount a = 2\n"
    assert _outcomes(text) == ["ok"] * 4
    assert list(carry_out("memory 64 frames\nstart A B\n" + text).findings()) == []


def test_a_write_in_place_says_who_sees_it() -> None:
    history = carry_out("memory 64 frames\nstart A B\nalloc A 1 as a\nwrite A a\nshare A B a\nwrite A a\n")
    told = []
    for event in (3, 5):
        history.seek(event)
        told.append(history.caption().text)
    assert told == ["A writes 01 in place: nobody else holds it.", "A writes 01 in place: all who hold it see that."]


def test_managed_is_counted_on_the_machine_and_not_on_the_counts() -> None:
    commands = scenario_text.read("memory 64 frames\nreserve 0..1\nkernel 1..4\nboot\n", "t")
    runner = Runner("t", 300)
    runner.execute(commands)
    runner.stage.book.count[0] = 3
    runner.execute(scenario_text.read("expect free + booked + counted = managed\n", "t"))
    assert "conservation" in {f.rule for f in runner.finish().findings}
    assert [f.message for f in runner.finish().findings if f.noticed_by == "expect"] == [
        "expected free + booked + counted = managed, found 7"
    ]


def test_what_the_kernel_gives_back_is_judged_frame_by_frame() -> None:
    text = (
        "alloc kernel 1 as k\nfree kernel k\nfree kernel k\nalloc A 1 as a\nfree kernel a\nfree kernel @0\nfree A @1\n"
    )
    assert _outcomes(text) == ["ok", "ok", "double-free", "ok", "not-owner", "not-managed", "not-managed"]
    both = "memory 64 frames\nkernel 1..4 booked\nkernel 4..8 counted\nboot\nfree kernel @1\nfree kernel @4\n"
    assert list(carry_out(both).findings()) == []


def test_frames_that_are_not_there_are_refused_and_found_not_fatal() -> None:
    text = (
        "alloc A 99 as g\nfree A g\nfree A A.7\nsegment new v 99 by A\nattach v B\ndetach v B\nfork A C copy\n"
        "alloc A 40\nfork A D copy\nalloc D 1\n"
    )
    wanted = ["out-of-memory", "no-frame", "no-frame", "out-of-memory", "no-segment", "no-segment", "ok", "ok"]
    assert _outcomes(text) == [*wanted, "out-of-memory", "no-process"]
    history = carry_out(
        "memory 64 frames\nstart A\nalloc A 1\nfree A A.0\nexpect refcount A.0 = 0\nalloc A 63\nexpect free[0] = nil\n"
    )
    assert [f.message for f in history.findings()] == ["expected refcount A.0 = 0, found none: A has no page 0 now"]


def test_each_case_draws_the_same_and_is_told_apart() -> None:
    history = carry_out(
        'memory 64 frames\nstart A B\nrandom 3 steps\ncase one\nrandom 5 steps\ncase two\nsay "Again."\n'
        "random 5 steps\ncase three\nexpect fails double-free\n"
    )
    texts = [history.event(e).text for e in range(history.n_events)]
    assert texts[5:10] == texts[10:15]
    assert [(m.event, m.text) for m in history.marks if m.kind == "mark"] == [(5, "one"), (10, "two"), (14, "three")]
    history.seek(10)
    assert history.caption().text == "Again."
    assert [f.message for f in history.findings()] == [
        "expected a request to fail with double-free, found none in this case so far"
    ]


def test_a_last_case_without_an_event_leaves_the_book_after_the_last_event() -> None:
    text = "memory 64 frames\nstart A\nalloc A 2\ncase one\nalloc A 3\n"
    history, same = carry_out(text + "case two\n"), carry_out(text)
    assert history.position == same.position
    assert history.buffer == same.buffer
    assert history.snapshot().times_used(0, 64).tolist() == same.snapshot().times_used(0, 64).tolist()
    history.seek(0)
    history.seek(history.n_events - 1)
    assert history.buffer == same.buffer


def test_every_boot_can_be_stepped_through() -> None:
    history = carry_out("memory 64 frames\ncase one\nkernel 1..4\nboot\ncase two\nkernel 1..9 booked\nboot\n")
    assert history.n_micro(1) > history.n_micro(0) > 64
    history.seek(1)
    after = history.buffer
    history.seek(1, 5)
    assert history.caption().text
    history.seek(1)
    assert history.buffer == after


def test_other_frame_numbers_in_another_case_are_refused() -> None:
    with pytest.raises(PagevisError, match="frame numbers and pages are the same in every case"):
        carry_out("case one\nmemory 64 frames\nboot\ncase two\nmemory 64 frames at 0x100\nboot\n")


def test_includes_together_have_a_limit(tmp_path: Path) -> None:
    for k in range(7):
        (tmp_path / f"{k}.scenario").write_text(f"include {k + 1}.scenario\n" * 12)
    (tmp_path / "7.scenario").write_text("boot\n")
    with pytest.raises(PagevisError, match="all includes together may be 200 files"):
        scenario_text.read((tmp_path / "0.scenario").read_text(), str(tmp_path / "0.scenario"))
    with pytest.raises(PagevisError, match="it is no file"):
        scenario_text.read("include /dev/zero\n", "a.scenario")
    (tmp_path / "bom.scenario").write_bytes(b"\xef\xbb\xbfboot\n")
    assert [c.name for c in scenario_text.read("include bom.scenario", str(tmp_path / "x"))] == ["boot"]
