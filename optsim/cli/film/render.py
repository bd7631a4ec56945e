"""The command that writes casts in other formats."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from optsim.cli.film.options import cast_version_option, check_outputs, font_option, outputs_option
from optsim.cli.language import chooses_language
from optsim.cli.usage import Helped

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
            self.fail(
                f"{value!r} must be a number {'from' if self._equal else 'above'} 0 to {self._most:g}", param, ctx
            )
        return number


@click.command("render", cls=Helped)
@click.argument("cast", type=click.Path(path_type=Path))
@outputs_option
@cast_version_option
@font_option
@click.option("--idle-limit", type=_Positive(), metavar="SECONDS", help="No pause is longer; else as the cast says.")
@click.option("--from", "begin", type=_Positive(equal=True), metavar="SECONDS", help="Leave out what is before.")
@click.option("--to", "end", type=_Positive(), metavar="SECONDS", help="Leave out what is after.")
@click.option("--speed", type=_Positive(most=1000), default=1.0, metavar="TIMES", help="So many times as fast.")
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
    """Turn an asciicast into a page, a picture, a video; - reads it from standard input.

    Pauses are cut first, then times are counted for --from and --to, then all is made faster.
    """
    source = _STANDARD_INPUT if cast == Path("-") else cast
    check_outputs(outputs, [source], font, needed=True, example=f"optsim render {cast} -o film.gif")
    from optsim.cli.film.convert_cast import rendered  # noqa: PLC0415 only where a film is made
    from optsim.screencast.timing import Timing  # noqa: PLC0415
    from optsim.screencast.write_all import OutputOptions  # noqa: PLC0415

    options = OutputOptions(tuple((str(output), output) for output in outputs), int(cast_version), font)
    rendered(cast, options, Timing(idle_limit, begin, end, speed))
