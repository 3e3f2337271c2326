"""Links an allocator's text with the text of the holds into one set of functions: a design that can run.

The text that is compiled here is the very text that the code pane shows.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pagevis.base.discovery import discover
from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.model import dialect, holds
from pagevis.model.allocators._base import FUNCTIONS, Allocator

Function = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Text:
    """One file of the design: its name as code objects carry it, its title on screen, its source."""

    path: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Design:
    """An allocator with the holds above it. ``functions`` answer OK or the number of the rule that refused."""

    allocator: Allocator
    functions: Mapping[str, Function]
    texts: Mapping[str, Text]  # by path


def allocators() -> dict[str, Allocator]:
    """Every allocator there is, by name."""
    return discover("pagevis.model.allocators", "ALLOCATOR", Allocator)


def _read(path: str) -> Text:
    return Text(path, Path(path).name, Path(path).read_text(encoding="utf-8"))


def link(allocator_text: Text, holds_text: Text) -> Design:
    """Compile both texts into one namespace, the allocator's last, so that its functions are the ones called.

    Raises ``PagevisError`` with file and line where the allocator's text leaves the dialect or lacks a function.
    """
    dialect.parse(allocator_text.path, allocator_text.source)
    space: dict[str, object] = {"__name__": "pagevis.design"}
    for text in (holds_text, allocator_text):
        exec(compile(text.source, text.path, "exec"), space)
    allocator = space.get("ALLOCATOR")
    if not isinstance(allocator, Allocator):
        raise PagevisError("this text defines no ALLOCATOR", place=allocator_text.path)
    functions: dict[str, Function] = {}
    for name, value in space.items():
        code = getattr(value, "__code__", None)
        if callable(value) and code is not None and code.co_filename in (holds_text.path, allocator_text.path):
            functions[name] = value
    for name in FUNCTIONS:
        if name not in functions:
            raise PagevisError(f"this allocator has no function {name}", place=allocator_text.path)
    return Design(allocator, functions, {text.path: text for text in (holds_text, allocator_text)})


@cache
def design(name: str) -> Design:
    """The design of an allocator by its name. Raises ``PagevisError`` on an unknown one."""
    known = allocators()
    if name not in known:
        raise PagevisError(f"unknown allocator '{name}'", remedy=did_you_mean(name, known))
    module = importlib.import_module(f"pagevis.model.allocators.{name.replace('-', '_')}")
    return link(_read(str(module.__file__)), _read(str(holds.__file__)))
