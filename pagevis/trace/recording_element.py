"""What a recording knows of one frame, field by field: what the last fact about it said, and no more."""

from __future__ import annotations

from pagevis.model.snapshot import ElementField, Kind
from pagevis.trace.recording import NO_CPU, NO_MIGRATETYPE, FactKind, Recording
from pagevis.trace.recording_entries import Entries

# Linux's own order; the numbers above are CMA and isolation, whose places differ from kernel to kernel.
MIGRATETYPES = ("unmovable", "movable", "reclaimable", "high-order atomic")
_STATES = {
    Kind.UNKNOWN: "unknown",
    Kind.FREE: "free",
    Kind.USED: "used",
    Kind.FILE: "page cache",
}


def element(recording: Recording, entries: Entries, row: int) -> tuple[ElementField, ...]:
    """The fields of a frame whose last row of ``entries`` is ``row``; 0 = it was never mentioned."""
    state = ElementField(
        "state", _STATES[Kind(int(entries.kind[row]))], None, "What the frame is after the last event about it."
    )
    if row == 0:
        return (state,)
    event = int(entries.event[row])
    fact = event - 1
    fields = [state]

    def add(name: str, value: str, help_: str) -> None:
        fields.append(ElementField(name, value, None, help_))

    def name(slot: int) -> str:
        holder = recording.holders[slot]
        return holder.name if holder.pid is None else f"{holder.name} ({holder.pid})"

    if held_by := int(entries.holder[row]):
        add("held by", name(held_by), "Who keeps the frame: the task that asked for it, or the page cache.")
    if asked_by := int(entries.allocated_by[row]):
        add("allocated by", name(asked_by), "The task that ran when the frame was last given out.")
    kind = FactKind(int(recording.kind[fact]))
    if kind is FactKind.FREE:
        add("freed by", name(int(recording.process[fact])), "The task that ran when the frame was given back.")
    add("since event", f"{event:,}", "The last event about this frame.")
    since_s = int(recording.time_ns[fact] - recording.time_ns[0]) / 1e9
    add("since", f"{since_s:,.6f} s", "When that was, counted from the first event.")
    order = int(recording.order[fact])
    frames = "1 frame" if order == 0 else f"{1 << order:,} frames in a row"
    add("order", f"{order} ({frames})", "That event concerned 2^order frames; this one is among them.")
    if (cpu := int(recording.cpu[fact])) != NO_CPU:
        add("CPU", str(cpu), "The CPU that the event happened on.")
    if (migratetype := int(recording.migratetype[fact])) != NO_MIGRATETYPE:
        known = MIGRATETYPES[migratetype] if migratetype < len(MIGRATETYPES) else f"type {migratetype}"
        add("migratetype", known, "Whether the kernel can move the frame's contents elsewhere: its block's kind.")
    if kind is FactKind.ALLOC and (flags := recording.strings[int(recording.flags[fact])]):
        add("flags", flags, "The gfp_flags of the request: where the frame may come from, and what may be done for it.")
    add("times used", f"{int(entries.times[row]):,}", "How often the frame was given out up to now.")
    return tuple(fields)
