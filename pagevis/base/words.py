"""Finding the word somebody meant. Knows no word itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LIST_AT_MOST = 12


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'alloc'?``, or what there is to choose from, or nothing where there is nothing."""
    choices = sorted(set(known))
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if not choices:
        return ""
    shown = ", ".join(choices[:LIST_AT_MOST]) + (", …" if len(choices) > LIST_AT_MOST else "")
    return f"known: {shown}"
