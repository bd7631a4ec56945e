"""The command that shows a scenario."""

from __future__ import annotations

import click

from optsim.cli.inputs import load_scenario
from optsim.cli.language import language
from optsim.cli.options import imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language


@click.command("show", cls=Helped)
@click.argument("scenario")
@imports_own
@chooses_language
def show_command(scenario: str) -> None:
    """Show what a scenario is about."""
    from optsim.console import standard_output  # noqa: PLC0415 not before it is used
    from optsim.console.scenario_text import scenario_text  # noqa: PLC0415

    width, ink = standard_output.width(), standard_output.ink()
    put_lines(scenario_text(load_scenario(scenario), width=width, ink=ink, language=language()))
