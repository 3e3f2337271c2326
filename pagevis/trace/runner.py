"""Carries a scenario out, command by command: control, events and cases. What a command does is in the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.model.engine import Log, run
from pagevis.model.machine import Machine, Placement
from pagevis.model.words import OK
from pagevis.trace.acts import ACTS, Request
from pagevis.trace.grammar import Command
from pagevis.trace.history import Finding, Mark
from pagevis.trace.lookup import Names
from pagevis.trace.machine_commands import MACHINE, choose, parse_allocator
from pagevis.trace.random_steps import Draw, SplitMix64, draw
from pagevis.trace.rules import RULE_OF_ANSWER, SENTENCES
from pagevis.trace.script import Event, Script
from pagevis.trace.stage import MAX_HOLDERS, Stage
from pagevis.trace.tells import TELLS, check_sound
from pagevis.trace.words import FrameRef

MAX_COMMANDS = 2**20  # that a scenario carries out; each event keeps its words, about a kilobyte


@dataclass(slots=True)
class _Start:
    """The state before the first case, to begin the next one from."""

    machine: Machine
    placement: Placement | None
    buffer: bytes
    names: Names
    seed: int


class Runner:
    """One scenario being carried out. ``execute`` takes commands; ``finish`` answers what became of them."""

    def __init__(self, path: str, n_holders: int, allocator: str | None = None) -> None:
        self.stage = Stage(path, n_holders)
        self._forced = allocator is not None
        self._seed = 0
        self._random = SplitMix64(0)
        self._start: _Start | None = None
        self._n_carried_out = 0
        if allocator is not None:
            choose(self.stage, *parse_allocator(allocator))

    def execute(self, commands: Sequence[Command], job: Job | None = None) -> None:
        """Carry commands out. Raises ``PagevisError`` with file and line at one that cannot be."""
        job = job or Job()
        for k, command in enumerate(commands):
            self._n_carried_out += 1
            job.tick(k / len(commands), f"{self._n_carried_out:,} commands")
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
        check_sound(self.stage, None)
        script = self.stage.script
        script.findings.sort(key=lambda finding: finding.event)
        return script

    # ---- commands

    def _one(self, command: Command) -> None:
        values: dict[str, Any] = dict(command.values)
        if command.name == "case":
            self._case()
        elif command.name == "seed":
            self._seeded(values["seed"])
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
            self._event(command, ACTS[command.name](self.stage, values))

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
        told = request.told() if outcome == "ok" else f"Refused, and nothing changes: {SENTENCES[outcome]}."
        assert self.stage.placement is not None
        event = Event(
            command.name,
            command.text,
            request.summary,
            told,
            request.slot,
            request.calls,
            outcome,
            n_notes,
            self.stage.placement,
            command.place,
            command.line,
        )
        self.stage.record(event, log)
        if outcome != "ok":
            script.marks.append(Mark(self.stage.last, "refused", outcome))
            message = f"{command.text}: refused, {outcome}: {SENTENCES[outcome]}"
            script.findings.append(
                Finding(self.stage.last, None, outcome, message, "request", place=command.place, line=command.line)
            )

    def _draws(self, command: Command, job: Job) -> None:
        self.stage.ready()
        n_steps = command.values["n_steps"]
        running = sorted({s for s in self.stage.names.processes.values() if self.stage.running(s)})
        if not running:
            raise PagevisError("random needs a running process", remedy="start one above")
        for k in range(n_steps):
            job.tick(k / n_steps, f"{k:,} of {n_steps:,} random steps")
            drawn = draw(self._random, self.stage.book, running)
            if drawn is None:
                raise PagevisError("no process can do anything at random", remedy="leave them some memory")
            verb, text, values = self._as_command(drawn)
            self._event(Command(verb, values, text, command.place, command.line), ACTS[verb](self.stage, values))

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

    def _seeded(self, seed: int) -> None:
        self._seed = seed
        self._random = SplitMix64(seed)

    def _case(self) -> None:
        stage = self.stage
        if self._start is None:
            buffer = bytes(stage.book.buffer) if stage.placement else b""
            self._start = _Start(stage.machine, stage.placement, buffer, stage.names.copy(), self._seed)
            return
        check_sound(stage, None)
        start = self._start
        stage.machine, stage.placement, stage.names = start.machine, start.placement, start.names.copy()
        self._seeded(start.seed)
        if start.placement is not None:
            now = np.frombuffer(self.stage.book.buffer, np.uint32)
            then = np.frombuffer(start.buffer, np.uint32)
            changed = np.flatnonzero(now != then)
            self.stage.restore(changed, now[changed], then[changed])
            now[changed] = then[changed]


def check_length(commands: Sequence[Command]) -> None:
    """Refuse a scenario that would not end in any reasonable time. Raises ``PagevisError`` at the line that does it."""
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


def _length(command: Command) -> int:
    if command.name == "repeat":
        times: int = command.values["times"]
        return times * max(1, sum(_length(inner) for inner in command.block))
    if command.name == "random":
        n_steps: int = command.values["n_steps"]
        return n_steps
    return 1


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
