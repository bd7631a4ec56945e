"""Claims of deep-linear-modes."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import Race, load
from tests.scenario.claims.measuring import SEEDS, first
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("deep-linear-modes")
STRENGTHS = np.array(SCENARIO.objective.singular_values)
told_elsewhere("deep-linear-modes", "all times move together")


def half_times(name, objective=SCENARIO.objective, seed=SCENARIO.seed, steps=SCENARIO.steps):
    """The steps at which a lane has learned half of each mode."""
    race = Race(objective, [SCENARIO.lanes[name]], steps=steps, seed=seed, keep_params=True)
    race.seek(steps)
    learned = race.objective.strengths(race.history.params)[:, 0]
    return np.array([first(learned[:, mode] > strength / 2) for mode, strength in enumerate(STRENGTHS)])


@claim(
    "deep-linear-modes",
    "Each step down is a mode that is learned, the strongest first, and each landing is the neighbourhood of a saddle",
    "they go as 1/s within 5 %, and are within 2 % those of the exact solution, ln(s/10⁻¹² − 1)/2s",
    "Twice the rate, twice as fast: the same staircase in half of the steps",
    "The mode of strength 2 took twice as long",
    "The one of strength 1 four times as long: times go as 1/s",
    "● has learned the mode of strength 4, and waits at the next saddle",
)
def test_times_are_those_of_the_exact_solution():
    for name, rate in (("gd", 0.01), ("twice the rate", 0.02)):
        times, exact = half_times(name), np.log(STRENGTHS / 1e-12 - 1) / (2 * STRENGTHS * rate)
        assert times == pytest.approx(exact, rel=0.021 if name == "gd" else 0.045)
        assert times * STRENGTHS == pytest.approx(np.mean(times * STRENGTHS), rel=0.05)
    assert half_times("gd") == pytest.approx(2 * half_times("twice the rate"), rel=0.03)


@claim("deep-linear-modes", "The times are 370, 715 and 1388 steps")
def test_the_times_as_they_are_written():
    assert half_times("gd") == pytest.approx([370, 715, 1388], abs=1)


@claim(
    "deep-linear-modes",
    "what is weak grows as fast as what is strong, and the last mode is there before gd has the second",
)
def test_adam_does_not_wait_over_seeds():
    # the directions of the modes are another draw for each seed
    for seed in SEEDS:
        gd, adam = half_times("gd", seed=seed, steps=800), half_times("adam", seed=seed, steps=800)
        assert adam[2] < gd[1]


def test_random_starts_keep_the_order():
    wide = replace(SCENARIO.objective, start="random", width=32)
    for seed in SEEDS[:6]:
        times = half_times("gd", wide, seed)
        assert times * STRENGTHS == pytest.approx(np.mean(times * STRENGTHS), rel=0.1)
