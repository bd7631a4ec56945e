"""What must be so of what is said of a lane on a quadratic: limits, and what a step does along the axes."""

from __future__ import annotations

import numpy as np

from tests.sentences.numbers import says
from tests.sentences.referee import N, kind, wrong


@kind(f"α·λmax = {N} is at the limit(: its steepest direction does not settle)?")
def at_the_limit(case, product, _does_not):
    exact = case.rate() * case.largest()
    return wrong(
        says(product, exact, digits=4) and abs(exact / case.lane.limit(case.step) - 1) < 1e-8, f"it is {exact!r}"
    )


@kind(f"α·λmax = {N} is above {N}(?:: at this rate it diverges, in the long run ×{N} a step)?")
def above_the_limit(case, product, limit, growth):
    exact, bound = case.rate() * case.largest(), case.lane.limit(case.step)
    if not (says(product, exact) and says(limit, bound) and exact > bound):
        return f"it is {exact!r}, the limit {bound!r}"
    if growth is None:
        return wrong(exact > 1e100, "it does not say whether it diverges")
    sizes, digit = case.parts()
    noise = np.asarray(case.function.sigma) > 0 if case.lane.sampled else np.zeros(len(sizes), bool)
    present = (sizes > digit) | noise
    fastest = max((case.growth(mode) for mode in np.flatnonzero(present)), default=0.0)
    return wrong(fastest > 1 and says(growth, fastest, 1e-3), f"its parts grow by {fastest} a step at most")


@kind(f"α·λmax = {N} is above {N}, but it has no part in that direction")
def no_part(case, product, limit):
    exact, bound = case.rate() * case.largest(), case.lane.limit(case.step)
    if not (says(product, exact) and says(limit, bound) and exact > bound):
        return f"it is {exact!r}, the limit {bound!r}"
    sizes, digit = case.parts()
    noisy = case.lane.sampled and np.any(np.asarray(case.function.sigma) > 0)
    beyond = [mode for mode, each in enumerate(case.curvatures()) if case.rate() * each > bound]
    return wrong(not noisy and all(sizes[mode] <= digit for mode in beyond), f"its parts are {sizes}")


@kind(f"jumps across the minimum along the steepest direction: α·λmax = {N}, limit 2")
def jumps(case, product):
    exact = case.rate() * case.largest()
    sizes, digit = case.parts()
    steepest = int(np.argmax(case.curvatures()))
    noise = case.lane.sampled and np.asarray(case.function.sigma)[steepest] > 0
    return wrong(
        exact > 1 and says(product, exact) and (sizes[steepest] > 0.01 * digit or noise),
        f"it is {exact!r}, parts {sizes}",
    )


@kind(f"along the flattest direction a step takes away {N} % of the distance( on average)?: α·λmin")
def flattest(case, percent, mean):
    share = 100 * case.rate() * float(np.min(case.curvatures()))
    return wrong(says(percent, share, digits=2) and bool(mean) == case.lane.sampled, f"it is {share} %")
