"""The commands that make films. What they need they import when they are called."""

from __future__ import annotations

import math
import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from optsim.cli.failure import Failure
from optsim.cli.film.request import LARGEST, SMALLEST, Request
from optsim.cli.inputs import files_of, is_recording
from optsim.cli.outputs import check_output
from optsim.cli.usage import Helped
from optsim.system.limits import LARGEST_SEED

#: the file that stands behind standard input, if one does
_STANDARD_INPUT = Path("/dev/stdin")
_OUTPUTS = click.option(
    "-o",
    "--out",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to, by its ending: .cast .html .svg .gif .png .webp .mp4 .webm; several are written from one pass.",
)
_CAST_VERSION = click.option(
    "--cast-version",
    type=click.Choice(["2", "3"]),
    default="2",
    help="Of the asciicast format; all players know 2, the default.",
)


class _Size(click.ParamType):  # type: ignore[type-arg]
    """COLUMNSxROWS."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Two numbers within reason."""
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"([0-9]{1,4})\s*[x×X]\s*([0-9]{1,4})", str(value).strip())
        size = (int(found[1]), int(found[2])) if found else (0, 0)
        if not all(least <= given <= most for least, given, most in zip(SMALLEST, size, LARGEST, strict=True)):
            least, most = ("x".join(map(str, limit)) for limit in (SMALLEST, LARGEST))
            self.fail(f"{value!r} is no size: columns x rows from {least} to {most}, for instance 100x30", param, ctx)
        return size


_FONT = click.option(
    "--font",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A font that pictures and videos are drawn with, where it has the character.",
)


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


@click.command(cls=Helped)
@click.argument("scenario")
@_OUTPUTS
@click.option("--size", type=_Size(), metavar="COLSxROWS", help="Another window than the demo's.")
@click.option("--fps", type=click.IntRange(1, 60), help="Pictures a second, other than the demo's.")
@_CAST_VERSION
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Another seed than the scenario's.")
@click.option("--theme", metavar="NAME", help="The app's colours, as its palette (ctrl+p) lists them.")
@_FONT
@click.option("--dry-run", is_flag=True, help="Play the demo and tell acts, times and chapters; write nothing.")
def record(
    scenario: str, outputs: tuple[Path, ...], cast_version: str, font: Path | None, *, dry_run: bool, **asked: Any
) -> None:
    """Film a scenario's [demo]: the same bytes on every machine.

    Without a [demo] it is title, play, a pause at what happens, the end.
    """
    from optsim.cli.film.isolated_process import run  # noqa: PLC0415 only where a film is made

    if dry_run and sys.stdout is None:
        raise Failure("standard output is closed")
    _check_subject(scenario)
    _check(outputs, files_of(scenario), font, needed=not dry_run, example=f"optsim record {scenario} -o demo.cast")
    names = tuple(map(str, outputs))
    where = None if font is None else str(font)
    order = Request(scenario, names, **asked, cast_version=int(cast_version), dry_run=dry_run, font=where)
    code = run(order, os.environ)
    if code:
        raise click.exceptions.Exit(code if code > 0 else 128 - code)


@click.command(cls=Helped)
@click.argument("cast", type=click.Path(path_type=Path))
@_OUTPUTS
@_CAST_VERSION
@_FONT
@click.option("--idle-limit", type=_Positive(), metavar="SECONDS", help="No pause is longer; else as the cast says.")
@click.option("--from", "begin", type=_Positive(equal=True), metavar="SECONDS", help="Leave out what is before.")
@click.option("--to", "end", type=_Positive(), metavar="SECONDS", help="Leave out what is after.")
@click.option("--speed", type=_Positive(most=1000), default=1.0, metavar="TIMES", help="So many times as fast.")
def render(
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
    _check(outputs, [source], font, needed=True, example=f"optsim render {cast} -o film.gif")
    from optsim.cli.film.convert_cast import rendered  # noqa: PLC0415 only where a film is made
    from optsim.screencast.timing import Timing  # noqa: PLC0415
    from optsim.screencast.write_all import Wanted  # noqa: PLC0415

    wanted = Wanted(tuple((str(output), output) for output in outputs), int(cast_version), font)
    rendered(cast, wanted, Timing(idle_limit, begin, end, speed))


def _check_subject(scenario: str) -> None:
    """Whether it is nothing else that could be taken for a scenario. Raises Failure."""
    if is_recording(scenario):
        raise Failure(
            f"{scenario} is a recording, and only scenarios are filmed; it plays in the app: optsim {scenario}"
        )
    if scenario.lower().endswith(".cast"):
        raise Failure(f"{scenario} is a film already; for other formats: optsim render {scenario} -o film.gif")


def _check(outputs: tuple[Path, ...], inputs: list[Path], font: Path | None, *, needed: bool, example: str) -> None:
    """Whether all outputs can be written, before anything is done. Raises Failure."""
    from optsim.screencast.film_formats import faults, font_faults  # noqa: PLC0415 only where a film is made

    if needed and not outputs:
        raise Failure(f"say where to: {example}")
    found = [fault for output in outputs for fault in faults(output)]
    places = [os.path.realpath(output) for output in outputs]
    found += [
        f"{output}: is asked for twice"
        for number, output in enumerate(outputs)
        if places.index(places[number]) < number
    ]
    found = found or font_faults(font, outputs)
    if found:
        raise Failure("\n".join(found))
    for output in outputs:
        check_output(output, [*inputs, *([font] if font else [])])
