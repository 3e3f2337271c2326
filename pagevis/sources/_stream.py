"""Bytes from a file or standard input, unpacked where they are gzip. Knows nothing of what the bytes mean."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pagevis.base.errors import PagevisError
from pagevis.sources._base import SNIFF_BYTES

STANDARD_INPUT = "-"
GZIP_MAGIC = b"\x1f\x8b"
MAX_BYTES = 4 << 30  # unpacked: some 40 million events; far beyond it lies only a bomb
READ_BYTES = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS
CUT = "The file is cut off in the middle of its gzip data: what came before is shown."
DAMAGED = "The file's gzip data is damaged: what came before the damage is shown."
TAIL = "The file has other data behind its gzip data: that was left out."


class FileStream:
    """An InputStream. ``path`` "-" is standard input. Raises ``PagevisError`` for what cannot be opened or read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.warnings: list[str] = []
        self.truncated = False  # the data broke off; a warning says so
        self._raw, self._size_bytes = _open(path)
        self._n_raw = 0
        self._n_given = 0
        self._ready = b""
        try:
            first = self._read_raw(len(GZIP_MAGIC))
        except PagevisError:
            self.close()
            raise
        self._pieces = self._gunzip(first) if first == GZIP_MAGIC else self._plain(first)

    def __enter__(self) -> FileStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; standard input stays open."""
        if self.path != STANDARD_INPUT:
            self._raw.close()

    def peek(self) -> bytes:
        """The first SNIFF_BYTES unpacked bytes, which ``read`` gives again. Only before the first ``read``."""
        while len(self._ready) < SNIFF_BYTES and (piece := next(self._pieces, b"")):
            self._ready += piece
        return self._ready[:SNIFF_BYTES]

    def read(self, n_bytes: int) -> bytes:
        """At most ``n_bytes`` unpacked bytes; empty at the end only."""
        if not self._ready:
            self._ready = next(self._pieces, b"")
        given, self._ready = self._ready[:n_bytes], self._ready[n_bytes:]
        self._n_given += len(given)
        if self._n_given > MAX_BYTES:
            what = f"it holds more than {MAX_BYTES >> 30} GiB of data"
            raise PagevisError(what, remedy="cut it into pieces", place=self.path)
        return given

    def fraction_read(self) -> float:
        """How much of the file was read, 0..1; 0 where its size is not known."""
        return min(self._n_raw / self._size_bytes, 1.0) if self._size_bytes else 0.0

    def _plain(self, first: bytes) -> Iterator[bytes]:
        while first:
            yield first
            first = self._read_raw(READ_BYTES)

    def _gunzip(self, packed: bytes) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(_GZIP)
        while True:
            packed = packed or self._read_raw(READ_BYTES)
            try:
                unpacked = unpacker.decompress(packed, READ_BYTES)
            except zlib.error:
                self._break_off(DAMAGED)
                return
            if unpacked:
                yield unpacked
            if unpacker.eof:
                packed = self._next_member(unpacker.unused_data)
                if not packed:
                    return
                unpacker = zlib.decompressobj(_GZIP)
            elif packed or unpacked:
                packed = unpacker.unconsumed_tail
            else:
                self._break_off(CUT)
                return

    def _next_member(self, packed: bytes) -> bytes:
        """The start of the next gzip member, behind padding; empty where none follows."""
        packed = packed.lstrip(b"\0")
        while len(packed) < len(GZIP_MAGIC) and (more := self._read_raw(READ_BYTES)):
            packed = (packed + more).lstrip(b"\0")
        if packed and not packed.startswith(GZIP_MAGIC):
            self.warnings.append(TAIL)
            return b""
        return packed

    def _break_off(self, warning: str) -> None:
        self.warnings.append(warning)
        self.truncated = True

    def _read_raw(self, n_bytes: int) -> bytes:
        try:
            data = self._raw.read(n_bytes)
        except OSError as error:
            raise PagevisError(f"cannot be read: {error.strerror}", place=self.path) from error
        self._n_raw += len(data)
        return data


def title_of(path: str) -> str:
    """What to call the content of ``path`` on screen."""
    return "Standard input" if path == STANDARD_INPUT else Path(path).name


def _open(path: str) -> tuple[BinaryIO, int]:
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise PagevisError("standard input is closed", remedy="name a file", place=path)
        return sys.stdin.buffer, 0
    if not path:
        raise PagevisError("the name of the file is empty", remedy="name a file")
    try:
        file = Path(path)
        if file.is_dir():
            raise PagevisError("is a folder", remedy="name a file in it", place=path)
        return file.open("rb"), file.stat().st_size
    except OSError as error:
        remedies = {FileNotFoundError: "check the name", PermissionError: "ask for the right to read it"}
        remedy = remedies.get(type(error), "")
        raise PagevisError(f"cannot be opened: {error.strerror}", remedy=remedy, place=path) from error
    except ValueError as error:  # a NUL in the name
        raise PagevisError("is no name that a file can have", place=path) from error
