"""Checks of a language."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from string import Formatter

from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedules import SCHEDULES
from optsim.engine.stopping import STOPPING_RULES
from optsim.facts import Fact, kinds
from optsim.languages import Language, english
from optsim.scenario import load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.sections.texts import check_texts
from optsim.scenario.tables import Faults
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.printable import printable, printable_line
from optsim.system.toml_file import toml_tables
from optsim.testing.assertions import check_registered, demand, tell
from optsim.testing.example_facts import examples
from optsim.words.faults import FaultSentence

_MOST_NAMED = 8


def check_language(language: type[Language]) -> None:
    """Check a language.

    Each of its texts is one that English has, with the same {fields}, and each of its sentences is of a kind of fact that there
    is; every sentence is a text of one line that can be shown, whatever choices the fact has. The texts of scenarios are of
    those that come with optsim, and fit them. What it does not have is shown in English, and told by a warning: all ids and
    kinds of facts of optsim itself are asked for.

    Args:
        language: The class.

    Raises:
        AssertionError: with what is wrong.
    """
    check_registered(language)
    for registry in (OPTIMIZERS, OBJECTIVES, SCHEDULES, STOPPING_RULES):
        # what they bring has facts of its own
        list(registry)
    known = english()
    demand(not (unknown := set(language.texts) - set(known.texts)), f"English has no texts {_some(unknown)}")
    for key, text in language.texts.items():
        _check_text(key, text, known.texts[key])
    # those about faults are known by the English ones
    codes = [code for code, make in language.sentences.items() if not isinstance(make, FaultSentence)]
    demand(not (unknown := set(codes) - set(kinds())), f"no kinds of facts are called {_some(unknown)}")
    for code in codes:
        _check_sentences(language(), kinds()[code])
    for key, title in language.titles.items():
        demand(key.count(".") == 2, f"the title {key!r} must be called KIND.NAME.WHAT, as optimizer.adam.title")
        demand(title == printable(title), f"the title {key!r} has a character that is not shown")
    for file in sorted((language.folder() / "scenarios").glob("*.toml")):
        _check_scenario_texts(file)
    _tell_missing(language, "text", set(known.texts) - set(language.texts))
    _tell_missing(language, "title", set(known.titles) - set(language.titles))
    _tell_missing(language, "sentence", set(known.sentences) - set(language.sentences))


def _check_scenario_texts(file: Path) -> None:
    """Check the texts of a scenario: they are of one that comes with optsim, and fit it."""
    demand(file.stem in SCENARIOS.own(), f"no scenario that comes with optsim is named {file.stem!r}: {file}")
    scenario, faults = load(file.stem), Faults()
    try:
        check_texts(toml_tables(file, LARGEST_SCENARIO), "", faults, scenario.lanes, scenario.demo)
    except (OSError, ValueError, RecursionError) as error:
        raise AssertionError(f"{file} cannot be read: {error}") from error
    demand(not faults.problems, "\n".join(f"{file}: {problem}" for problem in faults.problems))


def _check_text(key: str, text: str, in_english: str) -> None:
    """Check a text by its id."""
    demand(text == printable(text), f"the text {key!r} has a character that is not shown")
    missing, more = _fields(in_english) - _fields(text), _fields(text) - _fields(in_english)
    demand(not missing, f"the text {key!r} lacks the fields {_some(missing)} of the English one")
    demand(not more, f"the text {key!r} has fields {_some(more)} that the English one lacks")


def _fields(text: str) -> set[str]:
    """The names of the {fields} of a text. Raises AssertionError for one with a stray bracket."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise AssertionError(f"the text {text!r} cannot be read: {error}") from error


def _check_sentences(language: Language, kind: type[Fact]) -> None:
    """Check the sentences of a kind of fact. Numbers of an example need not fit together: English must have a sentence of it."""
    for fact in examples(kind):
        with suppress(ArithmeticError, LookupError, ValueError, TypeError):
            english().sentence(fact)
            try:
                sentence = language.sentence(fact)
            except Exception as error:
                raise AssertionError(f"the sentence {kind.code!r} fails for {fact}: {error!r}") from error
            fits = isinstance(sentence, str) and bool(sentence) and sentence == printable_line(sentence)
            demand(
                fits, f"the sentence {kind.code!r} is {sentence!r} for {fact}, no text of one line that can be shown"
            )


def _tell_missing(language: type[Language], what: str, missing: Iterable[str]) -> None:
    if names := _some(missing):
        tell(f"{language.__name__} has no {what} for {names}: it is shown in English")


def _some(names: Iterable[str]) -> str:
    """Names in their order, of many the first."""
    ordered = sorted(names)
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return ", ".join(ordered[:_MOST_NAMED]) + more
