"""Which events fit a few words: by verb, by who acts, by frame, by outcome. Looks through columns, not through rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, PfnTable
from pagevis.trace.history import History

Mask = NDArray[np.bool_]
TEXTS_UP_TO = 4000  # events whose own text is looked through too; in longer histories the columns must do
REFUSED = "refused"


def fitting(history: History, words: str) -> I64:
    """Ascending indices of the events that fit every word, whatever its case; all of them for no words.

    A word fits the part of a verb or of a name, ``refused``, or the PFN of a frame that the event begins with.
    """
    columns = history.event_columns()
    fits = np.ones(len(columns.verb), np.bool_)
    for word in words.casefold().split():
        fits &= _fitting_one(history, word)
    return np.flatnonzero(fits).astype(np.int64)


def _fitting_one(history: History, word: str) -> Mask:
    columns, snapshot = history.event_columns(), history.snapshot()
    verbs = np.array([word in verb.casefold() for verb in columns.verbs], np.bool_)
    names = np.array([word in holder.name.casefold() for holder in snapshot.holders], np.bool_)
    names[:1] = False
    fits: Mask = verbs[columns.verb] | names[columns.slot]
    if word == REFUSED:
        fits |= columns.refused
    frame = _frame(PfnTable(snapshot.ranges), word)
    if frame is not None:
        last = columns.frame + (np.int64(1) << columns.order.astype(np.int64))
        fits |= (columns.frame >= 0) & (columns.frame <= frame) & (frame < last)
    if len(fits) <= TEXTS_UP_TO:
        fits |= np.array([word in history.event(i).text.casefold() for i in range(len(fits))], np.bool_)
    return fits


def _frame(table: PfnTable, word: str) -> int | None:
    try:
        return table.frame(int(word.removeprefix("0x"), 16))
    except ValueError:
        return None


def of_slot(history: History, slot: int) -> I64:
    """Ascending indices of the events in which somebody acts."""
    return np.flatnonzero(history.event_columns().slot == slot).astype(np.int64)


def among(events: I64, others: I64) -> Mask:
    """Which of ``events`` stand among ``others``; both ascend."""
    return np.isin(events, others, assume_unique=True)
