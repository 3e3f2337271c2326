"""The one owner of state: what is open, where in it, what is selected, how it plays. Draws nothing and knows no pane.

Panes read it, call it and listen to its signals; every signal tells what has happened.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import Snapshot
from pagevis.render.palette import Palette, palette_for
from pagevis.render.theme import load_theme
from pagevis.session import player, walk
from pagevis.session.autosave import Autosave
from pagevis.session.document import Document
from pagevis.session.markers import Markers
from pagevis.session.opening import Opening, OpenPath, open_path_late
from pagevis.session.preferences import Preferences
from pagevis.session.questions import Questions
from pagevis.session.search_state import SearchState
from pagevis.session.selection import NOTHING, Selection
from pagevis.session.soundness import Soundness
from pagevis.session.stops import Stops
from pagevis.session.view_state import ViewState
from pagevis.session.viewport import Viewport
from pagevis.trace.history import NOTHING_TOUCHED, History, Position, Step

SCRUB_MS = 16  # the timeline may ask for more positions than can be painted; the newest one wins
THEMES = ("light", "dark")

__all__ = ["NOTHING", "SCRUB_MS", "THEMES", "Selection", "Session"]


class Session(QObject):
    """See the module. ``history`` is None while nothing is open."""

    opened = Signal()
    closed = Signal()
    history_changed = Signal()  # of the same document: it has other events, or more
    moved = Signal()
    selection_changed = Signal()
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    lists_changed = Signal()
    view_changed = Signal()
    preferences_changed = Signal()
    theme_changed = Signal(str)
    failed = Signal(str)
    warned = Signal(str)
    opening_started = Signal(str)
    opening_ended = Signal()
    progressed = Signal(float, str)

    def __init__(
        self, *, open_path: OpenPath = open_path_late, theme_name: str = "light", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.history: History | None = None
        self.selection = NOTHING
        self.speed = 1.0
        self.view = ViewState()
        self.preferences = Preferences()
        self.palette = Palette(load_theme(theme_name))  # a holder keeps its colour as long as its file is open
        self.lists_shown: frozenset[int] = frozenset()
        self._step: Step | None = None
        self._playing = False
        self._until: frozenset[int] = frozenset()  # the end of a stretch that is played
        self._backwards = False  # which way time runs
        self._pauses: frozenset[int] = frozenset()
        self._clock = player.Clock(self)
        self._clock.timer.timeout.connect(self._tick)
        self._opening = Opening(open_path, self)
        self._opening.progressed.connect(self.progressed)
        self._opening.arrived.connect(self._on_arrived)
        self._opening.failed.connect(self._on_failed)
        self.document = Document(self)
        self.autosave = Autosave(self)
        self._scrub_to: tuple[int, int | None] | None = None
        self._scrub = QTimer(self, singleShot=True, interval=SCRUB_MS)
        self._scrub.timeout.connect(self._on_scrub)
        self.questions = Questions(self)
        self.markers = Markers(self)
        self.search = SearchState(self)
        self.stops = Stops(self)
        self.viewport = Viewport(self)
        self.soundness = Soundness(self)

    # What is open

    @property
    def opening(self) -> str | None:
        """The path of the file on its way in, None where there is none."""
        return self._opening.path

    def open(self, path: str, allocator: str | None = None) -> None:
        """Open a file in the background; what is open stays until the new one is there."""
        if not self.document.may_be_left():
            return
        self._opening.start(path, allocator)
        self.opening_started.emit(path)

    def cancel_opening(self) -> None:
        """Forget the file on its way in."""
        if self._opening.path is not None:
            self._opening.cancel()
            self.document.stay()
            self.opening_ended.emit()

    def show_history(self, history: History) -> None:
        """Make a history the open one, at its beginning."""
        self.pause()
        self._scrub_to = None
        self.history = history
        self._step = None
        self._pauses = player.pauses(history)
        self.selection = NOTHING
        self._go(walk.opening(history), tell=False)
        self._colour()
        self.lists_shown = frozenset(range(len(history.snapshot().lists)))
        self.opened.emit()
        self.moved.emit()
        if history.warnings:
            self.warned.emit(" · ".join(history.warnings))

    def change_history(self, history: History, to: Position) -> None:
        """The open document has another history now: a line was added or taken back, or another branch is shown.
        What is selected and how it is seen stay; panes hear ``history_changed``, then ``moved``."""
        self.pause()
        self._scrub_to = None
        self.history = history
        self._pauses = player.pauses(history)
        self._go(to, tell=False)
        n_frames = history.snapshot().n_frames
        if self.selection.frame is not None and self.selection.frame >= n_frames:
            self.select(NOTHING)
        self.history_changed.emit()
        self.moved.emit()

    def close_document(self) -> None:
        """Nothing is open afterwards, unless somebody wants to keep what was added."""
        if not self.document.may_be_left():
            return
        self.pause()
        self._scrub_to = None
        self.history = None
        self.selection = NOTHING
        self.closed.emit()

    def shut_down(self) -> bool:
        """Cancel everything under way: the window is closing. False: a thread still waits for its file."""
        self._clock.stop()
        self._scrub.stop()
        self.soundness.stop()
        return all((self._opening.close(), self.document.shut_down()))

    def _on_arrived(self, history: History) -> None:
        self.opening_ended.emit()
        if self.document.may_be_left():  # lines may have been added meanwhile
            self.show_history(history)

    def _on_failed(self, message: str) -> None:
        self.document.stay()
        self.opening_ended.emit()
        self.failed.emit(message)

    # Where in it

    @property
    def position(self) -> Position:
        """Where the history stands; (0, 0) where nothing is open."""
        return self.history.position if self.history is not None else Position(0, 0)

    def snapshot(self) -> Snapshot | None:
        """The state at the position; valid until it moves."""
        return self.history.snapshot() if self.history is not None else None

    def shown_step(self) -> Step:
        """What the step to the position touched. Asked for once per position: to tell the values of the running code
        a history may have to run an event anew."""
        if self.history is None:
            return Step(NOTHING_TOUCHED)
        if self._step is None:
            self._step = self.history.step()
        return self._step

    def at_start(self) -> bool:
        """Whether there is nothing before."""
        return self.history is None or self.position == walk.first(self.history)

    def at_end(self) -> bool:
        """Whether there is nothing after."""
        return self.history is None or self.position == walk.last(self.history)

    def seek(self, event: int, micro: int | None = None) -> None:
        """Go there and stop playing; outside is the nearest end."""
        if self.history is None:
            return
        self.pause()
        self._scrub_to = None
        event = min(max(event, 0), self.history.n_events - 1)
        n_micro = self.history.n_micro(event)
        self._go(Position(event, n_micro if micro is None else min(max(micro, 0), n_micro)))

    def scrub(self, event: int, micro: int | None = None) -> None:
        """Go there soon: of many calls within one picture's time only the last one is carried out."""
        self._scrub_to = event, micro
        if not self._scrub.isActive():
            self._scrub.start()

    def step(self) -> None:
        """The next micro-step."""
        self._walk(walk.forward, onward=True)

    def step_back(self) -> None:
        """The micro-step before."""
        self._walk(walk.back)

    def step_event(self) -> None:
        """The next whole event."""
        self._walk(walk.forward_event, onward=True)

    def step_event_back(self) -> None:
        """The whole event before."""
        self._walk(walk.back_event)

    def go_first(self) -> None:
        """Before anything happened."""
        self.seek(0, 0)

    def go_last(self) -> None:
        """After the last event."""
        if self.history is not None:
            self.seek(self.history.n_events - 1)

    def _walk(self, where: walk.Walk, *, onward: bool = False) -> None:
        if self.history is not None and not (onward and self.questions.holds()):
            self.pause()
            self._scrub_to = None
            self._go(where(self.history, self.position))

    def _on_scrub(self) -> None:
        if self._scrub_to is not None:
            self.seek(*self._scrub_to)

    def _go(self, to: Position, *, tell: bool = True) -> None:
        if self.history is None or (tell and to == self.history.position):
            return
        self._step = None
        try:
            self.history.seek(to.event, to.micro)
        except PagevisError as error:
            self.failed.emit(str(error))
            return
        self.palette.learn(self.history.snapshot().holders)
        if tell:
            self.moved.emit()

    @property
    def hides(self) -> frozenset[str]:
        """What must not be shown now, because a question is open: links, code, elements, future."""
        return self.questions.hides

    # Playing

    @property
    def playing(self) -> bool:
        """Whether time runs by itself."""
        return self._playing

    @property
    def playing_backwards(self) -> bool:
        """Whether time runs by itself, towards the beginning."""
        return self._playing and self._backwards

    def play(self, *, backwards: bool = False) -> None:
        """Let time run, either way; from the end, from the beginning (backwards: the other way round)."""
        history = self.history
        if history is None or history.n_events < 2 or (not backwards and self.questions.holds()):
            return
        if self._playing and backwards == self._backwards:
            return
        self.pause()
        if self.at_start() if backwards else self.at_end():
            self._go((walk.last if backwards else walk.first)(history))
        self._playing, self._backwards = True, backwards
        self._start_clock()
        self.playing_changed.emit(True)

    def play_to(self, event: int) -> None:
        """Let time run, and stop at the end of an event."""
        self.play()
        self._until = frozenset((event,))

    def pause(self) -> None:
        """Stop time."""
        if self._playing:
            self._playing, self._until = False, frozenset()
            self._clock.stop()
            self.playing_changed.emit(False)

    def toggle_playing(self, *, backwards: bool = False) -> None:
        """Play that way, or pause where it plays that way."""
        if self._playing and backwards == self._backwards:
            self.pause()
        else:
            self.play(backwards=backwards)

    def set_speed(self, speed: float) -> None:
        """One of ``player.SPEEDS``; holds from now on."""
        self.speed = speed
        if self._playing:
            self._start_clock()
        self.speed_changed.emit(speed)

    def _tick(self) -> None:
        if self.history is None:
            return
        pauses = self._pauses | self._until | self.questions.unsettled_events()
        way = player.retreat if self._backwards else player.advance
        to, stop = way(self.history, self.position, self._clock.due(), pauses)
        hit = self.stops.between(to)
        if hit is not None:
            self.stops.arrive(hit)
            return
        self._go(to)
        if stop:
            self.pause()
        elif self._playing and player.dwells(self.history, to):
            self._start_clock(player.DWELL_S / self.speed)

    def _start_clock(self, rest_s: float = 0.0) -> None:
        if self.history is not None:
            event = player.under_way(self.history, self.position, self._backwards)
            self._clock.start(player.steps_per_second(self.history, self.speed, event), rest_s)

    # What is looked at

    def select(self, selection: Selection) -> None:
        """Make it the one selection."""
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()

    def show_list(self, index: int, shown: bool) -> None:
        """Draw the links of one of the snapshot's lists, or not."""
        self.lists_shown = self.lists_shown | {index} if shown else self.lists_shown - {index}
        self.lists_changed.emit()

    def set_view(self, view: ViewState) -> None:
        """Show memory in another way."""
        if view != self.view:
            self.view = view
            self.view_changed.emit()

    def set_preferences(self, preferences: Preferences) -> None:
        """Take over what a person prefers, all but theme and speed, which have their own signals."""
        if preferences != self.preferences:
            self.preferences = preferences
            self.preferences_changed.emit()

    @property
    def theme_name(self) -> str:
        """The theme's name."""
        return self.palette.theme.name

    def set_theme(self, name: str) -> None:
        """Show everything in another theme; a holder's hue stays the same. Raises ``PagevisError`` for no theme."""
        if name != self.theme_name:
            self._colour(name)
            self.theme_changed.emit(name)

    def toggle_theme(self) -> None:
        """Light or dark."""
        self.set_theme(THEMES[0] if self.palette.theme.is_dark else THEMES[1])

    def _colour(self, theme_name: str = "") -> None:
        theme = load_theme(theme_name or self.theme_name)
        self.palette = palette_for(self.history, theme) if self.history is not None else Palette(theme)
        if self.history is not None:
            self.palette.learn(self.history.snapshot().holders)
