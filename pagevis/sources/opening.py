"""Turns a path into a history: asks each source how sure it is of the first bytes, and lets the surest one read.
Knows no form of input itself."""

from __future__ import annotations

from pagevis.base.discovery import discover
from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.sources._base import Source
from pagevis.sources._stream import FileStream
from pagevis.trace.history import History


def sources() -> tuple[Source, ...]:
    """Every form of input, in order of their modules' names."""
    return tuple(discover("pagevis.sources", "SOURCE", Source, skip=("opening",)).values())


def open_path(path: str, job: Job | None = None, allocator: str | None = None) -> History:
    """The history in the file at ``path``; "-" is standard input. The content decides what it is, not the name.

    ``allocator`` replaces the one that a scenario names. Raises ``PagevisError`` for what cannot be opened, read or
    understood, ``Cancelled`` once the job says so.
    """
    try:
        with FileStream(path) as stream:
            start = stream.peek()
            if not start:
                raise _nothing_in(stream)
            known = sources()
            surest = max(known, key=lambda source: source.sniff(start))
            if surest.sniff(start) <= 0:
                named = [s for s in known if s.own_suffix and path.endswith(s.own_suffix)]
                if named and b"\0" not in start:
                    return named[0].open(stream, job or Job(), allocator)
                raise PagevisError(_not_any(known), remedy="name another file, or see the manual on file formats")
            return surest.open(stream, job or Job(), allocator)
    except PagevisError as error:
        raise error.at(path) from error.__cause__


def _nothing_in(stream: FileStream) -> PagevisError:
    if stream.truncated:
        return PagevisError("the gzip data is damaged from its start", remedy="copy the file again")
    return PagevisError("the file is empty", remedy="name another file")


def _not_any(known: tuple[Source, ...]) -> str:
    """ "not a scenario, nor a Linux text trace": titles are words within a sentence."""
    titles = sorted((source.title for source in known), key=lambda text: text.startswith("Linux"))
    return "not a " + ", nor a ".join(titles)
