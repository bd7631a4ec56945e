"""English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from optsim.languages import Gathered, Language, Maker
from optsim.words import APART, SENTENCES, TEXTS, TITLES


class English(Language):
    """English: the language that has everything."""

    name: ClassVar[str] = "en"
    title: ClassVar[str] = "English"
    sentences: ClassVar[Mapping[str, Maker]] = Gathered(__name__, SENTENCES, "SENTENCES")
    texts: ClassVar[Mapping[str, str]] = Gathered(__name__, TEXTS, "TEXTS", APART)
    titles: ClassVar[Mapping[str, str]] = Gathered(__name__, TITLES, "TITLES")
