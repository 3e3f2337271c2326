"""The program as a user starts it: a process of its own on a screen of its own, and a picture of that screen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pagevis.base import resources
from pagevis.render.theme import load_theme, rgb32

XVFB = shutil.which("Xvfb")
WIDTH, HEIGHT = 1280, 800
pytestmark = pytest.mark.skipif(XVFB is None, reason="needs Xvfb (Debian package xvfb)")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End one process that this test started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A display's name and the file that mirrors its pixels, in the form of xwd."""
    assert XVFB is not None
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [XVFB, "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(tmp_path)],
        pass_fds=(writer,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb does not start here")
        yield f":{number}", tmp_path / "Xvfb_screen0"
    finally:
        stop(server)


def pixels(path: Path) -> np.ndarray[tuple[int, int], np.dtype[np.uint32]]:
    """What the screen shows: 0x00rrggbb, shape (HEIGHT, WIDTH)."""
    data = path.read_bytes()
    head = np.frombuffer(data, ">u4", 25)
    header_size, bytes_per_line, n_colours = int(head[0]), int(head[12]), int(head[19])
    start = header_size + 12 * n_colours
    rows = np.frombuffer(data, "<u4", HEIGHT * bytes_per_line // 4, start)
    return rows.reshape(HEIGHT, -1)[:, :WIDTH] & 0xFFFFFF


@pytest.mark.parametrize("what", ["lesson", "start page"])
def test_the_window_comes_up_and_shows_something(screen: tuple[str, Path], tmp_path: Path, what: str) -> None:
    display, mirror = screen
    lesson = sorted(resources.path("scenarios").glob("*.scenario"))[1]
    files = [str(lesson)] if what == "lesson" else []
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    program = subprocess.Popen(
        [sys.executable, "-m", "pagevis", *files], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        colours = n_blue = 0
        theme = load_theme("light")  # a holder's colour in a thumbnail; the page book's frame
        blue = rgb32(theme.owners[0] if what == "start page" else theme["book"]) & 0xFFFFFF
        end = time.monotonic() + 30
        while time.monotonic() < end and program.poll() is None:
            shown = pixels(mirror)
            colours, n_blue = len(np.unique(shown)), int((shown == blue).sum())
            if colours > 200 and n_blue > 50:  # the start page may be in sight before the lesson is
                break
            time.sleep(0.2)
        if program.poll() is not None:
            assert program.stderr is not None
            pytest.fail(program.stderr.read().decode()[-2000:])
        assert colours > 200, "a window with text has many shades"
        assert n_blue > 50
    finally:
        stop(program)
        if program.stderr is not None:
            program.stderr.close()


@pytest.mark.parametrize("what", ["fifo", "standard input"])
@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool (Debian package xdotool)")
def test_the_window_closes_while_nobody_writes_to_the_pipe(screen: tuple[str, Path], tmp_path: Path, what: str) -> None:
    display, mirror = screen
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader, writer = os.pipe()
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "pagevis", str(fifo) if what == "fifo" else "-"]
    program = subprocess.Popen(command, env=environment, stdin=reader, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end and program.poll() is None and len(np.unique(pixels(mirror))) <= 200:
            time.sleep(0.2)
        time.sleep(0.5)
        keys = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "pagevis", "windowfocus", "key", "ctrl+q"]
        subprocess.run(keys, env=environment, check=True, timeout=20, stdout=subprocess.DEVNULL)
        assert program.wait(5) == 0
        assert program.stderr is not None
        assert program.stderr.read() == b""
    finally:
        stop(program)
        os.close(reader)
        os.close(writer)
        if program.stderr is not None:
            program.stderr.close()
