"""What every test stands on: an offscreen Qt, nobody's own settings, steady random tests, real recordings if there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED_LINUX = REPOSITORY.parent / "shared" / "data" / "linux"

# Before anything imports Qt: no screen, no desktop's theme or scaling, and a locale that Qt does not warn about.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
for name in (
    "QT_QPA_PLATFORMTHEME",
    "QT_STYLE_OVERRIDE",
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_FONT_DPI",
    "PAGEVIS_DEBUG",
    "SOURCE_DATE_EPOCH",
):
    os.environ.pop(name, None)

# HYPOTHESIS_PROFILE=thorough looks further. In CI the same examples run each time: a change fails for its own faults.
settings.register_profile(
    "default", deadline=None, max_examples=40, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


def pytest_configure(config: pytest.Config) -> None:
    """Settings, caches and sockets of the tests live in a folder of their own, one per process, gone afterwards."""
    home = tempfile.TemporaryDirectory(prefix="pagevis-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = f"{home.name}/{kind.lower()}"
    runtime = Path(home.name, "runtime")
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


@pytest.fixture(scope="session", autouse=True)
def one_application(qapp: object) -> object:
    """Qt allows one application for each process: make the one with widgets before a test makes one without."""
    return qapp


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's root."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings of a Linux kernel, kept beside the repository because of their size."""
    if not SHARED_LINUX.is_dir():
        pytest.skip("needs the real recordings in ../shared/data/linux")
    return SHARED_LINUX
