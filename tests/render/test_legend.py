"""A legend has an entry for what occurs and none for what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pagevis.model.snapshot import Holder, HolderKind, Kind
from pagevis.render.legend import legend_entries
from pagevis.render.palette import Palette
from pagevis.render.theme import load_theme
from pagevis.trace.history import Step

from .fakes import STEP, STILL, FakeSnapshot, lesson

BOTH = frozenset((0, 1))


def words(snapshot: FakeSnapshot, step: Step = STEP, lists: frozenset[int] = BOTH, refcounts: bool = True) -> list[str]:
    palette = Palette(load_theme("light"))
    found = legend_entries(snapshot, palette, step, lists=lists, refcounts=refcounts, changes=True)
    return [entry.words for entry in found]


def test_the_study_has_all_that_occurs_in_it() -> None:
    holders = ["shell", "editor", "video"]
    kinds = ["free", "kernel", "kernel heap", "page book", "reserved"]
    assert words(lesson()) == [
        *holders,
        *kinds,
        "free list",
        "used list",
        "written now",
        "before",
        "touched",
        "refcount",
    ]


def test_what_does_not_occur_has_no_entry() -> None:
    snapshot = lesson()
    bare = replace(
        snapshot,
        kind=np.full(64, Kind.FREE, np.uint8),
        holder=np.zeros(64, np.uint32),
        holder2=np.zeros(64, np.uint32),
        refcount=np.zeros(64, np.uint32),
    )
    assert words(bare, STILL, frozenset()) == ["free"]
    assert "refcount" not in words(snapshot, refcounts=False)


def test_holders_of_one_name_are_told_apart() -> None:
    snapshot = lesson()
    named = [*snapshot.holders[:2], *(Holder(i, "cc1", HolderKind.PROCESS, 900 + i) for i in (2, 3, 4))]
    assert words(replace(snapshot, holders=tuple(named)))[:3] == ["cc1 902", "cc1 903", "cc1 904"]
