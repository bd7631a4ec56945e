"""Scales of the chart: what shows all values, what a person may choose, and what makes no sense."""

import numpy as np
import pytest

from optsim.analysis.scales import LINEAR, LOG, Scale, scale_of, scales
from optsim.playback.sources.array_curves import ArrayCurves
from optsim.scenario import Scenario, load

WANTED = ("auto", "linear", "log", "gap")


def race(**objective):
    return Scenario.from_dict(
        {"objective": objective, "budget": {"steps": 5}, "lanes": {"gd": {"optimizer": "gd", "learning_rate": 0.1}}}
    ).race()


BOWL = race(kind="quadratic", eigenvalues=[1.0, 0.25], start=[2.0, -2.0])
RIDGE = race(kind="saddle", curvatures=[1.0, -0.5], quartic=0.0, start=[2.0, 0.1])
SADDLE = load("saddle").race()
LEAST = float(SADDLE.objective.loss(np.array(SADDLE.objective.minima)).min())


@pytest.mark.parametrize(
    ("shown", "kinds"), [(BOWL, ("linear", "log")), (SADDLE, ("linear", "gap")), (RIDGE, ("linear", "log"))]
)
def test_the_scales_that_make_sense_for_a_loss(shown, kinds):
    assert tuple(scale.kind for scale in scales(shown, "loss")) == kinds


def test_of_what_can_be_below_nought_there_is_no_logarithm():
    assert scales(BOWL, "cosine") == (LINEAR,)
    assert {scale_of(BOWL, "cosine", wanted) for wanted in WANTED} == {LINEAR}


def test_by_itself_a_scale_shows_all():
    assert scale_of(BOWL, "loss", "auto") == LOG
    assert scale_of(SADDLE, "loss", "auto") == Scale("gap", LEAST)
    assert scale_of(RIDGE, "loss", "auto") == LINEAR
    assert scale_of(SADDLE, "grad_norm", "auto") == LOG


def test_what_is_chosen_is_shown_also_where_it_does_not_show_all():
    for shown in (BOWL, SADDLE, RIDGE):
        assert scale_of(shown, "loss", "linear") == LINEAR
        assert scale_of(shown, "loss", "log") == LOG


def test_the_gap_of_a_minimum_at_nought_is_the_loss():
    assert scale_of(BOWL, "loss", "gap") == LOG
    assert LEAST < 0
    assert scale_of(SADDLE, "loss", "gap") == Scale("gap", LEAST)


@pytest.mark.parametrize(
    ("values", "scale"), [([3.0, 2.0, 1.0], LOG), ([3.0, 0.0, 1.0], LINEAR), ([1.0, -1.0, 0.5], LINEAR)]
)
def test_curves_from_elsewhere_are_linear_where_a_value_is_not_above_nought(values, scale):
    assert scale_of(ArrayCurves({"a": np.array(values)}), "loss", "auto") == scale
