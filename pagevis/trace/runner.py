"""Carries a scenario out, command by command: control, events and cases. What a command does is in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.model.engine import Log, run
from pagevis.model.machine import Machine, Placement
from pagevis.model.words import NOBODY, OK
from pagevis.trace.acts import ACTS, Request
from pagevis.trace.grammar import Command
from pagevis.trace.history import Finding, Mark
from pagevis.trace.lookup import AbsentError
from pagevis.trace.machine_commands import MACHINE, choose, parse_allocator
from pagevis.trace.names import Names
from pagevis.trace.random_steps import Draw, SplitMix64, draw
from pagevis.trace.rules import RULE_OF_ANSWER, SENTENCES
from pagevis.trace.script import Event, Script
from pagevis.trace.stage import MAX_HOLDERS, Stage
from pagevis.trace.tells import TELLS, all_revealed, check_sound
from pagevis.trace.words import FrameRef

HOLDERS_AT_ONCE = 256
MAX_COMMANDS = 2**20  # that a scenario carries out; each event keeps its words, about a kilobyte


@dataclass(slots=True)
class _Start:
    """The state before the first case, to begin the next one from."""

    machine: Machine
    placement: Placement | None
    buffer: bytes
    names: Names
    random: int  # the generator's state


class Runner:
    """One scenario being carried out. ``execute`` takes commands; ``finish`` answers what became of them."""

    def __init__(self, path: str, n_holders: int, allocator: str | None = None, n_commands: int = 1) -> None:
        self.stage = Stage(path, n_holders)
        self.n_commands = n_commands  # that will be carried out, for progress
        self._forced = allocator is not None
        self._random = SplitMix64(0)
        self._start: _Start | None = None
        self._n_carried_out = 0
        if allocator is not None:
            choose(self.stage, *parse_allocator(allocator))

    @property
    def n_events(self) -> int:
        """Events so far."""
        return self.stage.n_events

    def execute(self, commands: Sequence[Command], job: Job | None = None) -> None:
        """Carry commands out. Raises ``PagevisError`` with file and line at one that cannot be."""
        for _ in self.each(commands, job or Job()):
            pass

    def each(self, commands: Sequence[Command], job: Job) -> Iterator[Command]:
        """The same, handing out every command as soon as it is carried out: repeats taken apart, random steps as the
        requests that were drawn."""
        for command in commands:
            try:
                if command.name == "repeat":
                    for _ in range(command.values["times"]):
                        yield from self.each(command.block, job)
                elif command.name == "random":
                    yield from self._draws(command, job)
                else:
                    self._tick(job)
                    self._one(command)
                    yield command
            except PagevisError as error:
                raise error.at(command.place, command.line) from None

    def _tick(self, job: Job) -> None:
        self._n_carried_out += 1
        job.tick(self._n_carried_out / self.n_commands, f"{self._n_carried_out:,} of {self.n_commands:,} commands")

    def finish(self) -> Script:
        """The scenario as it ends here: what no command checked is checked now. More may be carried out afterwards;
        what is answered shares its columns with the record that grows then, and has findings and marks of its own.
        Behind a last `case` without an event nothing goes on: the book stands after the last event again."""
        all_revealed(self.stage)
        script = self.stage.script
        n_findings, n_marks = len(script.findings), len(script.marks)
        check_sound(self.stage, None)
        self.stage.drop_unused()
        last = len(script.events) - 1  # what was told after the last `case` had no event to belong to
        findings = sorted((replace(f, event=min(f.event, last)) for f in script.findings), key=lambda f: f.event)
        marks = sorted((replace(m, event=min(m.event, last)) for m in script.marks), key=lambda m: m.event)
        del script.findings[n_findings:], script.marks[n_marks:]
        return replace(script, findings=findings, marks=marks)

    # ---- commands

    def _one(self, command: Command) -> None:
        values: dict[str, Any] = dict(command.values)
        if command.name == "case":
            self._case(values["name"])
        elif command.name == "seed":
            self._random = SplitMix64(values["seed"])
        elif command.name in MACHINE:
            if self.stage.placement is not None:
                raise PagevisError(f"{command.name} comes too late: memory is laid out", remedy="put it above boot")
            if command.name != "allocator" or not self._forced:
                MACHINE[command.name](self.stage, values)
        elif command.name == "boot":
            if self.stage.placement is not None:
                raise PagevisError("memory is laid out already", remedy="put boot above the first action")
            self.stage.boot(command.text, command.place, command.line)
        elif command.name in TELLS:
            TELLS[command.name](self.stage, values, command)
        else:
            try:
                request = ACTS[command.name](self.stage, values)
            except AbsentError as error:
                request = Request(NOBODY, error.what, refused="no-frame")
            self._event(command, request)

    def _event(self, command: Command, request: Request) -> None:
        script, log = self.stage.script, Log()
        outcome, n_notes = request.refused, 0
        if not outcome:
            working, log = self.stage.logged
            log.clear()
            answer = run(script.design, working, request.calls)
            outcome, n_notes = ("ok" if answer == OK else RULE_OF_ANSWER[answer]), log.n_notes
            if answer != OK:
                log.undo(script.book)
                log.clear()
        if outcome == "ok":
            told = request.told()
        else:
            request.name_in_vain()
            told = f"Refused, and nothing changes: {SENTENCES[outcome]}."
        assert self.stage.placement is not None
        event = Event(
            verb=command.name,
            text=command.text,
            summary=request.summary,
            told=told,
            slot=request.slot,
            calls=request.calls,
            outcome=outcome,
            n_micro=n_notes,
            placement=self.stage.placement,
            place=command.place,
            line=command.line,
        )
        self.stage.record(event, log)
        if outcome != "ok":
            script.marks.append(Mark(self.stage.last, "refused", outcome))
            message = f"{command.text}: refused, {outcome}: {SENTENCES[outcome]}"
            script.findings.append(
                Finding(self.stage.last, None, outcome, message, "request", place=command.place, line=command.line)
            )

    def _draws(self, command: Command, job: Job) -> Iterator[Command]:
        self.stage.ready()
        n_steps = command.values["n_steps"]
        running = sorted({s for s in self.stage.names.processes.values() if self.stage.running(s)})
        if not running:
            raise PagevisError("random needs a running process", remedy="start one above")
        for _ in range(n_steps):
            self._tick(job)
            drawn = draw(self._random, self.stage.book, running)
            if drawn is None:
                raise PagevisError("no process can do anything at random", remedy="leave them some memory")
            verb, text, values = self._as_command(drawn)
            request = Command(verb, values, text, command.place, command.line)
            self._event(request, ACTS[verb](self.stage, values))
            yield request

    def _as_command(self, drawn: Draw) -> tuple[str, str, dict[str, Any]]:
        name = self.stage.script.holders[drawn.slot].name
        if drawn.verb == "alloc":
            values = {"process": name, "n_frames": drawn.n_frames, "group": "", "contiguous": False}
            return "alloc", f"alloc {name} {drawn.n_frames}", values
        ref = FrameRef(f"{name}.{drawn.page}", "page", name, drawn.page, drawn.page + 1)
        values = {"process": name, "frames": ref}
        if drawn.verb == "share":
            values["taker"] = self.stage.script.holders[drawn.other].name
            return "share", f"share {name} {values['taker']} {ref.text}", values
        return drawn.verb, f"{drawn.verb} {name} {ref.text}", values

    def _case(self, name: str) -> None:
        stage = self.stage
        all_revealed(stage)
        if self._start is None:
            buffer = bytes(stage.book.buffer) if stage.placement else b""
            self._start = _Start(stage.machine, stage.placement, buffer, stage.names.copy(), self._random.state)
        else:
            check_sound(stage, None)
            self._begin_again(self._start)
        stage.case_began = True
        stage.later(lambda script: script.cases.append(len(script.events)))
        stage.later(lambda script: script.marks.append(Mark(len(script.events), "mark", name)))

    def _begin_again(self, start: _Start) -> None:
        stage = self.stage
        stage.machine, stage.placement = start.machine, start.placement
        stage.names.begin_again(start.names)
        self._random = SplitMix64(start.random)
        if start.placement is not None:
            before = bytes(stage.book.buffer)
            stage.book.buffer[:] = start.buffer
            stage.restore(before)


def check_length(commands: Sequence[Command]) -> int:
    """How many commands a scenario carries out. Raises ``PagevisError`` at the line with which it would not end."""
    total = 0
    for command in commands:
        total += _length(command)
        if total > MAX_COMMANDS:
            raise PagevisError(
                "this scenario does not end in time",
                remedy=f"at most {MAX_COMMANDS:,} commands are carried out, repeats and random steps counted",
                place=command.place,
                line=command.line,
            )
    return total


def _length(command: Command) -> int:
    if command.name == "repeat":
        times: int = command.values["times"]
        return times * max(1, sum(_length(inner) for inner in command.block))
    if command.name == "random":
        n_steps: int = command.values["n_steps"]
        return n_steps
    return 1


def n_holders(n_starts: int) -> int:
    """Room for the processes and segments that a scenario can come to have, kernel and nobody included. It grows in
    large steps, so that a line more seldom needs another book."""
    return HOLDERS_AT_ONCE * (1 + n_starts // (HOLDERS_AT_ONCE - 64))


def starts(commands: Sequence[Command]) -> int:
    """How many processes and segments a scenario can come to have."""
    total = 0
    for command in commands:
        if command.name == "repeat":
            total += command.values["times"] * starts(command.block)
        elif command.name == "start":
            total += len(command.values["processes"])
        elif command.name in ("fork", "segment"):
            total += 1
    return min(total, MAX_HOLDERS)
