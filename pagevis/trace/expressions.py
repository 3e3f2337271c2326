"""Expressions of the scenario language: parsed here, their words looked up by whoever carries the scenario out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.trace import words
from pagevis.trace.words import COUNTS, OF_A_FRAME, STATES, FrameRef, Word, shorten

MAX_TERMS = 100

_COMPARE: dict[str, Callable[[int, int], bool]] = {"<": lambda a, b: a < b, ">": lambda a, b: a > b}


@dataclass(frozen=True, slots=True)
class Value:
    """What a term yields. ``kind``: number, frame (index; -1 = nil) or state (its name)."""

    kind: str
    number: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: ``kind`` is number, count, frame, state-name, nil, or a word of OF_A_FRAME."""

    kind: str
    text: str
    number: int = 0
    ref: FrameRef | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """``left operator right``; each side is terms with the signs in front of them."""

    text: str
    left: tuple[tuple[int, Term], ...]
    operator: str
    right: tuple[tuple[int, Term], ...]


@dataclass(frozen=True, slots=True)
class ValueExpression:
    """A value: terms with the signs in front of them."""

    text: str
    terms: tuple[tuple[int, Term], ...]


class Lookup(Protocol):
    """Where an expression's words have a meaning."""

    def names(self) -> tuple[str, ...]: ...  # of groups, segments and lists
    def count(self, name: str) -> int: ...
    def one_frame(self, ref: FrameRef) -> int: ...
    def of_frame(self, word: str, frame: int) -> Value: ...
    def show(self, value: Value) -> str: ...


def parse(given: Sequence[Word]) -> Expression:
    """A comparison from the words of a line. Raises ``PagevisError`` on what it cannot be."""
    example = "expect free = 40"
    text, sides, operator = _read(given, example)
    if not operator:
        raise PagevisError("the comparison is not complete", remedy=f"write: {example}")
    return Expression(text, sides[0], operator, sides[1])


def parse_value(given: Sequence[Word], example: str = "free + used") -> ValueExpression:
    """A value from the words of a line: terms without a comparison. Raises ``PagevisError`` on what it cannot be."""
    text, sides, operator = _read(given, example)
    if operator:
        raise PagevisError(f"'{operator}' compares, and one value is due", remedy=f"write: {example}")
    return ValueExpression(text, sides[0])


def _read(given: Sequence[Word], example: str) -> tuple[str, tuple[tuple[tuple[int, Term], ...], ...], str]:
    """The text, its one or two sides and the operator between them, "" where there is none."""
    if any(word.quoted for word in given):
        raise PagevisError("an expression stands without quotes", remedy=f"write: {example}")
    text = " ".join(word.text for word in given)
    tokens = re.findall(r"[=!<>]=?|(?<![\w])[+-](?![\w@])|[^\s=!<>]+", text)
    sides: list[list[tuple[int, Term]]] = [[]]
    operator, sign, wants_term, at = "", 1, True, 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token in ("=", "!=", "<", ">"):
            if operator or wants_term:
                raise PagevisError(f"'{token}' stands where a value is due", remedy=f"write: {example}")
            operator, sign, wants_term = token, 1, True
            sides.append([])
        elif token in ("+", "-"):
            if wants_term:
                raise PagevisError(f"'{token}' stands where a value is due", remedy="write: free + used")
            sign, wants_term = (1 if token == "+" else -1), True
        elif not wants_term:
            raise PagevisError(f"'{shorten(token)}' is one word too many", remedy="join values with = != < > + or -")
        else:
            term, at = _term(token, tokens, at)
            sides[-1].append((sign, term))
            sign, wants_term = 1, False
    if wants_term:
        raise PagevisError(f"the {'comparison' if operator else 'value'} is not complete", remedy=f"write: {example}")
    if len(tokens) > MAX_TERMS:
        raise PagevisError(f"an expression of {len(tokens)} words", remedy=f"at most {MAX_TERMS}")
    return text, tuple(tuple(side) for side in sides), operator


def _term(token: str, tokens: list[str], at: int) -> tuple[Term, int]:
    if token in OF_A_FRAME:
        if at == len(tokens) or tokens[at][0] in "=!<>+-":
            raise PagevisError(f"{token} of which frame?", remedy=f"write: {token} a[0]")
        return Term(token, f"{token} {tokens[at]}", ref=words.frames(tokens[at])), at + 1
    if words.NUMBER.match(token):
        return Term("number", token, words.number(token, "number")), at
    if token in COUNTS or token in STATES:
        return Term("count" if token in COUNTS else "state-name", token), at
    if token == "nil":
        return Term("nil", token), at
    if token.startswith("-") and words.NUMBER.match(token[1:]):
        return Term("number", token, -words.number(token[1:], "number")), at
    if "+" in token:
        raise PagevisError(f"'{shorten(token)}' is no value", remedy="put spaces around + and -")
    return Term("frame", token, ref=words.frames(token)), at


def holds(expression: Expression, lookup: Lookup) -> tuple[bool, str]:
    """Does it hold, and what was found instead: ``found 47``. Raises ``PagevisError`` on values that do not compare."""
    states = any(term.kind == "state" for side in (expression.left, expression.right) for _, term in side)
    left = _side(expression.left, lookup, states)
    right = _side(expression.right, lookup, states)
    if left.kind != right.kind:
        raise PagevisError(f"a {left.kind} and a {right.kind} do not compare in '{shorten(expression.text)}'")
    if expression.operator in _COMPARE:
        if left.kind != "number":
            raise PagevisError(f"only numbers are smaller or larger, not a {left.kind}", remedy="use = or !=")
        good = _COMPARE[expression.operator](left.number, right.number)
    else:
        good = (left == right) == (expression.operator == "=")
    plain = len(expression.right) == 1 and expression.right[0][1].kind in ("number", "state-name", "nil", "count")
    against = "" if plain or left.kind == "state" else f", against {lookup.show(right)}"
    return good, f"found {lookup.show(left)}{against}"


def evaluate(expression: ValueExpression, lookup: Lookup) -> Value:
    """What it is now. Raises ``PagevisError`` on what has no value, ``AbsentError`` on a frame that is not there."""
    return _side(expression.terms, lookup, states=False)


def _side(side: tuple[tuple[int, Term], ...], lookup: Lookup, states: bool) -> Value:
    values = [(sign, _value(term, lookup, states)) for sign, term in side]
    if len(values) == 1:
        return values[0][1]
    for _, value in values:
        if value.kind != "number":
            raise PagevisError(f"only numbers are added, not a {value.kind}")
    return Value("number", sum(sign * value.number for sign, value in values))


def _value(term: Term, lookup: Lookup, states: bool) -> Value:
    if term.kind == "number":
        return Value("number", term.number)
    if term.kind == "nil":
        return Value("frame", -1)
    if term.kind == "state-name" or (states and term.kind == "count"):
        return Value("state", state=term.text)
    if term.kind == "count":
        return Value("number", lookup.count(term.text))
    assert term.ref is not None
    if term.ref.first is None and term.ref.name not in lookup.names():
        known = (*COUNTS, *OF_A_FRAME, *(STATES if states else ()), *lookup.names())
        raise PagevisError(f"unknown value '{shorten(term.ref.text)}'", remedy=did_you_mean(term.ref.text, known))
    frame = lookup.one_frame(term.ref)
    return Value("frame", frame) if term.kind == "frame" else lookup.of_frame(term.kind, frame)
