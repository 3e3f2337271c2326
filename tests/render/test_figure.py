"""Figures: every theme in every format, the same bytes for the same moment, text as text, a file whole or none."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QFontInfo, QGuiApplication, QImage

from pagevis.base.errors import PagevisError
from pagevis.render import fonts
from pagevis.render.api import FigureOptions, export_for, exports, render
from pagevis.render.fonts import load_fonts
from pagevis.render.formats._base import PARTS, Export
from pagevis.render.theme import theme_names
from pagevis.trace.history import History

from .fakes import STILL, FakeHistory, big

pytestmark = pytest.mark.usefixtures("qapp")  # fonts and images need Qt's application
SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("Sharing a frame", "free list", "editor", "→12", "unmapped", "video asks for one frame")
FORMATS = sorted(exports())


def texts(svg: Path) -> list[str]:
    return [element.text or "" for element in ElementTree.parse(svg).iter(f"{SVG}text")]


@pytest.fixture
def history() -> History:
    return FakeHistory()


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("name", FORMATS)
def test_every_theme_in_every_format_gives_the_same_bytes_twice(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, theme: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    out = [tmp_path / f"{i}.{name}" for i in (1, 2)]
    for path in out:
        render(history, str(path), FigureOptions(800, 500, theme=theme))
    assert out[0].read_bytes() == out[1].read_bytes()
    assert len(out[0].read_bytes()) > 5000
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in out]


def test_png_has_the_size_asked_for_at_any_scale(history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for scale in (1.0, 1.5, 2.0):
        render(history, str(path), FigureOptions(900, 600, scale))
        image = QImage(str(path))
        assert (image.width(), image.height()) == (900 * scale, 600 * scale)


def test_svg_holds_text_as_text_and_no_raster_at_the_vector_level(history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    render(history, str(path), FigureOptions())
    found = texts(path)
    assert all(any(word in text for text in found) for word in WORDS)
    root = ElementTree.parse(path).getroot()
    assert not list(root.iter(f"{SVG}image"))
    families = {element.get("font-family", "") for element in root.iter(f"{SVG}text")}
    assert families == {"Inter, 'Noto Sans', 'DejaVu Sans', sans-serif", families_of_mono()}
    assert all(element.get("textLength") for element in root.iter(f"{SVG}text"))


def families_of_mono() -> str:
    return "'JetBrains Mono', 'Noto Sans Mono', 'DejaVu Sans Mono', monospace"


def test_small_cells_are_one_raster_and_the_rest_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    render(FakeHistory(now=big(70000), what=STILL, kind="recording"), str(path), FigureOptions())
    root = ElementTree.parse(path).getroot()
    assert len(list(root.iter(f"{SVG}image"))) == 1
    assert "Sharing a frame" in texts(path)


def test_pdf_holds_text_as_text(history: History, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (Debian package poppler-utils)")
    path = tmp_path / "a.pdf"
    render(history, str(path), FigureOptions())
    out = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert all(word in out for word in WORDS)
    assert "64 frames of 4 KiB" in out


def test_the_applications_font_does_not_reach_into_pictures(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    fonts.sans.cache_clear()
    before = QGuiApplication.font()
    try:
        render(history, str(tmp_path / "a.pdf"), FigureOptions())
        fonts.sans.cache_clear()
        QGuiApplication.setFont(fonts.sans(17, 600))
        render(history, str(tmp_path / "b.pdf"), FigureOptions())
    finally:
        QGuiApplication.setFont(before)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_pdf_dates_are_those_of_the_environment(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = tmp_path / "a.pdf"
    render(history, str(path), FigureOptions())
    data = path.read_bytes()
    assert set(re.findall(rb"\(D:(\d+)", data)) == {b"20231114221320"}
    assert set(re.findall(rb'xmp:\w+Date="([^"+Z]*)', data)) == {b"2023-11-14T22:13:20"}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_left_out(history: History, tmp_path: Path, part: str) -> None:
    whole, without = tmp_path / "whole.svg", tmp_path / "without.svg"
    render(history, str(whole), FigureOptions())
    render(history, str(without), FigureOptions(show=frozenset(PARTS) - {part}))
    assert len(without.read_bytes()) < len(whole.read_bytes())


@pytest.mark.parametrize(
    "size", [(1600, 1000), (1600, 900), (1200, 900), (900, 1200), (640, 480), (300, 200), (40, 30)]
)
def test_every_size_is_painted_and_no_text_leaves_it(history: History, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "a.svg"
    render(history, str(path), FigureOptions(*size))
    if min(size) < 400:
        return
    for element in ElementTree.parse(path).iter(f"{SVG}text"):
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        assert x >= -0.01
        assert y <= size[1]


def test_what_cannot_be_written_is_one_line_and_leaves_nothing(history: History, tmp_path: Path) -> None:
    with pytest.raises(PagevisError, match="cannot be written: no such file or directory"):
        render(history, str(tmp_path / "missing" / "a.png"), FigureOptions())
    (tmp_path / "a.png").mkdir()
    with pytest.raises(PagevisError, match="cannot be written"):
        render(history, str(tmp_path / "a.png"), FigureOptions(300, 200))
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_wrong_suffix_size_and_theme_say_what_would_be_right(history: History, tmp_path: Path) -> None:
    with pytest.raises(PagevisError, match=r"end it with one of \.pdf, \.png, \.svg"):
        export_for("picture.bmp")
    with pytest.raises(PagevisError, match="has no suffix"):
        export_for("picture")
    with pytest.raises(PagevisError, match="sizes go from 1 to"):
        render(history, str(tmp_path / "a.png"), FigureOptions(100000, 10))
    with pytest.raises(PagevisError, match="themes are light"):
        render(history, str(tmp_path / "a.png"), FigureOptions(theme="sepia"))
    assert export_for("A.PNG").name == "png"


def test_a_failing_format_leaves_what_was_there(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"before")

    def fail(out: Path, _history: History, _options: FigureOptions) -> None:
        out.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pagevis.render.api.exports", lambda: {"png": Export("png", "", (".png",), fail)})
    with pytest.raises(PagevisError, match="no space left on device"):
        render(history, str(path), FigureOptions())
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.png", b"before")]


def test_the_bundled_fonts_load_and_their_weights_differ() -> None:
    assert {"Inter", "JetBrains Mono"} <= set(load_fonts())
    for mono in (False, True):
        assert fonts.text_width("frames", mono, 40, 600) >= fonts.text_width("frames", mono, 40, 400)
    assert QFontInfo(fonts.sans(12, 600)).family() == "Inter"
    assert QFontInfo(fonts.mono(12, 600)).weight() == 600
