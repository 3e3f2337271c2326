"""Which links of a scene are drawn, and how: the budget, what the step wrote, and heads. Where they run: links.py."""

from __future__ import annotations

from collections.abc import Iterator

from pagevis.model.snapshot import I64, NO_FRAME, U8, Kind
from pagevis.render.links import Link, Route, Routes, route_links, stub
from pagevis.render.paint_links import Head
from pagevis.render.scene import Scene
from pagevis.trace.history import LinkWrite

LINK_BUDGET = 300  # readability is the limit: more long arrows are solid ink
NEIGHBOUR_BUDGET = 4000


def writes(scene: Scene) -> dict[tuple[int, int | None], LinkWrite]:
    """What the shown step wrote to ``next`` links and heads, by list and source."""
    if not scene.options.changes:
        return {}
    return {(w.list_index, w.source): w for w in scene.step.links if w.field == "next"}


def style_of(scene: Scene, list_index: int) -> str:
    """The first list is drawn strongly, and a selected one; the others thinly."""
    return "strong" if list_index in (0, scene.options.selected_list) else "thin"


def routes_of(scene: Scene, lo: int, hi: int, on_list: U8, following: I64) -> Routes:
    """Routes of all links that the scene shows; ``lo..hi`` are the frames whose rows are seen, the columns theirs."""
    shown = [i for i in range(len(scene.snapshot.lists)) if i in scene.options.lists]
    wanted, stubs = [], []
    for frame, target, list_index, style in _candidates(scene, shown, lo, hi, on_list, following):
        link = _link(scene, frame, target, list_index, style)
        if scene.is_seen(target):
            wanted.append(link)
        elif style != "thin":
            stubs.append(link)
    near = [link for link in wanted if _length(scene, link) <= 1][:NEIGHBOUR_BUDGET]
    far = sorted((link for link in wanted if _length(scene, link) > 1), key=lambda link: _cost(scene, link))
    stubs += [link for link in far[LINK_BUDGET:] if link.style != "thin"]
    links = near + far[:LINK_BUDGET] + list(_head_links(scene, shown))
    routes = route_links(links, scene.view, shown)
    ends: tuple[Route, ...] = tuple(stub(link, None, scene.view) for link in stubs)
    return Routes(routes.routes + ends, routes.tags, routes.most_lanes)


def _candidates(
    scene: Scene, shown: list[int], lo: int, hi: int, on_list: U8, following: I64
) -> Iterator[tuple[int, int, int, str]]:
    """Source, target, list and style of links between frames."""
    written = writes(scene)
    for list_index in shown:
        style = style_of(scene, list_index)
        members = (on_list == list_index + 1).nonzero()[0]
        for at in members[scene.seen(members + lo)].tolist():
            if (list_index, lo + at) not in written and 0 <= following[at] < scene.snapshot.n_frames:
                yield lo + at, int(following[at]), list_index, style
    frames = scene.snapshot.frames(lo, hi)
    for frame in scene.in_hand():
        loose = lo <= frame < hi and not on_list[frame - lo] and frames.kind[frame - lo] == Kind.FREE
        if 0 in shown and loose and (0, frame) not in written and 0 <= following[frame - lo] < scene.snapshot.n_frames:
            yield frame, int(following[frame - lo]), 0, "strong"
    for (list_index, source), write in written.items():
        if source is None or list_index not in shown or not scene.is_seen(source):
            continue
        if write.old not in (NO_FRAME, write.new):
            yield source, write.old, list_index, "before"
        if write.new != NO_FRAME:
            yield source, write.new, list_index, "now"


def _link(scene: Scene, frame: int, target: int, list_index: int, style: str) -> Link:
    cells = scene.view.layout
    return Link(cells.cell_of(frame), cells.cell_of(target), style, list_index)


def _length(scene: Scene, link: Link) -> int:
    """Cells from source to target in reading order; 2 and more for cells of different rows."""
    assert link.source is not None
    columns = abs(link.source[0] - link.target[0])
    rows = abs(link.source[1] - link.target[1])
    return columns if rows == 0 else columns + rows * scene.view.layout.columns


def _cost(scene: Scene, link: Link) -> tuple[bool, int]:
    """What the step wrote comes first, then what is short."""
    return link.style not in ("now", "before"), _length(scene, link)


def _head_links(scene: Scene, shown: list[int]) -> Iterator[Link]:
    cells = scene.view.layout
    written = writes(scene)
    for list_index in shown:
        write = written.get((list_index, None))
        head = scene.snapshot.lists[list_index].head
        if write is not None and write.old not in (NO_FRAME, write.new) and scene.is_seen(write.old):
            yield Link(None, cells.cell_of(write.old), "before", list_index)
        target = write.new if write is not None else head
        if scene.is_seen(target):
            yield Link(None, cells.cell_of(target), "now" if write else style_of(scene, list_index), list_index)


def head_of(scene: Scene, list_index: int) -> Head:
    """The words in a list's tag."""
    shown = scene.snapshot.lists[list_index]
    write = writes(scene).get((list_index, None))
    if write is None:
        return Head(shown.name, shown.length, scene.pfn(shown.head))
    return Head(shown.name, shown.length, scene.pfn(write.new), scene.pfn(write.old))
