"""Names that a lane may have."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

from optsim.faults import Fault

LONGEST_NAME = 20


def normal_name(name: str) -> str:
    """The name with one character for a letter with its accent: its cells are counted, and it is cut, as one."""
    return unicodedata.normalize("NFC", name)


def name_faults(name: str) -> list[Fault]:
    """All that is wrong with a name."""
    faults = []
    if not name.strip():
        faults.append(Fault("a lane needs a name that can be seen"))
    if hidden := control_character(name):
        message = "a name has no characters that cannot be shown, this one has {character}"
        faults.append(Fault(message, character=hidden))
    if len(name) > LONGEST_NAME:
        message = "a name has at most {most} characters, this one has {length}"
        faults.append(Fault(message, most=LONGEST_NAME, length=len(name)))
    return faults


def control_character(text: str) -> str:
    """The first control character, which could do anything to a terminal, as a person can look it up."""
    return next((f"U+{ord(char):04X}" for char in text if unicodedata.category(char) == "Cc"), "")


def fresh_name(name: str, used: Container[str]) -> str:
    """The name, or with the first number after it that makes it another: adam, adam 2, adam 3."""
    stem, _, ending = name.rpartition(" ")
    stem, number = (stem, int(ending)) if stem and ending.isdecimal() else (name, 1)
    fresh = name
    while fresh in used:
        number += 1
        fresh = f"{stem[: LONGEST_NAME - len(f' {number}')]} {number}"
    return fresh
