"""Colour modes: the same colour in pixels and in cells, kinds where there is no value, and faintly what is dimmed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from pagevis.model.snapshot import Kind
from pagevis.render.colour_modes._base import Seen, logarithmic
from pagevis.render.colouring import Colouring, colour_modes, faint
from pagevis.render.layout import RowLayout
from pagevis.render.map_painter import paint_map
from pagevis.render.palette import Palette
from pagevis.render.raster import Raster
from pagevis.render.scene import MapOptions
from pagevis.render.theme import load_theme, rgb32
from pagevis.render.view import View

from .fakes import EDITOR, SHELL, STILL, FakeSnapshot, big, changed, lesson

pytestmark = pytest.mark.usefixtures("qapp")
THEME = load_theme("light")


def seen(snapshot: FakeSnapshot) -> Seen:
    palette = Palette(THEME)
    palette.learn(snapshot.holders)
    return Seen(snapshot, 0, snapshot.frames(0, snapshot.n_frames), palette)


def painted(snapshot: FakeSnapshot, colouring: Colouring, view: View) -> np.ndarray:
    image = QImage(int(view.width), int(view.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    options = MapOptions(labels=False, refcounts=False, changes=False, colouring=colouring)
    paint_map(painter, snapshot, view, options, STILL, Raster(view.layout, Palette(THEME)))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


@pytest.mark.parametrize("mode", colour_modes())
@pytest.mark.parametrize("pitch", [6.0, 20.0, 60.0])
def test_pixels_and_cells_have_the_colour_of_the_mode(mode: str, pitch: float) -> None:
    snapshot = lesson()
    view = View(RowLayout(snapshot.ranges, 16), 1100.0, 500.0, pitch=pitch)
    pixels = painted(snapshot, Colouring(mode), view)
    colours = Colouring(mode).colours(seen(snapshot))[0]
    for frame in range(64):
        x, y, width, height = view.cell_rect(frame)
        if snapshot.kind[frame] not in (Kind.RESERVED, Kind.HOLE) and y + height < 500:
            assert pixels[int(y + height * 0.3), int(x + width * 0.6)] == colours[frame], frame


@pytest.mark.parametrize("mode", colour_modes().values(), ids=lambda mode: mode.name)
def test_what_has_no_value_keeps_its_kinds_colour(mode: object) -> None:
    snapshot = lesson()
    colours = Colouring(mode.name).colours(seen(snapshot))[0]  # type: ignore[attr-defined]
    for frame, role in ((0, "reserved"), (2, "kernel"), (6, "book")):
        assert colours[frame] == THEME.rgb32(role)


def test_refcounts_are_steps_of_the_scale() -> None:
    colours = Colouring("refcount").colours(seen(lesson()))[0]
    assert colours[0x09] == rgb32(THEME.scale[0])
    assert colours[0x0E] == rgb32(THEME.scale[1])


def test_states_know_no_owners() -> None:
    colours = Colouring("state").colours(seen(lesson()))[0]
    assert colours[0x09] == colours[0x10] == THEME.rgb32("used")
    assert colours[0x0E] == THEME.rgb32("shared")


def test_logarithmic_classes_are_powers_of_two() -> None:
    values = np.array([0, 1, 2, 3, 4, 7, 8, 31, 32, 2**31], np.uint32)
    assert logarithmic(values, 6).tolist() == [0, 1, 2, 2, 3, 3, 4, 5, 6, 6]


def test_dimming_a_holder_dims_what_it_holds_alone() -> None:
    snapshot = lesson()
    plain = Colouring().colours(seen(snapshot))[0]
    dim = Colouring(dimmed_slots=frozenset((EDITOR,))).colours(seen(snapshot))[0]
    wanted = faint(plain, THEME.rgb32("map"))
    alone = (snapshot.holder == EDITOR) & (snapshot.holder2 == 0)
    assert np.array_equal(dim, np.where(alone, wanted, plain))


def test_dimming_a_kind_dims_all_of_it() -> None:
    snapshot = lesson()
    plain = Colouring().colours(seen(snapshot))[0]
    dim = Colouring(dimmed_kinds=frozenset((Kind.FREE,))).colours(seen(snapshot))[0]
    assert np.array_equal(dim != plain, snapshot.kind == Kind.FREE)


@pytest.mark.parametrize("pitch", [0.5, 3.0, 18.0])
def test_another_colouring_is_painted_anew_and_back(pitch: float) -> None:
    snapshot = big(4096)
    raster = Raster(RowLayout(snapshot.ranges, 64), Palette(THEME))
    view = View(raster.layout, 400.0, 300.0, pitch=pitch)
    one = raster.paint(snapshot, view)
    other = raster.paint(snapshot, view, colouring=Colouring("state", frozenset((SHELL,))))
    assert not np.array_equal(one, other)
    assert np.array_equal(one, raster.paint(snapshot, view))
    fresh = Raster(raster.layout, Palette(THEME))
    assert np.array_equal(other, fresh.paint(snapshot, view, colouring=Colouring("state", frozenset((SHELL,)))))


@pytest.mark.parametrize("mode", colour_modes())
def test_part_renewed_equals_all_made_anew_in_each_mode(mode: str) -> None:
    before = big(4096)
    kept = Raster(RowLayout(before.ranges, 64), Palette(THEME))
    view = View(kept.layout, 400.0, 300.0, pitch=0.5)
    kept.paint(before, view, colouring=Colouring(mode))
    after = changed(before, 100, 300, 5)
    fresh = Raster(kept.layout, Palette(THEME))
    assert np.array_equal(
        kept.paint(after, view, colouring=Colouring(mode)), fresh.paint(after, view, colouring=Colouring(mode))
    )


def test_what_lagged_behind_while_time_ran_is_made_good_when_it_rests() -> None:
    before = big(4096)
    kept = Raster(RowLayout(before.ranges, 64), Palette(THEME))
    view = View(kept.layout, 400.0, 300.0, pitch=0.5)
    age = Colouring("age")
    kept.paint(replace(before, ages=200), view, colouring=age)
    after = replace(changed(before, 100, 300, 5), ages=3)
    kept.exact = False
    lagging = kept.paint(after, view, colouring=age)
    kept.exact = True
    fresh = Raster(kept.layout, Palette(THEME)).paint(after, view, colouring=age)
    assert not np.array_equal(lagging, fresh)
    assert np.array_equal(kept.paint(after, view, colouring=age), fresh)
