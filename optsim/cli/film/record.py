"""The command that films a scenario's demo."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from optsim.cli.failure import Failure
from optsim.cli.film.options import cast_version_option, check_outputs, font_option, outputs_option
from optsim.cli.film.request import LARGEST, SMALLEST, Request
from optsim.cli.inputs import files_of, is_recording
from optsim.cli.language import chooses_language, chosen_language, language
from optsim.cli.options import another_seed
from optsim.cli.usage import Helped


class _Size(click.ParamType):  # type: ignore[type-arg]
    """COLUMNSxROWS."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Two numbers within reason."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"([0-9]{1,4})\s*[x×X]\s*([0-9]{1,4})", str(value).strip())
        size = (int(match[1]), int(match[2])) if match else (0, 0)
        if not all(least <= number <= most for least, number, most in zip(SMALLEST, size, LARGEST, strict=True)):
            least, most = ("x".join(map(str, limit)) for limit in (SMALLEST, LARGEST))
            self.fail(f"{value!r} is no size: columns x rows from {least} to {most}, for instance 100x30", param, ctx)
        return size


@click.command("record", cls=Helped)
@click.argument("scenario")
@outputs_option
@click.option("--size", type=_Size(), metavar="COLSxROWS", help="Another window than the demo's.")
@click.option("--fps", type=click.IntRange(1, 60), help="Pictures a second, other than the demo's.")
@cast_version_option
@another_seed
@click.option("--theme", metavar="NAME", help="The app's colours, as its palette (ctrl+p) lists them.")
@click.option("--presenter", is_flag=True, help="Panels alone, with thick strokes and a legend, as with P in the app.")
@font_option
@click.option("--dry-run", is_flag=True, help="Play the demo and tell acts, times and chapters; write nothing.")
@chooses_language
def record_command(
    scenario: str, outputs: tuple[Path, ...], cast_version: str, font: Path | None, *, dry_run: bool, **settings: Any
) -> None:
    """Film a scenario's [demo]: the same bytes on every machine.

    Without a [demo] it is title, play, a pause at what happens, the end.
    """
    from optsim.cli.film.isolated_process import run  # noqa: PLC0415 only where a film is made

    if dry_run and sys.stdout is None:
        raise Failure("standard output is closed")
    _check_subject(scenario)
    check_outputs(
        outputs, files_of(scenario), font, needed=not dry_run, example=f"optsim record {scenario} -o demo.cast"
    )
    names = tuple(map(str, outputs))
    where = None if font is None else str(font)
    request = Request(
        scenario,
        names,
        **settings,
        cast_version=int(cast_version),
        dry_run=dry_run,
        font=where,
        language=chosen_language(),
        messages=language().name,
    )
    code = run(request, os.environ)
    if code:
        raise click.exceptions.Exit(code if code > 0 else 128 - code)


def _check_subject(scenario: str) -> None:
    """Raise Failure for a file that could be taken for a scenario, and is none."""
    if is_recording(scenario):
        raise Failure(
            f"{scenario} is a recording, and only scenarios are filmed; it plays in the app: optsim {scenario}"
        )
    if scenario.lower().endswith(".cast"):
        raise Failure(f"{scenario} is a film already; for other formats: optsim render {scenario} -o film.gif")
