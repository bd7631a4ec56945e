"""The command that lists what there is."""

from __future__ import annotations

from collections.abc import Iterator

import click

from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped

_LISTS = ("scenarios", "optimizers", "objectives", "schedules", "stopping")


@click.command("list", cls=Helped)
@click.argument("what", type=click.Choice(_LISTS), required=False)
def list_command(what: str | None) -> None:
    """List the scenarios, and what a scenario file can name.

    With WHAT also the settings of each optimizer, objective, schedule or stopping rule.
    """
    from optsim.console import lists, standard_output  # noqa: PLC0415 not before it is used

    width, ink = standard_output.width(), standard_output.ink()
    if what == "scenarios":
        return put_lines(lists.scenario_list(width=width, ink=ink))
    if what is not None:
        return put_lines(lists.settings_list(what, width=width, ink=ink))

    def lines() -> Iterator[str]:
        yield "scenarios"
        yield from (f"  {line}" for line in lists.scenario_list(width=width - 2, ink=ink))
        for kind in lists.KINDS:
            yield f"\n{kind}"
            yield from (f"  {line}" for line in lists.kind_list(kind, width=width - 2, ink=ink))

    return put_lines(lines())
