"""What is wrong with a scenario, all of it, each with its key and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Problem(NamedTuple):
    """One fault: the dotted key it is at (empty: the whole file), and what is wrong and would do."""

    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.key else self.message


class ScenarioError(ValueError):
    """A scenario that cannot be used; `problems` holds every fault that was found, `source` where it came from."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


def nearest(word: str, words: Iterable[str]) -> str:
    """A half sentence for an unknown word: the one that was probably meant, or all there are."""
    known = list(words)
    close = get_close_matches(word.lower(), known, n=1)
    return f"did you mean {close[0]!r}?" if close else "there are: " + ", ".join(known)
