"""What a form of input promises. One file per form in this folder defines ``SOURCE``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pagevis.base.jobs import Job
from pagevis.trace.history import History

SNIFF_BYTES = 65536


class Opener(Protocol):
    """Opens input whose form is known. ``data`` streams decompressed bytes; ``path`` is as the user named it."""

    def __call__(self, data: InputStream, job: Job, allocator: str | None) -> History: ...


class InputStream(Protocol):
    """Decompressed bytes of a file or pipe with its name, its size on disk and how much of that was read."""

    path: str
    warnings: list[str]  # "the file is cut off …", found while reading

    truncated: bool  # the data broke off, and ``warnings`` says so

    def read(self, n_bytes: int) -> bytes: ...
    def fraction_read(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Source:
    """A form of input. ``sniff`` sees the first SNIFF_BYTES decompressed bytes and answers how sure it is, 0..1."""

    name: str  # "linux-text"
    title: str  # "Linux text trace", for file dialogs and help
    suffixes: tuple[str, ...]  # for dialogs only: the content decides
    sniff: Callable[[bytes], float]
    open: Opener
    own_suffix: str = ""  # a text of that name is this form even where its content tells nothing: a misspelt scenario
