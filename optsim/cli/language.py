"""The language of the command line: `--lang`, else OPTSIM_LANG, else the locale; of files `--lang` alone, else their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.console import quick_lists

if TYPE_CHECKING:
    from optsim.languages import Language

_ENGLISH = "en"
OPTION = "--lang"
VARIABLE = "OPTSIM_LANG"
#: variables of the locale, the first of which that is set holds
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHOSEN = "optsim.language"


def language_names() -> list[str]:
    """Return the names of the languages, loading none where they are known."""
    known = quick_lists.kind_lines("languages")
    if known is not None:
        return list(known)
    from optsim.languages import LANGUAGES  # noqa: PLC0415 help does not wait for it

    return list(LANGUAGES)


def choose_language(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    """Take the value of `--lang`. Raises Failure for a language that there is not, there or in the environment."""
    if name is not None:
        ctx.meta[_CHOSEN] = _named(name, OPTION).name
    elif ctx.parent is None and os.environ.get(VARIABLE, _ENGLISH) not in ("", _ENGLISH):
        _named(os.environ[VARIABLE], VARIABLE)


def read_ahead(ctx: click.Context, args: Sequence[str]) -> Language:
    """Return the language of a line that is yet to be parsed: help and messages on a mistake in it are in that, too."""
    words = list(args[: args.index("--")] if "--" in args else args)
    names = [value for word, value in pairwise(words) if word == OPTION]
    names += [word.removeprefix(f"{OPTION}=") for word in words if word.startswith(f"{OPTION}=")]
    known = [name for name in names if _is_known(name)]
    if known:
        ctx.meta[_CHOSEN] = known[-1]
    return language()


def chosen_language() -> str | None:
    """Return the name of the language that `--lang` asks for; None without it."""
    ctx = click.get_current_context(silent=True)
    name: str | None = None if ctx is None else ctx.meta.get(_CHOSEN)
    return name


def language() -> Language:
    """Return the language of what is told to people; codes and data are the same in every language."""
    name = chosen_language() or _of_environment()
    return named(name if _is_known(name) else _ENGLISH)


def refusal(text: str, code: int = 2, /, **values: Any) -> Failure:
    """Return the failure that has a text, by its id."""
    return Failure(language().text(text, **values), code)


def _is_known(name: str) -> bool:
    """Return whether there is a language of a name; of English that is known without loading any."""
    if name == _ENGLISH:
        return True
    from optsim.languages import LANGUAGES  # noqa: PLC0415 English does not wait for it

    return name in LANGUAGES


def language_of_files(own: str | None = None) -> Language:
    """Return the language of what is written into files, the same wherever it is written: `own` is what the file itself asks for."""
    return named(chosen_language() or own or _ENGLISH)


def named(name: str) -> Language:
    """Return the language of a name that there is."""
    if name == _ENGLISH:
        from optsim.words.en import English  # noqa: PLC0415 a line that goes well needs no words

        return English()
    from optsim.languages import LANGUAGES  # noqa: PLC0415 English does not wait for it

    return LANGUAGES[name]()


def in_english() -> bool:
    """Return whether the language is English, whose lists are known without loading what they name."""
    return (chosen_language() or _of_environment()) == _ENGLISH


def _named(name: str, where: str) -> Language:
    """Return a language. Raises Failure for a name that no language has."""
    if _is_known(name):
        return named(name)
    from optsim.words.suggestions import nearest  # noqa: PLC0415 nearly nobody needs it

    suggestion = nearest(language(), name, language_names())
    raise refusal("failure.no_language", where=where, name=name, suggestion=suggestion)


def _of_environment() -> str:
    """Return the name of the language that the environment asks for; English where optsim does not have it."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    locale = next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "")
    name = locale.partition(".")[0].partition("_")[0].lower()
    return name if name not in ("", "c", "posix") and _is_known(name) else _ENGLISH
