"""Insights on a lane's losses: overfitting, patience that is being used up, plateaus."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.insights.facts import CurvatureRange, Overfits, Plateau
from optsim.analysis.insights.lane_at_cursor import LaneAtCursor
from optsim.engine.settings import Array
from optsim.engine.trace.keys import SECOND_MOMENT
from optsim.facts import Fact

#: validation loss has been above its best by such a share for so many epochs
_OVERFITS, _EPOCHS_UP = 0.05, 5
#: a rule's progress is told from this share on
_WAITS = 0.25
#: the loss of a plateau moves by so small a share of what is left in so many steps
_HARDLY, _LOOK_BACK = 1e-3, 50
#: what the steps of a plateau add up to, times its slope, is so small a share of what is left
_LEVEL = 0.05


def overfits(here: LaneAtCursor) -> Fact | None:
    """Return that validation loss has been well above its best for some epochs while training loss falls."""
    if not here.objective.has_validation:
        return None
    measured = here.race.history.validation_loss[: here.run.epoch + 1, here.place]
    best = _best_before_rise(measured)
    if best is None:
        return None
    at_best, before, lately = _training_losses(here, best)
    if not 0 < here.run.loss < min(at_best, before, lately):
        return None
    return Overfits(
        rise=float(measured[-1] / measured[best]),
        best_epoch=best,
        training_fall=1 - here.run.loss / before,
        epochs=_EPOCHS_UP,
        waiting=here.progress.fact,
    )


def waits(here: LaneAtCursor) -> Fact | None:
    """Return how far the patience of an early-stopping rule is used up."""
    return here.progress.fact if here.progress.share >= _WAITS else None


def plateau(here: LaneAtCursor) -> Fact | None:
    """Return that the loss has hardly moved for many steps, and that the ground is level as far as the lane went."""
    steps, losses = here.losses(_LOOK_BACK)
    if steps < _LOOK_BACK // 2 or SECOND_MOMENT in here.terms:
        return None
    height, variation = _height(here), float(np.ptp(losses))
    if not (height > 0 and variation <= _HARDLY * steps / _LOOK_BACK * height):
        return None
    slope = here.exact_slope if here.quick else math.nan
    if slope * _length(here, steps) > _LEVEL * height:
        return None
    bends = _curvatures(here) if here.objective.has_data else None
    return Plateau(steps, variation, height, height != abs(here.run.loss), None if math.isnan(slope) else slope, bends)


def _best_before_rise(measured: Array) -> int | None:
    """Return the epoch of the best validation loss, where it has been well above that for some epochs; else None."""
    if not np.isfinite(measured).any() or np.isnan(measured[-1]):
        return None
    best = int(np.nanargmin(measured))
    since = measured[max(best, len(measured) - _EPOCHS_UP) :]
    since = since[~np.isnan(since)]
    risen_since = measured[best] > 0 and (since >= (1 + _OVERFITS) * measured[best]).all()
    return best if risen_since else None


def _training_losses(here: LaneAtCursor, best: int) -> tuple[float, float, float]:
    """Return the training loss at the best epoch, some epochs ago, and one epoch ago."""
    per_epoch = here.run.steps_per_epoch
    steps = (best * per_epoch, here.step - _EPOCHS_UP * per_epoch, here.step - per_epoch)
    at_best, before, lately = here.race.figures("loss", np.maximum(0, steps))[:, here.place].tolist()
    return at_best, before, lately


def _height(here: LaneAtCursor) -> float:
    """Return the height above the lowest loss, where that is known and below; else the size of the loss."""
    low = here.lowest
    return here.run.loss - low if low is not None and here.run.loss > low else abs(here.run.loss)


def _length(here: LaneAtCursor, steps: int) -> float:
    """Return the length of the path of the last steps."""
    norms = here.race.figures("update_norm", np.arange(here.step - steps, here.step))[:, here.place]
    return float(np.nansum(norms))


def _curvatures(here: LaneAtCursor) -> CurvatureRange | None:
    """Return the curvatures of a plateau of many parameters; None where they take long to see."""
    known = here.curvatures
    return None if known is None else CurvatureRange(known.least, known.largest, known.error, known.inside)
