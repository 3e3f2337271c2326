"""The inspector tells what the snapshot tells, leads where it says, and the integrity pane shows every law."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.model import invariants
from pagevis.model.snapshot import Kind
from pagevis.session.session import NOTHING, Selection
from pagevis.session.soundness import State
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes._checks import LAWS, Sign
from pagevis.ui.panes._inspected import VEIL, card_of
from pagevis.ui.panes.inspector import InspectorPane
from pagevis.ui.panes.integrity import IntegrityPane

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LESSON = min(resources.path("scenarios").glob("3*.scenario"))
SAMPLE = resources.path("samples") / "compile.trace.txt.gz"
Open = Callable[[Path], MainWindow]


def inspector(window: MainWindow) -> InspectorPane:
    pane = window.docks.widgets["inspector"]
    assert isinstance(pane, InspectorPane)
    return pane


def integrity(window: MainWindow) -> IntegrityPane:
    window.docks.show("integrity")
    pane = window.docks.widgets["integrity"]
    assert isinstance(pane, IntegrityPane)
    return pane


def test_a_frame_is_told_field_by_field(open_file: Open) -> None:
    window = open_file(LESSON)
    session = window.session
    session.select(Selection(frame=9))
    for event in range(9):
        session.seek(event)
        session.questions.skip()
        card, snapshot = card_of(session), session.snapshot()
        assert card is not None
        assert snapshot is not None
        facts = {fact.name: fact.value for fact in card.facts}
        assert facts["refcount"] == str(snapshot.frames(9, 10).refcount[0])
        assert [owner.slot for owner in card.owners] == [hold.slot for hold in reversed(snapshot.holders_of(9))]
        number = int(snapshot.on_list(9, 10)[0])
        assert facts.get("on list", "").startswith(snapshot.lists[number - 1].name if number else "")
        assert ("shared" in card.chips) == (len(card.owners) > 1)
        assert all(fact.help for fact in card.facts)
    assert inspector(window).title.text() == "0x09"


def test_links_and_chips_lead_and_one_can_go_back(open_file: Open) -> None:
    window = open_file(LESSON)
    pane, session = inspector(window), window.session
    session.select(Selection(frame=0x20))
    session.seek(3)
    session.questions.skip()
    link = next(b for b in pane.findChildren(QPushButton, "link") if b.accessibleName() == "next 21")
    link.click()
    assert session.selection == Selection(frame=0x21)
    pane.back.click()
    assert session.selection == Selection(frame=0x20)
    pane.forward.click()
    assert session.selection == Selection(frame=0x21)
    assert not pane.forward.isEnabled()
    pane.before.click()
    assert session.selection == Selection(frame=0x20)
    session.select(Selection(frame=9))
    chip = next(b for b in pane.findChildren(QToolButton, "chip") if b.isVisible() and b.text() == "A")
    chip.click()
    slot = session.selection.slot
    snapshot = session.snapshot()
    assert snapshot is not None
    assert snapshot.holders[slot].name == "A"
    assert pane.title.text() == "A"


def test_a_click_in_the_history_goes_there(fake_window: MainWindow, qtbot: QtBot) -> None:
    pane, session = inspector(fake_window), fake_window.session
    assert session.history is not None
    often = max(range(64), key=lambda frame: len(session.history.frame_events(frame)))
    session.select(Selection(frame=often))
    qtbot.wait(10)
    told = [pane.model.place(row)[0] for row in range(pane.model.rowCount())]
    assert told == session.history.frame_events(often).tolist()
    middle = pane.events.visualRect(pane.model.index(1, 0)).center()
    qtbot.mouseClick(pane.events.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert session.position.event == told[1]


def test_nothing_a_holder_a_kind_and_a_recording_have_their_words(open_file: Open) -> None:
    window = open_file(SAMPLE)
    pane, session = inspector(window), window.session
    assert "Nothing is selected" in pane.words.text()
    session.seek(2000)
    snapshot = session.snapshot()
    assert snapshot is not None
    state = max(snapshot.states(), key=lambda s: s.n_frames)
    session.select(Selection(slot=state.holder.slot))
    card = card_of(session)
    assert card is not None
    assert next(f.value for f in card.facts if f.name == "frames").startswith(f"{state.n_frames:,} ")
    session.select(Selection(kind=Kind.FREE))
    assert pane.title.text() == "free"
    session.select(Selection(frame=int(snapshot.frames_of(state.holder.slot)[0])))
    assert not pane.owner_list.isVisible(), "a recording does not tell how holds are linked"
    assert pane.band.isVisible()
    session.select(NOTHING)
    assert pane.words.isVisible()


def test_elements_are_veiled_while_a_question_is_open(fake_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    session = fake_window.session
    monkeypatch.setattr(type(session), "hides", property(lambda _session: frozenset({"elements"})))
    session.select(Selection(frame=10))
    session.seek(5)
    assert inspector(fake_window).words.text() == VEIL
    assert not inspector(fake_window).facts.isVisible()


def test_partial_refresh_tells_the_same_as_a_full_one(
    make_window: Callable[[], MainWindow], fakes: ModuleType, qtbot: QtBot
) -> None:
    walked, fresh = make_window(), make_window()
    for window in (walked, fresh):
        window.session.show_history(fakes.FakeHistory())
    walked.session.select(Selection(frame=9))
    for place in ((9, 3), (2, 7), (12, 7), (6, 7)):
        walked.session.seek(*place)
    fresh.session.seek(6, 7)
    walked.session.select(Selection(frame=12))
    fresh.session.select(Selection(frame=12))
    qtbot.wait(20)
    for name in ("title", "address", "amount"):
        assert getattr(inspector(walked), name).text() == getattr(inspector(fresh), name).text()
    assert inspector(walked).facts.grab().toImage() == inspector(fresh).facts.grab().toImage()
    assert inspector(walked).band.grab().toImage() == inspector(fresh).band.grab().toImage()


def test_every_law_of_the_model_has_its_row() -> None:
    source = Path(invariants.__file__).read_text(encoding="utf-8")
    rules = set(re.findall(r'Broken\("([a-z-]+)"', source))
    assert {rule for names, _title, _text in LAWS for rule in names} == rules


def test_a_finding_leads_to_its_frame(open_file: Open, qtbot: QtBot) -> None:
    window = open_file(LESSON)
    pane, session = integrity(window), window.session
    session.seek(3)
    qtbot.waitUntil(lambda: session.soundness.state is State.SOUND, timeout=5000)
    assert [row.sign for row in pane.model.rows[: len(LAWS)]] == [Sign.OK] * len(LAWS)
    assert window.status.sound.text() == "books sound"
    session.history.book.array("prev")[20] = 5  # type: ignore[union-attr]
    session.seek(3, 0)
    session.seek(3)
    session.history.book.array("prev")[20] = 5  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: session.soundness.state is State.BROKEN, timeout=5000)
    assert window.status.sound.text() == "books broken: 1 finding"
    number = next(i for i, row in enumerate(pane.model.rows) if row.sign is Sign.BROKEN)
    pane.view.clicked.emit(pane.model.index(number, 0))
    assert session.selection == Selection(frame=20)


def test_refusals_of_the_scenario_lead_to_their_events(open_file: Open) -> None:
    window = open_file(LESSON)
    pane, session = integrity(window), window.session
    session.go_first()
    refused = [row for row in pane.model.rows if row.event is not None]
    assert refused
    pane.view.clicked.emit(pane.model.index(pane.model.rows.index(refused[0]), 0))
    assert session.position.event == refused[0].event


def test_a_recordings_oddities_are_told_as_data(open_file: Open) -> None:
    window = open_file(SAMPLE)
    pane = integrity(window)
    assert window.session.history is not None
    number = window.session.history.info()["frees_unmatched"]
    row = next(row for row in pane.model.rows if row.title.startswith("Frees"))
    assert row.right == f"{number:,}"
    assert not window.status.sound.isVisible()


def test_what_is_still_to_come_is_pale_and_hidden_while_a_question_is_open(
    open_file: Callable[[Path], MainWindow],
) -> None:
    window = open_file(resources.path("scenarios") / "2-last-in-first-out.scenario")
    pane, session = integrity(window), window.session

    def told() -> list[tuple[int, bool]]:
        return [(row.event, row.later) for row in pane.model.rows if row.event is not None]

    session.seek(2)
    assert told() == [(5, True)]
    session.seek(3)
    assert told() == []
    session.questions.skip()
    assert told() == [(5, True)]
    session.seek(5)
    assert told() == [(5, False)]
