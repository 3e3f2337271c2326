"""What the acts of the language do: each turns a command's values into calls of the design, or a refusal.

One function a verb, and the table of them; carries nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.model.engine import Call
from pagevis.model.snapshot import HolderKind
from pagevis.model.words import COPY, COW, FREE, KERNEL, KERNEL_HOLDER, NOBODY, SHARE
from pagevis.trace.lookup import Named
from pagevis.trace.sentences import amount, listed
from pagevis.trace.stage import Stage


@dataclass(frozen=True, slots=True)
class Request:
    """What an event will do: calls, or the rule that refuses it beforehand."""

    slot: int
    summary: str
    calls: tuple[Call, ...] = ()
    refused: str = ""
    told: Callable[[], str] = str  # asked once the calls were granted: gives names, and says what came of it
    name_in_vain: Callable[[], object] = str  # done where it is refused: a name that was to be given names nothing


def _user(stage: Stage, name: str) -> int:
    """The slot of a process that is not the kernel."""
    slot = stage.ready().process(name)
    if slot == KERNEL_HOLDER:
        raise PagevisError("the kernel only takes frames and gives them back", remedy="use alloc kernel, free kernel")
    return slot


def _name_if_new(stage: Stage, table: str, name: str) -> None:
    """A request was refused that would have given the name: known from now on, but nobody's, unless it was before."""
    if name not in getattr(stage.names, table):
        stage.names.give(table, name, NOBODY)


def _start_processes(stage: Stage, values: dict[str, Any]) -> Request:
    stage.ready()
    names = values["processes"]
    summary = f"{listed(names)} {'start' if len(names) > 1 else 'starts'}"
    if len(set(names)) < len(names) or any(
        name in stage.names.processes and stage.running(stage.names.processes[name]) for name in names
    ):

        def in_vain() -> None:
            for name in names:
                _name_if_new(stage, "processes", name)

        return Request(NOBODY, summary, refused="already-running", name_in_vain=in_vain)
    slots = [stage.new_holder(name, HolderKind.PROCESS) for name in names]
    calls = tuple(Call("start", (slot,)) for slot in slots)

    def told() -> str:
        for name, slot in zip(names, slots, strict=True):
            stage.names.give("processes", name, slot)
        return f"{listed(names)}: no frames yet."

    return Request(slots[0], summary, calls, told=told)


def _alloc(stage: Stage, values: dict[str, Any]) -> Request:
    lookup, n = stage.ready(), values["n_frames"]
    slot = lookup.process(values["process"])
    summary = f"{values['process']} asks for {amount(n)}" + (" in a row" if values["contiguous"] else "")
    if values["group"] in stage.names.segments:
        raise PagevisError(f"'{values['group']}' is a segment's name", remedy="another name for the group")

    def in_vain() -> None:
        if values["group"]:
            stage.names.give("groups", values["group"], ())

    if not stage.running(slot):
        return Request(slot, summary, refused="no-process", name_in_vain=in_vain)
    if values["contiguous"] and n > 1 and not stage.script.design.allocator.contiguous:
        return Request(slot, summary, refused="no-run", name_in_vain=in_vain)
    counted = slot == KERNEL_HOLDER and not stage.machine.kernel_booked
    call = Call("count_kernel", (n,)) if counted else Call("allocate", (slot, n))
    free = [f for f, _ in zip(stage.book.walk(FREE), range(n), strict=False)] if counted else []

    def told() -> str:
        frames = free if counted else stage.newest(slot, n)
        if values["group"]:
            stage.names.give("groups", values["group"], tuple(frames))
        return f"{values['process']} gets {'frame' if n == 1 else 'frames'} {stage.list_frames(frames)}."

    return Request(slot, summary, (call,), told=told, name_in_vain=in_vain)


def _on_frames(
    stage: Stage, values: dict[str, Any], what: str, make: Callable[[int, Named], Call], done: str
) -> Request:
    lookup = stage.ready()
    slot = lookup.process(values["process"])
    named = lookup.frames(values["frames"])
    frames = [n.frame for n in named]
    summary = f"{values['process']} {what} {stage.list_frames(frames)}"
    if not stage.running(slot):
        return Request(slot, summary, refused="no-process")
    calls = tuple(make(slot, n) for n in named)

    def told() -> str:
        return _what_became(stage, frames) if done == "free" else f"{summary}."

    return Request(slot, summary, calls, told=told)


def _what_became(stage: Stage, frames: Sequence[int]) -> str:
    freed = [f for f in frames if stage.book.refcount[f] == 0]
    kept = [f"{stage.show(f)} is still held ({stage.book.refcount[f]})" for f in frames if stage.book.refcount[f]]
    parts = [f"{stage.list_frames(freed)} back among the free frames"] if freed else []
    return "; ".join(parts + kept[:3]) + "."


def _free(stage: Stage, values: dict[str, Any]) -> Request:
    def make(slot: int, named: Named) -> Call:
        if slot == KERNEL_HOLDER and stage.book.kind[named.frame] == KERNEL:
            return Call("uncount_kernel", (named.frame,))
        return Call("release", (slot, named.frame, named.page_of(slot)))

    return _on_frames(stage, values, "gives back", make, "free")


def _read(stage: Stage, values: dict[str, Any]) -> Request:
    return _on_frames(stage, values, "reads", lambda s, n: Call("read", (s, n.frame, n.page_of(s))), "")


