"""The words of ``--at``, ``--size`` and ``--scale``: from text to a moment, and to a size. Opens and paints nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean

if TYPE_CHECKING:
    from pagevis.trace.history import History

NUMBER = r"0[xX][0-9a-fA-F]{1,15}|[0-9]{1,15}"
MARK = "mark:"
SIDE_UNITS = range(240, 16385)  # less leaves no room for map, legend and caption, more is what no viewer opens
MOST_PIXELS = 2**27  # half a gigabyte of memory


def go_to(history: History, at: str) -> None:
    """Seek to the moment that ``at`` names: ``EVENT``, ``EVENT.MICROSTEP`` or ``mark:NAME``; "" is the end.

    Raises ``PagevisError`` where it names none.
    """
    last = history.n_events - 1
    if not at:
        history.seek(last)
        return
    if at.startswith(MARK):
        history.seek(_marked(history, at.removeprefix(MARK)))
        return
    parts = re.fullmatch(rf"({NUMBER})(?:\.({NUMBER}))?", at)
    if parts is None:
        remedy = "--at takes EVENT, EVENT.MICROSTEP or mark:NAME, as in '--at 12.3'"
        raise PagevisError(f"'{at}' is no moment", remedy=remedy)
    event, micro = int(parts[1], 0), None if parts[2] is None else int(parts[2], 0)
    if event > last:
        raise PagevisError(f"there is no event {event}", remedy=f"the last one is {last}", place=history.path)
    if micro is not None:
        _refuse_beyond(history, event, micro)
    history.seek(event, micro)


def _refuse_beyond(history: History, event: int, micro: int) -> None:
    n_micro = history.n_micro(event)
    if micro > n_micro:
        remedy = (
            f"it has {n_micro}" if n_micro else f"this file knows no micro-steps: '--at {event}' is the moment after it"
        )
        raise PagevisError(f"event {event} has no micro-step {micro}", remedy=remedy, place=history.path)


def _marked(history: History, name: str) -> int:
    marks = {mark.text: mark.event for mark in history.marks if mark.kind == "mark"}
    if name not in marks:
        remedy = did_you_mean(name, marks) or "it has none"
        raise PagevisError(f"there is no mark '{name}'", remedy=remedy, place=history.path)
    return marks[name]


def size(text: str) -> tuple[int, int]:
    """Width and height of ``1600x1000``. Raises ``PagevisError`` on anything else and on sizes no picture has."""
    parts = re.fullmatch(r"(\d{1,6})[x×](\d{1,6})", text)
    if parts is None:
        raise PagevisError(f"'{text}' is no size", remedy="--size takes WIDTHxHEIGHT, as in '--size 1600x1000'")
    width, height = int(parts[1]), int(parts[2])
    if width not in SIDE_UNITS or height not in SIDE_UNITS:
        bounds = f"sides go from {SIDE_UNITS.start} to {SIDE_UNITS.stop - 1}"
        raise PagevisError(f"a picture of {width}x{height} cannot be painted", remedy=bounds)
    return width, height


def scale(text: str, size: tuple[int, int]) -> float:
    """The factor in ``text``. Raises ``PagevisError`` where it is none or makes ``size`` too many pixels."""
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", text) or not 0.1 <= float(text) <= 16:
        raise PagevisError(f"'{text}' is no scale", remedy="--scale takes a number from 0.1 to 16, as in '--scale 2'")
    factor = float(text)
    if size[0] * size[1] * factor**2 > MOST_PIXELS:
        remedy = f"at most {MOST_PIXELS // 10**6} million pixels; choose a smaller --size or --scale, or svg"
        raise PagevisError("the picture has too many pixels", remedy=remedy)
    return factor
