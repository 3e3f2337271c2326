"""``pagevis check``: carries a file out and reports what was found. The findings themselves are the history's."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pagevis.base.errors import one_line
from pagevis.cli._base import Exit, Verb
from pagevis.cli._input import add_allocator, add_file, open_input

if TYPE_CHECKING:
    from pagevis.trace.history import Finding, History


SHOWN_AT_MOST = 200  # findings; a screen tells no more from thousands


def _add_arguments(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object; the manual lists its keys")
    add_allocator(parser)


def _run(options: Namespace) -> int:
    history = open_input(options)
    findings = history.findings()
    ok = all(finding.expected for finding in findings)
    if options.json:
        report = {"ok": ok, "findings": [_as_json(finding) for finding in findings]}
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        for finding in findings[:SHOWN_AT_MOST]:
            sys.stdout.write(_as_line(finding, history) + "\n")
        if len(findings) > SHOWN_AT_MOST:
            sys.stdout.write(f"… and {len(findings) - SHOWN_AT_MOST:,} more; --json lists them all\n")
        sys.stdout.write(_verdict(ok, findings, history) + "\n")
    return Exit.FINE if ok else Exit.FOUND


def _as_json(finding: Finding) -> dict[str, object]:
    cause = finding.cause
    return {
        "event": finding.event,
        "frame": finding.frame,
        "rule": finding.rule,
        "message": finding.message,
        "noticed_by": finding.noticed_by,
        "expected": finding.expected,
        "cause": None if cause is None else {"event": cause[0], "message": cause[1]},
        "file": finding.place or None,
        "line": finding.line,
    }


def _as_line(finding: Finding, history: History) -> str:
    place = finding.place or history.path
    where = f"{place}:{finding.line}" if finding.line is not None else f"{place}: event {finding.event}"
    cause = "" if finding.cause is None else f"; caused by event {finding.cause[0]}: {finding.cause[1]}"
    return one_line(f"{where}: {finding.message}{cause}{' (expected)' if finding.expected else ''}")


def _verdict(ok: bool, findings: Sequence[Finding], history: History) -> str:
    n_expected = sum(finding.expected for finding in findings)
    beside = f" ({n_expected} expected)" if n_expected else ""
    n_events = history.info()["events"]  # as ``info`` counts them: a recording's event 0 is none
    events = _counted(n_events if isinstance(n_events, int) else history.n_events, "event")
    return f"{'ok' if ok else 'failed'}: {events}, {_counted(len(findings), 'finding')}{beside}"


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" + ("" if n == 1 else "s")


VERB = Verb("check", "carries everything out and verifies lists, counts and expectations", _add_arguments, _run)
