"""A scenario in a language: its own section [text] goes first, then what comes with the language, then what the scenario says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.languages import Language
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.outline import Outline
from optsim.scenario.texts import Texts, texts, texts_of_acts
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables

if TYPE_CHECKING:
    from optsim.scenario.demo.demo import Act, Demo
    from optsim.scenario.scenario import Scenario


def in_language(scenario: Scenario, language: Language) -> Scenario:
    """Return a scenario with its texts in a language, to be shown: what is saved and recorded is the scenario itself.

    Args:
        scenario: The scenario.
        language: The language. Texts that neither the scenario nor the language has in it stay as they are.
    """
    own, words = scenario.texts.get(language.name, Texts()), _words(scenario.name, language)
    if not words and own == Texts():
        return scenario
    demo, listing = scenario.demo, scenario.listing
    return replace(
        scenario,
        title=own.title or _text_in(words, scenario.title),
        description=own.description or _text_in(words, scenario.description),
        listing=listing._replace(summary=own.summary or _text_in(words, listing.summary)),
        lanes={
            name: lane._replace(title=own.lanes.get(name, "") or _text_in(words, lane.title))
            for name, lane in scenario.lanes.items()
        },
        demo=None if demo is None else replace(demo, do=tuple(_acts(demo, own, words))),
    )


def outline_in(known: Outline, name: str, language: Language) -> Outline:
    """Return an outline with title and summary in a language.

    Args:
        known: The outline.
        name: The name of its scenario; that of a file of one's own is its path.
        language: The language.
    """
    own, listing = known.texts.get(language.name, Texts()), known.listing
    shipped = shipped_texts(name, language)
    summary = own.summary or shipped.summary or listing.summary
    return known._replace(title=own.title or shipped.title or known.title, listing=listing._replace(summary=summary))


def shipped_texts(name: str, language: Language) -> Texts:
    """Return what comes with a language for a scenario that comes with optsim; nothing for any other."""
    folder = language.folder() / "scenarios"
    return _read(folder / f"{name}.toml") if folder.is_dir() and name in SCENARIOS.own() else Texts()


def _words(name: str, language: Language) -> Mapping[str, str]:
    """Return the texts that come with a language by what the scenario's file has in their place.

    So a text that somebody has changed in a copy of the file is not told in the words of another.
    """
    translated = shipped_texts(name, language)
    return {} if translated == Texts() else dict(_pairs(_tables(SCENARIOS[name]), translated))


def _pairs(table: Mapping[str, object], translated: Texts) -> Iterator[tuple[str, str]]:
    """Yield each text of a scenario file with its translation."""
    own, lanes = texts(table), table.get("lanes")
    yield from zip(own[:3], translated[:3], strict=True)
    for name, lane in (lanes if isinstance(lanes, Mapping) else {}).items():
        yield str(lane.get("title", "")).strip(), translated.lanes.get(name, "")
    yield from zip(texts_of_acts(table.get("demo"), "say"), translated.demo, strict=False)
    yield from zip(texts_of_acts(table.get("demo"), "mark"), translated.chapters, strict=False)


def _text_in(words: Mapping[str, str], text: str) -> str:
    """Return a text in the words of a language, where it has some."""
    return (words.get(text) if text else "") or text


def _acts(demo: Demo, own: Texts, words: Mapping[str, str]) -> Iterator[Act]:
    """Yield the acts of a demo with captions and chapters in another language; one that was changed since has none of its own."""
    translated = {
        "say": iter(own.demo if len(own.demo) == len(demo.captions) else ()),
        "mark": iter(own.chapters if len(own.chapters) == len(demo.chapters) else ()),
    }
    for act in demo.do:
        if act.verb in translated and act.value.strip():
            yield act._replace(value=next(translated[act.verb], "") or _text_in(words, act.value))
        else:
            yield act


@cache
def _read(path: Path) -> Texts:
    return texts(_tables(path))


@cache
def _tables(path: Path) -> Mapping[str, object]:
    """Return the tables of a file; none where it cannot be read, which `check_language` tells."""
    try:
        return toml_tables(path, LARGEST_SCENARIO)
    except (OSError, ValueError, RecursionError):
        return {}
