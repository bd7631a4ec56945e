"""Faults: what is wrong with something that a person wrote, as an English sentence and the values in it.

The English stands where the fault is found. A language has its own sentence by the English one, with the same {fields}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from optsim.facts import Fact
from optsim.suggest import closest


class ToldFact(Fact):
    """Base of facts that are parts of a message about a fault: as a text each is its English."""

    def __str__(self) -> str:
        return self.english()


class Fault(ToldFact):
    """One fault: its English, with {fields} where it has values, some of them facts. Another language knows it by this English.

    Fault("there are {count:,}, and at most {most:,} can race", count=50_000, most=20_000)
    """

    code: str  # type: ignore[misc]  # each has its own
    values: tuple[tuple[str, Any], ...]

    def __init__(self, message: str, /, **values: Any) -> None:
        # as they are: a list is shown as a list, an array of NumPy as one
        object.__setattr__(self, "code", message)
        object.__setattr__(self, "values", tuple(values.items()))

    def english(self) -> str:
        """Return the sentence in English."""
        return self.filled(self.code, str)

    def filled(self, message: str, sentence: Callable[[Fact], str]) -> str:
        """Return the sentence of a language with the values in its fields, and facts among them as sentences of it."""
        if not self.values:
            return message
        return message.format(
            **{name: sentence(value) if isinstance(value, Fact) else value for name, value in self.values}
        )


class FaultError(ValueError):
    """A text that cannot be used: its message is English, `fault` is what other languages are made of."""

    def __init__(self, message: str | Fact, /, **values: Any) -> None:
        self.fault = message if isinstance(message, Fact) else Fault(message, **values)
        super().__init__(self.fault.english())

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.fault.english()


class Suggestion(ToldFact):
    """The word that was probably meant, else all that are known; `problems` are of what is not known because of them."""

    code: ClassVar[str] = "fault.suggestion"
    meant: str | None
    known: tuple[str, ...]
    problems: tuple[str, ...] = ()

    def english(self) -> str:
        """Return a half sentence."""
        words = f"did you mean {self.meant!r}?" if self.meant is not None else f"there are: {', '.join(self.known)}"
        return "; ".join([words, *self.problems])


def suggestion(word: str, known: Iterable[str], problems: Iterable[str] = ()) -> Suggestion:
    """Return what to say of a word that is not known."""
    words = tuple(known)
    return Suggestion(closest(word, words), words, tuple(problems))


class Titled(ToldFact):
    """Something registered by its title: kind and name, and what it is called in English."""

    code: ClassVar[str] = "fault.titled"
    kind: str
    name: str
    title: str

    def english(self) -> str:
        """Return the title."""
        return self.title


class AnyOf(ToldFact):
    """One of some words."""

    code: ClassVar[str] = "fault.any_of"
    words: tuple[str, ...]

    def english(self) -> str:
        """Return them with "or" between them."""
        return " or ".join(self.words)


class AllOf(ToldFact):
    """Each of some words."""

    code: ClassVar[str] = "fault.all_of"
    words: tuple[str, ...]

    def english(self) -> str:
        """Return them with "and" between them."""
        return " and ".join(self.words)


class FileKinds(ToldFact):
    """Kinds of files, each by its title, with the patterns of its names."""

    code: ClassVar[str] = "fault.file_kinds"
    titles: tuple[Titled, ...]
    patterns: tuple[str, ...]

    def english(self) -> str:
        """Return the titles, each with its patterns."""
        return ", ".join(f"{kind} ({names})" for kind, names in zip(self.titles, self.patterns, strict=True))


class OutOfRange(ToldFact):
    """A number is outside the bounds of its setting, each as it is shown; without any it is not finite."""

    code: ClassVar[str] = "fault.out_of_range"
    value: str
    above: str | None = None
    least: str | None = None
    below: str | None = None
    most: str | None = None

    def english(self) -> str:
        """Return the bounds, low ones first."""
        ends = {"above": self.above, "at least": self.least, "below": self.below, "at most": self.most}
        bounds = [f"{words} {end}" for words, end in ends.items() if end is not None]
        return f"must be {' and '.join(bounds) or 'a finite number'}, not {self.value}"
