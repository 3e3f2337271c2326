"""Questions that a person types: an expression of the scenario language, or a word of the console's own.

Answers in words and changes nothing but the position. Lines of the language that act are not its business.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pagevis.base.errors import PagevisError
from pagevis.session.completion import CONSOLE, MOST_PAGES, OPERATORS, Scope, explain
from pagevis.session.session import Session
from pagevis.trace import expressions, words
from pagevis.trace.expressions import Lookup
from pagevis.trace.grammar import COMMANDS
from pagevis.trace.words import COUNTS, FrameRef

_MOMENT = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?\Z")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a line, and whether it is what was wanted."""

    text: str
    ok: bool = True


def answer(session: Session, line: str) -> Answer | None:
    """What a line that asks or goes somewhere yields; None for one that acts, which is for the document."""
    try:
        given = words.split(line)
        first = given[0].text if given and not given[0].quoted else ""
        if first in _OWN:
            return _OWN[first](session, [word.text for word in given[1:]])
        is_value = first in COUNTS and (len(given) == 1 or given[1].text in OPERATORS)
        if first in COMMANDS and not is_value:
            return None
        return _evaluate(session, given)
    except PagevisError as error:
        return Answer(f"{error.what}{f'; {error.remedy}' if error.remedy else ''}", ok=False)


def _evaluate(session: Session, given: list[words.Word]) -> Answer | None:
    lookup = lookup_of(session)
    if lookup is None:
        return Answer("A recording has no names to ask for; the map and the panes tell what it knows", ok=False)
    if not _may_be_value(given[0].text, lookup):
        return None  # an unknown word: the language says what it might have been
    if session.hides:
        return Answer("That might tell: a question is open, answer or skip it first", ok=False)
    if any(sign in word.text for word in given for sign in "=<>"):
        holds, found = expressions.holds(expressions.parse(given), lookup)
        return Answer(f"yes: {found}" if holds else f"no: {found}", ok=holds)
    return Answer(lookup.show(expressions.evaluate(expressions.parse_value(given), lookup)))


def _may_be_value(text: str, lookup: Lookup) -> bool:
    known = (*COUNTS, *words.OF_A_FRAME, "nil", *lookup.names())
    return text in known or any(sign in text for sign in "@[.") or words.NUMBER.match(text) is not None


def _go(session: Session, rest: list[str]) -> Answer:
    found = _MOMENT.match(rest[0]) if len(rest) == 1 else None
    history = session.history
    if found is None or history is None:
        raise PagevisError("where to?", remedy=f"write: {CONSOLE['go'][0]}")
    session.seek(int(found.group(1)), int(found.group(2)) if found.group(2) else None)
    return Answer(history.caption().summary)


def _undo(session: Session, _rest: list[str]) -> Answer:
    why_not, line = session.document.why_not_undo(), session.document.undo_line
    if why_not:
        return Answer(why_not, ok=False)
    session.document.undo()
    return Answer(f"taken back: {line}")


def _help(_session: Session, rest: list[str]) -> Answer:
    if not rest:
        names = [row.name for row in COMMANDS.values() if row.group in ("act", "segment", "damage")]
        return Answer(f"{', '.join(names)} … help WORD explains one; Tab completes")
    written, told = explain(rest[0])
    return Answer(f"{written} — {told}" if written else f"'{words.shorten(rest[0])}' is no word here", bool(written))


_OWN: dict[str, Callable[[Session, list[str]], Answer]] = {"go": _go, "undo": _undo, "help": _help}


# ---- the names of a moment


def lookup_of(session: Session) -> Lookup | None:
    """What words mean at the position; None in a recording and where nothing is open."""
    return session.history.lookup() if session.history is not None else None


def scope(session: Session) -> Scope:
    """The names known at the position."""
    from pagevis.model.snapshot import HolderKind, PfnTable

    snapshot, lookup = session.snapshot(), lookup_of(session)
    if snapshot is None or lookup is None:
        return Scope()
    alive = [state for state in snapshot.states() if state.alive]
    processes = [state.holder for state in alive if state.holder.kind is HolderKind.PROCESS]
    segments = {s.holder.name: s.n_frames for s in alive if s.holder.kind is HolderKind.SEGMENT}
    pages = {
        holder.name: tuple(
            hold.page
            for frame in snapshot.frames_of(holder.slot)[:MOST_PAGES].tolist()
            for hold in snapshot.holders_of(frame)
            if hold.slot == holder.slot
        )
        for holder in processes
    }
    groups = {name: size for name in lookup.names() if name not in segments and (size := _size(lookup, name))}
    frame = session.selection.frame
    selected = f"@{PfnTable(snapshot.ranges).pfn(frame):#x}" if frame is not None else ""
    return Scope(tuple(h.name for h in processes), pages, segments, groups, selected)


def _size(lookup: Lookup, name: str) -> int:
    """How many frames a group has, up to as many as are named one by one; 0 for the lists and the book."""
    if name in ("free", "used", "book"):
        return 0
    for k in range(MOST_PAGES):
        try:
            lookup.one_frame(FrameRef(f"{name}[{k}]", "name", name, k, k + 1))
        except PagevisError:
            return k
    return MOST_PAGES
