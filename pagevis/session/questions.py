"""The questions a scenario asks: which one is open, what must not be shown meanwhile, and what was answered.

Knows nothing of windows. A question is open from the end of the event it belongs to until it is answered, skipped, or
passed by with the timeline; while it is open no step leads forward, so that nobody walks past it unawares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pagevis.trace.history import Position
from pagevis.trace.questions import Question

if TYPE_CHECKING:
    from pagevis.session.session import Session

TELLING = frozenset({"links", "code", "elements", "future"})  # what could tell an answer
NOTHING_HIDDEN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a question. ``typed`` is "" where it was skipped."""

    question: Question
    typed: str
    right: bool

    @property
    def skipped(self) -> bool:
        """Nobody answered."""
        return not self.typed


class Questions(QObject):
    """See the module. ``changed``: another question is open, or none, or one got its verdict. ``settled`` carries a
    ``Verdict``. ``held``: a step forward did not happen, because the answer is still due."""

    changed = Signal()
    settled = Signal(object)
    held = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._verdicts: dict[Question, Verdict] = {}
        self._was_open: Question | None = None
        self._was_shown: Question | None = None
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.history_changed.connect(self._on_moved)
        session.moved.connect(self._on_moved)

    # What is asked

    @property
    def all(self) -> Sequence[Question]:
        """Every question of what is open."""
        history = self._session.history
        return history.questions if history is not None else ()

    @property
    def here(self) -> Question | None:
        """The question that the position lies in, settled or not; up to and with the event that reveals it."""
        at = self._session.position
        found = [q for q in self.all if q.event <= at.event <= q.reveal and self._asked(q, at)]
        return found[-1] if found else None

    @property
    def current(self) -> Question | None:
        """The question that waits for an answer."""
        at = self._session.position
        for question in self.all:
            if question not in self._verdicts and at.event < question.reveal and self._asked(question, at):
                return question
        return None

    @property
    def hides(self) -> frozenset[str]:
        """What must not be shown while a question is open."""
        return TELLING if self.current is not None else NOTHING_HIDDEN

    def verdict(self, question: Question) -> Verdict | None:
        """What became of it; None while nothing has."""
        return self._verdicts.get(question)

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """All so far, in the order in which they were given."""
        return tuple(self._verdicts.values())

    def unsettled_events(self) -> frozenset[int]:
        """Events after which playing stops for a question."""
        return frozenset(question.event for question in self.all if question not in self._verdicts)

    def _asked(self, question: Question, at: Position) -> bool:
        """Inside the event that a question belongs to it is not asked yet."""
        history = self._session.history
        if history is None or at.event < question.event:
            return False
        return at.event > question.event or at.micro == history.n_micro(at.event)

    # Answering

    def answer(self, typed: str) -> Verdict | None:
        """Settle the open question; None where none is open, or what was typed is no answer to it, right or wrong."""
        question, typed = self.current, typed.strip()
        base = self._session.preferences.number_base  # digits alone are read as the map writes them
        if question is None or not question.understands(typed, base):
            return None
        return self._settle(Verdict(question, typed, question.accepts(typed, base)))

    def skip(self) -> None:
        """Settle the open question without an answer."""
        question = self.current
        if question is not None:
            self._settle(Verdict(question, "", right=False))

    def holds(self) -> bool:
        """Whether a step forward must wait for an answer, or for "Skip"."""
        if self.current is None:
            return False
        self.held.emit()
        return True

    def _settle(self, verdict: Verdict) -> Verdict:
        self._verdicts[verdict.question] = verdict
        self._tell()
        self.settled.emit(verdict)
        return verdict

    # What happened

    def _forget(self) -> None:
        self._verdicts.clear()
        self._was_open = None
        self._tell()

    def _on_moved(self) -> None:
        passed, at = self._was_open, self._session.position
        if passed is not None and passed in self.all and passed not in self._verdicts and at.event >= passed.reveal:
            self._settle(Verdict(passed, "", right=False))
        else:
            now = self.current, self.here
            if now != (self._was_open, self._was_shown):
                self._tell()

    def _tell(self) -> None:
        self._was_open, self._was_shown = self.current, self.here
        self.changed.emit()
