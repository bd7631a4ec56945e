"""Steps to a target on a noisy quadratic model by batch size: SGD, momentum with γ = 0.9, and momentum with γ tuned as well.

`python -m tests.experiments.batch_size` writes docs/batch-size.md in a quarter of an hour. For each batch size: the fewest
steps that bring the expected loss to the target, at the best constant settings, by the recursion of the expected risk. A
model of the kind that Zhang et al. (2019) use; its settings are those that stand here.
"""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from optsim import OPTIMIZERS
from optsim.theory.quadratics import beginning, expected_loss, floor, transfer

PAGE = Path(__file__).parents[2] / "docs" / "batch-size.md"
TARGET = 0.01
#: this many rates below the largest that can reach the target are tried, then as many about the best one
_COARSE, _FINE = 10, 6
_LOWEST_SHARE = 0.05
#: what 1 − γ is tried at, as averages over so large a share of SGD's run, then as many about the best one
_SHARES, _SHARES_FINE = tuple(np.geomspace(1 / 3, 1 / 3000, 9).tolist()), 4


class Best(NamedTuple):
    """The fewest steps to the target, and the settings that need them."""

    steps: float
    learning_rate: float
    momentum: float = 0.0


class Row(NamedTuple):
    """A batch size and the best of each method."""

    batch: int
    sgd: Best
    momentum: Best
    tuned: Best


def made(name: str, rate: float, **settings: float):
    """The optimizer."""
    return OPTIMIZERS[name](learning_rate=rate, **settings)


def steps_to_target(
    name: str, rate: float, curvatures: np.ndarray, batch: int, most: int = 40, **settings: float
) -> float:
    """The first step at which the expected loss is at most the target, ∞ where it takes 2^most steps or more.

    θ₀ ~ N(0, I); noise of variance h/B in each direction. Powers of two of the transfer matrix are walked down: as many steps
    are taken as leave the loss above the target.
    """
    linear = made(name, rate, **settings).linear(curvatures)
    # the mean is 0 and stays so: second moments, and 1
    power = transfer(linear, curvatures / batch)[..., 2:, 2:]
    moments = beginning(np.zeros_like(curvatures))
    moments[..., 2] = 1.0
    at = moments[..., 2:]

    def loss(second: np.ndarray) -> float:
        return float(expected_loss(curvatures, np.concatenate((np.zeros((len(second), 2)), second), axis=-1))[0])

    def onward(matrix: np.ndarray, second: np.ndarray) -> np.ndarray:
        return (matrix @ second[..., None])[..., 0]

    powers = [power]
    while loss(onward(powers[-1], at)) > TARGET:
        if len(powers) == most:
            return math.inf
        powers.append(powers[-1] @ powers[-1])
    steps = 0
    for exponent in range(len(powers) - 1, -1, -1):
        further = onward(powers[exponent], at)
        if loss(further) > TARGET:
            at, steps = further, steps + 2**exponent
    return steps + 1


def largest_rate(name: str, curvatures: np.ndarray, batch: int, **settings: float) -> float:
    """The largest learning rate whose floor is still below the target."""
    high = made(name, 1.0, **settings).stability_limit() / curvatures.max()
    low = 1e-15 * high
    for _ in range(26):
        middle = math.sqrt(low * high)
        reached = floor(curvatures, made(name, middle, **settings).linear(curvatures), curvatures / batch)
        low, high = (middle, high) if reached < TARGET else (low, middle)
    return low


def best(name: str, curvatures: np.ndarray, batch: int, **settings: float) -> Best:
    """The best constant learning rate, the other settings given."""
    top = largest_rate(name, curvatures, batch, **settings)
    tried: dict[float, float] = {}

    def look(rates: np.ndarray) -> Best:
        for rate in rates.tolist():
            tried[rate] = steps_to_target(name, rate, curvatures, batch, **settings)
        return min(Best(steps, rate, settings.get("momentum", 0.0)) for rate, steps in tried.items())

    found = look(top * np.geomspace(_LOWEST_SHARE, 0.995, _COARSE))
    ratio = (0.995 / _LOWEST_SHARE) ** (1 / (_COARSE - 1))
    around = found.learning_rate * np.geomspace(1 / ratio, ratio, _FINE + 2)[1:-1]
    return look(around[around < top])


def best_tuned(curvatures: np.ndarray, batch: int, sgd_steps: float) -> Best:
    """Momentum at its best γ and, with that, its best constant learning rate."""

    def look(brakes: list[float]) -> list[Best]:
        return [best("momentum", curvatures, batch, momentum=1 - brake) for brake in brakes if brake <= 1]

    found = min(look([1 / (share * sgd_steps) for share in _SHARES]))
    ratio = _SHARES[0] / _SHARES[1]
    return min(found, *look(((1 - found.momentum) * np.geomspace(1 / ratio, ratio, _SHARES_FINE + 2)[1:-1]).tolist()))


