"""Claims of matrix-completion."""

import numpy as np
import pytest

from optsim import Race, load
from tests.scenario.claims.measuring import SEEDS
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("matrix-completion")
told_elsewhere("matrix-completion", "`n` draws another matrix")


@claim(
    "matrix-completion",
    "Nothing asks for a low rank. All lanes start at the same tiny factors",
    "With gd it falls in two steps, one for each direction of the matrix, "
    "and ends far below where it began: the rank comes by itself",
    "momentum at the same effective rate does nearly the same",
    "fit what is seen as well, but let all directions grow at once: on what is held out they end higher",
    "● gd has found one direction after the other; ▲ and ▼ let all grow at once",
)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_rank_comes_by_itself_over_seeds(seed):
    race = Race(SCENARIO.objective, SCENARIO.lanes.values(), steps=1500, seed=seed, keep_params=True)
    race.seek(1500)
    seen, held_out = race.history.loss[-1], race.history.validation_loss
    gd, momentum, adam, signsgd = held_out[-1]
    assert (seen < 0.02 * race.history.loss[0]).all()
    assert gd < 0.35 * held_out[0, 0]
    assert momentum == pytest.approx(gd, rel=0.4, abs=0.1)
    assert gd < min(adam, signsgd)
    singular = np.linalg.svd(race.objective.product(race.history.params), compute_uv=False)
    # gd: where the first direction is there, the second is not; in the end there are two
    first = int(np.argmax(singular[:, 0, 0] > 1.5))
    assert singular[first, 0, 1] < 0.5 * 1.5
    assert singular[-1, 0, 2] < 0.2 * singular[-1, 0, 1]
    assert (singular[-1, 2:, 2] > singular[-1, 0, 2]).all()


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_the_balance_of_the_factors_is_kept_up_to_the_rate(seed):
    def balance(params):
        left, right = race.objective.matrices(params)
        return left.swapaxes(-1, -2) @ left - right @ right.swapaxes(-1, -2)

    moved = []
    for rate in (0.02, 0.01):
        lane = SCENARIO.lanes["gd"]
        race = Race(
            SCENARIO.objective, {"gd": type(lane.optimizer)(learning_rate=rate)}, steps=500, seed=seed, keep_params=True
        )
        race.seek(500)
        moved.append(np.abs(balance(race.history.params[-1, 0]) - balance(race.history.params[0, 0])).max())
    assert moved[0] < 0.2
    assert moved[1] < 0.7 * moved[0]
