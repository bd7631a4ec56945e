"""The panels of the race screen, one folder each; a new one is found by itself."""

from __future__ import annotations

from collections.abc import Iterable

from optsim.registry import Registry
from optsim.tui.panel import Panel

PANELS: Registry[Panel] = Registry(__name__, Panel, "panel", "optsim.panels")  # type: ignore[type-abstract]


def own_panels() -> list[type[Panel]]:
    """Return optsim's own, in the order of their keys, without looking for what other packages offer."""
    return in_order(PANELS[name] for name in PANELS.own())


def in_order(panels: Iterable[type[Panel]]) -> list[type[Panel]]:
    """Sort panels by their keys."""
    return sorted(panels, key=lambda panel: (panel.key, panel.name))
