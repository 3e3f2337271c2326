"""The command line's entrance: finds the verb, runs it, and turns errors into one line. Knows no verb by name."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from pagevis import __doc__ as about
from pagevis import __version__
from pagevis.base.discovery import discover
from pagevis.base.errors import Cancelled, PagevisError, one_line
from pagevis.base.words import did_you_mean
from pagevis.cli._base import Exit, Verb

EPILOG = """\
FILE may be "-" for standard input. pagevis looks at the content, not at the name; plain and gzip both do.
A file that bears a verb's name opens as ./NAME.
Exit codes: 0 fine, 1 the check found something, 2 wrong usage or unreadable input."""


class _Parser(argparse.ArgumentParser):
    """Wrong usage is an error like any other: one line, not the usage text."""

    def error(self, message: str) -> NoReturn:
        raise PagevisError(message, remedy=f"see '{self.prog} --help'")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code. Whatever goes wrong ends in one line on standard error."""
    if sys.stdout is None:  # closed by whoever started us: what would be printed is not wanted
        sys.stdout = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter gets it escaped, not an error
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return Exit.PIPE_CLOSED
    except KeyboardInterrupt:
        _complain("interrupted")
        return Exit.INTERRUPTED
    except Cancelled:
        _complain("cancelled")
        return Exit.INTERRUPTED
    except PagevisError as error:
        _complain(str(error))
        return Exit.WRONG
    except MemoryError:
        _complain("there is not enough memory for this; try a smaller file or fewer frames")
        return Exit.WRONG
    except ImportError as error:
        _debug()
        from pagevis.cli._qt import explain

        _complain(str(explain(error)))
        return Exit.WRONG
    except OSError as error:
        _debug()
        _abandon_stdout()
        place = os.fsdecode(error.filename) if error.filename else "the output cannot be written"
        _complain(f"{place}: {error.strerror or error}")
        return Exit.WRONG
    except Exception as error:  # noqa: BLE001 - the edge: no traceback reaches a user
        _debug()
        kind = type(error).__name__
        _complain(f"internal error: {kind}: {error}; please report it (PAGEVIS_DEBUG=1 shows where it happened)")
        return Exit.WRONG
    return code


def _run(arguments: list[str]) -> int:
    verbs = discover("pagevis.cli", "VERB", Verb, skip=("main",))
    (default,) = (verb for verb in verbs.values() if verb.is_default)
    named = {name: verb for name, verb in verbs.items() if not verb.is_default}
    if arguments and arguments[0] in named:
        verb = named[arguments[0]]
        parser = _Parser(
            prog=f"pagevis {verb.name}", description=_sentence(verb.help), epilog=EPILOG, formatter_class=_Help
        )
        verb.add_arguments(parser)
        return verb.run(parser.parse_args(arguments[1:]))
    parser = _Parser(prog="pagevis", description=about, epilog=_list(named) + EPILOG, formatter_class=_Help)
    parser.usage = f"pagevis [FILE] [options]\n       pagevis {{{','.join(named)}}} … (each has its own --help)"
    parser.add_argument("--version", action="version", version=f"pagevis {__version__}")
    default.add_arguments(parser)
    options, surplus = parser.parse_known_args(arguments)
    _refuse_misspelt_verb(options.file, surplus, named, parser)
    return default.run(options)


_Help = argparse.RawDescriptionHelpFormatter


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _list(verbs: Mapping[str, Verb]) -> str:
    width = max(len(name) for name in verbs)
    return "verbs:\n" + "".join(f"  {name:{width}}  {verb.help}\n" for name, verb in verbs.items()) + "\n"


def _refuse_misspelt_verb(
    file: str | None, surplus: list[str], verbs: Mapping[str, Verb], parser: argparse.ArgumentParser
) -> None:
    """``pagevis chekc FILE`` would open a window on a file "chekc"; say what was meant instead."""
    hint = did_you_mean(file or "", verbs)
    if surplus and file is not None and not surplus[0].startswith("-"):
        if Path(file).exists():
            raise PagevisError("pagevis opens one file at a time", remedy=f"open '{surplus[0]}' by itself")
        raise PagevisError(f"'{file}' is no verb", remedy=hint)
    if surplus:
        parser.error(f"unknown option '{surplus[0]}'")
    if file and hint.startswith("did") and not Path(file).exists():
        raise PagevisError("there is no such file and no such verb", remedy=hint, place=file)


def _complain(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"pagevis: {one_line(text)}\n")


def _debug() -> None:
    if os.environ.get("PAGEVIS_DEBUG"):
        traceback.print_exc()


def _abandon_stdout() -> None:
    """What is still buffered cannot be written; without this the interpreter tries again at exit and complains."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):
        pass  # no stdout, or one without a file behind it: then nothing is tried again
