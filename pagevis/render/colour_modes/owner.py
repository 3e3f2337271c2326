"""Colour by owner: each process and segment has its own, several holders share a cell in bands."""

from __future__ import annotations

from pagevis.render.colour_modes._base import ColourMode

COLOUR_MODE = ColourMode(
    "owner",
    "Owner",
    "Each process and segment in a colour of its own; a shared frame in bands",
    lambda seen: seen.palette.frame_colours(seen.frames),
    lambda seen, first: seen.palette.second_colours(seen.frames, first),
)
