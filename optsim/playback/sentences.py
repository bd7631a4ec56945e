"""Why a lane is where it is, in one line: the most telling of what theory and its numbers say at the cursor."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from optsim.engine.explain import Part, Term
from optsim.engine.fields import Array
from optsim.engine.objective import NoisyFunction
from optsim.engine.optimizer import NoState
from optsim.engine.rule import Progress
from optsim.engine.source import Source
from optsim.engine.status import Status
from optsim.playback.figures import short

#: so near a stationary point, as a share of the landscape's size, a lane is said to be at a saddle or in a minimum
_NEAR_SADDLE, _NEAR_MINIMUM = 0.03, 1e-3
_HARDLY = 1e-3
#: a curvature that is so small a share of the highest is none
_FLAT = 1e-3
#: parameters times examples of an exact gradient: of more, curvatures would hold up every paint
_MOST_WORK = 500_000
_LOOK_BACK = 50
_OVERFITS, _EPOCHS_UP = 0.05, 5
_WAITS = 0.25
_GROWTH_STEPS = 5


def sentence(race: Source, place: int, terms: Sequence[Term] = ()) -> str:
    """One line on a lane at the cursor; empty where there is nothing to tell, where its end tells it, or no state is known.

    `terms` are the lines of its update there, if they are known already.
    """
    run = race.runs[race.lanes[place].name]
    if run.status not in (Status.RUNNING, Status.OUT_OF_STEPS) or not math.isfinite(run.loss):
        return ""
    if run.last_step > race.reach:
        return ""
    here = _Here(race, place, terms)
    with np.errstate(all="ignore"):
        # of a point whose gradient is no number only theory knows something
        reasons = _REASONS if math.isfinite(here.slope) else (_unstable,)
        return next(filter(None, (reason(here) for reason in reasons)), "")


class _Here:
    """A lane at the cursor, with what is known there, worked out when it is asked for."""

    def __init__(self, race: Source, place: int, terms: Sequence[Term]) -> None:
        self.race, self.place, self.objective = race, place, race.setup.objectives[place]
        self.lane = race.lanes[place]
        self.run = race.runs[self.lane.name]
        self.step = self.run.last_step
        self.optimizer = self.lane.at(self.step)
        self.rate = self.lane.learning_rate(self.step)
        self.gain = self.lane.gain(self.step)
        self._terms = terms

    @cached_property
    def carries(self) -> tuple[str, ...]:
        """The names of what the optimizer carries."""
        state = self.optimizer.init(np.zeros(1))
        return () if isinstance(state, NoState) else tuple(getattr(state, "_fields", ()))

    @cached_property
    def terms(self) -> dict[Part, Array]:
        """The lines of the update by their part."""
        told = self._terms or self.race.explain(self.lane.name, self.step)
        return {term.part: term.value for term in told}

    @cached_property
    def params(self) -> Array:
        """Where it stands, shape (dim,)."""
        own: Array = self.race.params_at(self.step)[self.place]
        return own

    @cached_property
    def start(self) -> Array:
        """Where it started, shape (dim,)."""
        own: Array = self.race.setup.starts[self.place]
        return own

    @cached_property
    def slope(self) -> float:
        """The norm of the exact gradient; with data that of the gradient that the update uses."""
        if self.objective.has_data:
            return self.run.grad_norm
        return float(np.linalg.norm(self.objective.evaluate(self.params[None])[1]))

    @cached_property
    def lowest(self) -> float | None:
        """The lowest loss there is, where a minimum is known."""
        minima = np.array(self.objective.minima)
        return float(self.objective.loss(minima).min()) if minima.size else None

    @cached_property
    def size(self) -> float:
        """How large the landscape is: the widest side of the box around the start and the known minima; 1 for a point."""
        known = np.array([self.start, *self.objective.minima])
        return float(np.ptp(known, axis=0).max()) or 1.0

    @cached_property
    def progress(self) -> Progress:
        """Of the early-stopping rule that is nearest to firing, among those that have not fired."""
        state, rules = self.race.state_at(self.step + 1), self.race.setup.rules
        unit = "epoch" if self.objective.has_data else "step"
        found = [
            rule.progress(state.stopping[number], self.place, unit)
            for number, rule in enumerate(rules)
            if not state.fired[number][self.place]
        ]
        return max(found, key=lambda progress: progress.share, default=Progress())


def _unstable(here: _Here) -> str:
    """On a quadratic: the rate is above the limit of stability."""
    limit, curvature = here.optimizer.stability_limit(), here.objective.largest_curvature
    if limit is None or curvature is None or here.rate * curvature <= limit:
        return ""
    product, limit_text = _apart(here.rate * curvature, limit)
    then = "at this rate it diverges" if here.lane.schedule or here.run.status.ended else "it will diverge"
    return f"α·λmax = {product} is above {limit_text}: {then}"


def _overfits(here: _Here) -> str:
    """Validation loss has been well above its best for some epochs, and training loss is below what it was there."""
    if not here.objective.has_validation:
        return ""
    measured = here.race.history.validation_loss[: here.run.epoch + 1, here.place]
    if not np.isfinite(measured).any() or np.isnan(measured[-1]):
        return ""
    best = int(np.nanargmin(measured))
    falling = here.run.loss < here.race.history.loss[best * here.run.steps_per_epoch, here.place]
    since = measured[max(best, len(measured) - _EPOCHS_UP) :]
    since = since[~np.isnan(since)]
    if not (measured[best] > 0 and falling and (since >= (1 + _OVERFITS) * measured[best]).all()):
        return ""
    rise = measured[-1] / measured[best] - 1
    told = (
        f"overfits: validation loss up {100 * rise:.0f} % since its best at epoch {best}, training loss still falling"
    )
    return f"{told}; {here.progress.text}" if here.progress.text else told


def _waits(here: _Here) -> str:
    """An early-stopping rule's patience is being used up."""
    return here.progress.text if here.race.setup.rules and here.progress.share >= _WAITS else ""


