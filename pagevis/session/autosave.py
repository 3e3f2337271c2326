"""Keeps unsaved work safe: after every line all branches go to a file of the user's own, which a clean end removes.

After a kill the file is still there and nobody holds its lock: it is offered by the next window. Asks nobody.
"""

from __future__ import annotations

import contextlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Signal

from pagevis.base.errors import PagevisError
from pagevis.base.files import write_whole
from pagevis.session import kept as keeping
from pagevis.session.kept import Kept

if TYPE_CHECKING:
    from pagevis.session.session import Session

SUFFIX, LOCK, DAMAGED = ".json", ".lock", ".damaged"
MOVED_MS = 1000  # where one stands is kept when one has stood there for a moment
LARGE_LINES, LARGE_MS = 20_000, 2000  # a long text is not written at every line
MAX_BYTES = 256 * 2**20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """Work that a process left behind when it ended."""

    path: Path
    title: str
    n_added: int


def folder() -> Path:
    """The user's own folder for it, made where it is not there yet. Raises ``PagevisError`` where it cannot be used."""
    place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))
    path = place / "pagevis" / "autosave"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid"):
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                raise PagevisError("it belongs to somebody else", place=str(path))
            path.chmod(0o700)
    except OSError as error:
        raise PagevisError(f"it cannot be used: {error.strerror or error}", place=str(path)) from None
    return path


class Autosave(QObject):
    """See the module. One for each session."""

    damaged = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self._told = False
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._write)
        session.document.changed.connect(self._on_changed)
        session.moved.connect(self._on_moved)

    @property
    def path(self) -> Path | None:
        """The file that keeps this session's work, None while there is nothing to keep."""
        return self._path

    def found(self) -> list[Found]:
        """Work left behind by processes that ended, newest first. What is damaged is put aside and told."""
        try:
            files = [file for file in folder().iterdir() if file.name.endswith(SUFFIX)]
        except (PagevisError, OSError) as error:
            log.debug("no autosaves: %s", error)
            return []
        found: list[tuple[float, Found]] = []
        for file in files:
            lock = _lock(file)
            if lock is None:
                continue
            try:
                what = _read(file)
                found.append((file.stat().st_mtime, Found(file, what.title, what.n_added)))
            except PagevisError as error:
                self._put_aside(file, error)
            except OSError:
                continue  # just gone
            finally:
                lock.unlock()
        return [what for _, what in sorted(found, key=lambda pair: pair[0], reverse=True)]

    def restore(self, found: Found) -> None:
        """Bring it back, branches and position; what is open goes. Raises ``PagevisError`` where that fails."""
        lock = _lock(found.path)
        if lock is None or not found.path.is_file():
            raise PagevisError("another window has brought this work back already")
        try:
            what = _read(found.path)
        except PagevisError as error:
            self._put_aside(found.path, error)
            lock.unlock()
            return

        def done() -> None:
            self._end()
            self._path, self._lock = found.path, lock

        self._session.document.restore(what, done, lock.unlock)

    def discard(self, found: Found) -> None:
        """Throw it away for good."""
        lock = _lock(found.path)
        if lock is not None:
            with contextlib.suppress(OSError):
                found.path.unlink()
            lock.unlock()

    def end(self) -> None:
        """The window closes, and whoever closed it knows what becomes of the work: nothing is kept."""
        self._later.stop()
        self._end()

    def _on_changed(self) -> None:
        document = self._session.document
        if not document.unsaved:
            self.end()
            return
        long = sum(len(branch.lines) for branch in document.tree or ()) > LARGE_LINES
        if long:
            self._later.start(LARGE_MS)
        else:
            self._write()

    def _on_moved(self) -> None:
        if self._path is not None:
            self._later.start(MOVED_MS)

    def _write(self) -> None:
        kept = self._session.document.to_keep()
        if kept is None:
            return
        try:
            if self._path is None:
                path = folder() / f"{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
                self._lock = _lock(path)
                self._path = path
            write_whole(self._path, keeping.to_text(kept), lasting=False)
            self._told = False
        except PagevisError as error:
            if not self._told:  # once is enough
                self._told = True
                self._session.warned.emit(f"Unsaved lines cannot be kept safe: {error}")

    def _end(self) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
        if self._lock is not None:
            self._lock.unlock()
        self._path = self._lock = None

    def _put_aside(self, file: Path, error: PagevisError) -> None:
        aside = file.with_name(file.name + DAMAGED)
        with contextlib.suppress(OSError):
            file.replace(aside)
        self.damaged.emit(f"Work of an earlier session cannot be brought back: {error.what}; it is kept as {aside}")


def _lock(file: Path) -> QLockFile | None:
    """The lock of an autosave; None where a process that lives has it."""
    lock = QLockFile(str(file) + LOCK)
    lock.setStaleLockTime(0)  # however old: only the end of its process frees it
    return lock if lock.tryLock(0) else None


def _read(file: Path) -> Kept:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise PagevisError("it is too large")
        return keeping.from_text(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PagevisError(f"it cannot be read ({type(error).__name__})") from None
