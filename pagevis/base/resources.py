"""The one reader of resources/: the checkout's own folder where there is one, else the wheel's copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pagevis.base.errors import PagevisError

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def root() -> Path:
    """The folder ``resources``. An editable install's copy goes stale, so a checkout's folder wins."""
    checkout = _PACKAGE.parent / "resources"
    if checkout.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return checkout
    return _PACKAGE / "resources"


def path(*parts: str) -> Path:
    """A file or folder below ``resources``. Raises ``PagevisError`` where the installation lacks it."""
    found = root().joinpath(*parts)
    if not found.exists():
        raise PagevisError(f"resources/{'/'.join(parts)} is missing", remedy="install pagevis again")
    return found


def ships(path: str | Path) -> bool:
    """Whether a file came with pagevis: nobody's own, not to be written over or beside."""
    try:
        return Path(path).resolve().is_relative_to(root().resolve())
    except (OSError, ValueError):
        return False
