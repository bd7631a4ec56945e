"""The table of quantities: a new row is everywhere; the shipped ones against independent computations."""

import csv
import io
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from optsim import OPTIMIZERS, Scenario
from optsim.analysis.quantities import Measured, quantities, series
from optsim.engine.history.quantities import QUANTITIES, Quantity, measurable
from optsim.engine.stepping.requested import Requested
from optsim.engine.trace.keys import GRADIENT
from optsim.languages import english
from optsim.playback.condition_context import Facts
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from optsim.plot.grid import Grid
from optsim.plot.numbers import compact
from optsim.recording.reader import read
from optsim.recording.recorder import lines
from optsim.report.csv.table import as_csv
from optsim.report.json.document import as_json
from optsim.report.text.summary import as_text
from optsim.scenario import ScenarioError
from optsim.scenario.demo.conditions import read_condition
from optsim.tui.colours.palette import of_theme
from optsim.tui.colours.terminal import Depth
from optsim.tui.snapshot import view_of
from optsim.tui.view_state import ViewState
from optsim.tui.widgets.lane_table import _draw_lanes

LANES = {
    "sgd": {"optimizer": "sgd", "learning_rate": 0.02},
    "adam": {"optimizer": "adam", "learning_rate": 0.05},
    "nag": {"optimizer": "nag", "learning_rate": 0.01},
    "wild": {"optimizer": "gd", "learning_rate": 1e200},
}
TABLE = {
    "objective": {"kind": "himmelblau", "start": [0.5, -1.0], "noise": 0.1},
    "budget": {"steps": 60, "seed": 3},
    "lanes": LANES,
}


PAGE = Path(__file__).parents[3] / "docs/adding.md"
PLAIN = of_theme("#101010", "#e0e0e0", "#ffa62b", "#ffa62b", depth=Depth.ALL)


def raced(table=TABLE, **settings):
    race = Scenario.from_dict(table).race(**settings)
    race.seek(race.budget)
    return race


@pytest.fixture
def largest():
    """A quantity that nobody has foreseen, the largest part of the gradient: the row of docs/adding.md."""
    (row,) = re.findall(r"^```python\n(Quantity\(.*\))\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    row = QUANTITIES.register(eval(row, {"Quantity": Quantity, "np": np}))  # noqa: S307 it is ours
    yield row
    QUANTITIES.remove(row.name)


def table_of(source, width):
    """The lines of the lane table, so many cells wide."""
    look = ViewState()
    look.settle(source)
    player = Player(Scenario.from_dict(TABLE), source=source)
    grid = Grid(width, 6)
    _draw_lanes(grid, view_of(player, look, PLAIN, english()), 4)
    return grid.text().splitlines()


def gradient(race, name, step):
    """The gradient that an update uses, as the update is explained."""
    return next(line.value for line in race.explain(name, step) if line.key == GRADIENT)


def expected(race, place):
    """The largest part of each gradient that a lane's updates use, from the update as it is explained."""
    name, last = race.lanes[place].name, race.ends[place].step
    return [np.abs(gradient(race, name, step)).max() for step in range(last + 1)]


def test_a_new_row_is_in_history_result_csv_json_recording_conditions_chart_and_table(largest, tmp_path):
    race = raced(also=("largest",))
    wanted = np.array(expected(race, 0))
    np.testing.assert_allclose(race.history["largest"][:, 0], wanted, rtol=1e-12)
    np.testing.assert_allclose(race.result()["sgd"]["largest"], wanted, rtol=1e-12)
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(race, columns=["largest"], with_params=True)))))
    assert list(rows[0])[9:12] == ["status", "largest", "params.0"]
    assert [float(line["largest"]) for line in rows if line["lane"] == "sgd"] == race.history["largest"][:, 0].tolist()
    assert "largest" not in "".join(as_csv(race))
    scenario = Scenario.from_dict({**TABLE, "view": {"y": "largest"}})
    lane = json.loads("".join(as_json(scenario, race, columns=["largest"])))["lanes"]["sgd"]
    assert lane["largest"] == race.history["largest"][:, 0].tolist()
    player = Player(scenario)
    player.race.seek(7)
    found = Facts(player, "adam").value(read_condition("sgd.largest > 1"))
    assert found == race.history["largest"][7, 0]
    assert "largest" in quantities(race)
    assert series(race, "largest").at(7, 0) == found
    assert english().heading(largest) == "largest ‖∇L‖∞"
    (tmp_path / "run.jsonl").write_bytes(b"".join(lines(scenario, race, also=["largest"])))
    replay = Replay(read(tmp_path / "run.jsonl"))
    assert replay.history["largest"].tobytes() == race.history["largest"].tobytes()
    head = re.search(r"^ +lane .*$", "".join(as_text(scenario, replay)), re.MULTILINE)
    assert head[0].split()[-2:] == ["‖∇L‖∞", "status"]
    replay.seek(7)
    head, row, *_ = table_of(replay, 140)
    assert head.split()[-2:] == ["‖∇L‖∞", "status"]
    assert f" {compact(found)}  running" in row
    # where room is short a column that nothing is said of is the first to go
    assert "‖∇L‖∞" not in table_of(replay, 70)[0]
    assert "‖∇L‖∞" not in table_of(raced(), 140)[0]


