"""``info`` on real traces against a short count that shares no code with pagevis: a plain loop over lines."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from pagevis.sources.opening import open_path

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "linux"
REAL = ROOT.parent / "shared" / "data" / "linux"
KEPT = {
    "mm_page_alloc", "mm_page_free", "mm_filemap_add_to_page_cache", "mm_filemap_delete_from_page_cache",
    "sched_process_fork", "sched_process_exec", "sched_process_exit",
}  # fmt: skip
TRIMMED = ["trace_pipe.txt", "trace_pipe-lossy.txt", "trace-cmd.txt", "perf-script.txt"]
NAMES = [
    "compile.trace-cmd.txt.gz",
    "trace-cmd-report.txt",
    "trace_pipe.txt",
    "trace_pipe-lossy.txt",
    "perf-script.txt",
]


def count(path: Path) -> dict[str, object]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    held: set[int] = set()
    seen: set[int] = set()
    tasks: set[str] = set()
    times: list[str] = []
    n = dict.fromkeys(("alloc", "free", "failed", "events", "unmatched", "again", "lost", "marks"), 0)
    for line in text.splitlines():
        if lost := re.search(r"\[LOST (\d+) EVENTS\]", line):
            n["lost"] += int(lost[1])
            n["marks"] += 1
            continue
        found = re.search(r"[-\s](\d+) +\[\d+\] .*?(\d+\.\d+): +(?:\w+:)?(\w+):", line)
        if found is None or found[3] not in KEPT:
            continue
        n["events"] += 1
        times.append(found[2])
        tasks.add(found[1])
        if child := re.search(r"child_pid=(\d+)", line):
            tasks.add(child[1])
        if not (pfn := re.search(r"pfn=0x([0-9a-f]+)", line)):
            continue
        first, order = int(pfn[1], 16), re.search(r"order=(\d+)", line)
        assert order is not None
        frames = set(range(first, first + 2 ** int(order[1])))
        if found[3] == "mm_page_alloc" and first == 0:
            n["failed"] += 1
            continue
        seen |= frames
        if found[3] == "mm_page_alloc":
            n["alloc"] += 1
            n["again"] += len(frames & held)
            held |= frames
        elif found[3] == "mm_page_free":
            n["free"] += 1
            n["unmatched"] += len(frames - held)
            held -= frames
    return {
        "kind": "recording",
        "frames": 1024 * len({frame // 1024 for frame in seen}),
        "frames_mentioned": len(seen),
        "events": n["events"],
        "allocations": n["alloc"],
        "allocations_failed": n["failed"],
        "frees": n["free"],
        "frees_unmatched": n["unmatched"],
        "allocations_of_held": n["again"],
        "frames_held_at_end": len(held),
        "processes": len(tasks),  # no thread id is used twice in these, nothing runs in interrupts
        "lost_events": n["lost"],
        "loss_marks": n["marks"],
        "lines_skipped": 0,
        "truncated": False,
        "time_first": float(times[0]),
        "time_last": float(times[-1]),
    }


def compare(path: Path) -> None:
    info = open_path(str(path)).info()
    expected = count(path)
    assert {key: info[key] for key in expected} == expected


@pytest.mark.parametrize("name", NAMES)
def test_real_recordings_count_as_told(name: str) -> None:
    if not (REAL / name).is_file():
        pytest.skip("the real recordings are not beside this checkout (../shared/data/linux)")
    compare(REAL / name)


@pytest.mark.parametrize("name", TRIMMED)
def test_trimmed_recordings_count_as_told(name: str) -> None:
    compare(FIXTURES / name)


def test_the_sample_counts_as_told() -> None:
    compare(ROOT / "resources" / "samples" / "compile.trace.txt.gz")
