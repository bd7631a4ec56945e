"""Lists of what there is: scenarios, and what their files can name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optsim.console.ansi_style import PLAIN, AnsiStyle
from optsim.console.list_lines import class_lines, scenario_lines
from optsim.languages import Language, english
from optsim.registry import Registry
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.outline import outline
from optsim.scenario.problems import ScenarioError
from optsim.scenario.translation import in_language, outline_in


def scenario_list(*, width: int = 100, ink: AnsiStyle = PLAIN, language: Language | None = None) -> Iterator[str]:
    """A line for each scenario that comes with optsim: its name and title."""
    yield from scenario_lines({name: _title(name, language or english()) for name in SCENARIOS}, width, ink)


def _title(name: str, language: Language) -> str:
    """The title of a scenario; of one that cannot be used, which another package may bring, that it cannot."""
    # loading all of ours takes longer than to list everything
    of_ours = outline(SCENARIOS[name]) if name in SCENARIOS.own() else None
    return _title_of_loaded(name, language) if of_ours is None else outline_in(of_ours, name, language).title


def _title_of_loaded(name: str, language: Language) -> str:
    from optsim.scenario.find import load  # noqa: PLC0415 as said there

    try:
        return in_language(load(name), language).title
    except ScenarioError as error:
        return language.text("list.unusable", fault=error.problems[0])


def kind_list(
    registry: Registry[Any], *, width: int = 100, ink: AnsiStyle = PLAIN, language: Language | None = None
) -> Iterator[str]:
    """A line for each class of a registry: its name and what it is."""
    lines = {name: what_it_is(cls, registry.key, language or english()) for name, cls in registry.items()}
    yield from class_lines(lines, width, ink)


def what_it_is(cls: type[Any], kind: str, language: Language) -> str:
    """Return title and formula where a class says them, else the first line of its docstring."""
    title, formula = getattr(cls, "title", ""), getattr(cls, "formula", "")
    if title and isinstance(formula, str) and formula:
        return f"{language.of(kind, cls)}: {language.of(kind, cls, 'formula')}"
    return language.title_of(f"{kind}.{cls.name}.summary", (cls.__doc__ or title).strip().split("\n")[0])
