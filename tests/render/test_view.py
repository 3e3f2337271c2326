"""Pixels and back: what is under the pointer stays there, what is fitted is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagevis.model.snapshot import FrameRange
from pagevis.render.layout import RowLayout, layout_for
from pagevis.render.view import (
    GUTTER_PX,
    LEAST_GUTTER_PX,
    VECTOR_PITCH,
    View,
    best_view,
    clamp,
    fit,
    fits,
    pan,
    reveal,
    zoom_at,
)


def ranges(n_frames: int) -> tuple[FrameRange, ...]:
    half = n_frames // 2
    return FrameRange(0, 16, half), FrameRange(half, 16 + 2 * half, n_frames - half)


views = st.builds(
    lambda n, w, h, lists, pitch: View(layout_for(ranges(n), w / h), float(w), float(h), lists, pitch=pitch),
    st.sampled_from((64, 1024, 70000)),
    st.integers(300, 2000),
    st.integers(200, 1400),
    st.booleans(),
    st.one_of(st.floats(0.3, 7.5), st.integers(8, 100).map(float)),
)


@given(views)
def test_a_fitted_memory_is_seen_whole(view: View) -> None:
    fitted = fit(view)
    assert fits(fitted)
    for frame in (0, view.layout.n_frames - 1):
        x, y, width, height = fitted.cell_rect(frame)
        assert x >= 0
        assert y >= 0
        assert x + width <= view.width + 1
        assert y + height <= view.height + 1


@given(views, st.data())
def test_the_middle_of_a_cell_is_in_that_cell(view: View, data: st.DataObject) -> None:
    view = clamp(view)
    frame = data.draw(st.integers(0, view.layout.n_frames - 1))
    seen = reveal(view, frame)
    x, y, width, height = seen.cell_rect(frame)
    if seen.pitch >= 3:
        assert seen.frame_at(x + width / 2, y + height / 2) == frame


@given(views, st.floats(0.5, 2), st.data())
def test_zooming_holds_what_is_under_the_pointer(view: View, factor: float, data: st.DataObject) -> None:
    view = clamp(view)
    x, y = data.draw(st.floats(100, view.width)), data.draw(st.floats(0, view.height))
    gx, gy = view.grid(x, y)
    zoomed = zoom_at(view, x, y, factor)
    wanted = replace(zoomed, gx=gx - (x - zoomed.left) / zoomed.pitch, gy=gy - y / zoomed.row_pitch)
    assert clamp(wanted) == zoomed
    if wanted == zoomed:
        assert zoomed.grid(x, y) == pytest.approx((gx, gy))


@given(views)
def test_zooming_never_gets_stuck(view: View) -> None:
    larger, smaller = zoom_at(view, 50, 50, 1.01), zoom_at(view, 50, 50, 1 / 1.01)
    assert smaller.pitch < view.pitch < larger.pitch


@given(views, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_panning_stays_within_the_margins_and_clamping_is_idempotent(view: View, dx: float, dy: float) -> None:
    moved = pan(view, dx, dy)
    again = clamp(moved)
    assert (again.gx, again.gy) == pytest.approx((moved.gx, moved.gy))


def test_a_lesson_is_drawn_cell_by_cell_beside_both_docks() -> None:
    view = fit(View(RowLayout((FrameRange(0, 0, 64),), 16), 982, 568, lists=True))
    assert view.pitch >= VECTOR_PITCH


@given(st.integers(500, 1600), st.integers(300, 1200))
def test_gutters_take_the_height_that_cells_leave(width: int, height: int) -> None:
    tight = best_view((FrameRange(0, 0, 64),), width, height, lists=True, gutter_px=LEAST_GUTTER_PX, vector_from=30)
    view = best_view((FrameRange(0, 0, 64),), width, height, lists=True, vector_from=30)
    assert (view.pitch, view.layout) == (tight.pitch, tight.layout)
    assert LEAST_GUTTER_PX <= view.gutter_px <= GUTTER_PX
    assert fits(view)


def test_the_best_view_takes_the_columns_with_the_largest_cells() -> None:
    tall = best_view((FrameRange(0, 0, 64),), 500, 1200, lists=True)
    wide = best_view((FrameRange(0, 0, 64),), 1500, 700, lists=True)
    assert (tall.layout.columns, wide.layout.columns) == (8, 16)
