"""How long a repaint takes: a lesson, 1 Ki and 64 Ki frames, a whole recording. Run by name: pytest tests/bench."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from pytest_benchmark.fixture import BenchmarkFixture

from pagevis.render.layout import layout_for
from pagevis.render.map_painter import paint_map
from pagevis.render.palette import palette_for
from pagevis.render.raster import Raster
from pagevis.render.scene import MapOptions
from pagevis.render.theme import load_theme
from pagevis.render.view import View, fit, zoom_at
from pagevis.sources.opening import open_path
from pagevis.trace.history import History

pytestmark = pytest.mark.usefixtures("qapp")  # fonts and images need Qt's application
WIDTH, HEIGHT = 1600, 1000


def scenario(folder: Path, n_frames: int) -> History:
    """A memory with a few hundred frames taken here and there."""
    n = n_frames // 8
    path = folder / "bench.scenario"
    acts = f"alloc A {n} as a\nalloc B {n} as b\nfree A a[3]\nfree A a[40]\nshare B A b[7]\n"
    path.write_text(f"memory {n_frames} frames\nkernel 1..4\nallocator page-book element=16\nboot\nstart A B\n{acts}")
    history = open_path(str(path))
    history.seek(history.n_events - 1)
    return history


def repaint(benchmark: BenchmarkFixture, history: History, pitch: float | None) -> None:
    snapshot, step = history.snapshot(), history.step()
    layout = layout_for(snapshot.ranges, WIDTH / HEIGHT)
    view = fit(View(layout, WIDTH, HEIGHT, lists=bool(snapshot.lists)))
    if pitch is not None:
        view = zoom_at(view, WIDTH / 3, HEIGHT / 3, pitch / view.pitch)
    raster = Raster(layout, palette_for(history, load_theme("light")))
    options = MapOptions(lists=frozenset(range(len(snapshot.lists))))
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def paint() -> None:
        painter = QPainter(image)
        paint_map(painter, snapshot, view, options, step, raster)
        painter.end()

    paint()
    benchmark(paint)


@pytest.mark.parametrize("pitch", [None, 24, 40, 51])
def test_repaint_of_1_ki_frames(benchmark: BenchmarkFixture, tmp_path: Path, pitch: float | None) -> None:
    repaint(benchmark, scenario(tmp_path, 1024), pitch)


@pytest.mark.parametrize("pitch", [None, 6, 16, 24, 40, 51])
def test_repaint_of_64_ki_frames(benchmark: BenchmarkFixture, tmp_path: Path, pitch: float | None) -> None:
    repaint(benchmark, scenario(tmp_path, 65536), pitch)


@pytest.mark.parametrize("pitch", [None, 0.5, 2, 4, 16, 51])
def test_repaint_of_a_recording(benchmark: BenchmarkFixture, shared_data: Path, pitch: float | None) -> None:
    history = open_path(str(shared_data / "compile.trace-cmd.txt.gz"))
    history.seek(history.n_events // 2)
    repaint(benchmark, history, pitch)


def test_step_in_a_recording_and_repaint(benchmark: BenchmarkFixture, shared_data: Path) -> None:
    history = open_path(str(shared_data / "compile.trace-cmd.txt.gz"))
    history.seek(history.n_events // 2)
    layout = layout_for(history.snapshot().ranges, WIDTH / HEIGHT)
    view = fit(View(layout, WIDTH, HEIGHT))
    raster = Raster(layout, palette_for(history, load_theme("light")))

    def step() -> None:
        history.seek(history.position.event + 1)
        raster.paint(history.snapshot(), view)

    step()
    benchmark(step)
