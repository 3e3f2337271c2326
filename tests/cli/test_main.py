"""The edge of the command line: whatever happens inside, a user reads one line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pagevis.base.discovery import discover
from pagevis.base.errors import Cancelled, PagevisError
from pagevis.cli import main as cli
from pagevis.cli._base import Exit, Verb
from pagevis.cli.main import main

VERBS = discover("pagevis.cli", "VERB", Verb, skip=("main",))
NAMED = [name for name, verb in VERBS.items() if not verb.is_default]


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error; nothing may be on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err.startswith("pagevis: ")
    return err[len("pagevis: ") : -1]


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb.name} " in shown and verb.help in shown for verb in VERBS.values() if not verb.is_default)


@pytest.mark.parametrize("name", NAMED)
def test_every_verb_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"usage: pagevis {name}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[name, "--nonsense"] for name in NAMED] + [[name] for name in NAMED])
def test_wrong_usage_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == Exit.WRONG
    assert complaint(capsys).endswith(f"; see 'pagevis {arguments[0]} --help'")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["chekc", "a.scenario"], "'chekc' is no verb; did you mean 'check'?"),
        (["xyz", "a.scenario"], "'xyz' is no verb; known: check, info, render"),
        (["inof"], "inof: there is no such file and no such verb; did you mean 'info'?"),
        (["--nonsense"], "unknown option '--nonsense'; see 'pagevis --help'"),
        ([__file__, "a.scenario"], "pagevis opens one file at a time; open 'a.scenario' by itself"),
    ],
)
def test_a_misspelt_verb_is_named(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == Exit.WRONG
    assert complaint(capsys) == line


def failing(error: BaseException) -> Callable[[list[str]], int]:
    def run(_arguments: list[str]) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (PagevisError("bad", place="f", line=2, remedy="mend it"), Exit.WRONG, "f:2: bad; mend it"),
        (KeyboardInterrupt(), Exit.INTERRUPTED, "interrupted"),
        (Cancelled(), Exit.INTERRUPTED, "cancelled"),
        (
            MemoryError(),
            Exit.WRONG,
            "there is not enough memory for this; try a smaller file or fewer frames",
        ),
        (OSError(5, "Input/output error", "disk\n"), Exit.WRONG, "disk\\n: Input/output error"),
        (
            ValueError("two\nlines"),
            Exit.WRONG,
            "internal error: ValueError: two\\nlines; please report it (PAGEVIS_DEBUG=1 shows where it happened)",
        ),
        (
            ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"),
            Exit.WRONG,
            "Qt needs libEGL.so.1, which this system lacks; install it ('apt install libegl1' on Debian and Ubuntu)",
        ),
    ],
)
def test_whatever_goes_wrong_is_one_line(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "_run", failing(error))
    assert main([]) == code
    assert complaint(capsys) == line


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PAGEVIS_DEBUG", "1")
    monkeypatch.setattr(cli, "_run", failing(ValueError("deep inside")))
    assert main([]) == Exit.WRONG
    assert "Traceback" in capsys.readouterr().err


def program(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pagevis", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def test_a_reader_that_leaves_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with program("--help", stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate(timeout=60)
    assert err == b""


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    full = os.open("/dev/full", os.O_WRONLY)
    with program("info", "-", stdout=full) as process:
        os.close(full)
        _, err = process.communicate(timeout=60)
    assert err.count(b"\n") == 1
    assert err.startswith(b"pagevis: ")


def test_the_interrupted_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_run", failing(KeyboardInterrupt()))
    assert main([]) == 130


@pytest.mark.parametrize("arguments", [["--help"], ["info", "/nonexistent"], ["check", "/nonexistent"]])
def test_verbs_that_need_no_qt_import_none(arguments: list[str]) -> None:
    watch = (
        "import sys; from pagevis.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.exit(' '.join(m for m in sys.modules if m.split('.')[0] in ('PySide6', 'pyqtgraph')"
        " or m.startswith('pagevis.ui')) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", watch, *arguments], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_help_needs_no_numpy() -> None:
    watch = (
        "import sys; from pagevis.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\nsys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", watch], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
