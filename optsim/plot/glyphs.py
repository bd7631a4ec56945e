"""The characters of the screen in other kinds: octants, for fonts without braille, and for terminals that know ASCII only.

For terminals in which characters whose width is ambiguous take two cells there is a kind without any. Every character becomes one of the same width, so that nothing moves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from optsim.plot.width import cell_width

_BRAILLE = 0x2800
#: by the bits 1 upper left, 2 upper right, 4 lower left, 8 lower right
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
#: the dots of each quadrant of a braille cell: upper left, upper right, lower left, lower right
_QUARTERS = (0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80)
#: the bits of a braille cell's dots, row by row
_DOT_BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
#: eighths that were characters before Unicode 16, or stand elsewhere in it, by mask: bit 2 · row + column; all others
#: stand in the order of their masks
_FIRST_OCTANT = 0x1CD00
_OLD_OCTANTS = {
    0x00: 0x20, 0x01: 0x1CEA8, 0x02: 0x1CEAB, 0x03: 0x1FB82, 0x05: 0x2598, 0x0A: 0x259D, 0x0F: 0x2580, 0x14: 0x1FBE6,
    0x28: 0x1FBE7, 0x3F: 0x1FB85, 0x40: 0x1CEA3, 0x50: 0x2596, 0x55: 0x258C, 0x5A: 0x259E, 0x5F: 0x259B, 0x80: 0x1CEA0,
    0xA0: 0x2597, 0xA5: 0x259A, 0xAA: 0x2590, 0xAF: 0x259C, 0xC0: 0x2582, 0xF0: 0x2584, 0xF5: 0x2599, 0xFA: 0x259F,
    0xFC: 0x2586, 0xFF: 0x2588,
}  # fmt: skip
#: by upper and lower half
_HALVES = " '.:"
_ASCII = str.maketrans(
    {
        **dict(zip("●■▲▼○□△▽◉▣◐◧", "O#AVo=MWQBDE", strict=True)),
        **dict(zip("★◆✗✓✕⇅✎≺▸◂◇", "*PX+x%c<><g", strict=True)),
        **dict(zip("◈⬖⬗⇣✛¤⌂⊕⊣", "$&~!H@Su]", strict=True)),
        **dict(zip("→←↑↓↗↖↙↘⇧", "><^v/\\/\\^", strict=True)),
        **dict(zip("─━═┈│┃┆┊╎║", "--=.||!:!|", strict=True)),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╞╡┏┓┗┛", "+"),
        **dict(zip("▮▶»«▁▔▏▕", "|>><_-||", strict=True)),
        **dict.fromkeys(QUADRANTS[1:] + "▂▃▅▆▇▉▊▋▍▎░▒▓", "#"),
        **dict(zip("αβγδεζηθικλμνξοπρστυφχψως", "abgdezhtiklmnxoprstufcpos", strict=True)),
        **dict(zip("ΑΒΓΔΘΛΞΠΣΦΨΩ∇∂√‖∞ŷ", "ABGDTLXPSFPOdd/|Iy", strict=True)),
        **dict(zip("−–—·…×÷≤≥≈≠±∘•✕†", "---.~x/<>~!+o*x+", strict=True)),
        **dict.fromkeys("\u2010\u2011\u2012\u2015\ufe63", "-"),
        "\uff0d": "--",
        **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵗᵀᵢₜ", "0123456789-+tTit", strict=True)),
        **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
        **dict(zip("“”‘’„«»", '""\'\'"<>', strict=True)),
        "\u0302": None,
        "\u0304": None,
        "\u00a0": " ",
    }
)
_POWER = re.compile("10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
_RAISED = re.compile("(?<!10)(?<=[^\\s⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵗᵀ])(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵗᵀ])")
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_FRACTION = re.compile(f"([0-9]?)([{''.join(_FRACTIONS)}])(?=(\\w|[(‖√∇|]|))")


class Glyphs(NamedTuple):
    """A set of characters: puts texts into it, and knows if a cell can have one colour above and one below.

    `text` keeps the cells; `words` is for texts before they are laid out. With `curves_alone` no text is changed by it.
    """

    text: Callable[[str], str]
    half_cells: bool
    words: Callable[[str], str] = str
    curves_alone: bool = False


def in_blocks(text: str) -> str:
    """Curves in quarter cells instead of braille dots."""
    return text.translate(_BLOCKS)


def in_octants(text: str) -> str:
    """Curves in eighths of a cell instead of braille dots: the same raster, but closed lines."""
    return text.translate(_OCTANTS)


def in_dots(text: str) -> str:
    """Octants as braille dots again, for what is looked at elsewhere: few fonts have them."""
    return text.translate(_DOTS)


def in_ascii(text: str) -> str:
    """Nothing but ASCII, except the letters of names and texts of a person's own; 10⁻³ is 1e-3."""
    if text.isascii():
        return text
    return _POWER.sub("1e", text).translate(_ASCII_TABLE)


