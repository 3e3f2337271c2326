"""The progress bar: on a terminal, after a moment, and gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from pagevis.cli import _progress
from pagevis.cli._progress import progress


class Terminal(io.StringIO):
    """A screen that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(_progress, "PATIENCE_S", 0)
    with progress() as job:
        job.report(0.5, "reading")
    assert stream.getvalue() == ""


def test_short_work_on_a_terminal_gets_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress() as job:
        job.report(0.5, "reading")
    assert stream.getvalue() == ""


def test_long_work_draws_a_bar_and_wipes_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(_progress, "PATIENCE_S", 0)
    monkeypatch.setenv("COLUMNS", "40")
    with progress() as job:
        job.report(0.5, "reading\na file with a very long name")
    drawn, wiped = stream.getvalue().split("\r\x1b[K")[1:]
    assert drawn.startswith("████████████░░░░░░░░░░░░  50%  reading")
    assert len(drawn) < 40
    assert "\n" not in drawn
    assert wiped == ""
