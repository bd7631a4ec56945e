"""Scale of a chart: linear, logarithmic, or logarithmic over the gap to the known minimum, as the values allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import States
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.objective import Objective
from optsim.engine.settings import Array


class Scale(NamedTuple):
    """A scale by its kind, "linear", "log" or "gap"; a logarithm is taken of what lies above `least`."""

    kind: str
    least: float = 0.0

    @property
    def log(self) -> bool:
        """True where logarithms are shown."""
        return self.kind != "linear"


#: a log opens with a log scale where its values are so many times apart
_DECADE = 10
LINEAR, LOG = Scale("linear"), Scale("log")


def starting_values(quantity: str, starts: Array, curves: Sequence[Array]) -> Array:
    """Return the values that a quantity begins with; of one that grows beyond them in the normal course of things also its middles."""
    if not QUANTITIES[quantity].grows:
        return starts
    known = [curve[np.isfinite(curve)] for curve in curves]
    return np.append(starts, [np.median(curve) for curve in known if curve.size])


def least_loss(objective: Objective) -> float | None:
    """Return the lowest loss that an objective has at its known minima; None where none are known."""
    minima = np.array(objective.minima)
    return float(objective.loss(minima).min()) if minima.size else None


def scale_of(race: Curves, quantity: str, choice: str) -> Scale:
    """Return the scale of a quantity: the chosen one where the quantity has it, else as the values allow.

    Args:
        race: The race.
        quantity: The quantity's name.
        choice: "auto", "linear", "log" or "gap".
    """
    own = next((scale for scale in scales(race, quantity) if scale.kind == choice), None)
    if own is not None:
        return own
    return LOG if choice == "log" and not QUANTITIES[quantity].signed else _by_values(race, quantity)


def scales(race: Curves, quantity: str) -> tuple[Scale, ...]:
    """Return the scales that make sense for a quantity: no logarithm of what can be below 0, a gap only to a known minimum."""
    if QUANTITIES[quantity].signed:
        return (LINEAR,)
    least = least_loss(race.objective) if quantity == "loss" and isinstance(race, States) else None
    if least is None or least == 0:
        return LINEAR, LOG
    gap = Scale("gap", least)
    return (LINEAR, gap) if least < 0 else (LINEAR, LOG, gap)


def _by_values(race: Curves, quantity: str) -> Scale:
    """Return the scale that shows all: a gap where the minimum is known and not 0, linear where values are or will be below 0."""
    kinds = scales(race, quantity)
    falls = quantity == "loss" and isinstance(race, States) and falls_without_end(race.objective)
    if falls or LOG not in kinds:
        return LINEAR if falls else kinds[-1]
    if race.own_steps(quantity) is not None:
        return LOG if _spans_decades(race, quantity) else LINEAR
    known = kinds[-1]
    return known if known.kind == "gap" or isinstance(race, States) or _above_nought(race, quantity) else LINEAR


def falls_without_end(objective: Objective) -> bool:
    """Tell if an objective is a quadratic that falls without end in some direction."""
    modes = objective.modes
    return modes is not None and modes.exact and bool((modes.curvatures < 0).any())


def _spans_decades(race: Curves, quantity: str) -> bool:
    """Tell if the values of a log are above 0 and so far apart that a linear axis would not show the small ones."""
    values = race.history[quantity]
    if not len(values) or not np.isfinite(values).any():
        return False
    low, high = np.nanmin(values), np.nanmax(np.where(np.isfinite(values), values, np.nan))
    return bool(low > 0 and high >= _DECADE * low)


def _above_nought(race: Curves, quantity: str) -> bool:
    values = race.history[quantity]
    return not len(values) or not bool((values <= 0).any())
