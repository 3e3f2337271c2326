"""What the manual's pictures show: a table of moments, and what is done to the window before each is taken.

Takes none itself: make_pictures.py does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from pagevis.model.snapshot import Kind
from pagevis.render import view as views
from pagevis.session.progress import Progress
from pagevis.session.session import Selection
from pagevis.session.stop_conditions import Stop
from pagevis.ui.dialogs import about_box, unsaved_box
from pagevis.ui.look import look_of
from pagevis.ui.main_window import MainWindow
from pagevis.ui.shortcut_sheet import ShortcutSheet

RESOURCES = Path(__file__).resolve().parent.parent
LESSONS = tuple(str(path) for path in sorted((RESOURCES / "scenarios").glob("[1-6]-*.scenario")))
BOOK, LIFO, HOLDS, FORK, SEGMENT, KERNEL = LESSONS
SAMPLE = str(RESOURCES / "samples" / "compile.trace.txt.gz")
LINKED, READ = "w next[0a]", "w next[012e]"  # micro-steps by the beginning of their note
LARGE, SMALL = (1600, 1000), (1280, 800)
DAY = 86_400.0

Prepare = Callable[[MainWindow], object]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of the window, or a figure of the same moment. ``ratio`` is of the screen's pixels."""

    name: str
    title: str
    path: str | None = None
    event: int | None = None
    micro: str = ""
    theme: str = "light"
    prepare: Prepare | None = None
    size: tuple[int, int] = LARGE
    ratio: float = 1.0
    is_figure: bool = False


def runs(*commands: str) -> Prepare:
    """Commands by their names."""
    return lambda window: [window.actions_by_name[name].trigger() for name in commands]


def first_holder(window: MainWindow, name: str) -> int:
    """The slot of the first holder of a name that holds something."""
    snapshot = window.session.snapshot()
    assert snapshot is not None
    return next(s.holder.slot for s in snapshot.states() if s.holder.name == name and s.n_frames)


def held_frame(window: MainWindow, slot: int) -> int:
    """The lowest frame that a holder holds."""
    snapshot = window.session.snapshot()
    assert snapshot is not None
    return int(snapshot.frames_of(slot)[0])


def select_process(name: str) -> Prepare:
    """One process alone in colour."""
    return lambda window: window.session.select(Selection(slot=first_holder(window, name)))


def cells(px: float) -> Prepare:
    """The map at a size of cells, around a frame that gcc holds, which is selected."""

    def prepare(window: MainWindow) -> None:
        frame = held_frame(window, first_holder(window, "gcc"))
        session, map_view = window.session, window.map
        view = map_view.view
        assert view is not None
        column, row = view.layout.cell_of(frame)
        near = replace(view, pitch=px)
        across = (near.width - near.left) / near.pitch / 2
        down = (near.height - near.top) / near.row_pitch / 2
        near = views.clamp(replace(near, gx=column - across, gy=row - down))
        map_view._set_view(near, fitted=False)
        session.select(Selection(frame=frame))

    return prepare


def hover_block(window: MainWindow) -> None:
    """The card of a square."""
    view = window.map.view
    assert view is not None
    frame = held_frame(window, first_holder(window, "gcc"))
    window.map.set_hovered(frame)
    window.map.card.show_frame(frame, view)


def part_of_time(window: MainWindow) -> None:
    """A part of the timeline, A and B."""
    markers = window.session.markers
    markers.set_span(3000, 6500)
    markers.show_part(2000, 7000)


def filtered(window: MainWindow) -> None:
    """The legend leaves out what is not page cache."""
    view = window.session.view
    window.session.set_view(replace(view, dimmed_kinds=frozenset({Kind.UNKNOWN}), dimmed_slots=view.dimmed_slots))


def coloured(mode: str) -> Prepare:
    """Another colour mode."""
    return runs(f"colour-{mode}")


def type_into_palette(window: MainWindow) -> None:
    """Commands that a few letters find."""
    window.guides.palette.open()
    window.guides.palette.field.setText("mark")


