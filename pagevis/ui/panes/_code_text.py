"""The colours of code: keywords, calls, numbers, strings, comments. Knows just enough of the dialect of the texts."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = re.compile(
    r"(?P<comment>#.*)|(?P<string>\"\"\".*?\"\"\"|\"\"\".*|\"[^\"]*\"|'[^']*')"
    r"|(?P<keyword>\b(?:def|return|if|elif|else|while|for|in|range|and|or|not|break|continue|pass|import|from|is)\b)"
    r"|(?P<number>\b(?:0x[0-9a-f]+|\d+|[A-Z][A-Z0-9_]+)\b)|(?P<call>\b[a-z_]\w*(?=\())"
)
ROLES = {
    "comment": "text3",
    "string": "code_string",
    "keyword": "code_keyword",
    "number": "code_number",
    "call": "code_call",
}


@lru_cache(maxsize=8)
def coloured(text: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Lines of pieces of text with their role; docstrings over several lines included."""
    lines: list[tuple[tuple[str, str], ...]] = []
    inside = False
    for line in text.expandtabs(4).splitlines():
        quotes = line.count('"""')
        if inside or quotes == 1:
            lines.append(((line, "code_string"),))
            inside = inside != (quotes % 2 == 1)
            continue
        pieces, at = [], 0
        for match in WORDS.finditer(line):
            pieces.append((line[at : match.start()], "ink"))
            pieces.append((match.group(), ROLES[match.lastgroup or "comment"]))
            at = match.end()
        lines.append((*pieces, (line[at:], "ink")))
    return tuple(lines)
