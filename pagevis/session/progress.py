"""How far somebody came in each lesson. Kept in the settings; knows no card and no window."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from pagevis.base import resources
from pagevis.session.session import Session
from pagevis.session.settings import Settings

SINCE_QUESTIONS = ("answered", "asked")  # progress that was kept before lessons asked lacks them
SAVE_MS = 1500  # steps follow one another faster than a file should be written


@dataclass(frozen=True, slots=True)
class Progress:
    """``event`` is the furthest one that was shown whole or in part, of ``last``; ``left_at`` where one was last.
    ``answered`` counts the questions that were given an answer, right or wrong, of ``asked``."""

    event: int = 0
    left_at: int = 0
    last: int = 0
    done: bool = False
    answered: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """0..1."""
        return min(self.event / self.last, 1.0) if self.last else 0.0


def lesson_key(path: str | None) -> str:
    """The name under which a lesson's progress is kept; "" for a file that is no lesson."""
    if not path:
        return ""
    file = Path(path).resolve()
    return file.stem if file.parent == (resources.root() / "scenarios").resolve() else ""


def progress_of(settings: Settings, key: str) -> Progress:
    """How far; all zero for a lesson not begun."""
    read = settings.value(f"progress/{key}") if key else None
    told = read if isinstance(read, dict) else {}
    numbers = {}
    for name in ("event", "left_at", "last", "answered", "asked"):
        value = told.get(name, 0 if name in SINCE_QUESTIONS else None)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 31:
            return Progress()
        numbers[name] = value
    return Progress(**numbers, done=told.get("done") is True)


def forget_progress(settings: Settings, key: str) -> None:
    """As if never begun."""
    settings.keep(f"progress/{key}", "")


class ProgressKeeper(QObject):
    """Follows one session through its lessons."""

    kept = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._key = ""
        self._now = Progress()
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self.keep)
        session.opened.connect(self._on_opened)
        session.moved.connect(self._on_moved)
        session.questions.settled.connect(self._on_settled)
        session.closed.connect(self.keep)

    def _on_opened(self) -> None:
        self.keep()
        history = self._session.history
        self._key = lesson_key(history.path) if history is not None and self._is_as_told() else ""
        if not self._key or history is None:
            return
        before = progress_of(self._settings, self._key)
        last, asked = history.n_events - 1, len(history.questions)
        same = before.last == last  # else the lesson was rewritten: what was reached means nothing
        self._now = replace(before, asked=asked) if same else Progress(last=last, done=before.done, asked=asked)

    def _is_as_told(self) -> bool:
        """Whether what is shown is the lesson's own course of events: a branch of one's own is not."""
        return all(not row.is_current or row.parent is None for row in self._session.document.branches)

    def _on_moved(self) -> None:
        if not self._key or not self._is_as_told():
            return
        at = min(self._session.position.event, self._now.last)  # lines added at the end are not the lesson's
        self._now = replace(
            self._now, event=max(at, self._now.event), left_at=at, done=self._now.done or at == self._now.last
        )
        if not self._timer.isActive():
            self._timer.start()

    def _on_settled(self, _verdict: object) -> None:
        """The best of all times: whoever comes again answers anew."""
        answered = sum(not verdict.skipped for verdict in self._session.questions.verdicts)
        self._now = replace(self._now, answered=min(max(answered, self._now.answered), self._now.asked))
        if self._key and not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Write down how far it is now."""
        self._timer.stop()
        if self._key and self._now.event:
            self._settings.keep_value(f"progress/{self._key}", asdict(self._now))
            self.kept.emit()
