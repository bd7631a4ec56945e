"""Checks of an objective: what a class must keep to, and what it claims of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import Objective
from optsim.engine.settings import Array, BadValueError, declared
from optsim.engine.updates.linear_map import Modes
from optsim.testing.assertions import SEED, check_declaration, demand, needed, same, tell
from optsim.testing.notation import UnreadableError, value_of

#: samples whose mean is taken, and how many standard errors it may be off: the largest of thousands of parameters
_FEWEST_SAMPLES, _ERRORS = 200, 7
#: up to so many parameters every slope and every curvature is measured, beyond it in some random directions
_FEW, _DIRECTIONS = 40, 24
#: points between the start and each minimum, and in each of the boxes around them
_ON_THE_WAY, _AROUND = 40, 20


def check_objective(objective: type[Objective] | Objective) -> None:
    """Check an objective, or a class with its defaults.

    The gradient is the slope of the loss, of samples too, between its start and its minima and around them; a batch gives the
    bits of its rows; nothing given is written to; a sample depends on seed and step alone, and the gradients of samples are
    exact on average; minima, saddles, curvatures and modes are those of the function, and so is the formula where it can be read. One
    of "f(" that cannot be read is told by a warning, unless it is a sum Σ over parameters.

    Raises:
        AssertionError: with what is wrong.
    """
    instance = objective(**needed(objective)) if isinstance(objective, type) else objective
    bound = instance.bind(Noise(SEED))
    for check in _CHECKS:
        with np.errstate(all="ignore"):
            check(instance, bound)


def _starts_somewhere(instance: Objective, bound: Objective) -> None:
    check_declaration(type(instance), "title")
    start = bound.initial(Noise(SEED))
    demand(start.shape == (bound.dim,), f"initial() gave shape {start.shape} for {bound.dim} parameters")
    demand(start.dtype == np.float64, f"initial() gave {start.dtype}")
    demand(bool(np.isfinite(start).all()), "initial() gave a number that is not finite")
    demand(same(start, bound.initial(Noise(SEED))), "initial() gave another start for the same seed")
    demand(bool(instance.formula), "`formula` must not be empty")
    demand(bound.has_data or bound.steps_per_epoch == 1, "without data an epoch is one step")


def _gradient_is_the_slope(instance: Objective, bound: Objective) -> None:  # noqa: ARG001 all checks take both
    noise = Noise(SEED)
    samples = [None, *(bound.sample(noise, step) for step in (0, 1, 300))]
    for number, point in enumerate(_points(bound)):
        for sample in samples if number == 0 else samples[:2]:
            loss, grad = bound.evaluate(point, sample)
            demand(
                np.shape(loss) == () and grad.shape == point.shape, "evaluate() gave other shapes than () and (dim,)"
            )
            far = _off_the_slope(bound, point, sample, grad)
            kind = "exact gradient" if sample is None else "gradient of a sample"
            at = f" at {np.round(point, 3).tolist()}" if bound.dim <= _FEW else ""
            demand(bool(far < 1), f"the {kind} is off the slope of the loss by {1e-7 * far:.1e} of its size{at}")


def _off_the_slope(objective: Objective, point: Array, sample: Any, grad: Array) -> float:
    """The largest error of a gradient against differences of the loss, as a multiple of what they can be off."""
    loss = np.abs(objective.evaluate(point, sample)[0])
    directions = _directions(objective.dim)
    scale = max(1.0, float(np.abs(point).max()))
    errors = []
    # where one pair of points lies on both sides of a kink, a closer one does not
    for reach in (1e-5 * scale, 1e-6 * scale):
        off = np.abs(directions @ grad - _slopes(objective, point, sample, directions, reach))
        rounding = 8 * np.finfo(np.float64).eps * loss / reach
        errors.append(off / (1e-7 * (1 + np.abs(grad).max()) + rounding))
    return float(np.minimum(*errors).max())


def _a_batch_gives_the_bits_of_its_rows(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    batch = _point(bound, (3, 5))
    for sample in (None, bound.sample(Noise(SEED), 3)):
        losses, grads = bound.evaluate(batch, sample)
        demand(losses.shape == (3, 5) and grads.shape == batch.shape, "evaluate() must take params of shape (..., dim)")
        for place in np.ndindex(3, 5):
            row = tuple(map(np.asarray, bound.evaluate(batch[place], sample)))
            demand(same((losses[place], grads[place]), row), "a row has other bits in a batch than alone")
    demand(
        bool(np.allclose(bound.loss(batch), bound.evaluate(batch)[0], rtol=1e-13)), "loss() is not that of evaluate()"
    )
    if bound.has_validation:
        alone = np.asarray(bound.validation_loss(batch[1, 2]))
        demand(
            same(bound.validation_loss(batch)[1, 2], alone), "a validation loss has other bits in a batch than alone"
        )


def _nothing_given_is_written_to(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    batch = _point(bound, (4,))
    copy = batch.copy()
    bound.evaluate(batch, bound.sample(Noise(SEED), 0))
    bound.evaluate(batch)
    bound.loss(batch)
    demand(same(batch, copy), "evaluate() or loss() has written to the parameters that it was given")


def _a_sample_depends_on_seed_and_step(instance: Objective, bound: Objective) -> None:
    sample = bound.sample(Noise(SEED), 9)
    demand(bound.stochastic == (sample is not None), "`stochastic` must say whether sample() gives anything")
    if sample is None:
        return
    again = instance.bind(Noise(SEED)).sample(Noise(SEED), 9)
    demand(
        same(np.asarray(sample).copy(), np.asarray(again)), "sample() gave something else for the same seed and step"
    )
    many = {np.asarray(bound.sample(Noise(seed), step)).tobytes() for seed in (4, 5) for step in (0, 1, 2)}
    demand(len(many) > 1, "sample() gives the same for all seeds and steps")


def _samples_are_exact_on_average(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    if not bound.stochastic:
        return
    noise, point, per_epoch = Noise(SEED), _point(bound), bound.steps_per_epoch
    # whole epochs, so that every example counts as often
    steps = per_epoch * -(-_FEWEST_SAMPLES // per_epoch)
    exact = bound.evaluate(point)[1]
    apart = np.array([bound.evaluate(point, bound.sample(noise, step))[1] - exact for step in range(steps)])
    error = apart.std(axis=0) / np.sqrt(steps) + 1e-9 * (1 + np.abs(exact))
    far = np.abs(apart.mean(axis=0) / error).max()
    demand(bool(far < _ERRORS), f"the mean of {steps} sampled gradients is {far:.0f} standard errors off the exact one")


def _batches_of_a_lane_are_those_of_the_setting(instance: Objective, bound: Objective) -> None:
    """A lane may have a `batch_size` of its own: the copy with it must be what the setting makes."""
    if "batch_size" not in declared(type(instance)):
        return
    noise = Noise(SEED)
    for size in (1, 2, 3):
        # what it keeps from an earlier call must not be that of another size
        bound.sample(noise, 0)
        try:
            copied, expected = bound.with_batch_size(size), replace(instance, batch_size=size).bind(noise)  # type: ignore[type-var]
        except BadValueError:
            continue
        demand(copied.steps_per_epoch == expected.steps_per_epoch, "with_batch_size() gave epochs of another length")
        for step in (0, 1, 2, 40):
            alike = _same_sample(copied.sample(noise, step), expected.sample(noise, step))
            demand(alike, f"with_batch_size({size}) gave other samples than the setting batch_size = {size}")


def _same_sample(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return same(np.asarray(one).copy(), np.asarray(other).copy())


def _its_minima_are_minima(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    if not bound.minima:
        return
    minima = np.array(bound.minima, dtype=np.float64)
    loss, grads = bound.evaluate(minima)
    for minimum, grad in zip(bound.minima, grads, strict=True):
        demand(bool(np.abs(grad).max() < 1e-3), f"the slope at the minimum {minimum} is {np.abs(grad).max():.1e}")
    points = np.array(list(_points(bound)))
    around = minima[:, None] + 1e-2 * np.random.default_rng(SEED).standard_normal((len(minima), 32, bound.dim))
    candidates = np.concatenate((points, around.reshape(-1, bound.dim)))
    above = loss - bound.loss(around.swapaxes(0, 1)).min(axis=0) > 1e-6 * (1 + np.abs(loss))
    demand(not above.any(), f"the loss falls on from {minima[above][:1].tolist()}, which is one of `minima`")
    lowest, losses = float(loss.min()), bound.loss(candidates)
    place = int(np.nanargmin(losses))
    demand(
        bool(losses[place] >= lowest - 1e-6 * (1 + abs(lowest))),
        f"the loss at {np.round(candidates[place], 3).tolist()} is {losses[place]:.6g}, below that of all `minima`, {lowest:.6g}",
    )


def _its_saddles_are_saddles(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    for saddle in bound.saddles:
        slope = float(np.abs(bound.evaluate(np.array(saddle, dtype=np.float64))[1]).max())
        demand(slope < 1e-3, f"the slope at the saddle {saddle} is {slope:.1e}")
        known = bound.curvature_range(np.array(saddle, dtype=np.float64))
        demand(
            known is None or known[0] < 0 < known[1], f"the curvatures at the saddle {saddle} are {known}: of one sign"
        )


def _its_curvatures_are_those_of_its_gradient(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    for point in _points(bound):
        known = bound.curvature_range(point)
        if known is None:
            continue
        demand(known[0] <= known[1], f"curvature_range() gave {known}: the least comes first")
        if bound.dim > _FEW:
            continue
        closer, hessian = _hessian(bound, point, 1e-5), _hessian(bound, point)
        if np.abs(closer - hessian).max() > 1e-3 * np.abs(hessian).max() + 1e-6:
            continue  # the gradient has a kink or a jump here
        dense = np.linalg.eigvalsh(hessian)
        # nearly, where it is found by a few steps of an iteration
        share = 1e-5 if bound.dim <= 4 else 2e-2
        off = np.abs(np.array(known) - dense[[0, -1]]).max() / (1e-9 + np.abs(dense).max())
        message = f"curvature_range() gave {known} at {np.round(point, 3).tolist()}, differences of the gradient {dense[[0, -1]]}"
        demand(bool(off < share), message)
        largest = bound.largest_curvature
        constant = largest is None or bool(np.isclose(largest, dense[-1], rtol=1e-5, atol=1e-7))
        demand(constant, f"largest_curvature is not that of its gradient: {largest} against {dense[-1]:.6g}")


def _its_modes_are_those_of_the_loss(instance: Objective, bound: Objective) -> None:  # noqa: ARG001
    modes = bound.modes
    if modes is None:
        return
    if bound.dim <= _FEW:
        axes = np.eye(bound.dim) if modes.axes is None else modes.axes
        off = np.abs(_hessian(bound, modes.center) - (axes * modes.curvatures) @ axes.T).max()
        scale = np.abs(modes.curvatures).max()
        demand(
            bool(off <= 1e-5 * scale + 1e-9), "the modes are not those of the loss: other curvatures at their center"
        )
    if modes.exact:
        points, base = np.array(list(_points(bound))), float(bound.loss(modes.center))
        loss = 0.5 * (modes.curvatures * modes.distances(points) ** 2).sum(axis=-1)
        fits = np.allclose(bound.loss(points), loss + base, rtol=1e-8, atol=1e-9 * (1 + abs(base)))
        demand(bool(fits), "the modes are not those of the loss")
    if bound.stochastic:
        _check_noise(bound, modes)


def _check_noise(bound: Objective, modes: Modes) -> None:
    """Demand that the noise of modes is the spread of sampled gradients along them."""
    exact = bound.evaluate(modes.center)[1]
    noise, count = Noise(SEED), 10 * _FEWEST_SAMPLES
    apart = np.array([bound.evaluate(modes.center, bound.sample(noise, step))[1] - exact for step in range(count)])
    along = apart if modes.axes is None else apart @ modes.axes
    spread = along.std(axis=0)
    off = np.abs(spread - modes.noise) / (np.maximum(spread, modes.noise) / np.sqrt(2 * count) + 1e-12)
    demand(bool(off.max() < _ERRORS), f"the noise of its modes is {modes.noise}, that of {count} samples {spread}")


def _the_formula_is_that_of_the_code(instance: Objective, bound: Objective) -> None:
    match = re.fullmatch(r"f\(([^)]*)\) = ([^,]*)((?:, [^,=]+ = [^,]*)*)", instance.formula)
    if match is None:
        _tell_unread(instance.formula)
        return
    names, formula, definitions = match[1].split(","), match[2], re.findall(r", ([^,=]+) = ([^,]*)", match[3])
    for point in _points(bound):
        known: dict[str, Any] = dict(zip((name.strip() for name in names), point, strict=False))
        try:
            for left, right in definitions:
                known |= _definition(left, value_of(right, known))
            value = value_of(formula, known)
        except UnreadableError:
            _tell_unread(instance.formula)
            return
        loss = float(bound.loss(point))
        # a formula shows few digits of its numbers
        fits = bool(np.isclose(value, loss, rtol=1e-3, atol=1e-3))
        demand(
            fits,
            f"the formula {instance.formula!r} gives {value:.6g} at {np.round(point, 3).tolist()}, loss() {loss:.6g}",
        )


def _tell_unread(formula: str) -> None:
    """Warn of a formula of the function that was not read; prose, and sums over all parameters, are for people alone."""
    if "f(" in formula and "Σ" not in formula:
        tell(f"the formula {formula!r} cannot be read, so it was not checked")


def _definition(left: str, value: Any) -> dict[str, Any]:
    """A name and its value from "r" or "r²"."""
    return {left.removesuffix("²"): np.sqrt(value) if left.endswith("²") else value}


_CHECKS = (
    _starts_somewhere,
    _a_batch_gives_the_bits_of_its_rows,
    _gradient_is_the_slope,
    _nothing_given_is_written_to,
    _a_sample_depends_on_seed_and_step,
    _batches_of_a_lane_are_those_of_the_setting,
    _samples_are_exact_on_average,
    _its_minima_are_minima,
    _its_saddles_are_saddles,
    _its_curvatures_are_those_of_its_gradient,
    _its_modes_are_those_of_the_loss,
    _the_formula_is_that_of_the_code,
)


def _point(objective: Objective, shape: tuple[int, ...] = (), seed: int = 0) -> Array:
    return np.random.default_rng(seed).uniform(-1.5, 1.5, (*shape, objective.dim))


def _points(objective: Objective) -> Iterator[Array]:
    """Points near the origin, on the way from the start to each minimum, and in a box around all of them; few of many parameters."""
    yield _point(objective)
    random, start = np.random.default_rng(SEED), objective.initial(Noise(SEED))
    yield start
    if objective.dim > _FEW:
        return
    known = np.array([start, *objective.minima], dtype=np.float64)
    low, high = known.min(axis=0), known.max(axis=0)
    size = max(1.0, float((high - low).max()))
    for minimum in known[1:]:
        for share in np.linspace(0.02, 0.98, _ON_THE_WAY):
            yield start + share * (minimum - start) + 0.01 * size * random.standard_normal(objective.dim)
    for reach in (*_AROUND * [0.5], *_AROUND * [3.0]):
        yield random.uniform(low - reach * size, high + reach * size)


def _directions(dim: int) -> Array:
    """Rows along which slopes are measured, shape (directions, dim)."""
    if dim <= _FEW:
        return np.eye(dim)
    directions = np.random.default_rng(SEED).standard_normal((_DIRECTIONS, dim))
    return np.asarray(directions / np.linalg.norm(directions, axis=1, keepdims=True))


def _slopes(objective: Objective, point: Array, sample: Any, directions: Array, reach: float) -> Array:
    """Slopes along directions by central differences of fourth order, shape (directions,)."""

    def difference(steps: int) -> Array:
        ahead, behind = (objective.evaluate(point + side * steps * reach * directions, sample)[0] for side in (1, -1))
        return np.asarray((ahead - behind) / (2 * steps * reach))

    return (4 * difference(1) - difference(2)) / 3


def _hessian(objective: Objective, point: Array, share: float = 1e-4) -> Array:
    """Second derivatives by central differences of fourth order of the gradient, shape (dim, dim).

    They are taken here and not from `optsim.engine.curvature`, which is judged by them: a check shares no code with what it
    checks.
    """
    reach = share * max(1.0, float(np.abs(point).max())) * np.eye(len(point))

    def difference(steps: int) -> Array:
        ahead, behind = (objective.evaluate(point + side * steps * reach)[1] for side in (1, -1))
        return np.asarray((ahead - behind) / (2 * steps * reach[0, 0]))

    second = (4 * difference(1) - difference(2)) / 3
    return (second + second.T) / 2
