"""What a scenario tells and expects: captions, marks, questions, and the checks that become findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.model.invariants import broken
from pagevis.trace import expressions
from pagevis.trace.grammar import Command
from pagevis.trace.history import Finding, Mark
from pagevis.trace.lookup import AbsentError
from pagevis.trace.questions import Question
from pagevis.trace.script import Script
from pagevis.trace.stage import Asked, Stage


def _title(stage: Stage, values: dict[str, Any], _: Command) -> None:
    def tell(script: Script) -> None:
        script.title = values["text"]

    stage.later(tell)


def _booted(stage: Stage, command: Command) -> None:
    """What is told belongs to an event. Raises ``PagevisError`` where there is none yet."""
    if stage.placement is None:
        raise PagevisError(f"{command.name} stands above boot", remedy="put it below boot or the first action")


def _say(stage: Stage, values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    stage.script.says.setdefault(stage.told_event, []).append(values["text"])


def _mark(stage: Stage, values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    stage.script.marks.append(Mark(stage.told_event, "mark", values["name"]))


def _pause(stage: Stage, _values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    stage.script.marks.append(Mark(stage.told_event, "pause", ""))


def _focus(stage: Stage, values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    stage.script.focus[stage.told_event] = stage.ready().frames(values["frames"])[0].frame


def _ask(stage: Stage, values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    if stage.asked is not None:
        raise PagevisError(f"the question of line {stage.asked.line} is still open", remedy="put reveal above this one")
    stage.ready()
    stage.asked = Asked(stage.told_event, values["text"], values["answer"], command.place, command.line)


def _reveal(stage: Stage, _values: dict[str, Any], command: Command) -> None:
    """The question gets its answer; one that has none now is a finding, and is not asked."""
    asked, stage.asked = stage.asked, None
    if asked is None:
        raise PagevisError("reveal without a question", remedy='ask above it: ask "Which frame?" = a[0]')
    if stage.told_event <= asked.event:
        raise PagevisError("nothing happens between ask and reveal", remedy="put the event that answers between them")
    lookup = stage.ready()
    try:
        value = expressions.evaluate(asked.answer, lookup)
    except AbsentError as error:
        _not_as_expected(stage, f"the question of line {asked.line} has no answer: {error.what}", command)
        return
    except PagevisError as error:
        raise error.at(asked.place, asked.line) from None
    question = Question(asked.event, stage.told_event, asked.text, lookup.show(value), value.kind)
    stage.script.questions.append(question)


def all_revealed(stage: Stage) -> None:
    """Nothing may end while a question is open. Raises ``PagevisError`` at the one that is."""
    if stage.asked is not None:
        raise PagevisError(
            "this question is never answered",
            remedy="put reveal behind the event that answers it",
            place=stage.asked.place,
            line=stage.asked.line,
        )


def _expect(stage: Stage, values: dict[str, Any], command: Command) -> None:
    _booted(stage, command)
    lookup = stage.ready()
    if values["what"] == "sound":
        check_sound(stage, command)
    elif values["what"] == "fails":
        _expect_fails(stage, values["rule"], command)
    else:
        expression: expressions.Expression = values["expression"]
        try:
            good, found = expressions.holds(expression, lookup)
        except AbsentError as error:
            good, found = False, f"found none: {error.what}"
        if not good:
            _not_as_expected(stage, f"expected {expression.text}, {found}", command)


def _expect_fails(stage: Stage, rule: str, command: Command) -> None:
    if stage.case_began:
        _not_as_expected(stage, f"expected a request to fail with {rule}, found none in this case so far", command)
        return
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
    finding = Finding(stage.told_event, None, "expect", message, "expect", place=command.place, line=command.line)
    stage.script.findings.append(finding)
    stage.script.marks.append(Mark(stage.told_event, "finding", message))


def check_sound(stage: Stage, command: Command | None) -> None:
    """pagevis's own integrity check; what it finds is noticed by ``check``, with the line that asked, if any."""
    if stage.placement is None:
        return
    event = stage.script.events[stage.last]
    place, line = (command.place, command.line) if command else (event.place, event.line)
    for law in broken(stage.book):
        frame = None if law.frame is None else stage.machine.first_pfn + law.frame
        message = law.message if law.frame is None else f"{stage.show(law.frame)}: {law.message}"
        stage.script.findings.append(Finding(stage.last, frame, law.rule, message, "check", place=place, line=line))
        stage.script.marks.append(Mark(stage.last, "finding", message))


TELLS: dict[str, Callable[[Stage, dict[str, Any], Command], None]] = {
    "title": _title,
    "say": _say,
    "mark": _mark,
    "pause": _pause,
    "focus": _focus,
    "ask": _ask,
    "reveal": _reveal,
    "expect": _expect,
}