def find(text: str) -> Prepare:
    """The search field with its list."""

    def prepare(window: MainWindow) -> None:
        search = window.tool_bar.search
        search.begin()
        search.setText(text)
        search._on_edited(text)
        wait(0.6)
        search._drop()

    return prepare


def manual(page: str, typed: str = "") -> Prepare:
    """The manual's window."""

    def prepare(window: MainWindow) -> None:
        window.guides.manual.open(page)
        window.guides.manual.field.setText(typed)
        wait(1.5)

    return prepare


def menu(title: str) -> Prepare:
    """One of the menus, open."""

    def prepare(window: MainWindow) -> None:
        for action in window.menu_bar.actions():
            opened = action.menu()
            if isinstance(opened, QMenu) and action.text().replace("&", "") == title:
                place = window.menu_bar.actionGeometry(action).bottomLeft()
                opened.popup(window.mapToGlobal(window.menu_bar.mapTo(window, place)))

    return prepare


def used_before(window: MainWindow) -> None:
    """A start page that knows its user."""
    settings = window.windows.settings
    now = time.time()
    folder = Path(tempfile.mkdtemp())
    rows = (
        ("build-night.trace.txt.gz", "recording", "213,034 events, 887,808 frames", 0.08),
        ("homework-3.scenario", "scenario", "41 events, 64 frames", 1.1),
        ("stray-write.scenario", "scenario", "34 events, 64 frames", 2.2),
        ("perf-kmem.txt", "recording", "4,100 events, 152,576 frames", 6.4),
    )
    recent = []
    for name, kind, what, days in rows:
        (folder / name).touch()
        recent.append({"path": str(folder / name), "kind": kind, "what": what, "when": now - days * DAY})
    settings.keep_value("recent", recent)
    for card, progress in zip(
        window.start_page.cards,
        (Progress(4, 4, 4, True), Progress(8, 8, 8, True), Progress(5, 5, 8), Progress(), Progress(), Progress()),
        strict=False,
    ):
        card.set_progress(progress)
    window.windows.recent_changed.emit()


def start_search(text: str) -> Prepare:
    """The gallery's own search."""
    return lambda window: window.start_page.search.setText(text)


def restore_offered(window: MainWindow) -> None:
    """As after a crash."""
    words = "pagevis ended unexpectedly. Bring back “homework-3.scenario” with 4 unsaved lines?"
    window.restore_bar.text.setText(words)
    window.restore_bar.show()


def opening(window: MainWindow) -> None:
    """A long way in."""
    window.progress_bar.text.setText("Opening build-night.trace.txt.gz")
    window.progress_bar.bar.setRange(0, 1000)
    window.progress_bar.bar.setValue(430)
    window.progress_bar.note.setText("91,000 events read")
    window.progress_bar.show()


def failed(window: MainWindow) -> None:
    """A file that is none."""
    window.session.failed.emit("homework-3.scenario:12: no process is called “editr”; did you mean “editor”?")


def dragged(window: MainWindow) -> None:
    """A file over the window."""
    hint = window.drop_hint
    hint.words, hint._paths = "Drop to open homework-3.scenario", ["homework-3.scenario"]
    hint.setGeometry(window.rect())
    hint.raise_()
    hint.show()


def stops(window: MainWindow) -> None:
    """Some stops, and one that was met."""
    session = window.session
    session.stops.add(Stop("loss"))
    session.select(Selection(frame=held_frame(window, first_holder(window, "gcc"))))
    session.stops.toggle_selected()
    window.show_pane("stops")


def branched(window: MainWindow) -> None:
    """A line of one's own in the past: the timeline forks."""
    for line in ("start guest", "alloc guest 2"):
        window.session.document.act(line)
        wait(0.3)
    window.show_pane("console")


def select_shared(window: MainWindow) -> None:
    """A frame with two owners in the inspector."""
    snapshot = window.session.snapshot()
    assert snapshot is not None
    shared = next(f for f in range(snapshot.n_frames) if int(snapshot.frames(f, f + 1).refcount[0]) > 1)
    window.session.select(Selection(frame=shared))


