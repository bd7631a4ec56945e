"""The command that films a scenario's demo."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from optsim.cli.film.options import cast_version_option, check_outputs, font_option, outputs_option
from optsim.cli.film.request import LARGEST, SMALLEST, Request
from optsim.cli.inputs import files_of, is_recording
from optsim.cli.language import chosen_language, language, refusal
from optsim.cli.logs.inputs import is_log, judges_logs
from optsim.cli.options import another_seed, chooses_notation, chooses_theme, imports_own
from optsim.cli.usage import Helped, chooses_language, option


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
            self.fail(language().text("failure.no_size", value=value, least=least, most=most), param, ctx)
        return size


@click.command("record", cls=Helped)
@click.argument("scenario")
@outputs_option
@option("--size", type=_Size(), metavar="COLSxROWS", help="help.option.size")
@option("--fps", type=click.IntRange(1, 60), help="help.option.fps")
@cast_version_option
@another_seed
@chooses_theme
@chooses_notation
@option("--presenter", is_flag=True, help="help.option.presenter")
@judges_logs
@font_option
@option("--dry-run", is_flag=True, help="help.option.dry_run")
@imports_own
@chooses_language
def record_command(
    scenario: str, outputs: tuple[Path, ...], cast_version: str, font: Path | None, *, dry_run: bool, **settings: Any
) -> None:
    """Film a scenario's [demo]."""
    from optsim.cli.film.isolated_process import run  # noqa: PLC0415 only where a film is made

    if dry_run and sys.stdout is None:
        raise refusal("failure.output_closed")
    _check_subject(scenario, settings)
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
        imported=_imported(),
    )
    code = run(request, os.environ)
    if code:
        raise click.exceptions.Exit(code if code > 0 else 128 - code)


def _imported() -> tuple[tuple[str, str], ...]:
    """Return the modules of the person's own, which the process of the film imports, too."""
    own = sys.modules.get("optsim.registry.own_modules")
    return () if own is None else tuple(map(tuple, own.OWN_MODULES.imported))


def _check_subject(scenario: str, settings: Mapping[str, Any]) -> None:
    """Raise Failure for a file that could be taken for a scenario, and is none, and for options of something else."""
    log = is_log(scenario)
    for name in ("seed", "presenter", "notation"):
        if log and settings[name] not in (None, False):
            raise refusal("failure.film_option", option=f"--{name}", file=scenario)
    if not log and (settings["take"] or settings["rules"]):
        raise refusal("failure.for_log", option="--take" if settings["take"] else "--rule")
    if is_recording(scenario):
        raise refusal("failure.film_of_recording", name=scenario)
    if scenario.lower().endswith(".cast"):
        raise refusal("failure.film_of_cast", name=scenario)
