"""The console: lines of the scenario language, what came of them, and expressions that are only asked.

Shows the transcript of the branch in sight. What a line does is the document's business, what a query yields the
session's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout

from pagevis.session import queries
from pagevis.session.completion import explain, hint
from pagevis.session.session import Session
from pagevis.session.transcript import Entry, Transcript
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import guarded, label, named, on_event
from pagevis.ui.prompt import Prompt

INDENT = 14
RECORDED = "A recording tells facts; nothing can be added to it. go 1200 jumps to an event."
EMPTY = (
    "Type what should happen, a line at a time: start A, alloc A 3 as a, free A a[1]. Tab completes, ? explains the "
    "word at the cursor. An expression alone is answered: free, refcount a[0]."
)


@guarded
class ConsolePane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.transcript = Transcript()
        self._shown: list[Entry] = []
        self.log = QTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setFrameShape(QFrame.Shape.NoFrame)
        self.log.setAccessibleName("Console log")
        self.log.setTabChangesFocus(True)
        self.log.document().setDocumentMargin(0)
        self.log.document().setUndoRedoEnabled(False)
        self.empty = label(EMPTY, "note", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.prompt = Prompt(self, lambda: queries.scope(session), lambda: self.look)
        self.field = named(QFrame(self), "promptfield")
        self.sign = label("›", "promptsign")
        row = QHBoxLayout(self.field)
        row.setContentsMargins(9, 0, 6, 0)
        row.setSpacing(7)
        row.addWidget(self.sign)
        row.addWidget(self.prompt, 1)
        self.usage = label(name="note", yields=True)
        self.usage.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(5)
        column.addWidget(self.empty, 1)
        column.addWidget(self.log, 1)
        column.addWidget(self.field)
        column.addWidget(self.usage)
        self.setFocusProxy(self.prompt)
        self.prompt.entered.connect(self._on_entered)
        self.prompt.asked.connect(self._on_asked)
        self.prompt.left.connect(self._on_left)
        self.prompt.textChanged.connect(self._show_usage)
        on_event(self.prompt, QEvent.Type.FocusIn, self._on_focus)
        on_event(self.prompt, QEvent.Type.FocusOut, self._on_focus)
        self._to_end = QTimer(self, singleShot=True, interval=0)
        self._to_end.timeout.connect(self._scroll_to_end)
        session.opened.connect(self.transcript.clear)
        session.closed.connect(self.transcript.clear)
        session.document.changed.connect(self._on_document_changed)
        session.document.acted.connect(self._on_acted)

    def sizeHint(self) -> QSize:
        return QSize(372, 200)

    # What a person does

    def _on_entered(self, line: str) -> None:
        found = queries.answer(self.session, line)
        if found is None:
            self.session.document.act(line)
        else:
            self._add(Entry(line, found.text, found.ok))

    def _on_asked(self, word: str) -> None:
        written, told = explain(word)
        if written:
            self._add(Entry(f"help {word}", f"{written} — {told}"))
        else:
            self._on_entered(f"help {word}".strip())

    def _on_left(self) -> None:
        window = self.window()
        self.focusNextPrevChild(False)
        if window.focusWidget() in (self.prompt, self.log):
            window.setFocus()

    def _on_focus(self, event: QEvent) -> bool:
        self.field.setProperty("focused", event.type() == QEvent.Type.FocusIn)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        if isinstance(event, QFocusEvent):
            QTimer.singleShot(0, self, self._show_usage)
        return False

    def _show_usage(self) -> None:
        written, told = hint(self.prompt.text())
        self.usage.setText(f"{written} — {told}" if written else self._resting_words())
        self.usage.setToolTip(self.usage.text() if written else "")

    def _resting_words(self) -> str:
        if not self.prompt.isEnabled():
            return ""
        return "Tab completes · ↑ before · ? explains · Esc out" if self.prompt.hasFocus() else ""

    # What happened

    def _add(self, entry: Entry) -> None:
        self.transcript.add(entry)
        self._write()

    def _on_acted(self, line: str, answer: str, ok: bool) -> None:
        current = next((row.number for row in self.session.document.branches if row.is_current), 0)
        self._add(Entry(line, answer, ok, current, self.session.position.event))

    def _on_document_changed(self) -> None:
        document = self.session.document
        self.transcript.follow(document.branches, document.added_lines(), self.session.position.event)
        self._write()

    def refresh(self) -> None:
        """Fonts, colours, the log, and whether lines can be added."""
        look = self.look
        for widget in (self.prompt, self.sign, self.log):
            widget.setFont(look.mono(12))
        self.usage.setFont(look.sans(11))
        self.field.setFixedHeight(look.px(28))
        history = self.session.history
        self.prompt.setEnabled(history is not None)
        recorded = history is not None and history.kind == "recording"
        self.prompt.setPlaceholderText("go EVENT   ? for help" if recorded else "alloc, free, share…   ? for help")
        self.empty.setText(RECORDED if recorded else EMPTY)
        why_not = self.session.document.why_not_act()
        self.prompt.setToolTip(why_not)
        self._show_usage()
        self._shown = []
        self._write()

    def _write(self) -> None:
        """Write what is new; all of it where something went."""
        entries = self.transcript.visible(self.session.document.branches)
        self.empty.setVisible(not entries)
        self.log.setVisible(bool(entries))
        if entries == self._shown:
            return
        n_kept = len(self._shown) if self._shown and entries[: len(self._shown)] == self._shown else 0
        if not n_kept:
            self.log.clear()
        cursor = QTextCursor(self.log.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for entry in entries[n_kept:]:
            self._write_entry(cursor, entry)
        cursor.endEditBlock()
        self._shown = entries
        self._to_end.start()

    def _write_entry(self, cursor: QTextCursor, entry: Entry) -> None:
        self._write_line(cursor, ("›", "now", 600), (entry.line, "ink", 500))
        if entry.answer:
            sign, ink = ("", "text2") if entry.ok else ("✕", "error_text")
            self._write_line(cursor, (sign, "error", 600), (entry.answer, ink, 400))

    def _write_line(self, cursor: QTextCursor, *pieces: tuple[str, str, int]) -> None:
        """A sign, and words beside it that wrap under themselves."""
        look = self.look
        column = look.px(INDENT)
        block = QTextBlockFormat()
        block.setLeftMargin(column)
        block.setTextIndent(-column)
        block.setTabPositions([QTextOption.Tab(column, QTextOption.TabType.LeftTab)])
        block.setLineHeight(look.px(18), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if self.log.document().isEmpty():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        for k, (text, role, weight) in enumerate(pieces):
            written = QTextCharFormat()
            written.setFont(look.mono(12, weight))
            written.setForeground(look[role])
            cursor.insertText(text if k else f"{text}\t", written)

    def _scroll_to_end(self) -> None:
        bar = self.log.verticalScrollBar()
        bar.setValue(bar.maximum())


PANE = Pane(
    "console",
    "Console",
    Area.RIGHT,
    ConsolePane,
    always=True,
    order=4,
    for_kinds=("scenario",),
    weight=2,
    low_tab_of="code",
)