def preferring(percent: int = 100, base: int = 16) -> Prepare:
    """Other letters, other numbers."""

    def prepare(window: MainWindow) -> None:
        now = window.session.preferences
        window.session.set_preferences(replace(now, font_percent=percent, number_base=base))
        wait(0.3)

    return prepare


def both(*steps: Prepare) -> Prepare:
    """One after the other."""
    return lambda window: [step(window) for step in steps]


def wait(seconds: float) -> None:
    """Let the window go on."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()


def keys(window: MainWindow) -> None:
    """The sheet of keys."""
    ShortcutSheet(window, look_of(window.session)).show()


def about(window: MainWindow) -> None:
    """Name and version."""
    about_box(window).show()


def unsaved(window: MainWindow) -> None:
    """What is asked when a window with own lines closes."""
    unsaved_box(window, "homework-3.scenario", "4 lines are in no file.").show()


def context_menu(window: MainWindow) -> None:
    """The timeline's menu."""
    from pagevis.ui.panes import _timeline_menu

    pane = window.docks.widgets["timeline"]
    made = _timeline_menu.menu(pane, window.session, None, 3)
    made.popup(pane.mapToGlobal(QPoint(400, 30)))


def asked(number: int, answer: str = "") -> Prepare:
    """Where a lesson asks; with what was answered."""

    def prepare(window: MainWindow) -> None:
        session = window.session
        assert session.history is not None
        session.seek(session.history.questions[number].event)
        if answer:
            session.questions.answer(answer)

    return prepare


THEMES = ("light", "dark", "print", "greyscale", "colour-blind")

