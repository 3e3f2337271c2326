"""The manual says what the program does: its tables are compared with the tables in the code, its links followed,
its scenarios carried out, its commands typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.manual_tables import TABLES, with_tables

from pagevis.base.discovery import discover
from pagevis.cli._base import Verb
from pagevis.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "resources" / "manual"
PAGES = [ROOT / "README.md", *sorted(MANUAL.glob("*.md"))]


@pytest.mark.parametrize("page", sorted({page for page, _ in TABLES}))
def test_tables_are_those_of_the_code(page: str) -> None:
    text = (MANUAL / page).read_text(encoding="utf-8")
    assert with_tables(page, text) == text, "run python tests/support/manual_tables.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", MANUAL / "formats.md"], ids=lambda path: path.name)
def test_scenarios_on_the_page_check_clean(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = [
        block
        for block in re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        if "\nmemory " in block
    ]
    assert blocks
    for block in blocks:
        (tmp_path / "page.scenario").write_text(block, encoding="utf-8")
        assert main(["check", str(tmp_path / "page.scenario")]) == 0, capsys.readouterr().out


def test_files_that_the_readme_names_are_there() -> None:
    named = re.findall(r"(?:resources|pagevis|tests)/[\w./-]+[\w/]", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_verb_is_in_readme_and_manual() -> None:
    verbs = discover("pagevis.cli", "VERB", Verb, skip=("main",)).values()
    for page in (ROOT / "README.md", MANUAL / "command-line.md"):
        text = page.read_text(encoding="utf-8")
        assert [verb.name for verb in verbs if not verb.is_default and f"`pagevis {verb.name} FILE" not in text] == []


@pytest.mark.parametrize("verb", ["info", "check"])
def test_keys_of_json_are_in_the_manual(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = (MANUAL / "command-line.md").read_text(encoding="utf-8")
    for file in [*(ROOT / "resources" / "scenarios").glob("*.scenario"), *(ROOT / "resources" / "samples").iterdir()]:
        assert main([verb, "--json", str(file)]) == 0
        assert [key for key in json.loads(capsys.readouterr().out) if f"`{key}`" not in page] == []


def test_info_has_the_same_keys_for_scenarios_and_recordings(capsys: pytest.CaptureFixture[str]) -> None:
    keys = []
    for folder in ("scenarios", "samples"):
        assert main(["info", "--json", str(min((ROOT / "resources" / folder).iterdir()))]) == 0
        keys.append(set(json.loads(capsys.readouterr().out)))
    assert keys[0] == keys[1]
