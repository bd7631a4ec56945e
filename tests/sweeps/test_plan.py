"""The numbered list of cells, and what a file or a command line may not ask for."""

import pytest

from optsim import ScenarioError
from optsim.engine.settings import BadValueError
from optsim.scenario.sweep.vary import axis_table
from optsim.sweeps.api import varied
from optsim.sweeps.block import run_block
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import Rows
from optsim.sweeps.table import columns
from tests.sweeps.support import scenario

LANES = {
    "gd": {"optimizer": "gd", "learning_rate": 0.1},
    "momentum": {"optimizer": "momentum"},
    "adam": {"optimizer": "adam"},
}


def test_a_lane_has_only_its_own_axes_and_no_run_is_there_twice():
    sweep = {"learning_rate": [0.01, 0.1], "momentum": [0.0, 0.5, 0.9], "adam.beta2": [0.9, 0.99], "seeds": 2}
    plan = Plan.of(scenario(sweep, lanes=LANES))
    rows = Rows.joined([run_block(plan, block).rows for block in range(plan.blocks)])
    table = columns(plan, rows)
    assert list(table)[:6] == ["cell", "lane", "seed", "learning_rate", "momentum", "adam.beta2"]
    lines = list(zip(*(table[name] for name in list(table)[1:6]), strict=True))
    assert len(set(lines)) == len(lines) == plan.runs == 2 * (2 + 6 + 4)
    assert {line[3] is None for line in lines if line[0] != "momentum"} == {True}
    assert {line[4] is None for line in lines if line[0] != "adam"} == {True}
    assert table["cell"] == sorted(table["cell"])
    assert {*table["cell"]} == {*range(plan.cells)}


def test_an_axis_of_a_lane_goes_before_one_of_all():
    plan = Plan.of(scenario({"learning_rate": [0.1, 0.2, 0.3], "adam.learning_rate": [1e-3]}))
    assert plan.lane_axes == {"gd": (0,), "adam": (1,)}


def test_cells_of_blocks_are_consecutive_and_all_there():
    for seeds, points in ((3, 5), (400, 9), (2, 9000)):
        axis = {"from": 1e-4, "to": 1.0, "points": points}
        plan = Plan.of(scenario({"learning_rate": axis, "seeds": seeds}))
        cells = 0
        for block in range(plan.blocks):
            own = plan.rectangle(block)
            assert plan.first_cell(block) == cells
            cells += (own.last - own.first) * (own.last_seed - own.first_seed)
        assert cells == plan.cells


def test_trials_are_drawn_from_the_ranges_and_do_not_depend_on_other_axes():
    ranges = {"learning_rate": {"from": 1e-3, "to": 1.0}, "trials": 50}
    plan, other = (Plan.of(scenario({**ranges, **more})) for more in ({}, {"beta1": {"from": 0.5, "to": 0.9}}))
    rates = [next(iter(plan.setting(number).values.values())) for number in range(50)]
    assert all(1e-3 <= rate <= 1 for rate in rates)
    # uniform on the log scale, which is the declared one
    assert 10 <= sum(rate < 10**-2 for rate in rates) <= 25
    family = next(each for each in other.families if "adam" in each.lanes)
    first = sum(each.settings for each in other.families[: other.families.index(family)])
    assert [other.setting(first + number).values[0] for number in range(50)] == rates


def test_the_scale_of_an_axis_is_the_declared_one():
    swept = scenario(
        {"learning_rate": {"from": 0.01, "to": 1, "points": 3}, "momentum": {"from": 0, "to": 0.8, "points": 3}},
        lanes=LANES,
    )
    rates, factors = (axis.values for axis in swept.sweep.axes)
    assert rates == (0.01, 0.1, 1.0)
    assert factors == pytest.approx((0.0, 0.4, 0.8))


THOUSANDS = {name: {"from": 1e-3, "to": 0.5, "points": 10000} for name in ("learning_rate", "adam.beta1", "adam.beta2")}
FAULTS = [
    ({"learningrate": [0.1]}, "did you mean 'learning_rate'"),
    ({"nobody.beta1": [0.1]}, "nothing here has"),
    ({"learning_rate": {"from": 1, "to": 0.1, "points": 3}}, "must go up"),
    ({"learning_rate": {"from": 0, "to": 1, "points": 3}}, 'say scale = "lin"'),
    ({"learning_rate": {"from": 1e-3, "to": 1}}, "points"),
    ({"learning_rate": {"from": 1e-3, "to": 1, "points": 3, "scala": "log"}}, "did you mean 'scale'"),
    ({"learning_rate": [-1.0]}, "above 0"),
    ({"learning_rate": ["fast"]}, "must be a number"),
    ({"learning_rate": [0.1, 0.1]}, "twice"),
    ({"beta1": [0.5, 1.5]}, "below 1"),
    ({"objective.noise": [-1.0]}, "at least 0"),
    ({"learning_rate": [0.1], "seeds": 0}, "at least 1"),
    ({"trials": 3}, "ranges"),
    ({"trials": 3, "learning_rate": {"from": 0.1, "to": 1, "points": 3}}, "leave one of the two out"),
    ({"learning_rate": [0.1], "goal": "validation_loss < 1"}, "nothing is held out"),
    ({"learning_rate": [0.1], "goal": "loss = 1"}, "loss < 1e-3"),
    (THOUSANDS, "1,000,000,010,000 runs"),
]


@pytest.mark.parametrize(("sweep", "message"), FAULTS, ids=[str(number) for number in range(len(FAULTS))])
def test_what_cannot_be_is_told_in_a_sentence(sweep, message):
    with pytest.raises(ScenarioError) as failure:
        scenario(sweep)
    assert message in str(failure.value)
    assert all(problem.key.startswith("sweep") for problem in failure.value.problems)


def test_all_faults_are_told_at_once():
    with pytest.raises(ScenarioError) as failure:
        scenario({"learningrate": [0.1], "beta1": [2.0], "seeds": "many", "goal": 3})
    assert len(failure.value.problems) == 4


def test_axes_of_a_command_line_are_those_of_a_file():
    assert axis_table("adam.beta2=0.9,0.99") == ("adam.beta2", [0.9, 0.99])
    assert axis_table("learning_rate=1e-3..1:25") == ("learning_rate", {"from": 1e-3, "to": 1, "points": 25})
    assert axis_table("x=0..1:3:lin") == ("x", {"from": 0, "to": 1, "points": 3, "scale": "lin"})
    changed = varied(scenario(), dict([axis_table("learning_rate=1e-3..1:4")]) | {"seeds": 2})
    assert Plan.of(changed).runs == 16
    for text in ("x", "=1", "x=", ""):
        with pytest.raises(BadValueError):
            axis_table(text)


@pytest.mark.parametrize("points", [100_001, 10**31])
def test_a_grid_beyond_all_reason_is_refused_before_it_is_made(points):
    with pytest.raises(ScenarioError, match="points: must be at most 100000, not"):
        scenario({"learning_rate": {"from": 1e-3, "to": 1.0, "points": points}})
