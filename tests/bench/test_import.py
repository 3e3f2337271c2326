"""How fast a real trace is read. Run by name: ``pytest tests/bench``."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pagevis.base import resources
from pagevis.sources.opening import open_path


def test_import_of_linux_text(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    text = gzip.decompress(resources.path("samples", "compile.trace.txt.gz").read_bytes())
    path = tmp_path / "trace.txt"
    path.write_bytes(text * 10)
    history = benchmark.pedantic(open_path, (str(path),), rounds=3)
    benchmark.extra_info["MB/s"] = round(len(text) * 10 / 1e6 / benchmark.stats.stats.min, 1)
    assert history.n_events > 90_000


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_far_jump(benchmark: BenchmarkFixture, share: float) -> None:
    history = open_path(str(resources.path("samples", "compile.trace.txt.gz")))
    there = int(share * (history.n_events - 1))

    def both_ways() -> None:
        history.seek(there)
        history.seek(0)

    benchmark(both_ways)
