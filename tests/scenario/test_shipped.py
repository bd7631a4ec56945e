"""Every scenario that comes with optsim runs, and shows what its description says."""

from functools import cache

import numpy as np
import pytest

import optsim
from optsim import Status
from optsim.playback import changes
from optsim.scenario import load, names


@cache
def result(name, **settings):
    return optsim.run(name, **settings)


def first(condition):
    """The first step at which it holds."""
    assert condition.any()
    return int(np.argmax(condition))


@pytest.mark.parametrize("name", names())
def test_it_loads_and_runs(name):
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title
    assert len(scenario.description) > 100
    assert 1 < len(scenario.lanes) <= 12
    race = scenario.race()
    assert race.advance(3) == 3
    assert all(np.isfinite(run.loss) for run in race.runs.values())


def test_the_scenarios_that_were_promised_are_there():
    assert set(names()) >= {
        "noisy-quadratic", "saddle", "regression", "ravine", "learning-rates", "adagrad-stalls", "bias-correction"
    }  # fmt: skip


class TestLearningRates:
    def test_crawling_hardly_moves_and_is_never_wrong(self):
        crawling = result("learning-rates")["crawling"]
        assert (np.diff(crawling.loss) < 0).all()
        finished = (lane for name, lane in result("learning-rates").items() if name not in ("crawling", "diverging"))
        assert all(crawling.loss[-1] > 1e3 * lane.loss[-1] for lane in finished)

    def test_right_leaves_nine_elevenths_of_the_distance(self):
        distance = np.linalg.norm(result("learning-rates", params=True)["right"].params, axis=1)
        np.testing.assert_allclose(distance[1:] / distance[:-1], 9 / 11, rtol=1e-9)

    def test_right_is_the_best_of_all(self):
        losses = {name: lane.loss[-1] for name, lane in result("learning-rates").items()}
        assert min(losses, key=lambda name: np.nan_to_num(losses[name], nan=np.inf)) == "right"

    def test_oscillating_jumps_over_the_minimum_at_every_step_a_little_less_far(self):
        steep = result("learning-rates", params=True)["oscillating"].params[:, 0]
        assert (steep[1:] * steep[:-1] < 0).all()
        np.testing.assert_allclose(np.abs(steep[1:] / steep[:-1]), 0.95, rtol=1e-9)

    def test_diverging_jumps_further_each_time_and_says_why(self):
        diverging = result("learning-rates", params=True)["diverging"]
        assert diverging.status is Status.DIVERGED
        assert diverging.reason.startswith("α·λmax = 2.2 is above 2: ")
        steep = np.abs(diverging.params[: diverging.end_step + 1, 0])
        assert (np.diff(steep) > 0).all()


class TestSaddle:
    @staticmethod
    def left(name):
        """When a lane is further than 1 from the ridge."""
        return first(np.abs(result("saddle", params=True)[name].params[:, 1]) > 1)

    def test_plain_descent_leaves_last_and_adaptive_methods_first(self):
        assert self.left("gd") == self.left("sgd")
        assert self.left("gd") > 2 * max(self.left("momentum"), self.left("nag"))
        slowest = max(self.left(name) for name in ("adagrad", "rmsprop", "adam"))
        assert min(self.left("momentum"), self.left("nag")) > 2 * slowest

    def test_plain_descent_leaves_the_ridge_as_theory_says(self):
        away = result("saddle", params=True)["gd"].params[:150, 1]
        np.testing.assert_allclose(away, 1e-3 * (1 + 0.05 / 2) ** np.arange(150), rtol=1e-2)

    def test_plain_descent_stands_still_at_the_saddle(self):
        gd = result("saddle")["gd"]
        assert gd.grad_norm.min() < 0.01
        assert gd.grad_norm[200:].max() > 0.4
        assert np.ptp(gd.loss[100:180]) < 0.02

    def test_all_reach_a_minimum_in_the_end(self):
        for lane in result("saddle", params=True).values():
            assert lane.loss[-1] == pytest.approx(-0.78, abs=0.005)
            assert abs(lane.params[-1, 1]) == pytest.approx(2.5, abs=0.02)


