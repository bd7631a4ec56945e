"""English for what theory says of a lane."""

import math

import pytest

from optsim.analysis.theory_check import TheoryCheck
from optsim.languages import english
from optsim.theory import silences
from optsim.theory.claims import (
    ConvergenceRate,
    ExpectedLoss,
    FirstStep,
    NoiseFloor,
    SaddleEscape,
    StabilityLimit,
)
from optsim.theory.silences import NotLinear


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (ConvergenceRate(0.81818, 0.81763, (30, 60)), "predicted rate 0.8182 in the long run, measured 0.8176"),
        (
            ConvergenceRate(0.81818, 0.84, (30, 60), double_root=True),
            "predicted rate 0.8182 in the long run (a double root: neared like 1 + 1/t), measured 0.84",
        ),
        (ConvergenceRate(1.2, None), "predicted rate 1.2 in the long run: it diverges"),
        (ConvergenceRate(1.00001, None), "predicted rate 1.00001 in the long run: it diverges"),
        (ConvergenceRate(1 - 1e-16, None), "predicted rate 1 in the long run: at the limit"),
        (
            ConvergenceRate(1.0, 1.0, below_limit=True),
            "predicted rate 1 in the long run: it hardly moves, measured 1",
        ),
        (NoiseFloor(0.02632, 0.0259, (60, 400)), "predicted floor 0.02632, measured 0.0259 (mean of steps 60–400)"),
        (NoiseFloor(3.2e-9, None), "predicted floor 3.2e−9, not measured yet"),
        (ExpectedLoss(0.04495, 0.0819, 0.0176), "expected loss 0.04495 (s.d. 0.0176), measured 0.0819"),
        (SaddleEscape(145, 146), "predicted to leave the saddle at step 145, it left at 146"),
        (SaddleEscape(145, None), "predicted to leave the saddle at step 145"),
        (
            SaddleEscape(145, 146, second_order=True),
            "to second order predicted to leave the saddle at step 145, it left at 146",
        ),
        (
            SaddleEscape(145, 160, (130, 190)),
            "predicted to leave the saddle at step 145 on average (root mean square), half of all runs from 130 to 190, it left at 160",
        ),
        (SaddleEscape(math.inf, None), "predicted never to leave the saddle"),
        (
            FirstStep(0.1, 0.1),
            "predicted first step 0.1 in each parameter with g ≠ 0 as ε → 0, measured 0.1 (median)",
        ),
        (FirstStep(0.1, None), "predicted first step 0.1 in each parameter with g ≠ 0 as ε → 0"),
        (StabilityLimit(3.8, 0.1), "α·λmax = 0.1, limit 3.8"),
        (NotLinear("adam", "Adam"), "no curve: Adam is not linear in the gradient"),
    ],
)
def test_each_claim(claim, sentence):
    assert english().sentence(claim) == sentence


def test_parts_are_joined():
    check = TheoryCheck((ConvergenceRate(0.5, 0.5), StabilityLimit(2, 0.5), silences.NoQuadratic()))
    assert english().sentence(check) == (
        "predicted rate 0.5 in the long run, measured 0.5; α·λmax = 0.5, limit 2; no curve: not a quadratic"
    )