def _write(stage: Stage, values: dict[str, Any]) -> Request:
    lookup = stage.ready()
    _user(stage, values["process"])
    copies, frames = lookup.count("copies"), [n.frame for n in lookup.frames(values["frames"])]
    request = _on_frames(stage, values, "writes", lambda s, n: Call("write", (s, n.frame, n.page_of(s))), "")

    def told() -> str:
        made = stage.ready().count("copies") - copies
        if made:
            return f"{request.summary}: {amount(made, 'page')} copied first."
        shared = any(stage.book.refcount[f] > 1 for f in frames)
        return f"{request.summary} in place: {'all who hold it see that' if shared else 'nobody else holds it'}."

    return replace(request, told=told)


def _share(stage: Stage, values: dict[str, Any]) -> Request:
    lookup = stage.ready()
    taker = _user(stage, values["taker"])
    _user(stage, values["process"])
    summary_end = f"with {values['taker']}"
    request = _on_frames(stage, values, "shares", lambda s, n: Call("share", (s, taker, n.frame, n.page_of(s))), "")
    request = replace(request, summary=f"{request.summary} {summary_end}")
    frames = [n.frame for n in lookup.frames(values["frames"])]
    if not stage.running(taker):
        return replace(request, refused="no-process", calls=())

    def told() -> str:
        counts = sorted({stage.book.refcount[f] for f in frames})
        return f"{stage.list_frames(frames)} held {' or '.join(map(str, counts))} times now."

    return replace(request, told=told)


def _fork(stage: Stage, values: dict[str, Any]) -> Request:
    parent, name = _user(stage, values["process"]), values["child"]
    how = {"cow": "pages shared until written", "copy": "every page copied", "share": "pages shared for good"}
    summary = f"{values['process']} forks {name}: {how[values['mode']]}"

    def in_vain() -> None:
        _name_if_new(stage, "processes", name)

    if not stage.running(parent):
        return Request(parent, summary, refused="no-process", name_in_vain=in_vain)
    if name in stage.names.processes and stage.running(stage.names.processes[name]):
        return Request(parent, summary, refused="already-running")
    child = stage.new_holder(name, HolderKind.PROCESS)

    def told() -> str:
        stage.names.give("processes", name, child)
        pages = len(stage.newest(child, stage.book.n_holds))
        return f"{name} begins with {amount(pages, 'page')}: {how[values['mode']]}."

    mode = {"cow": COW, "copy": COPY, "share": SHARE}[values["mode"]]
    return Request(parent, summary, (Call("fork", (parent, child, mode)),), told=told, name_in_vain=in_vain)


def _exit(stage: Stage, values: dict[str, Any]) -> Request:
    slot = _user(stage, values["process"])
    lookup = stage.ready()
    summary = f"{values['process']} exits"
    if not stage.running(slot):
        return Request(slot, summary, refused="no-process")
    free = lookup.count("free")

    def told() -> str:
        back = stage.ready().count("free") - free
        return f"{values['process']} is gone: {amount(back)} back among the free ones."

    return Request(slot, summary, (Call("leave_all", (slot,)),), told=told)


def _segment(stage: Stage, values: dict[str, Any]) -> Request:
    slot, name, n = _user(stage, values["process"]), values["segment"], values["n_frames"]
    summary = f"{values['process']} creates segment {name} of {amount(n)}"
    if name in stage.names.groups:
        raise PagevisError(f"'{name}' is the name of a group of frames", remedy="another name for the segment")

    def in_vain() -> None:
        _name_if_new(stage, "segments", name)

    if not stage.running(slot):
        return Request(slot, summary, refused="no-process", name_in_vain=in_vain)
    if name in stage.names.segments and stage.running(stage.names.segments[name]):
        return Request(slot, summary, refused="name-taken")
    segment = stage.new_holder(name, HolderKind.SEGMENT)

    def told() -> str:
        stage.names.give("segments", name, segment)
        return f"Segment {name} is {stage.list_frames(stage.newest(segment, n))}, in this order."

    return Request(slot, summary, (Call("create_segment", (segment, n, slot)),), told=told, name_in_vain=in_vain)


def _on_segment(stage: Stage, values: dict[str, Any], function: str, what: str) -> Request:
    lookup = stage.ready()
    segment, slot = lookup.segment(values["segment"]), _user(stage, values["process"])
    summary = f"{values['process']} {what} {values['segment']}"
    if not stage.running(slot):
        return Request(slot, summary, refused="no-process")
    if segment == NOBODY or (function == "attach" and not stage.running(segment)):
        return Request(slot, summary, refused="no-segment")
    free = lookup.count("free")

    def told() -> str:
        back = stage.ready().count("free") - free
        more = f": {amount(back)} back among the free ones" if back else ""
        return f"{summary}{more}."

    return Request(slot, summary, (Call(function, (segment, slot)),), told=told)


def _attach(stage: Stage, values: dict[str, Any]) -> Request:
    return _on_segment(stage, values, "attach", "attaches")


def _detach(stage: Stage, values: dict[str, Any]) -> Request:
    return _on_segment(stage, values, "detach", "detaches")


def _destroy(stage: Stage, values: dict[str, Any]) -> Request:
    lookup, name = stage.ready(), values["segment"]
    segment, free = lookup.segment(name), lookup.count("free")
    summary = f"segment {name} is destroyed"
    if not stage.running(segment):
        return Request(segment, summary, refused="no-segment")

    def told() -> str:
        back = stage.ready().count("free") - free
        return f"The name {name} is gone; {amount(back)} back among the free ones."

    return Request(segment, summary, (Call("destroy", (segment,)),), told=told)


ACTS: dict[str, Callable[[Stage, dict[str, Any]], Request]] = {
    "start": _start_processes,
    "alloc": _alloc,
    "free": _free,
    "share": _share,
    "fork": _fork,
    "read": _read,
    "write": _write,
    "exit": _exit,
    "segment": _segment,
    "attach": _attach,
    "detach": _detach,
    "destroy": _destroy,
}
