"""The vector level of the map: cells with names and fields, links, heads, variables. One painter for all devices."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from pagevis.model.snapshot import Kind
from pagevis.render import ink
from pagevis.render.cells import Cell, faces, paint_cell
from pagevis.render.chains import head_of, routes_of, writes
from pagevis.render.colour_modes._base import Seen
from pagevis.render.colouring import OWNERS
from pagevis.render.links import Routes
from pagevis.render.paint_links import arrivals, paint_routes, paint_tag, paint_variable, variable_rect
from pagevis.render.scene import Scene

VEIL_ALPHA = 175  # over cells that a selection does not light up


def paint_cells(painter: QPainter, scene: Scene) -> None:
    """All cells that are seen; those that a selection leaves dark are veiled."""
    view, k = scene.view, scene.view.scale
    face = faces(k, scene.digits, view.pitch - view.gap)
    lo, hi = scene.visible_range()
    on_list = scene.snapshot.on_list(lo, hi)
    following = scene.snapshot.next_frame(lo, hi)
    in_hand = scene.in_hand()
    written = {source for _list, source in writes(scene)}
    lit = scene.lit()
    lit_frames = None if lit is None else set(lit.tolist())
    linked = bool(scene.snapshot.lists) and scene.options.elements
    colouring = scene.options.colouring
    seen = Seen(scene.snapshot, lo, scene.snapshot.frames(lo, hi), scene.palette)
    mode = colouring.mode if colouring.mode.name != OWNERS.mode_name else None
    grounds = mode.colours(seen) if mode is not None else None
    dimmed = colouring.dimmed(seen.frames)
    for frame, frames, at in scene.visible():
        kind = Kind(frames.kind[at])
        has_next = linked and (on_list[at] > 0 or (frame in in_hand and kind in (Kind.FREE, Kind.USED)))
        cell = Cell(
            kind,
            scene.pfn(frame),
            scene.holders(frame, frames, at),
            int(frames.refcount[at]) if scene.options.refcounts else 0,
            scene.pfn(int(following[at])) if has_next else None,
            frame in written,
            "" if grounds is None else f"#{int(grounds[at]) & 0xFFFFFF:06x}",
            mode.word(seen, at) if mode is not None and mode.word is not None else "",
        )
        rect = scene.cell(frame)
        paint_cell(painter, rect, cell, k, face, scene.palette, scene.options.labels)
        if (lit_frames is not None and frame not in lit_frames) or (dimmed is not None and dimmed[at]):
            painter.setPen(ink.NO_PEN)
            painter.setBrush(ink.brush(scene.theme["map"], VEIL_ALPHA))
            painter.drawRoundedRect(rect, 4 * k, 4 * k)


def visible_routes(scene: Scene) -> Routes:
    """How the links between the frames that are seen run."""
    lo, hi = scene.visible_range()
    return routes_of(scene, lo, hi, scene.snapshot.on_list(lo, hi), scene.snapshot.next_frame(lo, hi))


def paint_chains(painter: QPainter, scene: Scene) -> None:
    """Links, then the heads of their lists, then the names of the running code's variables on their frames."""
    routes = visible_routes(scene) if scene.snapshot.lists and scene.view.lists else Routes((), ())
    k = scene.view.scale
    paint_routes(painter, routes.routes, k, scene.theme)
    for tag in routes.tags:
        paint_tag(painter, tag, head_of(scene, tag.list_index), k, scene.theme)
    if scene.options.changes and scene.options.labels:
        _paint_variables(painter, scene, arrivals(routes.routes, k))


def _paint_variables(painter: QPainter, scene: Scene, taken: list[QRectF]) -> None:
    code = scene.step.code
    names: dict[int, list[str]] = {}
    for name, frame in code.tags.items() if code is not None else ():
        names.setdefault(frame, []).append(name)
    for frame, held_by in names.items():
        if scene.is_seen(frame):
            cell, words = scene.cell(frame), ", ".join(held_by)
            rect = variable_rect(cell, words, scene.view.scale, taken)
            paint_variable(painter, rect, cell, words, scene.view.scale, scene.theme)
            taken.append(rect)