def _stationary(here: _Here) -> str:
    """At a saddle, a minimum or a maximum, or so near that the exact gradient and the curvatures give it away.

    The distance to a point without slope is at most ‖∇L‖ divided by the smallest curvature in size, as far as the function is
    quadratic there and has no other curvature between the least and the largest.
    """
    curvatures = None if here.objective.has_data else here.objective.curvature_range(here.params)
    if curvatures is None:
        return ""
    least, largest = curvatures
    flattest = min(abs(least), abs(largest))
    distance = here.slope / flattest if flattest else math.inf
    slope = f"‖∇L‖ = {short(here.slope)}"
    if least < 0 < largest and distance <= _NEAR_SADDLE * here.size:
        return _saddle(here, f"{slope}, lowest curvature {short(least)}")
    if distance > _NEAR_MINIMUM * here.size:
        return ""
    if largest < 0:
        return f"on a maximum: {slope}, highest curvature {short(largest)}"
    low = here.lowest
    if low is not None and here.run.loss - low > _HARDLY * abs(float(here.objective.loss(here.start)) - low):
        return f"in a local minimum: {slope}, loss {short(here.run.loss)} where the lowest is {short(low)}"
    which = "the" if len(here.objective.minima) == 1 else "a"
    return f"at {which} minimum: {slope}, lowest curvature {short(least)}"


def _saddle(here: _Here, told: str) -> str:
    """Whether it stands on the saddle, comes near it or leaves it, by how its steps grow."""
    if here.slope == 0:
        return f"stands on the saddle: {told}"
    steps = here.race.history.update_norm[max(0, here.step - _GROWTH_STEPS - 1) : here.step, here.place]
    noisy = here.objective.stochastic and not here.optimizer.exact
    if noisy or len(steps) <= _GROWTH_STEPS or not steps.all() or np.isnan(steps).any():
        return f"near the saddle: {told}"
    growth = (steps[-1] / steps[0]) ** (1 / _GROWTH_STEPS)
    if growth > 1 + _HARDLY:
        return f"leaves the saddle, each step ×{growth:.3g}: {told}"
    return f"nears the saddle: {told}"


def _hovers(here: _Here) -> str:
    """The noise of the gradient is more than twice its exact size."""
    objective = here.objective
    if here.optimizer.exact or not isinstance(objective, NoisyFunction) or not objective.stochastic:
        return ""
    noise = float(np.linalg.norm(np.broadcast_to(objective.noise_scale(), objective.dim)))
    return f"hovers: ‖∇L‖ = {short(here.slope)}, the noise in g is {short(noise)}" if 2 * here.slope < noise else ""