def spelled(text: str) -> str:
    """Spell a text in ASCII so that formulas keep their meaning; it may grow longer: ½x² − ¼y² is 1/2 x^2 - 1/4 y^2."""
    if text.isascii():
        return text
    return in_ascii(_RAISED.sub("^", _without_fractions(text)))


def _without_fractions(text: str) -> str:
    return _FRACTION.sub(lambda found: _fraction(*found.groups()), text)


def in_narrow(text: str) -> str:
    """Nothing whose width is ambiguous: such characters take two cells in some terminals; all others stay as they are."""
    return text if text.isascii() else _POWER.sub("1e", text).translate(_NARROW_TABLE)


def narrow_words(text: str) -> str:
    """Spell a text without such characters so that formulas keep their meaning; it may grow longer."""
    return text if text.isascii() else in_narrow(_RAISED.sub("^", _without_fractions(text)))


#: how to draw, by its name on the command line, where it is not with all there is
KINDS = {
    "octant": Glyphs(in_octants, half_cells=True, curves_alone=True),
    "block": Glyphs(in_blocks, half_cells=True, curves_alone=True),
    "ascii": Glyphs(in_ascii, half_cells=False, words=spelled),
    # not on the command line: it is the terminal's, which is asked for it
    "narrow": Glyphs(in_narrow, half_cells=False, words=narrow_words),
}


def _block(dots: int) -> str:
    return QUADRANTS[sum(1 << place for place, quarter in enumerate(_QUARTERS) if dots & quarter)]


def _octant(dots: int) -> int:
    """The character of a braille cell's dots in eighths: older ones where there are, else by its rank among the others."""
    mask = sum(1 << place for place, dot in enumerate(_DOT_BITS) if dots & dot)
    return _OLD_OCTANTS.get(mask) or _FIRST_OCTANT + mask - sum(old < mask for old in _OLD_OCTANTS)


def _fraction(before: str, sign: str, behind: str) -> str:
    return f"{before}{' ' if before else ''}{_FRACTIONS[sign]}{' ' if behind else ''}"


def _half(dots: int) -> str:
    upper, lower = _QUARTERS[0] | _QUARTERS[1], _QUARTERS[2] | _QUARTERS[3]
    return _HALVES[bool(dots & upper) + 2 * bool(dots & lower)]


class _OrLetters(dict[int, str | int | None]):
    """A table that leaves ASCII and letters, and makes anything else a question mark; a wide one two."""

    def __missing__(self, code: int) -> int | str:
        if code < 0x80 or unicodedata.category(chr(code))[0] in "LM" or chr(code).isdecimal():
            return code
        return "?" * cell_width(chr(code))


class _Narrow(dict[int, str | int | None]):
    """A table that leaves what takes one cell, or two, in every terminal; the rest becomes ASCII, letters without accents."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        if unicodedata.east_asian_width(char) != "A" or not cell_width(char):
            return code
        plain = _ASCII.get(code)
        if plain is None and char.isalpha():
            plain = unicodedata.normalize("NFKD", char)[0]
        # half of ½ would be another number
        return plain if isinstance(plain, str) and plain.isascii() else "?"


_OCTANTS = {_BRAILLE + dots: _octant(dots) for dots in range(256)}
#: of those that few fonts have
_DOTS = {octant: braille for braille, octant in _OCTANTS.items() if octant > 0xFFFF}
_BLOCKS = {_BRAILLE + dots: _block(dots) for dots in range(256)}
_ASCII_TABLE = _OrLetters(_ASCII | {_BRAILLE + dots: _half(dots) for dots in range(256)})
#: what goes together with such characters, in a number or a curve, becomes what they become; ∆ is no letter of Greek, but looks it
_NARROW_TABLE = _Narrow(
    {code: _ASCII[code] for code in map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵗᵀᵢₜ₀₁₂₃₄₅₆₇₈₉")}
    | {
        ord(block): _BRAILLE + sum(quarter for place, quarter in enumerate(_QUARTERS) if bits >> place & 1)
        for bits, block in enumerate(QUADRANTS)
        if bits
    }
    | {ord("Δ"): "∆", ord("━"): "="}
)
