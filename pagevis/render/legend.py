"""Which entries a legend has: one for what occurs in the picture, none for what does not. Paints nothing; no Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pagevis.model.snapshot import Holder, HolderKind, Kind, Snapshot
from pagevis.render.colour_modes._base import scale_swatches
from pagevis.render.colouring import OWNERS, Colouring
from pagevis.render.palette import HOLDER_ROLE, KIND_ROLE, Palette
from pagevis.trace.history import Step

CHUNK = 1 << 20
MOST_HOLDERS = 12
KIND_WORDS = {
    Kind.FREE: "free",
    Kind.KERNEL: "kernel",
    Kind.HEAP: "kernel heap",
    Kind.BOOK: "page book",
    Kind.RESERVED: "reserved",
    Kind.WITHHELD: "withheld",
    Kind.FILE: "page cache",
    Kind.UNKNOWN: "not yet mentioned",
    Kind.HOLE: "hole",
}
LINE = {
    Kind.FREE: "free_line",
    Kind.RESERVED: "reserved_hatch",
    Kind.WITHHELD: "withheld_line",
    Kind.UNKNOWN: "unknown_line",
    Kind.HOLE: "hole_line",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``mark``: "swatch", "link", "ring", "badge" or "seam"; ``colour`` is ``#rrggbb``."""

    mark: str
    words: str
    colour: str = ""
    line: str = ""  # of an outlined swatch
    hatch: str = ""
    style: str = ""  # of a link, as links.py names them
    pattern: str = ""  # of a holder's swatch
    others: tuple[str, ...] = ()  # further colours of a swatch that stands for several
    slot: int = 0  # the holder it stands for
    kind: Kind | None = None  # … the kind of frames
    list_index: int | None = None  # … the list
    layer: str = ""  # … the layer, as session's view names it


def legend_entries(
    snapshot: Snapshot,
    palette: Palette,
    step: Step,
    *,
    lists: frozenset[int],
    refcounts: bool,
    changes: bool,
    colouring: Colouring = OWNERS,
) -> tuple[Entry, ...]:
    """Entries for holders or the steps of a scale, kinds of frames, links and marks that occur."""
    palette.learn(snapshot.holders)
    kinds, shared = _occurring(snapshot)
    mode = colouring.mode
    if mode.classes:
        swatches = scale_swatches(mode, palette.theme.scale)
        entries = [Entry("swatch", words, colour, palette.theme["border_strong"]) for words, colour in swatches]
    elif mode.name == OWNERS.mode_name:
        entries = _holders(snapshot, palette)
    else:
        entries = _states(kinds, shared, palette)
    entries += _kinds(kinds, palette)
    entries += _links(snapshot, step, palette, lists, changes)
    if changes and len(step.touched):
        entries.append(Entry("ring", "touched", palette.theme["now"], layer="changes"))
    if refcounts and shared:
        entries.append(Entry("badge", "refcount", layer="refcounts"))
    return tuple(entries)


def _occurring(snapshot: Snapshot) -> tuple[set[Kind], bool]:
    """Kinds of frames that occur, and whether a frame has several holds."""
    seen = np.zeros(256, np.bool_)
    shared = False
    for lo in range(0, snapshot.n_frames, CHUNK):
        frames = snapshot.frames(lo, min(lo + CHUNK, snapshot.n_frames))
        seen[np.flatnonzero(np.bincount(frames.kind))] = True
        shared = shared or bool((frames.refcount > 1).any())
    return {kind for kind in Kind if seen[kind]}, shared


def _holders(snapshot: Snapshot, palette: Palette) -> list[Entry]:
    """The largest processes and segments, in order of their slots."""
    own = [s for s in snapshot.states() if s.n_frames and s.holder.kind in (HolderKind.PROCESS, HolderKind.SEGMENT)]
    largest = sorted(own, key=lambda s: (-s.n_frames, s.holder.slot))[:MOST_HOLDERS]
    names = Counter(s.holder.name for s in largest)
    entries = [
        Entry(
            "swatch",
            _name(s.holder, names[s.holder.name] > 1),
            palette.holder_colour(s.holder.slot),
            hatch=palette.theme["owner_hatch"] if palette.holder_pattern(s.holder.slot) else "",
            pattern=palette.holder_pattern(s.holder.slot),
            slot=s.holder.slot,
        )
        for s in sorted(largest, key=lambda s: s.holder.slot)
    ]
    if len(own) > len(largest):
        rest = len(own) - len(largest)
        entries.append(Entry("swatch", f"{rest} more", palette.theme.owners[-1]))
    others = [s.holder for s in snapshot.states() if s.n_frames and s.holder.kind == HolderKind.INTERRUPT]
    entries += [Entry("swatch", h.name, palette.theme[HOLDER_ROLE[h.kind]], slot=h.slot) for h in others]
    return entries


def _states(kinds: set[Kind], shared: bool, palette: Palette) -> list[Entry]:
    if Kind.USED not in kinds:
        return []
    used = Entry("swatch", "used", palette.theme["used"], kind=Kind.USED)
    return [used, Entry("swatch", "shared", palette.theme["shared"])] if shared else [used]


def used_entry(palette: Palette) -> Entry:
    """One swatch for the frames of all processes and segments."""
    first, *others = palette.theme.owners[:3]
    return Entry("swatch", "used", first, others=tuple(others), kind=Kind.USED)


def _name(holder: Holder, is_ambiguous: bool) -> str:
    """A holder's name, with its number where others have the same."""
    return f"{holder.name} {holder.pid}" if is_ambiguous and holder.pid is not None else holder.name


def _kinds(kinds: set[Kind], palette: Palette) -> list[Entry]:
    theme = palette.theme
    entries = []
    for kind, words in KIND_WORDS.items():
        if kind in kinds:
            hatch = theme[f"{kind.name.lower()}_hatch"] if kind in (Kind.RESERVED, Kind.WITHHELD) else ""
            line = theme[LINE[kind]] if kind in LINE else ""
            entries.append(Entry("swatch", words, theme[KIND_ROLE[kind]], line, hatch, kind=kind))
    return entries


def _links(snapshot: Snapshot, step: Step, palette: Palette, lists: frozenset[int], changes: bool) -> list[Entry]:
    theme = palette.theme
    entries = []
    for index, shown in enumerate(snapshot.lists):
        if index in lists and shown.length:
            style, role = ("strong", "link_free") if index == 0 else ("thin", "link_used")
            entries.append(Entry("link", shown.name, theme[role], style=style, list_index=index))
    writes = [w for w in step.links if w.field == "next" and w.list_index in lists] if changes else []
    if any(w.new >= 0 for w in writes):
        entries.append(Entry("link", "written now", theme["now"], style="now", layer="changes"))
    if any(w.old >= 0 and w.old != w.new for w in writes):
        entries.append(Entry("link", "before", theme["link_before"], style="before", layer="changes"))
    return entries
