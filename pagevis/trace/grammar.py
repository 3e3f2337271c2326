"""The table of the scenario language: one row a command. Parser, help and manual derive from it.

A row's ``read`` takes the words behind the command and answers a dictionary of plain values; what they do is the
runner's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.trace import expressions, words
from pagevis.trace.rules import RULES
from pagevis.trace.words import Reader

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its name, group, how it is written, one line of help, and how its words are read."""

    name: str
    group: str  # machine, act, segment, tell, quiz, check, control
    usage: str
    help: str
    read: Callable[[Reader], Values]


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a scenario, read. ``block`` holds the lines of a ``repeat``."""

    name: str
    values: Mapping[str, Any]
    text: str
    place: str
    line: int
    block: tuple[Command, ...] = field(default=())


def _choice(given: str, choices: tuple[str, ...], what: str) -> str:
    if given not in choices:
        raise PagevisError(f"unknown {what} '{words.shorten(given)}'", remedy=did_you_mean(given, choices))
    return given


def _keyword(reader: Reader, keyword: str) -> None:
    given = reader.word(f"'{keyword}'")
    if given != keyword:
        raise PagevisError(f"'{words.shorten(given)}' stands where '{keyword}' is due", remedy=f"write: {reader.usage}")


def _memory(reader: Reader) -> Values:
    n_frames = words.number(reader.word("the number of frames"), "number of frames")
    reader.optional("frames", "frame")
    if reader.more() and reader.peek() != "at":
        _keyword(reader, "frames")
    first = words.number(reader.word("the first PFN"), "frame number") if reader.optional("at") else 0
    return {"n_frames": n_frames, "first_pfn": first}


def _page_size(reader: Reader) -> Values:
    return {"page_size_bytes": words.number(reader.word("the page size"), "page size")}


def _range(reader: Reader) -> Values:
    first, end = words.span(reader.word("the range"), "this command")
    return {"first": first, "end": end}


def _kernel(reader: Reader) -> Values:
    mode = "counted"
    values = _range(reader)
    if reader.more():
        mode = _choice(reader.word("the mode"), ("counted", "booked"), "mode")
    return {**values, "booked": mode == "booked"}


def _options(reader: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    while reader.more():
        given = reader.word("an option")
        key, sign, value = given.partition("=")
        if not sign or not key or not value:
            raise PagevisError(f"'{words.shorten(given)}' is no option", remedy="write key=value")
        found[key] = value
    return found


def _heap(reader: Reader) -> Values:
    values = _range(reader)
    options = _options(reader)
    for key in options:
        _choice(key, ("headers",), "option")
    headers = _choice(options.get("headers", "on"), ("on", "off"), "value of headers")
    return {**values, "headers": headers == "on"}


def _guard(reader: Reader) -> Values:
    return {"guard": _choice(reader.word("the kind of guard"), ("none", "virtual", "withhold"), "guard")}


def _allocator(reader: Reader) -> Values:
    return {"allocator": reader.word("the allocator"), "options": _options(reader)}


def _process(reader: Reader) -> str:
    return words.name(reader.word("the process"), "process")


def _frames(reader: Reader) -> words.FrameRef:
    return words.frames(reader.word("the frames"))


def _count(reader: Reader, what: str = "the number of frames") -> int:
    n = words.number(reader.word(what), what.removeprefix("the "))
    if n == 0:
        raise PagevisError(f"{what} is 0", remedy="from 1 on")
    return n


def _start(reader: Reader) -> Values:
    names = [words.new_name(_process(reader), "process")]
    while reader.more():
        names.append(words.new_name(_process(reader), "process"))
    return {"processes": tuple(names)}


def _alloc(reader: Reader) -> Values:
    values: Values = {"process": _process(reader), "n_frames": _count(reader), "group": "", "contiguous": False}
    while reader.more():
        word = reader.peek()
        if word == "as" and not values["group"]:
            reader.word("")
            values["group"] = words.new_name(reader.word("the group's name"), "group")
        elif word == "contiguous" and not values["contiguous"]:
            reader.word("")
            values["contiguous"] = True
        else:
            reader.end()
    return values


def _free(reader: Reader) -> Values:
    return {"process": _process(reader), "frames": _frames(reader)}


def _share(reader: Reader) -> Values:
    return {"process": _process(reader), "taker": _process(reader), "frames": _frames(reader)}


def _fork(reader: Reader) -> Values:
    parent, child = _process(reader), words.new_name(_process(reader), "process")
    mode = "cow"
    if reader.more():
        mode = _choice(reader.word("the mode"), ("cow", "copy", "share"), "mode of fork")
    return {"process": parent, "child": child, "mode": mode}


def _exit(reader: Reader) -> Values:
    return {"process": _process(reader)}


def _segment(reader: Reader) -> Values:
    _keyword(reader, "new")
    name = words.new_name(reader.word("the segment's name"), "segment")
    n_frames = _count(reader)
    _keyword(reader, "by")
    return {"segment": name, "n_frames": n_frames, "process": _process(reader)}


def _attach(reader: Reader) -> Values:
    return {"segment": words.name(reader.word("the segment"), "segment"), "process": _process(reader)}


def _destroy(reader: Reader) -> Values:
    return {"segment": words.name(reader.word("the segment"), "segment")}


def _text(reader: Reader) -> Values:
    return {"text": reader.text("the text")}


def _mark(reader: Reader) -> Values:
    return {"name": words.name(reader.word("the mark's name"), "mark")}


def _focus(reader: Reader) -> Values:
    return {"frames": _frames(reader)}


def _nothing(_: Reader) -> Values:
    return {}


def _expect(reader: Reader) -> Values:
    if reader.optional("fails"):
        return {"what": "fails", "rule": _choice(reader.word("the rule"), RULES, "rule")}
    if reader.optional("sound"):
        reader.optional("book")
        return {"what": "sound"}
    if not reader.more():
        raise PagevisError("what to expect is missing", remedy="write: expect free = 40")
    return {"what": "expression", "expression": expressions.parse(reader.rest())}


def _ask(reader: Reader) -> Values:
    text = reader.text("the question")
    rest = reader.rest()
    if not rest or rest[0].quoted or not rest[0].text.startswith("="):
        raise PagevisError("'=' and the answer are missing", remedy=f"write: {reader.usage}")
    first = [words.Word(rest[0].text[1:])] if len(rest[0].text) > 1 else []
    return {"text": text, "answer": expressions.parse_value([*first, *rest[1:]], 'ask "Which frame?" = a[0]')}


def _case(reader: Reader) -> Values:
    return {"name": words.name(reader.word("the case's name"), "case")}


def _repeat(reader: Reader) -> Values:
    return {"times": _count(reader, "the number of times")}


def _random(reader: Reader) -> Values:
    n = _count(reader, "the number of steps")
    _keyword(reader, "steps")
    return {"n_steps": n}


def _seed(reader: Reader) -> Values:
    return {"seed": words.number(reader.word("the seed"), "seed")}


def _include(reader: Reader) -> Values:
    given = reader.rest()
    if len(given) != 1:
        raise PagevisError("include takes one file", remedy="put a name with spaces in quotes")
    return {"file": given[0].text}


_ROWS = (
    Row(
        "memory",
        "machine",
        "memory N frames [at PFN]",
        "how many frames there are, and the first one's number",
        _memory,
    ),
    Row("page-size", "machine", "page-size BYTES", "the size of a page, 4096 unless said", _page_size),
    Row("hole", "machine", "hole A..B", "frame numbers behind which there is no memory", _range),
    Row("reserve", "machine", "reserve A..B", "frames that are never handed out", _range),
    Row("kernel", "machine", "kernel A..B [counted|booked]", "the kernel's own frames", _kernel),
    Row("heap", "machine", "heap A..B [headers=on|off]", "the kernel heap's frames", _heap),
    Row("guard", "machine", "guard none|virtual|withhold", "what lies on both sides of the book", _guard),
    Row("allocator", "machine", "allocator NAME [KEY=VALUE …]", "which design keeps the books", _allocator),
    Row("boot", "machine", "boot", "lay out the book and stroll through it; implied before the first action", _nothing),
    Row("start", "act", "start P …", "processes begin", _start),
    Row("alloc", "act", "alloc P N [as G] [contiguous]", "a process (or kernel) asks for N frames, named G", _alloc),
    Row("free", "act", "free P F", "a process gives frames back", _free),
    Row("share", "act", "share P Q F", "process Q uses frames of P too", _share),
    Row("fork", "act", "fork P C [cow|copy|share]", "process P has a child C with the same pages", _fork),
    Row("read", "act", "read P F", "a process reads frames", _free),
    Row("write", "act", "write P F", "a process writes frames; pages shared until written are copied", _free),
    Row("exit", "act", "exit P", "a process ends and all its holds with it", _exit),
    Row("segment", "segment", "segment new S N by P", "a named segment of N frames; P is attached to it", _segment),
    Row("attach", "segment", "attach S P", "a process attaches the segment", _attach),
    Row("detach", "segment", "detach S P", "a process detaches the segment", _attach),
    Row("destroy", "segment", "destroy S", "the name goes; frames go with their last hold", _destroy),
    Row("title", "tell", 'title "…"', "the scenario's title", _text),
    Row("say", "tell", 'say "…"', "the caption of the event before", _text),
    Row("mark", "tell", "mark M", "a mark on the timeline at the event before", _mark),
    Row("pause", "tell", "pause", "playing stops at the event before", _nothing),
    Row("focus", "tell", "focus F", "a frame to look at from the event before on", _focus),
    Row("ask", "quiz", 'ask "Q" = EXPR', "a question at the event before; what would tell the answer is hidden", _ask),
    Row("reveal", "quiz", "reveal", "the answer is what EXPR is after the event before", _nothing),
    Row("expect", "check", "expect EXPR | fails RULE | sound [book]", "what must hold after the event before", _expect),
    Row("case", "control", "case NAME", "starts again from the state before the first case", _case),
    Row("repeat", "control", "repeat N", "the lines up to `end`, N times", _repeat),
    Row("end", "control", "end", "ends a repeat", _nothing),
    Row("random", "control", "random N steps", "N requests drawn at random, the same on every machine", _random),
    Row("seed", "control", "seed N", "where `random` begins", _seed),
    Row("include", "control", "include FILE", "the lines of another scenario, beside this one", _include),
)
COMMANDS: Mapping[str, Row] = {row.name: row for row in _ROWS}


def read_line(line: str, place: str, number: int) -> Command | None:
    """One line as a command; None for an empty one. Raises ``PagevisError`` with file and line."""
    try:
        given = words.split(line)
        if not given:
            return None
        if given[0].quoted or given[0].text not in COMMANDS:
            shown = words.shorten(given[0].text)
            raise PagevisError(f"unknown command '{shown}'", remedy=did_you_mean(given[0].text, COMMANDS))
        row = COMMANDS[given[0].text]
        reader = Reader(given[1:], row.usage)
        values = row.read(reader)
        reader.end()
    except PagevisError as error:
        raise error.at(place, number) from None
    return Command(row.name, values, words.said(line), place, number)
