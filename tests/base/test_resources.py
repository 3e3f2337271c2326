"""The one reader of resources/."""

from __future__ import annotations

from pathlib import Path

import pytest

from pagevis.base import resources
from pagevis.base.errors import PagevisError


def test_a_checkout_reads_its_own_folder(repository: Path) -> None:
    assert resources.root() == repository / "resources"
    assert resources.path("scenarios").is_dir()


def test_what_is_missing_says_how_to_mend_it() -> None:
    with pytest.raises(PagevisError, match="resources/no/such is missing; install pagevis again"):
        resources.path("no", "such")
