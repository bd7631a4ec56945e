"""Words that are searched, and suggestions for one that is not known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str:
    """A half sentence for an unknown word: the one that was probably meant, or all there are."""
    known = list(words)
    close = get_close_matches(word.lower(), known, n=1)
    return f"did you mean {close[0]!r}?" if close else "there are: " + ", ".join(known)


def meant(word: str, known: Iterable[str]) -> str:
    """A half sentence with the word that was probably meant; empty where there is none."""
    close = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def folded(text: str) -> str:
    """Return a text without differences of case, width and composition of its letters, to be searched."""
    return unicodedata.normalize("NFKC", text).casefold()
