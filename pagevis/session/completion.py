"""What can be typed next in the console: words that fit, read off the table of commands and the names known here.

Pure: text and names in, words out. The table's ``usage`` is the only thing known of a command's arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from pagevis.trace.grammar import COMMANDS
from pagevis.trace.rules import SENTENCES
from pagevis.trace.words import COUNTS, OF_A_FRAME, STATES

OFFERED = ("act", "segment", "damage", "tell", "quiz", "check")  # groups of commands that make sense line by line
SINGLY = ("random", "seed")  # and of the other groups
MOST_PAGES = 16  # of a process, group or segment that are named one by one
OPERATORS = ("=", "!=", "<", ">", "+", "-")
VALUES: Mapping[str, str] = {
    "free": "frames that can be handed out",
    "used": "frames held by processes and segments",
    "booked": "frames on the used list",
    "counted": "kernel frames that are only counted",
    "managed": "all frames the books answer for",
    "copies": "pages copied so far by fork and by writes",
    "largest-run": "the longest run of free frames",
    "delay": "events from the damage to the fault",
    "refcount": "refcount F: the holds on a frame",
    "owners": "owners F: how many different holders a frame has",
    "state": "state F: free, used, kernel, reserved, …",
    "next": "next F: the frame that its element points to",
}
CONSOLE: Mapping[str, tuple[str, str]] = {  # what the console itself knows besides the language
    "go": ("go EVENT[.MICRO]", "the moment after an event, or after one of its micro-steps"),
    "undo": ("undo", "takes back the last line that was added"),
    "help": ("help [WORD]", "what a word means"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names known at a moment. ``pages``: of each running process. ``groups``, ``segments``: name -> frames."""

    processes: tuple[str, ...] = ()
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    segments: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    selected: str = ""  # the selected frame, as the language names it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that fits, and what it is."""

    text: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Words that fit where ``line[start:end]`` stands."""

    start: int
    end: int
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def common(self) -> str:
        """What all of them begin with."""
        texts = [suggestion.text for suggestion in self.suggestions]
        if not texts:
            return ""
        low, high = min(texts), max(texts)
        n = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
        return low[:n]


def complete(line: str, cursor: int, scope: Scope) -> Completion:
    """The words that fit at the cursor, those of the language first, names in the order in which they came to be."""
    before = line[:cursor]
    if before.count('"') % 2 or "#" in before:
        return Completion(cursor, cursor)
    typed = before.split()
    partial = typed.pop() if typed and not before[-1].isspace() else ""
    found = _first_words() if not typed else _behind(typed, partial, scope)
    fitting = dict.fromkeys(s for s in found if s.text.startswith(partial) and s.text != partial)
    return Completion(cursor - len(partial), cursor, tuple(fitting))


def hint(line: str) -> tuple[str, str]:
    """How the command on the line is written, and what it does; ("", "") where no command stands there yet."""
    words = line.split()
    return _written(words[0]) if words else ("", "")


def _written(word: str) -> tuple[str, str]:
    if word in COMMANDS:
        return COMMANDS[word].usage, COMMANDS[word].help
    return CONSOLE.get(word, ("", ""))


def explain(word: str) -> tuple[str, str]:
    """A word of the language and what it means; ("", "") for a word it does not know."""
    written = _written(word)
    if written[0]:
        return written
    told = VALUES.get(word) or SENTENCES.get(word) or (f"a state that a frame can have: {word}" * (word in STATES))
    return (word, told) if told else ("", "")


def word_at(line: str, cursor: int) -> str:
    """The word that the cursor stands in or behind."""
    for found in re.finditer(r'"[^"]*"?|[^\s"]+', line):
        if found.start() <= cursor <= found.end():
            return re.split(r"[\[.@(]", found.group())[0] or found.group()
    return ""


def free_name(taken: Sequence[str], stem: str = "") -> str:
    """A name that nobody has: A, B, C … for processes, ``stem``, ``stem2`` … for other things."""
    names = [stem, *(f"{stem}{n}" for n in range(2, 10_000))] if stem else [*ascii_uppercase]
    names += [f"P{n}" for n in range(1, 10_000)]
    return next(name for name in names if name not in taken)


# ---- what stands at which place of a command


def _first_words() -> list[Suggestion]:
    commands = [row for row in COMMANDS.values() if row.group in OFFERED or row.name in SINGLY]
    own = [Suggestion(name, told) for name, (_usage, told) in CONSOLE.items()]
    values = [Suggestion(name, VALUES.get(name, "")) for name in (*COUNTS, *OF_A_FRAME) if name not in COMMANDS]
    return [*(Suggestion(row.name, row.help) for row in commands), *own, *values]


def _behind(typed: list[str], partial: str, scope: Scope) -> list[Suggestion]:
    command, *rest = typed
    usage = _written(command)[0]
    if usage and not (command in COUNTS and rest[:1] and rest[0] in OPERATORS):
        return [found for slot in _slots(usage, rest) for found in _fill(slot, command, rest, partial, scope)]
    return _expression(typed, partial, scope)


def _slots(usage: str, typed: list[str]) -> list[str]:
    """What can stand behind the words typed: placeholders as the usage names them, and literal words."""
    found: list[str] = []
    for alternative in usage.split(" ", 1)[-1].split(" | ") if " " in usage else ():
        needed = re.sub(r"\[[^\]]*\]", "", alternative).split()
        optional = [group.split() for group in re.findall(r"\[([^\]]*)\]", alternative)]
        if "…" in needed:
            needed = needed[:-1] * (len(typed) + 1)
        if needed[:1] == ["EXPR"]:
            found.append("EXPR") if not typed or typed[0] not in ("fails", "sound") else None
        elif any(_is_literal(slot) and word not in slot.split("|") for slot, word in zip(needed, typed, strict=False)):
            continue
        elif len(typed) < len(needed):
            found.append(needed[len(typed)])
        else:
            found += _optional(optional, typed[len(needed) :])
    return found


def _optional(groups: list[list[str]], typed: list[str]) -> list[str]:
    for group in groups:
        if len(group) > 1 and typed[-1:] == group[:1]:
            return [group[1]]
    return [group[0] for group in groups if not any(word in group[0].split("|") for word in typed)]


def _is_literal(slot: str) -> bool:
    return slot.islower() and ".." not in slot


def _fill(slot: str, command: str, typed: list[str], partial: str, scope: Scope) -> list[Suggestion]:
    """The words for one place of a command."""
    if _is_literal(slot):
        return [Suggestion(word) for word in slot.split("|")]
    if slot == "EXPR":
        return _expression(typed, partial, scope)
    if slot == "RULE":
        return [Suggestion(rule, sentence) for rule, sentence in SENTENCES.items()]
    if slot == "WORD":
        return [Suggestion(name, explain(name)[1]) for name in (*COMMANDS, *VALUES)]
    if slot == "F":
        return _frames(scope, typed[0] if typed and typed[0] in scope.pages else "", partial)
    if slot == "S" and command != "segment":
        return [Suggestion(name, f"segment of {n}") for name, n in scope.segments.items()]
    if slot in ("P", "Q") and command != "start":
        kernel = [Suggestion("kernel", "takes frames and gives them back")] if command in ("alloc", "free") else []
        known = [Suggestion(name, f"{len(scope.pages.get(name, ()))} pages") for name in scope.processes]
        return [found for found in known if slot == "P" or found.text not in typed] + kernel
    if slot == "C" or (slot == "P" and command == "start"):
        return [Suggestion(free_name((*scope.processes, *typed)), "a new process")]
    return []


def _expression(typed: list[str], partial: str, scope: Scope) -> list[Suggestion]:
    last = typed[-1] if typed else "="
    if last in OF_A_FRAME:
        return _frames(scope, "", partial)
    if last not in OPERATORS:
        return [Suggestion(operator) for operator in OPERATORS]
    if "state" in typed:
        return [Suggestion(state) for state in STATES]
    values = [Suggestion(name, VALUES.get(name, "")) for name in (*COUNTS, *OF_A_FRAME)]
    return values + _frames(scope, "", partial)


def _frames(scope: Scope, of: str, partial: str) -> list[Suggestion]:
    """Frames as they can be named: the selected one, groups, segments and, once its name stands, a process's pages."""
    found = [Suggestion(scope.selected, "the selected frame")] if scope.selected else []
    if of:
        found += [Suggestion(f"{of}.{page}", f"page {page} of {of}") for page in scope.pages[of][:MOST_PAGES]]
    for name, n in (*scope.groups.items(), *scope.segments.items()):
        what = "segment" if name in scope.segments else "group"
        found.append(Suggestion(name, f"all {n} frames of the {what}"))
        if partial.startswith(name):
            found += [Suggestion(f"{name}[{k}]", f"frame {k} of the {what}") for k in range(min(n, MOST_PAGES))]
    for name in scope.processes:
        if partial.startswith(name):
            found += [Suggestion(f"{name}.{k}", f"page {k} of {name}") for k in scope.pages[name][:MOST_PAGES]]
    piles = {"free": "the free list", "used": "the used list", "book": "the page book"}
    found += [Suggestion(f"{name}[0]", f"the first frame of {told}") for name, told in piles.items()]
    return found
