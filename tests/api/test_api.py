"""What a person can do from Python."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

import optsim
from optsim.engine.settings import BadValueError

TABLE = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.5], "noise": 0.1, "start": [1.0, 1.0]},
    "budget": {"steps": 30, "seed": 5},
    "lanes": {"sgd": {"optimizer": "sgd", "learning_rate": 0.1}, "adam": {"optimizer": "adam", "learning_rate": 0.1}},
}
COLUMNS = ("loss", "batch_loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")


def test_run_gives_what_every_lane_measured():
    result = optsim.run("saddle", steps=200, seed=3)
    assert list(result) == ["gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"]
    adam = result["adam"]
    for column in COLUMNS:
        assert getattr(adam, column).dtype == np.float64
        assert getattr(adam, column).shape == (201,)
    assert np.isfinite(adam.loss).all()
    assert np.isfinite(adam.grad_norm).all()
    assert np.isfinite(adam.update_norm[:200]).all()
    assert np.isnan(adam.update_norm[200])
    assert np.isnan(adam.validation_loss).all()
    assert adam.params is None
    assert adam.status is optsim.Status.OUT_OF_STEPS
    assert adam.reason == "all 200 steps are done"
    assert adam.loss[adam.best_step] == np.min(adam.loss) == adam.best_loss
    assert adam.stop_step is None
    assert (adam.end_step, adam.steps, adam.name) == (200, 200, "adam")


def test_params_are_kept_when_asked_for():
    adam = optsim.run("saddle", steps=20, params=True)["adam"]
    assert adam.params.shape == (21, 2)
    assert adam.params.dtype == np.float64
    np.testing.assert_array_equal(adam.params[0], [2.0, 1e-3])
    np.testing.assert_array_equal(adam.params[-1], adam.final_params)
    steps = np.sqrt((np.diff(adam.params, axis=0) ** 2).sum(axis=1))
    np.testing.assert_allclose(steps, adam.update_norm[:-1], rtol=1e-12)


def test_validation_is_measured_at_every_epoch():
    adam = optsim.run("regression", steps=8, params=True)["adam"]
    assert np.flatnonzero(np.isfinite(adam.validation_loss)).tolist() == [0, 4, 8]
    assert adam.params.shape == (9, 1153)


def test_an_early_stop_says_why_and_gives_back_the_best():
    sgd = optsim.run("noisy-quadratic", params=True)["sgd"]
    assert sgd.status is optsim.Status.STOPPED_EARLY
    assert sgd.reason.startswith("patience 80 used up: best ")
    assert sgd.stop_step == sgd.end_step == sgd.best_step + 80
    assert np.isnan(sgd.loss[sgd.end_step + 1 :]).all()
    np.testing.assert_array_equal(sgd.final_params, sgd.params[sgd.best_step])


def test_the_same_seed_gives_the_same_bits_and_another_seed_does_not():
    first, second, other = (optsim.run(TABLE, seed=seed)["sgd"].loss for seed in (7, 7, 8))
    assert first.tobytes() == second.tobytes()
    assert (first[1:] != other[1:]).all()


def test_run_takes_a_scenario_a_name_a_file_or_a_dict(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        '[objective]\nkind = "rosenbrock"\n[budget]\nsteps = 4\n[lanes.gd]\noptimizer = "gd"\nlearning_rate = 0.001\n',
        encoding="utf-8",
    )
    for scenario in (file, str(file), optsim.load(file)):
        assert optsim.run(scenario)["gd"].loss.shape == (5,)
    assert (
        optsim.run(TABLE)["sgd"].loss.shape == optsim.run(optsim.Scenario.from_dict(TABLE))["sgd"].loss.shape == (31,)
    )


def test_load_gives_a_scenario():
    scenario = optsim.load("saddle")
    assert isinstance(scenario, optsim.Scenario)
    assert (scenario.title, scenario.steps, scenario.seed, scenario.name) == ("Saddle point", 400, 7, "saddle")
    with pytest.raises(optsim.ScenarioError, match="did you mean 'saddle'"):
        optsim.load("sadle")


def test_a_race_goes_forward_and_back():
    race = optsim.load("saddle").race(seed=3)
    assert isinstance(race, optsim.Race)
    assert race.step == 0
    assert race.advance(10) == 10
    at_ten = {name: (run.params.tobytes(), run.loss) for name, run in race.runs.items()}
    assert race.back(4) == 4
    assert race.step == 6
    assert race.seek(300) == 294
    assert race.seek(10) == -290
    assert {name: (run.params.tobytes(), run.loss) for name, run in race.runs.items()} == at_ten
    assert race.advance() == race.back() == 1
    assert race.advance(10_000) == 390
    assert race.finished
    assert race.advance() == 0
    assert race.back(10_000) == 400
    with pytest.raises(ValueError):
        race.advance(-1)


def test_a_run_follows_the_race():
    race = optsim.Scenario.from_dict(TABLE).race()
    run = race.runs["adam"]
    assert (run.status, run.reason) == (optsim.Status.RUNNING, "")
    race.advance(30)
    result = optsim.run(TABLE, params=True)["adam"]
    assert run.status is optsim.Status.OUT_OF_STEPS
    for step in (0, 7, 30):
        race.seek(step)
        assert run.loss == result.loss[step]
        assert run.grad_norm == result.grad_norm[step]
        assert run.params.tobytes() == result.params[step].tobytes()
    with pytest.raises(TypeError):
        race.runs["other"] = run


def test_the_registries_know_all_by_name():
    assert set(optsim.OPTIMIZERS) >= {"gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"}
    assert set(optsim.OBJECTIVES) >= {"quadratic", "saddle", "rosenbrock", "mlp"}
    assert set(optsim.SCHEDULES) >= {"cosine", "warmup"}
    assert set(optsim.STOPPING_RULES) >= {"patience"}
    assert optsim.OPTIMIZERS["adam"](learning_rate=0.1).beta2 == 0.999
    with pytest.raises(KeyError, match="did you mean 'adam'"):
        optsim.OPTIMIZERS["adm"]


@dataclass(frozen=True, kw_only=True)
class Cubic(optsim.Objective):
    """f(x) = |x|³/3, without a setting."""

    title: ClassVar[str] = "A cubic"
    dim = 1

    def initial(self, noise):
        return np.array([2.0])

    def evaluate(self, params, sample=None):
        return np.abs(params[..., 0]) ** 3 / 3, params * np.abs(params)


@dataclass(frozen=True, kw_only=True)
class Nesterov83(optsim.Optimizer):
    learning_rate: float = 0.1
    shrink: float = 0.5

    def init(self, params):
        return (np.zeros_like(params),)

    def update(self, params, grad, state, step):
        velocity = self.shrink * state[0] - self.learning_rate * grad
        return params + velocity, (velocity,)


def test_an_objective_and_an_optimizer_of_ones_own():
    lanes = {"mine": Nesterov83(), "faster": Nesterov83(learning_rate=0.2), "theirs": optsim.OPTIMIZERS["gd"]()}
    for race in (
        optsim.Race(Cubic(), lanes, steps=20),
        optsim.Scenario(objective=Cubic(), lanes=lanes, steps=20).race(),
        optsim.Scenario.from_dict({"objective": Cubic(), "lanes": lanes, "budget": {"steps": 20}}).race(),
    ):
        race.advance(20)
        result = race.result()
        assert result["faster"].loss[-1] < result["mine"].loss[-1] < result["theirs"].loss[-1]
    alone = optsim.run(optsim.Scenario(objective=Cubic(), lanes={"mine": Nesterov83()}, steps=20))["mine"]
    assert alone.loss.tobytes() == result["mine"].loss.tobytes()


class Broken(Cubic):
    def evaluate(self, params, sample=None):
        loss, grad = super().evaluate(params)
        return np.where(loss < 2, np.nan, loss), grad


def test_an_objective_that_gives_nan_is_a_status_and_no_error():
    result = optsim.run(
        optsim.Scenario(objective=Broken(), lanes={"gd": optsim.OPTIMIZERS["gd"](learning_rate=0.1)}, steps=20)
    )
    gd = result["gd"]
    assert gd.status is optsim.Status.DIVERGED
    assert "nan" in gd.reason
    assert np.isfinite(gd.loss[: gd.end_step]).all()
    assert np.isnan(gd.loss[gd.end_step :]).all()


@pytest.mark.parametrize("settings", [{"steps": -1}, {"steps": 1.5}, {"seed": -1}, {"seed": 2**64}, {"seed": "x"}])
def test_steps_and_seeds_that_cannot_be_are_told(settings):
    with pytest.raises(BadValueError):
        optsim.run("saddle", **settings)


@pytest.mark.parametrize(
    "scenario",
    [None, 3, b"saddle", optsim.run("saddle", steps=1), "race.jsonl", Path("race.jsonl.part")],
    ids=lambda each: type(each).__name__,
)
def test_what_is_no_scenario_is_told(scenario):
    with pytest.raises(BadValueError, match=r"scenario: is (a|the)"):
        optsim.run(scenario)


def test_no_steps_at_all_is_the_start():
    gd = optsim.run("saddle", steps=0)["gd"]
    assert gd.loss.shape == (1,)
    assert gd.best_step == gd.end_step == 0


def test_every_public_name_is_there():
    assert all(getattr(optsim, name) is not None for name in optsim.__all__)
    assert set(optsim.__all__) <= set(dir(optsim))
    assert optsim.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        optsim.runn  # noqa: B018
