"""Checks of an early-stopping rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.optimizers.sgd import SGD
from optsim.engine.race import Race
from optsim.engine.settings import Array, Mask
from optsim.engine.status import Status
from optsim.engine.stopping_rule import StoppingRule
from optsim.testing.assertions import SEED, check_declaration, check_fact, demand, needed, same, sealed, tell

_EPOCHS, _LANES = 60, 5


def check_rule(rule: type[StoppingRule] | StoppingRule) -> None:
    """Check a class with its defaults, or one instance.

    It is a frozen dataclass that says what it is; a check is pure, and no lane sees another; a rule with its defaults lets a
    curve that halves at every epoch go on, and the epoch that it calls best is one it has watched: the newest while the curve
    falls, and none of a rise or of a higher valley after it. It may go by a mean of values, so it need not be the lowest of a
    rough curve; a value that is no number is never best; what it gives as a cause has a code, numbers and a sentence; a race that it ends can be taken back. A rule
    that fires neither while a curve doubles nor while one stays level is told by a warning.

    Raises:
        AssertionError: with what is wrong.
    """
    instance = rule(**needed(rule)) if isinstance(rule, type) else rule
    check_declaration(type(instance), "name", "title")
    demand(bool(instance.label), "`label` must not be empty")
    demand(isinstance(hash(instance), int), "it must be hashable")
    with np.errstate(all="ignore"):
        _a_check_is_pure(instance)
        _a_lane_does_not_see_the_others(instance)
        _the_best_epoch_was_watched(instance)
        if isinstance(rule, type):
            _a_falling_curve_goes_on(instance)
            _a_rising_curve_is_stopped(instance)
            _the_best_epoch_is_in_the_valley(instance)
        _what_it_says_is_text(instance)
        _a_race_can_be_taken_back(instance)


def _curves(*, holes: bool) -> Array:
    """Values of some epochs, shape (epochs, lanes): rough, with numbers that are none where `holes` is true."""
    random = np.random.default_rng(SEED)
    curves = np.exp(np.cumsum(0.3 * random.standard_normal((_EPOCHS, _LANES)), axis=0))
    if holes:
        curves[random.random(curves.shape) < 0.2] = np.nan
        curves[0, :2] = np.nan, np.inf
    return curves


def _watch(rule: StoppingRule, values: Array) -> list[tuple[Any, Mask]]:
    """States and verdicts after each epoch; nothing of them may be written to."""
    state, history = sealed(rule.init(values.shape[1])), []
    for epoch, row in enumerate(values, start=1):
        state, fires = rule.check(state, epoch, sealed(row.copy()), sealed(0.5 * row))
        demand(isinstance(state, tuple), f"a state must be a named tuple of arrays, not {type(state).__name__}")
        demand(np.shape(fires) == (values.shape[1],), f"check() gave verdicts of shape {np.shape(fires)}")
        demand(fires.dtype == np.bool_, f"check() gave verdicts of {fires.dtype}, not of true and false")
        best = rule.best_epoch(state)
        demand(np.issubdtype(best.dtype, np.integer), f"best_epoch() gave {best.dtype}, not whole numbers")
        history.append((sealed(state), fires))
    return history


def _a_check_is_pure(rule: StoppingRule) -> None:
    for holes in (False, True):
        one, other = _watch(rule, _curves(holes=holes)), _watch(rule, _curves(holes=holes))
        demand(all(map(same, one, other)), "the same curve gave something else the second time: a check must be pure")


def _a_lane_does_not_see_the_others(rule: StoppingRule) -> None:
    curves = _curves(holes=True)
    together = _watch(rule, curves)
    for lane in range(_LANES):
        alone = _watch(rule, curves[:, lane : lane + 1])
        for (state, fires), (own, fire) in zip(together, alone, strict=True):
            row = tuple(field[lane : lane + 1] for field in state)
            demand(same((*row, fires[lane : lane + 1]), (*own, fire)), "a lane alone and beside others differ")


def _the_best_epoch_was_watched(rule: StoppingRule) -> None:
    curves = _curves(holes=True)
    for epoch, (state, _) in enumerate(_watch(rule, curves), start=1):
        best = rule.best_epoch(state)
        demand(bool(((best >= 0) & (best <= epoch)).all()), f"best_epoch() is {best} after epoch {epoch}")
        for lane in np.flatnonzero(best > 0):
            known = not np.isnan(curves[best[lane] - 1, lane])
            demand(bool(known), f"best_epoch() is {best[lane]}, an epoch whose value is no number")


def _a_falling_curve_goes_on(rule: StoppingRule) -> None:
    falling = np.ldexp(1.0, -np.arange(_EPOCHS))[:, None]
    fired = [epoch for epoch, (_, fires) in enumerate(_watch(rule, falling), start=1) if fires[0]]
    demand(not fired, f"it fires at epoch {fired[:1]} of a curve that halves at every epoch")


def _a_rising_curve_is_stopped(rule: StoppingRule) -> None:
    """Watch curves that double at every epoch or stay level, one of which should be stopped, and one that rises by a thousandth."""
    watched = _watch(rule, np.array([2.0, 1.0, 1.001]) ** np.arange(_EPOCHS)[:, None])
    if not any(fires[:2].any() for _, fires in watched):
        tell(
            f"{type(rule).__name__} does not fire in {_EPOCHS} epochs of a curve that doubles at every epoch, or stays level"
        )
    for named in np.array([rule.best_epoch(state) for state, _ in watched]).T[[0, 2]]:
        different = list(dict.fromkeys(named[named > 0].tolist()))
        demand(len(different) <= 1, f"best_epoch() goes from {different[:2]} on while the value rises")


def _the_best_epoch_is_in_the_valley(rule: StoppingRule) -> None:
    """Watch a curve that falls, rises back, and falls once more, not as far: a mean over epochs is lowest while it rises."""
    turn = _EPOCHS // 3
    heights = np.concatenate((np.arange(turn, 0, -1), np.arange(turn), (turn, turn - 1)))
    named = [int(rule.best_epoch(state)[0]) for state, _ in _watch(rule, np.ldexp(1.0, heights)[:, None])]
    for epoch, best in enumerate(named, start=1):
        falls = epoch <= turn + 1
        demand(not falls or best in (0, epoch), f"best_epoch() is {best} after epoch {epoch} of a falling curve")
        where = f"of a curve that is lowest at epoch {turn + 1}"
        demand(falls or best == 0 or turn < best, f"best_epoch() is {best} after epoch {epoch} {where}")
    last, before = named[-1], named[-3]
    demand(last <= 2 * turn or before == 0, f"best_epoch() goes from {before} to {last}, where the value is higher")


def _what_it_says_is_text(rule: StoppingRule) -> None:
    for state, _ in _watch(rule, _curves(holes=True)):
        for lane in range(_LANES):
            progress = rule.progress(state, lane, "epoch")
            demand(0 <= progress.share <= 1, f"progress() gave a share of {progress.share}: it is from 0 to 1")
            check_fact(rule.cause(state, lane, "epoch"), "cause()")
            if progress.fact is not None:
                check_fact(progress.fact, "progress()")


def _a_race_can_be_taken_back(rule: StoppingRule) -> None:
    watched = replace(rule, monitor="loss")  # type: ignore[type-var]  # a subclass is a dataclass
    bowl = Quadratic(eigenvalues=(1.0, 0.3), noise=0.5, start=(1.0, -2.0))
    lanes = [Lane("fast", SGD(learning_rate=0.5)), Lane("slow", SGD(learning_rate=0.01))]
    straight, wandering = (Race(bowl, lanes, steps=200, seed=SEED, early_stopping=watched) for _ in range(2))
    straight.seek(200)
    for step in (150, 20, 200, 1, straight.head):
        wandering.seek(step)
    demand(straight.ends == wandering.ends, "stepping back and forward again gave another end")
    demand(
        same(straight.params_at(straight.head), wandering.params_at(straight.head)), "other parameters after going back"
    )
    stopped = [end for end in straight.ends.values() if end.status is Status.STOPPED_EARLY]
    demand(rule.halt or not stopped, "it ends a lane though `halt` is false")
