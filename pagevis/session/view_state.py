"""How memory is shown: one value, whatever is open. Panes, map and exports read it; only the session changes it."""

from __future__ import annotations

from dataclasses import dataclass

from pagevis.model.snapshot import Kind

AUTO, ROWS, BUDDY_BLOCKS = "auto", "rows", "buddy-blocks"
LAYOUTS = {AUTO: "Automatic", ROWS: "Rows", BUDDY_BLOCKS: "Buddy blocks"}
LAYERS = {
    "links": "Links of lists",
    "labels": "Frame numbers and names",
    "refcounts": "Reference counts",
    "changes": "What the step touched",
    "strip": "Kernel addresses",
}


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the user chose to see. Names are those of the files that define them."""

    colour: str = "owner"  # a colour mode: owner, state, age, refcount, reused
    layout: str = AUTO  # one of LAYOUTS
    hidden_layers: frozenset[str] = frozenset()  # of LAYERS
    dimmed_slots: frozenset[int] = frozenset()  # holders that the legend filters out
    dimmed_kinds: frozenset[Kind] = frozenset()  # kinds of frames that it filters out