def scaling(rows: list[Row], which: int) -> list[float]:
    """By what factor each step to the next batch size divides the steps."""
    steps = [row[which].steps for row in rows]
    return [before / after for before, after in itertools.pairwise(steps)]


def experiment(dim: int, batches: list[int]) -> list[Row]:
    """The best of each method at each batch size."""
    curvatures = 1 / np.arange(1, dim + 1)
    return [row(curvatures, batch) for batch in batches]


def row(curvatures: np.ndarray, batch: int) -> Row:
    """The best of each method at a batch size."""
    sgd = best("sgd", curvatures, batch)
    usual = best("momentum", curvatures, batch, momentum=0.9)
    return Row(batch, sgd, usual, best_tuned(curvatures, batch, sgd.steps))


def critical(rows: list[Row], which: int) -> int:
    """The largest batch size up to which every doubling has divided the steps by 1.5 at least."""
    for row, factor in zip(rows, scaling(rows, which), strict=False):
        if factor < 1.5:
            return row.batch
    return rows[-1].batch


HEAD = """\
# Batch size and momentum on a noisy quadratic model

Written by `python -m tests.experiments.batch_size`. A model of the kind that Zhang et al. (2019) use in "Which algorithmic choices matter at which batch sizes? Insights from a
noisy quadratic model". The settings here: curvatures hᵢ = 1/i, i = 1 … {dim}; gradient noise of variance hᵢ/B; θ₀ ~ N(0, I). **Steps until the expected loss is {target:g}**, by
the exact recursion of the expected risk: no run, no seed. Each method has its best constant learning rate (searched to about 10 %); momentum once with γ = 0.9, and once with the
best γ as well (1 − γ searched to about 20 %).

| batch size | SGD: steps | × for double | α | γ = 0.9: steps | × for double | α | SGD / γ = 0.9 | γ tuned: steps | × for double | α | 1 − γ | SGD / tuned |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def page(dim: int, rows: list[Row]) -> str:
    """The table, and what it says."""
    factors = [[math.nan, *scaling(rows, which)] for which in (1, 2, 3)]
    lines = [HEAD.format(dim=dim, target=TARGET)]
    for number, row in enumerate(rows):
        cells = [f"{row.batch:,}"]
        for found, column in zip(row[1:], factors, strict=True):
            factor = column[number]
            cells += [
                f"{found.steps:,.0f}",
                "" if math.isnan(factor) else f"{factor:.2f}",
                f"{found.learning_rate:.3g}",
            ]
            if found is row.tuned:
                cells.append(f"{1 - found.momentum:.3g}")
            if found is not row.sgd:
                cells.append(f"{row.sgd.steps / found.steps:.2f}")
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join([*lines, found_out(rows)])


def found_out(rows: list[Row]) -> str:
    """What the table says, in words whose numbers are its own."""
    first, second, last = rows[0], rows[1], rows[-1]
    turns = [critical(rows, which) for which in (1, 2, 3)]
    gains = [row.sgd.steps / row.tuned.steps for row in rows]
    fixed = [row.sgd.steps / row.momentum.steps for row in rows]
    at = next(number for number, row in enumerate(rows) if row.batch == turns[0])
    ends = ", ".join(f"{scaling(rows, which)[-1]:.2f}" for which in (1, 2, 3))
    starts = ", ".join(f"{scaling(rows, which)[0]:.2f}" for which in (1, 2, 3))
    return f"""
What it says:

- **Perfect scaling, then diminishing returns.** From batch size {first.batch} to {second.batch} the steps are divided by {starts} (SGD, γ = 0.9, γ tuned); from {rows[-2].batch:,} to {last.batch:,} by
  {ends}. The largest batch size up to which every doubling divides them by 1.5 at least is {turns[0]:,} for SGD, {turns[1]:,} for γ = 0.9 and {turns[2]:,} with γ tuned: momentum
  moves it up.
- **With γ = 0.9 momentum gains next to nothing where scaling is perfect**, and much beyond: SGD needs {fixed[0]:.2f} times its steps at batch size {first.batch}, {fixed[at]:.2f} times at {turns[0]:,}, {fixed[-1]:.2f} times at
  {last.batch:,}. Where noise alone limits the rate, momentum with an effective rate α/(1 − γ) as large as SGD's α does what SGD does.
- **That is a matter of this γ.** With γ tuned it gains at small batch sizes, too, {gains[0]:.2f} times at {first.batch} and {gains[at]:.2f} times at {turns[0]:,}, with a γ so near to 1 that the average reaches over a
  good part of the run; and more at large ones, {gains[-1]:.2f} times at {last.batch:,}.
"""


def main() -> None:
    dim, batches = 10_000, [2**exponent for exponent in range(18)]
    PAGE.write_text(page(dim, experiment(dim, batches)), encoding="utf-8")


if __name__ == "__main__":
    main()
