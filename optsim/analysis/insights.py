"""Why a lane is where it is, in one line: the most telling of what theory and its numbers say at the cursor.

All that is said is measured at the cursor, or follows from what is: a figure that is not known exactly stands with its bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from optsim.analysis.lane_facts import LaneFacts
from optsim.analysis.quadratic_insights import contracts, has_no_part, unstable
from optsim.analysis.stationary_points import stationary
from optsim.analysis.update_insights import no_slope, rates, squares_overflow, stands_still, velocity
from optsim.engine.capabilities.states import States
from optsim.engine.objective import NoisyFunction
from optsim.engine.status import Status
from optsim.engine.trace.keys import SECOND_MOMENT
from optsim.engine.trace.trace import Line
from optsim.languages import english
from optsim.number_format import at_most, short, within

_HARDLY = 1e-3
_LOOK_BACK = 50
_OVERFITS, _EPOCHS_UP = 0.05, 5
_WAITS = 0.25
#: what the steps of a plateau add up to, times its slope, is so small a share of what is left
_LEVEL = 0.05


def sentence(race: States, place: int, terms: Sequence[Line] = ()) -> str:
    """One line on a lane at the cursor; empty where there is nothing to tell, where its end tells it, or no state is known.

    `terms` are the lines of its update there, if they are known already.
    """
    here = _facts(race, place, terms)
    if here is None:
        return ""
    with np.errstate(all="ignore"):
        # of a point whose gradient is no number only theory knows something
        reasons = _REASONS if math.isfinite(here.slope) else (unstable, stands_still)
        return next(filter(None, (reason(here) for reason in reasons)), "")


def overflow(race: States, place: int) -> str:
    """In which parameters a lane stands still at the cursor since squares overflow; empty as for `sentence`."""
    here = _facts(race, place)
    if here is None:
        return ""
    with np.errstate(all="ignore"):
        return squares_overflow(here)


def _facts(race: States, place: int, terms: Sequence[Line] = ()) -> LaneFacts | None:
    """A lane at the cursor; None where its end tells all there is to tell, or no state is known."""
    run = race.runs[race.lanes[place].name]
    if run.status not in (Status.RUNNING, Status.OUT_OF_STEPS) or not math.isfinite(run.loss):
        return None
    return LaneFacts(race, place, terms) if run.last_step <= race.reach else None


def _overfits(here: LaneFacts) -> str:
    """Validation loss has been well above its best for some epochs, and training loss is below what it was there and falls."""
    race, per_epoch = here.race, here.run.steps_per_epoch
    if not here.objective.has_validation:
        return ""
    measured = race.history.validation_loss[: here.run.epoch + 1, here.place]
    if not np.isfinite(measured).any() or np.isnan(measured[-1]):
        return ""
    best = int(np.nanargmin(measured))
    since = measured[max(best, len(measured) - _EPOCHS_UP) :]
    since = since[~np.isnan(since)]
    if not (measured[best] > 0 and (since >= (1 + _OVERFITS) * measured[best]).all()):
        return ""
    steps = (best * per_epoch, here.step - _EPOCHS_UP * per_epoch, here.step - per_epoch)
    at_best, before, lately = race.figures("loss", np.maximum(0, steps))[:, here.place].tolist()
    if not 0 < here.run.loss < min(at_best, before, lately):
        return ""
    told = (
        f"overfits: validation loss {_more(measured[-1] / measured[best])} since its best at epoch {best}, "
        f"training loss down {short(100 * (1 - here.run.loss / before), 2)} % in the last {_EPOCHS_UP} epochs"
    )
    return f"{told}; {english().sentence(here.progress.fact)}" if here.progress.fact else told


def _more(factor: float) -> str:
    return f"up {100 * (factor - 1):.0f} %" if factor < 10 else f"×{short(factor)}"


def _waits(here: LaneFacts) -> str:
    """An early-stopping rule's patience is being used up."""
    if here.progress.fact is None or here.progress.share < _WAITS:
        return ""
    return english().sentence(here.progress.fact)


def _noise(here: LaneFacts) -> str:
    """The noise of the gradient is more than twice its exact size."""
    objective = here.objective
    if not here.noisy or not isinstance(objective, NoisyFunction):
        return ""
    noise = float(np.linalg.norm(np.broadcast_to(objective.noise_scale(), objective.dim)))
    if 2 * here.slope >= noise:
        return ""
    return f"more noise than slope: ‖∇L‖ = {short(here.slope)}, noise in g {short(noise)} (rms)"


def _plateau(here: LaneFacts) -> str:
    """The loss has hardly moved for many steps, by what is left of it, and the ground is level as far as it went."""
    back, losses = here.losses(_LOOK_BACK)
    if back < _LOOK_BACK // 2 or SECOND_MOMENT in here.terms:
        return ""
    low = here.lowest
    left = here.run.loss - low if low is not None and here.run.loss > low else abs(here.run.loss)
    moved = float(np.ptp(losses))
    if not (left > 0 and moved <= _HARDLY * back / _LOOK_BACK * left):
        return ""
    slope = here.exact_slope if here.quick else math.nan
    steps = here.race.figures("update_norm", np.arange(here.step - back, here.step))[:, here.place]
    if slope * float(np.nansum(steps)) > _LEVEL * left:
        return ""
    of = "" if left == abs(here.run.loss) else " of what is left"
    told = f"on a plateau: the loss moved by at most {at_most(100 * moved / left)} %{of} in {back} steps"
    told += "" if math.isnan(slope) else f", ‖∇L‖ = {short(slope)}"
    return told + _bend(here) if here.objective.has_data else told


def _bend(here: LaneFacts) -> str:
    """The curvatures of a plateau of many parameters, as they were measured; not told where it takes long to see."""
    known = here.curvatures
    if known is None:
        return ""
    least, largest = within(known.least, known.error), within(known.largest, known.error)
    if known.inside:
        return f"; lowest curvature at most {least}, highest at least {largest}"
    return f"; lowest curvature {least}, highest {largest}"


#: the most telling first
_REASONS: tuple[Callable[[LaneFacts], str], ...] = (
    unstable,
    stands_still,
    _overfits,
    _waits,
    stationary,
    no_slope,
    _noise,
    _plateau,
    rates,
    velocity,
    has_no_part,
    contracts,
)
