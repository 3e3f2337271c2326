"""Each law notices the damage it is for, and says where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.scenarios import HEAD, carry_out

from pagevis.model.book import Book
from pagevis.model.invariants import broken

NIL = 0xFFFFFFFF


def _poke(name: str, index: int, value: int) -> Callable[[Book], None]:
    def poke(book: Book) -> None:
        book.array(name)[index] = value

    return poke


DAMAGE = {
    "a count that is off": (_poke("count", 0, 3), "conservation"),
    "a free list that begins too late": (_poke("head", 0, 40), "one-list"),
    "a reserved frame at the head": (_poke("head", 0, 0), "reserved"),
    "a link that skips": (_poke("next", 50, 55), "one-list"),
    "a circle": (_poke("next", 50, 45), "one-list"),
    "a prev that lies": (_poke("prev", 50, 12), "links"),
    "a refcount too high": (_poke("refcount", 9, 7), "refcount"),
    "an owner list cut off": (_poke("owners", 9, NIL), "owners"),
    "an owner list in a circle": (_poke("hold_next", 0, 0), "owners"),
    "a page chain cut off": (_poke("page_next", 0, NIL), "pages"),
    "a record that names another holder": (_poke("hold_by", 0, 3), "pages"),
    "a kind that changed": (_poke("kind", 50, 3), "reserved"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found_by_the_law_it_is_for(what: str) -> None:
    history = carry_out(HEAD)
    assert broken(history.book) == []
    poke, rule = DAMAGE[what]
    poke(history.book)
    assert rule in {finding.rule for finding in broken(history.book)}
