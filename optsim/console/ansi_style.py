"""Colour and weight for a terminal, or nothing of it."""

from __future__ import annotations

from typing import NamedTuple

# told apart by people with any colour vision, and readable on dark and on light ground
_COLOURS = (33, 208, 35, 170, 178, 38, 167, 105, 142, 245)


class AnsiStyle(NamedTuple):
    """Dresses texts with escape codes where `on`; where not, they stay as they are. `escape` is what the codes begin with."""

    on: bool
    escape: str = "\x1b"

    def colour(self, place: int) -> int | None:
        """The colour of a lane by its place, out of the 256 of a terminal."""
        return _COLOURS[place % len(_COLOURS)] if self.on else None

    def lane(self, text: str, place: int) -> str:
        """In the colour of a lane."""
        return self._styled(f"38;5;{self.colour(place)}", text)

    def strong(self, text: str) -> str:
        """Bold."""
        return self._styled("1", text)

    def _styled(self, code: str, text: str) -> str:
        return f"{self.escape}[{code}m{text}{self.escape}[0m" if self.on else text


PLAIN = AnsiStyle(on=False)


def letter(place: int) -> str:
    """The letter of a lane by its place: a to z, then A to Z."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[place % len(letters)]
