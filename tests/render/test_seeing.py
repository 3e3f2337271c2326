"""Every theme tells states and owners apart: as it is, in grey, and to eyes that confuse colours."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from pagevis.render.theme import PATTERNS, contrast, load_theme, luminance, theme_names

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
SIGHT = {
    "all colours": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}  # fmt: skip
LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip
STATES = ("free", "kernel", "book", "reserved", "used", "shared", "cache")
LEAST = 0.04  # ΔE in OKLab
# What tells two states apart besides their colour, wherever cells are large enough to show it.
SECOND_CUE = {"reserved": "hatch", "free": "outline", "unknown": "outline", "hole": "dashed outline"}


def lab(colour: str, sight: np.ndarray) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(sight @ linear, 0, 1)
    return np.asarray(LAB @ np.cbrt(LMS @ seen))


def apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, SIGHT[sight]) - lab(other, SIGHT[sight])))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", theme_names())
def test_states_are_told_apart(name: str, sight: str) -> None:
    theme = load_theme(name)
    for one, other in combinations(STATES, 2):
        if SECOND_CUE.get(one) == SECOND_CUE.get(other):
            assert apart(theme[one], theme[other], sight) >= LEAST, (one, other)


@pytest.mark.parametrize("name", theme_names())
def test_ground_unknown_and_free_are_told_apart(name: str) -> None:
    theme = load_theme(name)
    for role in ("free", "unknown", "reserved"):
        assert max(apart(theme[role], theme["hole"], "grey"), apart(theme[f"{role}_line"] if role != "reserved" else
                   theme["reserved_hatch"], theme["hole"], "grey")) >= LEAST, role  # fmt: skip


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", theme_names())
def test_a_scale_goes_by_lightness_and_its_steps_are_told_apart(name: str, sight: str) -> None:
    theme = load_theme(name)
    steps = [lab(colour, SIGHT[sight]) for colour in theme.scale]
    lightness = [float(step[0]) for step in steps]
    assert len(steps) == 6
    assert lightness == sorted(lightness, reverse=not theme.is_dark)
    assert all(np.linalg.norm(a - b) >= LEAST for a, b in combinations(steps, 2))


@pytest.mark.parametrize("name", theme_names())
def test_text_reads_on_every_ground_that_frames_have(name: str) -> None:
    theme = load_theme(name)
    for colour in (*theme.scale, theme["used"], theme["shared"], *theme.owners):
        assert contrast(theme.ink_on(colour), colour) >= 4.5, colour


@pytest.mark.parametrize(("name", "sight", "first"), [
    *(("colour-blind", sight, 7) for sight in ("all colours", "protanopia", "deuteranopia")),
    ("greyscale", "grey", 36),
])  # fmt: skip
def test_owners_differ_in_colour_or_pattern(name: str, sight: str, first: int) -> None:
    theme = load_theme(name)
    owners = list(zip(theme.owners, theme.patterns, strict=True))[:first]
    for (colour, pattern), (other, other_pattern) in combinations(owners, 2):
        assert pattern != other_pattern or apart(colour, other, sight) >= LEAST, (colour, other)


@pytest.mark.parametrize("name", theme_names())
def test_patterns_are_known_and_seen(name: str) -> None:
    theme = load_theme(name)
    assert len(theme.patterns) == len(theme.owners)
    assert set(theme.patterns) <= set(PATTERNS)
    patterned = [colour for colour, pattern in zip(theme.owners, theme.patterns, strict=True) if pattern]
    assert all(contrast(theme["owner_hatch"], colour) >= 2.5 for colour in patterned)


def test_greys_are_grey_and_paper_is_white() -> None:
    grey = load_theme("greyscale")
    chosen = [grey[role] for role in (*STATES, "now", "error", "ink", "map")] + [*grey.owners, *grey.scale]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in chosen)
    assert load_theme("print")["map"] == "#ffffff"
    ground = [luminance(load_theme("print")[role]) for role in ("free", "kernel", "book", "cache")]
    assert min(ground) > 0.3, "little ink"
