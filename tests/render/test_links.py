"""Links: no two share a stretch of a lane, all are orthogonal, and arrows end at the edges of their cells."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from pagevis.model.snapshot import FrameRange
from pagevis.render.layout import RowLayout
from pagevis.render.links import Link, Route, route_links
from pagevis.render.view import View

VIEW = View(RowLayout((FrameRange(0, 0, 64),), 16), 1000.0, 600.0, lists=True, pitch=51.0, gx=-3.0, gy=-0.4)
cells = st.tuples(st.integers(0, 15), st.integers(0, 3))
links = st.lists(
    st.builds(Link, cells, cells, st.sampled_from(("strong", "thin"))),
    max_size=24,
    unique_by=(lambda link: link.source, lambda link: link.target),
)


def horizontals(route: Route) -> list[tuple[float, float, float]]:
    """y, left and right of each stretch along a lane."""
    if route.form != "path":
        return []
    return [(a[1], min(a[0], b[0]), max(a[0], b[0])) for a, b in pairwise(route.points) if a[1] == b[1] and a != b]


def box(cell: tuple[int, int]) -> tuple[float, float, float, float]:
    x, y = VIEW.x(cell[0]), VIEW.y(cell[1])
    return x, y, x + VIEW.pitch - VIEW.gap, y + VIEW.cell_height


@given(links, st.booleans())
def test_no_two_links_share_a_stretch_of_a_lane(some: list[Link], with_heads: bool) -> None:
    heads = [Link(None, (9, 1), "now", 0), Link(None, (4, 2), "thin", 1)] if with_heads else []
    routes = route_links(some + heads, VIEW, (0, 1)).routes
    for one, other in combinations(routes, 2):
        for y, left, right in horizontals(one):
            for other_y, other_left, other_right in horizontals(other):
                assert abs(y - other_y) > 3 or right <= other_left or other_right <= left


@given(links)
def test_all_stretches_run_along_an_axis(some: list[Link]) -> None:
    for route in route_links(some, VIEW).routes:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(route.points))


@given(links)
def test_arrows_begin_and_end_at_the_edges_of_their_cells(some: list[Link]) -> None:
    for route in route_links(some, VIEW).routes:
        assert route.link.source is not None
        left, top, right, bottom = box(route.link.source)
        (x, y), (end_x, end_y) = route.points[0], route.points[-1]
        if route.form in ("path", "stub"):
            assert left < x < right
            assert y in (top, bottom)
        if route.form == "path":
            left, top, right, bottom = box(route.link.target)
            assert left < end_x < right
            assert end_y in (top, bottom)


@given(links)
def test_lanes_lie_in_gutters_and_never_on_cells(some: list[Link]) -> None:
    for route in route_links(some, VIEW).routes:
        for y, _left, _right in horizontals(route):
            assert all(not (VIEW.y(row) < y < VIEW.y(row) + VIEW.cell_height) for row in range(4))


@given(links)
def test_two_ports_of_a_gutter_are_told_apart(some: list[Link]) -> None:
    ends = []
    for route in route_links(some, VIEW).routes:
        if route.form == "path":
            ends += [(route.points[0], route.points[1][1]), (route.points[-1], route.points[-2][1])]
    for (one, _), (other, _) in combinations(ends, 2):
        if one[1] == other[1]:
            assert abs(one[0] - other[0]) > 1


def test_neighbours_are_joined_straight_and_thin_ones_by_a_notch() -> None:
    strong, thin = route_links([Link((3, 0), (4, 0), "strong"), Link((8, 0), (7, 0), "thin")], VIEW).routes
    assert (strong.form, thin.form) == ("straight", "notch")
    assert strong.points[0][0] < strong.points[1][0]
    assert thin.points[0][0] > thin.points[1][0]


def test_a_head_stands_at_the_height_of_its_lane() -> None:
    routes = route_links([Link(None, (2, 1), "now", 0), Link(None, (8, 3), "thin", 1)], VIEW, (0, 1))
    for route, tag in zip(routes.routes, sorted(routes.tags, key=lambda tag: tag.list_index), strict=True):
        assert route.points[0][0] == tag.x + tag.width
        assert abs(route.points[0][1] - (tag.y + tag.height / 2)) <= 1
        assert len(route.points) == 3  # straight out of the tag, then down


@given(st.lists(cells, min_size=2, max_size=4))
def test_heads_do_not_overlap(targets: list[tuple[int, int]]) -> None:
    heads = [Link(None, target, "strong", i) for i, target in enumerate(targets)]
    tags = sorted(route_links(heads, VIEW, range(len(targets))).tags, key=lambda tag: tag.y)
    assert len(tags) == len(targets)
    assert all(above.y + above.height <= below.y for above, below in pairwise(tags))


def test_too_many_links_for_a_gutter_become_stubs() -> None:
    many = [Link((column, 0), (15 - column, 1), "strong") for column in range(16)]
    forms = [route.form for route in route_links(many, VIEW).routes]
    assert "stub" in forms
    assert forms.count("path") >= 8
