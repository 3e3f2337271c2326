"""Bad input: each verb says one clear line within seconds, whatever it is given; nothing is written."""

from __future__ import annotations

import gzip
import io
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pagevis.cli.main import main

SECONDS = 5.0
VERBS = {
    "info": ["info"],
    "info --json": ["info", "--json"],
    "check": ["check"],
    "check --json": ["check", "--json"],
    "render": ["render", "-o", "out.svg"],
}

TRACE_LINE = (
    "bash-28147   [001] .....  3344.029407: mm_page_alloc: page=0x1 pfn=0x29c8be order=0 migratetype=1 gfp_flags=0\n"
)
MACHINE = "memory 64 frames\nreserve 0..1\nkernel 1..4\nheap 4..8\nallocator page-book element=16\n"


def noise(n_bytes: int) -> bytes:
    return random.Random(5).randbytes(n_bytes)


# What is in the file, and words that the complaint must hold.
CONTENTS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("empty",)),
    "only blank lines": (b"\n \n\t\n", ()),
    "binary junk": (noise(100_000), ()),
    "zero bytes": (bytes(100_000), ()),
    "a program": (Path(sys.executable).read_bytes()[:200_000], ()),
    "ten megabytes on one line": (b"x" * 10_000_000, ()),
    "ten megabytes of one scenario line": (b"alloc " + b"shell " * 1_700_000, ()),
    "prose": (b"It was a dark and stormy night.\n" * 50, ()),
    "binary junk in gzip": (gzip.compress(noise(50_000)), ()),
    "a gzip header and nothing": (gzip.compress(b"")[:10], ()),
    "a broken gzip": (b"\x1f\x8b" + noise(1000), ()),
    "UTF-16": ("memory 64 frames\n".encode("utf-16"), ()),
    "10^12 frames": (b"memory 1000000000000 frames\nboot\n", (":1: ",)),
    "minus one frames": (b"memory -1 frames\nboot\n", (":1: ", "-1")),
    "no frames": (b"memory 0 frames\nboot\n", (":1: ",)),
    "a word missing": ((MACHINE + "boot\nstart shell\nalloc shell\n").encode(), (":8: ",)),
    "a word misspelt": (
        (MACHINE + "boot\nstart shell\naloc shell 3\n").encode(),
        (":8: ", "aloc", "did you mean", "alloc"),
    ),
    "10^12 turns": (
        (MACHINE + "boot\nstart a\nrepeat 1000000000000\nalloc a 1 as g\nfree a g\nend\n").encode(),
        (":8: ",),
    ),
    "10^12 steps": ((MACHINE + "boot\nstart a\nrandom 1000000000000 steps\n").encode(), (":8: ",)),
    "a line of control characters": ((MACHINE + "boot\n\x1b[2J\x07\n").encode(), (":7: ",)),
    "from the future": (b"pagevis-scenario 999\nmemory 64 frames\n", (":1: ", "999")),
    "an allocator that is not there": (b"memory 64 frames\nallocator pagebook\nboot\n", (":2: ", "page-book")),
}


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """A verb that does not come back fails its test; it does not stop the whole run."""

    def late(_signal: int, _frame: object) -> None:
        raise AssertionError(f"not back after {2 * SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 2 * SECONDS)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def complaint(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> str:
    """Runs a verb that must fail; returns its one line."""
    monkeypatch.chdir(folder)
    before = set(folder.iterdir())
    started = time.monotonic()
    code = main(arguments)
    took = time.monotonic() - started
    out, err = capsys.readouterr()
    assert code == 2, out + err
    assert out == ""
    assert err.count("\n") == 1, err
    assert err.endswith("\n")
    assert err.startswith("pagevis: ")
    assert len(err) < 500
    assert err[:-1].isprintable()
    assert "internal error" not in err
    assert "Error" not in err
    assert took < SECONDS
    assert set(folder.iterdir()) == before
    return err[:-1]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("what", CONTENTS)
def test_bad_content_is_one_line(
    verb: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content, words = CONTENTS[what]
    (tmp_path / "bad.file").write_bytes(content)
    line = complaint([*VERBS[verb], "bad.file"], capsys, monkeypatch, tmp_path)
    assert line.startswith("pagevis: bad.file:")
    assert [word for word in words if word not in line] == [], line


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_no_file_is_one_line(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    assert "folder" in complaint([*VERBS[verb], "folder"], capsys, monkeypatch, tmp_path)
    assert "missing.txt" in complaint([*VERBS[verb], "missing.txt"], capsys, monkeypatch, tmp_path)
    assert "x" * 100 in complaint([*VERBS[verb], "x" * 300], capsys, monkeypatch, tmp_path)
    complaint([*VERBS[verb], ""], capsys, monkeypatch, tmp_path)
    complaint([*VERBS[verb], "a\0b"], capsys, monkeypatch, tmp_path)


def test_a_file_that_may_not_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TRACE_LINE)
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    assert "secret.txt" in complaint(["info", "secret.txt"], capsys, monkeypatch, tmp_path)


def test_a_closed_standard_input_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    complaint(["info", "-"], capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize("allocator", ["nonsense", "page-book:nonsense=1", "page-book:element=banana", ":", ""])
@pytest.mark.parametrize("verb", VERBS)
def test_a_wrong_allocator_is_one_line(
    verb: str,
    allocator: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "good.scenario").write_text(MACHINE + "boot\nstart a\nalloc a 1\n")
    complaint([*VERBS[verb], "good.scenario", "--allocator", allocator], capsys, monkeypatch, tmp_path)


def test_a_cut_gzip_is_read_up_to_its_break(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(TRACE_LINE.replace("29c8be", f"{0x29C8BE + i:x}") for i in range(20_000))
    whole = gzip.compress(lines.encode())
    (tmp_path / "cut.txt.gz").write_bytes(whole[: len(whole) // 2])
    monkeypatch.chdir(tmp_path)
    assert main(["info", "cut.txt.gz"]) == 0
    out, err = capsys.readouterr()
    assert "truncated" in out
    assert err.startswith("pagevis: warning: ")
    assert err.count("\n") == 1
