"""How memory is shown: one value, whatever is open. Panes, map and exports read it; only the session changes it."""

from __future__ import annotations

from dataclasses import dataclass

from pagevis.model.snapshot import Kind


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the user chose to see. Names are those of the files that define them."""

    colour: str = "owner"  # a colour mode: owner, state, age, refcount, reused
    layout: str = "auto"  # auto, rows, buddy-blocks
    hidden_layers: frozenset[str] = frozenset()  # of render's layers: labels, refcounts, changes, …
    dimmed_slots: frozenset[int] = frozenset()  # holders that the legend filters out
    dimmed_kinds: frozenset[Kind] = frozenset()  # kinds of frames that it filters out
