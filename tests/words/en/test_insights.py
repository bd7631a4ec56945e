"""English for insights."""

import pytest

from optsim.analysis.insights.facts import (
    AtStabilityLimit,
    CurvatureRange,
    EffectiveRateFell,
    EffectiveRates,
    GradientZero,
    NearKnownMinimum,
    NearLocalMinimum,
    NearMaximum,
    NearMinimum,
    NearSaddle,
    NextStepFails,
    NoiseAboveSlope,
    Overfits,
    Overshoots,
    Plateau,
    RunsOnVelocity,
    SlowestContraction,
    SquaresOverflow,
    Unstable,
    UnstableElsewhere,
)
from optsim.engine.causes import OutOfSteps, Parameters
from optsim.languages import english

LEVEL = Plateau(50, 7.2e-6, 1.0, above_lowest=False, grad_norm=0.01239, curvatures=None)
BENDS = CurvatureRange(-0.5, 1.25, 0.01, bounds=False)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (AtStabilityLimit(2.0, 2.0, present=False), "α·λmax = 2 is at the limit"),
        (
            AtStabilityLimit(3.8, 3.8, present=True),
            "α·λmax = 3.8 is at the limit: its steepest direction does not settle",
        ),
        (Unstable(2.0001, 2.0, None), "α·λmax = 2.0001 is above 2"),
        (
            Unstable(2.4, 2.0, 1.4),
            "α·λmax = 2.4 is above 2: at this rate it diverges, in the long run ×1.4 a step",
        ),
        (UnstableElsewhere(5.0, 2.0), "α·λmax = 5 is above 2, but it has no part in that direction"),
        (
            Overshoots(1.9, 2.0),
            "jumps across the minimum along the steepest direction: α·λmax = 1.9, limit 2",
        ),
        (
            SlowestContraction(0.0025, on_average=False),
            "along the flattest direction a step takes away 0.25 % of the distance: α·λmin",
        ),
        (
            SlowestContraction(0.0025, on_average=True),
            "along the flattest direction a step takes away 0.25 % of the distance on average: α·λmin",
        ),
        (NextStepFails(OutOfSteps(3)), "its next step fails: all 3 steps are done"),
        (
            SquaresOverflow(Parameters((0,), 1, 2), "v", 1e160),
            "stands still in x: the squares of its gradients overflow, v = ∞ (|g| up to 1e160 here)",
        ),
        (GradientZero(batch=False), "stands still: its gradient is 0 in every parameter"),
        (GradientZero(batch=True), "stands still: its gradient of this batch is 0 in every parameter"),
        (
            Overfits(1.14, 1, 5 / 7, 5, None),
            "overfits: validation loss up 14 % since its best at epoch 1, training loss down 71 % in the last 5 epochs",
        ),
        (
            Overfits(12.0, 1, 0.123, 5, OutOfSteps(3)),
            "overfits: validation loss ×12 since its best at epoch 1, training loss down 12 % in the last 5 epochs; all 3 steps are done",
        ),
        (NoiseAboveSlope(0.0123, 0.1414), "more noise than slope: ‖∇L‖ = 0.0123, noise in g 0.141 (rms)"),
        (LEVEL, "on a plateau: the loss moved by at most 0.0008 % in 50 steps, ‖∇L‖ = 0.0124"),
        (
            Plateau(40, 1e-5, 1.0, above_lowest=True, grad_norm=None, curvatures=BENDS),
            "on a plateau: the loss moved by at most 0.001 % of what is left in 40 steps; lowest curvature −0.5 ± 0.01, highest 1.25 ± 0.01",
        ),
        (CurvatureRange(-0.5, 1.25, 0.0, bounds=True), "lowest curvature at most −0.5, highest at least 1.25"),
        (NearKnownMinimum(0.0, 0.0, only=True), "at the minimum: ‖∇L‖ = 0"),
        (NearKnownMinimum(1e-5, 2e-6, only=False), "near a minimum: 1e−5 away, ‖∇L‖ = 2e−6"),
        (NearMinimum(0.0, 0.0, 0.25, 0.0), "at a minimum: ‖∇L‖ = 0, lowest curvature 0.25"),
        (
            NearLocalMinimum(0.0, 1e-9, 12.934, 0.0),
            "at a local minimum: ‖∇L‖ = 1e−9, loss 12.9 there, the lowest is 0",
        ),
        (NearMaximum(0.0, 0.0, -0.5, 0.0), "at a maximum: ‖∇L‖ = 0, highest curvature −0.5"),
        (
            NearSaddle(0.0, 0.0, -0.5, 0.0, "resting", None),
            "stands on the saddle: ‖∇L‖ = 0, lowest curvature −0.5",
        ),
        (NearSaddle(0.0, 0.0, -0.5, 0.0, "moving", None), "on the saddle: ‖∇L‖ = 0, lowest curvature −0.5"),
        (
            NearSaddle(1e-5, 1e-5, -0.5, 0.0, "near", 1.0001),
            "near the saddle: 1e−5 away, ‖∇L‖ = 1e−5, lowest curvature −0.5",
        ),
        (
            NearSaddle(0.1, 0.05, -0.5, 0.0, "approaching", 0.985),
            "nears the saddle, ×0.985 a step: 0.1 away, ‖∇L‖ = 0.05, lowest curvature −0.5",
        ),
        (
            NearSaddle(0.1, 0.05, -0.5, 0.0, "leaving", 1.025),
            "leaves the saddle, ×1.025 a step: 0.1 away, ‖∇L‖ = 0.05, lowest curvature −0.5",
        ),
        (EffectiveRates(1.234, 1.2341, everywhere=True), "effective rate 1.23α in every parameter"),
        (
            EffectiveRates(1.234, 1.2341, everywhere=False),
            "effective rate 1.23α in every parameter that has a gradient",
        ),
        (EffectiveRates(0.1, 20.0, everywhere=True), "effective rate per parameter from 0.1α to 20α"),
        (
            EffectiveRateFell(0.28, 0.2801, rate_changed=False, everywhere=True, by_sums=True),
            "its effective rate is down to 28 % of the first one: √(G₁/G)",
        ),
        (
            EffectiveRateFell(0.1, 0.28, rate_changed=True, everywhere=False, by_sums=False),
            "its effective rate, apart from α, is down to 10 to 28 % of the first one where it has a gradient: its squares add up",
        ),
        (
            RunsOnVelocity(3.0, 1.0, uphill=False),
            "runs on its velocity: ‖Δθ‖ = 3 × what g alone gives",
        ),
        (RunsOnVelocity(3.0, 0.0, uphill=True), "its velocity carries it uphill: ‖Δθ‖ = 3, g = 0"),
    ],
)
def test_each_kind(fact, sentence):
    assert english().sentence(fact) == sentence
