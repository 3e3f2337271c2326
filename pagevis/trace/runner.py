"""Carries a scenario out, command by command, and records it as a script. The one place that knows what commands do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.base.words import did_you_mean
from pagevis.model import machine as machines
from pagevis.model.book import Book
from pagevis.model.design import design
from pagevis.model.engine import Call, Log, logged, run
from pagevis.model.invariants import broken
from pagevis.model.machine import Machine, Placement
from pagevis.model.snapshot import Holder, HolderKind
from pagevis.model.words import (
    COPY,
    COW,
    GONE,
    HEAP,
    HOLE,
    KERNEL,
    KERNEL_HOLDER,
    NIL,
    NOBODY,
    OK,
    RESERVED,
    SHARE,
    TO_BOOK,
)
from pagevis.trace import expressions
from pagevis.trace.grammar import Command
from pagevis.trace.history import Finding, Mark
from pagevis.trace.lookup import BookLookup, Named, Names
from pagevis.trace.random_steps import Draw, SplitMix64, draw
from pagevis.trace.rules import RULE_OF_ANSWER, SENTENCES
from pagevis.trace.script import Event, Script
from pagevis.trace.sentences import amount, listed, pfn_digits
from pagevis.trace.words import FrameRef

MICRO_BOOT_UP_TO = 2**16  # frames; a larger boot is one step
MAX_EVENTS = 20_000_000
MAX_HOLDERS = 2**20


@dataclass(slots=True)
class _Start:
    """The state before the first case, to begin the next one from."""

    machine: Machine
    placement: Placement | None
    buffer: bytes
    names: Names
    seed: int


@dataclass(frozen=True, slots=True)
class _Request:
    """What an event will do: calls, or the rule that refuses it beforehand."""

    slot: int
    summary: str
    calls: tuple[Call, ...] = ()
    refused: str = ""
    told: Callable[[], str] = str  # what came of it, asked after the calls


class Runner:
    """One scenario being carried out. ``execute`` takes commands; ``script`` is what became of them."""

    def __init__(self, path: str, n_holders: int, allocator: str | None = None) -> None:
        self.path = path
        self._n_holders = min(n_holders, MAX_HOLDERS)
        self._machine = Machine()
        self._forced = allocator is not None
        self._allocator = "page-book"
        self._placement: Placement | None = None
        self._names = Names()
        self._seed = 0
        self._random = SplitMix64(0)
        self._start: _Start | None = None
        self._n_carried_out = 0
        self._script: Script | None = None
        self._pending: list[Callable[[Script], None]] = []
        if allocator is not None:
            self._choose(*parse_allocator(allocator))

    # ---- from outside

    @property
    def script(self) -> Script:
        """The record so far; boots first where no command has done so."""
        if self._script is None:
            self._boot("boot", self.path, 0)
        assert self._script is not None
        return self._script

    def execute(self, commands: Sequence[Command], job: Job | None = None) -> None:
        """Carry commands out. Raises ``PagevisError`` with file and line at one that cannot be."""
        job = job or Job()
        for k, command in enumerate(commands):
            self._n_carried_out += 1
            job.tick(k / len(commands), f"{self._n_carried_out:,} commands")
            if self._n_carried_out > MAX_EVENTS:
                raise PagevisError(
                    "this scenario does not end",
                    remedy=f"at most {MAX_EVENTS:,} lines are carried out",
                    place=self.path,
                )
            try:
                if command.name == "repeat":
                    for _ in range(command.values["times"]):
                        self.execute(command.block, job)
                elif command.name == "random":
                    self._draws(command, job)
                else:
                    self._one(command)
            except PagevisError as error:
                raise error.at(command.place, command.line) from None

    def finish(self) -> Script:
        """The end of the scenario: what no command checked is checked now."""
        self._check_sound(None)
        self.script.findings.sort(key=lambda finding: finding.event)
        return self.script

    # ---- commands

    def _one(self, command: Command) -> None:
        values: dict[str, Any] = dict(command.values)
        if command.name in _MACHINE:
            if self._placement is not None:
                raise PagevisError(f"{command.name} comes too late: memory is laid out", remedy="put it above boot")
            _MACHINE[command.name](self, values)
        elif command.name == "boot":
            if self._placement is not None:
                raise PagevisError("memory is laid out already", remedy="put boot above the first action")
            self._boot(command.text, command.place, command.line)
        elif command.name in _TELL:
            _TELL[command.name](self, values, command)
        else:
            self._event(command, _ACTS[command.name](self, values))

    @property
    def _book(self) -> Book:
        return self.script.book

    @property
    def _last(self) -> int:
        return len(self.script.events) - 1

    def _ready(self) -> BookLookup:
        """Boot where that was only implied; then what words mean now."""
        if self._placement is None:
            self._boot("boot", self.path, 0)
        assert self._placement is not None
        return BookLookup(self._book, self._placement, self._names, self.show)

    def show(self, frame: int) -> str:
        """A frame as messages name it."""
        first = self._machine.first_pfn
        return f"{first + frame:0{pfn_digits(first + self._machine.n_frames - 1)}x}"

    # ---- machine

    def _memory(self, values: dict[str, Any]) -> None:
        n_frames = values["n_frames"]
        if not 1 <= n_frames <= machines.MAX_FRAMES:
            raise PagevisError(f"memory cannot have {n_frames} frames", remedy=f"from 1 to {machines.MAX_FRAMES}")
        if self._machine.spans:
            raise PagevisError("memory comes too late: a range of it was named", remedy="put it first")
        self._machine = replace(self._machine, n_frames=n_frames, first_pfn=values["first_pfn"])

    def _page_size(self, values: dict[str, Any]) -> None:
        size = values["page_size_bytes"]
        if size & (size - 1) or not 256 <= size <= 2**30:
            raise PagevisError(f"a page cannot have {size} bytes", remedy="a power of two from 256 on")
        self._machine = replace(self._machine, page_size_bytes=size)

    def _span(self, values: dict[str, Any], kind: int, name: str) -> None:
        first = self._machine.first_pfn
        self._machine = machines.add_span(self._machine, values["first"] - first, values["end"] - first, kind, name)

    def _kernel(self, values: dict[str, Any]) -> None:
        self._span(values, TO_BOOK if values["booked"] else KERNEL, "kernel")
        self._machine = replace(self._machine, kernel_booked=values["booked"])

    def _heap(self, values: dict[str, Any]) -> None:
        self._span(values, HEAP, "heap")
        self._machine = replace(self._machine, heap_headers=values["headers"])

    def _guard(self, values: dict[str, Any]) -> None:
        self._machine = replace(self._machine, guard=values["guard"])

    def _allocator_named(self, values: dict[str, Any]) -> None:
        if not self._forced:
            self._choose(values["allocator"], values["options"])

    def _choose(self, name: str, options: dict[str, str]) -> None:
        chosen = design(name).allocator
        for key, value in options.items():
            if key not in chosen.options:
                raise PagevisError(f"unknown option '{key}' of {name}", remedy=did_you_mean(key, chosen.options))
            if key == "element":
                if not value.isdigit():
                    raise PagevisError(f"'{value[:40]}' is no size of an element", remedy=chosen.options[key])
                self._machine = replace(self._machine, element_bytes=int(value[:9]))
                machines.shape(self._machine, 1)
            elif value != chosen.options[key]:
                raise PagevisError(f"{key} cannot be '{value[:40]}'", remedy=f"{key}={chosen.options[key]}")
        self._allocator = name

    # ---- boot

    def _boot(self, text: str, place: str, line: int) -> None:
        placement = machines.place(self._machine)
        shape = machines.shape(self._machine, self._n_holders)
        summary = _boot_summary(placement)
        calls = machines.boot_calls(placement)
        if self._script is None:
            try:
                book = Book(shape)
            except MemoryError:
                raise PagevisError(
                    f"{self._machine.n_frames} frames need more memory than there is", remedy="take fewer frames"
                ) from None
            self._script = Script(design(self._allocator), self.path, book)
            for tell in self._pending:
                tell(self._script)
        elif self._script.book.shape != shape or self._script.design is not design(self._allocator):
            raise PagevisError(
                "memory, elements and allocator are the same in every case", remedy="say them above the first case"
            )
        script, self._placement = self._script, placement
        first = not script.events
        before = bytes(script.book.buffer) if not first else b""
        machines.lay_out(placement, script.book)
        small = shape.n_frames <= MICRO_BOOT_UP_TO
        log = Log()
        if small and first:
            working, log = logged(script.book)
            answer = run(script.design, working, calls)
        else:
            answer = run(script.design, script.book, calls)
        if answer != OK:
            raise PagevisError(f"booking the kernel's frames failed: {SENTENCES[RULE_OF_ANSWER[answer]]}")
        event = Event(
            "boot",
            text,
            summary,
            _boot_told(placement, script.book),
            0,
            calls,
            "ok",
            log.n_notes,
            placement,
            place,
            line,
        )
        if first:
            script.base = bytes(script.book.buffer)
            self._record(event, Log(frames=list(range(shape.n_frames)) if small else []))
        else:
            old, new = np.frombuffer(before, np.uint32), np.frombuffer(script.book.buffer, np.uint32)
            changed = np.flatnonzero(old != new)
            self._restore(changed, old[changed], new[changed])
            self._record(event, Log())

    # ---- events

    def _event(self, command: Command, request: _Request) -> None:
        script, log = self.script, Log()
        outcome, n_notes = request.refused, 0
        if not outcome:
            working, log = self._logged
            log.clear()
            answer = run(script.design, working, request.calls)
            outcome, n_notes = ("ok" if answer == OK else RULE_OF_ANSWER[answer]), log.n_notes
            if answer != OK:
                log.undo(script.book)
                log.clear()
        told = request.told() if outcome == "ok" else f"Refused, and nothing changes: {SENTENCES[outcome]}."
        assert self._placement is not None
        event = Event(
            command.name,
            command.text,
            request.summary,
            told,
            request.slot,
            request.calls,
            outcome,
            n_notes,
            self._placement,
            command.place,
            command.line,
        )
        self._record(event, log)
        if outcome != "ok":
            script.marks.append(Mark(self._last, "refused", outcome))
            message = f"{command.text}: refused, {outcome}: {SENTENCES[outcome]}"
            script.findings.append(
                Finding(self._last, None, outcome, message, "request", place=command.place, line=command.line)
            )

    @property
    def _logged(self) -> tuple[Book, Log]:
        if not hasattr(self, "_logged_pair"):
            self._logged_pair = logged(self.script.book)
        return self._logged_pair

    def _record(self, event: Event, log: Log) -> None:
        script = self.script
        begins = script.ends[-1] if script.ends else 0
        script.acts.append(len(script.log_word))
        script.begins.append(begins)
        script.log_word.extend(log.words)
        script.log_old.extend(log.old)
        script.log_new.extend(log.new)
        script.ends.append(len(script.log_word))
        for frame in sorted(set(log.frames)):
            script.touch_event.append(len(script.events))
            script.touch_frame.append(frame)
        script.events.append(event)

    def _restore(self, words: Any, old: Any, new: Any) -> None:
        """Writes that come before the next event's first micro-step: the way back to the first case's beginning."""
        for column, values in ((self.script.log_word, words), (self.script.log_old, old), (self.script.log_new, new)):
            column.frombytes(values.astype(np.uint32).tobytes())

    def _new_holder(self, name: str, kind: HolderKind) -> int:
        slot = len(self.script.holders)
        if slot >= self._n_holders:
            raise PagevisError("too many processes and segments", remedy=f"at most {self._n_holders} in one scenario")
        self.script.holders.append(Holder(slot, name, kind, slot if kind is HolderKind.PROCESS else None))
        return slot

    # ---- acts

    def _running(self, slot: int) -> bool:
        kind = self._book.holder_kind[slot]
        return slot == KERNEL_HOLDER or kind not in (NOBODY, GONE)

    def _named_list(self, frames: Sequence[int]) -> str:
        return listed([self.show(frame) for frame in frames])

    def _start_processes(self, values: dict[str, Any]) -> _Request:
        self._ready()
        names = values["processes"]
        summary = f"{listed(names)} {'start' if len(names) > 1 else 'starts'}"
        if len(set(names)) < len(names) or any(
            name in self._names.processes and self._running(self._names.processes[name]) for name in names
        ):
            return _Request(0, summary, refused="already-running")
        slots = [self._new_holder(name, HolderKind.PROCESS) for name in names]
        self._names.processes.update(zip(names, slots, strict=True))
        calls = tuple(Call("start", (slot,)) for slot in slots)
        return _Request(slots[0], summary, calls, told=lambda: f"{listed(names)}: no frames yet.")

    def _alloc(self, values: dict[str, Any]) -> _Request:
        lookup, n = self._ready(), values["n_frames"]
        slot = lookup.process(values["process"])
        summary = f"{values['process']} asks for {amount(n)}" + (" in a row" if values["contiguous"] else "")
        if not self._running(slot):
            return _Request(slot, summary, refused="no-process")
        if values["contiguous"] and n > 1 and not self.script.design.allocator.contiguous:
            return _Request(slot, summary, refused="no-run")
        counted = slot == KERNEL_HOLDER and not self._machine.kernel_booked
        call = Call("count_kernel", (n,)) if counted else Call("allocate", (slot, n))
        free = [f for f, _ in zip(self._book.walk(0), range(n), strict=False)] if counted else []

        def told() -> str:
            frames = free if counted else self._newest(slot, n)
            if values["group"]:
                if values["group"] in self._names.segments:
                    raise PagevisError(f"'{values['group']}' is a segment's name", remedy="another name for the group")
                self._names.groups[values["group"]] = tuple(frames)
            return f"{values['process']} gets {'frame' if n == 1 else 'frames'} {self._named_list(frames)}."

        return _Request(slot, summary, (call,), told=told)

    def _newest(self, slot: int, n: int) -> list[int]:
        """The holder's last n pages, in order."""
        book = self._book
        found: list[int] = []
        node = book.holder_last[slot]
        while node != NIL and len(found) < n:
            found.append(book.hold_frame[node])
            node = book.page_prev[node]
        return found[::-1]

    def _on_frames(self, values: dict[str, Any], what: str, make: Callable[[int, Named], Call], done: str) -> _Request:
        lookup = self._ready()
        slot = lookup.process(values["process"])
        named = lookup.frames(values["frames"])
        frames = [n.frame for n in named]
        summary = f"{values['process']} {what} {self._named_list(frames)}"
        if not self._running(slot):
            return _Request(slot, summary, refused="no-process")
        calls = tuple(make(slot, n) for n in named)

        def told() -> str:
            return self._what_became(frames) if done == "free" else f"{summary}."

        return _Request(slot, summary, calls, told=told)

    def _what_became(self, frames: Sequence[int]) -> str:
        freed = [f for f in frames if self._book.refcount[f] == 0]
        kept = [f"{self.show(f)} is still held ({self._book.refcount[f]})" for f in frames if self._book.refcount[f]]
        parts = [f"{self._named_list(freed)} back among the free frames"] if freed else []
        return "; ".join(parts + kept[:3]) + "."

    def _free(self, values: dict[str, Any]) -> _Request:
        kernel_counts = values["process"] == "kernel" and not self._machine.kernel_booked

        def make(slot: int, named: Named) -> Call:
            if kernel_counts:
                return Call("uncount_kernel", (named.frame,))
            return Call("release", (slot, named.frame, named.page))

        return self._on_frames(values, "gives back", make, "free")

    def _read(self, values: dict[str, Any]) -> _Request:
        return self._on_frames(values, "reads", lambda s, n: Call("read", (s, n.frame, n.page)), "")

    def _write(self, values: dict[str, Any]) -> _Request:
        copies = self._ready().count("copies")
        request = self._on_frames(values, "writes", lambda s, n: Call("write", (s, n.frame, n.page)), "")

        def told() -> str:
            made = self._ready().count("copies") - copies
            plain = request.summary
            return (
                f"{plain}: {amount(made, 'page')} copied first." if made else f"{plain} in place: nobody else holds it."
            )

        return replace(request, told=told)

    def _share(self, values: dict[str, Any]) -> _Request:
        lookup = self._ready()
        taker = lookup.process(values["taker"])
        summary_end = f"with {values['taker']}"
        request = self._on_frames(values, "shares", lambda s, n: Call("share", (s, taker, n.frame, n.page)), "")
        request = replace(request, summary=f"{request.summary} {summary_end}")
        frames = [n.frame for n in lookup.frames(values["frames"])]
        if not self._running(taker) or KERNEL_HOLDER in (taker, request.slot):
            return replace(request, refused="no-process", calls=())

        def told() -> str:
            counts = sorted({self._book.refcount[f] for f in frames})
            return f"{self._named_list(frames)} held {' or '.join(map(str, counts))} times now."

        return replace(request, told=told)

    def _fork(self, values: dict[str, Any]) -> _Request:
        lookup = self._ready()
        parent, name = lookup.process(values["process"]), values["child"]
        how = {"cow": "pages shared until written", "copy": "every page copied", "share": "pages shared for good"}
        summary = f"{values['process']} forks {name}: {how[values['mode']]}"
        if parent == KERNEL_HOLDER or not self._running(parent):
            return _Request(parent, summary, refused="no-process")
        if name in self._names.processes and self._running(self._names.processes[name]):
            return _Request(parent, summary, refused="already-running")
        child = self._new_holder(name, HolderKind.PROCESS)
        self._names.processes[name] = child

        def told() -> str:
            pages = len(self._newest(child, self._book.n_holds))
            return f"{name} begins with {amount(pages, 'page')}: {how[values['mode']]}."

        mode = {"cow": COW, "copy": COPY, "share": SHARE}[values["mode"]]
        return _Request(parent, summary, (Call("fork", (parent, child, mode)),), told=told)

    def _exit(self, values: dict[str, Any]) -> _Request:
        lookup = self._ready()
        slot = lookup.process(values["process"])
        summary = f"{values['process']} exits"
        if slot == KERNEL_HOLDER or not self._running(slot):
            return _Request(slot, summary, refused="no-process")
        free = lookup.count("free")

        def told() -> str:
            back = self._ready().count("free") - free
            return f"{values['process']} is gone: {amount(back)} back among the free ones."

        return _Request(slot, summary, (Call("leave_all", (slot,)),), told=told)

    def _segment(self, values: dict[str, Any]) -> _Request:
        lookup, name, n = self._ready(), values["segment"], values["n_frames"]
        slot = lookup.process(values["process"])
        summary = f"{values['process']} creates segment {name} of {amount(n)}"
        if name in self._names.groups:
            raise PagevisError(f"'{name}' is the name of a group of frames", remedy="another name for the segment")
        if slot == KERNEL_HOLDER or not self._running(slot):
            return _Request(slot, summary, refused="no-process")
        if name in self._names.segments and self._running(self._names.segments[name]):
            return _Request(slot, summary, refused="name-taken")
        segment = self._new_holder(name, HolderKind.SEGMENT)
        self._names.segments[name] = segment

        def told() -> str:
            return f"Segment {name} is {self._named_list(self._newest(segment, n))}, in this order."

        return _Request(slot, summary, (Call("create_segment", (segment, n, slot)),), told=told)

    def _on_segment(self, values: dict[str, Any], function: str, what: str) -> _Request:
        lookup = self._ready()
        segment, slot = lookup.segment(values["segment"]), lookup.process(values["process"])
        summary = f"{values['process']} {what} {values['segment']}"
        if slot == KERNEL_HOLDER or not self._running(slot):
            return _Request(slot, summary, refused="no-process")
        if function == "attach" and not self._running(segment):
            return _Request(slot, summary, refused="no-segment")
        free = lookup.count("free")

        def told() -> str:
            back = self._ready().count("free") - free
            more = f": {amount(back)} back among the free ones" if back else ""
            return f"{summary}{more}."

        return _Request(slot, summary, (Call(function, (segment, slot)),), told=told)

    def _attach(self, values: dict[str, Any]) -> _Request:
        return self._on_segment(values, "attach", "attaches")

    def _detach(self, values: dict[str, Any]) -> _Request:
        return self._on_segment(values, "detach", "detaches")

    def _destroy(self, values: dict[str, Any]) -> _Request:
        lookup, name = self._ready(), values["segment"]
        segment, free = lookup.segment(name), lookup.count("free")
        summary = f"segment {name} is destroyed"
        if not self._running(segment):
            return _Request(segment, summary, refused="no-segment")

        def told() -> str:
            back = self._ready().count("free") - free
            return f"The name {name} is gone; {amount(back)} back among the free ones."

        return _Request(segment, summary, (Call("destroy", (segment,)),), told=told)

    def _draws(self, command: Command, job: Job) -> None:
        self._ready()
        n_steps = command.values["n_steps"]
        running = sorted({s for s in self._names.processes.values() if self._running(s)})
        if not running:
            raise PagevisError("random needs a running process", remedy="start one above")
        for k in range(n_steps):
            job.tick(k / n_steps, f"{k:,} of {n_steps:,} random steps")
            drawn = draw(self._random, self._book, running)
            if drawn is None:
                raise PagevisError("no process can do anything at random", remedy="leave them some memory")
            verb, text, values = self._as_command(drawn)
            self._event(Command(verb, values, text, command.place, command.line), _ACTS[verb](self, values))

    def _as_command(self, drawn: Draw) -> tuple[str, str, dict[str, Any]]:
        name = self.script.holders[drawn.slot].name
        if drawn.verb == "alloc":
            values = {"process": name, "n_frames": drawn.n_frames, "group": "", "contiguous": False}
            return "alloc", f"alloc {name} {drawn.n_frames}", values
        ref = FrameRef(f"{name}.{drawn.page}", "page", name, drawn.page, drawn.page + 1)
        values = {"process": name, "frames": ref}
        if drawn.verb == "share":
            values["taker"] = self.script.holders[drawn.other].name
            return "share", f"share {name} {values['taker']} {ref.text}", values
        return drawn.verb, f"{drawn.verb} {name} {ref.text}", values

    # ---- telling and checking

    def _later(self, tell: Callable[[Script], None]) -> None:
        """Do it to the script now, or, before boot, as soon as there is one."""
        if self._script is None:
            self._pending.append(tell)
        else:
            tell(self._script)

    def _title(self, values: dict[str, Any], _: Command) -> None:
        def tell(script: Script) -> None:
            script.title = values["text"]

        self._later(tell)

    def _say(self, values: dict[str, Any], _: Command) -> None:
        self._ready()
        self.script.says.setdefault(self._last, []).append(values["text"])

    def _mark(self, values: dict[str, Any], _: Command) -> None:
        self._ready()
        self.script.marks.append(Mark(self._last, "mark", values["name"]))

    def _pause(self, _values: dict[str, Any], _: Command) -> None:
        self._ready()
        self.script.marks.append(Mark(self._last, "pause", ""))

    def _focus(self, values: dict[str, Any], _: Command) -> None:
        self.script.focus[self._last] = self._ready().frames(values["frames"])[0].frame

    def _seeded(self, values: dict[str, Any], _: Command) -> None:
        self._seed = values["seed"]
        self._random = SplitMix64(self._seed)

    def _case(self, _values: dict[str, Any], _: Command) -> None:
        if self._start is None:
            buffer = bytes(self._script.book.buffer) if self._script else b""
            self._start = _Start(self._machine, self._placement, buffer, self._names.copy(), self._seed)
            return
        self._check_sound(None)
        start = self._start
        self._machine, self._placement, self._names = start.machine, start.placement, start.names.copy()
        self._seeded({"seed": start.seed}, _)
        if start.placement is not None:
            now = np.frombuffer(self._book.buffer, np.uint32)
            then = np.frombuffer(start.buffer, np.uint32)
            changed = np.flatnonzero(now != then)
            self._restore(changed, now[changed], then[changed])
            now[changed] = then[changed]

    def _expect(self, values: dict[str, Any], command: Command) -> None:
        lookup = self._ready()
        if values["what"] == "sound":
            self._check_sound(command)
        elif values["what"] == "fails":
            self._expect_fails(values["rule"], command)
        else:
            expression: expressions.Expression = values["expression"]
            good, found = expressions.holds(expression, lookup)
            if not good:
                self._not_as_expected(f"expected {expression.text}, {found}", command)

    def _expect_fails(self, rule: str, command: Command) -> None:
        outcome = self.script.events[self._last].outcome
        if outcome != rule:
            was = "it was granted" if outcome == "ok" else f"it was refused, {outcome}"
            self._not_as_expected(f"expected the request before to fail with {rule}, found that {was}", command)
            return
        findings = self.script.findings
        for k in range(len(findings) - 1, -1, -1):
            if findings[k].event == self._last and findings[k].noticed_by == "request":
                findings[k] = replace(findings[k], expected=True)

    def _not_as_expected(self, message: str, command: Command) -> None:
        finding = Finding(self._last, None, "expect", message, "expect", place=command.place, line=command.line)
        self.script.findings.append(finding)
        self.script.marks.append(Mark(self._last, "finding", message))

    def _check_sound(self, command: Command | None) -> None:
        """pagevis's own integrity check; what it finds is noticed by ``check``, with the line that asked, if any."""
        if self._placement is None:
            return
        event = self.script.events[self._last]
        place, line = (command.place, command.line) if command else (event.place, event.line)
        for law in broken(self._book):
            finding = Finding(self._last, law.frame, law.rule, law.message, "check", place=place, line=line)
            self.script.findings.append(finding)