LESSON_SHOTS = (
    Shot("window", "A lesson at one micro-step: a freed frame gets its link back", LIFO, 3, LINKED),
    Shot("window-dark", "The same in the dark theme", LIFO, 3, LINKED, "dark"),
    Shot("boot", "The book describes itself: boot in progress", BOOK, 0, READ),
    Shot("question", "A question: what would tell is hidden", LIFO, prepare=asked(0)),
    Shot("answer", "Answered: what was right, and why", LIFO, prepare=asked(0, "0a")),
    Shot("sharing", "A frame with two owners, in the inspector", HOLDS, 3, prepare=select_shared),
    Shot("fork", "Fork and copy on write", FORK, 5, theme="dark"),
    Shot("segment", "A segment and its creator", SEGMENT, 4),
    Shot("kernel", "The kernel's share", KERNEL, 6),
    Shot("branch", "Lines of one's own in the past: a branch", LIFO, 4, prepare=branched),
    Shot("window-small", "1280 × 800", LIFO, 3, LINKED, size=SMALL),
    Shot("window-letters", "1280 × 800 with letters of 150 %", LIFO, 3, LINKED, size=SMALL, prepare=preferring(150)),
    Shot("window-decimal", "Frame numbers in decimal", LIFO, 3, LINKED, prepare=preferring(base=10)),
    Shot("timeline-menu", "The timeline's menu", LIFO, 4, prepare=both(branched, context_menu)),
)
MACHINE_SHOTS = (
    Shot("recording", "A real compile", SAMPLE, 8000),
    Shot("recording-dark", "The same in the dark theme", SAMPLE, 8000, theme="dark"),
    Shot("block", "A square under the pointer", SAMPLE, 8000, theme="dark", prepare=hover_block),
    Shot("process", "One process in colour", SAMPLE, 8000, prepare=select_process("gcc")),
    Shot("cells-4", "Cells of 4 px", SAMPLE, 8000, prepare=cells(4)),
    Shot("cells-8", "Cells of 8 px", SAMPLE, 8000, theme="dark", prepare=cells(8)),
    Shot("cells-16", "Cells of 16 px", SAMPLE, 8000, prepare=cells(16)),
    Shot("cells-24", "Cells of 24 px", SAMPLE, 8000, theme="dark", prepare=cells(24)),
    Shot("cells-40", "Cells of 40 px", SAMPLE, 8000, prepare=cells(40)),
    Shot("cells-51", "Cells of 51 px", SAMPLE, 8000, theme="dark", prepare=cells(51)),
    Shot("state", "Colour by state", SAMPLE, 8000, prepare=coloured("state")),
    Shot("age", "Colour by age", SAMPLE, 8000, theme="dark", prepare=coloured("age")),
    Shot("reused", "Colour by how often a frame was handed out", SAMPLE, 8000, prepare=coloured("reused")),
    Shot("filtered", "What was not mentioned is dimmed", SAMPLE, 8000, theme="dark", prepare=filtered),
    Shot("span", "A part of time, A and B, and the difference", SAMPLE, 5000, prepare=part_of_time),
    Shot("stops", "Stops", SAMPLE, 8000, prepare=stops),
    Shot("recording-small", "1280 × 800", SAMPLE, 8000, size=SMALL),
    Shot(
        "recording-letters",
        "1280 × 800 with letters of 150 %, in decimal",
        SAMPLE,
        8000,
        theme="dark",
        size=SMALL,
        prepare=preferring(150, 10),
    ),
)
DIALOG_SHOTS = (
    Shot("start", "The start page"),
    Shot("start-used", "With recent files and progress", prepare=used_before),
    Shot("start-dark", "The start page in the dark theme", theme="dark", prepare=used_before),
    Shot("start-small", "1280 × 800", size=SMALL, prepare=used_before),
    Shot("start-found", "A lesson is looked for", prepare=start_search("fork")),
    Shot("start-none", "There is none of that name", theme="dark", prepare=start_search("zebra")),
    Shot("restore", "Work is offered back", prepare=restore_offered),
    Shot("opening", "A long file on its way in", prepare=opening),
    Shot("failed", "A file that is none", theme="dark", prepare=failed),
    Shot("dragged", "A file over the window", prepare=dragged),
    Shot("palette", "The command palette", LIFO, 3, prepare=type_into_palette),
    Shot("keys", "The sheet of keys", LIFO, 3, prepare=keys),
    Shot("find", "Find", SAMPLE, 8000, prepare=find("gcc")),
    Shot("preferences", "Preferences", LIFO, 3, theme="dark", prepare=runs("preferences")),
    Shot("manual", "The manual", LIFO, 3, prepare=manual("window.md")),
    Shot("manual-search", "Searching the manual", LIFO, 3, theme="dark", prepare=manual("window.md", "branch")),
    Shot("menu", "A menu of a recording: what cannot be done says why", SAMPLE, 8000, prepare=menu("Memory")),
    Shot("menu-run", "The Run menu", LIFO, 3, theme="dark", prepare=menu("Run")),
    Shot("about", "About", LIFO, 3, prepare=about),
    Shot("unsaved", "Lines that are in no file", LIFO, 3, prepare=unsaved),
)
THEME_SHOTS = (
    *(Shot(f"theme-{name}", f"A lesson, {name}", HOLDS, 3, theme=name) for name in THEMES),
    *(Shot(f"machine-{name}", f"A recording, {name}", SAMPLE, 8000, theme=name, prepare=cells(16)) for name in THEMES),
    Shot("twice", "Two pixels for one", LIFO, 3, LINKED, ratio=2.0),
    Shot("twice-dark", "Two pixels for one", SAMPLE, 8000, theme="dark", ratio=2.0, prepare=hover_block),
    Shot("fraction", "One and a quarter", LIFO, 3, LINKED, theme="dark", size=SMALL, ratio=1.25),
    Shot("fraction-half", "One and a half", SAMPLE, 8000, size=SMALL, ratio=1.5),
    Shot("figure", "A figure as `pagevis render` paints it", LIFO, 3, LINKED, is_figure=True),
    Shot("figure-dark", "A figure in the dark theme", LIFO, 3, LINKED, "dark", is_figure=True),
    Shot("figure-sharing", "A figure of a shared frame", HOLDS, 3, is_figure=True),
    Shot("figure-recording", "A figure of a recording", SAMPLE, 8000, is_figure=True),
)
SHEETS = {
    "contact-sheet": LESSON_SHOTS,
    "contact-sheet-machine": MACHINE_SHOTS,
    "contact-sheet-dialogs": DIALOG_SHOTS,
    "contact-sheet-themes": THEME_SHOTS,
}
IN_THE_MANUAL = ("window", "question", "recording", "start-used")
