"""The map is painted at every size of cell, and what is marked is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from pagevis.model.snapshot import Kind
from pagevis.render.layout import layout_for
from pagevis.render.map_painter import paint_map
from pagevis.render.palette import Palette
from pagevis.render.raster import Raster
from pagevis.render.scene import MapOptions
from pagevis.render.theme import load_theme
from pagevis.render.view import View, fit, zoom_at
from pagevis.trace.history import Step

from .fakes import SHELL, STEP, STILL, FakeSnapshot, big, lesson

pytestmark = pytest.mark.usefixtures("qapp")  # fonts and images need Qt's application
LISTS = MapOptions(lists=frozenset((0, 1)))


def painted(snapshot: FakeSnapshot, options: MapOptions, step: Step, pitch: float | None = None) -> np.ndarray:
    layout = layout_for(snapshot.ranges, 1.7)
    view = fit(View(layout, 982, 568, lists=bool(snapshot.lists)))
    if pitch is not None:
        view = zoom_at(view, 491, 284, pitch / view.pitch)
    image = QImage(982, 568, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_map(painter, snapshot, view, options, step, Raster(layout, Palette(load_theme("light"))))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(568, 982).copy()


def has(pixels: np.ndarray, role: str) -> bool:
    return bool((pixels == load_theme("light").rgb32(role)).any())


@pytest.mark.parametrize("pitch", [0.2, 1, 3, 5, 12, 20, 36, 44, 51, 100])
def test_every_level_is_painted(pitch: float) -> None:
    pixels = painted(big(8192), MapOptions(selected_frame=100), STILL, pitch)
    assert len(np.unique(pixels)) > 4


@pytest.mark.parametrize("pitch", [4, 12, 24, 40, 51])
def test_what_a_step_touched_is_ringed_and_can_be_hidden(pitch: float) -> None:
    assert has(painted(lesson(), LISTS, STEP, pitch), "now")
    assert not has(painted(lesson(), replace(LISTS, changes=False), STEP, pitch), "now")


def test_links_are_drawn_where_they_are_wanted() -> None:
    assert has(painted(lesson(), LISTS, STILL), "link_free")
    assert has(painted(lesson(), LISTS, STILL), "link_used")
    only_used = painted(lesson(), MapOptions(lists=frozenset((1,))), STILL)
    assert has(only_used, "link_used")
    assert not has(only_used, "link_free")


def test_a_written_head_shows_the_way_before() -> None:
    assert has(painted(lesson(), LISTS, STEP), "link_before")
    assert not has(painted(lesson(), LISTS, STILL), "link_before")


def test_a_selected_holder_lights_up_its_frames_alone() -> None:
    plain, lit = painted(lesson(), MapOptions(), STILL), painted(lesson(), MapOptions(selected_slot=SHELL), STILL)
    theme = load_theme("light")
    shell, _editor, video = (int(colour[1:], 16) | 0xFF000000 for colour in theme.owners[:3])
    assert (lit == shell).sum() == pytest.approx((plain == shell).sum(), rel=0.35)
    assert not (lit == video).any()
    only_free = painted(lesson(), MapOptions(selected_kind=Kind.FREE), STILL)
    assert not (only_free == shell).any()


def test_badges_and_labels_can_be_left_out() -> None:
    assert has(painted(lesson(), MapOptions(), STILL), "badge")
    bare = painted(lesson(), MapOptions(refcounts=False, labels=False), STILL)
    assert not has(bare, "badge")
    assert len(np.unique(bare)) < len(np.unique(painted(lesson(), MapOptions(), STILL)))


def test_painting_twice_paints_the_same() -> None:
    assert np.array_equal(painted(lesson(), LISTS, STEP), painted(lesson(), LISTS, STEP))


def test_what_elements_name_is_left_out_while_it_must_not_be_told() -> None:
    shown, hidden = (painted(lesson(), MapOptions(elements=told), STILL) for told in (True, False))
    assert not np.array_equal(shown, hidden)
