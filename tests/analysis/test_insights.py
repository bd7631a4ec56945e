"""Why a lane is where it is: what is said must be so."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, Race, Status, load
from optsim.analysis.insights import sentence
from optsim.engine.lane import Lane
from optsim.engine.schedules.cosine import Cosine
from optsim.engine.stopping.patience import Patience
from optsim.number_format import apart, short
from optsim.scenario import Scenario
from tests.engine.support import Script, seven, ticking


def told(objective, optimizer, steps, *, schedule=None, **settings):
    """The race after some steps, and what is said of its lane."""
    race = Race(objective, [Lane("lane", optimizer, schedule)], steps=max(steps, 1), **settings)
    race.advance(steps)
    return race, sentence(race, 0)


def make(name, rate, **settings):
    return OPTIMIZERS[name](learning_rate=rate, **settings)


BOWL = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0))


@settings(max_examples=50, deadline=None)
@given(
    name=st.sampled_from(["gd", "sgd", "momentum", "nag"]),
    rate=st.floats(0.02, 6.0).filter(lambda rate: all(abs(rate - limit) > 0.02 for limit in (2, 3.8, 1.357))),
)
def test_it_will_diverge_exactly_where_it_does(name, rate):
    _, before = told(BOWL, make(name, rate), 0)
    longer = Race(BOWL, {"lane": make(name, rate)}, steps=3000)
    longer.advance(3000)
    assert ("it diverges" in before) == (longer.runs["lane"].status is Status.DIVERGED)
    if "diverge" in before:
        assert before.startswith(f"α·λmax = {rate:.3g} is above ")
        # the distance grows by that factor a step: its logarithm by a straight line
        losses = longer.history.loss[:, 0]
        losses = losses[np.isfinite(losses)]
        growth = (losses[-1] / losses[len(losses) // 2]) ** (1 / (2 * (len(losses) - 1 - len(losses) // 2)))
        assert float(re.search(r"in the long run ×([\d.]+) a step", before)[1]) == pytest.approx(growth, rel=0.05)


@pytest.mark.parametrize("name", ["gd", "momentum", "nag"])
def test_above_the_limit_in_a_direction_of_which_it_has_no_part_it_converges_and_nothing_else_is_said(name):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(100.0, 1.0), start=(0.0, 1.0))
    race, first = told(bowl, make(name, 0.05), 0)
    assert "diverge" not in first
    race, last = told(bowl, make(name, 0.05), 400)
    assert last.startswith("near the minimum: ")
    assert race.runs["lane"].status is Status.OUT_OF_STEPS
    _, early = told(bowl, make("gd", 0.05), 3)
    assert early == "α·λmax = 5 is above 2, but it has no part in that direction"


def test_noise_gives_it_a_part_of_every_direction():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(100.0, 1.0), start=(0.0, 1.0), noise=1e-3)
    assert "it diverges" in told(bowl, make("sgd", 0.05), 0)[1]
    assert "no part" in told(bowl, make("gd", 0.05), 0)[1]


@pytest.mark.parametrize(("name", "rate"), [("gd", 2.0), ("sgd", 2.0), ("momentum", 3.8), ("nag", 2 * 1.9 / 2.8)])
def test_exactly_at_the_limit_it_neither_settles_nor_diverges(name, rate):
    race, said = told(BOWL, make(name, rate), 10)
    assert said == f"α·λmax = {rate:.4g} is at the limit: its steepest direction does not settle"
    race = Race(BOWL, {"lane": make(name, rate)}, steps=3000)
    race.advance(3000)
    # momentum swings up to some way out before it keeps its size
    assert 0.1 < race.runs["lane"].loss < 1e4


def test_of_a_schedule_it_is_the_rate_of_the_step_that_counts():
    _, first = told(BOWL, make("gd", 2.4), 0, schedule=Cosine(steps=100))
    assert first == "α·λmax = 2.4 is above 2: at this rate it diverges, in the long run ×1.4 a step"
    _, later = told(BOWL, make("gd", 2.4), 60, schedule=Cosine(steps=100))
    assert "diverge" not in later


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ((0.0, 0.0), "stands on the saddle: ‖∇L‖ = 0, lowest curvature −0.5"),
        ((1e-5, 1e-6), "near the saddle: 1e−5 away, ‖∇L‖ = 1e−5, lowest curvature −0.5"),
        ((2.0, 1e-3), ""),
    ],
)
def test_on_the_saddle_from_the_start(start, words):
    saddle = OBJECTIVES["saddle"](curvatures=(1.0, -0.5), quartic=0.02, start=start)
    _, said = told(saddle, make("gd", 0.05), 0)
    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_it_stands_on_the_saddle_for_ever_without_noise():
    saddle = OBJECTIVES["saddle"](curvatures=(1.0, -0.5), quartic=0.02, start=(0.0, 0.0))
    for name in ("gd", "momentum", "adam"):
        assert told(saddle, make(name, 0.05), 50)[1].startswith("stands on the saddle")


def test_it_nears_the_saddle_and_leaves_it_at_the_rate_that_theory_gives():
    race = load("saddle").race()
    race.seek(100)
    assert sentence(race, 0).startswith("nears the saddle, ×0.985")
    race.seek(170)
    growth = float(re.search(r"leaves the saddle, ×([\d.]+) a step", sentence(race, 0))[1])
    assert growth == pytest.approx(1 + 0.05 * 0.5, abs=0.005)
    assert np.abs(race.runs["gd"].params).max() < 0.3
    assert "saddle" not in sentence(race, 6)


@pytest.mark.parametrize("name", ["gd", "momentum", "nag", "adam"])
def test_at_the_minimum(name):
    race, said = told(BOWL, make(name, 0.05), 2000)
    params = race.runs["lane"].params
    norm = np.linalg.norm(np.array([1.0, 0.25]) * params)
    assert said == f"near the minimum: {short(np.linalg.norm(params))} away, ‖∇L‖ = {short(norm)}"


def test_in_a_local_minimum_and_in_one_of_several():
    _, local = told(OBJECTIVES["rastrigin"](), make("gd", 1e-3), 200)
    assert re.fullmatch(r"at a local minimum: ‖∇L‖ = \S+, loss 12.9 there, the lowest is 0", local)
    _, one = told(OBJECTIVES["himmelblau"](), make("gd", 1e-3), 1000)
    assert re.match("(at|near) a minimum: ", one)


def test_on_a_maximum():
    _, said = told(OBJECTIVES["saddle"](curvatures=(-1.0, -0.5), quartic=0.02, start=(0.0, 0.0)), make("gd", 0.1), 3)
    assert said == "at a maximum: ‖∇L‖ = 0, highest curvature −0.5"


def test_on_a_plateau_once_it_has_been_there_for_a_while():
    plateau = OBJECTIVES["plateau"]()
    assert told(plateau, make("gd", 1e-3), 10)[1] == ""
    race, said = told(plateau, make("gd", 1e-3), 200)
    loss = race.history.loss[:, 0]
    moved = 100 * (loss[150] - loss[200]) / loss[200]
    assert moved < 0.0008 < 1.2 * moved
    assert said == "on a plateau: the loss moved by at most 0.0008 % in 50 steps, ‖∇L‖ = 0.0124"
    assert "plateau" not in told(BOWL, make("gd", 0.05), 60)[1]


@pytest.mark.parametrize(("hidden", "examples", "bends"), [([4], 100, True), ([64, 64], 1000, False)])
def test_whether_a_plateau_is_a_saddle_is_told_where_that_does_not_take_long(hidden, examples, bends):
    table = {
        "objective": {"kind": "mlp", "hidden": hidden, "data": {"kind": "ridge", "examples": examples}},
        "budget": {"steps": 60},
        "lanes": {"still": {"optimizer": "sgd", "learning_rate": 1e-9}},
    }
    race = Scenario.from_dict(table).race()
    race.advance(40)
    said = sentence(race, 0)
    assert said.startswith("on a plateau: ")
    assert ("lowest curvature" in said or "bends down" in said) == bends


@given(name=st.sampled_from(["adagrad", "rmsprop", "adam"]), step=st.integers(0, 40), rate=st.floats(1e-4, 0.1))
@settings(max_examples=40, deadline=None)
def test_effective_rates_are_those_of_the_equations(name, step, rate):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(9.0, 0.3), start=(2.0, -2.0))
    race, said = told(bowl, make(name, rate), step)
    grads = race.history.params[:, 0] * np.array([9.0, 0.3])
    squares = np.zeros(2)
    for grad in grads[: step + 1]:
        match name:
            case "adagrad":
                squares += grad**2
            case "rmsprop":
                squares = 0.9 * squares + 0.1 * grad**2
            case "adam":
                squares = 0.999 * squares + 0.001 * grad**2
    if name == "adam":
        squares /= 1 - 0.999 ** (step + 1)
    factors = sorted(1 / np.sqrt(squares + (0 if name == "adam" else 1e-8)))
    first = np.sqrt(grads[0] ** 2 / squares)
    shown = [float(number.replace("−", "-")) for number in re.findall(r"([\d.]+(?:e−\d+)?)α", said)]
    if "minimum" in said:
        return
    if shown:
        assert shown == pytest.approx(factors, rel=0.01)
    else:
        percents = re.search(r"down to (?:([\d.]+) to )?([\d.]+) % of the first one: √\(G₁/G\)", said)
        assert name == "adagrad"
        assert float(percents[2]) == pytest.approx(100 * first.max(), rel=0.06)
        assert float(percents[1] or percents[2]) == pytest.approx(100 * first.min(), rel=0.06)


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4])
def test_that_adagrad_has_slowed_down_does_not_depend_on_the_scale_of_the_objective(scale):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(scale, 0.3 * scale), start=(2.0, -2.0))
    _, said = told(bowl, make("adagrad", 0.01, epsilon=0.0), 12)
    assert said == "its effective rate is down to 28 % of the first one: √(G₁/G)"


def test_momentum_runs_on_its_velocity():
    _, said = told(BOWL, make("momentum", 0.02), 5)
    v, position = np.zeros(2), np.array([2.0, -2.0])
    for _ in range(6):
        grad = np.array([1.0, 0.25]) * position
        v = 0.9 * v + 0.02 * grad
        position = position - v
    ratio = np.linalg.norm(v) / (0.02 * np.linalg.norm(grad))
    assert said == f"runs on its velocity: ‖Δθ‖ = {short(ratio)} × what g alone gives"


def test_uphill_means_that_the_next_loss_is_higher():
    race = Race(OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,)), {"lane": make("momentum", 0.05)}, steps=60)
    seen = 0
    for _ in range(60):
        race.advance()
        if "uphill" in sentence(race, 0):
            seen += 1
            step = race.step
            race.advance()
            assert race.history.loss[step + 1, 0] > race.history.loss[step, 0]
            race.back()
    assert seen > 5


def test_noise_larger_than_the_slope():
    noisy = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0), noise=0.1)
    race, said = told(noisy, make("sgd", 0.1), 150, seed=1)
    slope = np.linalg.norm(np.array([1.0, 0.25]) * race.runs["lane"].params)
    assert said == f"more noise than slope: ‖∇L‖ = {short(slope)}, noise in g 0.141 (rms)"
    assert "noise" not in told(noisy, make("gd", 0.1), 150, seed=1)[1]


def test_plain_descent_on_a_bowl():
    _, crawls = told(BOWL, make("gd", 0.01), 1)
    assert crawls == "along the flattest direction a step takes away 0.25 % of the distance: α·λmin"
    _, jumps = told(BOWL, make("sgd", 1.9), 1)
    assert jumps == "jumps across the minimum along the steepest direction: α·λmax = 1.9, limit 2"


def falling(*held_out):
    losses = tuple(1 / (1 + epoch) for epoch in range(len(held_out)))
    return Script(losses=losses, held_out=held_out)


def test_overfitting_is_told_when_it_has_lasted():
    script = falling(1.0, 0.5, 0.55, 0.56, 0.57, 0.57, 0.57, 0.4)
    race = Race(script, {"lane": ticking()}, steps=7)
    said = []
    for step in range(8):
        race.seek(step)
        said.append(sentence(race, 0))
    assert ["overfits" in each for each in said] == [False] * 6 + [True, False]
    # from ½ to 1/7
    assert (
        said[6]
        == "overfits: validation loss up 14 % since its best at epoch 1, training loss down 71 % in the last 5 epochs"
    )


def test_with_training_loss_rising_too_it_is_no_overfitting():
    script = Script(losses=(1.0, 0.5, *[0.6] * 6), held_out=(1.0, 0.5, *[0.6] * 6))
    _, said = told(script, ticking(), 7)
    assert "overfits" not in said


@pytest.mark.parametrize(("wait", "words"), [(2, ""), (3, "no improvement for 3 of 10 epochs"), (9, "9 of 10 epochs")])
def test_patience_is_told_while_it_is_being_used_up(wait, words):
    script = Script(losses=(1.0, *[2.0] * 20))
    race, said = told(script, ticking(), 1 + wait, early_stopping=Patience(patience=10, monitor="loss"))
    assert (words in said) if words else ("improvement" not in said)
    assert not race.events


def test_who_has_used_it_up_is_told_by_the_end():
    script = Script(losses=(1.0, *[2.0] * 20))
    race, said = told(script, ticking(), 15, early_stopping=Patience(patience=10, monitor="loss"))
    assert race.runs["lane"].status is Status.STOPPED_EARLY
    assert said == ""
    marked = Patience(patience=10, monitor="loss", halt=False)
    assert "improvement" not in told(script, ticking(), 15, early_stopping=marked)[1]


@pytest.mark.parametrize("name", ["saddle", "learning-rates", "noisy-quadratic", "regression", "adagrad-stalls"])
def test_a_sentence_is_the_same_whichever_way_the_step_was_reached_and_moves_nothing(name):
    race, other = load(name).race(steps=150), load(name).race(steps=150)
    race.advance(150)
    for step in (130, 77, 64, 63, 3, 0):
        race.seek(step)
        other = load(name).race(steps=150)
        other.seek(step)
        for place, lane in enumerate(race.lanes):
            said = sentence(race, place)
            assert said == sentence(other, place) == sentence(race, place, race.explain(lane.name))
            assert len(said) < 130
        assert (race.step, race.head) == (step, 150 if not race.over else race.head)


def test_a_run_that_is_lost_in_infinities_is_no_error():
    steep = OBJECTIVES["saddle"](curvatures=(1.0, -5.0), start=(1e150, 1e150))
    for name, optimizer in seven(gd=1e3, sgd=1e3, momentum=1e3, nag=1e3).items():
        race = Race(steep, {name: optimizer}, steps=30)
        for step in range(31):
            race.seek(step)
            assert not {"nan", "inf"} & set(re.findall(r"[a-z]+", sentence(race, 0)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03123, "0.0312"),
        (3e-9, "3e−9"),
        (1234.4, "1234"),
        (-2.5, "−2.5"),
        (1.5e17, "1.5e17"),
        (0.0, "0"),
        (2e-12, "2e−12"),
    ],
)
def test_numbers_areshort(value, text):
    assert short(value) == text


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_two_numbers_that_differ_are_shown_so(one, other):
    left, right = apart(one, other)
    assert (left == right) == (one == other)
