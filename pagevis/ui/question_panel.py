"""The card below the map on which a scenario asks something: takes the answer, says what was right and where to see it.
It stands in the legend's place and is as high, so that the map does not jump when a question comes or goes.

What is asked and what counts as an answer is the session's business.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pagevis.model.snapshot import PfnTable
from pagevis.session.questions import Verdict
from pagevis.session.session import Session
from pagevis.trace.questions import Question
from pagevis.trace.sentences import frame_namer
from pagevis.ui import icons
from pagevis.ui.legend import HEIGHT
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, label, named, on_event, tool_button

PLACEHOLDERS = {"frame": "a frame: click or type", "number": "a number", "state": "free, used, kernel …"}
ASKED_FOR = {
    "frame": "a frame is asked for, such as 0c, or a click on the map",
    "number": "a number is asked for, such as 3",
    "state": "a state is asked for: free, used, kernel, reserved …",
}
HINT = "Answer before time goes on, or skip the question."
FIELD_WIDTH = 172
NARROW = 900  # px below which the words are smaller
BESIDE_WORDS = 424  # px that sign, field and buttons take: words that need a second line get the hint's


@guarded
class QuestionPanel(QFrame):
    """See the module. It is hidden where nothing is asked."""

    def __init__(self, session: Session, rest: QWidget, legend: QWidget) -> None:
        """``rest`` has the keyboard when the panel needs it no more; ``legend`` gives it its place."""
        super().__init__()
        self._session, self._rest, self._legend = session, rest, legend
        self._dismissed: Question | None = None
        self._narrow = False
        named(self, "question")
        self.sign = QLabel()
        self.sign.setFixedSize(18, 18)
        self.words = label(name="questionwords", wraps=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = label(name="second", wraps=True)
        self.field = QLineEdit()
        self.field.setObjectName("answer")
        self.field.setAccessibleName("Your answer")
        self.field.returnPressed.connect(self._answer)
        self.field.textChanged.connect(self._enable)
        on_event(self.field, QEvent.Type.ShortcutOverride, self._keep_escape)
        on_event(self.field, QEvent.Type.KeyPress, self._leave)
        self.answer_button = self._button("Answer", self._answer, primary=True)
        self.skip_button = self._button("Skip", self._skip)
        self.skip_button.setToolTip("Show the answer without giving one")
        self.why_button = self._button("See it happen", self._see, primary=True)
        self.close_button = tool_button()
        self.close_button.setFixedSize(24, 24)
        self.close_button.setToolTip("Hide the answer")
        self.close_button.setAccessibleName("Hide the answer")
        self.close_button.clicked.connect(self._dismiss)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addStretch()
        said.addWidget(self.words)
        said.addWidget(self.hint)
        said.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 3, 14, 3)
        row.setSpacing(10)
        row.addWidget(self.sign)
        row.addLayout(said, 1)
        for widget in (self.field, self.answer_button, self.skip_button, self.why_button, self.close_button):
            row.addWidget(widget)
        questions = session.questions
        questions.changed.connect(self.refresh)
        questions.held.connect(self._on_held)
        questions.settled.connect(self._on_settled)
        session.moved.connect(self._on_moved)
        session.selection_changed.connect(self._on_selection_changed)
        session.theme_changed.connect(self.refresh)
        session.preferences_changed.connect(self.refresh)
        self.refresh()

    def _button(self, words: str, run: object, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        if primary:
            button.setObjectName("primary")
        button.setAutoDefault(True)
        button.clicked.connect(run)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    # What is shown

    @property
    def asked(self) -> Question | None:
        """The question on the card, open or settled; None where there is no card."""
        question = self._session.questions.here
        return None if question is None or question == self._dismissed else question

    def refresh(self) -> None:
        """The question, or what became of it."""
        question = self.asked
        verdict = self._session.questions.verdict(question) if question is not None else None
        is_open = question is not None and question == self._session.questions.current
        shown = is_open or verdict is not None
        self.setVisible(shown)
        self._legend.setVisible(not shown)
        if question is None or not shown:
            return
        look = look_of(self._session)
        self._narrow = self.width() < look.px(NARROW)
        self.setMinimumHeight(look.px(HEIGHT))
        self.words.setFont(look.sans(12 if self._narrow else 14, 600))
        self.hint.setFont(look.sans(12))
        for widget in (self.field, self.answer_button, self.skip_button, self.why_button):
            widget.setFixedHeight(look.px(28))
        self.field.setFixedWidth(look.px(FIELD_WIDTH - (12 if self._narrow else 0)))
        self.field.setFont(look.sans(13))
        for widget in (self.field, self.answer_button, self.skip_button):
            widget.setVisible(is_open)
        for button in (self.why_button, self.close_button):
            button.setVisible(not is_open)
        self.close_button.setIcon(icons.icon("close", look["text3"], size=12))
        if verdict is not None:
            self._show_verdict(verdict)
        else:
            self._show_question(question)
        words_width = QFontMetricsF(self.words.font()).horizontalAdvance(self.words.text())
        self.hint.setVisible(not is_open or words_width < self.width() - look.px(BESIDE_WORDS))
        self.setAccessibleName(f"{self.words.text()} {self.hint.text()}")
        self._enable()

    def _sign(self, icon: str, role: str, state: str) -> None:
        self.sign.setPixmap(icons.icon(icon, look_of(self._session)[role], size=18).pixmap(QSize(18, 18)))
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_question(self, question: Question) -> None:
        self._sign("question", "now", "open")
        self.words.setText(question.text)
        self.hint.setText("Predict it: what would tell is hidden until you have answered.")
        self.field.setPlaceholderText(PLACEHOLDERS.get(question.kind, "your answer"))

    def _show_verdict(self, verdict: Verdict) -> None:
        question, history = verdict.question, self._session.history
        assert history is not None
        if verdict.right:
            self._sign("check", "ok", "right")
            self.words.setText(f"Right: {question.answer}.")
        elif verdict.skipped:
            self._sign("question", "text2", "skipped")
            self.words.setText(f"The answer is {question.answer}.")
        else:
            self._sign("close", "warn", "wrong")
            self.words.setText(f"Not {verdict.typed}: it is {question.answer}.")
        at = self._session.position
        there, n_micro = at.event >= question.reveal, history.n_micro(question.reveal)
        self.why_button.setVisible(not there)
        if not there:
            self.hint.setText(f"Why? {history.event(question.reveal).summary}: see what happens.")
        elif at.event == question.reveal and at.micro < n_micro:
            self.hint.setText("Watch how it comes about: the caption says why when this event is over.")
        else:
            self.hint.setText("The caption below says why.")
        self.hint.setToolTip(question.text)

    def _enable(self) -> None:
        self.answer_button.setEnabled(bool(self.field.text().strip()))

    # What a person does

    def _answer(self) -> None:
        question = self.asked
        if self._session.questions.answer(self.field.text()) is None and question is not None:
            self.hint.setText(f"That is no answer yet: {ASKED_FOR.get(question.kind, 'type an answer')}.")
            self.hint.show()
            self.field.selectAll()
            self.field.setFocus()

    def _skip(self) -> None:
        self._session.questions.skip()

    def _see(self) -> None:
        question = self.asked
        if question is not None:
            self._rest.setFocus()
            self._session.play_to(question.reveal)

    def _dismiss(self) -> None:
        self._dismissed = self.asked
        self._rest.setFocus()
        self.refresh()

    @staticmethod
    def _keep_escape(event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return False

    def _leave(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._rest.setFocus()
            return True
        return False

    # What happened

    def _on_held(self) -> None:
        self.hint.setText(HINT)
        self.hint.show()
        self.field.setFocus()

    def _on_settled(self, _verdict: Verdict) -> None:
        had_keyboard = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.field.clear()
        self.refresh()
        if had_keyboard and self.why_button.isVisible():
            self.why_button.setFocus()

    def _on_moved(self) -> None:
        if self.asked is not None:
            self.refresh()

    def _on_selection_changed(self) -> None:
        """A click on a frame answers a question for one."""
        question, frame = self._session.questions.current, self._session.selection.frame
        snapshot = self._session.snapshot()
        if question is not None and question.kind == "frame" and frame is not None and snapshot is not None:
            self.field.setText(frame_namer(0, _n_pfns(PfnTable(snapshot.ranges)))(PfnTable(snapshot.ranges).pfn(frame)))


def _n_pfns(table: PfnTable) -> int:
    """One more than the highest PFN."""
    last = table.ranges[-1]
    return last.first_pfn + last.n_frames
