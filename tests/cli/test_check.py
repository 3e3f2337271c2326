"""``pagevis check``: what it says, and what it leaves with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pagevis.base import resources
from pagevis.cli.main import main

LESSONS = sorted(resources.root().joinpath("scenarios").glob("*.scenario"))
BEGINNING = """\
memory 64 frames
reserve 0..1
kernel 1..4
heap 4..8
allocator page-book element=16
boot
start A B
alloc A 3 as a
"""


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("my.scenario")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_checks_clean(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(lesson)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("ok: ")
    assert err == ""


def test_a_right_expectation_is_no_finding(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(BEGINNING + "expect free = 52\n")
    assert main(["check", str(scenario)]) == 0
    assert capsys.readouterr().out == "ok: 3 events, 0 findings\n"


def test_a_wrong_expectation_names_file_line_expected_and_found(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario.write_text(BEGINNING + "expect free = 47\n")
    assert main(["check", str(scenario)]) == 1
    finding, verdict = capsys.readouterr().out.splitlines()
    assert finding.startswith("my.scenario:9: ")
    assert "47" in finding
    assert "52" in finding
    assert verdict == "failed: 3 events, 1 finding"


def test_a_refused_request_that_is_expected_fails_nothing(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(BEGINNING + "free B a[0]\nexpect fails not-owner\n")
    assert main(["check", str(scenario)]) == 0
    finding, verdict = capsys.readouterr().out.splitlines()
    assert finding.startswith("my.scenario:9: ")
    assert finding.endswith("(expected)")
    assert verdict == "ok: 4 events, 1 finding (1 expected)"


def test_a_refused_request_that_nobody_expects_is_found(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(BEGINNING + "free B a[0]\n")
    assert main(["check", str(scenario)]) == 1
    assert capsys.readouterr().out.startswith("my.scenario:9: ")


def test_json_has_the_keys_of_the_manual(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(BEGINNING + "free B a[0]\nexpect fails not-owner\nexpect free = 47\n")
    assert main(["check", "--json", str(scenario)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["ok", "findings"]
    assert report["ok"] is False
    assert [(f["noticed_by"], f["expected"], f["line"]) for f in report["findings"]] == [
        ("request", True, 9),
        ("expect", False, 11),
    ]
    keys = ["event", "frame", "rule", "message", "noticed_by", "expected", "cause", "file", "line"]
    assert all(list(finding) == keys for finding in report["findings"])
    assert report["findings"][0]["rule"] == "not-owner"


def test_a_missing_word_is_wrong_usage_not_a_finding(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(BEGINNING + "alloc B\n")
    assert main(["check", str(scenario)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pagevis: my.scenario:9: ")
    assert err.count("\n") == 1


def test_a_recording_has_oddities_and_no_findings(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sample in sorted((repository / "resources" / "samples").iterdir()):
        assert main(["check", str(sample)]) == 0
        assert capsys.readouterr().out.startswith("ok: ")
