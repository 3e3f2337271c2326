"""What the wheel gives to desktops: the entry, its icons and its types of files name one another."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from pagevis.ui.app import make_application

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def folder(repository: Path) -> Path:
    return repository / "resources" / "desktop"


@pytest.fixture
def entry(folder: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(folder / "pagevis.desktop", encoding="utf-8")
    return read


@pytest.fixture
def shared(repository: Path) -> dict[str, str]:
    """File of the checkout -> place in the installation."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    return found


def test_the_entry_is_whole(entry: configparser.ConfigParser, folder: Path) -> None:
    main = entry["Desktop Entry"]
    assert main["Type"] == "Application"
    assert {"Name", "Comment", "Icon", "Exec", "Categories"} <= set(main)
    assert re.fullmatch(r"pagevis %f", main["Exec"])
    for key in ("Categories", "Keywords", "MimeType", "Actions"):
        assert main[key].endswith(";")
    for action in main["Actions"].strip(";").split(";"):
        assert entry[f"Desktop Action {action}"]["Exec"].startswith("pagevis")
    assert not (folder / "pagevis.desktop").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_entry_validates(folder: Path) -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("needs desktop-file-validate (Debian package desktop-file-utils)")
    done = subprocess.run([tool, folder / "pagevis.desktop"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_window_belongs_to_the_entry(entry: configparser.ConfigParser) -> None:
    application = make_application()
    assert f"{application.desktopFileName()}.desktop" == "pagevis.desktop"
    assert entry["Desktop Entry"]["StartupWMClass"] == application.applicationName()


def test_the_types_of_the_entry_are_defined(entry: configparser.ConfigParser, folder: Path) -> None:
    root = ET.parse(folder / "pagevis-mime.xml").getroot()
    defined = {kind.get("type"): kind for kind in root.iter(f"{MIME}mime-type")}
    assert set(defined) == set(entry["Desktop Entry"]["MimeType"].strip(";").split(";"))
    scenario = defined["application/x-pagevis-scenario"]
    assert [glob.get("pattern") for glob in scenario.iter(f"{MIME}glob")] == ["*.scenario"]
    (magic,) = scenario.iter(f"{MIME}match")
    lessons = sorted((folder.parent / "scenarios").glob("*.scenario"))
    assert lessons
    assert all(file.read_text(encoding="utf-8").startswith(str(magic.get("value"))) for file in lessons)
    told = ET.parse(folder / "pagevis.metainfo.xml").getroot()
    assert {media.text for media in told.iter("mediatype")} == set(defined)


def test_the_types_are_taken_by_the_desktops_own_tool(folder: Path, tmp_path: Path) -> None:
    tool = shutil.which("update-mime-database")
    if tool is None:
        pytest.skip("needs update-mime-database (Debian package shared-mime-info)")
    packages = tmp_path / "packages"
    packages.mkdir()
    shutil.copy(folder / "pagevis-mime.xml", packages)
    done = subprocess.run([tool, tmp_path], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "application/x-pagevis-scenario:*.scenario" in (tmp_path / "globs").read_text()


def test_icons_are_there_in_every_size_and_are_the_drawing(folder: Path, shared: dict[str, str]) -> None:
    pngs = {file: place for file, place in shared.items() if file.endswith(".png")}
    assert len(pngs) == len(list((folder / "icons").iterdir()))
    for file, place in pngs.items():
        side = int(Path(file).stem)
        assert place == f"share/icons/hicolor/{side}x{side}/apps/pagevis.png"
        image = QImage(str(folder.parents[1] / file))
        assert (image.width(), image.height()) == (side, side)
        assert image.pixelColor(0, 0).alpha() < 255, "rounded corners"
        assert image.pixelColor(side // 3, side // 4).alpha() == 255


def test_everything_that_is_shared_exists(repository: Path, shared: dict[str, str]) -> None:
    for file in shared:
        assert (repository / file).is_file(), file
    assert {place.split("/")[1] for place in shared.values()} == {"applications", "icons", "metainfo", "mime"}
