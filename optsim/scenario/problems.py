"""Problems of a scenario, all of them, each with its key and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from optsim.system.printable import printable_line

_LONGEST = 200


class Problem(NamedTuple):
    """One fault: the dotted key it is at (empty: the whole file), what is wrong and would do, and lines that show the place."""

    key: str
    message: str
    excerpt: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The fault on one line that can be shown, whatever the file has in its keys and texts, and its excerpt below."""
        line = f"{shortened(self.key)}: {self.message}" if self.key else self.message
        return "\n".join(map(printable_line, (line, *self.excerpt)))


class ScenarioError(ValueError):
    """A scenario that cannot be used; `problems` holds every fault that was found, `source` where it came from."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{printable_line(source)}: {problem}" for problem in self.problems))


def shortened(text: str) -> str:
    """A key or value of a file, cut where nobody would read on."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
