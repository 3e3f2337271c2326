"""The table of commands: names once, keys unambiguous in each scope."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence

from pagevis.session.commands import BY_NAME, COMMANDS, pretty, tooltip


def test_names_are_used_once() -> None:
    assert len(BY_NAME) == len(COMMANDS)


def test_no_key_is_ambiguous() -> None:
    everywhere = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    plain = [QKeySequence(key).toString() for command in COMMANDS for key in command.plain_keys]
    assert all(everywhere)
    assert all(plain)
    assert not [key for key, n in Counter(everywhere + plain).items() if n > 1]


def test_keys_that_act_everywhere_leave_typing_alone() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert "Ctrl" in key or key == "Escape" or key.split("+")[-1].startswith("F"), key


def test_keys_are_told_as_keyboards_print_them() -> None:
    assert pretty("Shift+Right") == "Shift+→"
    assert pretty("Ctrl++") == "Ctrl++"
    assert pretty("+") == "+"
    assert pretty("Ctrl+-") == "Ctrl+-"
    assert tooltip(BY_NAME["step"]).endswith("(F5 or →)")
