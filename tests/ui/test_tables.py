"""All table models are models in Qt's sense, whatever is refreshed into them."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from pagevis.session.session import Session
from pagevis.ui.app import make_application
from pagevis.ui.docks import panes
from pagevis.ui.panes._base import Pane
from pagevis.ui.panes._holders import HoldersPane
from pagevis.ui.panes._rows import HolderRow
from pagevis.ui.panes._table import Column, RowsModel

# The platform without a screen says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PANES = {pane.name: pane for pane in panes()}


@pytest.mark.parametrize("pane", PANES.values(), ids=PANES.keys())
def test_every_pane_opens_and_follows(pane: Pane, fakes: ModuleType, qtbot: QtBot) -> None:
    make_application()
    session = Session()
    widget = pane.make(session)
    qtbot.addWidget(widget)
    tester = None
    if isinstance(widget, HoldersPane):
        tester = QAbstractItemModelTester(widget.model, QAbstractItemModelTester.FailureReportingMode.Warning, widget)
    widget.resize(300, 200)
    widget.show()
    widget.grab()  # nothing is open: an empty state
    session.show_history(fakes.FakeHistory())
    for event in range(13):
        session.seek(event)
        session.step_back()
        widget.grab()
    session.toggle_theme()
    session.close_document()
    widget.grab()
    assert tester is None or tester.model() is widget.model


def test_rows_are_replaced_without_a_reset_where_the_same_things_stand() -> None:
    model = RowsModel[HolderRow]((Column("Name", lambda row: row.name),), key=lambda row: row.slot)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    assert model.replace([HolderRow(slot=2, name="A"), HolderRow(slot=3, name="B")])
    assert not model.replace([HolderRow(slot=2, name="A"), HolderRow(slot=3, name="C")])
    assert model.index(1, 0).data() == "C"
    assert model.replace([HolderRow(slot=3, name="C")])
    assert model.rowCount() == 1
    assert model.replace([])


def test_an_empty_table_stays_a_table() -> None:
    model = RowsModel[HolderRow]((Column("Name", lambda row: row.name),), key=lambda row: row.slot)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    assert not model.replace([])
