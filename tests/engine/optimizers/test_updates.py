"""Each update against the same equations in plain Python numbers, written a second time from the article."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS
from tests.engine.support import SEVEN, Linear, run_path


def plain_descent(x, gradient, steps, alpha):
    for t in range(steps):
        x -= alpha * gradient(x, t)
        yield x


def plain_momentum(x, gradient, steps, alpha, gamma):
    v = 0.0
    for t in range(steps):
        v = gamma * v + alpha * gradient(x, t)
        x -= v
        yield x


def plain_nag(x, gradient, steps, alpha, gamma):
    v = 0.0
    for t in range(steps):
        v = gamma * v + alpha * gradient(x - gamma * v, t)
        x -= v
        yield x


def plain_adagrad(x, gradient, steps, alpha, epsilon):
    squares = []
    for t in range(steps):
        g = gradient(x, t)
        squares.append(g**2)
        x -= alpha * g / math.sqrt(math.fsum(squares) + epsilon)
        yield x


def plain_rmsprop(x, gradient, steps, alpha, gamma, epsilon):
    mean = 0.0
    for t in range(steps):
        g = gradient(x, t)
        mean = gamma * mean + (1 - gamma) * g**2
        x -= alpha * g / math.sqrt(mean + epsilon)
        yield x


def plain_adam(x, gradient, steps, alpha, beta1, beta2, epsilon, correct):
    m = v = 0.0
    for t in range(1, steps + 1):
        g = gradient(x, t - 1)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t) if correct else m
        v_hat = v / (1 - beta2**t) if correct else v
        x -= alpha * m_hat / (math.sqrt(v_hat) + epsilon)
        yield x


def engine_path(optimizer, x, gradient, steps):
    """The engine's optimizer on one coordinate, the gradient taken wherever the optimizer wants it."""
    params = np.array([x])
    state = optimizer.init(params)
    for step in range(steps):
        wanted = float(optimizer.query(params, state)[0])
        params, state = optimizer.update(params, np.array([gradient(wanted, step)]), state, step)
        yield float(params[0])


rates = st.floats(1e-4, 0.5)
shares = st.floats(0.0, 0.99)
epsilons = st.floats(1e-8, 0.1)
starts = st.floats(-5, 5)
# the gradient of step t is a·x + b: every step another slope, as a mini-batch has
slopes = st.lists(st.tuples(st.floats(-1, 2), st.floats(-3, 3)), min_size=1, max_size=25)


def check(optimizer, plain, start, lines, *settings):
    def gradient(x, t):
        return lines[t][0] * x + lines[t][1]

    expected = list(plain(start, gradient, len(lines), *settings))
    assert list(engine_path(optimizer, start, gradient, len(lines))) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["gd", "sgd"])
@given(start=starts, lines=slopes, alpha=rates)
def test_descent(name, start, lines, alpha):
    check(OPTIMIZERS[name](learning_rate=alpha), plain_descent, start, lines, alpha)


@given(start=starts, lines=slopes, alpha=rates, gamma=shares)
def test_momentum(start, lines, alpha, gamma):
    optimizer = OPTIMIZERS["momentum"](learning_rate=alpha, momentum=gamma)
    check(optimizer, plain_momentum, start, lines, alpha, gamma)


@given(start=starts, lines=slopes, alpha=rates, gamma=shares)
def test_nag(start, lines, alpha, gamma):
    check(OPTIMIZERS["nag"](learning_rate=alpha, momentum=gamma), plain_nag, start, lines, alpha, gamma)


@given(start=starts, lines=slopes, alpha=rates, epsilon=epsilons)
def test_adagrad(start, lines, alpha, epsilon):
    optimizer = OPTIMIZERS["adagrad"](learning_rate=alpha, epsilon=epsilon)
    check(optimizer, plain_adagrad, start, lines, alpha, epsilon)


@given(start=starts, lines=slopes, alpha=rates, gamma=shares, epsilon=epsilons)
def test_rmsprop(start, lines, alpha, gamma, epsilon):
    optimizer = OPTIMIZERS["rmsprop"](learning_rate=alpha, decay=gamma, epsilon=epsilon)
    check(optimizer, plain_rmsprop, start, lines, alpha, gamma, epsilon)


