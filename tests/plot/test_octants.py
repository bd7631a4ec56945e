"""Octants have the dots of the braille cells that they stand for, by their names in Unicode 16 and before."""

import re

import pytest

from optsim.plot.glyphs import in_dots, in_octants
from optsim.plot.width import cell_width, every_cell_one

BRAILLE = [chr(0x2800 + dots) for dots in range(256)]
#: row and column of the dots 1 to 8 of a braille cell, as they are numbered
PLACES = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))
#: some of the 230 by name, "BLOCK OCTANT-3" …, from the chart of the Unicode Standard 16.0, U+1CD00
NAMED = {0x1CD00: "3", 0x1CD01: "23", 0x1CD02: "123", 0x1CD03: "4", 0x1CD04: "14", 0x1CDE5: "2345678"}
#: those that have a name of their own
OLD = {
    " ": "", "▘": "13", "▝": "24", "▀": "1234", "▖": "57", "▌": "1357", "▞": "2457", "▛": "123457", "▗": "68", "▚": "1368",
    "▐": "2468", "▜": "123468", "▂": "78", "▄": "5678", "▙": "135678", "▟": "245678", "▆": "345678", "█": "12345678",
    "\U0001fb82": "12", "\U0001fb85": "123456", "\U0001cea8": "1", "\U0001ceab": "2", "\U0001cea3": "7", "\U0001cea0": "8",
    "\U0001fbe6": "35", "\U0001fbe7": "46",
}  # fmt: skip


def numbers(braille):
    """The eighths of a braille cell's dots: 1 and 2 above, 7 and 8 below."""
    lit = [PLACES[dot] for dot in range(8) if ord(braille) - 0x2800 >> dot & 1]
    return "".join(sorted(str(2 * row + column + 1) for row, column in lit))


def test_every_pattern_has_a_character_of_its_own_in_one_cell():
    octants = [in_octants(char) for char in BRAILLE]
    assert len(set(octants)) == 256
    assert all(cell_width(char) == 1 and every_cell_one(char) for char in octants)


def test_the_characters_have_the_dots_that_their_names_say():
    by_char = {in_octants(char): numbers(char) for char in BRAILLE}
    assert {char: by_char[char] for char in OLD} == OLD
    assert {code: by_char[chr(code)] for code in NAMED} == NAMED
    # all others stand in the order of their masks
    others = sorted((char for char in by_char if char not in OLD), key=ord)
    assert [ord(char) for char in others] == list(range(0x1CD00, 0x1CD00 + 230))
    masks = [sum(1 << int(number) - 1 for number in by_char[char]) for char in others]
    assert masks == sorted(masks)


@pytest.mark.parametrize("text", ["", "loss 0.1 ‖∇L‖", "●■▲ ┤ α·λmax 鞍点 ŷ"])
def test_texts_stay_as_they_are(text):
    assert in_octants(text) == in_dots(text) == text


def test_back_in_braille_nothing_is_left_that_few_fonts_have():
    shown = in_dots(in_octants("".join(BRAILLE)))
    assert not re.search("[\U0001cc00-\U0001cebf\U0001fb00-\U0001fbff]", shown)
    kept = [char for char in shown if char in BRAILLE]
    assert len(kept) == 256 - 18
