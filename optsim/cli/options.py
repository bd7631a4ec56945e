"""Options that several commands have, and the types of their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.system.glyph_names import GLYPHS
from optsim.system.limits import LARGEST_SEED

if TYPE_CHECKING:
    from pathlib import Path

#: of a scenario that is run or filmed
another_seed = click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Another seed than the scenario's.")


class OutputFile(click.Path):
    """The name of a file; - is standard output, and ./- a file of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, None for standard output."""
        return None if value == "-" else super().convert(value, param, ctx)


def _no_dash(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """Return the path of a recording. Raises Failure for standard output, on which the app is."""
    if value == "-":
        raise Failure("--record -: the app itself is on standard output; give a file, for instance --record run.jsonl")
    from pathlib import Path  # noqa: PLC0415 a command that needs none does not wait for it

    return None if value is None else Path(value)


def chooses_looks(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the app, which stand before or after the scenario."""
    options = [
        click.option(
            "--record", type=click.Path(), callback=_no_dash, help="Record the race in a file (.jsonl) as it goes."
        ),
        click.option("--overwrite", is_flag=True, help="Record over what is in that file."),
        click.option("--theme", metavar="NAME", help="The app's colours, as its palette (ctrl+p) lists them."),
        click.option(
            "--glyphs",
            type=click.Choice(GLYPHS),
            help="Draw curves in these characters; auto: octants where the terminal is certain to draw them, else braille.",
        ),
        *(
            click.option(f"--{kind}", "glyphs", flag_value=kind, help=f"The same as --glyphs {kind}.")
            for kind in ("braille", "block", "ascii")
        ),
        click.option("--demo", "tour", is_flag=True, help="Play the scenario's tour; any key takes over."),
    ]
    for option in reversed(options):
        command = option(command)
    return command
