"""Claims of noisy-quadratic."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import Status, load
from tests.scenario.claims.measuring import SEEDS, firsts, over_seeds, shipped, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("noisy-quadratic")
told_elsewhere(
    "noisy-quadratic",
    "the noise of a step never changes, and every lane meets the same one",
    "the noise of a step is always the same",
    "`b` shows the middle half of 20 seeds: what is luck, and what is not",
)


@claim(
    "noisy-quadratic", "only `gd` sees the exact one and falls on and on", "it was the noise that held up the others"
)
def test_gd_alone_falls_on_and_on():
    batch = shipped_over_seeds("noisy-quadratic", 3000)
    assert (batch.of(batch.loss, "gd")[3000] < 1e-60).all()
    others = np.delete(batch.loss, batch.names.index("gd"), axis=1)
    assert others[1000:].mean(axis=0).min() > 1e-4
    quiet = over_seeds(replace(SCENARIO.objective, noise=0.0), SCENARIO.lanes.values(), 3000, seeds=(0,))
    assert {name for name in quiet.names if quiet.of(quiet.loss, name)[-1] > 1e-20} == {"rmsprop"}


@claim(
    "noisy-quadratic",
    "with a constant rate α SGD's loss stays near ασ²/4 a coordinate, on average. Half the rate, half the floor",
    "fork a lane that hovers (`f`), halve its rate (`−` three times), and see its floor sink",
    "Same noise, half the rate",
    "half the floor, on average",
    "the noise never dies down",
)
def test_half_the_rate_has_half_the_floor():
    lanes = [each for name, each in SCENARIO.lanes.items() if name != "gd"]
    half = [
        each._replace(
            name=f"{each.name} half", optimizer=replace(each.optimizer, learning_rate=each.optimizer.learning_rate / 2)
        )
        for each in lanes
    ]
    batch = over_seeds(SCENARIO.objective, [*lanes, *half], 4000)
    floors = {name: batch.of(batch.loss, name)[1000:].mean() for name in batch.names}
    assert floors["sgd"] == pytest.approx(2 * 0.1 * 0.1**2 / 4, rel=0.1)
    for each in lanes:
        assert floors[each.name] > 1.5 * floors[f"{each.name} half"]
    for name in ("sgd", "momentum", "nag"):
        assert floors[name] / floors[f"{name} half"] == pytest.approx(2, rel=0.15)


@claim(
    "noisy-quadratic",
    "with α = 0.01 and γ = 0.9 they move like SGD with α/(1 − γ) = 0.1, their effective rate",
    "They come down about as fast as the lane sgd, and hover about as high",
)
def test_momentum_and_nag_come_down_and_hover_like_sgd():
    batch = shipped_over_seeds("noisy-quadratic", 3000)
    down, floor = (
        {name: measure(batch.of(batch.loss, name)) for name in ("sgd", "momentum", "nag")}
        for measure in (lambda loss: np.median(firsts(loss < 0.01)), lambda loss: loss[1000:].mean())
    )
    for name in ("momentum", "nag"):
        assert SCENARIO.lanes[name].gain(0) == pytest.approx(0.01)
        assert down[name] == pytest.approx(down["sgd"], rel=0.12)
        assert floor[name] == pytest.approx(floor["sgd"], rel=0.15)


@claim(
    "noisy-quadratic",
    "when it has not improved for 80 steps, the lane halts (◆) and its best point (★) is kept",
    "◆ 80 steps without a better loss: the lane ends, its best point ★ is kept",
)
def test_all_but_gd_are_stopped_80_steps_after_their_best():
    noisy = SCENARIO.with_lanes(each for name, each in SCENARIO.lanes.items() if name != "gd")
    for seed in SEEDS:
        race = noisy.race(seed=seed, steps=2000)
        race.seek(2000)
        for run in race.runs.values():
            assert run.status is Status.STOPPED_EARLY
            assert run.last_step == run.best_step + 80
            assert race.history.loss[run.best_step, run.place] == run.best_loss
    assert shipped("noisy-quadratic")["gd"].status is Status.OUT_OF_STEPS
