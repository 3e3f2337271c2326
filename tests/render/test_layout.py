"""Frames and cells are one to one, whatever the ranges, the columns and the stacks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pagevis.model.snapshot import FrameRange
from pagevis.render.layout import SEAM, RowLayout, layout_for


@st.composite
def some_ranges(draw: st.DrawFn) -> tuple[FrameRange, ...]:
    found, frame, pfn = [], 0, draw(st.integers(0, 2**40))
    for _ in range(draw(st.integers(1, 6))):
        n = draw(st.integers(1, 700))
        found.append(FrameRange(frame, pfn, n))
        frame += n
        pfn += n + draw(st.sampled_from((0, 0, 1, 4096)))
    return tuple(found)


layouts = st.builds(RowLayout, some_ranges(), st.sampled_from((1, 8, 16, 64)), st.integers(1, 5))


@given(layouts)
def test_every_frame_has_a_cell_of_its_own(layout: RowLayout) -> None:
    cells = [layout.cell_of(frame) for frame in range(layout.n_frames)]
    assert len(set(cells)) == layout.n_frames
    assert [layout.frame_at(*cell) for cell in cells] == list(range(layout.n_frames))
    assert all(0 <= column < layout.grid_columns and 0 <= row < layout.n_rows for column, row in cells)


@given(layouts)
def test_every_cell_with_a_frame_is_that_frames(layout: RowLayout) -> None:
    found = 0
    for row in range(-1, layout.n_rows + 1):
        for column in range(-1, layout.grid_columns + 1):
            frame = layout.frame_at(column, row)
            if frame is not None:
                assert layout.cell_of(frame) == (column, row)
                found += 1
    assert found == layout.n_frames


@given(layouts)
def test_each_range_begins_a_row_and_a_break_is_a_seam(layout: RowLayout) -> None:
    seams = sum(layout.line(line)[0] == SEAM for line in range(layout.n_lines))
    breaks = 0
    for at, here in enumerate(layout.ranges):
        assert layout.line(int(layout.first_lines[at]))[0] == here.first_frame
        if at and layout.ranges[at - 1].first_pfn + layout.ranges[at - 1].n_frames != here.first_pfn:
            breaks += 1
            assert layout.line(int(layout.first_lines[at]) - 1)[0] == SEAM
    assert seams == breaks


@given(layouts, st.data())
def test_pieces_cover_a_range_once_and_in_order(layout: RowLayout, data: st.DataObject) -> None:
    lo = data.draw(st.integers(0, layout.n_frames))
    hi = data.draw(st.integers(lo, layout.n_frames))
    frames = [first + i for first, _place, n in layout.pieces(lo, hi) for i in range(n)]
    assert frames == list(range(lo, hi))
    columns, lines = layout.places_of(np.arange(lo, hi))
    places = [place + i for _first, place, n in layout.pieces(lo, hi) for i in range(n)]
    assert places == (lines * layout.columns + columns).tolist()


@given(layouts, st.data())
def test_frames_in_lines_are_those_of_the_lines(layout: RowLayout, data: st.DataObject) -> None:
    top = data.draw(st.integers(-1, layout.n_lines))
    bottom = data.draw(st.integers(top, layout.n_lines + 1))
    wanted = [first + i for line in range(top, bottom) for first, n in [layout.line(line)] for i in range(n)]
    assert list(range(*layout.frames_in_lines(top, bottom))) == wanted


def test_a_lesson_opens_in_rows_of_sixteen() -> None:
    for aspect in (1.6, 1.73):
        assert layout_for((FrameRange(0, 0, 64),), aspect) == RowLayout((FrameRange(0, 0, 64),), 16)


def test_a_long_memory_is_broken_into_stacks_that_fill_the_viewport() -> None:
    ranges = tuple(FrameRange(i * 1024, i * 4096, 1024) for i in range(500))
    layout = layout_for(ranges, 1.6)
    used = layout.grid_columns / layout.n_rows
    assert layout.n_stacks > 1
    assert 0.8 < used / 1.6 < 1.25
