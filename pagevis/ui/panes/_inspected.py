"""What the inspector tells of the selection, as plain values: a frame, a holder or a kind of frame. Paints nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pagevis.model.snapshot import I64, Hold, Holder, HolderKind, HolderState, Kind, PfnTable, Snapshot
from pagevis.session.session import Session
from pagevis.trace import event_filter
from pagevis.trace.history import History
from pagevis.ui import words
from pagevis.ui.hover_card import KIND_WORDS

LISTS_UP_TO = 4096  # frames; on longer lists nobody counts places
MOST_PFNS = 4096
SCANNED_UP_TO = 1 << 16  # frames; of larger memories the counts tell what they can
HOLDER_WORDS = {
    HolderKind.NONE: "nobody",
    HolderKind.KERNEL: "the kernel",
    HolderKind.PROCESS: "process",
    HolderKind.SEGMENT: "shared segment",
    HolderKind.INTERRUPT: "interrupts",
    HolderKind.CACHE: "page cache",
}
ELEMENT_TWICE = ("owners", "kind")  # told better by the owner list below the fields, and beside the title
VEIL = "What the books tell of it is hidden until the question is answered."
EMPTY = (
    "Nothing is selected.\n\nClick a frame on the map to see its element, its owners and its history. "
    "Alt and the arrow keys go from frame to frame; a click on a process shows what it holds."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a name, a value, and where the value leads, if anywhere."""

    name: str
    value: str
    help: str = ""
    frame: int | None = None
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """One hold on the frame, as it stands on the owner list."""

    slot: int
    name: str
    page: int
    via: int = 0
    via_name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All of it. ``slot`` and ``kind`` say whose colour stands beside the title."""

    title: str
    chips: tuple[str, ...] = ()
    address: str = ""
    facts: tuple[Fact, ...] = ()
    owners: tuple[Owner, ...] = ()  # in the order of the list: the newest hold first
    slot: int = 0
    kind: Kind | None = None
    veil: str = ""
    frame: int | None = None


def card_of(session: Session) -> Card | None:
    """What there is to tell of the selection now; None: nothing is selected."""
    history, snapshot, selection = session.history, session.snapshot(), session.selection
    if history is None or snapshot is None:
        return None
    if selection.frame is not None:
        return _frame(session, snapshot, selection.frame)
    if selection.slot:
        return _holder(history, snapshot, selection.slot, session.preferences.number_base)
    return _kind(snapshot, selection.kind) if selection.kind is not None else None


def events_of(session: Session) -> I64 | None:
    """The events of the selection; None: it has none of its own."""
    history, selection = session.history, session.selection
    if history is None or (selection.frame is None and not selection.slot):
        return None
    if selection.frame is not None:
        return history.frame_events(selection.frame)
    return event_filter.of_slot(history, selection.slot)


def _frame(session: Session, snapshot: Snapshot, frame: int) -> Card:
    table = PfnTable(snapshot.ranges)
    pfn = table.pfn(frame)
    digits = words.pfn_digits(max(r.first_pfn + r.n_frames - 1 for r in snapshot.ranges))
    size = snapshot.page_size_bytes
    title = words.pfn(pfn, digits, session.preferences.number_base)
    address = f"{pfn * size:#010x} – {(pfn + 1) * size - 1:#010x}"
    if "elements" in session.hides:
        return Card(title, address=address, veil=VEIL, frame=frame)
    frames = snapshot.frames(frame, frame + 1)
    kind, holds = Kind(int(frames.kind[0])), snapshot.holders_of(frame)
    chips = (KIND_WORDS[kind].split(":")[0],) + (("shared",) if len({hold.slot for hold in holds}) > 1 else ())
    facts = [
        Fact(field.name, field.value, field.help, field.frame)
        for field in snapshot.element(frame)
        if field.name not in ELEMENT_TWICE
    ]
    place = _place(snapshot, frame)
    if place:
        facts.append(Fact("on list", place, "Which list the element is linked into, and its place from the head."))
    owners = tuple(_owner(snapshot, hold) for hold in reversed(holds))
    return Card(title, chips, address, tuple(facts), owners, kind=kind, frame=frame)


def _owner(snapshot: Snapshot, hold: Hold) -> Owner:
    holders = snapshot.holders
    return Owner(hold.slot, holders[hold.slot].name, hold.page, hold.via, holders[hold.via].name if hold.via else "")


def _place(snapshot: Snapshot, frame: int) -> str:
    """``used list, 13 of 28``."""
    number = int(snapshot.on_list(frame, frame + 1)[0])
    if not number:
        return ""
    found = snapshot.lists[number - 1]
    if snapshot.n_frames > LISTS_UP_TO:
        return found.name
    links = snapshot.next_frame(0, snapshot.n_frames).tolist()
    at, place = found.head, 1
    while 0 <= at < len(links) and at != frame and place <= len(links):
        at, place = links[at], place + 1
    return f"{found.name}, {place} of {found.length}" if at == frame else found.name


def _holder(history: History, snapshot: Snapshot, slot: int, base: int) -> Card:
    holder = snapshot.holders[slot]
    state = next((s for s in snapshot.states() if s.holder.slot == slot), HolderState(holder, 0, 0, alive=False))
    events = event_filter.of_slot(history, slot)
    facts = [
        Fact("pid", str(holder.pid), "The number by which the kernel knows the process.") if holder.pid else None,
        Fact("frames", _amount(snapshot, state.n_frames), "How many different frames it holds now."),
        Fact("shared", words.count(state.n_shared), "Of those, held by somebody else too."),
        Fact("private", words.count(state.n_frames - state.n_shared), "Of those, held by nobody else."),
        _pages(snapshot, slot, base),
        *(
            Fact("attached", snapshot.holders[other].name, "A process that has the segment's pages.", slot=other)
            for other in state.attached
        ),
        _when("first event", events[:1]),
        _when("last event", events[-1:]),
    ]
    return Card(holder.name, _holder_chips(holder, state), facts=tuple(f for f in facts if f is not None), slot=slot)


def _pages(snapshot: Snapshot, slot: int, base: int) -> Fact | None:
    """None for a recording: it tells of frames, not which page of their holder they are."""
    if not snapshot.lists:
        return None
    table = PfnTable(snapshot.ranges)
    pfns = words.runs([table.pfn(frame) for frame in snapshot.frames_of(slot)[:MOST_PFNS].tolist()], 8, base)
    return Fact("pages", pfns or "none", "Its frames in the order of its pages, neighbours joined.")


def _holder_chips(holder: Holder, state: HolderState) -> tuple[str, ...]:
    return (HOLDER_WORDS[holder.kind],) + (() if state.alive else ("gone",))


def _when(name: str, events: I64) -> Fact | None:
    return Fact(name, words.count(int(events[0])), "In which it acts itself.") if len(events) else None


def _amount(snapshot: Snapshot, n_frames: int) -> str:
    return f"{words.count(n_frames)} · {words.size(n_frames * snapshot.page_size_bytes)}"


def _kind(snapshot: Snapshot, kind: Kind) -> Card:
    counts = snapshot.counts()
    known = {Kind.FREE: counts.free, Kind.UNKNOWN: counts.unknown} if snapshot.n_frames > SCANNED_UP_TO else {}
    n_frames = known.get(kind, -1)
    if n_frames < 0:
        n_frames = int((snapshot.frames(0, snapshot.n_frames).kind == kind).sum())
    fact = Fact("frames", _amount(snapshot, n_frames), "How many frames are of this kind now.")
    return Card(KIND_WORDS[kind].split(":")[0], facts=(fact,), kind=kind)