@given(
    start=starts,
    lines=slopes,
    alpha=rates,
    beta1=shares,
    beta2=st.floats(0.0, 0.9999),
    epsilon=epsilons,
    correct=st.booleans(),
)
def test_adam(start, lines, alpha, beta1, beta2, epsilon, correct):
    optimizer = OPTIMIZERS["adam"](
        learning_rate=alpha, beta1=beta1, beta2=beta2, epsilon=epsilon, bias_correction=correct
    )
    check(optimizer, plain_adam, start, lines, alpha, beta1, beta2, epsilon, correct)


def first_step(optimizer, g):
    params = np.array([0.0])
    return -float(optimizer.update(params, np.array([g]), optimizer.init(params), 0)[0][0])


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("gd", 0.03),
        ("sgd", 0.03),
        ("momentum", 0.03),
        ("nag", 0.03),
        ("adagrad", 0.00999999999444),
        ("rmsprop", 0.031622776426),
        ("adam", 0.00999999996667),
    ],
)
def test_first_step_at_a_gradient_of_3(name, step):
    # ε inside the root takes half of ε/g², ε outside takes ε/|g|: the digits tell where it stands
    assert first_step(OPTIMIZERS[name](learning_rate=0.01), 3.0) == pytest.approx(step, rel=2e-10)


@given(g=st.floats(1e-3, 1e3), sign=st.sampled_from([-1, 1]))
def test_first_steps_that_forget_the_size_of_the_gradient(g, sign):
    exact = {"epsilon": 0.0, "learning_rate": 0.01}
    assert first_step(OPTIMIZERS["adam"](**exact), sign * g) == pytest.approx(sign * 0.01, rel=1e-13)
    assert first_step(OPTIMIZERS["adagrad"](**exact), sign * g) == pytest.approx(sign * 0.01, rel=1e-13)
    rmsprop = first_step(OPTIMIZERS["rmsprop"](decay=0.9, **exact), sign * g)
    assert rmsprop == pytest.approx(sign * 0.01 / math.sqrt(1 - 0.9), rel=1e-13)


def test_adam_without_bias_correction_steps_three_times_too_far_at_first():
    exact = {"epsilon": 0.0, "learning_rate": 0.01}
    ratio = first_step(OPTIMIZERS["adam"](bias_correction=False, **exact), 3.0) / first_step(
        OPTIMIZERS["adam"](**exact), 3.0
    )
    assert ratio == pytest.approx((1 - 0.9) / math.sqrt(1 - 0.999), rel=1e-12)
    assert ratio == pytest.approx(3.16, abs=0.005)


def linear_distance(name, c, t, alpha, gamma, epsilon):
    """How far t steps go on a linear function of slope c."""
    rounds = np.arange(1, t + 1)
    match name:
        case "gd" | "sgd":
            return alpha * c * t
        case "momentum" | "nag":
            return alpha * c / (1 - gamma) * (t - gamma * (1 - gamma**t) / (1 - gamma))
        case "adagrad":
            return alpha * np.sum(c / np.sqrt(rounds * c**2 + epsilon))
        case "rmsprop":
            return alpha * np.sum(c / np.sqrt((1 - gamma**rounds) * c**2 + epsilon))
        case "adam":
            return alpha * t * c / (abs(c) + epsilon)


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize("slope", [3.0, -0.02, 1e-4])
def test_distance_on_a_linear_function(name, slope):
    expected = [linear_distance(name, slope, t, 0.01, 0.9, 1e-8) for t in range(301)]
    moved = -run_path(Linear(slope=(slope,)), OPTIMIZERS[name](learning_rate=0.01), 300)[:, 0]
    assert moved == pytest.approx(expected, rel=1e-10, abs=1e-14)


def test_adagrad_stalls_like_the_root_of_time():
    steps = 2500
    moved = -run_path(Linear(slope=(5.0,)), OPTIMIZERS["adagrad"](learning_rate=0.1, epsilon=0.0), steps)[:, 0]
    t = np.arange(1, steps + 1)
    assert np.diff(moved) == pytest.approx(0.1 / np.sqrt(t), rel=1e-9)
    assert moved[-1] == pytest.approx(2 * 0.1 * math.sqrt(steps), rel=0.02)
