"""The language of the app."""

from __future__ import annotations

from typing import Any

from textual.app import App

from optsim.languages import Language, english


def language_of(app: App[Any]) -> Language:
    """Return the language that an app was opened in; English where it was told of none."""
    chosen: Language | None = getattr(app, "language", None)
    return chosen or english()
