"""Help and version of the command line, written as everything else is: where that fails it is told."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import click

from optsim.cli.help import HelpContext
from optsim.cli.language import language
from optsim.cli.outputs import put_lines


class Helped(click.Command):
    """A command whose help is a text, by its name, and can fail to be written."""

    context_class = HelpContext
    #: what the id of its help ends with, where that is not the command's name
    text_name = ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        self.help = language().text(f"help.{self.text_name or self.name}")
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return what it does in one line."""
        return language().text(f"help.{self.name}.short")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options; that of the help is Click's, and made but once."""
        option = self.get_help_option(ctx)
        if option is not None:
            option.help = language().text("help.option.help")
        super().format_options(ctx, formatter)

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

    return [language().text("help.kernel", version=known)] if (known := version()) else []


def _show_help(ctx: click.Context, _: click.Parameter, requested: Any) -> None:
    _show(ctx, ctx.get_help, requested)


def _show(ctx: click.Context, text: Callable[[], str], requested: Any) -> None:
    if requested and not ctx.resilient_parsing:
        put_lines([text()])
        ctx.exit()
