"""What a scenario says of its machine before boot: one function a command, and the table of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.model import machine as machines
from pagevis.model.design import design
from pagevis.model.words import HEAP, HOLE, KERNEL, RESERVED, TO_BOOK
from pagevis.trace.stage import Stage
from pagevis.trace.words import number, shorten


def _memory(stage: Stage, values: dict[str, Any]) -> None:
    n_frames = values["n_frames"]
    if not 1 <= n_frames <= machines.MAX_FRAMES:
        raise PagevisError(f"memory cannot have {n_frames} frames", remedy=f"from 1 to {machines.MAX_FRAMES}")
    if stage.machine.spans:
        raise PagevisError("memory comes too late: a range of it was named", remedy="put it first")
    stage.machine = replace(stage.machine, n_frames=n_frames, first_pfn=values["first_pfn"])


def _page_size(stage: Stage, values: dict[str, Any]) -> None:
    size = values["page_size_bytes"]
    if size & (size - 1) or not 256 <= size <= 2**30:
        raise PagevisError(f"a page cannot have {size} bytes", remedy="a power of two from 256 to 2^30")
    stage.machine = replace(stage.machine, page_size_bytes=size)


def _span(stage: Stage, values: dict[str, Any], kind: int, name: str) -> None:
    first = stage.machine.first_pfn
    stage.machine = machines.add_span(stage.machine, values["first"] - first, values["end"] - first, kind, name)


def _kernel(stage: Stage, values: dict[str, Any]) -> None:
    _span(stage, values, TO_BOOK if values["booked"] else KERNEL, "kernel")
    stage.machine = replace(stage.machine, kernel_booked=values["booked"])


def _heap(stage: Stage, values: dict[str, Any]) -> None:
    _span(stage, values, HEAP, "heap")


def _guard(stage: Stage, values: dict[str, Any]) -> None:
    stage.machine = replace(stage.machine, guard=values["guard"])


def _allocator(stage: Stage, values: dict[str, Any]) -> None:
    choose(stage, values["allocator"], values["options"])


def choose(stage: Stage, name: str, options: dict[str, str]) -> None:
    """Take an allocator with its options. Raises ``PagevisError`` where there is no such thing."""
    chosen = design(name).allocator
    for key, value in options.items():
        if key not in chosen.options:
            raise PagevisError(f"unknown option '{shorten(key)}' of {name}", remedy=did_you_mean(key, chosen.options))
        choices = chosen.options[key].choices
        if choices and value not in choices:
            raise PagevisError(f"{key} cannot be '{shorten(value)}'", remedy=did_you_mean(value, choices))
        if key == "element":
            stage.machine = replace(stage.machine, element_bytes=number(value, "size of an element"))
            machines.shape(stage.machine, 1)
    stage.allocator = name


def parse_allocator(text: str) -> tuple[str, dict[str, str]]:
    """``NAME[:key=value,…]`` of the command line. Raises ``PagevisError`` where it is no such thing."""
    name, _, rest = text.partition(":")
    options: dict[str, str] = {}
    for part in rest.split(",") if rest else ():
        key, sign, value = part.partition("=")
        if not sign or not key or not value:
            raise PagevisError(f"'{part[:40]}' is no option of an allocator", remedy="write NAME:key=value,…")
        options[key] = value
    return name, options


MACHINE: dict[str, Callable[[Stage, dict[str, Any]], None]] = {
    "memory": _memory,
    "page-size": _page_size,
    "hole": lambda stage, values: _span(stage, values, HOLE, "hole"),
    "reserve": lambda stage, values: _span(stage, values, RESERVED, "reserve"),
    "kernel": _kernel,
    "heap": _heap,
    "guard": _guard,
    "allocator": _allocator,
}
