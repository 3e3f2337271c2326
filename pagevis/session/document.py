"""The open scenario as a text that can be added to: lines, branches, undo, saving. The one owner of the branches.

Recordings have none of this: they tell facts. Draws nothing; what a line does is the language's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pagevis.base import resources
from pagevis.base.errors import PagevisError
from pagevis.base.files import write_whole
from pagevis.base.jobs import Job
from pagevis.session.branches import Branch, BranchRow, Step, Tree
from pagevis.session.carrying import Carrier
from pagevis.session.kept import Kept
from pagevis.trace.history import Position

if TYPE_CHECKING:
    from pagevis.session.session import Session
    from pagevis.trace.live import Live

COMMAND_S, FRAME_S = 50e-6, 10e-6  # what a command takes at most, and what each frame adds that it may touch
KEPT_LIVE = 4  # branches that can be shown again without carrying them out anew
NEW = "memory 64 frames\nboot\n"
UNTITLED = "untitled.scenario"


class Document(QObject):
    """See the module. Empty while nothing, or a recording, is open."""

    changed = Signal()  # text, branches or whether it is saved
    acted = Signal(str, str, bool)  # the line, what came of it in words, whether it was granted
    work_started = Signal(str)
    work_ended = Signal()
    progressed = Signal(float, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._tree: Tree | None = None
        self._undone: list[tuple[int, str]] = []  # event and lines, newest last
        self._agreed = -1
        self._version = 0  # of the text, whichever branch is shown
        self.ask_to_leave: Callable[[], bool] = lambda: True  # the window asks a person
        self._carrier = Carrier(self)
        self._carrier.started.connect(self.work_started)
        self._carrier.ended.connect(self.work_ended)
        self._carrier.progressed.connect(self.progressed)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)

    # What it says

    @property
    def is_open(self) -> bool:
        """Whether a scenario is open."""
        return self._tree is not None

    @property
    def branches(self) -> tuple[BranchRow, ...]:
        """All branches, oldest first; () where no scenario is open."""
        return self._tree.rows() if self._tree is not None else ()

    def text(self) -> str:
        """The branch that is shown, as a scenario."""
        return _text(self._tree.current.lines) if self._tree is not None else ""

    @property
    def path(self) -> str:
        """The file of the branch that is shown, "" where it has none."""
        return self._tree.current.path if self._tree is not None else ""

    @property
    def paths(self) -> frozenset[str]:
        """The files of all branches."""
        return frozenset(branch.path for branch in self._tree or () if branch.path)

    @property
    def modified(self) -> bool:
        """Whether the branch that is shown says more than its file."""
        return self._tree is not None and self._tree.current.modified

    @property
    def unsaved(self) -> tuple[tuple[str, int], ...]:
        """Every branch with lines that no file has: its name, and how many lines those are."""
        return tuple((b.name, b.n_unsaved) for b in self._tree or () if b.modified)

    def added_lines(self) -> tuple[str, ...]:
        """What was added to this branch by hand, oldest first."""
        if self._tree is None:
            return ()
        current = self._tree.current
        return tuple(" ".join(current.lines[step.at : step.at + step.n]) for step in current.steps)

    @property
    def tree(self) -> Tree | None:
        """The branches themselves, to be read only; None where no scenario is open."""
        return self._tree

    # Adding

    def why_not_act(self) -> str:
        """Why no line can be added; "" where one can."""
        history = self._session.history
        if history is None:
            return "Open a lesson or a file first"
        if self._tree is None:
            return "A recording tells facts; nothing can be added to it"
        return "A line is still being carried out" if self._carrier.busy else ""

    def act(self, line: str) -> None:
        """Add a line after the position: at the end of the branch; in the past a new branch begins. What only tells
        something (say, mark, expect …) belongs to the event at the position and begins none. ``acted`` tells what
        came of it, at once or, where it takes longer, later. A line that cannot be carried out changes nothing."""
        why_not = self.why_not_act()
        if why_not or self._tree is None:
            self.acted.emit(line, why_not, False)
            return
        self._undone.clear()
        self._act(line)

    def _act(self, line: str) -> None:
        from pagevis.trace import live as lives
        from pagevis.trace import scenario_text
        from pagevis.trace.runner import check_length

        assert self._tree is not None
        branch, live = self._tree.current, self._live()
        added = [one.rstrip() for one in line.splitlines() if one.strip()]
        event = self._session.position.event
        try:
            commands = scenario_text.read("\n".join(added), branch.path or UNTITLED)
            if not commands:
                raise PagevisError("this line says nothing", remedy="write a command, like: alloc A 1")
            n_commands = check_length(commands)
            only_tells = lives.tells(commands)
            at = len(branch.lines) if event == live.n_events - 1 else lives.after(live, event)
            if only_tells and at is None:
                raise PagevisError(
                    f"event {event} stands inside a repeat, an include or random steps, where nothing can be put "
                    "behind it",
                    remedy="go to an event with a line of its own",
                )
        except PagevisError as error:
            self.acted.emit(line, _told(error), False)
            return
        stays = only_tells or event == live.n_events - 1

        def make(job: Job) -> Live:
            if stays:
                assert at is not None
                lines = [*branch.lines[:at], *added, *branch.lines[at:]]
            else:
                lines = lives.lines_to(live, event, job) + added
            return lives.carry_out(lines, live.place, live.allocator, job)

        grown: Live | None = None
        try:
            if event == live.n_events - 1 and len(added) == 1:
                grown = lives.go_on(live, added[0])
        except PagevisError as error:
            self.acted.emit(line, _told(error), False)
            return
        if grown is not None:
            self._on_acted(line, added, event, True, at, grown)
            return

        def done(new: Live) -> None:
            self._on_acted(line, added, event, stays, at, new)

        def failed(error: PagevisError) -> None:
            self.acted.emit(line, _told(error), False)

        n_frames = live.history.book.n_frames
        self._carrier.carry(line, live.seconds + n_commands * (COMMAND_S + n_frames * FRAME_S), make, done, failed)

    def _on_acted(self, line: str, added: list[str], event: int, stays: bool, at: int | None, new: Live) -> None:
        assert self._tree is not None
        before = self._tree.current
        branch = before if stays else self._tree.fork(event, [])
        first = at if stays and at is not None else len(new.lines) - len(added)
        branch.steps = [s if s.at < first else Step(s.at + len(added), s.n, s.event) for s in branch.steps]
        branch.steps.append(Step(first, len(added), event))
        self._tree.current = branch
        n_before = before.n_events if stays else event + 1
        self._show(branch, new, new.n_events - 1 if new.n_events > n_before else event)
        told, good = _what_came(new, n_before, range(first + 1, first + len(added) + 1))
        beginning = "" if stays else f"{branch.name.capitalize()} begins after event {event}. "
        self.acted.emit(line, beginning + (told or f"Entered at event {event}."), good)

    # Taking back

    def why_not_undo(self) -> str:
        """Why nothing can be taken back; "" where something can."""
        why_not = self.why_not_act()
        if why_not or self._tree is None:
            return why_not
        return "" if self._tree.current.steps else "No line was added here"

    @property
    def undo_line(self) -> str:
        """What ``undo`` would take back."""
        lines = self.added_lines()
        return lines[-1] if lines else ""

    def undo(self) -> None:
        """Take the last line that was added to this branch back. A branch without any of its own ends, and its parent
        is shown where it left it."""
        if self.why_not_undo() or self._tree is None:
            return
        branch = self._tree.current
        step = branch.steps[-1]
        undone = step.event, "\n".join(branch.lines[step.at : step.at + step.n])
        if len(branch.steps) == 1 and branch.parent is not None and branch.saved is None:
            parent = self._tree[branch.parent]

            def ended() -> None:
                assert self._tree is not None
                self._tree.remove(branch)
                self._undone.append(undone)

            self._switch(parent, branch.fork_event, ended)
            return
        lines = branch.lines[: step.at] + branch.lines[step.at + step.n :]

        def done(live: Live) -> None:
            assert self._tree is not None
            branch.steps.pop()
            branch.steps = [s if s.at < step.at else Step(s.at - step.n, s.n, s.event) for s in branch.steps]
            self._undone.append(undone)
            self._show(branch, live, step.event)

        self._anew(f"Taking back: {undone[1]}", lines, done)

    def why_not_redo(self) -> str:
        """Why nothing can be carried out again; "" where something can."""
        return self.why_not_act() or ("" if self._undone else "Nothing was taken back")

    @property
    def redo_line(self) -> str:
        """What ``redo`` would carry out again."""
        return self._undone[-1][1] if self._undone else ""

    def redo(self) -> None:
        """Carry out again what was taken back last, where it was."""
        if self.why_not_redo():
            return
        event, line = self._undone.pop()
        self._session.seek(event)
        self._act(line)

    # Branches

    def show_branch(self, number: int) -> None:
        """Show another branch: at the position where both agree on it, else where the two part."""
        if self._tree is None or self.why_not_act() or number == self._tree.current.number:
            return
        self._switch(self._tree[number], self._session.position.event)

    def why_no_other(self) -> str:
        """Why no other branch can be shown; "" where one can."""
        return self.why_not_act() or ("" if len(self.branches) > 1 else "There is only one branch")

    def show_next_branch(self) -> None:
        """The one after that which is shown; after the last, the first."""
        numbers = [row.number for row in self.branches]
        if self._tree is not None and not self.why_no_other():
            self.show_branch(numbers[(numbers.index(self._tree.current.number) + 1) % len(numbers)])

    def why_not_discard(self, number: int) -> str:
        """Why a branch cannot be thrown away; "" where it can."""
        if self._tree is None:
            return self.why_not_act()
        branch = self._tree[number]
        if branch is self._tree.current:
            return "It is shown now: show another branch first"
        children = self._tree.children(branch)
        if children:
            return f"{children[0].name.capitalize()} begins on it: discard that one first"
        return "It is the file itself" if branch.parent is None else ""

    def discard_branch(self, number: int) -> None:
        """Throw a branch away for good. Raises ``PagevisError`` where it cannot be."""
        why_not = self.why_not_discard(number)
        if why_not or self._tree is None:
            raise PagevisError(f"this branch stays: {why_not[:1].lower()}{why_not[1:]}")
        self._tree.remove(self._tree[number])
        self._tell()

    def _switch(self, branch: Branch, event: int, also: Callable[[], None] = lambda: None) -> None:
        def done(live: Live) -> None:
            assert self._tree is not None
            self._tree.current = branch
            also()
            self._show(branch, live, event)

        if branch.live is not None:
            done(branch.live)
        else:
            self._anew(f"Going to {branch.name}", branch.lines, done)

    # Files

    def new(self) -> None:
        """Open a fresh scenario: 64 frames, nobody there."""
        from pagevis.trace import live as lives

        if self.may_be_left():
            self._session.show_history(lives.carry_out(NEW.splitlines(), "").history)

    def suggested_path(self) -> str:
        """Where saving would put it: the file it came from, or a name beside nothing where that is not one's own."""
        path = self.path or (self._tree.current.live.place if self._tree and self._tree.current.live else "")
        if not path:
            return UNTITLED
        if self._tree is not None and not self.path and self._tree.current.parent is not None:
            path = str(
                Path(path).with_stem(f"{Path(path).stem} ({self._tree.current.name})")
            )  # its parent's file stays
        return Path(path).name if resources.ships(path) else path

    def save(self, path: str, number: int | None = None) -> None:
        """Write a branch, by default that which is shown. Raises ``PagevisError`` where it cannot be, as where another
        branch has this file; what was there stays then."""
        if self._tree is None:
            return
        from pagevis.trace.live import for_file

        branch = self._tree.current if number is None else self._tree[number]
        place = Path(path).resolve()
        for other in self._tree:
            if other is not branch and other.path and Path(other.path).resolve() == place:
                raise PagevisError(f"{path}: this is the file of {other.name}", remedy="choose another place")
        write_whole(path, _text(for_file(replace(self._live(), lines=list(branch.lines)), path)))
        branch.path, branch.saved = path, list(branch.lines)
        self._tell()

    def to_keep(self) -> Kept | None:
        """What an autosave has to keep; None where all of it is in files."""
        if self._tree is None or not self.unsaved:
            return None
        live, at = self._live(), self._session.position
        title = live.history.title or Path(live.place).name or UNTITLED
        return Kept(title, _absolute(live.place), live.allocator, self._tree, at.event, at.micro)

    def restore(self, kept: Kept, done: Callable[[], None], failed: Callable[[], None]) -> None:
        """Open what was kept, in the background; what is open goes once it is there."""
        from pagevis.trace import live as lives

        def arrived(live: Live) -> None:
            self._session.show_history(live.history)
            done()
            self._tree = kept.tree
            self._show(kept.tree.current, live, kept.event, kept.micro)

        def not_arrived(error: PagevisError) -> None:
            failed()
            self._session.failed.emit(str(error))

        lines = kept.tree.current.lines
        self._carrier.carry(
            f"Bringing back {kept.title}",
            float("inf"),
            lambda job: lives.carry_out(lines, kept.place, kept.allocator, job),
            arrived,
            not_arrived,
        )

    def may_be_left(self) -> bool:
        """Whether something else may be shown in its place; asks where lines would be lost."""
        if not self.unsaved or self._agreed == self._version:
            return True
        if not self.ask_to_leave():
            return False
        self._agreed = self._version  # what is opened may take a moment to arrive
        return True

    # What it needs

    def _live(self) -> Live:
        assert self._tree is not None
        assert self._tree.current.live is not None
        return self._tree.current.live

    def _anew(self, what: str, lines: Sequence[str], done: Callable[[Live], None]) -> None:
        from pagevis.trace import live as lives

        old = self._live()
        self._carrier.carry(
            what,
            old.seconds,
            lambda job: lives.carry_out(lines, old.place, old.allocator, job),
            done,
            lambda error: self._session.failed.emit(str(error)),
        )

    def cancel(self) -> None:
        """Stop what is being carried out; nothing has changed."""
        if self._carrier.busy:
            self._carrier.cancel()
            self.changed.emit()

    def stay(self) -> None:
        """What was to take its place did not come: who agreed to lose lines is asked again the next time."""
        self._agreed = -1

    def shut_down(self) -> bool:
        """The window is closing. False: something is still carried out."""
        return self._carrier.close()

    def _show(self, branch: Branch, live: Live, event: int, micro: int | None = None) -> None:
        """The branch is what was carried out; stand in an event of it, or after it."""
        assert self._tree is not None
        branch.live, branch.lines, branch.n_events = live, live.lines, live.n_events
        self._tree.shorten(branch)
        others = [b for b in self._tree if b.live is not None and b is not branch]
        for other in others[: max(0, len(others) - KEPT_LIVE)]:
            other.live = None
        history = live.history
        event = min(event, history.n_events - 1)
        n_micro = history.n_micro(event)
        self._session.change_history(history, Position(event, n_micro if micro is None else min(micro, n_micro)))
        self._tell()

    def _tell(self) -> None:
        self._version += 1
        self.changed.emit()

    def _on_opened(self) -> None:
        self.cancel()
        self._undone.clear()
        live = getattr(self._session.history, "live", None)
        self._tree = None
        if live is not None:
            path = _absolute(live.place) if Path(live.place).is_file() else ""
            first = Branch(1, None, 0, live.lines, path, live.lines, n_events=live.n_events, live=live)
            self._tree = Tree(first)
        self._tell()

    def _on_closed(self) -> None:
        self.cancel()
        self._tree = None
        self._undone.clear()
        self._tell()


def _absolute(place: str) -> str:
    """A file's name that still means it in a program started elsewhere; what is no file stays as it is named."""
    return str(Path(place).absolute()) if Path(place).is_file() else place


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _told(error: PagevisError) -> str:
    """An error of a line that was just typed: the place is known."""
    return error.what + (f"; {error.remedy}" if error.remedy else "")


def _what_came(live: Live, n_before: int, lines: range) -> tuple[str, bool]:
    """What a history says of the events and findings that lines made, and whether all was granted."""
    history = live.history
    new = live.history.script.events[n_before:]
    failed = [f.message for f in history.findings() if f.line in lines and not f.expected]
    refused = [event for event in new if event.outcome != "ok"]
    told = new[-1].told if new else ""
    if len(new) > 1:
        told = f"{len(new)} events; the last one: {told}"
    if failed and not refused:
        told = failed[0]
    return told, not failed and not refused
