"""Claims of conventions."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import from_start, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

OBJECTIVE, LANES = load("conventions").objective, tuple(load("conventions").lanes.values())
STARTS = np.random.default_rng(2).uniform((-1, 1), (1, 3), (12, 2))
told_elsewhere(
    "conventions", "nag and nag torch are Nesterov's method twice: θ itself, and the point that it looks ahead to"
)


@claim(
    "conventions",
    "Its effective rate is α, that of the others α/(1−γ), ten times as much",
    "from this start it is left behind",
    "Until step 100 article and torch are one and the same path. Then the rate falls to a tenth, and they part",
)
@pytest.mark.parametrize("start", STARTS)
def test_one_path_until_the_rate_falls(start):
    run = raced(from_start(OBJECTIVE, start), LANES, 200)
    article, torch, average = (run[name] for name in ("article", "torch", "average"))
    np.testing.assert_allclose(article.params[:101], torch.params[:101], atol=1e-12)
    assert article.update_norm[101] > 3 * torch.update_norm[101]
    assert all(average.loss[step] > 3 * article.loss[step] for step in (50, 100, 200))
    assert [LANES[place].gain(0) for place in (0, 1, 2)] == pytest.approx([0.1, 0.1, 0.01])


@claim("conventions", "The same settings, 1.6e−4 in one library, 2.7e−4 in the other")
def test_how_far_apart_they_end():
    run = shipped("conventions")
    assert run["article"].loss[-1] == pytest.approx(1.63e-4, rel=0.005)
    assert run["torch"].loss[-1] == pytest.approx(2.74e-4, rel=0.005)
