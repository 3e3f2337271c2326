"""Painting needs a QGuiApplication; pytest-qt's serves."""

from __future__ import annotations

import pytest


@pytest.fixture
def gui(qapp: object) -> object:
    """The application that Qt's fonts and images need."""
    return qapp
