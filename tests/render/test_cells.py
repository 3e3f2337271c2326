"""Bands of cells with several holders: they fill the cell, in order, and leave room for what is written in them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pagevis.render.cells import CELL_UNITS, MOST_THIN, band_edges


@pytest.mark.parametrize("n", range(2, 4 + MOST_THIN))
def test_bands_fill_the_cell_and_words_have_room(n: int) -> None:
    edges = band_edges(n)
    assert len(edges) == n + 1
    assert (edges[0], edges[-1]) == (0, CELL_UNITS)
    heights = [b - a for a, b in pairwise(edges)]
    assert heights[0] >= 32, "PFN and name"
    assert heights[1] >= 14, "a name"
    assert heights[-1] >= (14 if n > 3 else 24), "what follows; of three also a name"
    assert all(height >= 2 for height in heights)
