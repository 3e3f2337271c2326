"""The command line's entrance: finds the verb, runs it, and turns errors into one line. Knows no verb by name."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    raise NotImplementedError(arguments)
