"""Lanes in the gutters between rows, and trunks in the side margins: who runs where, so that no two links share a
stretch. Numbers only; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

from pagevis.render.view import View

Cell = tuple[int, int]  # column, row

LANE_PX = 11.0  # px between lanes where there is room, at scale 1
SNUG_LANE_PX = 9.0  # … where a picture stands still and is laid out for what it shows
LANE_LEAST_PX = 4.0
FIRST_LANE_PX = 12.0  # from the cells' feet
LAST_LANE_PX = 16.0  # from the next row's heads: room for an arrow head
TOP_LANE_PX = 24.0  # of the lane above the first row, from the cells' heads
LANE_CLEAR_PX = 5.0  # between the ends of two links in one lane
TAG_RIGHT_PX = 32.0  # from the tag's right edge to the grid


@dataclass(frozen=True, slots=True)
class Link:
    """One link to draw. ``source`` None: from the head of list ``list_index``."""

    source: Cell | None
    target: Cell
    style: str  # "strong", "thin", "now", "before"
    list_index: int = 0


@dataclass(slots=True)
class Draft:
    """A link on its way to a route: which gutters it uses, and the lane it got in each."""

    link: Link
    gutters: tuple[int, ...] = ()  # gutter g lies beneath row g
    leave: float = 0.0  # x of the ports
    arrive: float = 0.0
    leaves_foot: bool = True
    arrives_head: bool = True
    is_left: bool = False  # which margin a trunk takes
    sort: tuple[int, float] = (0, 0.0)  # class, length
    lanes: dict[int, int] = field(default_factory=dict)
    trunk: int = 0
    given_up: bool = False


def _ends(draft: Draft, gutter: int, view: View) -> tuple[float, float]:
    """The stretch of a lane that a link takes in one of its gutters."""
    left = view.x(0) - TAG_RIGHT_PX * view.scale
    right = view.x(view.layout.grid_columns) + view.margins.right
    if draft.link.source is None:
        return left, draft.arrive
    if len(draft.gutters) == 1:
        return min(draft.leave, draft.arrive), max(draft.leave, draft.arrive)
    port = draft.leave if gutter == draft.gutters[0] else draft.arrive
    return (left, port) if draft.is_left else (port, right)


def assign_lanes(drafts: list[Draft], view: View) -> dict[tuple[int, int], float]:
    """Give each link the first free lane of its gutters; the y of each lane. Links without room are given up."""
    k = view.scale
    y_of: dict[tuple[int, int], float] = {}
    for gutter in sorted({g for draft in drafts for g in draft.gutters}):
        room = _room(gutter, view)
        most = max(int(room / (LANE_LEAST_PX * k)) + 1, 1)
        lanes: list[list[tuple[float, float]]] = []
        here = [d for d in drafts if gutter in d.gutters and not d.given_up]
        for draft in sorted(here, key=lambda d: d.sort):
            lo, hi = _ends(draft, gutter, view)
            at = next((i for i, lane in enumerate(lanes) if _is_clear(lane, lo, hi, view)), len(lanes))
            if at == most:
                draft.given_up = draft.link.style != "now"
                at = most - 1
                if draft.given_up:
                    continue
            if at == len(lanes):
                lanes.append([])
            lanes[at].append((lo, hi))
            draft.lanes[gutter] = at
        step = min(LANE_PX * k, room / max(len(lanes) - 1, 1))
        for at in range(len(lanes)):
            y_of[gutter, at] = _lane_y(gutter, at, step, view)
    return y_of


def _is_clear(lane: list[tuple[float, float]], lo: float, hi: float, view: View) -> bool:
    clear = LANE_CLEAR_PX * view.scale
    return all(hi + clear <= a or b + clear <= lo for a, b in lane)


def gutter_for(n_lanes: int) -> float:
    """Px at scale 1 of a gutter with so many lanes."""
    return FIRST_LANE_PX + LAST_LANE_PX + max(n_lanes - 1, 0) * SNUG_LANE_PX


def _room(gutter: int, view: View) -> float:
    k = view.scale
    if gutter < 0:
        return view.margins.top - TOP_LANE_PX * k - 6 * k
    if gutter == view.layout.n_rows - 1:
        return view.margins.bottom - FIRST_LANE_PX * k - 2 * k
    return view.gutter - (FIRST_LANE_PX + LAST_LANE_PX) * k


def _lane_y(gutter: int, at: int, step: float, view: View) -> float:
    if gutter < 0:
        return view.y(0) - TOP_LANE_PX * view.scale - at * step
    return view.y(gutter) + view.cell_height + FIRST_LANE_PX * view.scale + at * step


def assign_trunks(drafts: list[Draft]) -> None:
    """Give each link that joins two gutters, and each head's second link, a trunk of its own in its margin."""
    for is_left in (True, False):
        taken: list[list[tuple[int, int]]] = []
        far = [d for d in drafts if d.is_left == is_left and len(d.gutters) == 2 and not d.given_up]
        for draft in sorted(far, key=lambda d: abs(d.gutters[0] - d.gutters[1])):
            lo, hi = sorted(draft.gutters)
            at = next((i for i, t in enumerate(taken) if all(hi < a or b < lo for a, b in t)), len(taken))
            if at == len(taken):
                taken.append([])
            taken[at].append((lo, hi))
            draft.trunk = at
