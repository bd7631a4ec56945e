"""The sentence of theory: what it says first, what it leaves out, where it is silent."""

import math

import pytest

from optsim import OPTIMIZERS, Race
from optsim.analysis.theory_check import foretold
from optsim.engine.objectives.quadratic import Quadratic
from optsim.theory.claims import Claim, Theory, Verdict

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (
            Claim("rate", 0.81818, 0.81763, over=(30, 60)),
            "predicted rate 0.8182 in the long run, measured 0.8176",
        ),
        (
            Claim("rate", 0.81818, 0.84, over=(30, 60), nearly=True),
            "predicted rate 0.8182 in the long run (a double root: neared like 1 + 1/t), measured 0.84",
        ),
        (Claim("rate", 1.2, NAN), "predicted rate 1.2 in the long run: it diverges"),
        (Claim("rate", 1.00001, NAN), "predicted rate 1.00001 in the long run: it diverges"),
        (Claim("rate", 1 - 1e-16, NAN), "predicted rate 1 in the long run: at the limit"),
        (Claim("rate", 1.0, 1.0, below_limit=True), "predicted rate 1 in the long run: it hardly moves, measured 1"),
        (
            Claim("floor", 0.02632, 0.0259, over=(60, 400)),
            "predicted floor 0.02632, measured 0.0259 (mean of steps 60–400)",
        ),
        (Claim("floor", 3.2e-9, NAN), "predicted floor 3.2e−9, not measured yet"),
        (
            Claim("loss", 0.04495, 0.0819, 0.0176),
            "expected loss 0.04495 (s.d. 0.0176), measured 0.0819",
        ),
        (Claim("escape", 145, 146), "predicted to leave the saddle at step 145, it left at 146"),
        (Claim("escape", 145, NAN), "predicted to leave the saddle at step 145"),
        (
            Claim("escape", 145, 146, nearly=True),
            "to second order predicted to leave the saddle at step 145, it left at 146",
        ),
        (
            Claim("escape", 145, 160, quartiles=(130, 190)),
            "predicted to leave the saddle at step 145 on average (root mean square), half of all runs from 130 to 190, it left at 160",
        ),
        (Claim("escape", INF, NAN), "predicted never to leave the saddle"),
        (
            Claim("first_step", 0.1, 0.1),
            "predicted first step 0.1 in each parameter with g ≠ 0 as ε → 0, measured 0.1 (median)",
        ),
        (Claim("limit", 3.8, 0.1), "α·λmax = 0.1, limit 3.8"),
    ],
)
def test_each_claim(claim, said):
    assert foretold(Verdict((claim,))) == said


def test_the_order_and_the_silence():
    claims = (Claim("limit", 2, 0.5), Claim("rate", 0.5, 0.5))
    assert foretold(Verdict(claims, "no more is known")) == (
        "predicted rate 0.5 in the long run, measured 0.5; α·λmax = 0.5, limit 2; no more is known"
    )


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (
            NAN,
            "expected loss 1 (s.d. 2), measured 3; predicted floor 0.5, not measured yet; α·λmax = 0.5, limit 2",
        ),
        (
            0.6,
            "predicted floor 0.5, measured 0.6; expected loss 1 (s.d. 2), measured 3; α·λmax = 0.5, limit 2",
        ),
    ],
)
def test_what_is_measured_comes_before_a_floor_that_is_ahead(measured, said):
    claims = (Claim("limit", 2, 0.5), Claim("floor", 0.5, measured), Claim("loss", 1, 3, 2))
    assert foretold(Verdict(claims)) == said


def test_of_a_race():
    race = Race(
        Quadratic(eigenvalues=(1.0, 0.02), start=(1.0, 1.0)), {"gd": OPTIMIZERS["gd"](learning_rate=1)}, steps=99
    )
    race.advance(99)
    assert foretold(Theory(race).verdict(0)) == (
        "predicted rate 0.98 in the long run, measured 0.98; α·λmax = 1, limit 2"
    )


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (1e-300, "predicted rate 1 in the long run: it hardly moves"),
        (1e-12, "predicted rate 1 in the long run: it hardly moves"),
        (0.5, "predicted rate 1 in the long run: at the limit"),
        (0.4, "predicted rate 0.6 in the long run"),
    ],
)
def test_a_lane_below_the_limit_is_not_said_to_be_at_it(rate, said):
    lanes = {"gd": OPTIMIZERS["gd"](learning_rate=rate)}
    race = Race(Quadratic(eigenvalues=(1.0, 4.0), start=(1.0, 1.0)), lanes, steps=5)
    assert foretold(Theory(race).verdict(0)).split(";")[0] == said
