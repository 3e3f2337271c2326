"""The wheel stands alone: built without the network, installed outside the checkout, it has its lessons with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest


def run(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{arguments} says:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one wheel and one source archive."""
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "hatchling", "build", "-d", folder, cwd=repository)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's own copy of everything, far from the checkout."""
    folder = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    return folder


def outside(installed: Path, *arguments: str | Path) -> str:
    return run(*arguments, cwd=installed.parent, PYTHONPATH=str(installed))


def test_the_wheel_finds_its_own_resources(installed: Path) -> None:
    program = "import pagevis; from pagevis.base import resources; print(pagevis.__file__); print(resources.root())"
    code, resources = map(Path, outside(installed, "-c", program).splitlines())
    assert code == installed / "pagevis" / "__init__.py"
    assert resources == installed / "pagevis" / "resources"


def test_every_resource_of_the_checkout_is_in_the_wheel(installed: Path, repository: Path) -> None:
    def files(root: Path) -> set[str]:
        paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        return {str(path) for path in paths if "__pycache__" not in path.parts}

    assert files(repository / "resources") == files(installed / "pagevis" / "resources")


def test_every_lesson_opens_from_the_wheel(installed: Path) -> None:
    lessons = sorted((installed / "pagevis" / "resources" / "scenarios").glob("*.scenario"))
    assert lessons
    for lesson in lessons:
        assert "ok: " in outside(installed, "-m", "pagevis", "check", lesson)


def test_every_sample_opens_from_the_wheel(installed: Path) -> None:
    samples = sorted(path for path in (installed / "pagevis" / "resources" / "samples").iterdir() if path.is_file())
    assert samples
    for sample in samples:
        assert "frames" in outside(installed, "-m", "pagevis", "info", sample)


def test_the_licence_travels(built: Path) -> None:
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    assert any(name.endswith("/licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())
    with tarfile.open(source) as archive:
        assert any(name.endswith("/LICENSE") for name in archive.getnames())


def test_the_wheel_brings_what_desktops_want(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = {name.partition(".data/data/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    assert {
        "share/applications/pagevis.desktop",
        "share/icons/hicolor/48x48/apps/pagevis.png",
        "share/icons/hicolor/scalable/apps/pagevis.svg",
        "share/metainfo/pagevis.metainfo.xml",
        "share/mime/packages/pagevis.xml",
    } <= names