class TestNoisyQuadratic:
    def test_gd_falls_without_end_below_all_others(self):
        gd, *others = result("noisy-quadratic").values()
        assert (np.diff(gd.loss) < 0).all()
        assert gd.loss[-1] < 1e-8
        assert all(lane.best_loss > 1e-7 for lane in others)

    def test_all_others_are_stopped_80_steps_behind_their_best(self):
        gd, *others = result("noisy-quadratic").values()
        assert gd.status is Status.OUT_OF_STEPS
        for lane in others:
            assert lane.status is Status.STOPPED_EARLY
            assert lane.end_step == lane.stop_step == lane.best_step + 80
            assert lane.loss[lane.best_step] == lane.best_loss

    def test_half_the_rate_has_half_the_floor(self):
        sgd = optsim.OPTIMIZERS["sgd"]
        lanes = {"whole": sgd(learning_rate=0.1), "half": sgd(learning_rate=0.05)}
        race = optsim.Race(load("noisy-quadratic").objective, lanes, steps=10_000, seed=1)
        race.advance(10_000)
        whole, half = (race.history.loss[1000:, place].mean() for place in (0, 1))
        assert whole / half == pytest.approx(2, rel=0.15)

    def test_momentum_gets_there_sooner_and_hovers_higher(self):
        scenario = load("noisy-quadratic")
        race = optsim.Race(scenario.objective, scenario.lanes.values(), steps=3000, seed=scenario.seed)
        race.advance(3000)
        found = race.result()
        sgd, momentum = found["sgd"].loss, found["momentum"].loss
        assert 1.5 * first(momentum < 0.01) < first(sgd < 0.01)
        assert momentum[1000:].mean() > 1.5 * sgd[1000:].mean()


class TestRavine:
    def test_gd_at_a_safe_rate_leaves_98_percent_of_the_way_and_does_not_zigzag(self):
        params = result("ravine", params=True)["gd-safe"].params
        np.testing.assert_allclose(params[1:, 0] / params[:-1, 0], 0.98, rtol=1e-9)
        assert (params[1:, 1] * params[:-1, 1] >= 0).all()

    def test_gd_near_its_limit_jumps_from_wall_to_wall(self):
        across = result("ravine", params=True)["gd-zigzag"].params[:, 1]
        assert (across[1:] * across[:-1] < 0).all()

    def test_momentum_and_nag_reach_the_target_first(self):
        lanes = result("ravine")
        for name in ("momentum", "nag"):
            assert lanes[name].status is Status.TARGET_REACHED
        for name in ("gd-safe", "gd-zigzag"):
            assert lanes[name].status is Status.OUT_OF_STEPS

    def test_momentum_overshoots_and_nag_less(self):
        lanes = result("ravine", params=True)
        momentum, nag = (np.nanmax(lanes[name].params[:, 0]) for name in ("momentum", "nag"))
        assert momentum > 1.5 * nag > 0
        assert lanes["nag"].end_step <= lanes["momentum"].end_step


class TestRegression:
    @pytest.mark.parametrize("name", load("regression").lanes)
    def test_validation_turns_up_while_training_goes_on_falling(self, name):
        lane = result("regression")[name]
        measured = lane.validation_loss[~np.isnan(lane.validation_loss)]
        best = lane.best_step
        assert lane.best_loss < 0.9 * measured[0]
        assert measured[-1] > 1.15 * lane.best_loss
        assert lane.loss[-1] < 0.95 * lane.loss[best]

    @pytest.mark.parametrize("name", load("regression").lanes)
    def test_the_stop_is_40_epochs_behind_the_best_and_the_lane_runs_on(self, name):
        lane = result("regression")[name]
        assert lane.stop_step == lane.best_step + 40 * 4
        assert lane.status is Status.OUT_OF_STEPS

    def test_the_network_is_as_large_as_it_says(self):
        race = load("regression").race()
        assert race.objective.dim == 1153
        assert race.objective.split.inputs.shape == (16, 1)
        assert race.objective.split.validation_inputs.shape == (64, 1)