_MACHINE: dict[str, Callable[[Runner, dict[str, Any]], None]] = {
    "memory": Runner._memory,
    "page-size": Runner._page_size,
    "hole": lambda runner, values: runner._span(values, HOLE, "hole"),
    "reserve": lambda runner, values: runner._span(values, RESERVED, "reserve"),
    "kernel": Runner._kernel,
    "heap": Runner._heap,
    "guard": Runner._guard,
    "allocator": Runner._allocator_named,
}
_ACTS: dict[str, Callable[[Runner, dict[str, Any]], _Request]] = {
    "start": Runner._start_processes,
    "alloc": Runner._alloc,
    "free": Runner._free,
    "share": Runner._share,
    "fork": Runner._fork,
    "read": Runner._read,
    "write": Runner._write,
    "exit": Runner._exit,
    "segment": Runner._segment,
    "attach": Runner._attach,
    "detach": Runner._detach,
    "destroy": Runner._destroy,
}
_TELL: dict[str, Callable[[Runner, dict[str, Any], Command], None]] = {
    "title": Runner._title,
    "say": Runner._say,
    "mark": Runner._mark,
    "pause": Runner._pause,
    "focus": Runner._focus,
    "expect": Runner._expect,
    "case": Runner._case,
    "seed": Runner._seeded,
}


