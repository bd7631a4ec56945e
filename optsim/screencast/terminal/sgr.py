"""Colours and attributes of a terminal: the sequences (SGR) that ask for them, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from optsim.screencast.film import Pen

#: how much of a dimmed colour is left over its ground: as Textual dims
DIMMED = 0.66
_MOST_PARAMETERS, _MOST_PARTS = 64, 8
_STEPS = (0, 95, 135, 175, 215, 255)
_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 8: "conceal", 9: "strike", 21: "underline"}
_OFF = {
    22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",), 28: ("conceal",), 29: ("strike",),
}  # fmt: skip
_SWITCHES = {
    **{code: {name: True} for code, name in _ON.items()},
    **{code: dict.fromkeys(names, False) for code, names in _OFF.items()},
}


class Colours(NamedTuple):
    """Colours of a terminal's own, 0xRRGGBB: text, ground, and the sixteen with a number."""

    text: int = 0xCCCCCC
    ground: int = 0x121314
    palette: tuple[int, ...] = (
        0x000000, 0xDD3C69, 0x4EBF22, 0xDDAF3C, 0x26B0D7, 0xB954E1, 0x54E1B9, 0xD9D9D9,
        0x4D4D4D, 0xDD3C69, 0x4EBF22, 0xDDAF3C, 0x26B0D7, 0xB954E1, 0x54E1B9, 0xFFFFFF,
    )  # fmt: skip

    def numbered(self, number: int) -> int:
        """One of the 256: the sixteen, a cube of 6 × 6 × 6, 24 greys."""
        if number < 16:
            return self.palette[number % len(self.palette)]
        if number < 232:
            red, green, blue = (_STEPS[(number - 16) // share % 6] for share in (36, 6, 1))
            return red << 16 | green << 8 | blue
        return min(8 + 10 * (number - 232), 255) * 0x010101


@dataclass(frozen=True)
class Manner:
    """Manner in which a terminal writes at present; None is its own colour."""

    colour: int | None = None
    ground: int | None = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False
    conceal: bool = False
    strike: bool = False

    def pen(self, colours: Colours) -> Pen:
        """Return the pen that it looks like."""
        colour = colours.text if self.colour is None else self.colour
        ground = colours.ground if self.ground is None else self.ground
        colour, ground = visible_colours(colour, ground, dim=self.dim, reverse=self.reverse, conceal=self.conceal)
        return Pen(colour, ground, self.bold, self.italic, self.underline, self.strike)

    def blank(self, colours: Colours) -> Pen:
        """Return an erased cell: the present ground and nothing else."""
        return Pen(colours.text, colours.ground if self.ground is None else self.ground)

    def after(self, params: str, colours: Colours) -> Manner:
        """The manner after an SGR sequence with these parameters, between ";"; those with ":" are whole. Unknown ones are skipped."""
        manner, rest = self, params.split(";", _MOST_PARAMETERS)[:_MOST_PARAMETERS]
        while rest:
            first, *more = rest.pop(0).split(":", _MOST_PARTS)
            code = _number(first)
            if more:
                manner = _of_parts(manner, code, [_number(part) for part in more], colours)
            elif code in (38, 48, 58):
                parts, rest = _following(rest)
                manner = _coloured(manner, code, parts, colours)
            else:
                manner = _changed(manner, code, colours)
        return manner


def _of_parts(manner: Manner, code: int, parts: list[int], colours: Colours) -> Manner:
    """The manner after a parameter with what is after its colons."""
    if code == 4 and len(parts) == 1:
        return replace(manner, underline=parts[0] in range(1, 6) or (manner.underline and parts[0] != 0))
    return _coloured(manner, code, parts, colours) if code in (38, 48) else manner


def _coloured(manner: Manner, code: int, parts: Sequence[int], colours: Colours) -> Manner:
    """The manner in a colour, 2;R;G;B or 5;NUMBER, that is that of text (38), ground (48), or of an underline (58)."""
    if code == 58 or not parts:
        return manner
    colour = _extended_colour(parts, colours)
    if colour is None and parts[0] != 5:
        return manner
    return replace(manner, colour=colour) if code == 38 else replace(manner, ground=colour)


def _changed(manner: Manner, code: int, colours: Colours) -> Manner:
    """The manner after one parameter."""
    if code == 0:
        return Manner()
    tens, units = divmod(code, 10)
    if code in _SWITCHES:
        return replace(manner, **_SWITCHES[code])
    if tens in (3, 9) and units < 8:
        return replace(manner, colour=colours.numbered(units + 8 * (tens == 9)))
    if tens in (4, 10) and units < 8:
        return replace(manner, ground=colours.numbered(units + 8 * (tens == 10)))
    if code == 39:
        return replace(manner, colour=None)
    return replace(manner, ground=None) if code == 49 else manner


def _following(rest: list[str]) -> tuple[list[int], list[str]]:
    """The parameters that belong to a 38, 48 or 58 before them, and those that do not; what is no colour is no parameter of it."""
    count = {"2": 4, "5": 2}.get(rest[0], 1) if rest else 0
    parts = [_number(part) for part in rest[:count]]
    if count == 4 and (len(parts) < 4 or max(parts) > 255):
        return [], rest[1:]
    return parts, rest[count:]


def _extended_colour(parts: Sequence[int], colours: Colours) -> int | None:
    """The colour of 2;R;G;B or 5;NUMBER, with colons also 2::R:G:B; None where it is neither."""
    match list(parts):
        case [5, number, *_] if number < 256:
            return colours.numbered(number)
        case [2, red, green, blue] | [2, _, red, green, blue, *_] if max(red, green, blue) < 256:
            return red << 16 | green << 8 | blue
    return None


def _number(part: str) -> int:
    """A parameter; what is missing is 0, and what is no number is none that has a meaning."""
    if not part:
        return 0
    return int(part[:5]) if part.isascii() and part.isdigit() else -1


def visible_colours(colour: int, ground: int, *, dim: bool, reverse: bool, conceal: bool) -> tuple[int, int]:
    """The two colours that are seen where text on a ground is dimmed, reversed or concealed."""
    if dim:
        colour = mixed(ground, colour, DIMMED)
    if reverse:
        colour, ground = ground, colour
    return (ground if conceal else colour), ground


def mixed(ground: int, colour: int, share: float) -> int:
    """So much of a colour on a ground."""
    parts = ((ground >> shift & 255, colour >> shift & 255) for shift in (16, 8, 0))
    red, green, blue = (round(a + (b - a) * share) for a, b in parts)
    return red << 16 | green << 8 | blue
