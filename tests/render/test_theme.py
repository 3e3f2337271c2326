"""Every theme is whole, and its text can be read on what it stands on."""

from __future__ import annotations

import pytest

from pagevis.base.errors import PagevisError
from pagevis.render.theme import contrast, load_theme, luminance, theme_names

GROUNDS = ("window", "panel", "raised", "map", "hover")
PAIRS = (
    *((ink, ground) for ink in ("ink", "text2", "text3") for ground in GROUNDS if (ink, ground) != ("text3", "hover")),
    *(("ink", ground) for ground in ("select", "pressed", "now_soft")),
    *((f"{role}_ink", role) for role in ("free", "kernel", "heap", "book", "cache", "interrupt", "unknown", "hole")),
    *((f"{role}_ink", role) for role in ("reserved", "withheld", "badge")),
    ("ink", "free"),
    ("now", "free"),
    ("now", "panel"),
    ("now_text", "now"),
    ("now_ink", "now_soft"),
    ("accent_text", "panel"),
    ("error_text", "error_soft"),
    ("error_text", "panel"),
    ("warn", "warn_soft"),
    ("ok", "ok_soft"),
    *((role, "panel") for role in ("code_keyword", "code_call", "code_number", "code_string")),
)


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_reaches_the_contrast_of_readable_print(name: str, pair: tuple[str, str]) -> None:
    theme = load_theme(name)
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", theme_names())
def test_text_reads_on_every_owner(name: str) -> None:
    theme = load_theme(name)
    assert len(theme.owners) == 36
    assert min(contrast(theme["owner_ink"], colour) for colour in theme.owners) >= 4.5


def test_themes_name_the_same_roles() -> None:
    roles = [set(load_theme(name).roles) for name in theme_names()]
    assert all(each == roles[0] for each in roles)
    assert theme_names()[:2] == ("light", "dark")


@pytest.mark.parametrize("name", theme_names())
def test_states_that_mean_different_things_look_different(name: str) -> None:
    theme = load_theme(name)
    grounds = [theme[role] for role in ("free", "unknown", "hole", "kernel", "heap", "book", "cache", "reserved")]
    assert len(set(grounds)) == len(grounds)


def test_dark_is_dark() -> None:
    assert luminance(load_theme("dark")["map"]) < 0.05 < luminance(load_theme("light")["map"])


def test_an_unknown_theme_names_those_there_are() -> None:
    with pytest.raises(PagevisError, match="themes are light, dark"):
        load_theme("sepia")
