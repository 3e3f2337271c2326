"""The manual inside the window: contents, pages with pictures, back and forward, search. Fetches nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from pagevis.base import resources
from pagevis.session.glossary import WORDS, Word
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, label, named, tool_button
from pagevis.ui.pick_list import Pick, PickList

SIZE = QSize(980, 720)
FIRST = "index.md"
ORDER = ("index.md", "window.md", "glossary.md", "formats.md", "command-line.md", "architecture.md", "changelog.md")
WIDEST = 660  # px of a picture in the text
MOST_FOUND = 60
COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the manual with the text below it. ``level`` 1 is the page's own."""

    page: str
    level: int
    title: str
    text: str


def folder() -> Path:
    """Where the manual's pages lie."""
    return resources.path("manual")


@cache
def page_text(page: str) -> str:
    """A page's Markdown without comments; "" where there is none of that name."""
    file = folder() / page
    if Path(page).name != page or file.suffix != ".md" or not file.is_file():
        return ""
    return COMMENT.sub("", file.read_text(encoding="utf-8"))


@cache
def sections() -> tuple[Section, ...]:
    """Every heading of every page, in the order of reading."""
    pages = {file.name for file in folder().glob("*.md")}
    found: list[Section] = []
    for page in [*(p for p in ORDER if p in pages), *sorted(pages - set(ORDER))]:
        text = FENCE.sub(lambda block: block[0].replace("#", " "), page_text(page))
        heads = list(HEADING.finditer(text))
        for head, end in zip(heads, [*(h.start() for h in heads[1:]), len(text)], strict=True):
            title = head[2].replace("`", "").strip()
            found.append(Section(page, len(head[1]), title, text[head.end() : end].strip()))
    return tuple(found)


def search(typed: str) -> list[Section]:
    """Sections that contain every typed word; those with it in their title first."""
    wanted = typed.casefold().split()
    found = [s for s in sections() if all(word in f"{s.title}\n{s.text}".casefold() for word in wanted)]
    return sorted(found, key=lambda s: not all(word in s.title.casefold() for word in wanted))[:MOST_FOUND]


def words_found(typed: str) -> list[Word]:
    """Words of the glossary that have every typed word in their name, or in another name they go by."""
    wanted = typed.casefold().split()
    names = {word: "\n".join((word.word, *word.also)).casefold() for word in WORDS}
    return [word for word in WORDS if all(part in names[word] for part in wanted)]


def anchor(title: str) -> str:
    """The name under which links lead to a heading."""
    return re.sub(r"[^\w -]", "", title.casefold()).strip().replace(" ", "-")


