"""What a person can have done to memory, as lines of the scenario language: which blanks a line has, and what can
stand in them at the moment. Menus and forms derive from this table. Knows no widgets and carries nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pagevis.base.errors import PagevisError
from pagevis.session.completion import Scope, free_name
from pagevis.trace.grammar import read_line

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in. ``choices`` at a moment, with what is filled in so far; the first one is the default.
    ``open``: something else can be typed. ``number``: a count of frames."""

    name: str
    title: str
    choices: Callable[[Scope, Given], tuple[str, ...]]
    open: bool = False
    number: bool = False
    optional: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One row: ``line`` with blanks in braces; ``needs`` a process, two of them, a segment or held frames."""

    name: str
    title: str
    line: str
    blanks: tuple[Blank, ...]
    needs: str = ""
    help: str = ""

    def write(self, given: Given) -> str:
        """The line with its blanks filled; an empty optional one leaves no trace."""
        words = {blank.name: given.get(blank.name, "").strip() for blank in self.blanks}
        if words.get("group"):
            words["group"] = f" as {words['group']}"
        if words.get("mode") == "cow":
            words["mode"] = ""
        return self.line.format(**words).rstrip()

    def problem(self, given: Given) -> str:
        """Why the line cannot be written so; "" where it can."""
        for blank in self.blanks:
            if not blank.optional and not given.get(blank.name, "").strip():
                return f"{blank.title}: still to be filled in"
        try:
            read_line(self.write(given), "", 0)
        except PagevisError as error:
            return error.what + (f": {error.remedy}" if error.remedy else "")
        return ""


def _processes(scope: Scope, _given: Given) -> tuple[str, ...]:
    return scope.processes


def _with_kernel(scope: Scope, _given: Given) -> tuple[str, ...]:
    return (*scope.processes, "kernel")


def _others(scope: Scope, given: Given) -> tuple[str, ...]:
    return tuple(name for name in scope.processes if name != given.get("process"))


def _new_process(scope: Scope, _given: Given) -> tuple[str, ...]:
    return (free_name(scope.processes),)


def _new_segment(scope: Scope, _given: Given) -> tuple[str, ...]:
    return (free_name((*scope.segments, *scope.groups), "shared"),)


def _segments(scope: Scope, _given: Given) -> tuple[str, ...]:
    return tuple(scope.segments)


def _frames(scope: Scope, given: Given) -> tuple[str, ...]:
    """The process's pages one by one, then whole groups."""
    process = given.get("process", "")
    pages = tuple(f"{process}.{page}" for page in scope.pages.get(process, ()))
    return (*pages, *scope.groups)


def _any_number(_scope: Scope, _given: Given) -> tuple[str, ...]:
    return ("1",)


def _no_name(_scope: Scope, _given: Given) -> tuple[str, ...]:
    return ()


def _modes(_scope: Scope, _given: Given) -> tuple[str, ...]:
    return ("cow", "copy", "share")


_PROCESS = Blank("process", "Process", _processes)
_FRAMES = Blank("frames", "Frames", _frames, open=True, help="P.2 is page 2 of P, a[0..2] part of a group, @0x1f a PFN")
_SEGMENT = Blank("segment", "Segment", _segments)
_N = Blank("n", "Frames", _any_number, number=True)

ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("start", "Start a process", "start {process}", (Blank("process", "Name", _new_process, open=True),), "",
            "A process begins; it holds nothing yet"),
        Act("alloc", "Allocate", "alloc {process} {n}{group}",
            (Blank("process", "Process", _with_kernel), _N,
             Blank("group", "Group", _no_name, open=True, optional=True, help="A name for these frames, for later")),
            "", "A process asks for frames; the allocator chooses which"),
        Act("share", "Share with a process", "share {process} {taker} {frames}",
            (_PROCESS, Blank("taker", "With", _others), _FRAMES), "two",
            "Another process uses the same frames: their reference counts rise"),
        Act("read", "Read", "read {process} {frames}", (_PROCESS, _FRAMES), "frames", "A process reads frames"),
        Act("write", "Write", "write {process} {frames}", (_PROCESS, _FRAMES), "frames",
            "A process writes frames; pages shared until written are copied first"),
        Act("free", "Release", "free {process} {frames}", (_PROCESS, _FRAMES), "frames",
            "A process gives frames back; each is free when nobody holds it any more"),
        Act("fork", "Fork", "fork {process} {child} {mode}",
            (_PROCESS, Blank("child", "Child", _new_process, open=True),
             Blank("mode", "Pages are", _modes, help="cow: shared until written, copy: copied, share: for good")),
            "process", "A child process with the same pages begins"),
        Act("segment", "New segment", "segment new {segment} {n} by {process}",
            (Blank("segment", "Name", _new_segment, open=True), _N, _PROCESS), "process",
            "A named segment of shared memory; its creator is attached"),
        Act("attach", "Attach a segment", "attach {segment} {process}", (_SEGMENT, _PROCESS), "segment",
            "A process uses the frames of a segment"),
        Act("detach", "Detach a segment", "detach {segment} {process}", (_SEGMENT, _PROCESS), "segment",
            "A process lets go of a segment"),
        Act("destroy", "Destroy a segment", "destroy {segment}", (_SEGMENT,), "segment",
            "The name goes; the frames go with their last hold"),
        Act("exit", "Kill a process", "exit {process}", (_PROCESS,), "process",
            "The process ends and all its holds with it"),
    )
}  # fmt: skip

_MISSING: Mapping[str, tuple[Callable[[Scope], bool], str]] = {
    "process": (lambda scope: bool(scope.processes), "No process is running: start one first"),
    "two": (lambda scope: len(scope.processes) > 1, "It takes two running processes"),
    "segment": (lambda scope: bool(scope.segments and scope.processes), "There is no segment: create one first"),
    "frames": (lambda scope: any(scope.pages.values()), "No process holds a frame: allocate some first"),
}


def missing(act: Act, scope: Scope) -> str:
    """What an act lacks at the moment; "" where it can be done."""
    there, words = _MISSING.get(act.needs, (lambda _scope: True, ""))
    return "" if there(scope) else words


def defaults(act: Act, scope: Scope, given: Given) -> dict[str, str]:
    """Every blank filled with what is given, else with what stands first for it."""
    filled = dict(given)
    for blank in act.blanks:
        if not filled.get(blank.name):
            choices = blank.choices(scope, filled)
            filled[blank.name] = choices[0] if choices and not blank.optional else ""
    return filled
