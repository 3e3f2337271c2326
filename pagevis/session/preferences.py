"""What a person prefers, as one value. Read once where the program begins, and handed down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme`` is a theme's name or "system"; ``number_base`` is how PFNs are written, 16 or 10."""

    theme: str = "system"
    font_percent: int = 100
    speed: float = 1.0
    number_base: int = 16