def parse_allocator(text: str) -> tuple[str, dict[str, str]]:
    """``NAME[:key=value,…]`` of the command line. Raises ``PagevisError`` where it is no such thing."""
    name, _, rest = text.partition(":")
    options: dict[str, str] = {}
    for part in rest.split(",") if rest else ():
        key, sign, value = part.partition("=")
        if not sign or not key or not value:
            raise PagevisError(f"'{part[:40]}' is no option of an allocator", remedy="write NAME:key=value,…")
        options[key] = value
    return name, options


def n_holders(commands: Sequence[Command]) -> int:
    """How many processes and segments a scenario can come to have, and room for those started by hand."""
    return 256 + _starts(commands)


def _starts(commands: Sequence[Command]) -> int:
    total = 0
    for command in commands:
        if command.name == "repeat":
            total += command.values["times"] * _starts(command.block)
        elif command.name == "start":
            total += len(command.text.split()) - 1
        elif command.name in ("fork", "segment"):
            total += 1
    return min(total, MAX_HOLDERS)


def _boot_summary(placement: Placement) -> str:
    machine = placement.machine
    size = machines.book_bytes(machine)
    frames = machines.book_frames(machine)
    return (
        f"{machine.n_frames:,} frames × {machine.element_bytes} bytes = {size:,} bytes of book: {amount(frames)} "
        f"of {machine.page_size_bytes:,} bytes"
    )


def _boot_told(placement: Placement, book: Book) -> str:
    first = placement.machine.first_pfn + placement.book.first
    n = placement.book.end - placement.book.first
    where = f"frame {first:#x}" if n == 1 else f"frames {first:#x} to {first + n - 1:#x}"
    return f"The book lies in {where}; {amount(int(book.count[0]))} can be handed out."
