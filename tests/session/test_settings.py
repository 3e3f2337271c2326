"""Settings come back as they were kept, and no file that others damaged stops the program."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagevis.session import recent
from pagevis.session.preferences import Preferences
from pagevis.session.progress import Progress, progress_of
from pagevis.session.recent import RecentFile, ago, recent_files
from pagevis.session.settings import LARGEST_FILE, Settings, default_path

THEMES = ("light", "dark")
CHOSEN = Preferences("dark", 130, 4.0, 10)


def test_what_is_kept_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "pagevis.ini"
    settings = Settings(path)
    settings.keep_preferences(CHOSEN)
    settings.keep("group/a, b;c", "é, x = [1]\n%41 \\x41 ;")
    assert settings.flush()
    again = Settings(path)
    assert again.preferences(THEMES) == CHOSEN
    assert again.text("group/a, b;c") == "é, x = [1]\n%41 \\x41 ;"
    assert again.names("group") == ("a, b;c",)
    again.keep("group/a, b;c", "")
    assert again.names("group") == ()
    assert again.complaint == ""


def test_without_a_file_nothing_is_kept_beyond_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    settings.keep_preferences(CHOSEN)
    assert settings.preferences(THEMES) == CHOSEN
    assert settings.flush()
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_path() == tmp_path / "pagevis" / "pagevis.ini"


@pytest.mark.parametrize(
    "told",
    [
        '{"theme":"no such","font_percent":100,"speed":1.0,"number_base":16}',
        '{"font_percent":1e9}',
        '{"font_percent":true,"speed":"fast"}',
        '["theme"]',
        "[" * 100_000,
        "17",
        "{",
        "@Variant(\0\0\0\x7f)",
    ],
)
def test_a_value_that_is_no_choice_is_as_at_first_and_told_in_one_line(tmp_path: Path, told: str) -> None:
    settings = Settings(tmp_path / "pagevis.ini")
    settings.keep("preferences", told)
    assert settings.preferences(THEMES) == Preferences()
    assert settings.complaint
    assert "\n" not in settings.complaint


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 1000,
        bytes(range(256)) * 20,
        b"[General]\npreferences=@Invalid()\n",
        b"[General]\npreferences=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\xffQObject\\0)\n",
        b"[General]\npreferences=@ByteArray(x)\n",
        b"[General]\npreferences=a, b, c\n",
        b"[General\npreferences",
        b"preferences=" + b"9" * 300_000,
        b"x" * (LARGEST_FILE + 1),
    ],
)
@pytest.mark.qt_log_ignore("QVariant::load")
def test_a_damaged_file_gives_what_is_at_first(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pagevis.ini"
    path.write_bytes(data)
    settings = Settings(path)
    assert settings.preferences(THEMES) == Preferences()
    assert recent_files(settings) == ()
    assert "\n" not in settings.complaint


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert str(tmp_path) in settings.complaint
    settings.keep_preferences(CHOSEN)
    assert settings.preferences(THEMES) == CHOSEN


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "file in the way"
    folder.write_text("x")
    settings = Settings(folder / "pagevis.ini")
    settings.keep("a", "b")
    assert not settings.flush()
    assert "cannot be written" in settings.complaint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["path", "kind", "what", "when", "event", "left_at", "last", "done"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_without_a_fault(value: object) -> None:
    settings = Settings()
    for key in ("preferences", "recent", "progress/x"):
        settings.keep_value(key, value)
    assert settings.preferences(THEMES) == Preferences()
    assert all(isinstance(file, RecentFile) for file in recent_files(settings))
    assert isinstance(progress_of(settings, "x"), Progress)


def test_recent_files_are_ten_the_newest_first_and_each_once(tmp_path: Path, fake_history: type) -> None:
    settings = Settings()
    for number in (*range(12), 5):
        file = tmp_path / f"{number}.scenario"
        file.touch()
        recent.note(settings, fake_history(str(file)), now=1000.0 + number)
    names = [Path(file.path).stem for file in recent_files(settings)]
    assert names == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
    recent.forget(settings, recent_files(settings)[0].path)
    assert [Path(file.path).stem for file in recent_files(settings)] == names[1:]
    recent.clear(settings)
    assert recent_files(settings) == ()


def test_lessons_and_pipes_are_no_recent_files(fake_history: type) -> None:
    from pagevis.base import resources

    settings = Settings()
    lesson = next(resources.path("scenarios").glob("*.scenario"))
    for path in (str(lesson), "-", None, "/nowhere/at/all"):
        recent.note(settings, fake_history(path))
    assert recent_files(settings) == ()


@pytest.fixture
def fake_history() -> type:
    """As much of a history as the list of recent files looks at."""

    class Snapshot:
        n_frames = 64

    class History:
        n_events = 10
        kind = "scenario"

        def __init__(self, path: str | None) -> None:
            self.path = path

        def snapshot(self) -> Snapshot:
            return Snapshot()

    return History


def test_when_it_was_is_said_as_people_say_it() -> None:
    now = 1_700_000_000.0
    hour, day = 3600.0, 86400.0
    said = [ago(now - passed, now) for passed in (-5, 20, 300, 2 * hour, 30 * day, 800 * day)]
    assert said[:4] == ["just now", "just now", "5 min ago", "2 h ago"]
    assert said[4].split()[0].isdigit()
    assert len(said[4].split()) == 2
    assert len(said[5].split()) == 3
    assert ago(now - 24 * hour, now) == "yesterday"
    assert ago(now - 3 * day, now).endswith("day")


def test_nobody_else_may_write_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "pagevis.ini"
    settings = Settings(path)
    settings.keep("a", "b")
    settings.flush()
    assert not stat.S_IMODE(path.stat().st_mode) & (stat.S_IWGRP | stat.S_IWOTH)


def test_a_file_of_noise_is_put_aside_and_told(tmp_path: Path) -> None:
    file = tmp_path / "pagevis.ini"
    noise = bytes(range(256)) * 8
    file.write_bytes(noise)
    settings = Settings(file)
    assert "damaged" in settings.complaint
    assert (tmp_path / "pagevis.damaged").read_bytes() == noise
    settings.keep("theme", "dark")
    assert settings.flush()
    assert Settings(file).text("theme") == "dark"
    assert Settings(file).complaint == ""
