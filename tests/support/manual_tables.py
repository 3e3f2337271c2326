"""The manual's tables as the code has them. ``python tests/support/manual_tables.py`` writes them into its pages.

On a page a table stands between ``<!-- name -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from pathlib import Path

from pagevis.session.commands import COMMANDS as WINDOW_COMMANDS
from pagevis.session.commands import pretty
from pagevis.session.glossary import WORDS
from pagevis.trace.grammar import COMMANDS
from pagevis.trace.rules import SENTENCES

MANUAL = Path(__file__).resolve().parents[2] / "resources" / "manual"


def table(*rows: tuple[str, ...]) -> str:
    """A Markdown table; the first row is its head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n"


def scenario_table() -> str:
    return table(("command", "does"), *((f"`{row.usage}`", row.help) for row in COMMANDS.values()))


def rules_table() -> str:
    return table(("rule", "means"), *((f"`{rule}`", sentence) for rule, sentence in SENTENCES.items()))


def keys_table() -> str:
    def printed(names: tuple[str, ...]) -> str:
        return ", ".join(f"`{pretty(name)}`" for name in names)

    rows = ((row.title, printed(row.keys), printed(row.plain_keys), row.help) for row in WINDOW_COMMANDS)
    return table(("command", "everywhere", "in map and timeline", "does"), *rows)


def words_table() -> str:
    return table(("word", "means"), *((row.word, row.meaning) for row in WORDS))


TABLES = {
    ("glossary.md", "words"): words_table,
    ("formats.md", "commands"): scenario_table,
    ("formats.md", "rules"): rules_table,
    ("window.md", "keys"): keys_table,
}


def with_tables(page: str, text: str) -> str:
    """A page's text with its tables as the code has them. Raises ``ValueError`` where the place of one is missing."""
    for (on, name), made in TABLES.items():
        if on == page:
            pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
            text, n = pattern.subn(lambda found, made=made: f"{found[1]}{made()}{found[2]}", text)
            if n != 1:
                raise ValueError(f"{page} has {n} places for the table {name!r}")
    return text


if __name__ == "__main__":
    for page in {on for on, _ in TABLES}:
        path = MANUAL / page
        path.write_text(with_tables(page, path.read_text(encoding="utf-8")), encoding="utf-8")
