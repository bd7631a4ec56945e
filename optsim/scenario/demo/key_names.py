"""Names of keys in a demo: a character, a name, or either after shift+, ctrl+ or alt+."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from optsim.facts import Fact
from optsim.faults import Fault, FaultError, suggestion

#: keys without a character of their own, as Textual calls them
NAMED_KEYS = (
    "space", "enter", "escape", "tab", "backspace", "delete", "insert",
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    *(f"f{number}" for number in range(1, 13)),
)  # fmt: skip

_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "→": "right", "←": "left", "↑": "up", "↓": "down", "⏎": "enter", "↵": "enter", "⇥": "tab", "⌫": "backspace",
        " ": "space", "−": "-", "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup",
        "pgdn": "pagedown", "pgdown": "pagedown", "page up": "pageup", "page down": "pagedown", "blank": "space",
        "spacebar": "space", "arrow right": "right", "arrow left": "left", "arrow up": "up", "arrow down": "down",
    }
)  # fmt: skip
_MODIFIERS: Mapping[str, str] = MappingProxyType(
    {"shift": "shift", "⇧": "shift", "ctrl": "ctrl", "control": "ctrl", "^": "ctrl", "alt": "alt", "⌥": "alt"}
)
_ORDER = ("alt", "ctrl", "shift")
#: names of characters that are not their names in Unicode
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        "plus": "+", "minus": "-", "at": "@", "slash": "/", "backslash": "\\", "underscore": "_",
        "less_than_sign": "<", "greater_than_sign": ">",
    }
)  # fmt: skip
#: what no demo may press: it would stop the program, not the race
_FORBIDDEN = ("ctrl+c", "ctrl+q", "ctrl+z")
_LONGEST = 60


class BadKeyError(FaultError):
    """A text that is no key; the message says what would be."""


def key_name(text: str) -> str:
    """The one name of a key however it is spelled: "→" is "right", "question_mark" is "?". Raises BadKeyError."""
    modifiers, key = _parted(text)
    plain = _plain(key)
    if plain is None or (modifiers and len(plain) == 1 and not plain.isalnum()):
        raise BadKeyError("no key is called {key!r}; {suggestion}", key=text[:_LONGEST], suggestion=_meant(key))
    plain = plain.lower() if "ctrl" in modifiers else plain
    name = "+".join([*(modifier for modifier in _ORDER if modifier in modifiers), plain])
    if name == f"shift+{plain}" and len(plain) == 1:
        return plain.upper()
    if name in _FORBIDDEN:
        raise BadKeyError("{name} is not for a demo: it is the person's, to leave", name=name)
    return name


def character_of(name: str) -> str | None:
    """The character that a key types; None where it types none."""
    if name == "space":
        return " "
    return name if len(name) == 1 else None


def _parted(text: str) -> tuple[set[str], str]:
    """The modifiers, and the key after them; "+" alone, and after a modifier, is a key."""
    modifiers: set[str] = set()
    rest = text
    while len(rest) > 1:
        if rest[0] in _MODIFIERS:
            word, rest = rest[0], rest[1:].removeprefix("+") or "+"
        else:
            word, plus, after = rest.partition("+")
            if not plus or not after or word.lower() not in _MODIFIERS:
                break
            rest = after
        modifiers.add(_MODIFIERS[word.lower()])
    return modifiers, rest


def _plain(key: str) -> str | None:
    """The one name of a key without modifiers; None where there is none."""
    if key in _SPELLINGS:
        return _SPELLINGS[key]
    if len(key) == 1:
        return key if key.isprintable() else None
    lower = key.lower()
    if lower in NAMED_KEYS:
        return lower
    if lower in _SPELLINGS or lower in _CHARACTERS:
        return _SPELLINGS.get(lower) or _CHARACTERS[lower]
    return _by_unicode_name(key)


def _by_unicode_name(key: str) -> str | None:
    """The character of a name as Textual makes them: left_square_bracket."""
    if len(key) > _LONGEST or not key.isascii():
        return None
    try:
        character = unicodedata.lookup(key.replace("_", " ").upper())
    except KeyError:
        return None
    return character if len(character) == 1 and character.isprintable() else None


def _meant(key: str) -> Fact:
    from difflib import get_close_matches  # noqa: PLC0415 not before a key is not known

    word, plus, rest = key.partition("+")
    close = get_close_matches(word.lower(), _MODIFIERS, n=1)
    if plus and rest and close and close[0] != word.lower():
        # quoted as it is: what follows the plus may be any text
        return Fault("did you mean '{key}'?", key=f"{close[0]}+{rest[:_LONGEST]}")
    known = [*NAMED_KEYS, *(each for each in _SPELLINGS if each.isascii() and len(each) > 1), *_CHARACTERS]
    there = suggestion(key[:_LONGEST], known)
    if there.meant is not None:
        return there
    message = "a key is one character, or one of {names}, f1 … f12, or one of these after shift+, ctrl+"
    return Fault(message, names=", ".join(NAMED_KEYS[:15]))
