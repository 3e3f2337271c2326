"""Pixels of the raster, exactly; part of it renewed equals all of it made anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagevis.model.snapshot import FrameRange, Kind
from pagevis.render.layout import RowLayout
from pagevis.render.palette import Palette
from pagevis.render.pyramid import LINEAR, SRGB, Pyramid, mean_2x2
from pagevis.render.raster import Raster
from pagevis.render.theme import load_theme
from pagevis.render.view import RULER, View

from .fakes import FakeSnapshot, big, changed

THEME = load_theme("light")
GROUND = THEME.rgb32("map")
FREE = THEME.rgb32("free")


def raster(snapshot: FakeSnapshot, columns: int = 64, stacks: int = 1) -> Raster:
    return Raster(RowLayout(snapshot.ranges, columns, stacks), Palette(THEME))


def tiny() -> FakeSnapshot:
    """Four frames: free, free, kernel, kernel; in rows of two."""
    snapshot = big(4)
    kind = np.array([Kind.FREE, Kind.FREE, Kind.KERNEL, Kind.KERNEL], np.uint8)
    nobody = np.zeros(4, np.uint32)
    return replace(snapshot, kind=kind, holder=nobody, holder2=nobody, refcount=nobody, ranges=(FrameRange(0, 0, 4),))


def seen(snapshot: FakeSnapshot, pitch: float, columns: int = 2) -> np.ndarray:
    made = raster(snapshot, columns)
    view = View(made.layout, RULER + 2 * pitch + 1, 2 * pitch + 1, pitch=pitch)
    return made.paint(snapshot, view)[:, int(RULER) :]


def test_one_pixel_a_cell() -> None:
    kernel = THEME.rgb32("kernel")
    wanted = [[FREE, FREE, GROUND], [kernel, kernel, GROUND], [GROUND] * 3]
    assert seen(tiny(), 1.0).tolist() == wanted


def test_beneath_a_pixel_the_mean_in_linear_light() -> None:
    cell = mean_2x2(np.array([[FREE, FREE], [THEME.rgb32("kernel")] * 2], np.uint32))
    assert seen(tiny(), 0.5)[0, 0] == cell[0, 0]


def test_borders_between_owners_are_darker_and_others_are_not() -> None:
    pixels = seen(tiny(), 6.0)
    kernel = THEME.rgb32("kernel")
    assert (pixels[0:6, 0:12] == FREE).all()
    assert (pixels[6, 0:12] != kernel).all()
    assert (pixels[7:12, 0:12] == kernel).all()


def test_large_cells_stand_apart_with_a_line_around_the_free_ones() -> None:
    pixels = seen(tiny(), 20.0)
    assert (pixels[:, 18:20] == GROUND).all()
    assert (pixels[18:20] == GROUND).all()
    assert pixels[0, 9] == THEME.rgb32("free_line")
    assert pixels[9, 9] == FREE
    assert pixels[0, 0] not in (FREE, THEME.rgb32("free_line"))  # a round corner
    assert pixels[29, 9] == THEME.rgb32("kernel")


def test_a_second_holder_is_the_lower_half() -> None:
    snapshot = big(64)
    holder, second = np.full(64, 2, np.uint32), np.full(64, 3, np.uint32)
    snapshot = replace(snapshot, kind=np.full(64, Kind.USED, np.uint8), holder=holder, holder2=second)
    made = raster(snapshot, 8)
    pixels = made.paint(snapshot, View(made.layout, RULER + 40, 40, pitch=10.0))[:, int(RULER) :]
    upper, lower = (int(c[1:], 16) | 0xFF000000 for c in THEME.owners[:2])
    assert (pixels[1:5, 1] == upper).all()
    assert (pixels[5:10, 1] == lower).all()


def test_unknown_free_seam_and_hole_differ() -> None:
    snapshot = big(8)
    kind = np.array([Kind.UNKNOWN, Kind.FREE, Kind.HOLE, Kind.FREE, *[Kind.FREE] * 4], np.uint8)
    snapshot = replace(snapshot, kind=kind)
    made = raster(snapshot, 4)
    pixels = made.paint(snapshot, View(made.layout, RULER + 4, 3, pitch=1.0))[:, int(RULER) :]
    assert pixels[0].tolist() == [THEME.rgb32("unknown"), FREE, GROUND, FREE]
    assert pixels[1].tolist() == [GROUND] * 4  # the seam
    assert pixels[2].tolist() == [FREE] * 4


def test_what_is_not_lit_is_dimmed() -> None:
    snapshot = tiny()
    made = raster(snapshot, 2)
    view = View(made.layout, RULER + 2, 2, pitch=1.0)
    plain = made.paint(snapshot, view)[:, int(RULER) :]
    lit = made.paint(snapshot, view, lit=np.array([2], np.uint32))[:, int(RULER) :]
    assert (lit == plain).tolist() == [[False, False], [True, False]]


@given(
    st.integers(0, 4095),
    st.integers(1, 600),
    st.sampled_from((0.13, 0.25, 0.5, 0.9, 1.0, 2.5, 5.0, 17.0)),
    st.integers(1, 4),
)
def test_part_renewed_equals_all_made_anew(lo: int, n: int, pitch: float, stacks: int) -> None:
    before = big(4096)
    kept = raster(before, 32, stacks)
    view = View(kept.layout, 400.0, 300.0, pitch=pitch)
    kept.paint(before, view)
    after = changed(before, lo, min(lo + n, 4096), 5)
    fresh = raster(after, 32, stacks)
    assert np.array_equal(kept.paint(after, view), fresh.paint(after, view))


@given(st.floats(0.05, 50), st.integers(-20, 40), st.integers(-20, 80), st.sampled_from((1.0, 1.5, 2.0)))
def test_any_view_is_painted_from_the_right_cells(pitch: float, gx: int, gy: int, ratio: float) -> None:
    snapshot = big(2048)
    made = raster(snapshot, 32)
    view = View(made.layout, 300.0, 200.0, pitch=pitch, gx=float(gx), gy=float(gy))
    pixels = made.paint(snapshot, view, ratio)
    assert pixels.shape == (round(200 * ratio), round(300 * ratio))
    if pitch * ratio >= 3 and pitch >= 3:
        colours = made.palette.frame_colours(snapshot.frames(0, 2048))
        for x, y in ((RULER + 40, 60), (RULER + 150, 150)):
            frame = view.frame_at(x, y)
            column, row = view.grid(x, y)
            inside = 0.3 < column % 1 < 0.7 and 0.2 < row % 1 < 0.45
            if frame is not None and inside and snapshot.kind[frame] == Kind.USED:
                assert pixels[int(y * ratio), int(x * ratio)] == colours[frame]


@given(st.lists(st.integers(0, 255), min_size=4, max_size=4))
def test_means_are_taken_in_linear_light(levels: list[int]) -> None:
    pixels = np.array(levels, np.uint32).reshape(2, 2) * np.uint32(0x010101) | np.uint32(0xFF000000)
    mean = int(mean_2x2(pixels)[0, 0])
    wanted = np.interp(np.mean(LINEAR[levels]), np.arange(len(SRGB)), SRGB.astype(float))
    assert mean >> 24 == 255
    assert all(abs((mean >> shift & 255) - wanted) <= 1 for shift in (0, 8, 16))


def test_black_and_white_mix_to_the_grey_that_looks_half() -> None:
    pixels = np.array([[0xFF000000, 0xFFFFFFFF], [0xFFFFFFFF, 0xFF000000]], np.uint32)
    assert int(mean_2x2(pixels)[0, 0]) & 255 == pytest.approx(188, abs=1)


KNOWN, UNKNOWN = 0xFF10C020, 0xFFE8EBEF


@given(st.integers(0, 64))
def test_the_more_is_known_the_less_a_mean_looks_unknown(n: int) -> None:
    def top(known: int) -> int:
        cells = np.full(64, UNKNOWN, np.uint32)
        cells[:known] = KNOWN
        return int(Pyramid(cells.reshape(8, 8), GROUND, UNKNOWN).level(3)[0, 0])

    assert top(0) == UNKNOWN
    assert top(64) == KNOWN
    assert top(n) & 0xFF0000 >= top(min(n + 1, 64)) & 0xFF0000
    plain = Pyramid(np.array([[KNOWN, UNKNOWN]] * 2, np.uint32), GROUND).level(1)[0, 0]
    assert int(top(32)) & 0xFF0000 <= int(plain) & 0xFF0000


@given(st.lists(st.sampled_from((0xFF000000, 0xFF808080, 0xFFFFFFFF)), min_size=16, max_size=16))
def test_where_all_is_known_the_mean_is_plain(levels: list[int]) -> None:
    cells = np.array(levels, np.uint32).reshape(4, 4)
    assert np.array_equal(Pyramid(cells, GROUND, UNKNOWN).level(2), Pyramid(cells, GROUND).level(2))


def test_a_pyramid_of_one_colour_is_that_colour_inside() -> None:
    pyramid = Pyramid(np.full((64, 64), FREE, np.uint32), GROUND)
    assert all((pyramid.level(k) == FREE).all() for k in range(7))


@given(st.integers(1, 13), st.integers(1, 13), st.integers(0, 2**32 - 1), st.booleans())
def test_cells_renewed_one_by_one_equal_a_pyramid_made_anew(height: int, width: int, seed: int, weighs: bool) -> None:
    random, faint = np.random.default_rng(seed), UNKNOWN if weighs else None
    colours = np.array([KNOWN, UNKNOWN, GROUND, FREE], np.uint32)
    walked = Pyramid(random.choice(colours, (height, width)), GROUND, faint)
    walked.level(3)
    lines, columns = random.integers(0, height, 3), random.integers(0, width, 3)
    walked.base[lines, columns] = random.choice(colours, 3)
    walked.update_cells(lines, columns)
    fresh = Pyramid(walked.base.copy(), GROUND, faint)
    for k in range(4):
        assert (walked.level(k) == fresh.level(k)).all()


def test_laid_out_anew_it_is_what_one_made_anew_is() -> None:
    snapshot = big(1 << 12)
    made = raster(snapshot)
    made.paint(snapshot, View(made.layout, 700.0, 500.0, pitch=2.0))
    layout = RowLayout(snapshot.ranges, 32)
    view = View(layout, 500.0, 700.0, pitch=2.0)
    wanted = Raster(layout, Palette(THEME)).paint(snapshot, view)
    assert (made.laid_out(layout).paint(snapshot, view) == wanted).all()
    later = changed(snapshot, 100, 300, 1)
    wanted = Raster(layout, Palette(THEME)).paint(later, view)
    assert (made.laid_out(layout).paint(later, view) == wanted).all()
