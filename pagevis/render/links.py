"""The geometry of links between cells: ports, lanes in the gutters, trunks in the margins. Numbers only; no Qt.

All links are orthogonal. Neighbours are joined straight across the gap; everything else leaves a cell's head or foot,
runs along a lane in the gutter and arrives at the target's edge. Rows that do not adjoin are joined by a trunk in a
side margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pagevis.render.lanes import TAG_RIGHT_PX, TOP_LANE_PX, Cell, Draft, Link, assign_lanes, assign_trunks, gutter_for
from pagevis.render.view import View

__all__ = [
    "TAG_RIGHT_PX",
    "TAG_WIDTH_PX",
    "Cell",
    "Link",
    "Route",
    "Routes",
    "Tag",
    "gutter_for",
    "route_links",
    "stub",
]

Point = tuple[float, float]

PORT_CLEAR = 0.11  # of a cell's width, between two ports that face the same gutter
LEAVE = 0.22
ARRIVE_FROM_LEFT, ARRIVE_FROM_RIGHT = -0.26, 0.08
NUDGES = (0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36)
TAG_WIDTH_PX = 96.0
TAG_HEIGHT_PX = 46.0
TAG_CLEAR_PX = 8.0  # a link leaves a tag straight unless nearer to its corners
TRUNK_FIRST_PX, TRUNK_PX = 17.0, 7.0
IMPORTANCE = {"now": 0, "strong": 1, "thin": 2, "before": 3}


@dataclass(frozen=True, slots=True)
class Route:
    """How a link runs. ``form``: "straight" and "notch" across a gap, "path" along lanes, "stub" where there is no
    room for all of it: it leaves and ends."""

    link: Link
    form: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """Where a list's head stands, in px."""

    list_index: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Routes:
    """All routes, in the order of the links asked for, and the heads' tags."""

    routes: tuple[Route, ...]
    tags: tuple[Tag, ...]
    most_lanes: int = 0  # in one gutter between rows


def _is_neighbour(link: Link) -> bool:
    return link.source is not None and link.source[1] == link.target[1] and abs(link.source[0] - link.target[0]) == 1


def route_links(links: Sequence[Link], view: View, heads: Iterable[int] = ()) -> Routes:
    """Routes of links at the vector level of a view with gutters, and tags for the lists ``heads``."""
    ports: dict[tuple[int, int], list[float]] = {}
    drafts: dict[int, Draft] = {}
    ranked = sorted(range(len(links)), key=lambda i: (IMPORTANCE.get(links[i].style, 2), i))
    for i in ranked:
        if not _is_neighbour(links[i]):
            drafts[i] = _draft(links[i], view, ports)
    lane_y = assign_lanes(list(drafts.values()), view)
    assign_trunks(list(drafts.values()))
    tags = _tags(drafts.values(), view, lane_y, heads)
    routes = []
    for i, link in enumerate(links):
        if i in drafts:
            routes.append(_path(drafts[i], view, lane_y, tags))
        else:
            routes.append(_straight(link, view))
    inner = range(view.layout.n_rows - 1)
    most = max((lane + 1 for gutter, lane in lane_y if gutter in inner), default=0)
    return Routes(tuple(routes), tuple(tags.values()), most)


def _straight(link: Link, view: View) -> Route:
    """Across the gap between neighbours, above the cells' feet."""
    assert link.source is not None
    (column, row), (target, _row) = link.source, link.target
    k, width = view.scale, view.pitch - view.gap
    y = view.y(row) + view.cell_height - 12 * k
    if target > column:
        edge = view.x(column) + width
        points = ((edge - 9 * k, y), (view.x(target) + 3.5 * k, y))
    else:
        edge = view.x(target) + width
        points = ((view.x(column) + 5 * k, y), (edge - 8 * k, y))
    if link.style == "thin":
        middle, half = view.x(max(column, target)) - view.gap / 2, (5 if target > column else -5) * k
        return Route(link, "notch", ((middle - half, y), (middle + half, y)))
    return Route(link, "straight", points)


def _draft(link: Link, view: View, ports: dict[tuple[int, int], list[float]]) -> Draft:
    column, row = link.target
    draft = Draft(link)
    width = view.pitch - view.gap
    middle = view.layout.grid_columns / 2
    if link.source is None:
        draft.gutters, draft.is_left, from_left = (row - 1,), True, True
        draft.arrive = _port(ports, row - 1, column, ARRIVE_FROM_LEFT, view)
        draft.sort = (3, -link.list_index if row == 0 else link.list_index)  # the first list's lane is the topmost
        return draft
    source, start = link.source
    from_left = source < column
    towards = LEAVE if column >= source else -LEAVE
    if row == start:
        draft.gutters, draft.arrives_head = (row,), False
        draft.sort = (0, abs(column - source) * view.pitch)
    elif row == start + 1:
        draft.gutters, draft.sort = (start,), (1, abs(column - source) * view.pitch)
    elif row == start - 1:
        draft.gutters, draft.leaves_foot, draft.arrives_head = (row,), False, False
        draft.sort = (1, abs(column - source) * view.pitch)
    else:
        draft.is_left = (source + column) / 2 < middle
        from_left = draft.is_left
        towards = -LEAVE if draft.is_left else LEAVE
        draft.leaves_foot = draft.arrives_head = row > start
        draft.gutters = (start, row - 1) if row > start else (start - 1, row)
        draft.sort = (2, (source + column) * view.pitch if draft.is_left else -(source + column) * view.pitch)
    arrive = ARRIVE_FROM_LEFT if from_left else ARRIVE_FROM_RIGHT
    draft.leave = _port(ports, draft.gutters[0], source, towards, view)
    draft.arrive = _port(ports, draft.gutters[-1], column, arrive, view)
    if abs(draft.leave - draft.arrive) < 0.05 * width:  # straight down would hide under others: keep a visible jog
        draft.leave = _port(ports, draft.gutters[0], source, -towards, view)
    return draft


