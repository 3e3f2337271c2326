"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pagevis.base.errors import PagevisError
from pagevis.base.files import write_whole


def test_the_old_file_goes_only_when_the_new_one_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "ein Rahmen für A\n")
    assert path.read_bytes() == "ein Rahmen für A\n".encode()
    with pytest.raises(PagevisError, match="cannot be written"):
        write_whole(path, "\ud800")
    assert path.read_bytes() == "ein Rahmen für A\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, "new", lasting=False)
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_place_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(PagevisError) as error:
        write_whole(tmp_path / "missing" / "a.txt", "x")
    assert str(error.value).count("\n") == 0
    assert "choose another place" in str(error.value)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX's")
def test_a_new_file_has_the_permissions_of_any_new_file_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.touch()
    write_whole(ours, "new")
    assert ours.stat().st_mode == plain.stat().st_mode
    ours.chmod(0o600)
    write_whole(ours, "old")
    assert ours.stat().st_mode & 0o777 == 0o600
