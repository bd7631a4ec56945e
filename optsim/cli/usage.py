"""Help and version of the command line: texts of the language that a line asks for, written as everything else is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import click

from optsim.cli.language import OPTION, VARIABLE, choose_language, language, language_names
from optsim.cli.outputs import put_lines

#: Click keeps the lines of such a paragraph as they are
_AS_IT_IS = "\b\n"
#: what Click leaves free at the right of an option's help, and the least that it gives it
_MARGIN, _LEAST = 2, 10


class TextOption(click.Option):
    """Option whose help is a text, by its id."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help."""
        self._id = getattr(self, "_id", self.help or "")
        self.help = language().text(self._id, **self.fields())
        return super().get_help_record(ctx)

    def fields(self) -> dict[str, Any]:
        """Return what its help names, found when it is shown."""
        return {}


#: an option whose `help` is the id of its text
option: Callable[..., Callable[[Callable[..., Any]], Callable[..., Any]]] = partial(click.option, cls=TextOption)


class _LanguageOption(TextOption):
    """Option whose help names the languages that there are."""

    def fields(self) -> dict[str, Any]:
        """Return the languages, and what else chooses one."""
        return {"names": ", ".join(language_names()), "variable": VARIABLE}


def chooses_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option to a command; it may stand before a command and after it."""
    return option(
        OPTION,
        cls=_LanguageOption,
        metavar="NAME",
        expose_value=False,
        is_eager=True,
        callback=choose_language,
        help="help.option.lang",
    )(command)


class HelpFormatter(click.HelpFormatter):
    """A formatter that counts cells, and breaks lines within Japanese; Click counts letters, and breaks at blanks."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_wrapped(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, and beside each what is said of it."""
        listed = list(rows)
        first = min(max((len(name) for name, _ in listed), default=0), col_max) + col_spacing
        cells = max(self.width - first - _MARGIN, _LEAST)
        super().write_dl([(name, _wrapped(text, cells)) for name, text in listed], col_max, col_spacing)


class HelpContext(click.Context):
    """The context of all commands."""

    formatter_class = HelpFormatter


def _wrapped(text: str, cells: int) -> str:
    """Return paragraphs as lines of at most so many cells; what is of ASCII alone Click can wrap."""
    if text.isascii():
        return text
    from optsim.plot.width import wrap  # noqa: PLC0415 English does not wait for it

    return "\n\n".join(_AS_IT_IS + "\n".join(wrap(part, cells)) for part in text.split("\n\n"))


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
    from importlib.util import find_spec  # noqa: PLC0415 no other command looks for it

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
