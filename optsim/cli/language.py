"""The language of the command line: `--lang`, else OPTSIM_LANG, else the locale; of files `--lang` alone, else their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.console import quick_lists

if TYPE_CHECKING:
    from optsim.languages import Language

_ENGLISH = "en"
_VARIABLE = "OPTSIM_LANG"
#: variables of the locale, the first of which that is set holds
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHOSEN = "optsim.language"


class _LanguageOption(click.Option):
    """Option whose help names the languages that there are when it is asked for."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's name and its help."""
        self.help = f"Speak this language: {', '.join(_names())}. Else {_VARIABLE} says it, else the locale."
        return super().get_help_record(ctx)


def chooses_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option to a command; it may stand before a command and after it."""
    option = click.option(
        "--lang", cls=_LanguageOption, metavar="NAME", expose_value=False, is_eager=True, callback=_choose
    )
    return option(command)


def _names() -> list[str]:
    """Return the names of the languages, loading none where they are known."""
    known = quick_lists.kind_lines("languages")
    if known is not None:
        return list(known)
    from optsim.languages import LANGUAGES  # noqa: PLC0415 help does not wait for it

    return list(LANGUAGES)


def _choose(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    if name is not None:
        ctx.meta[_CHOSEN] = _named(name, "--lang").name
    elif ctx.parent is None and os.environ.get(_VARIABLE, _ENGLISH) not in ("", _ENGLISH):
        _named(os.environ[_VARIABLE], _VARIABLE)


def chosen_language() -> str | None:
    """Return the name of the language that `--lang` asks for; None without it."""
    ctx = click.get_current_context(silent=True)
    name: str | None = None if ctx is None else ctx.meta.get(_CHOSEN)
    return name


def language() -> Language:
    """Return the language of what is told to people; codes and data are the same in every language."""
    return named(chosen_language() or _of_environment())


def language_of_files(own: str | None = None) -> Language:
    """Return the language of what is written into files, the same wherever it is written: `own` is what the file itself asks for."""
    return named(chosen_language() or own or _ENGLISH)


def named(name: str) -> Language:
    """Return the language of a name that there is."""
    from optsim.languages import LANGUAGES  # noqa: PLC0415 help does not wait for it

    return LANGUAGES[name]()


def in_english() -> bool:
    """Return whether the language is English, whose lists are known without loading what they name."""
    return (chosen_language() or _of_environment()) == _ENGLISH


def _named(name: str, where: str) -> Language:
    """Return a language. Raises Failure for a name that no language has."""
    try:
        return named(name)
    except KeyError as error:
        raise Failure(f"{where}: {error.args[0]}") from error


def _of_environment() -> str:
    """Return the name of the language that the environment asks for; English where optsim does not have it."""
    if os.environ.get(_VARIABLE):
        return os.environ[_VARIABLE]
    locale = next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "")
    name = locale.partition(".")[0].partition("_")[0].lower()
    if name in ("", "c", "posix", _ENGLISH):
        return _ENGLISH
    from optsim.languages import LANGUAGES  # noqa: PLC0415 as above

    return name if name in LANGUAGES else _ENGLISH
