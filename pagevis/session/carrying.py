"""Has a scenario carried out: at once where that is quick, else in the background, with progress and cancel.

Knows neither branches nor what becomes of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pagevis.base.errors import Cancelled, PagevisError
from pagevis.base.jobs import Job
from pagevis.session.opening import Opening
from pagevis.trace.history import History

if TYPE_CHECKING:
    from pagevis.trace.live import Live

AT_ONCE_S = 0.03  # what takes longer is carried out in the background


class Carrier(QObject):
    """At most one scenario under way."""

    started = Signal(str)
    ended = Signal()
    progressed = Signal(float, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = Opening(lambda _path, _job, _allocator: _nothing(), self)
        self._worker.progressed.connect(self.progressed)
        self._worker.arrived.connect(self._on_arrived)
        self._worker.failed.connect(self._on_failed)
        self._then: Callable[[Live], None] = lambda _live: None
        self._otherwise: Callable[[PagevisError], None] = lambda _error: None
        self._error: PagevisError | None = None

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._worker.path is not None

    def carry(
        self,
        what: str,
        seconds: float,
        make: Callable[[Job], Live],
        done: Callable[[Live], None],
        failed: Callable[[PagevisError], None],
    ) -> None:
        """Have ``make`` called, which is thought to take so long, and then ``done`` or ``failed``."""
        if seconds <= AT_ONCE_S:
            try:
                live = make(Job())
            except PagevisError as error:
                failed(error)
                return
            done(live)
            return
        self._then, self._otherwise, self._error = done, failed, None

        def work(job: Job) -> History:
            try:
                return make(job).history
            except PagevisError as error:
                self._error = error
                raise

        self._worker.make(what, work)
        self.started.emit(what)

    def cancel(self) -> None:
        """Stop what is under way; it fails."""
        if self.busy:
            self._worker.cancel()
            self.ended.emit()
            self._otherwise(PagevisError("stopped: nothing has changed"))

    def close(self) -> bool:
        """Stop for good. False: a thread has not ended yet."""
        return self._worker.close()

    def _on_arrived(self, history: History) -> None:
        self.ended.emit()
        live = getattr(history, "live", None)
        assert live is not None
        self._then(live)

    def _on_failed(self, message: str) -> None:
        self.ended.emit()
        self._otherwise(self._error or PagevisError(message))


def _nothing() -> History:
    raise Cancelled
