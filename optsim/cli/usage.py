"""Help and version of the command line, written as everything else is: where that fails it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from optsim.cli.outputs import put_lines


class Helped(click.Command):
    """A command whose help can fail to be written."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option as every command has it, which writes the help as everything else is written."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


def show_version(ctx: click.Context, _: click.Parameter, requested: Any) -> None:
    """Write the version and end, if that is wanted."""
    from optsim.version import __version__  # noqa: PLC0415

    _show(ctx, lambda: f"optsim {__version__}", requested)


def _show_help(ctx: click.Context, _: click.Parameter, requested: Any) -> None:
    _show(ctx, ctx.get_help, requested)


def _show(ctx: click.Context, text: Callable[[], str], requested: Any) -> None:
    if requested and not ctx.resilient_parsing:
        put_lines([text()])
        ctx.exit()
