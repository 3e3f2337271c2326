"""What is beneath the pointer, in words: a frame, or, where frames are small, the block of frames around it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pagevis.model.snapshot import NO_FRAME, Kind, PfnTable, Snapshot
from pagevis.render.colouring import Colouring
from pagevis.render.view import View
from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.block_card import WIDTH as BLOCK_WIDTH
from pagevis.ui.block_card import Block, block_range, look_at, paint_block
from pagevis.ui.block_card import height as block_height
from pagevis.ui.look import look_of
from pagevis.ui.panes._rows import paint_chip
from pagevis.ui.parts import guarded

BLOCK_BELOW_PX = 4  # cells smaller than this are told by the block
WIDTH, LINE, PAD, GLOW = 268, 20, 14, 10
KIND_WORDS = {
    Kind.HOLE: "hole: no memory is there",
    Kind.UNKNOWN: "not yet mentioned",
    Kind.FREE: "free",
    Kind.RESERVED: "reserved: never handed out",
    Kind.KERNEL: "kernel",
    Kind.BOOK: "page book",
    Kind.HEAP: "kernel heap",
    Kind.USED: "used",
    Kind.WITHHELD: "withheld",
    Kind.FILE: "page cache",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a chip (of a slot or kind) or none, words, and more words at the right."""

    text: str
    right: str = ""
    slot: int | None = None
    kind: Kind | None = None


def frame_lines(snapshot: Snapshot, frame: int, base: int, hides: Set[str]) -> Iterator[Line]:
    """Who holds a frame, its count, its place on a list. ``hides``: what an open question keeps from sight."""
    frames = snapshot.frames(frame, frame + 1)
    kind = Kind(int(frames.kind[0]))
    holds = snapshot.holders_of(frame)
    if kind != Kind.USED or not holds:
        yield Line(KIND_WORDS[kind], kind=kind if kind != Kind.USED else None)
    seen = set()
    for hold in holds:
        if hold.slot in seen:
            continue
        seen.add(hold.slot)
        via = (
            f"through {snapshot.holders[hold.via].name}" if hold.via and hold.via != hold.slot else f"page {hold.page}"
        )
        yield Line(snapshot.holders[hold.slot].name, via, slot=hold.slot)
    if frames.refcount[0]:
        yield Line("refcount", words.count(int(frames.refcount[0])))
    on = int(snapshot.on_list(frame, frame + 1)[0]) if snapshot.lists else 0
    if on:
        follower = int(snapshot.next_frame(frame, frame + 1)[0])
        pfns = PfnTable(snapshot.ranges)
        name = "end of list" if follower == NO_FRAME else f"next {words.pfn(pfns.pfn(follower), base=base)}"
        yield Line(f"on the {snapshot.lists[on - 1].name}", "" if "elements" in hides else name)
    if frames.last_event[0] >= 0:
        yield Line("last touched by event", words.count(int(frames.last_event[0])))


@guarded
class HoverCard(QWidget):
    """A card beside the pointer; the mouse goes through it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._room = parent
        self._title, self._note = "", ""
        self._lines: list[Line] = []
        self._block: Block | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def pfn_words(self, snapshot: Snapshot, frame: int) -> str:
        """``0x0b``."""
        last = max(r.first_pfn + r.n_frames - 1 for r in snapshot.ranges)
        return words.pfn(
            PfnTable(snapshot.ranges).pfn(frame), words.pfn_digits(last), self._session.preferences.number_base
        )

    def show_frame(self, frame: int, view: View) -> None:
        """Tell of a frame, or of the block that it lies in, beside its cell."""
        snapshot = self._session.snapshot()
        if snapshot is None:
            return
        lo, hi = frame, frame + 1
        self._block = None
        if view.pitch < BLOCK_BELOW_PX:
            where = block_range(snapshot, frame)
            lo, hi, _offset = where
            state = self._session.view
            colouring = Colouring(state.colour, state.dimmed_slots, state.dimmed_kinds)
            self._block = look_at(snapshot, self._session.palette, colouring, where, KIND_WORDS)
        size = snapshot.page_size_bytes
        address = PfnTable(snapshot.ranges).pfn(lo) * size
        self._title = words.size((hi - lo) * size) + " block" if hi - lo > 1 else self.pfn_words(snapshot, frame)
        self._note = f"0x{address:08x} – 0x{address + (hi - lo) * size - 1:08x}"
        base = self._session.preferences.number_base
        self._lines = list(frame_lines(snapshot, frame, base, self._session.hides)) if self._block is None else []
        look = look_of(self._session)
        if self._block is not None:
            self.resize(BLOCK_WIDTH + 2 * GLOW, 2 * GLOW + 2 * PAD + look.px(30) + block_height(look))
        else:
            self.resize(look.px(WIDTH) + 2 * GLOW, 2 * GLOW + 2 * PAD + look.px(44 + LINE * len(self._lines)))
        self._place(view, frame)
        self.show()
        self.raise_()
        self.update()

    def _place(self, view: View, frame: int) -> None:
        x, y, width, height = view.cell_rect(frame)
        room = self._room.size()
        left = x + width + 2 if x + width + self.width() < room.width() else x - self.width() - 2
        top = min(max(0.0, y + height / 2 - 30), max(0, room.height() - self.height()))
        self.move(round(max(0.0, left)), round(top))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        box = QRectF(self.rect()).adjusted(GLOW, GLOW, -GLOW, -GLOW)
        painter.setPen(Qt.PenStyle.NoPen)
        for i in range(GLOW):
            painter.setBrush(look.shadow(0.02 + 0.004 * i))
            spread = GLOW - i
            painter.drawRoundedRect(box.adjusted(-spread, -spread + 2, spread, spread), 8 + spread, 8 + spread)
        painter.setPen(QPen(look["border_strong"], 1))
        painter.setBrush(look["panel"])
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        left, right, y = box.left() + PAD, box.right() - PAD, box.top() + PAD - 3
        painter.setPen(look["ink"])
        painter.setFont(look.mono(15, 600) if self._title.startswith("0x") else look.sans(15, 600))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, y, right - left, look.px(22)), middle, self._title)
        painter.setPen(look["text3"])
        painter.setFont(look.mono(11))
        if self._block is not None:
            beside = middle | int(Qt.AlignmentFlag.AlignRight)
            painter.drawText(QRectF(left, y, right - left, look.px(22)), beside, self._note)
            top = y + look.px(30)
            paint_block(painter, look, self._block, QRectF(left, top, right - left, block_height(look)), paint_chip)
        else:
            painter.drawText(QRectF(left, y + look.px(22), right - left, look.px(18)), middle, self._note)
        y += look.px(46)
        for line in self._lines:
            self._paint_line(painter, line, QRectF(left, y, right - left, look.px(LINE)))
            y += look.px(LINE)
        painter.end()

    def _paint_line(self, painter: QPainter, line: Line, space: QRectF) -> None:
        look = look_of(self._session)
        indent = 0
        if line.slot is not None or line.kind is not None:
            chip = QRectF(space.left(), space.center().y() - 5, 10, 10)
            paint_chip(painter, look, chip, line.slot or 0, line.kind)
            indent = 18
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(look.sans(12, 500 if indent else 400))
        painter.setPen(look["ink"] if indent else look["text2"])
        painter.drawText(space.adjusted(indent, 0, 0, 0), middle, line.text)
        painter.setFont(look.sans(12))
        painter.setPen(look["text2"] if indent else look["ink"])
        painter.drawText(space, middle | int(Qt.AlignmentFlag.AlignRight), line.right)
