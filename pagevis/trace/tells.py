"""What a scenario tells and expects: captions, marks, and the checks that become findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pagevis.model.invariants import broken
from pagevis.trace import expressions
from pagevis.trace.grammar import Command
from pagevis.trace.history import Finding, Mark
from pagevis.trace.script import Script
from pagevis.trace.stage import Stage


def _title(stage: Stage, values: dict[str, Any], _: Command) -> None:
    def tell(script: Script) -> None:
        script.title = values["text"]

    stage.later(tell)


def _say(stage: Stage, values: dict[str, Any], _: Command) -> None:
    stage.ready()
    stage.script.says.setdefault(stage.last, []).append(values["text"])


def _mark(stage: Stage, values: dict[str, Any], _: Command) -> None:
    stage.ready()
    stage.script.marks.append(Mark(stage.last, "mark", values["name"]))


def _pause(stage: Stage, _values: dict[str, Any], _: Command) -> None:
    stage.ready()
    stage.script.marks.append(Mark(stage.last, "pause", ""))


def _focus(stage: Stage, values: dict[str, Any], _: Command) -> None:
    stage.script.focus[stage.last] = stage.ready().frames(values["frames"])[0].frame


def _expect(stage: Stage, values: dict[str, Any], command: Command) -> None:
    lookup = stage.ready()
    if values["what"] == "sound":
        check_sound(stage, command)
    elif values["what"] == "fails":
        _expect_fails(stage, values["rule"], command)
    else:
        expression: expressions.Expression = values["expression"]
        good, found = expressions.holds(expression, lookup)
        if not good:
            _not_as_expected(stage, f"expected {expression.text}, {found}", command)


def _expect_fails(stage: Stage, rule: str, command: Command) -> None:
    outcome = stage.script.events[stage.last].outcome
    if outcome != rule:
        was = "it was granted" if outcome == "ok" else f"it was refused, {outcome}"
        _not_as_expected(stage, f"expected the request before to fail with {rule}, found that {was}", command)
        return
    findings = stage.script.findings
    for k in range(len(findings) - 1, -1, -1):
        if findings[k].event == stage.last and findings[k].noticed_by == "request":
            findings[k] = replace(findings[k], expected=True)


def _not_as_expected(stage: Stage, message: str, command: Command) -> None:
    finding = Finding(stage.last, None, "expect", message, "expect", place=command.place, line=command.line)
    stage.script.findings.append(finding)
    stage.script.marks.append(Mark(stage.last, "finding", message))


def check_sound(stage: Stage, command: Command | None) -> None:
    """pagevis's own integrity check; what it finds is noticed by ``check``, with the line that asked, if any."""
    if stage.placement is None:
        return
    event = stage.script.events[stage.last]
    place, line = (command.place, command.line) if command else (event.place, event.line)
    for law in broken(stage.book):
        finding = Finding(stage.last, law.frame, law.rule, law.message, "check", place=place, line=line)
        stage.script.findings.append(finding)


TELLS: dict[str, Callable[[Stage, dict[str, Any], Command], None]] = {
    "title": _title,
    "say": _say,
    "mark": _mark,
    "pause": _pause,
    "focus": _focus,
    "expect": _expect,
}
