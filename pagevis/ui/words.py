"""Numbers, sizes and frames in words, one way through the whole window."""

from __future__ import annotations

from collections.abc import Sequence

_UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))


def size(size_bytes: int) -> str:
    """``256 KiB``, ``25 GiB``, ``1.5 MiB``."""
    for unit, factor in _UNITS:
        if size_bytes >= factor:
            value = size_bytes / factor
            return f"{value:,.0f} {unit}" if value >= 100 or value == int(value) else f"{value:.3g} {unit}"
    return f"{size_bytes} B"


def count(number: int) -> str:
    """With separators: ``6,553,600``."""
    return f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 frame``, ``2 frames``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pfn(number: int, n_digits: int = 2, base: int = 16) -> str:
    """A PFN as map and panes print it: ``0x0b``, or ``11`` where decimal numbers are preferred."""
    return f"0x{number:0{n_digits}x}" if base == 16 else str(number)


def pfn_digits(highest_pfn: int) -> int:
    """So many hexadecimal digits that all PFNs of a memory are equally long."""
    return max(2, len(f"{highest_pfn:x}"))


def runs(pfns: Sequence[int], n_most: int = 3, base: int = 16) -> str:
    """PFNs in their order, neighbours joined: ``1a–1d, 20``; at most ``n_most`` runs, then ``…``."""
    found: list[list[int]] = []
    for number in pfns:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
        if len(found) > n_most:
            break
    form = f"0{pfn_digits(max(pfns, default=0))}x" if base == 16 else "d"
    words = [f"{a:{form}}" if a == b else f"{a:{form}}–{b:{form}}" for a, b in found[:n_most]]
    return ", ".join(words) + (" …" if len(found) > n_most else "")


def clock(time_ns: int) -> str:
    """When, as a recording tells it; that is no time of day: ``at 3344.029407 s on the recorder's clock``."""
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return f"at {seconds}.{rest // 1000:06} s on the recorder's clock"
