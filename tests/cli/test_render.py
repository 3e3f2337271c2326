"""``pagevis render``: the moment that was asked for, in the form that was asked for, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from pagevis.base import resources
from pagevis.cli.main import main

LESSON = str(resources.path("scenarios", "2-last-in-first-out.scenario"))
STARTS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF-"}


def painted(out: Path, *arguments: str, lesson: str = LESSON) -> bytes:
    assert main(["render", lesson, "-o", str(out), *arguments]) == 0
    return out.read_bytes()


@pytest.mark.parametrize("suffix", STARTS)
def test_the_suffix_picks_the_form_and_bytes_are_the_same_twice(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    once = painted(tmp_path / f"once.{suffix}", "--at", "3.2")
    assert once.startswith(STARTS[suffix])
    assert once == painted(tmp_path / f"twice.{suffix}", "--at", "3.2")
    assert capsys.readouterr() == ("", "")


def test_size_and_scale(tmp_path: Path) -> None:
    painted(tmp_path / "out.png", "--size", "800x500", "--scale", "1.5")
    image = QImage(str(tmp_path / "out.png"))
    assert (image.width(), image.height()) == (1200, 750)


def test_the_end_is_the_last_event(tmp_path: Path) -> None:
    assert painted(tmp_path / "a.svg") == painted(tmp_path / "b.svg", "--at", "8")
    assert painted(tmp_path / "c.svg", "--at", "0x8") == painted(tmp_path / "d.svg", "--at", "8")
    assert painted(tmp_path / "e.svg", "--at", "7") != painted(tmp_path / "f.svg", "--at", "8")
    assert painted(tmp_path / "g.svg", "--at", "3.0") != painted(tmp_path / "h.svg", "--at", "3.1")


def test_a_mark_is_its_event(tmp_path: Path) -> None:
    scenario = tmp_path / "marked.scenario"
    scenario.write_text("memory 16 frames\nallocator page-book\nboot\nstart a\nalloc a 1\nmark here\nalloc a 2\n")
    by_mark = painted(tmp_path / "a.svg", "--at", "mark:here", lesson=str(scenario))
    assert by_mark == painted(tmp_path / "b.svg", "--at", "2", lesson=str(scenario))


@pytest.mark.parametrize("part", ["links", "refcounts", "labels", "legend", "caption"])
def test_parts_can_be_left_out(part: str, tmp_path: Path) -> None:
    shared = str(resources.path("scenarios", "3-counting-holds.scenario"))  # a frame with two holders, after event 3
    everything = painted(tmp_path / "all.svg", "--at", "3", lesson=shared)
    without = painted(tmp_path / "less.svg", "--at", "3", "--hide", part, lesson=shared)
    alone = painted(tmp_path / "alone.svg", "--at", "3", "--show", part, lesson=shared)
    nothing = painted(tmp_path / "bare.svg", "--at", "3", "--show", part, "--hide", part, lesson=shared)
    assert len({everything, without, alone, nothing}) == 4


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--at", "9"], f"{LESSON}: there is no event 9; the last one is 8"),
        (["--at", "999999999999"], f"{LESSON}: there is no event 999999999999; the last one is 8"),
        (["--at", "3.999"], f"{LESSON}: event 3 has no micro-step 999; it has "),
        (["--at", "mark:questoin"], f"{LESSON}: there is no mark 'questoin'; did you mean 'question'?"),
        (["--at", "-1"], "'-1' is no moment; --at takes EVENT, EVENT.MICROSTEP or mark:NAME, as in '--at 12.3'"),
        (["--at", "later"], "'later' is no moment; --at takes "),
        (["--size", "big"], "'big' is no size; --size takes WIDTHxHEIGHT, as in '--size 1600x1000'"),
        (["--size", "0x10"], "a picture of 0x10 cannot be painted; sides go from 240 to 16384"),
        (["--size", "999999x999999"], "a picture of 999999x999999 cannot be painted; sides go from 240 to 16384"),
        (["--size", "16384x16384"], "the picture has too many pixels; at most 134 million pixels; "),
        (["--scale", "nan"], "'nan' is no scale; --scale takes a number from 0.1 to 16, as in '--scale 2'"),
        (["--scale", "0"], "'0' is no scale; "),
        (["--theme", "drak"], "there is no theme 'drak'; themes are "),
        (["--show", "lniks"], "a picture has no part 'lniks'; did you mean 'links'?"),
        (["--hide", "legend,lables"], "a picture has no part 'lables'; did you mean 'labels'?"),
    ],
)
def test_what_cannot_be_painted_is_one_line(
    arguments: list[str], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", LESSON, "-o", str(tmp_path / "out.svg"), *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"pagevis: {line}")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.jpg", "out", "out.", ".svg", "no/such/folder/out.svg", "folder.svg"])
def test_a_place_that_cannot_be_written_is_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    assert main(["render", LESSON, "-o", name]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"pagevis: {name}: ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.svg"]
