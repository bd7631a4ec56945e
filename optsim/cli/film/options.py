"""Options of the commands that make films, and checks of the files that are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import click

from optsim.cli.failure import Failure
from optsim.cli.outputs import check_output


class _Outputs(click.Option):
    """An option whose help names the formats that there are when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help."""
        from optsim.screencast.formats import endings  # noqa: PLC0415 not before it is shown

        self.help = f"Where to, by its ending: {' '.join(endings())}; several are written from one pass."
        return super().get_help_record(ctx)


outputs_option = click.option(
    "-o",
    "--out",
    "outputs",
    cls=_Outputs,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
)
cast_version_option = click.option(
    "--cast-version",
    type=click.Choice(["2", "3"]),
    default="2",
    help="Of the asciicast format; all players know 2, the default.",
)
font_option = click.option(
    "--font",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A font that pictures and videos are drawn with, where it has the character.",
)


def check_outputs(
    outputs: tuple[Path, ...], inputs: list[Path], font: Path | None, *, needed: bool, example: str
) -> None:
    """Raise Failure where an output cannot be written, before anything is done."""
    from optsim.screencast.output_checks import faults, font_faults  # noqa: PLC0415 only where a film is made

    if needed and not outputs:
        raise Failure(f"say where to: {example}")
    problems = [fault for output in outputs for fault in faults(output)]
    places = [os.path.realpath(output) for output in outputs]
    problems += [
        f"{output}: is asked for twice"
        for number, output in enumerate(outputs)
        if places.index(places[number]) < number
    ]
    problems = problems or font_faults(font, outputs)
    if problems:
        raise Failure("\n".join(problems))
    for output in outputs:
        check_output(output, [*inputs, *([font] if font else [])])