@pytest.mark.usefixtures("largest")
def test_what_was_not_recorded_is_measured_along_the_states_to_the_same_bits():
    recorded, plain = raced(also=("largest", "cosine")), raced()
    for name in ("largest", "cosine"):
        followed = Requested(plain, name)
        assert followed.behind
        followed.advance(lambda: False)
        assert followed.length == 1
        followed.advance(lambda: True)
        assert not followed.behind
        for values in (
            followed.values,
            Measured(plain).series(name).values,
            plain.figures(name, np.arange(61)),
        ):
            assert values.tobytes() == recorded.history[name].tobytes()
    with pytest.raises(KeyError):
        plain.history["cosine"]


def test_of_a_long_race_the_extremes_of_what_was_measured_again_are_known():
    full, thinned = raced(also=("cosine",)), raced(keep_rows=16)
    requested = Requested(thinned, "cosine", 16)
    requested.advance(lambda: True)
    charted = Measured(thinned).series("cosine", requested)
    begin, length = charted.stretches.begin, charted.stretches.length
    assert begin > 16
    for number in range(begin // length):
        part = full.history["cosine"][number * length : (number + 1) * length]
        assert charted.stretches.low["cosine"][number].tobytes() == np.fmin.reduce(part).tobytes()
    assert charted.at(5, 1) == full.history["cosine"][5, 1]
    assert charted.values.tobytes() == full.history["cosine"][charted.rows[0].filled].tobytes()


@pytest.mark.parametrize("numerics", ["fast", "strict"])
def test_cosine_and_ratio_are_those_of_the_update_that_is_explained(numerics):
    race = raced({**TABLE, "numerics": numerics}, also=("cosine", "update_ratio", "param_norm"))
    for run in race.runs.values():
        for step in range(0, run.last_step, 7):
            grad = gradient(race, run.name, step)
            before, after = race.params_at(step)[run.place], race.params_at(step + 1)[run.place]
            moved = after - before
            one, other = moved / math.hypot(*moved), grad / math.hypot(*grad)
            assert race.history["cosine"][step, run.place] == pytest.approx(-(one @ other), rel=1e-9)
            if not math.isfinite(race.history["update_norm"][step, run.place]):
                continue
            ratio = math.hypot(*moved) / math.hypot(*before)
            assert race.history["update_ratio"][step, run.place] == pytest.approx(ratio, rel=1e-12)
            assert race.history["param_norm"][step, run.place] == pytest.approx(math.hypot(*before), rel=1e-12)
        assert math.isnan(race.history["cosine"][run.last_step, run.place])
    # plain descent goes straight down the gradient that it sees, momentum does not
    np.testing.assert_allclose(race.history["cosine"][:-1, 0], 1, rtol=1e-12)
    assert race.history["cosine"][:-1, 2].min() < 0.99


def test_a_quantity_without_a_value_is_a_gap():
    table = {**TABLE, "objective": {"kind": "quadratic", "eigenvalues": [1.0, 2.0], "start": [0.0, 0.0]}}
    race = raced({**table, "lanes": {"gd": {"optimizer": "gd", "learning_rate": 0.1}}}, also=("cosine", "update_ratio"))
    assert np.isnan(race.history["cosine"]).all()
    assert np.isnan(race.history["update_ratio"]).all()


def test_edits_and_forks_carry_what_was_requested():
    race = raced(also=("cosine",))
    race.seek(20)
    lane = race.lanes[0]
    forked = race.with_lanes(
        [*race.lanes, lane._replace(name="fork").edited(20, OPTIMIZERS["sgd"](learning_rate=0.05))]
    )
    forked.seek(60)
    assert forked.history["cosine"].shape == (61, 5)
    assert forked.history["cosine"][:, :4].tobytes() == race.history["cosine"].tobytes()


def test_bits_of_what_is_always_recorded_do_not_depend_on_requests():
    plain = raced()
    possible = measurable(plain.objective, validation=plain.objective.has_validation)
    more = raced(also=tuple(name for name, each in possible.items() if not each.always))
    for name, each in QUANTITIES.items():
        if each.always:
            assert plain.history[name].tobytes() == more.history[name].tobytes()


def test_a_quantity_by_epoch_is_measured_where_epochs_begin_recorded_or_not(tmp_path):
    row = QUANTITIES.register(
        Quantity(name="weight", per="epoch", measure=lambda known: known.norm("params"), of=("params",))
    )
    try:
        table = {
            "objective": {"kind": "mlp", "hidden": [2], "batch_size": 4, "data": {"kind": "sine", "examples": 12}},
            "budget": {"epochs": 3},
            "lanes": {"sgd": LANES["sgd"], "two": {**LANES["adam"], "batch_size": 2}},
        }
        race = raced(table, also=("weight",))
        for run in race.runs.values():
            for epoch in range(run.epoch + 1):
                norm = np.linalg.norm(race.params_at(epoch * run.steps_per_epoch)[run.place])
                assert race.history["weight"][epoch, run.place] == pytest.approx(norm, rel=1e-12)
        own = race.result()["two"]["weight"]
        assert np.flatnonzero(~np.isnan(own)).tolist() == list(
            range(0, race.budget + 1, race.runs["two"].steps_per_epoch)
        )
        assert row.name in quantities(race)
        plain = raced(table)
        followed = Requested(plain, row.name)
        followed.advance(lambda: False)
        assert series(plain, row.name).values.tobytes() == race.history["weight"].tobytes()
        for requested, known in ((followed, (1, 1)), (None, (5, 4))):
            charted = Measured(plain).series(row.name, requested)
            assert tuple(each.known for each in charted.rows) == known
        followed.advance(lambda: True)
        charted = Measured(plain).series(row.name, followed)
        for place, run in enumerate(race.runs.values()):
            own = charted.rows[place]
            assert own == series(race, row.name).rows[place]
            for step in (0, 1, run.steps_per_epoch, race.budget):
                race.seek(step)
                plain.seek(step)
                assert run["weight"] == plain.runs[run.name]["weight"]
                assert charted.at(step, place) == run["weight"] or step > race.ends[place].step
        (tmp_path / "run.jsonl").write_bytes(b"".join(lines(Scenario.from_dict(table), race, also=[row.name])))
        (tmp_path / "plain.jsonl").write_bytes(b"".join(lines(Scenario.from_dict(table), plain)))
        for name in ("run.jsonl", "plain.jsonl"):
            replay = Replay(read(tmp_path / name))
            replay.seek(race.budget)
            replay.follower.advance(lambda: True)
            assert row.name in quantities(replay)
            assert series(replay, row.name).values.tobytes() == race.history["weight"].tobytes()
    finally:
        QUANTITIES.remove(row.name)


def test_a_name_is_taken_once_and_a_typing_error_is_told():
    with pytest.raises(ValueError, match=r"already a quantity"):
        QUANTITIES.register(Quantity(name="loss"))
    with pytest.raises(ValueError, match=r"also: no quantity is named 'cosin'; did you mean 'cosine'"):
        raced(also=("cosin",))
    with pytest.raises(ScenarioError, match=r"view\.y: cannot be 'cosin'; did you mean 'cosine'"):
        Scenario.from_dict({**TABLE, "view": {"y": "cosin"}})
