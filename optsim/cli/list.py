"""The command that lists what there is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from optsim.cli.language import language
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped
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
        "languages": "optsim.languages:LANGUAGES",
        "panels": "optsim.tui.panels:PANELS",
    }
)
#: what is listed where nothing is named: panels are parts of the app, which takes its time to load
_AT_ONCE = tuple(kind for kind in REGISTRIES if kind != "panels")


def registry_of(kind: str) -> Registry[Any]:
    """Return the registry of a kind that is listed."""
    module, _, name = REGISTRIES[kind].partition(":")
    registry: Registry[Any] = getattr(import_module(module), name)
    return registry


@click.command("list", cls=Helped)
@click.argument("what", type=click.Choice(["scenarios", *REGISTRIES]), required=False)
def list_command(what: str | None) -> None:
    """List the scenarios, what a scenario file can name, and what else is a kind of its own.

    With WHAT also the settings of each optimizer, objective, schedule or stopping rule. The app's panels are listed by that
    alone.
    """
    from optsim.console import lists, standard_output  # noqa: PLC0415 not before it is used

    width, ink = standard_output.width(), standard_output.ink()
    if what == "scenarios":
        put_lines(lists.scenario_list(width=width, ink=ink, language=language()))
    elif what is not None:
        from optsim.console.settings_list import settings_list  # noqa: PLC0415 it needs more than the list of all

        put_lines(settings_list(registry_of(what), width=width, ink=ink, language=language()))
    else:
        put_lines(_all(width - 2))
    _tell_problems(what)


def _all(width: int) -> Iterator[str]:
    """A paragraph for each kind."""
    from optsim.console import lists, standard_output  # noqa: PLC0415 as above

    ink = standard_output.ink()
    yield "scenarios"
    yield from (f"  {line}" for line in lists.scenario_list(width=width, ink=ink, language=language()))
    for kind in _AT_ONCE:
        yield f"\n{kind}"
        yield from (
            f"  {line}" for line in lists.kind_list(registry_of(kind), width=width, ink=ink, language=language())
        )


def _tell_problems(what: str | None) -> None:
    """Tell what other packages offer and cannot be used, of the kinds that were listed."""
    from optsim.console.messages import tell  # noqa: PLC0415 as above
    from optsim.scenario.bundled import SCENARIOS  # noqa: PLC0415

    kinds = _AT_ONCE if what is None else [kind for kind in REGISTRIES if kind == what]
    listed: list[Catalogue[Any]] = [registry_of(kind) for kind in kinds]
    for catalogue in [SCENARIOS, *listed] if what in (None, "scenarios") else listed:
        for problem in catalogue.problems:
            tell(f"optsim: {problem}")
