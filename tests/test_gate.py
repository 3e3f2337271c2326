"""The gate: what no test sees by running code. Each check is a command that anybody can run by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
COMMANDS = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "--diff", "."),
    "mypy": ("-m", "mypy"),
    "lint-imports": ("-c", LINT_IMPORTS),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_gate(name: str, repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, *COMMANDS[name]], cwd=repository, capture_output=True, text=True, check=False, timeout=540
    )
    assert done.returncode == 0, f"{name} says:\n{done.stdout}{done.stderr}"


BAD_TESTS = {
    "a Python warning": "import warnings\ndef test_it():\n    warnings.warn('old', DeprecationWarning)\n",
    "a Qt warning": "from PySide6.QtCore import qWarning\ndef test_it():\n    qWarning('painter not active')\n",
    "an unknown marker": "import pytest\n@pytest.mark.slwo\ndef test_it():\n    pass\n",
    "an expected failure that passes": "import pytest\n@pytest.mark.xfail\ndef test_it():\n    pass\n",
}


@pytest.mark.parametrize("what", BAD_TESTS)
def test_the_settings_of_pytest_bite(what: str, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((repository / "pyproject.toml").read_bytes())
    (tmp_path / "test_bad.py").write_text(BAD_TESTS[what])
    (tmp_path / "test_good.py").write_text("def test_it():\n    pass\n")

    def run(file: str) -> int:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", file]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120).returncode

    assert run("test_good.py") == 0
    assert run("test_bad.py") in (1, 2), f"{what} does not fail a test"
