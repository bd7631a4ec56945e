"""Commands of docs/cluster.md: each is one that its program takes."""

import re
import shlex
from pathlib import Path

import click
import pytest

from optsim.cli.sweep import sweep_command
from optsim.sweeps.run import shard_of

PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"
LINES = [
    line.split("   #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if not line.startswith("#")
]


def words(line):
    """The words of a line as a shell would give them in task 3, without variables before and what goes to a file."""
    line = line.split(">")[0].replace("$SLURM_ARRAY_TASK_ID", "3")
    return [word for word in shlex.split(line) if not re.fullmatch(r"[A-Z_]+=\S+", word)]


def parsed(line):
    """The options of a line of optsim sweep."""
    program, command, *arguments = words(line)
    assert (program, command) == ("optsim", "sweep")
    context = click.Context(sweep_command)
    sweep_command.parse_args(context, arguments)
    return context.params


@pytest.mark.parametrize("line", [line for line in LINES if "optsim sweep" in line])
def test_a_line_of_optsim_is_taken(line):
    known = parsed(line)
    assert known["scenario"] or known["resume"]
    if known["shard"] is not None:
        assert shard_of(known["shard"]).of == 64


def test_an_option_that_is_not_there_would_be_told():
    with pytest.raises(click.UsageError):
        parsed("optsim sweep a.toml --shards 3/64")


def test_there_are_lines_of_every_way():
    assert {words(line)[0] for line in LINES} == {"pip", "dask", "optsim", "ray"}


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("dask")])
def test_a_line_of_dask_is_taken(line):
    pytest.importorskip("distributed")
    from distributed.cli import dask_scheduler, dask_worker  # noqa: PLC0415 it need not be there

    _, name, *arguments = words(line)
    command = {"scheduler": dask_scheduler, "worker": dask_worker}[name].main
    command.parse_args(click.Context(command, ignore_unknown_options=False), arguments)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("ray")])
def test_a_line_of_ray_is_taken(line):
    pytest.importorskip("ray")
    from ray.scripts.scripts import start  # noqa: PLC0415 it need not be there

    start.parse_args(click.Context(start), words(line)[2:])


def test_extras_that_are_to_be_installed_are_there():
    text = (PAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    for extra in re.findall(r"optsim\[(\w+)\]", PAGE.read_text(encoding="utf-8")):
        assert re.search(rf"^{extra} = \[", text, re.MULTILINE)
