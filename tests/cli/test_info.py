"""``pagevis info``: a table for people, stable keys for programs."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from pagevis.base import resources
from pagevis.cli import info
from pagevis.cli.main import main

KEYS = [
    "kind",
    "frames",
    "events",
    "allocations",
    "allocations_failed",
    "frees",
    "frees_unmatched",
    "allocations_of_held",
    "frames_held_at_end",
    "processes",
    "lost_events",
    "loss_marks",
    "lines_skipped",
    "truncated",
    "time_first",
    "time_last",
]
FILES = sorted(
    path
    for folder in ("scenarios", "samples")
    for path in resources.root().joinpath(folder).glob("*")
    if path.is_file()
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_json_has_the_keys_of_the_manual(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--json", str(path)]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert [key for key in KEYS if key not in facts] == []
    assert facts["kind"] in ("scenario", "recording")
    assert facts["frames"] > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_people_get_a_table(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(path)]) == 0
    out = capsys.readouterr().out
    assert "None" not in out
    assert "{" not in out
    assert all(line == line.rstrip() and line.isprintable() for line in out.splitlines())


def test_a_pipe_reads_as_the_file_does(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in FILES if path.parent.name == "samples")
    assert main(["info", "--json", str(path)]) == 0
    from_file = json.loads(capsys.readouterr().out)
    with path.open("rb") as data:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
        assert main(["info", "--json", "-"]) == 0
    from_pipe = json.loads(capsys.readouterr().out)
    assert {key: from_pipe[key] for key in KEYS} == {key: from_file[key] for key in KEYS}


def test_the_table_aligns_figures_and_leaves_out_what_does_not_apply() -> None:
    facts = {
        "kind": "recording",
        "frames": 4_321_000,
        "lost_events": 0,
        "time_first": None,
        "truncated": False,
        "events_by_kind": {"alloc": 213, "page cache": 7},
        "nothing": {},
        "names": ("a\n", "b"),
    }
    assert info.table(facts) == (
        "kind            recording\n"
        "frames          4,321,000\n"
        "lost events             0\n"
        "truncated       no\n"
        "events by kind\n"
        "  alloc               213\n"
        "  page cache            7\n"
        "names           a\\n, b\n"
    )
