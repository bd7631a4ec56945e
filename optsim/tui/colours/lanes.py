"""Colours of lanes and of the map's grounds, chosen for dark and light themes and for each kind of terminal.

Any two of eight lanes differ by a ΔE (CIEDE2000) of at least 10 for most eyes and for each kind of colour-blind ones, as
simulated by Machado, Oliveira and Fernandes (2009); `tests/colours/search.py` finds them. Texts in them have a contrast of
4.5 : 1 on the grounds of all themes, and marks 3 : 1 on the map.
"""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """Lanes at full strength, and grounds of the map from low to high: none where a terminal has too few of them."""

    lanes: tuple[int, ...]
    heights: tuple[int, ...]


ON_DARK = Colours(
    (0xFF9911, 0x99AAFF, 0xCCFF00, 0xFFCCFF, 0x00CCCC, 0x88BB77, 0xAAFFDD, 0xFFEEAA),
    (0x040612, 0x071029, 0x0A1C39, 0x0F2A43, 0x183745, 0x244044, 0x324844),
)
ON_LIGHT = Colours(
    (0x1155BB, 0xAA0044, 0x006655, 0x775500, 0x664477, 0x000077, 0x223300, 0x440022),
    (0xFCFCFA, 0xF4F7F9, 0xEAF1F6, 0xDFE9F0, 0xD3E0EA, 0xC6D6E3, 0xB8CBDB),
)
#: of the 256 colours of a terminal only those that are the same everywhere: the cube and the greys
ON_DARK_256 = Colours(
    (0xD7AF87, 0x87AFFF, 0xFFFF00, 0xFFD7FF, 0x00D700, 0x5FFFD7, 0xD7FFAF, 0xAFAFAF),
    (
        0x000000, 0x080808, 0x121212, 0x1C1C1C, 0x262626, 0x303030,
        0x3A3A3A, 0x444444, 0x4E4E4E, 0x005F5F, 0x585858, 0x005F87,
    ),
)  # fmt: skip
ON_LIGHT_256 = Colours(
    (0x0000FF, 0xAF005F, 0x005F5F, 0x5F5F00, 0x3A3A3A, 0x00005F, 0x5F0000, 0x000000),
    (
        0xFFFFFF, 0xD7FFFF, 0xEEEEEE, 0xE4E4E4, 0xD7D7FF, 0xDADADA, 0xAFD7FF,
        0xD0D0D0, 0xAFD7D7, 0xC6C6C6, 0xBCBCBC, 0xB2B2B2,
    ),
)  # fmt: skip
#: of 16 those that can be read on black on every terminal: no two lanes of seven are alike, bold or not
ON_DARK_16 = Colours((0xFFFF00, 0x00FFFF, 0xFF00FF, 0x00FF00, 0xFF0000, 0xFFFFFF, 0x00CDCD), ())