class Page(QTextBrowser):
    """One page. Only files of the manual are loaded; an address outside is shown, and opened when it is clicked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.page = ""
        self.setAccessibleName("Manual")
        self.setOpenLinks(False)
        self.setObjectName("manual")

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures of the manual, scaled to the text's width; nothing else, from nowhere."""
        file = folder() / Path(QUrl(name).path()).name
        if kind == QTextDocument.ResourceType.ImageResource.value and not QUrl(name).host() and file.is_file():
            picture = QImage(str(file))
            wide = min(WIDEST, picture.width())
            return picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        return None

    def show_page(self, page: str, heading: str = "") -> None:
        """A page, from the top or from a heading."""
        if page != self.page:
            self.page = page
            self.restyle()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)
        if heading:
            self._scroll_to(heading)

    def _scroll_to(self, heading: str) -> None:
        """To a heading, or to a row of a table that begins with it."""
        block = self.document().begin()
        while block.isValid():
            known = (block.text(), anchor(block.text())) if block.blockFormat().headingLevel() else (block.text(),)
            if heading in known:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - 8)
                cursor = QTextCursor(block)
                self.setTextCursor(cursor)
                return
            block = block.next()

    def restyle(self) -> None:
        """The page in the theme's colours and fonts: Markdown brings neither."""
        look = look_of(self._session)
        document = QTextDocument(self)  # laid out once, when all is as it shall be: with every change it takes seconds
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(look.sans(13))
        document.setDocumentMargin(28)
        document.setMarkdown(page_text(self.page))
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            form = QTextBlockFormat(block.blockFormat())
            level = form.headingLevel()
            in_table = cursor.currentTable() is not None
            pictures = "\ufffc" in block.text()  # a taller line would leave a part of the picture's height empty
            form.setLineHeight(100 if pictures else 130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTopMargin(0 if in_table else {1: 4, 2: 24, 3: 16}.get(level, 4))
            form.setBottomMargin(0 if in_table else 8)
            code = bool(form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.nonBreakableLines())
            if code:
                form.setBackground(look["raised"])
                form.setTopMargin(0)
                form.setBottomMargin(0)
            cursor.setBlockFormat(form)
            parts = block.begin()
            while not parts.atEnd():
                part = parts.fragment()
                style = part.charFormat()
                fixed = style.fontFixedPitch() or code
                font = look.mono(12) if fixed else look.sans({1: 22, 2: 15, 3: 13}.get(level, 12 if in_table else 13))
                heavy = bool(level) or style.fontWeight() > QFont.Weight.Normal
                font.setWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
                style.setFont(font)
                style.setForeground(look["accent_text"] if style.isAnchor() else look["ink"])
                pick = QTextCursor(document)
                pick.setPosition(part.position())
                pick.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                pick.setCharFormat(style)
                parts += 1
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorderBrush(look["border"])
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderCollapse(True)
                table.setBorder(1)
                table.setCellPadding(6)
                table.setCellSpacing(0)
                table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                table.setTopMargin(6)
                table.setBottomMargin(14)
                frame.setFormat(table)
        cursor.endEditBlock()
        self.setDocument(document)


@guarded
class HelpWindow(QWidget):
    """See the module. A window of its own beside the main one; Esc closes it."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window, Qt.WindowType.Window)
        named(self, "panel")
        self.setWindowTitle("Manual — pagevis")
        self.resize(SIZE)
        self._session = session
        self._past: list[tuple[str, str]] = []
        self._future: list[tuple[str, str]] = []
        self._here = ("", "")
        self._listed: list[tuple[str, str]] = []  # the places of the contents' rows
        self.back = tool_button(name="back")
        self.forward = tool_button(name="forward")
        for button, words, key, run in (
            (self.back, "Back", "Alt+Left", self.go_back),
            (self.forward, "Forward", "Alt+Right", self.go_forward),
        ):
            button.setToolTip(f"{words}  ({key.replace('Left', '←').replace('Right', '→')})")
            button.setAccessibleName(words)
            button.setShortcut(key)
            button.clicked.connect(run)
        self.field = QLineEdit()
        self.field.setObjectName("search-plain")
        self.field.setPlaceholderText("Search the manual")
        self.field.setAccessibleName("Search the manual")
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._pick_first)
        self.contents = PickList(session, "Contents", self)
        self.contents.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.contents.activated.connect(lambda _index: self.contents.pick())
        self.page = Page(session)
        self.page.anchorClicked.connect(self._on_link)
        self.address = label(name="note", yields=True)
        self.page.highlighted.connect(lambda url: self.address.setText(url.toString()))
        bar = named(QWidget(), "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.field)
        split = QSplitter()
        split.setHandleWidth(1)
        split.addWidget(self.contents)
        split.addWidget(self.page)
        split.setSizes([230, SIZE.width() - 230])
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(split, 1)
        session.theme_changed.connect(self._on_look)
        session.preferences_changed.connect(self._on_look)
        self._on_look()
        self._fill()

    def _on_look(self) -> None:
        look = look_of(self._session)
        self.field.setFont(look.sans(12))
        self.field.setFixedSize(look.px(240), 28)
        for button, name in ((self.back, "back"), (self.forward, "forward")):
            button.setIcon(icons.icon(name, look["text2"], look["disabled"]))
        if self.page.page:
            self.page.restyle()

    def open(self, page: str = "") -> None:
        """Bring it to the front; on a page, else where it was."""
        self.show_normal()
        if page or not self._here[0]:
            self.go(page or FIRST)
        self.field.setFocus()

    def show_normal(self) -> None:
        """Shown, and above other windows."""
        self.show()
        self.raise_()
        self.activateWindow()

    # Going

    def go(self, page: str, heading: str = "") -> None:
        """Show a place, and remember the one before for Back."""
        if page_text(page) and (page, heading) != self._here:
            if self._here[0]:
                self._past.append(self._here)
            self._future.clear()
            self._show((page, heading))

    def go_back(self) -> None:
        """The place before."""
        if self._past:
            self._future.append(self._here)
            self._show(self._past.pop())

    def go_forward(self) -> None:
        """The place one came back from."""
        if self._future:
            self._past.append(self._here)
            self._show(self._future.pop())

    def _show(self, place: tuple[str, str]) -> None:
        self._here = place
        self.page.show_page(*place)
        self.back.setEnabled(bool(self._past))
        self.forward.setEnabled(bool(self._future))
        self._follow()

    def _follow(self) -> None:
        """The contents stand at what is shown."""
        page, heading = self._here
        for i, (listed, title) in enumerate(self._listed):
            if listed == page and heading in (title, anchor(title)):
                self.contents.setCurrentIndex(self.contents.rows.index(i, 0))
                self.contents.scrollTo(self.contents.currentIndex())

    def _on_link(self, url: QUrl) -> None:
        """Pages of the manual open here. An address outside is only shown; a menu offers to open or copy it."""
        if url.scheme() in ("http", "https"):
            menu = QMenu(self)
            menu.addAction(url.toString()).setEnabled(False)
            menu.addAction("Open in the browser", lambda: QDesktopServices.openUrl(url))
            menu.addAction("Copy the address", lambda: QGuiApplication.clipboard().setText(url.toString()))
            menu.popup(self.cursor().pos())
        elif not url.scheme():
            self.go(url.path() or self.page.page, url.fragment())

    # Contents and search

    def _fill(self) -> None:
        typed = self.field.text().strip()
        if typed:
            found = search(typed)
            self._listed = []
            rows = [self._pick_word(word) for word in words_found(typed)]
            rows += [self._pick(section, note=_title(section.page)) for section in found]
            self.contents.show_rows(rows or [Pick("Nothing found", is_heading=True)])
            return
        listed = [section for section in sections() if section.level <= 2]
        self._listed = [(section.page, section.title if section.level > 1 else "") for section in listed]
        self.contents.show_rows([self._pick(section, strong=section.level == 1) for section in listed])
        self._follow()

    def _pick(self, section: Section, note: str = "", *, strong: bool = False) -> Pick:
        heading = section.title if section.level > 1 else ""
        return Pick(section.title, note, run=lambda: self.go(section.page, heading), strong=strong)

    def _pick_word(self, word: Word) -> Pick:
        return Pick(word.word, "Glossary", run=lambda: self.go("glossary.md", word.word))

    def _pick_first(self) -> None:
        self.contents.pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _title(page: str) -> str:
    return next((s.title for s in sections() if s.page == page and s.level == 1), page)
