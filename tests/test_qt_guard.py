"""Guards against a binding that loses references: PySide6 6.12.0 on Python 3.11 and older dropped one reference to
``None`` with every call that returns nothing, and the program aborted after some thousands of paints."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

N_CALLS = 200


def test_calls_that_return_nothing_keep_none_alive() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(N_CALLS):
        thing.setObjectName("x")
    lost = before - sys.getrefcount(None)
    assert lost < N_CALLS // 4, f"{lost} references to None lost in {N_CALLS} calls: this PySide6 will abort"
