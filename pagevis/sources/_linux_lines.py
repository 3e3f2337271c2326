"""What single lines of Linux text traces look like, as patterns over bytes. Reads no file, keeps no state.

The forms are those of ``trace_pipe`` (kernel/trace/trace_output.c), ``trace-cmd report`` (libtraceevent) and
``perf script`` (tools/perf/builtin-script.c). All patterns are anchored and possessive where they could backtrack far:
no line takes longer than its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from pagevis.trace.recording import NO_MIGRATETYPE
from pagevis.trace.recording_builder import MAX_ORDER, MAX_PFN

MAX_LINE_BYTES = 1 << 16

# Groups: task, thread id, CPU, CPU of the latency column, flag characters, seconds, fraction, event, the rest.
EVENT = re.compile(
    rb"""(?mx)
    ^(?!\#)[ \t]*+ ([^\s][^\n]{0,63}?) (?:-|[ ]++) (?:\d{1,10}/)? (-?\d{1,10}) (?!\d)[ ]*+
    (?:\([ ]*+[-\d]++\)[ ]*+)?                                   # thread group, with the option record-tgid
    (?:\[(\d{1,5})\][ ]++ | (\d{1,5})(?=[A-Za-z.\#]))?
    (?:([A-Za-z.\#]{3}[A-Za-z.\#\d]{1,3})[ ]++)?
    (\d{1,9})\.(\d{6,9}): (?:[ ]++|(?=[\r\n]|\Z))
    (?:\d{1,18}[ ]++)?                                           # the period that perf shows on request
    (?:(?:[\w.-]++:)?([\w-]++):(?=[ \r\n]|\Z))?
    [ \t]*+ ([^\n]*+)$"""
)

# Groups: PFN, order, migratetype, flags: the usual order of fields, tried first.
PAGE = re.compile(rb"page=\S+ pfn=([\w-]+) order=(\d{1,3})(?: migratetype=(\d{1,3}) gfp_flags=(\S+))?(?=\s|$)")
FIELD = re.compile(rb"(?:^|(?<=[\s,]))(\w{1,32})=(\S{1,400})")
CACHE_FILE = re.compile(rb"dev \d+:\d+ ino [0-9a-f]+")
FORK = re.compile(rb"(?:child_comm=(.{0,64}?) )?child_pid=(\d{1,10})(?!\d)")
EXEC = re.compile(rb"filename=(.{0,1000}?) pid=")
LOSS = re.compile(
    rb"""(?x)
    \s*+ (?:\#*+\s*+)? CPU:(\d{1,5})\ \[(?: LOST\ (?:(\d{1,18})\ )? | (?:(\d{1,18})\ )?(?=EVENTS?\ DROPPED) ) EVENTS?"""
)
PERF_LOSS = re.compile(rb"PERF_RECORD_LOST(?:_SAMPLES)?\b[^\n]{0,80}?\blost (\d{1,18})(?!\d)")
# Events whose text is no "name: fields": stack traces, and the function tracer.
NAMELESS = re.compile(rb"<(?:user )?stack trace>|\S+ <-\S+|=> ")
# Lines between events that are nothing to complain about: headers, empty lines, call stacks.
QUIET = re.compile(
    rb"""(?x)
    \s*+(?: $ | \# | cpus=\d | version\ = | trace\.dat | CPU\ \d+\ is\ empty | =>\ | <(?:user\ )?stack\ trace
          | (?:0x)?[0-9a-f]{4,16}\ \S[^\n]{0,400}\)\s*$ )"""
)

NO_PAGE_TEXT = frozenset({b"", b"(nil)", b"(null)", b"0", b"0x0", b"0000000000000000", b"00000000"})
_DECIMAL = frozenset(b"0123456789")
_HEXADECIMAL = frozenset(b"0123456789abcdefABCDEF")
NO_PAGE = -1
NO_PAGE_NUMBERS = frozenset(
    {b"0xffffffffffffffff", b"18446744073709551615", b"-1"}
)  # the raw field of a failed allocation


class Base(Enum):
    """How a number is written. Decimal digits alone may be either: the rest of the file tells."""

    HEX = auto()
    BARE_HEX = auto()
    DIGITS = auto()


# Bare digits are bounded so that they stay a possible PFN whichever base the file turns out to use.
MAX_DIGITS = {Base.HEX: 16, Base.BARE_HEX: 13}


def number(token: bytes) -> tuple[int, Base] | None:
    """A PFN's value, digits alone read as decimal; None where it is no number that a PFN can have."""
    digits, base = (token[2:], Base.HEX) if token.startswith((b"0x", b"0X")) else (token, Base.BARE_HEX)
    if token in NO_PAGE_NUMBERS:
        return NO_PAGE, Base.HEX
    if not digits or len(digits) > MAX_DIGITS[base] or not _HEXADECIMAL.issuperset(digits):
        return None
    if base is Base.BARE_HEX and _DECIMAL.issuperset(digits):
        return int(digits), Base.DIGITS
    return int(digits, 16), base


@dataclass(frozen=True, slots=True)
class Page:
    """The fields of one page event."""

    pfn: int | None  # None: there is none
    order: int
    migratetype: int
    flags: bytes
    base: Base | None


def page_fields(rest: bytes) -> Page | None:
    """The fields of a page event in any order; None where they make no sense."""
    if found := PAGE.match(rest):
        token, order_text, type_text, flags = found.groups()
        fields: Mapping[bytes, bytes] = {}
    else:
        fields = dict(FIELD.findall(rest))
        token, order_text = fields.get(b"pfn"), fields.get(b"order", b"0")
        type_text, flags = fields.get(b"migratetype"), fields.get(b"gfp_flags")
    order = number(order_text)
    if order is None or order[1] is Base.BARE_HEX or not 0 <= order[0] <= MAX_ORDER:
        return None
    migratetype = int(type_text) if type_text and type_text.isdigit() and len(type_text) < 4 else NO_MIGRATETYPE
    pfn = number(token) if token is not None else None
    if pfn is not None and pfn[0] >= MAX_PFN:
        return None
    if pfn is None and (token is not None or fields.get(b"page", b"") not in NO_PAGE_TEXT):
        return None
    known = pfn is not None and pfn[0] != NO_PAGE
    return Page(
        pfn=pfn[0] if pfn and known else None,
        order=order[0],
        migratetype=min(migratetype, NO_MIGRATETYPE),
        flags=flags or b"",
        base=pfn[1] if pfn else None,
    )


def loss(line: bytes) -> tuple[int | None, int | None] | None:
    """Number of events (None: not told) and CPU (None: not told) of a mark of loss; None for any other line."""
    if found := LOSS.match(line):
        count = found[2] or found[3]
        return (int(count) if count else None), int(found[1])
    if found := PERF_LOSS.search(line, 0, 1000):
        return int(found[1]), None
    return None
