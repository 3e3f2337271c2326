"""Finds the plug-in files of a folder: each module defines one constant. Knows nothing of what the constants are."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, TypeVar


class Named(Protocol):
    """What every plug-in constant has."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def discover(package: str, constant: str, kind: type[T]) -> dict[str, T]:
    """All ``constant`` of the modules in ``package`` whose names do not begin with ``_``, by their ``name``.

    Raises ``TypeError`` on a module without the constant, one of the wrong kind, or a name used twice: these are
    mistakes of the programmer, found by the first test that runs.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(importlib.import_module(package).__path__), key=lambda m: m.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        value = getattr(module, constant, None)
        if not isinstance(value, kind):
            raise TypeError(f"{module.__name__} defines no {constant} of type {kind.__name__}")
        if value.name in found:
            raise TypeError(f"{module.__name__}: the name {value.name!r} is used twice")
        found[value.name] = value
    return found
