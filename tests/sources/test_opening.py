"""Opening a path: the content decides, and what cannot be opened is one line with a place and a remedy."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from pagevis.base.errors import PagevisError
from pagevis.sources import _stream
from pagevis.sources._stream import FileStream
from pagevis.sources.opening import open_path, sources

FIXTURES = Path(__file__).parents[1] / "fixtures" / "linux"


def complaint(path: Path | str) -> str:
    with pytest.raises(PagevisError) as caught:
        open_path(str(path))
    assert caught.value.place == str(path)
    text = str(caught.value)
    assert text.isprintable()
    return text


def everything(path: Path) -> tuple[bytes, list[str], bool]:
    with FileStream(str(path)) as stream:
        data = b""
        while piece := stream.read(1000):
            assert len(piece) <= 1000
            data += piece
        assert 0 <= stream.fraction_read() <= 1
        return data, stream.warnings, stream.truncated


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
def test_each_fixture_is_known_by_its_content(path: Path, tmp_path: Path) -> None:
    for name, data in (("a.scenario", path.read_bytes()), ("b", gzip.compress(path.read_bytes()))):
        (tmp_path / name).write_bytes(data)
        history = open_path(str(tmp_path / name))
        assert history.kind == "recording"
        assert history.title == name
        assert history.path == str(tmp_path / name)


@pytest.mark.parametrize(
    "start", [b"", b"\0" * 100, b"prose\n", b"memory 64 frames\n", b"# bash-1 [001] 1.123456: x: \n"]
)
def test_what_is_no_trace_is_not_taken_for_one(start: bytes) -> None:
    (linux_text,) = (source for source in sources() if source.name == "linux-text")
    assert linux_text.sniff(start) == 0


def test_what_cannot_be_opened_says_so_in_one_line(tmp_path: Path) -> None:
    assert "is a folder" in complaint(tmp_path)
    assert "check the name" in complaint(tmp_path / "missing")
    assert "cannot be opened" in complaint("x" * 300)
    assert "no name that a file can have" in complaint("a\0b")
    (tmp_path / "empty").write_bytes(b"")
    assert "the file is empty" in complaint(tmp_path / "empty")
    (tmp_path / "empty.gz").write_bytes(gzip.compress(b""))
    assert "the file is empty" in complaint(tmp_path / "empty.gz")
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b" + bytes(range(256)))
    assert "damaged" in complaint(tmp_path / "bad.gz")
    (tmp_path / "junk").write_bytes(bytes(range(256)) * 100)
    assert "nor a Linux text trace" in complaint(tmp_path / "junk") or "not a Linux text trace" in complaint(
        tmp_path / "junk"
    )


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = FIXTURES / "trace_pipe.txt"
    for data in (path.read_bytes(), gzip.compress(path.read_bytes())):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        history = open_path("-")
        assert history.title == "Standard input"
        assert not sys.stdin.buffer.closed
        mine, theirs = dict(history.info()), dict(open_path(str(path)).info())
        assert mine.pop("path") == "-"
        theirs.pop("path")
        assert mine == theirs
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input is closed" in complaint("-")


def test_gzip_members_join_and_padding_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "two.gz"
    path.write_bytes(gzip.compress(b"a" * 5000) + gzip.compress(b"b" * 3000) + bytes(600))
    assert everything(path) == (b"a" * 5000 + b"b" * 3000, [], False)
    path.write_bytes(gzip.compress(b"a" * 5000) + b"something else")
    assert everything(path) == (b"a" * 5000, [_stream.TAIL], False)


def test_a_gzip_cut_anywhere_gives_a_beginning_and_says_so(tmp_path: Path) -> None:
    text = (FIXTURES / "perf-script.txt").read_bytes()
    packed = gzip.compress(text)
    path = tmp_path / "cut.gz"
    for n_bytes in range(2, len(packed), 97):
        path.write_bytes(packed[:n_bytes])
        data, warnings, truncated = everything(path)
        assert text.startswith(data)
        assert (warnings, truncated) == ([_stream.CUT], True)
    damaged = bytearray(packed)
    damaged[len(packed) // 2 :] = bytes(len(packed) - len(packed) // 2)
    path.write_bytes(bytes(damaged))
    data, warnings, truncated = everything(path)
    assert truncated
    assert len(warnings) == 1


def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_stream, "MAX_BYTES", 1 << 20)
    line = (FIXTURES / "trace-cmd.txt").read_bytes()
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(line * 100))
    assert "cut it into pieces" in complaint(tmp_path / "bomb.gz")
