"""What a verb promises. One file per verb in this folder defines ``VERB``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Exit(IntEnum):
    """What the program tells its caller."""

    FINE = 0
    FOUND = 1  # the check found something
    WRONG = 2  # wrong usage, unreadable input; one line on standard error says what
    INTERRUPTED = 130  # as shells say it of SIGINT
    PIPE_CLOSED = 141  # as shells say it of SIGPIPE: the reader of our output left


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. Heavy imports belong inside ``run``: ``pagevis --help`` loads every verb's file."""

    name: str
    help: str  # one line, for the list of verbs
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]  # returns the exit code; raises PagevisError for what a user can mend
    is_default: bool = False  # runs where no verb is named; then its name is not typed at all
