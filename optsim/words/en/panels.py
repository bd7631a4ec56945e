"""English texts of the panels."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "events.title": "What happened",
        "events.none": "nothing so far",
        "events.not_begun": "nothing yet: press space to play",
        "rules.title": "Early stopping of {lane}",
        "rules.best_at": "best at",
        "rules.value": "value there",
        "rules.runs_on": "{rule}, runs on",
        "explain.title": "Explain",
        "explain.update": "{optimizer} · step {step}",
        "explain.ended": "not taken: the lane has ended",
        "explain.ended_at": "not taken: ended at step {step}",
        "explain.alone": "pinned · ↑ ↓ to compare",
        "explain.training": "The eight steps of training",
        "explain.shape": "shape",
        "explain.norm": "norm",
        "forecast.computing": "theory: computing",
        "forecast.escape": "theory: {sign} predicted to leave the saddle",
        "forecast.no_curve": "theory: no curve for any lane here",
        "forecast.other_quantity": "theory: y shows the loss",
        "forecast.curve": "theory: dashed expected loss",
        "forecast.spread": "ground ± s.d.",
        "forecast.floor": "level: its floor",
    }
)
