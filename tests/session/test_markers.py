"""Markers A and B, own marks and their file, the part of time that is shown."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.base.errors import PagevisError
from pagevis.session import sidecar
from pagevis.session.session import Session
from pagevis.trace.history import Mark


@pytest.fixture(scope="module")
def fakes() -> ModuleType:
    """``tests/ui/fakes.py``."""
    spec = importlib.util.spec_from_file_location("ui_fakes", Path(__file__).parents[1] / "ui" / "fakes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """An empty one."""
    del qtbot
    made = Session()
    yield made
    made.shut_down()


def recording(fakes: ModuleType, path: Path) -> Any:
    """The fake history as if it were a recording at ``path``."""
    path.touch()
    made = fakes.FakeHistory()
    made.kind, made.path, made.marks = "recording", str(path), (Mark(4, "loss", "3 lost"),)
    return made


def test_a_never_lies_behind_b(session: Session, fakes: ModuleType) -> None:
    session.show_history(fakes.FakeHistory())
    markers = session.markers
    markers.set_a(3)
    markers.set_b(7)
    assert (markers.a, markers.b) == (3, 7)
    markers.set_b(2)
    assert (markers.a, markers.b) == (None, 2)
    markers.set_a(5)
    assert (markers.a, markers.b) == (5, None)
    markers.set_span(9, 4)
    assert (markers.a, markers.b) == (4, 9)
    found = markers.difference()
    assert found == session.history.difference(4, 9)
    assert found is markers.difference()  # computed once
    markers.clear()
    assert markers.difference() is None


def test_play_from_a_to_b_ends_at_b(session: Session, fakes: ModuleType, qtbot: QtBot) -> None:
    session.show_history(fakes.FakeHistory())
    session.markers.set_span(2, 5)
    session.set_speed(60.0)
    session.markers.play_span()
    assert session.playing
    qtbot.waitUntil(lambda: not session.playing, timeout=5000)
    assert session.position.event == 5
    session.play()
    assert session.playing, "the end of the span holds nothing any more"
    session.pause()


def test_marks_of_a_recording_come_back(session: Session, fakes: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    session.show_history(recording(fakes, file))
    markers = session.markers
    assert markers.suggestion() == "m1"
    markers.name(6, "  later\n one ")
    markers.name(2, "m1")
    assert markers.suggestion() == "m2"
    assert [(m.event, m.kind, m.text) for m in markers.all_marks()] == [
        (2, "own", "m1"), (4, "loss", "3 lost"), (6, "own", "later one"),
    ]  # fmt: skip
    session.seek(4)
    markers.go_mark(1)
    assert session.position.event == 6
    assert markers.next_mark(1) is None
    markers.go_mark(-1)
    assert session.position.event == 4
    session.close_document()
    assert markers.own == ()
    session.show_history(recording(fakes, file))
    assert [m.text for m in markers.own] == ["m1", "later one"]
    markers.name(6, "renamed")
    assert [m.text for m in markers.own] == ["m1", "renamed"]
    markers.remove(2)
    markers.remove(6)
    assert [p.name for p in tmp_path.iterdir()] == ["r.txt"]


def test_marks_that_cannot_be_written_stay_for_now(
    session: Session, fakes: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PagevisError("it cannot be written: read-only file system", remedy="choose another place")

    session.show_history(recording(fakes, tmp_path / "r.txt"))
    monkeypatch.setattr(sidecar, "write_whole", refuse)
    told: list[str] = []
    session.warned.connect(told.append)
    session.markers.name(3, "here")
    assert [m.text for m in session.markers.own] == ["here"]
    assert len(told) == 1
    assert "\n" not in told[0]
    assert "kept until the recording is closed" in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"pagevis": "marks", "version": 2, "marks": []}', "[" * 100_000,
        '{"pagevis": "marks", "version": 1, "marks": {}}',
        *(json.dumps({"pagevis": "marks", "version": 1, "marks": [row]}) for row in (
            7, {}, {"event": 1}, {"event": 1, "name": ""}, {"event": 1, "name": "\u0007"}, {"event": 99, "name": "x"},
            {"event": -1, "name": "x"}, {"event": True, "name": "x"}, {"event": 1.5, "name": "x"},
        )),
        " " * (sidecar.MOST_BYTES + 1),
    ],
)  # fmt: skip
def test_a_strange_file_of_marks_is_refused_in_one_line_and_left_alone(
    session: Session, fakes: ModuleType, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "r.txt.marks.json"
    file.write_text(text)
    told: list[str] = []
    session.warned.connect(told.append)
    session.show_history(recording(fakes, tmp_path / "r.txt"))
    assert len(told) == 1
    assert "\n" not in told[0]
    assert str(file) in told[0]
    session.markers.name(3, "here")
    assert file.read_text() == text


def test_a_name_is_one_short_printable_line() -> None:
    assert sidecar.clean(" a\tb\x00\u202ec ") == "a b c"
    assert len(sidecar.clean("x" * 1000)) == sidecar.LONGEST_NAME


def test_a_pipe_has_no_file_of_marks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert sidecar.beside(str(tmp_path / "pipe")) is None
    assert sidecar.beside("") is None
    assert sidecar.beside("\0") is None


def test_nothing_is_written_beside_what_came_with_pagevis() -> None:
    sample = next(file for file in resources.path("samples").iterdir() if file.name.endswith(".gz"))
    assert sidecar.beside(str(sample)) is None


def test_the_shown_part_stays_inside(session: Session, fakes: ModuleType) -> None:
    session.show_history(fakes.FakeHistory())  # 13 events
    markers = session.markers
    markers.show_part(-5, 6)
    assert markers.shown == (0.0, 6.0)
    markers.show_part(100, 0.1)
    assert markers.shown == (9.0, 4.0)
    markers.set_span(6, 8)
    markers.show_span()
    assert markers.shown == (pytest.approx(5.85), 4.0)
    markers.show_part(3, 1000)
    assert markers.shown is None


def test_another_history_of_the_document_drops_what_lies_outside(session: Session, fakes: ModuleType) -> None:
    session.show_history(fakes.FakeHistory())
    session.markers.set_span(3, 12)
    session.markers.show_part(8, 5)
    shorter = fakes.FakeHistory()
    shorter.n_events = 9
    session.change_history(shorter, fakes.Position(5, 7))
    assert (session.markers.a, session.markers.b) == (None, None)
    assert session.markers.shown == (4.0, 5.0)
