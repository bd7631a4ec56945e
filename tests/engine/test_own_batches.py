"""Lanes with a batch size or a start of their own: each is, to the last bit, the race in which the objective says so."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, STOPPING_RULES, Race
from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.lane_label import Fork
from optsim.engine.numerics.noise import Noise
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.objectives.saddle import Saddle
from optsim.engine.settings import BadValueError
from optsim.engine.stepping.ensemble import Ensemble
from optsim.engine.stopping.patience import Patience
from tests.engine.support import RATES, SEVEN, Script, many_lanes, same_bits

EXAMPLES = 23
NETWORK = MLP(hidden=(4,), batch_size=7, data=Data(kind="ridge", examples=36, validation=13 / 36))
NOTHING_HELD_OUT = replace(NETWORK, data=Data(examples=EXAMPLES, validation=0.0), weight_decay=0.01)
BOWL = Quadratic(eigenvalues=(2.0, 0.1), rotation=30.0, noise="curvature", batch_size=4, start=(2.0, -1.0))
COLUMNS = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate")
SIZES = (None, 1, 2, 7, 11, 22, 23)


def lane_of(name, size, start=None):
    return Lane(
        name, OPTIMIZERS[name.split()[0]](learning_rate=RATES[name.split()[0]] / 4), None, (), None, size, start
    )


def alone(race, lane, **options):
    """The race of one lane in which the objective has the lane's batch size and start."""
    objective = options.pop("objective")
    if lane.batch_size is not None:
        objective = replace(objective, batch_size=lane.batch_size)
    if lane.start is not None:
        objective = replace(objective, start=lane.start)
    made = Race(objective, [lane._replace(batch_size=None, start=None)], **options)
    made.seek(race.head)
    return made


