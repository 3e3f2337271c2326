"""Linux text traces: trace_pipe, trace-cmd report and perf script, of the page allocator's events. Turns lines into
facts and counts what it does not understand; decides nothing about what a frame is afterwards."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.sources._base import InputStream, Source
from pagevis.sources._linux_lines import (
    CACHE_FILE,
    EVENT,
    EXEC,
    FORK,
    MAX_LINE_BYTES,
    NAMELESS,
    QUIET,
    Base,
    Page,
    loss,
    page_fields,
)
from pagevis.sources._stream import title_of
from pagevis.trace.history import History
from pagevis.trace.recording import INTERRUPT_SLOT, NO_CPU, FactKind, Recording, Statistics
from pagevis.trace.recording_builder import NO_PFN, RecordingBuilder
from pagevis.trace.recording_history import RecordingHistory

CHUNK_BYTES = 1 << 20
READING_SHARE = 0.8  # of the whole job of opening
UNKNOWN_NAME = b"<...>"
MAX_OTHER_NAMES = 1000
IN_INTERRUPT = frozenset(b"hHs")  # the third flag character
SCALE = {6: 1000, 7: 100, 8: 10, 9: 1}  # digits behind the point -> ns


@dataclass(slots=True)
class _Line:
    """One event's line, taken apart as far as all events have it in common."""

    task: bytes
    tid: int
    in_interrupt: bool
    time_ns: int
    cpu: int
    rest: bytes
    whole: bool  # it ended in a line feed: nothing of it can be missing

    @property
    def name(self) -> str:
        """The task's name, "" where the trace does not know it."""
        unknown = self.task == UNKNOWN_NAME or self.task.startswith(b":")
        return "" if unknown else self.task.decode("utf-8", "replace")

    def slot(self, build: RecordingBuilder) -> int:
        return INTERRUPT_SLOT if self.in_interrupt else build.process_slot(self.tid, self.name)


@dataclass(slots=True)
class _Reader:
    """The state of one reading. Fed whole lines by ``block``, and the unfinished last one, if there is one."""

    build: RecordingBuilder = field(default_factory=RecordingBuilder)
    others: dict[str, int] = field(default_factory=dict)
    n_lines: int = 0
    n_skipped: int = 0
    first_skipped: int | None = None
    cut: bool = False
    format: str = ""
    bare_hex: bool = False
    digits: array[int] = field(default_factory=lambda: array("Q"))  # facts whose PFN is written in digits alone

    def block(self, text: bytes, *, whole: bool) -> None:
        """Read lines. ``whole`` False: one line without its line feed, the last of the input."""
        at = 0
        for match in EVENT.finditer(text):
            if match.start() > at:
                self._between(text, at, match.start(), whole)
            at = match.end() + 1
            if not self.format:
                self.format = "perf" if text[match.end(1)] == ord(" ") else "trace_pipe" if match[5] else "trace-cmd"
            if not self._event(match.groups(), whole):
                self.skip(text, match.start(), whole)
        if at < len(text):
            self._between(text, at, len(text), whole)
        self.n_lines += text.count(b"\n")

    def skip(self, text: bytes, start: int, whole: bool) -> None:
        """A line that could not be understood: counted, or, where it is the unfinished last one, the cut itself."""
        if not whole:
            self.cut = True
            return
        self.n_skipped += 1
        if self.first_skipped is None:
            self.first_skipped = self.n_lines + 1 + text.count(b"\n", 0, start)

    def settle_digits(self) -> None:
        """Where other PFNs of the file are hexadecimal without a prefix, those of digits alone are so too."""
        if self.bare_hex:
            for i in self.digits:
                self.build.pfn[i] = int(str(self.build.pfn[i]), 16)

    def _between(self, text: bytes, start: int, end: int, whole: bool) -> None:
        for line in text[start:end].split(b"\n"):
            lost = loss(line)
            if lost is not None:
                self.build.lost(*lost)
            elif len(line) > MAX_LINE_BYTES or not QUIET.match(line):
                self.skip(text, start, whole)
            start += len(line) + 1

    def _event(self, groups: tuple[bytes, ...], whole: bool) -> bool:
        """One event; False where it cannot be understood."""
        task, tid, cpu, latency_cpu, flags, seconds, fraction, name, rest = groups
        read = _READERS.get(name)
        if read is None:
            return self._other(name, rest)
        where = cpu or latency_cpu
        line = _Line(
            task,
            int(tid),
            flags is not None and flags[2] in IN_INTERRUPT,
            int(seconds + fraction) * SCALE[len(fraction)],
            min(int(where), NO_CPU) if where else NO_CPU,
            rest,
            whole,
        )
        return read(self, line)

    def _other(self, name: bytes | None, rest: bytes) -> bool:
        if name is None:
            if (lost := loss(rest)) is not None:
                self.build.lost(*lost)
                return True
            if not NAMELESS.match(rest):
                return False
            name = b"(without a name)"
        text = name.decode("utf-8", "replace")
        if text not in self.others and len(self.others) >= MAX_OTHER_NAMES:
            text = "(others)"
        self.others[text] = self.others.get(text, 0) + 1
        return True

    def note(self, page: Page) -> None:
        """Remember how the PFN of the fact to come is written."""
        if page.base is Base.DIGITS:
            self.digits.append(self.build.n_facts)
        elif page.base is Base.BARE_HEX:
            self.bare_hex = True


