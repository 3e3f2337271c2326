"""From a cold process to the first painted lesson and the first painted recording: imports, window, file, paint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pagevis.base import resources

# Ends once the map has the file and has been painted with it.
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from pagevis.session.session import Session
from pagevis.ui.app import make_application
from pagevis.ui.main_window import MainWindow

make_application()
session = Session(theme_name="light")
window = MainWindow(session)
window.resize(1600, 1000)
window.show()
failed = []
session.failed.connect(failed.append)
session.open(sys.argv[1])
while session.history is None and not failed:
    QApplication.processEvents()
window.grab()
session.shut_down()
sys.exit("".join(failed) or None)
"""
FILES = {
    "lesson": str(resources.path("scenarios", "2-last-in-first-out.scenario")),
    "sample recording": str(resources.path("samples", "compile.trace.txt.gz")),
    "213 k events": str(Path(__file__).resolve().parents[3] / "shared" / "data" / "linux" / "compile.trace-cmd.txt.gz"),
}


@pytest.mark.parametrize("what", FILES)
def test_cold_start_to_first_paint(benchmark: BenchmarkFixture, what: str, tmp_path: Path) -> None:
    if not Path(FILES[what]).is_file():
        pytest.skip("needs the real recordings in ../shared/data/linux")
    command = [sys.executable, "-c", PROGRAM, FILES[what]]
    # As installed: byte code is there after the first round, whatever the environment says.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, env=environment), rounds=5, warmup_rounds=1
    )
