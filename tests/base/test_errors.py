"""Errors are one line, whatever they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pagevis.base.errors import PagevisError, one_line

ANY_TEXT = st.text(st.characters())  # lone surrogates and control characters too


def test_place_line_what_and_remedy_in_this_order() -> None:
    error = PagevisError("no frames here", remedy="name some", place="a.scenario", line=7)
    assert str(error) == "a.scenario:7: no frames here; name some"
    assert str(PagevisError("no frames here")) == "no frames here"
    assert str(PagevisError("no frames here", place="a")) == "a: no frames here"


def test_at_fills_in_only_what_is_missing() -> None:
    assert str(PagevisError("x").at("file", 3)) == "file:3: x"
    assert str(PagevisError("x", place="inner", line=1).at("outer", 9)) == "inner:1: x"


@given(what=ANY_TEXT, remedy=ANY_TEXT, place=ANY_TEXT)
def test_an_error_is_one_printable_line(what: str, remedy: str, place: str) -> None:
    line = str(PagevisError(what, remedy=remedy, place=place, line=1))
    assert line.isprintable()
    line.encode("utf-8")


@given(ANY_TEXT)
def test_printable_text_stays_as_it_is(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    if text.isprintable():
        assert one_line(text) == text


def test_control_characters_are_shown() -> None:
    assert one_line("a\x1b[31m\nb\udcff") == "a\\x1b[31m\\nb\\udcff"
