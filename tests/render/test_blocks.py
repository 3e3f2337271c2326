"""Buddy blocks: frames and cells are one to one, buddies are squares or pairs of squares, parts equal the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagevis.model.snapshot import FrameRange
from pagevis.render.block_ruler import place_words
from pagevis.render.blocks import GAP, BlockLayout, blocks_for, side_for, z_number, z_order
from pagevis.render.palette import Palette
from pagevis.render.raster import Raster
from pagevis.render.theme import load_theme
from pagevis.render.view import RULER, View, best_view, clamp, fit, fits, show_block, zoom_at

from .fakes import big, changed

THEME = load_theme("light")


@st.composite
def some_ranges(draw: st.DrawFn) -> tuple[FrameRange, ...]:
    found, frame, pfn = [], 0, draw(st.integers(0, 2**36))
    for _ in range(draw(st.integers(1, 5))):
        n = draw(st.integers(1, 300))
        found.append((pfn, n))
        pfn += n + draw(st.sampled_from((0, 0, 1, 64, 700)))
    made = []
    for first_pfn, n in draw(st.permutations(found)):
        made.append(FrameRange(frame, first_pfn, n))
        frame += n
    return tuple(made)


layouts = st.builds(
    BlockLayout, some_ranges(), st.sampled_from((1, 2, 3, 8)), st.sampled_from((4, 8, 16)), st.booleans()
)


@given(layouts)
def test_every_frame_has_a_cell_of_its_own_and_back(layout: BlockLayout) -> None:
    cells = [layout.cell_of(frame) for frame in range(layout.n_frames)]
    assert len(set(cells)) == layout.n_frames
    assert [layout.frame_at(*cell) for cell in cells] == list(range(layout.n_frames))
    assert all(0 <= column < layout.grid_columns and 0 <= row < layout.n_rows for column, row in cells)
    columns, rows = layout.cells_of(np.arange(layout.n_frames))
    assert list(zip(columns.tolist(), rows.tolist(), strict=True)) == cells


@given(layouts)
def test_every_cell_with_a_frame_is_that_frames(layout: BlockLayout) -> None:
    found = 0
    for row in range(min(layout.n_rows, 200)):
        for frame, column in layout.cells_in_row(row, 0, layout.grid_columns):
            assert layout.cell_of(frame) == (column, row)
            found += 1
    assert found == layout.n_frames or layout.n_rows > 200


@given(layouts, st.data())
def test_what_is_put_is_found_at_its_place(layout: BlockLayout, data: st.DataObject) -> None:
    lo = data.draw(st.integers(0, layout.n_frames - 1))
    hi = data.draw(st.integers(lo + 1, layout.n_frames))
    bulk = np.full((layout.n_lines, layout.columns), -1, np.int64)
    layout.put(bulk, 0, 0, lo, np.arange(lo, hi))
    columns, lines = layout.places_of(np.arange(lo, hi))
    assert bulk[lines, columns].tolist() == list(range(lo, hi))
    assert (bulk >= 0).sum() == hi - lo
    top, bottom = layout.lines_of(lo, hi)
    assert top <= lines.min() <= lines.max() < bottom


@given(layouts, st.data())
def test_a_window_names_the_frames_in_it(layout: BlockLayout, data: st.DataObject) -> None:
    left = data.draw(st.integers(0, layout.columns - 1))
    top = data.draw(st.integers(0, layout.n_lines - 1))
    right, bottom = data.draw(st.integers(left + 1, layout.columns)), data.draw(st.integers(top + 1, layout.n_lines))
    window = layout.window(top, bottom, left, right)
    assert window.top <= top < bottom <= window.bottom
    assert window.left <= left < right <= window.right
    named = {frame for lo, hi in window.runs for frame in range(lo, hi)}
    columns, lines = layout.places_of(np.arange(layout.n_frames))
    inside = (left <= columns) & (columns < right) & (top <= lines) & (lines < bottom)
    assert named >= set(np.flatnonzero(inside).tolist())


@pytest.mark.parametrize("side", [4, 8, 32])
def test_buddies_are_squares_or_two_squares(side: int) -> None:
    x, y = z_order(side)
    assert (z_number(side)[y, x] == np.arange(side * side)).all()
    for order in range((side * side).bit_length()):
        size = 1 << order
        for first in range(0, side * side, size):
            part = slice(first, first + size)
            width, height = np.ptp(x[part]) + 1, np.ptp(y[part]) + 1
            assert width * height == size
            assert width in (height, 2 * height)


def test_a_memory_named_here_and_there_is_folded_and_a_whole_one_is_not() -> None:
    scattered = tuple(FrameRange(i * 1024, i * 1024 * 7, 1024) for i in range(200))
    folded = blocks_for(scattered, 1.8)
    assert folded.folded
    assert len(folded.blocks) == 200
    whole = blocks_for((FrameRange(0, 0, 200 * 1024),), 1.8)
    assert not whole.folded
    assert whole.per_row & (whole.per_row - 1) == 0


def test_rows_begin_at_round_addresses_where_nothing_is_left_out() -> None:
    layout = BlockLayout((FrameRange(0, 5 * 1024 + 7, 40 * 1024),), 8)
    assert int(layout.blocks[0]) % 8 == 0
    assert layout.frame_at(0, 0) is None
    assert layout.cell_of(0)[0] >= 5 * layout.pitch


@pytest.mark.parametrize(("n_frames", "side"), [(16, 4), (64, 4), (1024, 16), (4096, 32), (1 << 20, 32)])
def test_small_memories_have_small_squares(n_frames: int, side: int) -> None:
    assert side_for(n_frames) == side


@given(
    st.integers(0, 4095),
    st.integers(1, 600),
    st.sampled_from((0.13, 0.5, 0.9, 1.0, 2.5, 5.0, 17.0)),
    st.booleans(),
)
def test_part_renewed_equals_all_made_anew(lo: int, n: int, pitch: float, folded: bool) -> None:
    before = big(4096)
    layout = BlockLayout(before.ranges, 4, 16, folded)
    kept = Raster(layout, Palette(THEME))
    view = View(layout, 400.0, 300.0, pitch=pitch)
    kept.paint(before, view)
    after = changed(before, lo, min(lo + n, 4096), 5)
    assert np.array_equal(kept.paint(after, view), Raster(layout, Palette(THEME)).paint(after, view))


@given(st.integers(3, 30), st.integers(-3, 40), st.integers(-3, 60), st.booleans())
def test_pixels_are_those_of_the_frames_there(pitch: int, gx: int, gy: int, folded: bool) -> None:
    snapshot = big(2048)
    layout = BlockLayout(snapshot.ranges, 2, 16, folded)
    view = View(layout, 400.0, 260.0, pitch=float(pitch), gx=float(gx), gy=float(gy))
    made = Raster(layout, Palette(THEME))
    pixels = made.paint(snapshot, view)
    colours = made.palette.frame_colours(snapshot.frames(0, 2048))
    for x in range(int(RULER) + pitch // 2, 400, pitch * 3):
        for y in range(int(view.top) + pitch // 2, 260, pitch * 3):
            frame = view.frame_at(x, y)
            if frame is None:
                assert pixels[y, x] == THEME.rgb32("map")
            elif not snapshot.holder2[frame]:
                column, row = view.grid(x, y)
                if 0.3 < column % 1 < 0.7 and 0.3 < row % 1 < 0.7:
                    assert pixels[y, x] == colours[frame]


@pytest.mark.parametrize("n_frames", [64, 1024, 70_000])
def test_zooming_never_reflows_and_the_whole_fits(n_frames: int) -> None:
    view = best_view((FrameRange(0, 0, n_frames),), 900, 500, lists=True, blocks=True)
    assert fits(view)
    zoomed = zoom_at(view, 450, 250, 8.0)
    assert zoomed.layout == view.layout
    smaller, larger = zoom_at(view, 450, 250, 0.99), zoom_at(view, 450, 250, 1.01)
    assert smaller.pitch < view.pitch < larger.pitch


def test_squares_come_out_equally_wide() -> None:
    view = fit(View(BlockLayout((FrameRange(0, 0, 1 << 18),), 16), 913.0, 611.0))
    assert view.pitch * (32 + GAP) == pytest.approx(round(view.pitch * (32 + GAP)))


def test_a_block_is_shown_whole_and_in_the_middle() -> None:
    view = clamp(View(BlockLayout((FrameRange(0, 0, 1 << 18),), 16), 913.0, 611.0, pitch=0.5))
    near = show_block(view, 100 * 1024 + 5)
    for frame in (100 * 1024, 100 * 1024 + 1023):
        x, y, width, height = near.cell_rect(frame)
        assert near.left <= x < x + width <= near.width
        assert near.top <= y < y + height <= near.height
    assert near.pitch > 8 * view.pitch


def test_frames_beside_are_found_across_gaps() -> None:
    layout = BlockLayout((FrameRange(0, 0, 64),), 4, 4)
    assert layout.beside(0, 1, 0) == 1
    assert layout.beside(5, 1, 0) == 16
    assert layout.beside(0, -1, 0) is None
    assert layout.beside(10, 0, 1) is None


def test_a_view_in_squares_paints_any_ratio() -> None:
    snapshot = replace(big(4096))
    layout = BlockLayout(snapshot.ranges, 4, 16)
    view = fit(View(layout, 300.0, 200.0))
    assert Raster(layout, Palette(THEME)).paint(snapshot, view, 1.5).shape == (300, 450)


def test_a_folded_ruler_tells_tenths_of_a_gib() -> None:
    ranges = (FrameRange(0, 1 << 20, 1024), FrameRange(1024, 3 << 20, 1024))
    assert place_words(BlockLayout(ranges, 1, folded=True), 0x11E400000) == "4.5 GiB"
    assert place_words(BlockLayout(ranges, 1), 0x140000000) == "5 GiB"
    assert place_words(BlockLayout(ranges, 1, folded=True), 96 << 20) == "96 MiB"


def test_as_many_squares_a_row_as_make_the_largest_cells() -> None:
    scattered = tuple(FrameRange(k * 512, k * 7919 * 64, 512) for k in range(300))
    for ranges in (scattered, (FrameRange(0, 3 * 1024, 200 * 1024),)):
        for aspect in (0.4, 1.0, 1.8, 3.0):
            chosen = blocks_for(ranges, aspect)
            others = [BlockLayout(ranges, n, chosen.side, chosen.folded) for n in (1, 2, 4, 8, 16, 32, 64, 128)]
            cells = [min(aspect / x.grid_columns, 1 / x.n_rows) for x in (chosen, *others)]
            assert cells[0] >= max(cells) * (0.9 if chosen.folded else 1)


@pytest.mark.parametrize("folded", [False, True])
def test_whole_squares_are_put_where_their_frames_lie(folded: bool) -> None:
    layout = BlockLayout(
        (FrameRange(0, 2 * 1024 + 100, 9 * 1024), FrameRange(9 * 1024, 40 * 1024, 5 * 1024)), 4, 32, folded
    )
    frames = np.arange(layout.n_frames)
    columns, lines = layout.places_of(frames)
    wanted = np.full((layout.n_lines, layout.columns), -1)
    wanted[lines, columns] = frames
    for top in (0, layout.side):
        made = np.full((layout.n_lines - top, layout.columns), -1)
        layout.put(made, top, 0, 0, frames)
        assert (made == wanted[top:]).all()