def _plateau(here: _Here) -> str:
    """The loss has hardly moved for many steps, by what is left of it; an optimizer with a rate per parameter is told of by that."""
    since = here.race.upto(max(0, here.step - _LOOK_BACK))
    back = here.step - since
    if back < _LOOK_BACK // 2:
        return ""
    before, left = here.race.history.loss[since, here.place], here.run.loss - (here.lowest or 0.0)
    moved = abs(here.run.loss - before) / abs(left) if left else 0.0
    if moved > _HARDLY * back / _LOOK_BACK or Part.SECOND in here.terms:
        return ""
    told = f"on a plateau: ‖∇L‖ = {short(here.slope)}, the loss moved by {100 * moved:.1g} % in {back} steps"
    return told + _bend(here) if here.objective.has_data else told


def _bend(here: _Here) -> str:
    """Whether a plateau of many parameters goes down somewhere: a saddle, or a flat valley; not told where it takes long to see."""
    if here.objective.dim * here.objective.examples_per_step(exact=True) > _MOST_WORK:
        return ""
    curvatures = here.objective.curvature_range(here.params)
    if curvatures is None:
        return ""
    least, largest = curvatures
    if least < -_FLAT * largest:
        return f"; a saddle: lowest curvature {short(least)}, highest {short(largest)}"
    return f"; no saddle: no direction bends down, highest curvature {short(largest)}"


def _rates(here: _Here) -> str:
    """The effective rate of each parameter as a multiple of α: by how much α is multiplied in front of g (Adam: m̂).

    It is −Δθ/(α·g) or −Δθ/(α·m̂), where that is not 0/0. Where squares are summed (AdaGrad) it only falls, so there the
    largest over the parameters tells how far all of them are down.
    """
    if Part.SECOND not in here.terms:
        return ""
    parts = (Part.FIRST_CORRECTED, Part.FIRST, Part.GRADIENT)
    direction = next(here.terms[part] for part in parts if part in here.terms)
    rates = -here.terms[Part.STEP] / (here.rate * direction)
    rates = rates[np.isfinite(rates) & (rates > 0)]
    if not rates.size:
        return ""
    low, high = float(rates.min()), float(rates.max())
    if "sum_of_squares" in here.carries and high < 0.5 and here.step:
        return f"its effective rate is down to {100 * high:.2g} % of α: the sum of squares only grows"
    if high < 1.05 * low:
        return f"effective rate {short(high)}α in every parameter"
    return f"effective rate per parameter from {short(low)}α to {short(high)}α"


def _velocity(here: _Here) -> str:
    """The step is mostly what was carried on."""
    if "velocity" not in here.carries or Part.FIRST not in here.terms:
        return ""
    step, grad = -here.terms[Part.STEP], here.terms[Part.GRADIENT]
    size, own = float(np.linalg.norm(step)), here.gain * float(np.linalg.norm(grad))
    if not (math.isfinite(size) and size > 1.5 * own):
        return ""
    uphill = here.gain * float(step @ grad) < -0.1 * size * own
    told = f"‖Δθ‖ = {short(size / own)} × what g alone gives" if own else f"‖Δθ‖ = {short(size)}, g = 0"
    return f"its velocity carries it uphill: {told}" if uphill else f"runs on its velocity: {told}"


def _contracts(here: _Here) -> str:
    """Plain descent on a quadratic: what a step does along the steepest and along the flattest direction."""
    curvature, curvatures = here.objective.largest_curvature, here.objective.curvature_range(here.params)
    if here.carries or here.optimizer.stability_limit() != 2 or curvature is None or curvatures is None:
        return ""
    if here.rate * curvature > 1:
        product, limit = _apart(here.rate * curvature, 2.0)
        return f"jumps across the minimum along the steepest direction: α·λmax = {product}, limit {limit}"
    share = f"{100 * here.rate * curvatures[0]:.2g} %"
    return f"along the flattest direction a step takes away {share} of the distance: α·λmin"


#: the most telling first
_REASONS: tuple[Callable[[_Here], str], ...] = (
    _unstable,
    _overfits,
    _waits,
    _stationary,
    _hovers,
    _plateau,
    _rates,
    _velocity,
    _contracts,
)


def _apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers in as few digits as tell them apart."""
    texts = ((f"{one:.{digits}g}", f"{other:.{digits}g}") for digits in range(3, 18))
    return next((pair for pair in texts if pair[0] != pair[1]), (repr(one), repr(other)))
