"""What came with pagevis and can be opened: lessons and sample recordings, found in resources/, none named here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pagevis.base import resources

SHORT = 48
HEAD_LINES = 60  # of a scenario: its title and first comment stand there
TITLE = re.compile(r'^\s*title\s+"((?:[^"\\]|\\.)*)"', re.MULTILINE)
SAY = re.compile(r'^\s*say\s+"((?:[^"\\]|\\.)*)"', re.MULTILINE)
LESSON = re.compile(r"^Lesson \d+: ")
NOTE = re.compile(r"^#\s?(.+)$", re.MULTILINE)
NOT_SAMPLES = (".md", ".toml", ".json")  # .json: marks of the user's own beside a sample


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of ``resources/``."""

    path: Path
    title: str
    words: str
    number: str  # lessons are read in order
    is_lesson: bool


def _words(note: str, say: str) -> str:
    """The file's first comment where it tells more than a title does, else the first caption."""
    text = LESSON.sub("", note)
    text = say if len(text) < SHORT and say else text
    return text[:1].upper() + text[1:]


def _lesson(file: Path) -> Entry:
    text = "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[:HEAD_LINES])
    title, note, say = TITLE.search(text), NOTE.search(text), SAY.search(text)
    number = re.match(r"\d+", file.name)
    return Entry(
        file,
        title.group(1) if title else file.stem,
        _words(note.group(1) if note else "", say.group(1) if say else ""),
        str(int(number.group())) if number else "",
        is_lesson=True,
    )


def lessons() -> tuple[Entry, ...]:
    """The scenarios in the order of their files' names; title and words from their first lines."""
    return tuple(_lesson(file) for file in sorted(resources.path("scenarios").glob("*.scenario")))


def samples() -> tuple[Entry, ...]:
    """The sample recordings; what each is stands in a Markdown file of the same stem, if there is one."""
    found = []
    for file in sorted(resources.path("samples").iterdir()):
        if not file.is_file() or file.name.startswith(".") or file.suffix in NOT_SAMPLES:
            continue
        stem = file.name.split(".")[0]
        told = file.with_name(f"{stem}.md")
        words = (
            told.read_text(encoding="utf-8").strip()
            if told.is_file()
            else "What a Linux kernel dealt out, event by event."
        )
        found.append(Entry(file, stem.replace("-", " ").replace("_", " ").capitalize(), words, "", is_lesson=False))
    return tuple(found)
