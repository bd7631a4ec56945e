"""Colour and attributes of a character cell; without NumPy, for what is painted before it is there."""

from __future__ import annotations

from enum import IntFlag

#: the colour of the terminal itself; all other colours are 0xRRGGBB
DEFAULT = -1
#: the bit of each dot of a braille cell, by row and column
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Attr(IntFlag):
    """Attributes of a cell besides its colour."""

    PLAIN = 0
    BOLD = 1
    DIM = 2
    REVERSE = 4
    UNDERLINE = 8
    #: only the ground of a picture, which can be left out
    GROUND = 16
