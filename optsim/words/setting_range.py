"""Ranges of settings."""

from __future__ import annotations

from optsim.engine.settings import Setting
from optsim.languages import Language


def range_text(language: Language, setting: Setting) -> str:
    """Return a setting's range: "above 0", "at least 0 and below 1"; empty where any finite number will do."""
    bounds = [language.text(f"range.{bound}", bound=number) for bound, number in setting.bounds()]
    return language.text("range.both", low=bounds[0], high=bounds[1]) if len(bounds) > 1 else "".join(bounds)
