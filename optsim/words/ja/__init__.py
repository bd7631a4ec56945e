"""Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from optsim.languages import Gathered, Language, Maker
from optsim.words import APART, SENTENCES, TEXTS, TITLES

#: after all others: they are read when something is wrong
_OF_FAULTS = tuple(
    f"faults.{what}"
    for what in (
        "parts",
        "common",
        "settings",
        "scenario",
        "formulas",
        "expressions",
        "demo",
        "data",
        "sweeps",
        "lessons",
        "logs",
    )
)
_OF_REGISTERED = ("registered.titles", "registered.settings")


class Japanese(Language):
    """Japanese: the language of the study note that this began with."""

    name: ClassVar[str] = "ja"
    title: ClassVar[str] = "日本語"
    sentences: ClassVar[Mapping[str, Maker]] = Gathered(
        __name__, (*SENTENCES, "registered.facts", *_OF_FAULTS), "SENTENCES"
    )
    texts: ClassVar[Mapping[str, str]] = Gathered(__name__, TEXTS, "TEXTS", APART)
    titles: ClassVar[Mapping[str, str]] = Gathered(__name__, (*TITLES, *_OF_REGISTERED), "TITLES")
