"""Entries of the picker: scenarios by group, what each shows in a line, and the words that the search finds it by."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from optsim.languages import Language, english
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.listing import GROUPS, MORE
from optsim.scenario.outline import Outline, outline
from optsim.scenario.translation import outline_in
from optsim.suggest import folded
from optsim.system.limits import LARGEST_SCENARIO, MOST_LISTED
from optsim.system.printable import printable_line
from optsim.system.regular_file import read_regular

#: the group of scenario files of the folder that optsim was started in
HERE = "here"


class Entry(NamedTuple):
    """A scenario that is offered: its name (or the path of its file), group, title and summary in a language, and its file's outline."""

    name: str
    group: str
    title: str
    summary: str
    outline: Outline

    def words(self, language: Language) -> str:
        """Return all that the search finds it by: in a language and in English."""
        listing, optimizers = self.outline.listing, self.outline.optimizers
        methods = [word for name in optimizers for word in _words_of_optimizer(name, language)]
        groups = [each.text(f"listing.{self.group}") for each in (language, english())]
        own = (self.name, self.title, self.summary, self.outline.title, listing.summary, *listing.tags)
        return " ".join((*own, *groups, *optimizers, *methods, *self.outline.lanes))


def _words_of_optimizer(name: str, language: Language) -> tuple[str, ...]:
    """Return what an optimizer is called: in a language, in English, and in Python."""
    from optsim.engine.optimizers import OPTIMIZERS  # noqa: PLC0415 not before somebody searches

    if name not in OPTIMIZERS:
        return ()
    kind = OPTIMIZERS[name]
    return language.of("optimizer", kind), kind.title, kind.__name__


def entries(names: Iterable[str], language: Language) -> list[Entry]:
    """Return the entries of scenarios, group by group; those of no group, and those that cannot be read, last and by name."""
    listed = [(name, outline(SCENARIOS[name]) or Outline()) for name in names]
    ordered = sorted(listed, key=lambda each: (each[1].listing.rank, each[0]))
    return [_entry(name, of_file, of_file.listing.group, language) for name, of_file in ordered]


def entries_here(language: Language) -> list[Entry]:
    """Return the scenario files of the folder that optsim was started in, of very many the first."""
    try:
        files = sorted(Path().glob("*.toml"))
    except OSError:
        return []
    scenarios = itertools.islice((path for path in files if _is_scenario(path)), MOST_LISTED)
    return [_entry(f"./{path.name}", outline(path) or Outline(), HERE, language) for path in scenarios]


def _is_scenario(path: Path) -> bool:
    try:
        return b"[objective]" in read_regular(path, LARGEST_SCENARIO)
    except (OSError, ValueError):
        return False


def _entry(name: str, of_file: Outline, group: str, language: Language) -> Entry:
    shown = outline_in(of_file, name, language)
    title, summary = printable_line(shown.title), printable_line(shown.listing.summary)
    return Entry(name, group if group in (*GROUPS, HERE) else MORE, title, summary, of_file)


def by_group(listed: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Yield each group that has any with its entries, in the order of the groups."""
    there = list(listed)
    for group in (*GROUPS, MORE, HERE):
        members = [each for each in there if each.group == group]
        if members:
            yield group, members


def matching(listed: Iterable[Entry], query: str, language: Language) -> list[Entry]:
    """Return the entries that have each word of a query, in whatever language, in upper or lower case."""
    query_words = folded(query).split()
    return [
        each for each in listed if not query_words or all(word in folded(each.words(language)) for word in query_words)
    ]
