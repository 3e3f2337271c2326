"""What completion offers, from the table of commands and the names of a moment."""

from __future__ import annotations

import pytest

from pagevis.session.completion import Scope, complete, explain, free_name, hint, word_at
from pagevis.trace.grammar import COMMANDS
from pagevis.trace.rules import RULES
from pagevis.trace.words import RESERVED_NAMES

SCOPE = Scope(
    processes=("A", "B"),
    pages={"A": (0, 1, 2), "B": ()},
    segments={"video": 4},
    groups={"a": 3},
    selected="@0x1f",
)


def offered(line: str, scope: Scope = SCOPE) -> list[str]:
    return [suggestion.text for suggestion in complete(line, len(line), scope).suggestions]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("al", ["alloc"]),
        ("sha", ["share"]),
        ("alloc ", ["A", "B", "kernel"]),
        ("alloc A ", []),  # a number
        ("alloc A 3 ", ["as", "contiguous"]),
        ("alloc A 3 as ", []),  # a new name
        ("alloc A 3 as g ", ["contiguous"]),
        ("share A ", ["B"]),
        ("fork A ", ["C"]),
        ("fork A C ", ["cow", "copy", "share"]),
        ("attach ", ["video"]),
        ("attach video ", ["A", "B"]),
        ("segment ", ["new"]),
        ("segment new ring 4 ", ["by"]),
        ("segment new ring 4 by ", ["A", "B"]),
        ("free A A.", ["A.0", "A.1", "A.2"]),
        ("free A a[", ["a[0]", "a[1]", "a[2]"]),
        ("free A @", ["@0x1f"]),
        ("expect fails not-o", ["not-owner"]),
        ("expect refcount vid", ["video"]),
        ("expect state a[0] = us", ["used"]),
        ("go", []),
        ("exit ", ["A", "B"]),
        ("free = ", None),
        ('say "al', []),
        ("# al", []),
        ("nonsense ", ["=", "!=", "<", ">", "+", "-"]),
    ],
)
def test_what_fits_is_offered(line: str, wanted: list[str] | None) -> None:
    found = offered(line)
    if wanted is None:
        assert {"used", "copies", "refcount"} <= set(found)
    else:
        assert found == wanted


def test_frames_come_in_the_order_of_their_nearness() -> None:
    assert offered("free A ")[:5] == ["@0x1f", "A.0", "A.1", "A.2", "a"]
    assert offered("write B ")[:2] == ["@0x1f", "a"]


def test_a_word_in_the_middle_of_a_line_is_completed_there() -> None:
    found = complete("al A 3", 2, SCOPE)
    assert (found.start, found.end, [s.text for s in found.suggestions]) == (0, 2, ["alloc"])


def test_what_all_begin_with() -> None:
    assert complete("s", 1, SCOPE).common == "s"
    assert complete("de", 2, SCOPE).common == "de"
    assert complete("det", 3, SCOPE).common == "detach"
    assert complete("zz", 2, SCOPE).common == ""


def test_every_command_offered_can_be_explained_and_hinted() -> None:
    for name in offered(""):
        assert explain(name)[1], name
    for row in COMMANDS.values():
        assert hint(f"{row.name} x") == (row.usage, row.help)
    for rule in RULES:
        assert explain(rule)[1]
    for word in RESERVED_NAMES - {"nil", "fails", "sound"}:
        assert explain(word)[1], word


def test_a_word_nobody_knows_is_not_explained() -> None:
    assert explain("flurb") == ("", "")
    assert hint("") == ("", "")


@pytest.mark.parametrize(("line", "at", "word"), [("alloc A", 2, "alloc"), ("free A a[1]", 11, "a"), ("", 0, "")])
def test_the_word_at_the_cursor(line: str, at: int, word: str) -> None:
    assert word_at(line, at) == word


def test_new_names_are_nobodys() -> None:
    assert free_name(()) == "A"
    assert free_name(("A", "C")) == "B"
    assert free_name(("shared",), "shared") == "shared2"
