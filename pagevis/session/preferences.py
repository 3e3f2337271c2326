"""What a person prefers, as one value. Read once where the program begins, and handed down."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM = "system"  # the theme that follows the desktop's
FONT_PERCENTS = (100, 115, 130, 150)
NUMBER_BASES = (16, 10)


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme`` is a theme's name or "system"; ``number_base`` is how PFNs are written, 16 or 10."""

    theme: str = SYSTEM
    font_percent: int = 100
    speed: float = 1.0
    number_base: int = 16
