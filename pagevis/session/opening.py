"""Makes a history in a thread, with progress and cancel: from a file, or from lines. Knows nothing of what is open."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from pagevis.base.errors import Cancelled, PagevisError
from pagevis.base.jobs import Job
from pagevis.session import walk
from pagevis.trace.history import History

JOIN_S = 0.3  # a job looks at its token every 50 ms; one that waits for a pipe cannot, and is not waited for

log = logging.getLogger(__name__)


class OpenPath(Protocol):
    """How a file becomes a history; ``pagevis.sources.opening.open_path``, or a test's own."""

    def __call__(self, path: str, job: Job, allocator: str | None) -> History: ...


def open_path_late(path: str, job: Job, allocator: str | None) -> History:
    """``sources.opening.open_path``, imported when the first file is opened: the window is up before that."""
    from pagevis.sources.opening import open_path

    return open_path(path, job, allocator)


def warm(history: History) -> None:
    """Ask a recording here, in the thread, for what it works out once: the window asks for it first of all."""
    if history.kind == "recording":
        from pagevis.render.blocks import blocks_for

        history.seek(walk.opening(history).event)
        blocks_for(history.snapshot().ranges, 1.0)
        history.usage(1)
        history.event_columns()
        if history.snapshot().n_frames:
            history.frame_events(0)


class Opening(QObject):
    """At most one file on its way in. A newer one, or ``cancel``, makes the older one's answer void at once."""

    progressed = Signal(float, str)
    arrived = Signal(object)  # the History
    failed = Signal(str)

    _told = Signal(int, float, str)
    _ended = Signal(int, object, str)

    def __init__(self, open_path: OpenPath, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_path = open_path
        self._number = 0  # of the newest job; answers of others are dropped
        self._path: str | None = None
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def path(self) -> str | None:
        """The file on its way in, None where there is none."""
        return self._path

    def start(self, path: str, allocator: str | None) -> None:
        """Open a file; whatever was on its way is cancelled."""
        self.make(path, lambda job: self._open_path(path, job, allocator))

    def make(self, path: str, make: Callable[[Job], History]) -> None:
        """Have any history made, ``path`` being the name it has in messages; whatever was on its way is cancelled."""
        self.cancel()
        self._path = path
        self._closed = False
        self._stop = threading.Event()
        number, stop = self._number, self._stop
        job = Job(report=lambda done, text: self._told.emit(number, done, text), cancelled=stop.is_set)

        def work() -> None:
            history: History | None = None
            message = ""
            try:
                history = make(job)
                warm(history)
            except Cancelled:
                return
            except PagevisError as error:
                message = str(error.at(path))
            except MemoryError:
                message = f"{path}: too large for this machine's memory"
            except Exception as error:  # the thread's edge: a fault in a source must end in the bar
                log.debug("opening %s failed", path, exc_info=True)
                message = f"{path}: pagevis could not open this file ({type(error).__name__}: {error})"
            if not stop.is_set():
                self._ended.emit(number, history, message)

        self._threads = [t for t in self._threads if t.is_alive()]
        thread = threading.Thread(target=work, name=f"open {path}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def cancel(self) -> None:
        """Stop; nothing of the job under way will be heard any more. Returns at once."""
        self._stop.set()
        self._number += 1
        self._path = None

    def close(self) -> bool:
        """Cancel, and give the threads a moment to end. False: one still waits, for a pipe that nobody writes to."""
        self.cancel()
        end = time.monotonic() + (JOIN_S if not self._closed else 0.0)
        self._closed = True
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._threads = [t for t in self._threads if t.is_alive()]
        return not self._threads

    @Slot(int, float, str)
    def _on_told(self, number: int, done: float, text: str) -> None:
        if number == self._number and self._path is not None:
            self.progressed.emit(done, text)

    @Slot(int, object, str)
    def _on_ended(self, number: int, history: History | None, message: str) -> None:
        if number != self._number or self._path is None:
            return
        self._path = None
        if history is None:
            self.failed.emit(message)
        else:
            self.arrived.emit(history)
