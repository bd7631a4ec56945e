"""Options of the commands that make films, and checks of the files that are asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from optsim.cli.failure import Failure
from optsim.cli.language import language, refusal
from optsim.cli.outputs import check_output
from optsim.cli.usage import TextOption, option


class _Outputs(TextOption):
    """An option whose help names the formats that there are."""

    def fields(self) -> dict[str, Any]:
        """Return the endings of the formats."""
        from optsim.screencast.formats import endings  # noqa: PLC0415 not before it is shown

        return {"endings": " ".join(endings())}


outputs_option = option(
    "-o",
    "--out",
    "outputs",
    cls=_Outputs,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="help.option.out_film",
)
cast_version_option = option(
    "--cast-version",
    type=click.Choice(["2", "3"]),
    default="2",
    help="help.option.cast_version",
)
font_option = option(
    "--font",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="help.option.font",
)


def check_outputs(
    outputs: tuple[Path, ...], inputs: list[Path], font: Path | None, *, needed: bool, example: str
) -> None:
    """Raise Failure where an output cannot be written, before anything is done."""
    from optsim.screencast.output_checks import faults, font_faults  # noqa: PLC0415 only where a film is made

    if needed and not outputs:
        raise refusal("failure.say_where_to", example=example)
    problems = [fault for output in outputs for fault in faults(output)]
    places = [os.path.realpath(output) for output in outputs]
    problems += [
        language().text("failure.asked_twice", file=output)
        for number, output in enumerate(outputs)
        if places.index(places[number]) < number
    ]
    problems = problems or font_faults(font, outputs)
    if problems:
        raise Failure("\n".join(problems))
    for output in outputs:
        check_output(output, [*inputs, *([font] if font else [])])
