"""What README.md, CI and this suite say about running it agree, so that none of them can drift."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path


def commands(repository: Path) -> list[str]:
    """The command lines of README.md that begin with a virtual environment, in order."""
    return re.findall(r"^python3 -m venv .*$", (repository / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_has_two_commands_that_can_be_pasted(repository: Path) -> None:
    opens, tests = commands(repository)
    assert opens.endswith("/bin/pagevis")
    assert "[test]" in tests
    assert "-m pytest" in tests


def test_ci_runs_the_very_test_command_of_the_readme(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    shown = subprocess.run(
        ["bash", str(script), "--show"], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == commands(repository)[1]


def test_benchmarks_run_by_name_only(repository: Path) -> None:
    def collected(*where: str) -> str:
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-n", "0", *where]
        environment = os.environ | {"PYTEST_ADDOPTS": ""}
        return subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, text=True, check=False, timeout=120
        ).stdout

    assert "tests/bench/" not in collected()
    assert "tests/bench/" not in collected("tests")
    assert "tests/bench/" in collected("tests/bench")


def test_python_m_pagevis_and_the_script_are_the_same_program(repository: Path) -> None:
    said = {
        subprocess.run(
            [sys.executable, *how, "--version"], cwd=repository, capture_output=True, text=True, check=True
        ).stdout
        for how in (("-m", "pagevis"), (str(Path(sys.executable).parent / "pagevis"),))
    }
    assert len(said) == 1
    assert re.fullmatch(r"pagevis \d+\.\d+\.\d+\n", said.pop())
