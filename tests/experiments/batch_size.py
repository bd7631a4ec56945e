"""The batch-size experiment of Zhang et al. (2019) on the noisy quadratic model, by the recursion of the expected risk.

`python -m tests.experiments.batch_size` writes docs/batch-size.md in some minutes. For each batch size: the fewest steps in
which SGD and momentum bring the expected loss to the target, each at its best constant learning rate.
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


class Best(NamedTuple):
    """The fewest steps to the target, and the learning rate that needs them."""

    steps: float
    learning_rate: float


def made(name: str, rate: float):
    """The optimizer."""
    return OPTIMIZERS[name](learning_rate=rate)


def steps_to_target(name: str, rate: float, curvatures: np.ndarray, batch: int, most: int = 40) -> float:
    """The first step at which the expected loss is at most the target, ∞ where it takes 2^most steps or more.

    θ₀ ~ N(0, I); noise of variance h/B in each direction. Powers of two of the transfer matrix are walked down: as many steps
    are taken as leave the loss above the target.
    """
    linear = made(name, rate).linear(curvatures)
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


def largest_rate(name: str, curvatures: np.ndarray, batch: int) -> float:
    """The largest learning rate whose floor is still below the target."""
    high = made(name, 1.0).stability_limit() / curvatures.max()
    low = 0.0
    for _ in range(40):
        middle = (low + high) / 2
        reached = floor(curvatures, made(name, middle).linear(curvatures), curvatures / batch)
        low, high = (middle, high) if reached < TARGET else (low, middle)
    return low


def best(name: str, curvatures: np.ndarray, batch: int) -> Best:
    """The best constant learning rate."""
    top = largest_rate(name, curvatures, batch)
    tried: dict[float, float] = {}

    def look(rates: np.ndarray) -> Best:
        for rate in rates.tolist():
            tried[rate] = steps_to_target(name, rate, curvatures, batch)
        return min(Best(steps, rate) for rate, steps in tried.items())

    found = look(top * np.geomspace(_LOWEST_SHARE, 0.995, _COARSE))
    ratio = (0.995 / _LOWEST_SHARE) ** (1 / (_COARSE - 1))
    around = found.learning_rate * np.geomspace(1 / ratio, ratio, _FINE + 2)[1:-1]
    return look(around[around < top])


def scaling(rows: list[tuple[int, Best, Best]], which: int) -> list[float]:
    """By what factor each doubling of the batch size divides the steps."""
    steps = [row[which].steps for row in rows]
    return [before / after for before, after in itertools.pairwise(steps)]


def experiment(dim: int, batches: list[int]) -> list[tuple[int, Best, Best]]:
    """Batch size, SGD, momentum."""
    curvatures = 1 / np.arange(1, dim + 1)
    return [(batch, best("sgd", curvatures, batch), best("momentum", curvatures, batch)) for batch in batches]


def critical(rows: list[tuple[int, Best, Best]], which: int) -> int:
    """The largest batch size up to which every doubling has divided the steps by 1.5 at least."""
    for (batch, *_), factor in zip(rows, scaling(rows, which), strict=False):
        if factor < 1.5:
            return batch
    return rows[-1][0]


HEAD = """\
# Batch size and momentum on the noisy quadratic model

Written by `python -m tests.experiments.batch_size`. The experiment of Zhang et al. (2019), "Which algorithmic choices matter at which batch sizes?", section 3: curvatures
1/i, i = 1 … {dim}; gradient noise of variance hᵢ/B; θ₀ ~ N(0, I). **Steps until the expected loss is {target:g}**, each at its best constant learning rate (searched to about 10 %),
by the exact recursion of the expected risk: no run, no seed. Momentum is 0.9.

| batch size | SGD: steps | × for double | α | momentum: steps | × for double | α | SGD / momentum |
|---|---|---|---|---|---|---|---|
"""


def page(dim: int, rows: list[tuple[int, Best, Best]]) -> str:
    """The table, and what it says of the paper's claims."""
    lines = [HEAD.format(dim=dim, target=TARGET)]
    factors = [[math.nan, *scaling(rows, which)] for which in (1, 2)]
    for number, (batch, sgd, momentum) in enumerate(rows):
        cells = [str(batch)]
        for found, factor in ((sgd, factors[0][number]), (momentum, factors[1][number])):
            cells += [
                f"{found.steps:,.0f}",
                "" if math.isnan(factor) else f"{factor:.2f}",
                f"{found.learning_rate:.3g}",
            ]
        lines.append(f"| {' | '.join((*cells, f'{sgd.steps / momentum.steps:.2f}'))} |\n")
    small, large = rows[0], rows[-1]
    turn = critical(rows, 1), critical(rows, 2)
    ratios = small[1].steps / small[2].steps, large[1].steps / large[2].steps
    perfect = all(abs(column[1] - 2) < 0.05 for column in factors)
    flat, late = all(column[-1] < 1.1 for column in factors), ratios[0] < 1.05 and ratios[1] > 5
    lines.append(
        f"""
What the paper claims, and what came out:

- **Perfect scaling, then a plateau.** At first every doubling of the batch size halves the steps: from {small[0]} to {rows[1][0]} by {factors[0][1]:.2f} for SGD and {factors[1][1]:.2f} for momentum. At the
  end it gains nothing: from {rows[-2][0]} to {large[0]} by {factors[0][-1]:.2f} and {factors[1][-1]:.2f}. {_judged(perfect and flat)}
- **Momentum helps beyond the critical batch size only.** At batch size {small[0]} SGD needs {ratios[0]:.2f} times the steps of momentum: there is nothing to gain where noise alone limits the rate. At
  {large[0]} it needs {ratios[1]:.2f} times as many, of 19 that there are: 1/(1 − γ) = 10 times the effective rate, and a limit of
  stability 1 + γ times as high. {_judged(late)}
- **Momentum moves the critical batch size up.** The last doubling that still divides the steps by 1.5 begins at {turn[0] // 2} for SGD and at {turn[1] // 2} for momentum. {_judged(turn[1] > turn[0])}
"""
    )
    return "".join(lines)


def _judged(holds: bool) -> str:  # noqa: FBT001 it is all there is to say
    return "As claimed." if holds else "**Not as claimed.**"


def main() -> None:
    dim, batches = 10_000, [2**exponent for exponent in range(18)]
    PAGE.write_text(page(dim, experiment(dim, batches)), encoding="utf-8")


if __name__ == "__main__":
    main()
