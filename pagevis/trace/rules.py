"""The rules by which a request is refused, and a sentence for each. Knows their names and numbers only."""

from __future__ import annotations

from pagevis.model import words

# rule -> (what the texts of the model answer, None: refused before they run; the sentence)
_TABLE: tuple[tuple[str, int | None, str], ...] = (
    ("out-of-memory", words.OUT_OF_MEMORY, "not enough frames are free"),
    ("pool-full", words.POOL_FULL, "the pool of hold records is empty"),
    ("double-free", words.DOUBLE_FREE, "the frame is free already"),
    ("not-owner", words.NOT_OWNER, "the process does not hold the frame"),
    ("not-managed", words.NOT_MANAGED, "the frame is none that is handed out"),
    ("already-attached", words.ALREADY_ATTACHED, "the process is attached already"),
    ("not-attached", words.NOT_ATTACHED, "the process is not attached"),
    ("no-frame", None, "there is no such frame now"),
    ("no-run", None, "this design cannot give frames in a row"),
    ("no-process", None, "the process is not running"),
    ("no-segment", None, "the segment is gone"),
    ("already-running", None, "a process of that name is running"),
    ("name-taken", None, "a segment of that name exists"),
)
RULES: tuple[str, ...] = tuple(rule for rule, _, _ in _TABLE)
RULE_OF_ANSWER: dict[int, str] = {answer: rule for rule, answer, _ in _TABLE if answer is not None}
SENTENCES: dict[str, str] = {rule: sentence for rule, _, sentence in _TABLE}