def check_same(race, other, name):
    """What a lane of one race has measured, when it ended and why, is what the only lane of the other has."""
    place = race.runs[name].place
    end, other_end = race.ends.get(place), other.ends.get(0)
    assert end == other_end
    last = race.head if end is None else min(end.step, race.head)
    rows = slice(0, last + 1)
    for column in COLUMNS:
        assert same_bits(race.history[column][rows, place], other.history[column][rows, 0]), column
        assert np.isnan(race.history[column][last + 1 :, place]).all()
    epochs = last // other.steps_per_epoch + 1
    ours, theirs = race.history.validation_loss, other.history.validation_loss
    assert same_bits(ours[:epochs, place], theirs[:epochs, 0])
    assert np.isnan(ours[epochs:, place]).all()
    assert [e for e in race.events if e.lane == name] == other.events
    best = [[each.history.best_step(step, at) for step in range(last + 1)] for each, at in ((race, place), (other, 0))]
    assert best[0] == best[1]
    for step in range(0, last + 1, 1 + last // 12):
        assert same_bits(race.state_at(step).params[place], other.state_at(step).params[0])
        fired = [[rule[at] for rule in each.state_at(step + 1).fired] for each, at in ((race, place), (other, 0))]
        assert fired[0] == fired[1]
    ours, theirs = race.result()[name], other.result()[name]
    assert (ours.status, ours.reason, ours.end_step, ours.stop_step) == (
        theirs.status,
        theirs.reason,
        theirs.end_step,
        theirs.stop_step,
    )
    assert (ours.best_step, same_bits(ours.best_loss, theirs.best_loss)) == (theirs.best_step, True)
    assert same_bits(ours.final_params, theirs.final_params)
    assert same_bits(ours.validation_loss[rows], theirs.validation_loss[rows])


RULES = st.sampled_from(
    [
        (),
        (Patience(patience=1, monitor="loss"),),
        (Patience(patience=2, monitor="loss", halt=False), STOPPING_RULES["up"](monitor="loss", strips=2, strip=2)),
        (
            STOPPING_RULES["gl"](monitor="loss", threshold=1.0),
            STOPPING_RULES["pq"](monitor="loss", threshold=0.1, strip=2),
        ),
    ]
)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_lane_has_the_bits_of_its_own_race(data):
    objective = data.draw(st.sampled_from([NETWORK, NOTHING_HELD_OUT, BOWL]))
    names = data.draw(st.lists(st.sampled_from(SEVEN), min_size=1, max_size=5))
    known = objective.has_data
    lanes = [
        lane_of(f"{name} {number}", data.draw(st.sampled_from(SIZES if known or name != "gd" else [None])))
        for number, name in enumerate(names)
    ]
    if known and data.draw(st.booleans()):
        budget = {"epochs": data.draw(st.integers(1, 4))}
    else:
        budget = {"steps": data.draw(st.integers(1, 70))}
    options = {
        **budget,
        "seed": data.draw(st.integers(0, 2**64 - 1)),
        "early_stopping": data.draw(RULES),
        "numerics": data.draw(st.sampled_from(["fast", "strict"])),
    }
    race = Race(objective, lanes, **options)
    race.advance(race.budget)
    assert race.over
    for lane in lanes:
        other = alone(race, lane, objective=objective, **options)
        check_same(race, other, lane.name)
        single = Race(objective, [lane], **options)
        single.seek(race.head)
        check_same(single, other, lane.name)


@pytest.mark.thorough
@pytest.mark.parametrize("numerics", ["fast", "strict"])
def test_early_stopping_by_validation_strikes_at_the_lanes_own_epoch_ends(numerics):
    options = {"epochs": 20, "seed": 5, "numerics": numerics, "early_stopping": Patience(patience=2)}
    lanes = [lane_of(f"{name} {size}", size) for name in ("sgd", "adam") for size in SIZES]
    race = Race(NETWORK, lanes, **options)
    race.advance(race.budget)
    stopped = {lane.name: race.runs[lane.name].last_step for lane in lanes if race.runs[lane.name].stop is not None}
    assert len(set(stopped.values())) > 4
    for lane in lanes:
        check_same(race, alone(race, lane, objective=NETWORK, **options), lane.name)
        assert race.runs[lane.name].last_step % race.runs[lane.name].steps_per_epoch == 0


def test_a_divergence_is_told_as_in_the_lanes_own_race():
    kinds = {"sgd": 1.5, "momentum": 3.0, "nag": 2.0, "gd": 1.2}
    for objective, budget in ((BOWL, {"steps": 300}), (NETWORK, {"epochs": 30})):
        lanes = [
            Lane(kind, OPTIMIZERS[kind](learning_rate=rate * (1 if objective is BOWL else 4)))
            for kind, rate in kinds.items()
        ]
        sizes = (9, 1, 23, None)
        starts = ((0.0, 1.0), (3.0, 0.0), None, (1.0, 0.0)) if objective is BOWL else (None,) * 4
        lanes = [
            lane._replace(batch_size=size, start=start) for lane, size, start in zip(lanes, sizes, starts, strict=True)
        ]
        race = Race(objective, lanes, seed=3, **budget)
        race.advance(race.budget)
        assert {end.status.value for end in race.ends.values()} == {"diverged"}
        for lane in lanes:
            check_same(race, alone(race, lane, objective=objective, seed=3, **budget), lane.name)


def test_epochs_end_each_lane_at_a_step_of_its_own_and_steps_all_at_one():
    lanes = [lane_of(f"sgd {size}", size) for size in (1, 2, 7, 23)]
    race = Race(NETWORK, lanes, epochs=3)
    assert race.budget == 3 * EXAMPLES
    race.advance(race.budget)
    assert [run.last_step for run in race.runs.values()] == [69, 36, 12, 3]
    assert [run.epoch for run in race.runs.values()] == [3, 3, 3, 3]
    assert [run.reason for run in race.runs.values()] == [f"all {n} steps are done" for n in (69, 36, 12, 3)]
    race = Race(NETWORK, lanes, steps=50)
    race.advance(race.budget)
    assert {run.last_step for run in race.runs.values()} == {50}
    assert Race(NETWORK, lanes, steps=50, epochs=3).setup.last_steps == (50, 36, 12, 3)


def test_a_budget_is_steps_or_epochs():
    lanes = [lane_of("sgd", 2)]
    for options, key in (({}, "steps"), ({"epochs": -1}, "epochs"), ({"epochs": True}, "epochs")):
        with pytest.raises(BadValueError, match=key):
            Race(NETWORK, lanes, **options)
    with pytest.raises(BadValueError, match="epochs: there are none without data"):
        Race(BOWL, lanes, epochs=3)


def test_a_lane_cuts_the_order_of_an_epoch_into_its_batches():
    noise = Noise(9)
    bound = NETWORK.bind(noise)
    for size in (1, 2, 7, 11, 22):
        own = bound.with_batch_size(size)
        steps = own.steps_per_epoch
        for epoch in (0, 1, 5):
            batches = [own.sample(noise, epoch * steps + step) for step in range(steps)]
            assert same_bits(np.concatenate(batches), noise.permutation(epoch, EXAMPLES))
            assert [len(batch) for batch in batches[:-1]] == [size] * (steps - 1)
    assert bound.with_batch_size(EXAMPLES).sample(noise, 3) is None
    assert bound.with_batch_size(7) is bound


def test_curvature_noise_is_the_same_draw_divided_by_the_root():
    lanes = [Lane(f"sgd {size}", OPTIMIZERS["sgd"](learning_rate=0.05), batch_size=size) for size in (1, 4, 9, 100)]
    race = Race(BOWL, lanes, steps=1, seed=3)
    race.advance(1)
    exact = BOWL.evaluate(np.array([BOWL.start]))[1][0]
    noise = (race.history.params[0] - race.history.params[1]) / 0.05 - exact
    np.testing.assert_allclose(noise * np.sqrt([[1], [4], [9], [100]]), np.tile(noise[0], (4, 1)), rtol=1e-12)
    assert np.abs(noise[0]).min() > 1e-3


LANES = ("sgd", "momentum", "nag", "adam", "gd")


def own_lanes():
    sizes = dict(zip(LANES, (1, 7, None, 11, 23), strict=True))
    return {name: lane_of(name, size) for name, size in sizes.items()}


def check_is_afresh(race, options):
    other = Race(NETWORK, race.lanes, **options)
    other.seek(race.head)
    assert other.head == race.head
    assert other.budget == race.budget
    for column in (*COLUMNS, "validation_loss", "params"):
        assert same_bits(race.history[column], other.history[column]), column
    assert race.ends == other.ends
    key = lambda event: (event.step, event.lane, event.rule)  # noqa: E731
    assert sorted(race.events, key=key) == sorted(other.events, key=key)
    for step in range(0, race.head + 2, 5):
        assert same_bits(race.state_at(step), other.state_at(step)), step
        for place in range(len(race.lanes)):
            at = min(step, race.head)
            assert race.history.best_step(at, place) == other.history.best_step(at, place)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_forks_edits_and_steps_back_are_the_race_that_they_amount_to(data):
    rule = Patience(patience=data.draw(st.integers(1, 4)), halt=data.draw(st.booleans()))
    budget = data.draw(st.sampled_from([{"epochs": 3}, {"steps": 60}]))
    options = {**budget, "seed": 4, "early_stopping": rule, "keep_params": True}
    race = Race(NETWORK, own_lanes().values(), **options)
    for number in range(data.draw(st.integers(1, 4))):
        race.seek(data.draw(st.integers(0, 69)))
        lane = data.draw(st.sampled_from(race.lanes))
        lanes = {each.name: each for each in race.lanes}
        match data.draw(st.sampled_from(["edit", "fork", "delete", "batch", "add"])):
            case "edit":
                changed = replace(lane.at(race.step), learning_rate=data.draw(st.sampled_from([0.001, 0.01])))
                lanes[lane.name] = lane.edited(race.step, changed)
            case "fork":
                lanes[f"fork {number}"] = lane._replace(name=f"fork {number}", fork=Fork(lane.name, race.step))
            case "delete" if len(lanes) > 1:
                del lanes[lane.name]
            case "batch":
                lanes[lane.name] = lane._replace(batch_size=data.draw(st.sampled_from(SIZES)))
            case "add":
                lanes[f"new {number}"] = Lane(f"new {number}", OPTIMIZERS["adam"](), batch_size=2)
        race = race.with_lanes(lanes)
        race.back(data.draw(st.integers(0, 9)))
    race.seek(data.draw(st.integers(0, 69)))
    check_is_afresh(race, options)


def test_a_fork_has_the_batches_of_the_lane_it_comes_from():
    race = Race(NETWORK, own_lanes().values(), epochs=4, seed=2)
    race.seek(30)
    forked = race.with_lanes([*race.lanes, race.lanes[0]._replace(name="fork", fork=Fork("sgd", 30))])
    assert forked.head == 30
    forked.seek(forked.budget)
    for column in (*COLUMNS, "validation_loss"):
        values = forked.history[column]
        assert same_bits(values[:, 0], values[:, -1]), column


@pytest.mark.parametrize("objective", [NETWORK, NOTHING_HELD_OUT, BOWL], ids=["network", "all to train", "bowl"])
def test_many_seeds_meet_the_lanes_own_batches_and_starts(objective):
    start = (0.5, 3.0) if objective is BOWL else None
    lanes = [
        lane_of("sgd", 1),
        lane_of("sgd 2", 11, start),
        lane_of("nag", None),
        lane_of("adam", 3),
        lane_of("gd", None),
    ]
    seeds, steps = [3, 4, 9], 50
    ensemble = Ensemble(objective, lanes, seeds)
    measured = [ensemble.step() for _ in range(steps)]
    for at, seed in enumerate(seeds):
        race = Race(objective, lanes, steps=steps, seed=seed)
        race.seek(steps - 1)
        for name in ("loss", "grad_norm", "update_norm"):
            assert same_bits(np.stack([row[name][:, at] for row in measured]), race.history[name]), name
        if not objective.has_data or not race.objective.has_validation:
            assert all("validation_loss" not in row for row in measured)
            continue
        for run in race.runs.values():
            own = [row["validation_loss"][run.place, at] for row in measured[:: run.steps_per_epoch]]
            assert same_bits(own, race.history.validation_loss[: len(own), run.place])
        for step, row in enumerate(measured):
            due = [step % run.steps_per_epoch == 0 for run in race.runs.values()]
            assert ("validation_loss" in row) == any(due)
            assert "validation_loss" not in row or (~np.isnan(row["validation_loss"][:, at])).tolist() == due


def test_a_lane_starts_where_it_says_and_is_judged_from_there():
    saddle = Saddle(curvatures=(1.0, -0.5), quartic=0.02, noise=0.1, start=(2.0, 0.01))
    lanes = [*many_lanes().values()]
    starts = [None if place % 3 == 0 else (0.5 * place, -0.1) for place in range(len(lanes))]
    lanes = [lane._replace(start=start) for lane, start in zip(lanes, starts, strict=True)]
    options = {"steps": 60, "seed": 8, "target_loss": -2.0}
    race = Race(saddle, lanes, **options)
    race.advance(60)
    for lane in lanes:
        check_same(race, alone(race, lane, objective=saddle, **options), lane.name)
        assert race.history.params[0, race.runs[lane.name].place].tolist() == list(lane.start or saddle.start)


def test_a_network_may_start_from_weights_of_its_own():
    linear = MLP(hidden=(), data=Data(examples=20))
    race = Race(linear, [lane_of("sgd", None, (0.25, -1.0)), lane_of("adam", None)], steps=3, keep_params=True)
    assert race.history.params[0, 0].tolist() == [0.25, -1.0]
    assert same_bits(race.history.params[0, 1], linear.initial(Noise(0)))


@pytest.mark.parametrize(
    ("objective", "lane", "message"),
    [
        (NETWORK, lane_of("sgd", 24), "lanes.sgd.batch_size: is 24, but there are 23 training examples: 23 is all"),
        (NETWORK, lane_of("sgd", 0), "lanes.sgd.batch_size: must be a whole number of at least 1, not 0"),
        (NETWORK, lane_of("sgd", 2.0), "lanes.sgd.batch_size: must be a whole number of at least 1, not 2.0"),
        (
            replace(BOWL, noise=0.1),
            lane_of("sgd", 4),
            'lanes.sgd.batch_size: has no meaning here: only noise = "curvature" knows one; leave it out',
        ),
        (
            Saddle(curvatures=(1.0, -1.0), noise=0.1),
            lane_of("sgd", 4),
            "lanes.sgd.batch_size: has no meaning here: Saddle point has neither data nor noise that knows one; leave it out",
        ),
        (BOWL, lane_of("gd", 4), "lanes.gd.batch_size: does nothing here: Gradient descent meets no noise; leave it out"),
        (Script(), lane_of("sgd", 4), "lanes.sgd.batch_size: has no meaning here: Script has neither data nor noise"),
        (BOWL, lane_of("sgd", 4, (1.0,)), "lanes.sgd.start: has 1 number, but the objective has 2 parameters; give one a"),
        (
            NETWORK,
            lane_of("sgd", 4, (1.0, 2.0)),
            "lanes.sgd.start: has 2 numbers, but the objective has 41 parameters; give the 41 weights and biases of the",
        ),
        (BOWL, lane_of("sgd", 4, (1.0, float("nan"))), "lanes.sgd.start: must be finite numbers, not nan"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(objective, lane, message):
    with pytest.raises(BadValueError) as caught:
        Race(objective, [Lane("adam", OPTIMIZERS["adam"]()), lane], steps=5)
    assert str(caught.value).startswith(message)


def test_a_lane_that_went_on_alone_takes_its_rows_with_it():
    options = {"epochs": 3, "seed": 4, "keep_params": True}
    race = Race(NETWORK, own_lanes().values(), **options)
    race.seek(60)
    left = race.with_lanes(race.lanes[1:])
    assert (left.over, left.head, left.step) == (True, 12, 12)
    check_is_afresh(left, {**options, "early_stopping": ()})
    back = left.with_lanes(race.lanes)
    back.seek(60)
    check_is_afresh(back, {**options, "early_stopping": ()})
