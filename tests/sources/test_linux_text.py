"""Linux text traces: every form of line means what it says, and no line is lost without a word."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagevis.base.errors import Cancelled, PagevisError
from pagevis.base.jobs import Job
from pagevis.model.snapshot import HolderKind
from pagevis.sources import linux_text
from pagevis.sources.opening import open_path
from pagevis.trace.history import History

FIXTURES = Path(__file__).parents[1] / "fixtures" / "linux"
ALLOC = (
    "bash-28147   [001] .....  3344.029407: mm_page_alloc: page=0x1 pfn=0x29c8be order=0 migratetype=1 gfp_flags=X\n"
)
FREE = "bash-28147   [001] .....  3344.029408: mm_page_free: page=0x1 pfn=0x29c8be order=0\n"


class Memory:
    """An InputStream over bytes that hands out pieces of a size."""

    path = "memory.txt"

    def __init__(self, data: bytes, piece: int = 1 << 20) -> None:
        self.warnings: list[str] = []
        self.truncated = False
        self._data = io.BytesIO(data)
        self._piece = piece

    def read(self, n_bytes: int) -> bytes:
        return self._data.read(min(n_bytes, self._piece))

    def fraction_read(self) -> float:
        return 0.5


def opened(text: str | bytes) -> History:
    data = text.encode() if isinstance(text, str) else text
    return linux_text.SOURCE.open(Memory(data), Job(), None)


def words(history: History) -> list[str]:
    return [history.event(i).text for i in range(1, history.n_events)]


def names(history: History) -> list[str]:
    return [holder.name for holder in history.snapshot().holders[3:]]


def test_all_forms_of_lines() -> None:
    history = open_path(str(FIXTURES / "forms.txt"))
    assert words(history) == [
        "alloc bash 0x29c8be",
        "free python 0x2f9750",
        "free perf-exec 0x2d4aff",
        "alloc make 0x1347a7",
        "alloc pid 22275 0xecff8",
        "alloc interrupt 0x1000..0x1008",
        "free interrupt 0x1004..0x1008",
        "free interrupt 0x1000..0x1004",
        "alloc kworker/u8:1-eve 512 failed",
        "alloc pid 28291 0x1200",
        "page cache + 0x1200",
        "page cache - 0x1200",
    ]
    assert history.event(8).time_ns == 3_468_000_003_123
    assert history.event(9).outcome == "failed"
    info = history.info()
    assert info["other_events"] == {"(without a name)": 2, "mm_page_free_batched": 1}
    assert info["lines_skipped"] == 3
    assert info["time_backwards"] == 3
    text = (FIXTURES / "forms.txt").read_text().splitlines()
    first = next(i for i, line in enumerate(text, 1) if "order=21" in line)
    assert history.warnings == (f"3 lines were not understood and left out, the first of them line {first}.",)
    assert names(history)[:4] == ["bash", "python", "perf-exec", "make"]


def test_raw_fields_come_in_any_order() -> None:
    history = open_path(str(FIXTURES / "raw.txt"))
    assert words(history) == [
        "alloc python 0x2f9750",
        "free python 0x2f9750",
        "alloc python 0x2f9750..0x2f9758",
        "alloc python 16 failed",
        "free python 0x2f9750..0x2f9758",
        "fork python python (pid 28681)",
    ]
    assert history.info()["lines_skipped"] == 0


def test_every_loss_is_told_three_times() -> None:
    history = open_path(str(FIXTURES / "losses.txt"))
    info = history.info()
    assert (info["lost_events"], info["loss_marks"], info["lines_skipped"]) == (3183 + 3342 + 40 + 2 + 1, 7, 0)
    assert [(mark.event, mark.text) for mark in history.marks] == [
        (2, "3,183 events were lost on CPU 0"),
        (3, "3,342 events were lost on CPU 1"),
        (3, "an untold number of events were lost on CPU 1"),
        (3, "40 events were lost"),
        (3, "2 events were lost"),
        (3, "an untold number of events were lost on CPU 3"),
        (3, "1 event was lost on CPU 2"),
    ]
    assert {mark.kind for mark in history.marks} == {"loss"}
    (warning,) = history.warnings
    assert "6,568 events were lost" in warning
    history.seek(2)
    assert "3,183 events were lost on CPU 0" in history.caption().text


@pytest.mark.parametrize("third", "hHs")
def test_interrupts_are_nobodys_deed(third: str) -> None:
    history = opened(ALLOC.replace(".....", f"d.{third}1."))
    history.seek(1)
    (state,) = history.snapshot().states()
    assert state.holder.kind is HolderKind.INTERRUPT
    assert state.n_frames == 1
    assert history.info()["processes"] == 0


@pytest.mark.parametrize(
    ("tokens", "pfns"),
    [
        (["0x10", "0x20"], ["0x10", "0x20"]),
        (["10", "20"], ["0xa", "0x14"]),
        (["10", "2a"], ["0x10", "0x2a"]),  # letters somewhere: the whole file is hexadecimal
        (["0X1F", "0x1f"], ["0x1f", "0x1f"]),
    ],
)
def test_numbers_are_hexadecimal_or_decimal(tokens: list[str], pfns: list[str]) -> None:
    history = opened("".join(ALLOC.replace("0x29c8be", token) for token in tokens))
    assert words(history) == [f"alloc bash {pfn}" for pfn in pfns]


@pytest.mark.parametrize(
    "line",
    [
        FREE.replace("order=0", "order=21"),
        FREE.replace("order=0", "order=a"),
        FREE.replace("order=0", "order=99999999999999999999"),
        FREE.replace("0x29c8be", "0x10000000000000"),
        FREE.replace("0x29c8be", "99999999999999999999"),
        FREE.replace("0x29c8be", "0x"),
        FREE.replace("0x29c8be", "0xzz"),
        FREE.replace("0x29c8be", "٣"),
        FREE.replace("pfn=0x29c8be", ""),
        FREE.replace("3344.029408", "99999999999.029408"),
        ALLOC.replace("pfn=0x29c8be", ""),
        FREE.replace("mm_page_free:", "mm_page_free"),
        "complete nonsense\n",
        "CPU:0 [LOST 99999999999999999999999 EVENTS]\n",
    ],
)
def test_absurd_lines_are_counted_never_guessed(line: str) -> None:
    history = opened(ALLOC + line + FREE)
    assert words(history) == ["alloc bash 0x29c8be", "free bash 0x29c8be"]
    assert history.info()["lines_skipped"] == 1
    assert history.warnings == ("1 line was not understood and left out, the first of them line 2.",)


def test_names_follow_the_task() -> None:
    lines = [ALLOC, ALLOC.replace("bash", "<...>"), FREE.replace("bash", "ls"), FREE.replace("bash", "<...>")]
    assert names(opened("".join(lines))) == ["ls"]


def test_a_cut_plain_file_is_read_up_to_its_break() -> None:
    whole = (ALLOC + FREE).encode()
    for n_bytes in range(len(ALLOC), len(whole) + 1):
        history = opened(whole[:n_bytes])
        info = history.info()
        assert words(history) in (["alloc bash 0x29c8be"], ["alloc bash 0x29c8be", "free bash 0x29c8be"])
        assert info["lines_skipped"] == 0
        told = any("cut off" in warning for warning in history.warnings)
        assert told == info["truncated"]
        if history.n_events == 2:
            assert info["truncated"] or not whole[len(ALLOC) : n_bytes]


def test_a_cut_gzip_is_read_up_to_its_break(tmp_path: Path) -> None:
    text = (FIXTURES / "trace-cmd.txt").read_bytes()
    packed = gzip.compress(text)
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) * 2 // 3])
    history = open_path(str(tmp_path / "cut.gz"))
    assert history.info()["truncated"] is True
    assert len(history.warnings) == 1
    assert "cut off" in history.warnings[0]
    whole = open_path(str(FIXTURES / "trace-cmd.txt"))
    assert words(history) == words(whole)[: history.n_events - 1]
    assert 20 < history.n_events < whole.n_events


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 400))
def test_the_size_of_the_pieces_changes_nothing(piece: int) -> None:
    data = (FIXTURES / "forms.txt").read_bytes()
    history = linux_text.SOURCE.open(Memory(data, piece), Job(), None)
    whole = opened(data)
    assert words(history) == words(whole)
    assert history.info() == whole.info()
    assert history.warnings == whole.warnings


@pytest.mark.parametrize(
    "junk",
    [
        b"x",
        b" ",
        b"a-1 ",
        b"( ",
        b"deadbeef (",
        b"=> ",
        b"0",
        b"a=1 ",
        b"CPU:0 [",
        b"lost ",
        b"PERF_RECORD_LOST ",
        b"-",
    ],
)
@pytest.mark.parametrize("n_bytes", [60_000, 900_000, 10_000_000])
def test_a_line_of_ten_megabytes_is_skipped_within_seconds(junk: bytes, n_bytes: int) -> None:
    line = junk * (n_bytes // len(junk))
    started = time.monotonic()
    history = opened(ALLOC.encode() + line + b"\n" + FREE.encode())
    assert time.monotonic() - started < 2
    assert words(history) == ["alloc bash 0x29c8be", "free bash 0x29c8be"]
    assert history.info()["lines_skipped"] in ((0, 1) if n_bytes < 1 << 16 else (1,))


@pytest.mark.parametrize("field", ["pfn=", "x=", "gfp_flags=", "page="])
def test_a_long_tail_of_fields_is_no_trap(field: str) -> None:
    started = time.monotonic()
    opened(ALLOC + ALLOC.rstrip("\n").replace("page=0x1 ", "") + (" " + field + "1") * 100_000 + "\n")
    assert time.monotonic() - started < 2


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=80),
            st.sampled_from(
                [line for path in sorted(FIXTURES.iterdir()) for line in path.read_bytes().splitlines()[:30]]
            ),
            st.sampled_from([b"\n", b"\r\n", b"\0", b"-1 [001] ", b"pfn=", b" order=", b"mm_page_free: "]),
        ),
        max_size=30,
    ),
    st.sampled_from([b"", b"\n", b" "]),
)
def test_no_bytes_raise_anything_but_a_plain_error(pieces: list[bytes], glue: bytes) -> None:
    data = glue.join(pieces)
    linux_text.SOURCE.sniff(data)
    try:
        history = opened(data)
    except PagevisError:
        return
    info = history.info()
    assert info["frames"] > 0
    history.seek(history.n_events - 1)
    words(history)


def test_a_trace_without_frames_says_what_to_record() -> None:
    with pytest.raises(PagevisError, match=r"mentions no page frame; record the events kmem:mm_page_alloc"):
        opened("# tracer: nop\n" + ALLOC.replace("mm_page_alloc", "sched_switch"))


def test_no_allocator_runs_on_facts() -> None:
    with pytest.raises(PagevisError, match="no allocator can run"):
        linux_text.SOURCE.open(Memory(ALLOC.encode()), Job(), "page-book")


def test_a_long_reading_reports_and_can_be_cancelled() -> None:
    data = (ALLOC + FREE).encode() * 20_000
    told: list[float] = []
    linux_text.SOURCE.open(Memory(data, 1 << 16), Job(report=lambda done, _text: told.append(done)), None)
    assert told
    assert all(0 <= done <= 1 for done in told)
    with pytest.raises(Cancelled):
        linux_text.SOURCE.open(Memory(data, 1 << 16), Job(cancelled=lambda: True), None)
