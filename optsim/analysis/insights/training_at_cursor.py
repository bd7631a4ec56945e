"""Insights on the losses of lanes at the cursor, kept while it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.engine.capabilities.curves import Curves

if TYPE_CHECKING:
    from optsim.analysis.insights.training_facts import TrainingFact

#: of so many rows all are looked through at every step, of more when such a share has come
_FEW, _SHARE = 20_000, 1 / 64


class TrainingAtCursor:
    """Facts on the losses of each lane of some curves, by place."""

    def __init__(self, curves: Curves) -> None:
        self._curves = curves
        self._known: dict[int, tuple[int, list[TrainingFact]]] = {}

    def at(self, place: int, *, exactly: bool = True) -> list[TrainingFact]:
        """Return what they say where the curves stand, what matters most first; else, where little has come since, what they said."""
        from optsim.analysis.insights.training import training_insights  # noqa: PLC0415 a race waits for none

        step, facts = self._known.get(place, (-1, []))
        here, few = self._curves.step, exactly and len(self._curves.history.loss) <= _FEW
        if not facts or (here != step if few else abs(here - step) > _SHARE * step):
            facts = training_insights(self._curves, place, here)
            self._known[place] = here, facts
        return facts
