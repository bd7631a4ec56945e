"""Problems of a scenario, all of them, each with its key and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from optsim.facts import Fact
from optsim.system.printable import printable_line

if TYPE_CHECKING:
    from optsim.languages import Language

_LONGEST = 200


class Problem(NamedTuple):
    """One fault: the dotted key it is at (empty: the whole file), what is wrong and would do, and lines that show the place."""

    key: str
    fault: Fact
    excerpt: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and would do, in English."""
        return self.fault.english()

    def __str__(self) -> str:
        """The fault on one line that can be shown, whatever the file has in its keys and texts, and its excerpt below."""
        return self._at_key(self.message)

    def told_in(self, language: Language) -> str:
        """Return the fault in a language."""
        return self._at_key(language.sentence(self.fault))

    def _at_key(self, message: str) -> str:
        line = f"{shortened(self.key)}: {message}" if self.key else message
        return "\n".join(map(printable_line, (line, *self.excerpt)))


class ScenarioError(ValueError):
    """A scenario that cannot be used; `problems` holds every fault that was found, `source` where it came from.

    >>> import optsim
    >>> optsim.load("sadle")
    Traceback (most recent call last):
        ...
    optsim.scenario.problems.ScenarioError: sadle: no scenario has this name; did you mean 'saddle'?
    """

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{printable_line(source)}: {problem}" for problem in self.problems))

    def told_in(self, language: Language) -> str:
        """Return all problems in a language, one a line."""
        return "\n".join(f"{printable_line(self.source)}: {each.told_in(language)}" for each in self.problems)


def shortened(text: str) -> str:
    """A key or value of a file, cut where nobody would read on."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
