"""What a person chose, kept from run to run in an ini file of their own. The one reader and writer of it.

Every value is a text; what has structure is JSON within one. A file that others damaged never stops the program:
what cannot be read is as if it had never been written, and ``complaint`` says so in one line.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QStandardPaths

from pagevis.session.player import SPEEDS
from pagevis.session.preferences import FONT_PERCENTS, NUMBER_BASES, SYSTEM, Preferences

LARGEST_FILE = 1 << 20  # bytes; ours have some kilobytes
LONGEST_TEXT = 1 << 18


def default_path() -> Path:
    """The user's own file, where their desktop keeps such files."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "pagevis" / "pagevis.ini"


def _is_text(path: Path) -> bool:
    """Qt reads anything as an ini file, and finds nothing in what is none."""
    try:
        return "\0" not in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


class Settings:
    """See the module. Without a path nothing is kept beyond this run."""

    def __init__(self, path: Path | None = None) -> None:
        self.complaint = ""
        self._path = path
        self._unkept: dict[str, str] = {}
        self._file: QSettings | None = None
        if path is None:
            return
        try:
            strange = path.exists() and (not path.is_file() or path.stat().st_size > LARGEST_FILE)
        except OSError:
            strange = True
        if not strange and path.exists() and not _is_text(path):
            aside = path.with_suffix(".damaged")
            try:
                path.replace(aside)
                self._complain(f"the file was damaged; it lies in {aside.name} now, and everything is as at first")
            except OSError:
                strange = True
        if strange:
            self.complaint = f"{path} is no settings file of pagevis: nothing is read from it or kept; remove it"
            return
        self._file = QSettings(str(path), QSettings.Format.IniFormat)
        self._file.setAtomicSyncRequired(True)
        if self._file.status() is not QSettings.Status.NoError:
            self._complain("it is damaged; what could not be read is as at first")

    def _complain(self, what: str) -> None:
        self.complaint = self.complaint or f"Settings in {self._path}: {what}"

    def text(self, key: str) -> str:
        """The text kept under a key, "" for none."""
        if self._file is None:
            return self._unkept.get(key, "")
        value = self._file.value(key)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            self._complain(f"{key} cannot be read and is as at first")
            return ""
        return value

    def keep(self, key: str, text: str) -> None:
        """Keep a text; "" forgets the key."""
        if self._file is None:
            self._unkept[key] = text
        elif text:
            self._file.setValue(key, text)
        else:
            self._file.remove(key)

    def names(self, group: str) -> tuple[str, ...]:
        """The keys below a group, sorted, without its name."""
        keys = self._unkept if self._file is None else self._file.allKeys()
        found = (key.removeprefix(f"{group}/") for key in keys if key.startswith(f"{group}/"))
        return tuple(sorted(name for name in found if self.text(f"{group}/{name}")))

    def value(self, key: str) -> object:
        """The JSON value kept under a key, None for none."""
        text = self.text(key)
        if not text:
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self._complain(f"{key} cannot be read and is as at first")
            return None

    def keep_value(self, key: str, value: object) -> None:
        """Keep a JSON value."""
        self.keep(key, json.dumps(value, ensure_ascii=True, separators=(",", ":")))

    def flush(self) -> bool:
        """Write it all to the file now. False where the file cannot be written; ``complaint`` says so."""
        if self._file is None:
            return True
        self._file.sync()
        if self._file.status() is QSettings.Status.AccessError:
            self._complain("it cannot be written; nothing will be remembered after this run")
            return False
        return True

    # Preferences

    def preferences(self, theme_names: tuple[str, ...]) -> Preferences:
        """What is preferred; anything that is no choice is as at first."""
        read = self.value("preferences")
        if read is None:
            return Preferences()
        choices: dict[str, tuple[object, ...]] = {
            "theme": (SYSTEM, *theme_names),
            "font_percent": FONT_PERCENTS,
            "speed": SPEEDS,
            "number_base": NUMBER_BASES,
        }
        told = read if isinstance(read, dict) else {}
        taken: dict[str, Any] = {}
        for field in fields(Preferences):
            value = told.get(field.name)
            if not isinstance(value, bool) and value in choices[field.name]:
                taken[field.name] = value
            elif value is not None or not isinstance(read, dict):
                self._complain(f"preferences: {field.name} is none of the choices and is as at first")
        return Preferences(**taken)

    def keep_preferences(self, preferences: Preferences) -> None:
        """Keep them."""
        self.keep_value("preferences", asdict(preferences))