class TestBiasCorrection:
    def test_the_corrected_first_step_is_alpha_in_every_coordinate(self):
        params = result("bias-correction", params=True)["corrected"].params
        np.testing.assert_allclose(np.abs(params[1] - params[0]), 0.05, rtol=1e-6)

    def test_the_uncorrected_first_step_is_3_16_times_as_long_and_the_next_are_longer(self):
        corrected, uncorrected = (result("bias-correction")[name] for name in ("corrected", "uncorrected"))
        assert uncorrected.update_norm[0] / corrected.update_norm[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-4)
        assert (np.diff(uncorrected.update_norm[:4]) > 0).all()

    def test_the_slow_one_begins_as_the_corrected_one_and_then_grows(self):
        corrected, slow = (result("bias-correction")[name].update_norm for name in ("corrected", "uncorrected-slow"))
        assert slow[0] == pytest.approx(corrected[0], rel=0.01)
        assert (np.diff(slow[:5]) > 0).all()
        assert slow[:10].max() > 1.5 * corrected[:10].max()

    def test_uncorrected_shoots_across_the_minimum(self):
        lanes = result("bias-correction", params=True)
        assert lanes["uncorrected"].params[:, 0].min() < 3 * lanes["corrected"].params[:, 0].min() < 0


class TestAdaGradStalls:
    def test_adagrad_is_down_first(self):
        loss = {name: lane.loss for name, lane in result("adagrad-stalls").items()}
        assert loss["adagrad"][50] < 10
        assert min(loss["rmsprop"][50], loss["adam"][50]) > 50

    def test_adagrad_stalls_with_steps_a_thousandth_of_the_first(self):
        adagrad = result("adagrad-stalls")["adagrad"]
        assert adagrad.update_norm[0] == pytest.approx(0.4, abs=0.05)
        assert adagrad.update_norm[1000:3000].mean() == pytest.approx(0.0003, abs=5e-5)
        assert adagrad.loss[-1] > 0.5 * adagrad.loss[300]

    def test_rmsprop_passes_it_near_step_400_and_reaches_the_minimum(self):
        lanes = result("adagrad-stalls", params=True)
        adagrad, rmsprop = lanes["adagrad"], lanes["rmsprop"]
        assert first(rmsprop.loss < adagrad.loss) == pytest.approx(400, abs=60)
        np.testing.assert_allclose(rmsprop.params[-1], [1, 1], atol=0.06)
        assert rmsprop.update_norm[500:3000].mean() == pytest.approx(0.004, abs=5e-4)

    def test_adam_stands_still_as_well_and_then_comes_back(self):
        adam, adagrad = (result("adagrad-stalls")[name] for name in ("adam", "adagrad"))
        assert adam.update_norm[500:1000].mean() < 1.2 * adagrad.update_norm[500:1000].mean()
        assert adam.update_norm[2500:3000].mean() > 2 * adagrad.update_norm[2500:3000].mean()
        assert adam.loss[-1] < adagrad.loss[-1]


@pytest.mark.parametrize(("start", "steps"), [(1e-3, 284), (0.1, 97), (0.5, 31)])
def test_how_long_plain_descent_stands_on_the_saddle_is_as_the_scenario_says(start, steps):
    race = changes.started_at(load("saddle"), (2.0, start)).race()
    race.seek(steps)
    height = np.abs(race.history.params[:, race.runs["gd"].place, 1])
    assert height[steps] > 1.0 >= height[steps - 1]
    assert f"after {steps}" in load("saddle").description
