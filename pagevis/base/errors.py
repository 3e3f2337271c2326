"""The one exception that pagevis raises for what a user can mend, and nothing else."""

from __future__ import annotations


def one_line(text: str) -> str:
    """``text`` fit for one line of a terminal: control characters, line ends and lone surrogates are shown escaped."""
    return "".join(ch if ch.isprintable() else repr(ch)[1:-1] for ch in text)


class PagevisError(Exception):
    """Something a user can mend: what is wrong, where, and what to do.

    ``place`` is a file's name, ``line`` a line of it (from 1); both may be missing. ``str()`` gives one line,
    ``FILE:LINE: what is wrong; what to do``, whatever the parts hold: control characters are shown, never sent
    to a terminal. Caught at two edges only: the command line's ``main`` and the session.
    """

    def __init__(self, what: str, *, remedy: str = "", place: str = "", line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.place = place
        self.line = line

    def at(self, place: str, line: int | None = None) -> PagevisError:
        """The same error with a place, where it had none yet."""
        if not self.place:
            self.place = place
        if self.line is None:
            self.line = line
        return self

    def __str__(self) -> str:
        where = self.place + (f":{self.line}" if self.line is not None else "")
        return one_line((f"{where}: " if where else "") + self.what + (f"; {self.remedy}" if self.remedy else ""))


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised inside a long job once its cancel token says so; whoever started the job catches it."""
