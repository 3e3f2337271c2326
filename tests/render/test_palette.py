"""A holder keeps its colour; columns of frames become colours all at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pagevis.model.snapshot import Holder, HolderKind, Kind
from pagevis.render.palette import Palette, palette_for
from pagevis.render.theme import load_theme, rgb32

from .fakes import EDITOR, HOLDERS, SHELL, VIDEO, FakeHistory, big, lesson

THEME = load_theme("light")


def test_holders_take_the_strong_hues_in_order_of_their_slots() -> None:
    palette = Palette(THEME)
    palette.learn(HOLDERS)
    assert [palette.holder_colour(slot) for slot in (SHELL, EDITOR, VIDEO)] == list(THEME.owners[:3])
    assert palette.holder_colour(1) == THEME["kernel"]


def test_newcomers_change_nobodys_colour() -> None:
    palette = Palette(THEME)
    holders = [*HOLDERS, *(Holder(5 + i, f"p{i}", HolderKind.PROCESS) for i in range(60))]
    told = []
    for n in range(1, len(holders) + 1):
        palette.learn(holders[:n])
        told.append([palette.holder_colour(slot) for slot in range(n)])
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(told))
    assert len(set(told[-1][2:38])) == 36


def test_the_largest_are_strong_and_the_rest_are_not() -> None:
    palette = Palette(THEME, largest=(VIDEO, SHELL))
    palette.learn(HOLDERS)
    assert palette.holder_colour(VIDEO) == THEME.owners[0]
    assert palette.holder_colour(SHELL) == THEME.owners[1]
    assert palette.holder_colour(EDITOR) in THEME.owners[12:]


def test_a_recordings_palette_goes_by_size() -> None:
    palette = palette_for(FakeHistory(now=big(4096), kind="recording"), THEME)
    assert palette.largest == (2, 3, 4, 5, 6, 7, 8)
    assert palette_for(FakeHistory(), THEME).largest == ()


def test_frames_have_the_colour_of_their_kind_or_holder() -> None:
    snapshot = lesson()
    palette = Palette(THEME)
    palette.learn(snapshot.holders)
    colours = palette.frame_colours(snapshot.frames(0, 64))
    assert colours.dtype == np.uint32
    for frame in range(64):
        kind, slot = snapshot.kind[frame], int(snapshot.holder[frame])
        roles = {
            Kind.FREE: "free",
            Kind.RESERVED: "reserved",
            Kind.KERNEL: "kernel",
            Kind.BOOK: "book",
            Kind.HEAP: "heap",
        }
        wanted = palette.holder_colour(slot) if kind == Kind.USED else THEME[roles[Kind(kind)]]
        assert colours[frame] == rgb32(wanted)


def test_the_second_band_differs_only_where_there_is_a_second_holder() -> None:
    snapshot = lesson()
    palette = Palette(THEME)
    palette.learn(snapshot.holders)
    frames = snapshot.frames(0, 64)
    first = palette.frame_colours(frames)
    second = palette.second_colours(frames, first)
    assert np.array_equal(np.flatnonzero(first != second), np.flatnonzero(snapshot.holder2))


def test_a_slot_nobody_told_of_is_drawn_as_unknown() -> None:
    palette = Palette(THEME)
    palette.learn(HOLDERS)
    assert palette.slot_colours(np.array([99], np.uint32))[0] == THEME.rgb32("unknown")


def test_palettes_can_be_compared() -> None:
    one, other = Palette(load_theme("light")), Palette(load_theme("light"))
    assert (one, 1) == (one, 1)
    assert one != other, "each learns of other holders"