def _alloc(reader: _Reader, line: _Line) -> bool:
    page = page_fields(line.rest)
    if page is None or not (line.whole or page.flags):
        return False
    failed = not page.pfn
    if not failed:
        reader.note(page)
    reader.build.add(
        FactKind.ALLOC_FAILED if failed else FactKind.ALLOC,
        line.slot(reader.build),
        line.time_ns,
        pfn=page.pfn or NO_PFN,
        order=page.order,
        cpu=line.cpu,
        migratetype=page.migratetype,
        flags=reader.build.string(page.flags.decode("utf-8", "replace")),
    )
    return True


def _free(reader: _Reader, line: _Line) -> bool:
    page = page_fields(line.rest)
    # An unfinished line may have lost a digit of its order: 1 may have been 10.
    if page is None or page.pfn is None or not (line.whole or (b" order=" in line.rest and page.order != 1)):
        return False
    reader.note(page)
    reader.build.add(FactKind.FREE, line.slot(reader.build), line.time_ns, pfn=page.pfn, order=page.order, cpu=line.cpu)
    return True


def _cache(kind: FactKind) -> Callable[[_Reader, _Line], bool]:
    def read(reader: _Reader, line: _Line) -> bool:
        page = page_fields(line.rest)
        if page is None or page.pfn is None or not line.whole:
            return False
        file = CACHE_FILE.search(line.rest, 0, 200)
        reader.note(page)
        reader.build.add(
            kind,
            line.slot(reader.build),
            line.time_ns,
            pfn=page.pfn,
            order=page.order,
            cpu=line.cpu,
            flags=reader.build.string(file[0].decode("ascii")) if file else 0,
        )
        return True

    return read


def _fork(reader: _Reader, line: _Line) -> bool:
    found = FORK.search(line.rest, 0, 1000)
    if not found or not line.whole:
        return False
    child = (found[1] or b"").strip(b'"').decode("utf-8", "replace")
    reader.build.fork(line.slot(reader.build), line.time_ns, line.cpu, int(found[2]), child)
    return True


def _exec(reader: _Reader, line: _Line) -> bool:
    found = EXEC.search(line.rest)
    if not line.whole:
        return False
    file = found[1].decode("utf-8", "replace") if found else ""
    reader.build.exec(line.tid, line.name, line.time_ns, line.cpu, file)
    return True


def _exit(reader: _Reader, line: _Line) -> bool:
    reader.build.exit(reader.build.process_slot(line.tid, line.name), line.time_ns, line.cpu)
    return True


