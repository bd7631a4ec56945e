"""The steps of training, with the values of one step, traced by the very code that computes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from optsim.engine.settings import Array
from optsim.engine.trace.trace import Line, Listener, with_trace
from optsim.facts import Fact

if TYPE_CHECKING:
    from optsim.engine.objective import Objective


class BestModel(Fact):
    """Loss and epoch of the best model so far; no epoch before the first one at which the loss is watched."""

    code: ClassVar[str] = "best_model"

    watched: Literal["loss", "validation_loss"]
    epoch: int | None


def explain_training(objective: Objective, params: Array, sample: Any) -> list[Line]:
    """Return what an objective traces on the way from parameters to their gradient, for one lane.

    Args:
        objective: the one that the lane sees.
        params: shape (1, dim).
        sample: the batch or the noise of the step.

    Returns:
        Lines whose values have no leading axis; none where the objective traces nothing.
    """
    listener = Listener()
    with_trace(objective, listener).evaluate(params, sample)
    return [line._replace(value=line.value[0]) for line in listener.lines]
