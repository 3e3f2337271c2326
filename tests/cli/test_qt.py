"""What is missing for a window is said before Qt aborts over it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pagevis.base.errors import PagevisError
from pagevis.cli import _qt


def refusal(environment: dict[str, str], *missing: str, answers: bool = True) -> str:
    """What ``require_window`` says, "" where it is content."""
    try:
        _qt.require_window(environment, "linux", lambda library: library not in missing, lambda: answers)
    except PagevisError as error:
        return str(error)
    return ""


def test_no_display_names_the_verb_that_needs_none() -> None:
    said = refusal({})
    assert said.startswith("there is no display to open a window on; ")
    assert "'pagevis render FILE -o picture.svg'" in said


def test_a_display_that_does_not_answer_is_named() -> None:
    assert refusal({"DISPLAY": ":77"}, answers=False).startswith("the display ':77' does not answer; ")


def test_a_missing_library_is_named_with_its_package() -> None:
    assert refusal({"DISPLAY": ":0"}, "libxcb-cursor.so.0") == (
        "Qt needs libxcb-cursor.so.0, which this system lacks; "
        "install it ('apt install libxcb-cursor0' on Debian and Ubuntu)"
    )


def test_several_missing_libraries_are_one_command() -> None:
    said = refusal({"DISPLAY": ":0"}, "libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0")
    assert "install them ('apt install libegl1 libglib2.0-0' on Debian and Ubuntu)" in said


def test_wayland_needs_no_x11_and_the_other_way_round() -> None:
    wayland, x11 = {"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}
    assert refusal(wayland, "libxcb-cursor.so.0", answers=False) == ""
    assert "libwayland-client0" in refusal(wayland, "libwayland-client.so.0")
    assert refusal(x11, "libwayland-client.so.0") == ""


def test_an_offscreen_platform_needs_no_display() -> None:
    assert refusal({"QT_QPA_PLATFORM": "offscreen"}, "libxcb-cursor.so.0", answers=False) == ""


def test_other_systems_are_not_looked_at() -> None:
    _qt.require_window({}, "darwin", lambda _: False, lambda: False)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            ImportError("libGL.so.1: cannot open shared object file: No such file or directory"),
            "Qt needs libGL.so.1, which this system lacks; install it ('apt install libgl1' on Debian and Ubuntu)",
        ),
        (
            ImportError("libfoo.so.9: cannot open shared object file: No such file or directory"),
            "Qt needs libfoo.so.9, which this system lacks; install it (your system's packages have it)",
        ),
        (
            ModuleNotFoundError("No module named 'PySide6.QtGui'", name="PySide6.QtGui"),
            f"the Python package PySide6 is missing; install pagevis again: '{sys.executable} -m pip install .'",
        ),
        (
            ImportError("cannot import name 'x'"),
            "internal error: cannot import name 'x'; install pagevis again, or report it",
        ),
    ],
)
def test_a_failed_import_is_explained(error: ImportError, line: str) -> None:
    assert str(_qt.explain(error)) == line


def test_packages_of_all_libraries_are_installed_by_ci_and_named_in_the_readme(repository: Path) -> None:
    """Dependencies of the packages named there bring the rest."""
    brought = {"libfreetype6", "libxkbcommon0", "libzstd1", "libx11-6", "libxcb1", "libxcb-render0", "libxcb-shm0"}
    packages = set((_qt.GUI_LIBRARIES | _qt.X11_LIBRARIES).values()) - brought
    for file in ("README.md", ".ci/run"):
        words = set((repository / file).read_text(encoding="utf-8").split())
        assert packages <= words, f"{file} lacks {packages - words}"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at X11")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4242"}, {"DISPLAY": "nowhere:0"}])
def test_the_program_without_a_display_says_so_in_one_line(environment: dict[str, str]) -> None:
    displays = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    clean = {key: value for key, value in os.environ.items() if key not in displays}
    done = subprocess.run(
        [sys.executable, "-m", "pagevis"],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pagevis render" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_the_window_ends_at_ctrl_c() -> None:
    with subprocess.Popen([sys.executable, "-m", "pagevis"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as window:
        with pytest.raises(subprocess.TimeoutExpired):  # it stays until told
            window.wait(3)
        window.send_signal(signal.SIGINT)
        assert window.wait(10) == -signal.SIGINT
