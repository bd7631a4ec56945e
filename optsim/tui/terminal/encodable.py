"""Texts in the characters that the terminal has, before they are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from optsim.plot.glyphs import Glyphs


def encodable_text(app: App[Any], text: str) -> str:
    """The text, in ASCII with its formulas spelled out where the app writes nothing else: ½x² is 1/2 x^2."""
    glyphs: Glyphs | None = getattr(app, "glyphs", None)
    return text if glyphs is None else glyphs.words(text)
