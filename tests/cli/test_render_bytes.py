"""The same lesson at the same event is the same file, from one process to the next and from one second to the next."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from pagevis.base.resources import path as resource

LESSON = str(resource("scenarios", "2-last-in-first-out.scenario"))
SUFFIXES = ("png", "svg", "pdf")


def _render(folder: Path, suffix: str, hash_seed: str) -> subprocess.Popen[bytes]:
    out = str(folder / f"{hash_seed}.{suffix}")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": hash_seed}
    arguments = [sys.executable, "-m", "pagevis", "render", LESSON, "--at", "4.7", "-o", out]
    return subprocess.Popen(arguments, env=environment)


def test_two_processes_a_second_apart_write_the_same_bytes(tmp_path: Path) -> None:
    for hash_seed in ("1", "2"):
        for process in [_render(tmp_path, suffix, hash_seed) for suffix in SUFFIXES]:
            assert process.wait(60) == 0
        time.sleep(1.1)  # dates in a PDF count seconds
    for suffix in SUFFIXES:
        one, two = (tmp_path / f"{seed}.{suffix}" for seed in ("1", "2"))
        assert one.read_bytes() == two.read_bytes(), suffix
        assert one.stat().st_size > 10_000