def _port(ports: dict[tuple[int, int], list[float]], gutter: int, column: int, wanted: float, view: View) -> float:
    """The x of a port near ``wanted`` (of the cell's width, from its middle) that no other link in this gutter has."""
    taken = ports.setdefault((gutter, column), [])
    offset = wanted
    for nudge in NUDGES:
        offset = wanted + nudge
        if abs(offset) <= 0.42 and all(abs(offset - other) >= PORT_CLEAR - 1e-9 for other in taken):
            break
    taken.append(offset)
    return view.x(column) + (view.pitch - view.gap) * (0.5 + offset)


def _tags(
    drafts: Iterable[Draft], view: View, lane_y: dict[tuple[int, int], float], heads: Iterable[int]
) -> dict[int, Tag]:
    """A tag stands at the height of the lane of its list's newest link, or the nearest place below that is free."""
    k = view.scale
    height, width = TAG_HEIGHT_PX * k, TAG_WIDTH_PX * k
    x = view.x(0) - (TAG_RIGHT_PX + TAG_WIDTH_PX) * k
    wanted: dict[int, tuple[int, int, float]] = {}  # list -> importance, gutter and y of its link
    for draft in drafts:
        if draft.link.source is None and draft.lanes:
            gutter = draft.gutters[0]
            found = IMPORTANCE.get(draft.link.style, 2), gutter, lane_y[gutter, draft.lanes[gutter]]
            index = draft.link.list_index
            wanted[index] = min(wanted.get(index, found), found)
    default = (9, -1, view.y(0) - TOP_LANE_PX * k)
    places = sorted((wanted.get(index, default)[1], index) for index in heads)
    tags: dict[int, Tag] = {}
    free_from = view.y(0) - view.margins.top + 2 * k
    for _gutter, index in places:
        y = max(round(wanted.get(index, default)[2] - height / 2), free_from)
        tags[index] = Tag(index, x, y, width, height)
        free_from = y + height + 6 * k
    return tags


def _path(draft: Draft, view: View, lane_y: dict[tuple[int, int], float], tags: dict[int, Tag]) -> Route:
    link = draft.link
    row = link.target[1]
    if draft.given_up:
        return _stub(draft, view)
    last = draft.gutters[-1]
    y_last = lane_y[last, draft.lanes[last]]
    end = view.y(row) if draft.arrives_head else view.y(row) + view.cell_height
    arrival = ((draft.arrive, y_last), (draft.arrive, end))
    if link.source is None:
        tag = tags[link.list_index]
        start_x = tag.x + tag.width
        if tag.y + TAG_CLEAR_PX * view.scale < y_last < tag.y + tag.height - TAG_CLEAR_PX * view.scale:
            return Route(link, "path", ((start_x, y_last), *arrival))
        turn = start_x + (8 if link.style == "now" else 16) * view.scale
        from_y = tag.y + tag.height * (0.5 if link.style != "before" else 0.22 if y_last < tag.y else 0.78)
        return Route(link, "path", ((start_x, from_y), (turn, from_y), (turn, y_last), *arrival))
    start = view.y(link.source[1]) + (view.cell_height if draft.leaves_foot else 0.0)
    first = draft.gutters[0]
    y_first = lane_y[first, draft.lanes[first]]
    departure = ((draft.leave, start), (draft.leave, y_first))
    if len(draft.gutters) == 1:
        return Route(link, "path", (*departure, *arrival))
    k = view.scale
    away = (TRUNK_FIRST_PX + TRUNK_PX * draft.trunk) * k * (0.6 if not draft.is_left else 1)
    side = view.x(0) - away if draft.is_left else view.x(view.layout.grid_columns) - view.gap + away
    return Route(link, "path", (*departure, (side, y_first), (side, y_last), *arrival))


def _stub(draft: Draft, view: View) -> Route:
    source = draft.link.source
    if source is None:
        y = view.y(draft.link.target[1]) - TOP_LANE_PX * view.scale
        return Route(draft.link, "stub", ((view.x(0) - 20 * view.scale, y), (view.x(0) - 8 * view.scale, y)))
    return stub(draft.link, draft.leave, view)


def stub(link: Link, leave: float | None, view: View) -> Route:
    """A link too long to be drawn: it leaves its cell and ends; the cell prints where it leads."""
    assert link.source is not None
    column, row = link.source
    down = link.target[1] >= row
    x = leave if leave is not None else view.x(column) + (view.pitch - view.gap) * (0.5 + LEAVE)
    y = view.y(row) + (view.cell_height if down else 0.0)
    return Route(link, "stub", ((x, y), (x, y + (11 if down else -11) * view.scale)))
