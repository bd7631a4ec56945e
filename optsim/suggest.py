"""Words that are searched, and suggestions for one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str:
    """A half sentence for an unknown word: the one that was probably meant, or all there are."""
    known = list(words)
    close = _close(word, known)
    return f"did you mean {close[0]!r}?" if close else "there are: " + ", ".join(known)


def meant(word: str, known: Iterable[str]) -> str:
    """A half sentence with the word that was probably meant; empty where there is none."""
    close = _close(word, list(known))
    return f"; did you mean {close[0]!r}?" if close else ""


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the word that was probably meant; None where there is none."""
    return next(iter(_close(word, list(known))), None)


def _close(word: str, known: list[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 not before a word is not known

    return get_close_matches(word.lower(), known, n=1)


def folded(text: str) -> str:
    """Return a text without differences of case, width and composition of its letters, to be searched."""
    import unicodedata  # noqa: PLC0415 not before something is searched

    return unicodedata.normalize("NFKC", text).casefold()
