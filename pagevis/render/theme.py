"""Themes: role -> colour, read from resources/themes/*.toml. The one home of colour; knows no Qt and no frames."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pagevis.base import resources
from pagevis.base.errors import PagevisError

PATTERNS = ("", "rising", "falling", "upright", "level", "cross", "dots")  # of owners
RINGS = ("strong", "muted", "pale")
FIRST = ("light", "dark", "print", "greyscale", "colour-blind")  # in menus and help, before the others


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``. ``theme["ink"]`` is the colour of a role; an unknown role is a ``KeyError``."""

    name: str
    title: str
    is_dark: bool
    roles: Mapping[str, str]
    owners: tuple[str, ...]  # strong, then muted, then pale: 12 hues each
    patterns: tuple[str, ...]  # of each owner: "" where colour is enough, else one of PATTERNS
    scale: tuple[str, ...]  # from little to much, ordered by lightness

    def __getitem__(self, role: str) -> str:
        return self.roles[role]

    def ink_on(self, colour: str) -> str:
        """The colour of text on any ground: dark or light, whichever reads better."""
        return max((self.roles["owner_ink"], self.roles["badge_ink"]), key=lambda ink: contrast(ink, colour))

    def rgb32(self, role: str) -> int:
        """The colour of a role as ``0xffrrggbb``, the pixel of a QImage in Format_RGB32."""
        return rgb32(self.roles[role])


def rgb32(colour: str) -> int:
    """``#rrggbb`` as ``0xffrrggbb``."""
    return 0xFF000000 | int(colour[1:], 16)


def theme_names() -> tuple[str, ...]:
    """All themes: light and dark first."""
    found = sorted(file.stem for file in resources.path("themes").glob("*.toml"))
    return tuple(sorted(found, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)))


@cache
def load_theme(name: str) -> Theme:
    """The theme of that name. Raises ``PagevisError`` where there is none."""
    if name not in theme_names():
        raise PagevisError(f"there is no theme {name!r}", remedy=f"themes are {', '.join(theme_names())}")
    read = tomllib.loads(resources.path("themes", f"{name}.toml").read_text(encoding="utf-8"))
    owners = tuple(colour for ring in RINGS for colour in read["owners"][ring])
    patterns = tuple(read["owners"].get("patterns", ("",) * len(owners)))
    return Theme(name, read["title"], read["dark"], read["roles"], owners, patterns, tuple(read["scale"]["steps"]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0..1."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, 1..21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