_READERS: Mapping[bytes | None, Callable[[_Reader, _Line], bool]] = MappingProxyType(
    {
        b"mm_page_alloc": _alloc,
        b"mm_page_free": _free,
        b"mm_filemap_add_to_page_cache": _cache(FactKind.CACHE_ADD),
        b"mm_filemap_delete_from_page_cache": _cache(FactKind.CACHE_REMOVE),
        b"sched_process_fork": _fork,
        b"sched_process_exec": _exec,
        b"sched_process_exit": _exit,
    }
)


def read(data: InputStream, job: Job) -> Recording:
    """The facts of a trace. Raises ``PagevisError`` where it holds none, ``Cancelled`` once the job says so."""
    reader = _Reader()
    for block, whole in _blocks(data, reader):
        job.tick(data.fraction_read() * READING_SHARE, "Reading events")
        reader.block(block, whole=whole)
    reader.settle_digits()
    return reader.build.finish(
        title=title_of(data.path),
        path=data.path,
        form=SOURCE.name,
        warnings=(*data.warnings, *_warnings(reader, data.truncated)),
        statistics=Statistics(
            format=reader.format,
            n_lines=reader.n_lines,
            lines_skipped=reader.n_skipped,
            first_skipped=reader.first_skipped,
            truncated=data.truncated or reader.cut,
            other_events=dict(sorted(reader.others.items())),
        ),
    )


def _blocks(data: InputStream, reader: _Reader) -> Iterator[tuple[bytes, bool]]:
    """Whole lines in large blocks; last, with False, an unfinished line. Lines of no possible length are skipped."""
    pending = b""
    too_long = False
    while chunk := data.read(CHUNK_BYTES):
        if too_long:
            _, feed, chunk = chunk.partition(b"\n")
            if not feed:
                continue
            too_long = False
            reader.n_lines += 1
        lines, feed, rest = chunk.rpartition(b"\n")
        if feed:
            yield pending + lines + feed, True
        pending = rest if feed else pending + rest
        if len(pending) > MAX_LINE_BYTES:
            reader.skip(pending, 0, whole=True)
            pending, too_long = b"", True
    if pending:
        yield pending, False


def _warnings(reader: _Reader, told_cut: bool) -> Iterator[str]:
    losses = reader.build.losses
    if losses:
        n_lost = sum(one.n_events or 0 for one in losses)
        untold = sum(one.n_events is None for one in losses)
        places = "1 place" if len(losses) == 1 else f"{len(losses):,} places"
        count = (
            f"{n_lost:,} event{'' if n_lost == 1 else 's'}" if n_lost or not untold else "An untold number of events"
        )
        was = "was" if (n_lost, untold) == (1, 0) else "were"
        more = f", and in {untold:,} of them an untold number" if n_lost and untold else ""
        yield f"{count} {was} lost while recording, in {places}{more}: frames may differ from what is shown."
    if reader.cut and not told_cut:
        yield "The file is cut off in the middle of its last line: what came before is shown."
    if reader.n_skipped:
        lines = "1 line was" if reader.n_skipped == 1 else f"{reader.n_skipped:,} lines were"
        yield f"{lines} not understood and left out, the first of them line {reader.first_skipped:,}."


def _sniff(start: bytes) -> float:
    """How much of the beginning are lines of a trace; 0 where no event and no header of one is among them."""
    lines = (start.rpartition(b"\n")[0] or start).count(b"\n") + 1
    n_events = sum(1 for _ in EVENT.finditer(start))
    if n_events:
        return 0.5 + 0.5 * min(n_events / lines, 1.0)
    return 0.4 if start.startswith((b"# tracer:", b"cpus=")) or loss(start[:1000]) else 0.0


def _open(data: InputStream, job: Job, allocator: str | None) -> History:
    if allocator is not None:
        what = "a recording states what happened, so no allocator can run on it"
        raise PagevisError(what, remedy="leave --allocator away", place=data.path)
    recording = read(data, job)
    job.tick(READING_SHARE, "Pairing allocations and frees")
    return RecordingHistory(recording, job)


SOURCE = Source(
    name="linux-text",
    title="Linux text trace",
    suffixes=(".txt", ".txt.gz", ".trace", ".trace.gz"),
    sniff=_sniff,
    open=_open,
)
