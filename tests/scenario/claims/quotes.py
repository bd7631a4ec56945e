"""Ties a test to the sentences of a scenario that it holds against runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import ParamSpec

from optsim import load

_Given = ParamSpec("_Given")

#: what has been quoted by the tests that are imported, by scenario
QUOTED: dict[str, set[str]] = defaultdict(set)
#: words of rank and of cause: a sentence that has one says something that can be false
_TELLING = re.compile(
    r"""\b(than|first|last|sooner|faster|fastest|slower|slowly|shorter|longer|higher|lower|lowest|larger|smaller|smallest|best
    |better|worse|twice|half|double|times|fewer|ahead|behind|never|nobody|nothing|always|hardly|same|level|luck|because|since
    |so\ that|far|crawls?|stalls?|converges?|explodes|diverges?|arrives?|cancels?)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def words(name: str) -> str:
    """All that a scenario says, a paragraph, an item or a caption a line, without the marks of Markdown."""
    scenario = load(name)
    captions = [act.value for act in scenario.demo.do if act.verb == "say"] if scenario.demo else []
    return "\n".join((scenario.description, *captions)).replace("**", "").replace("*", "")


def sentences(name: str) -> Iterator[str]:
    """Each sentence of a scenario's words."""
    for line in words(name).splitlines():
        pieces = re.split(r"(?<=[.!?:;])\s+", line.removeprefix("- ").strip())
        yield from filter(None, (piece.rstrip(".!?:;") for piece in pieces))


def untested(name: str) -> list[str]:
    """The sentences of rank or cause that no test quotes."""
    quoted = QUOTED[name]
    return [
        sentence
        for sentence in sentences(name)
        if _TELLING.search(sentence) and not any(quote in sentence or sentence in quote for quote in quoted)
    ]


def claim(name: str, *quotes: str) -> Callable[[Callable[_Given, None]], Callable[_Given, None]]:
    """Decorate a test of what a scenario says in these words; a quote that is not there is an AssertionError at import."""
    said = words(name)
    for quote in quotes:
        assert quote in said, f"{name} does not say {quote!r}"
    QUOTED[name].update(quotes)
    return lambda test: test


def told_elsewhere(name: str, *quotes: str) -> None:
    """Quote what is a definition, or says what a key or a rule of the program does: it is tested with that."""
    claim(name, *quotes)
