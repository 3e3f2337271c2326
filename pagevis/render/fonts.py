"""The program's typefaces as QFonts: bundled, so that pictures are the same on every machine."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from pagevis.base import resources
from pagevis.base.errors import PagevisError

SANS = ("Inter", "Noto Sans", "DejaVu Sans")
MONO = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600


@cache
def load_fonts() -> tuple[str, ...]:
    """Load the bundled fonts, once per process; the families found. Needs a QGuiApplication.

    Raises ``PagevisError`` where Qt can show neither these nor any font of the system.
    """
    families = set()
    for file in sorted(resources.path("fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families |= set(QFontDatabase.applicationFontFamilies(number)) if number >= 0 else set()
    if not families and not QFontDatabase.families():
        raise PagevisError(
            "Qt finds no font", remedy='install one ("apt install fonts-dejavu-core" on Debian and Ubuntu)'
        )
    return tuple(sorted(families))


def _font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    load_fonts()
    font = QFont(list(families))
    font.clearFeatures()  # those of the application's own font would come along
    font.setPixelSize(max(px, 1))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def sans(px: int, weight: int = REGULAR, tabular: bool = True) -> QFont:
    """The sans face with figures of equal width. Figures in files take ``tabular=False``: a PDF's text loses digits
    that stand for other glyphs than their own."""
    font = _font(SANS, px, weight)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("calt"), 0)  # else 0x12 becomes 0×12
    return font


@cache
def mono(px: int, weight: int = REGULAR) -> QFont:
    """The monospaced face without ligatures: ``->`` and ``0x`` stay what they are."""
    font = _font(MONO, px, weight)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


@cache
def _metrics(is_mono: bool, px: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(mono(px, weight) if is_mono else sans(px, weight, tabular=False))


@cache
def text_width(text: str, font_is_mono: bool, px: int, weight: int) -> float:
    """Px that a text takes; sans figures not tabular."""
    return _metrics(font_is_mono, px, weight).horizontalAdvance(text)


@cache
def elided(text: str, font_is_mono: bool, px: int, weight: int, width: float) -> str:
    """The text, shortened with an ellipsis to ``width`` px."""
    if text_width(text, font_is_mono, px, weight) <= width:
        return text
    kept = len(text)
    while kept > 1 and text_width(text[:kept] + "…", font_is_mono, px, weight) > width:
        kept -= 1
    return text[:kept].rstrip() + "…" if kept >= 1 else ""
