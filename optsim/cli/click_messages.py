"""What Click says, in the language of the line.

Click asks gettext for its messages, whose catalogues are found by the environment alone; where a language was chosen
otherwise, or has a folder here, the functions that its modules ask are others.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import click.core

if TYPE_CHECKING:
    from optsim.languages import Language

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
_ONE, _MANY = "_", "ngettext"


def speak(language: Language) -> None:
    """Let Click speak a language; nothing is done for English where it speaks that."""
    if language.name != "en":
        _replace(_translation(language))
    elif getattr(click.core, _ONE, gettext.gettext) is not gettext.gettext:
        _replace(gettext.gettext)


def _translation(language: Language) -> Callable[[str], str]:
    """Return what translates a message; one that is not known stays as it is."""
    from optsim.words.en.cli.click_messages import TEXTS  # noqa: PLC0415 English does not wait for it

    ids: Mapping[str, str] = {message: key for key, message in TEXTS.items()}
    return lambda message: language.text(ids[message]) if message in ids else message


def _replace(translate: Callable[[str], str]) -> None:
    """Replace the functions of all modules of Click that have them."""

    def of_number(one: str, many: str, number: int) -> str:
        return translate(one if number == 1 else many)

    for module in (import_module(f"click.{name}") for name in _MODULES):
        for name, function in ((_ONE, translate), (_MANY, of_number)):
            if name in vars(module):
                setattr(module, name, function)
