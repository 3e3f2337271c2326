"""Finds the plug-in files of a folder: each module defines one constant. Knows nothing of what the constants are."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from typing import Protocol, TypeVar


class Named(Protocol):
    """What every plug-in constant has."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def discover(package: str, constant: str, kind: type[T], *, skip: Collection[str] = ()) -> dict[str, T]:
    """All ``constant`` of the modules in ``package`` whose names do not begin with ``_``, by their ``name``.

    ``skip`` names modules that live there and are no plug-ins. The order is that of the modules' names.
    Raises ``TypeError`` on a module without the constant, one of the wrong kind, or a name used twice: these are
    mistakes of the programmer, found by the first test that runs.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(importlib.import_module(package).__path__), key=lambda m: m.name):
        if info.name.startswith("_") or info.name in skip:
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        value = getattr(module, constant, None)
        if not isinstance(value, kind):
            raise TypeError(f"{module.__name__} defines no {constant} of type {kind.__name__}")
        if value.name in found:
            raise TypeError(f"{module.__name__}: the name {value.name!r} is used twice")
        found[value.name] = value
    return found
