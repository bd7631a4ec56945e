"""The command that lists what there is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.language import in_english, language
from optsim.cli.options import imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language

if TYPE_CHECKING:
    from optsim.console.ansi_style import AnsiStyle
    from optsim.registry import Catalogue, Registry

#: what can be listed besides scenarios -> module and name of its registry
REGISTRIES = MappingProxyType(
    {
        "optimizers": "optsim.engine.optimizers:OPTIMIZERS",
        "objectives": "optsim.engine.objectives:OBJECTIVES",
        "schedules": "optsim.engine.schedules:SCHEDULES",
        "stopping": "optsim.engine.stopping:STOPPING_RULES",
        "report-formats": "optsim.report:REPORT_FORMATS",
        "film-formats": "optsim.screencast.formats:FILM_FORMATS",
        "log-formats": "optsim.logs:LOG_FORMATS",
        "languages": "optsim.languages:LANGUAGES",
        "panels": "optsim.tui.panels:PANELS",
    }
)
#: what is listed where nothing is named: panels are parts of the app, which takes its time to load
AT_ONCE = tuple(kind for kind in REGISTRIES if kind != "panels")


def registry_of(kind: str) -> Registry[Any]:
    """Return the registry of a kind that is listed."""
    module, _, name = REGISTRIES[kind].partition(":")
    registry: Registry[Any] = getattr(import_module(module), name)
    return registry


@click.command("list", cls=Helped)
@click.argument("what", type=click.Choice(["scenarios", *REGISTRIES]), required=False)
@imports_own
@chooses_language
def list_command(what: str | None) -> None:
    """List the scenarios, and what else is a kind of its own."""
    from optsim.console import standard_output  # noqa: PLC0415 not before it is used

    width, ink = standard_output.width(), standard_output.ink()
    loaded: list[Catalogue[Any]] = []
    if what is None:
        put_lines(_all(width - 2, ink, loaded))
    elif what == "scenarios":
        put_lines(_scenarios(width, ink, loaded))
    else:
        from optsim.console.settings_list import settings_list  # noqa: PLC0415 it needs more than the list of all

        loaded.append(registry := registry_of(what))
        put_lines(settings_list(registry, width=width, ink=ink, language=language()))
    _tell_problems(loaded)


def _all(width: int, ink: AnsiStyle, loaded: list[Catalogue[Any]]) -> Iterator[str]:
    """A paragraph for each kind; adds the catalogues that were loaded for it."""
    yield "scenarios"
    yield from (f"  {line}" for line in _scenarios(width, ink, loaded))
    yield f"\n{language().text('list.lessons')}"
    yield from (f"  {line}" for line in _lessons(width, ink, loaded))
    for kind in AT_ONCE:
        yield f"\n{kind}"
        yield from (f"  {line}" for line in _kind(kind, width, ink, loaded))


def _scenarios(width: int, ink: AnsiStyle, loaded: list[Catalogue[Any]]) -> Iterator[str]:
    """A line for each scenario, without loading any where that can be."""
    from optsim.console import list_lines, quick_lists  # noqa: PLC0415 as above

    titles = quick_lists.scenario_titles() if in_english() else None
    if titles is not None:
        return list_lines.scenario_lines(titles, width, ink)
    from optsim.console.lists import scenario_list  # noqa: PLC0415 it loads what it lists
    from optsim.scenario.bundled import SCENARIOS  # noqa: PLC0415

    loaded.append(SCENARIOS)
    return scenario_list(width=width, ink=ink, language=language())


def _lessons(width: int, ink: AnsiStyle, loaded: list[Catalogue[Any]]) -> Iterator[str]:
    """A line for each lesson, without loading any where that can be."""
    from optsim.console import list_lines, quick_lists  # noqa: PLC0415 as above

    titles = quick_lists.lesson_titles() if in_english() else None
    if titles is None:
        from optsim.lesson.bundled import LESSONS  # noqa: PLC0415 it reads what it lists
        from optsim.lesson.outline import outlines  # noqa: PLC0415

        loaded.append(LESSONS)
        titles = {each.name: each.title(language().name) for each in sorted(outlines())}
    return list_lines.scenario_lines(titles, width, ink)


def _kind(kind: str, width: int, ink: AnsiStyle, loaded: list[Catalogue[Any]]) -> Iterator[str]:
    """A line for each class of a kind, without loading any where that can be."""
    from optsim.console import list_lines, quick_lists  # noqa: PLC0415 as above

    lines = quick_lists.kind_lines(kind) if in_english() else None
    if lines is not None:
        return list_lines.class_lines(lines, width, ink)
    from optsim.console.lists import kind_list  # noqa: PLC0415 it loads what it lists

    loaded.append(registry := registry_of(kind))
    return kind_list(registry, width=width, ink=ink, language=language())


def _tell_problems(loaded: list[Catalogue[Any]]) -> None:
    """Tell what other packages offer and cannot be used, of the kinds that were loaded: of others they offer nothing."""
    from optsim.console.messages import tell  # noqa: PLC0415 as above

    for catalogue in loaded:
        for problem in catalogue.problems:
            tell(f"optsim: {problem}")
