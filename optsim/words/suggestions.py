"""Suggestions for a word that is not known, in a language."""

from __future__ import annotations

from collections.abc import Iterable

from optsim.languages import Language
from optsim.suggest import closest


def nearest(language: Language, word: str, words: Iterable[str]) -> str:
    """Return the word that was probably meant, or all there are, as a half sentence."""
    known = list(words)
    close = closest(word, known)
    return language.text("suggest.known", words=", ".join(known)) if close is None else _meant(language, close)


def meant(language: Language, word: str, known: Iterable[str]) -> str:
    """Return what follows a sentence where a word was probably meant; empty where there is none."""
    close = closest(word, known)
    return "" if close is None else language.text("suggest.after", suggestion=_meant(language, close))


def _meant(language: Language, word: str) -> str:
    return language.text("suggest.meant", word=word)
