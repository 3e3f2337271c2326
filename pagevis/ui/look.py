"""A theme as the window's painters want it: colours by role or holder, fonts by use. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from PySide6.QtGui import QColor, QFont

from pagevis.render import fonts
from pagevis.render.palette import Palette
from pagevis.render.theme import load_theme
from pagevis.session.session import Session


@cache
def _color(code: str) -> QColor:
    return QColor(code)


@lru_cache(maxsize=8)
def _colors(theme_name: str) -> dict[str, QColor]:
    return {role: QColor(code) for role, code in load_theme(theme_name).roles.items()}


@dataclass(frozen=True, slots=True)
class Look:
    """``look["ink"]`` is the colour of a role; sizes are logical pixels at 100 % and follow the preferred font size."""

    name: str
    is_dark: bool
    palette: Palette = field(repr=False)
    colors: dict[str, QColor] = field(repr=False)
    percent: int = 100

    def __getitem__(self, role: str) -> QColor:
        return self.colors[role]

    def holder(self, slot: int) -> QColor:
        """The colour of a process, a segment, the kernel …, as on the map."""
        return _color(self.palette.holder_colour(slot))

    def px(self, size: int) -> int:
        """A height or width that grows with the words in it: of rows, lines, columns of numbers."""
        return round(size * self.percent / 100)

    def shadow(self, strength: float) -> QColor:
        """Beneath what floats above the window."""
        color = QColor(self["owner_ink"])
        color.setAlphaF(strength * (2.0 if self.is_dark else 0.6))
        return color

    def sans(self, size: int, weight: int = 400) -> QFont:
        """For words; figures are equally wide."""
        return fonts.sans(self.px(size), weight)

    def mono(self, size: int, weight: int = 400) -> QFont:
        """For PFNs, values and code."""
        return fonts.mono(self.px(size), weight)


def look_of(session: Session) -> Look:
    """What the session's theme and open file look like now."""
    palette = session.palette
    theme = palette.theme
    return Look(theme.name, theme.is_dark, palette, _colors(theme.name), session.preferences.font_percent)
