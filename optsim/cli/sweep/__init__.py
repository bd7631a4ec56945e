"""The command that runs sweeps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from optsim.cli.options import FiniteRange, imports_own
from optsim.cli.usage import Helped, chooses_language, option
from optsim.system.limits import MOST_RUNS

_FORMATS = ("text", "csv", "json", "npz", "parquet")


@click.command("sweep", cls=Helped)
@click.argument("scenario", required=False)
@option("--vary", multiple=True, metavar="NAME=…", help="help.option.vary")
@option("--seeds", type=click.IntRange(1, MOST_RUNS), help="help.option.seeds")
@option("--trials", type=click.IntRange(1, MOST_RUNS), help="help.option.trials")
@option("--goal", help="help.option.goal")
@option("--jobs", type=click.IntRange(1, 4096), help="help.option.jobs")
@option("--on", type=click.Choice(("loky", "dask", "ray")), help="help.option.on")
@option("--scheduler", metavar="ADDRESS", help="help.option.scheduler")
@option("--timeout", type=FiniteRange(min=1), metavar="SECONDS", help="help.option.timeout")
@option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="help.option.sweep_out")
@option("--resume", type=click.Path(path_type=Path), metavar="FOLDER", help="help.option.resume")
@option("--merge", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="help.option.merge")
@option("--shard", metavar="I/N", help="help.option.shard")
@option("--format", "form", type=click.Choice(_FORMATS), default="text", help="help.option.sweep_format")
@imports_own
@chooses_language
def sweep_command(scenario: str | None, **options: Any) -> None:
    """Run a SCENARIO over a grid of settings and seeds."""
    from optsim.cli.sweep.job import SweepJob, run_job  # noqa: PLC0415 not before it is used
    from optsim.system.allocator import keep_pages  # noqa: PLC0415

    keep_pages()
    sys.exit(run_job(SweepJob(scenario=scenario, **options)))
