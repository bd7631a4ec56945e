"""Looks of cells in a terminal, and the codes that lead from one to another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

_SGR = re.compile(r"\x1b\[([0-9;]*)m")
#: what ends an attribute; bold and dim end together. Of others terminals do not agree
_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
#: attributes that are not seen in a blank
_OF_INK = frozenset({"1", "2", "3"})
_MOST_STEPS = 4096


class Look(NamedTuple):
    """Attributes, colour and ground of a cell as codes, all empty where they are the terminal's own, and its link."""

    attributes: tuple[str, ...] = ()
    colour: str = ""
    ground: str = ""
    link: str = ""


PLAIN = Look()


class Step(NamedTuple):
    """Codes that lead to another look, and that look."""

    codes: str
    look: Look


def look_of(style: Style, system: ColorSystem) -> Look:
    """Return the look of a style in a terminal that has these colours."""
    attributes = _SGR.match(style.without_color.render(" ", color_system=system, legacy_windows=True))
    return Look(
        tuple(attributes[1].split(";")) if attributes else (),
        _codes(style.color, system, foreground=True),
        _codes(style.bgcolor, system, foreground=False),
        f"id={style.link_id};{style.link}" if style.link else "",
    )


def _codes(colour: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    if colour is None or colour.is_default:
        return ""
    return ";".join(colour.downgrade(system).get_ansi_codes(foreground=foreground))


def blank_look(look: Look) -> Look:
    """Return what is seen of a look in a blank: the ground, and a colour only where an attribute shows it."""
    attributes = tuple(code for code in look.attributes if code not in _OF_INK)
    return look if attributes else PLAIN._replace(ground=look.ground, link=look.link)


@lru_cache(maxsize=_MOST_STEPS)
def step_to(now: Look, target: Look) -> Step:
    """Return how to get from the look that the terminal writes in to another."""
    return Step(_link_codes(now, target) + _sgr(now, target), target)


@lru_cache(maxsize=_MOST_STEPS)
def step_to_blank(now: Look, target: Look) -> Step:
    """Return how to get to a look in which a blank can be written: one with its ground.

    It takes on no colour and nothing else that is not seen in a blank.
    """
    if target.attributes:
        return step_to(now, target)
    ink = tuple(code for code in now.attributes if code in _OF_INK)
    return step_to(now, now._replace(attributes=ink, ground=target.ground, link=target.link))


def _link_codes(now: Look, target: Look) -> str:
    return "" if now.link == target.link else f"\x1b]8;{target.link or ';'}\x1b\\"


def _sgr(now: Look, target: Look) -> str:
    if now[:3] == target[:3]:
        return ""
    if target[:3] == PLAIN[:3]:
        return "\x1b[m"
    anew = ["0", *target.attributes, *filter(None, (target.colour, target.ground))]
    ways = [way for way in (_singly(now, target), anew) if way is not None]
    return f"\x1b[{min((';'.join(way) for way in ways), key=len)}m"


def _singly(now: Look, target: Look) -> list[str] | None:
    """Codes for what is other alone; None where an attribute can only be ended with all the rest."""
    over = [code for code in now.attributes if code not in target.attributes]
    if over and any(code not in _ENDS for code in now.attributes):
        return None
    ends = dict.fromkeys(_ENDS[code] for code in over)
    still = [code for code in now.attributes if code in target.attributes and _ENDS.get(code) not in ends]
    starts = [code for code in target.attributes if code not in still]
    colour = [] if now.colour == target.colour else [target.colour or "39"]
    ground = [] if now.ground == target.ground else [target.ground or "49"]
    return [*ends, *starts, *colour, *ground]
