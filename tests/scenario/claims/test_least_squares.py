"""Claims of least-squares."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import SEEDS, lane, over_seeds
from tests.scenario.claims.quotes import claim

SCENARIO = load("least-squares")


def factors(batch, name, begin, end):
    """What a step leaves of the distance, by the losses, (seeds,)."""
    losses = batch.of(batch.loss, name)
    return (losses[end] / losses[begin]) ** (1 / (2 * (end - begin)))


@claim(
    "least-squares",
    "What is nearest to the solution in the long run is known beforehand, and the races keep to it",
    "α = 1: a step leaves 1 − 1/κ = 0.99 of the slowest part",
    "gd, best rate, α = 2/(L + μ) = 1.98: (κ − 1)/(κ + 1) = 0.9802",
    "No rate of descent is better: twice as fast, and that is all",
    "(√κ − 1)/(√κ + 1) = 0.818 in the long run",
    "That is κ steps against √κ: ten times as fast",
    "1 − 1/√κ = 0.9, safe on any convex function of this curvature",
    "The same equations, four ways down, each at its best known rate",
    "▲ momentum takes √κ steps for what takes ● and ■ κ steps",
)
def test_rates_over_seeds():
    descent = over_seeds(SCENARIO.objective, [SCENARIO.lanes["gd, 1/L"], SCENARIO.lanes["gd, best rate"]], 1200)
    assert factors(descent, "gd, 1/L", 1000, 1200) == pytest.approx(0.99, rel=1e-4)
    assert factors(descent, "gd, best rate", 1000, 1200) == pytest.approx(99 / 101, rel=1e-6)
    # double roots: a factor t besides, so that they come near slowly
    quick = over_seeds(SCENARIO.objective, [SCENARIO.lanes["momentum"], SCENARIO.lanes["nag"]], 120)
    assert factors(quick, "momentum", 40, 80) == pytest.approx(9 / 11, rel=0.03)
    assert factors(quick, "nag", 60, 120) == pytest.approx(0.9, rel=0.02)
    assert np.log(9 / 11) / np.log(99 / 101) == pytest.approx(10, rel=0.05)
    assert np.log(99 / 101) / np.log(0.99) == pytest.approx(2, rel=0.02)


def test_no_rate_of_descent_is_better():
    rates = [lane(f"{rate:g}", "gd", rate) for rate in (1.9, 1.95, 1.98019801980198, 1.985, 1.99)]
    found = over_seeds(SCENARIO.objective, rates, 800, SEEDS[:3])
    best = {each.name: factors(found, each.name, 600, 800).max() for each in rates}
    assert min(best, key=best.__getitem__) == "1.9802"
