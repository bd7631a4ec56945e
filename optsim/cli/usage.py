"""Help and version of the command line, written as everything else is: where that fails it is told."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
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

    _show(ctx, lambda: "\n".join((f"optsim {__version__}", *_kernel())), requested)


def _kernel() -> list[str]:
    """The line of the optional kernel, where there is one."""
    if find_spec("numba") is None:
        return []
    from optsim.engine.numerics.optional_kernel import version  # noqa: PLC0415 it loads NumPy

    return [f"numba {known}, for strict networks"] if (known := version()) else []


def _show_help(ctx: click.Context, _: click.Parameter, requested: Any) -> None:
    _show(ctx, ctx.get_help, requested)


def _show(ctx: click.Context, text: Callable[[], str], requested: Any) -> None:
    if requested and not ctx.resilient_parsing:
        put_lines([text()])
        ctx.exit()
