"""The command that writes casts in other formats."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from optsim.cli.film.options import cast_version_option, check_outputs, font_option, outputs_option
from optsim.cli.language import language
from optsim.cli.usage import Helped, chooses_language, option

#: the file that stands behind standard input, if one does
_STANDARD_INPUT = Path("/dev/stdin")


class _Positive(click.ParamType):  # type: ignore[type-arg]
    """A number above a limit, or at it with `equal`."""

    name = "number"

    def __init__(self, *, equal: bool = False, most: float = 1e6) -> None:
        self._equal, self._most = equal, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """A finite number."""
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not (0 < number <= self._most or (self._equal and number == 0)):
            text = "failure.negative" if self._equal else "failure.not_positive"
            self.fail(language().text(text, value=value, most=self._most), param, ctx)
        return number


@click.command("render", cls=Helped)
@click.argument("cast", type=click.Path(path_type=Path))
@outputs_option
@cast_version_option
@font_option
@option("--idle-limit", type=_Positive(), metavar="SECONDS", help="help.option.idle_limit")
@option("--from", "begin", type=_Positive(equal=True), metavar="SECONDS", help="help.option.from")
@option("--to", "end", type=_Positive(), metavar="SECONDS", help="help.option.to")
@option("--speed", type=_Positive(most=1000), default=1.0, metavar="TIMES", help="help.option.speed")
@chooses_language
def render_command(
    cast: Path,
    outputs: tuple[Path, ...],
    cast_version: str,
    font: Path | None,
    idle_limit: float | None,
    begin: float | None,
    end: float | None,
    speed: float,
) -> None:
    """Turn an asciicast into other formats."""
    source = _STANDARD_INPUT if cast == Path("-") else cast
    check_outputs(outputs, [source], font, needed=True, example=f"optsim render {cast} -o film.gif")
    from optsim.cli.film.convert_cast import rendered  # noqa: PLC0415 only where a film is made
    from optsim.screencast.timing import Timing  # noqa: PLC0415
    from optsim.screencast.write_all import OutputOptions  # noqa: PLC0415

    options = OutputOptions(tuple((str(output), output) for output in outputs), int(cast_version), font)
    rendered(cast, options, Timing(idle_limit, begin, end, speed))
