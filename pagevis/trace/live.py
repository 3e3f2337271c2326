"""A scenario that can go on: its lines, which events each of them made, and the runner that carried them out.

Cuts the text at an event and adds lines at its end. Knows no branches and no files.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.trace import scenario_text, words
from pagevis.trace.grammar import COMMANDS, Command
from pagevis.trace.machine_commands import parse_allocator
from pagevis.trace.model_history import ModelHistory
from pagevis.trace.runner import Runner, check_length, n_holders, starts

CHECKED_AT_ONCE = 2**12  # frames
WORD_S, EVENT_S, FRAME_S = 1.5e-6, 30e-6, 4e-6
TELLING = ("tell", "check", "quiz")  # groups of commands that belong to the event before them and are none themselves


@dataclass(slots=True)
class Live:
    """A scenario carried out. ``ends[k]`` lines and ``made[k]`` events are there after its k-th part."""

    lines: list[str]
    place: str
    allocator: str | None  # that replaces the one the text names
    runner: Runner
    ends: array[int]
    made: array[int]
    n_starts: int  # processes and segments that the text can bring
    history: ModelHistory

    @property
    def seconds(self) -> float:
        """About how long carrying it out takes, the same on every machine."""
        script = self.history.script
        return len(script.log_word) * WORD_S + self.n_events * EVENT_S + script.book.n_frames * FRAME_S

    @property
    def n_events(self) -> int:
        """Events, boot included."""
        return self.history.n_events

    def part_of(self, event: int) -> int:
        """The part of the text that made an event; one past the last for a boot that nothing made."""
        return bisect_right(self.made, event)


def carry_out(lines: Sequence[str], place: str, allocator: str | None = None, job: Job | None = None) -> Live:
    """Carry a scenario out. Raises ``PagevisError`` with file and line where it cannot be, ``Cancelled``."""
    parts = scenario_text.parts(lines, place)
    commands = [command for part in parts for command in part.commands]
    n_starts = starts(commands)
    runner = Runner(place, n_holders(n_starts), allocator, check_length(commands))
    ends, made = array("I"), array("I")
    for part in parts:
        runner.execute(part.commands, job)
        ends.append(part.end)
        made.append(runner.n_events)
    history = ModelHistory(runner.finish())
    live = Live(list(lines), place, allocator, runner, ends, made, n_starts, history)
    history.live = live
    return live


def go_on(live: Live, line: str) -> Live | None:
    """Carry one more line out at the end, on the same book, however much came before; the old history is not to be
    used any more. None where the whole has to be carried out anew: for lines that are no single request, books that
    take long to check, and where there is no room for more holders. Raises ``PagevisError``, nothing having changed.
    """
    script = live.runner.stage.script
    commands = scenario_text.parts([""] * len(live.lines) + [line], live.place)[0].commands
    single = len(commands) == 1 and COMMANDS[commands[0].name].group in ("act", "segment")
    n_starts = live.n_starts + starts(commands)
    same_room = n_holders(n_starts) == n_holders(live.n_starts)
    if not single or not same_room or script.book.n_frames > CHECKED_AT_ONCE:
        return None
    if len(script.log_word) != script.ends[-1] or live.runner.stage.case_began:
        return None  # between two cases: the book stands nowhere
    live.history.seek(live.n_events - 1)
    live.runner.stage.unshare()
    live.runner.execute(commands)
    history = ModelHistory(live.runner.finish())
    ends, made = live.ends[:], live.made[:]
    ends.append(len(live.lines) + 1)
    made.append(live.runner.n_events)
    new = replace(live, lines=[*live.lines, line], ends=ends, made=made, n_starts=n_starts, history=history)
    history.live = new
    return new


def tells(commands: Sequence[Command]) -> bool:
    """Whether these lines only tell something about the event before them."""
    return all(COMMANDS[command.name].group in TELLING for command in commands)


def after(live: Live, event: int) -> int | None:
    """The line behind all that the text says of an event; None where that is inside a repeat or a line of many."""
    part = live.part_of(event)
    if part == len(live.made):
        return live.ends[-1] if live.ends else len(live.lines)
    if live.made[part] != event + 1:
        return None
    while part + 1 < len(live.made) and live.made[part + 1] == event + 1 and _only_tells(live, part + 1):
        part += 1
    return live.ends[part]


def _only_tells(live: Live, part: int) -> bool:
    said = live.lines[live.ends[part] - 1].split()[:1]
    return bool(said) and said[0] in COMMANDS and COMMANDS[said[0]].group in TELLING


def lines_to(live: Live, event: int, job: Job | None = None) -> list[str]:
    """The text that leads to an event and says no more than that. Inside a repeat, an include or random steps they are
    written out as what was carried out up to there."""
    end = after(live, event)
    if end is not None:
        return _no_open_question(live.lines[:end])
    part = live.part_of(event)
    before = live.lines[: live.ends[part - 1]] if part else []
    runner = Runner(live.place, n_holders(live.n_starts), live.allocator)
    job = job or Job()
    all_parts = scenario_text.parts(live.lines, live.place)
    for earlier in all_parts[:part]:
        runner.execute(earlier.commands, job)
    this = all_parts[part]
    before += live.lines[len(before) : this.first]
    written: list[str] = []
    reached = False
    for command in runner.each(this.commands, job):
        if runner.n_events > event + 1 or (reached and not tells([command])):
            if not reached:
                written.append("boot")  # which this command only implied
            break
        reached = runner.n_events == event + 1
        written.append(command.text)
    return _no_open_question(before + written)


def for_file(live: Live, path: str) -> list[str]:
    """The lines as they say the same in a file at ``path``: with the allocator that they were carried out on, and
    with what they include where that would not be found from there. Raises ``PagevisError`` where it is gone."""
    lines = live.lines
    if Path(path).absolute().parent != Path(live.place).absolute().parent:
        lines = _with_included(lines, live.place)
    if live.allocator is not None:
        name, options = parse_allocator(live.allocator)
        said = " ".join(["allocator", name, *(f"{key}={value}" for key, value in options.items())])
        kept = [line for line in lines if line.split()[:1] != ["allocator"]]
        first = int(bool(kept) and kept[0].split()[:1] == [scenario_text.HEADER])
        lines = [*kept[:first], said, *kept[first:]]
    return lines


def _with_included(lines: list[str], place: str, depth: int = 0) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        first = line.split()[:1]
        if first == [scenario_text.HEADER] and depth:
            continue
        found.append(line if first != ["include"] else f"# {line}")
        if first == ["include"] and depth < scenario_text.MAX_INCLUDES_DEEP:
            file = Path(place).parent / words.split(line)[1].text
            try:
                text = file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                raise PagevisError("what it includes cannot be read", place=place, line=number) from None
            found += _with_included(text.splitlines(), str(file), depth + 1)
    return found


def _no_open_question(lines: list[str]) -> list[str]:
    """The lines, with questions that none of them reveals made comments."""
    asked: list[int] = []
    for number, line in enumerate(lines):
        first = line.split()[:1]
        if first == ["ask"]:
            asked.append(number)
        elif first == ["reveal"]:
            asked.clear()
    for number in asked:
        lines[number] = f"# {lines[number]}"
    return lines
