"""What must be so of what theory foretells: rates of matrices, many runs of the equations, and the run itself."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from tests.sentences.numbers import says, value
from tests.sentences.referee import N, kind, radius, wrong

_RUNS = 1500


def _modes(case):
    """Curvatures, where the lane starts along them, and the noise along each: of a quadratic or at a saddle."""
    function, start = case.function, case.lane.points[0]
    center = getattr(function, "center", np.zeros_like(start))
    axes = getattr(function, "axes", np.eye(len(start)))
    sigma = np.asarray(function.sigma) if case.lane.sampled else np.zeros(len(start))
    return function.curvatures, axes.T @ (start - center), sigma


@kind(
    rf"predicted rate {N} in the long run( \(a double root: neared like 1 \+ 1/t\))?(: it diverges|: at the limit|: it hardly moves)?(?:, measured {N})?"
)
def rate(case, predicted, double, then, measured):
    curvatures, start, _ = _modes(case)
    least = (
        0.0
        if getattr(case.function, "upright", True)
        else 1e-9 * max(np.abs(start).max(), np.abs(case.function.center).max())
    )
    matrices = [case.lane.mode_matrix(each) for each, away in zip(curvatures, start, strict=True) if abs(away) > least]
    factors = [radius(each) for each in matrices]
    exact = max(factors)
    if not (says(predicted, exact, 1e-6, digits=4) or (double and abs(value(predicted) - exact) < 1e-5)):
        return f"it is {exact}"
    if then == ": it diverges" and not exact > 1:
        return f"it is {exact}"
    if then in {": at the limit", ": it hardly moves"} and abs(exact - 1) > 1e-8:
        return f"it is {exact}"
    if then is None and exact > 1 + 1e-8:
        return "it diverges"
    if measured is None:
        return ""
    return _measured_rate(case, measured)


def _measured_rate(case, stated):
    """A straight line through the logarithm of the later half of what is above rounding."""
    center = getattr(case.function, "center", np.zeros(len(case.point)))
    digit = 8 * np.finfo(float).eps * np.abs(center).max()
    least = max(1e-290, case.function.curvatures.max() * len(center) * digit**2)
    loss = case.losses
    bad = np.flatnonzero(~(np.isfinite(loss) & (loss > least)))
    last = int(bad[0]) if len(bad) else len(loss)
    rows = np.arange(last // 2, last)
    line = np.polyfit(rows, np.log(loss[rows]), 1)
    exact = math.exp(line[0] / 2)
    return wrong(says(stated, exact, 1e-4, digits=4), f"it is {exact}")


def _runs(case, steps):
    """Many runs of the equations on the directions: z (runs, modes, 2) at step after step."""
    curvatures, start, sigma = _modes(case)
    draws = np.random.default_rng(12345)
    state = np.zeros((_RUNS, len(start), 2))
    state[..., 0] = start
    for step in range(steps):
        yield state
        same = step == 0 or not case.lane.changes
        if step == 0 or not same:
            matrix = np.array([case.lane.mode_matrix(each, step) for each in curvatures])
            push = case.lane.mode_push(step)
        fresh = sigma[:, None] * draws.standard_normal(state[..., 0].shape)[..., None]
        state = np.einsum("mij,rmj->rmi", matrix, state) + push * fresh
    yield state


@kind(rf"expected loss {N} \(s\.d\. {N}\), measured {N}")
def expected(case, mean, deviation, measured):
    if not says(measured, float(case.losses[-1]), 1e-6, digits=4):
        return f"it is {case.losses[-1]}"
    curvatures, _, _ = _modes(case)
    *_, last = _runs(case, case.step)
    # as shares of what is told: a square of a small one would be 0
    stated = value(mean)
    losses = 0.5 * (curvatures * last[..., 0] ** 2 / stated).sum(axis=-1)
    error = losses.std() / math.sqrt(_RUNS)
    if not abs(losses.mean() - 1) <= 6 * error + 1e-3 * abs(losses.mean()):
        return f"the mean of many runs is {losses.mean()} ± {error}"
    centred = (losses - losses.mean()) ** 2
    uncertain = centred.std() / math.sqrt(_RUNS) / (2 * losses.std())
    return wrong(
        abs(losses.std() - value(deviation) / abs(stated)) <= 6 * uncertain + 0.01 * losses.std(),
        f"that of many runs is {losses.std()}",
    )


def _kept_up(matrix, push):
    """The variance of x that pushes of noise keep up, exactly: of S = A S Aᵀ + b bᵀ, three equations in its three numbers.

    By fractions, as what hardly decays is not told from what does not in floating point.
    """
    if not push.any():
        return 0
    ((a, b), (c, d)), (x, v) = matrix, push
    rows = [
        [1 - a * a, -2 * a * b, -b * b, x * x],
        [-a * c, 1 - a * d - b * c, -b * d, x * v],
        [-c * c, -2 * c * d, 1 - d * d, v * v],
    ]
    for place in (2, 1):
        pivot = rows[place]
        rows = [
            [each - row[place] / pivot[place] * other for each, other in zip(row, pivot, strict=True)]
            for row in rows[:place]
        ]
    return rows[0][3] / rows[0][0]


@kind(rf"predicted floor {N}, (?:not measured yet|measured {N} \(mean of steps (\d+)–(\d+)\))")
def floor(case, predicted, measured, first, last):
    curvatures, _, sigma = _modes(case)
    level = 0.0
    for each, noise in zip(curvatures, sigma, strict=True):
        matrix = case.lane.mode_matrix(each, number=Fraction)
        push = case.lane.mode_push(number=Fraction) * Fraction(float(noise))
        level += float(Fraction(float(each)) / 2 * _kept_up(matrix, push))
    if not says(predicted, level, 1e-4, digits=4):
        return f"it is {level}"
    if measured is None:
        return ""
    exact = float(case.losses[int(first) : int(last) + 1].mean())
    return wrong(int(last) == case.step and says(measured, exact, 1e-5, digits=4), f"it is {exact}")


ESCAPE = r"(to second order )?predicted to leave the saddle at step (\d+)( on average \(root mean square\), half of all runs from (\d+) to (\d+))?(?:, it left at (\d+))?"


def _radius(case):
    if case.function.quartic == 0:
        return 1.0
    down = -case.function.curvatures[case.function.curvatures < 0]
    return math.sqrt(min(down) / (4 * case.function.quartic) / 10)


def _left_at(case):
    down = case.function.curvatures < 0
    away = np.linalg.norm(case.lane.points[: case.step + 1][:, down], axis=1)
    return int(np.argmax(away >= _radius(case))) if (away >= _radius(case)).any() else None


@kind(ESCAPE)
def escape(case, order, step, noisy, early, late, left):
    step = int(step)
    down = case.function.curvatures < 0
    if bool(order) != (case.function.quartic > 0):
        return "the order of what it goes by is another one"
    if left is not None and int(left) != _left_at(case):
        return f"it left at {_left_at(case)}"
    if step > 1000:
        return ""
    known = case.lane.judged.get("escape")
    if known is None:
        known = case.lane.judged["escape"] = _when_it_leaves(case, down, step, noisy, early, late)
    return known


def _when_it_leaves(case, down, step, noisy, early, late):
    """What is wrong with a step, or with quartiles, by many runs; the same at every step of the race."""
    squares, outside = [], []
    for state in _runs(case, max(step + 1, int(late or 0) + 1)):
        away = (state[:, down, 0] ** 2).sum(axis=1)
        squares.append(away.mean())
        outside.append(away >= _radius(case) ** 2)
    if noisy is None:
        reached = np.array(squares) >= _radius(case) ** 2 * (1 - 1e-9)
        sooner = step and squares[step - 1] >= _radius(case) ** 2 * (1 + 1e-9)
        return wrong(reached[step] and not sooner, f"at {np.argmax(reached)}")
    levels = np.array(squares) / _radius(case) ** 2
    if not (levels[step] > 0.85 and levels[step - 1] < 1.15):
        return f"the mean square is {levels[step - 1]} and {levels[step]} of that of the radius then"
    outside_by_step = np.logical_or.accumulate(np.array(outside), axis=0).mean(axis=1)
    for at, share in ((int(early), 0.25), (int(late), 0.75)):
        if not (outside_by_step[at] > share - 0.06 and outside_by_step[at - max(1, step // 200)] < share + 0.06):
            return f"{outside_by_step[at]} have left at {at}"
    return ""


@kind(r"predicted never to leave the saddle(?:, it left at (\d+))?")
def never(case, left):
    down = case.function.curvatures < 0
    start = case.lane.points[0][down]
    noisy = case.lane.sampled and np.any(np.asarray(case.function.sigma)[down] > 0)
    slow = case.lane.settings(0)["learning_rate"] * np.abs(case.function.curvatures).max() < 1e-10
    return wrong(left is None and (slow or (not noisy and not start.any())), f"it starts at {start}")


@kind(rf"predicted first step {N} in each parameter with g ≠ 0 as ε → 0(?:, measured {N} \(median\))?")
def first_step(case, predicted, measured):
    settings = case.lane.settings(0)
    exact = settings["learning_rate"]
    if case.lane.method == "rmsprop":
        exact /= math.sqrt(1 - settings["decay"])
    if case.lane.method == "adam" and not settings["bias_correction"]:
        exact *= (1 - settings["beta1"]) / math.sqrt(1 - settings["beta2"])
    if not says(predicted, exact, 1e-6, digits=4):
        return f"it is {exact}"
    if measured is None:
        return ""
    update = np.abs(case.lane.points[1] - case.lane.points[0])
    return wrong(says(measured, float(np.median(update[update > 0])), 1e-5, digits=4), f"it is {update}")


@kind(rf"α·λmax = {N}, limit {N}")
def limit(case, product, bound):
    exact = case.rate() * case.largest()
    fits = says(product, exact, digits=4) or not math.isfinite(exact)
    return wrong(
        fits and says(bound, case.lane.limit(case.step), digits=4), f"{exact}, limit {case.lane.limit(case.step)}"
    )


# where theory is silent


@kind(r"no curve: (.+) is not linear in the gradient")
def not_linear(case, _title):
    return wrong(case.lane.method in ("adagrad", "rmsprop", "adam"), "it is")


@kind("no curve: not a quadratic")
def no_quadratic(case):
    table = case.lane.table["objective"]
    return wrong(
        table["kind"] != "quadratic" and not (table["kind"] == "saddle" and table["quartic"] == 0), "it is one"
    )


@kind(
    r"neither rate nor floor is predicted: (its settings change on the way|a direction is flat|the function is no quadratic)"
)
def neither(case, why):
    if "settings" in why:
        return wrong(case.lane.changes, "they do not")
    if "flat" in why:
        return wrong((case.function.curvatures == 0).any(), f"curvatures {case.function.curvatures}")
    return wrong(case.function.quartic > 0, "it is one")


@kind("it does not start at a saddle")
def no_saddle(case):
    curvatures, start = case.function.curvatures, case.lane.points[0]
    outside = np.linalg.norm(start[curvatures < 0]) >= _radius(case) * (1 - 1e-9)
    return wrong(not (curvatures > 0).any() or outside, f"it starts at {start}")


@kind("no escape is predicted: along a direction that goes up it is beyond the limit")
def beyond_another(case):
    start = case.lane.points[0]
    steepest = np.max(case.function.curvatures + 12 * case.function.quartic * start**2)
    return wrong(case.lane.settings(0)["learning_rate"] * steepest > case.lane.limit(0), f"curvature {steepest}")


@kind(
    "no rate is predicted: (it starts at the minimum|its numbers are beyond all bounds|in its slowest direction it starts with no more than rounding)"
)
def no_rate(case, why):
    _, start, _ = _modes(case)
    if "minimum" in why:
        return wrong(not start.any(), f"it starts {start} away")
    if "rounding" in why:
        least = 1e-8 * max(np.abs(start).max(), np.abs(case.function.center).max())
        return wrong((np.abs(start) <= least).any(), f"it starts {start} away")
    return wrong(max(case.rate() * case.largest(), case.lane.settings(0)["learning_rate"]) > 1e100, "they are not")


@kind("no floor is predicted: (it does not settle|its numbers are beyond all bounds|rounding keeps up more)")
def no_floor(case, why):
    if "rounding" in why:
        return wrong(
            np.abs(case.function.center).max() > 0 or np.max(np.asarray(case.function.sigma)) < 1e-100, "it does not"
        )
    factors = [radius(case.lane.mode_matrix(each)) for each in case.function.curvatures]
    return wrong(max(factors) > 1 - 1e-9 if "settle" in why else True, f"it settles by {factors}")
