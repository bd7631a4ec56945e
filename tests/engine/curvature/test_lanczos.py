"""Lanczos against the eigenvalues themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.curvature.lanczos import lanczos


def gradient_of(matrix):
    return lambda points: points @ matrix


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=20), st.integers(0, 99))
def test_with_as_many_steps_as_parameters_it_is_exact(spectrum, seed):
    turned, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(spectrum), len(spectrum))))
    matrix = turned @ np.diag(spectrum) @ turned.T
    found = lanczos(gradient_of((matrix + matrix.T) / 2), np.ones(len(spectrum)))
    assert found == pytest.approx((min(spectrum), max(spectrum)), abs=1e-5 * max(1e-3, *map(abs, spectrum)))


@pytest.mark.parametrize("lowest", [-0.5, 0.0, 0.01])
def test_a_few_steps_find_the_ends_of_a_long_spectrum(lowest):
    spectrum = np.concatenate(([lowest], np.geomspace(0.02, 5.0, 998), [8.0]))
    least, largest = lanczos(lambda points: points * spectrum, np.zeros(1000))
    assert largest == pytest.approx(8.0, rel=0.01)
    assert least == pytest.approx(lowest, abs=0.01 * 8)
    assert (least < -1e-3 * largest) == (lowest < 0)


def test_it_is_the_same_every_time():
    spectrum = np.linspace(-1, 3, 200)
    assert lanczos(lambda points: points * spectrum, np.ones(200)) == lanczos(
        lambda points: points * spectrum, np.ones(200)
    )


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_where_the_gradient_is_no_number_there_is_none(value):
    assert lanczos(lambda points: points * value, np.ones(30)) is None


def test_of_a_flat_function_it_is_nought():
    assert lanczos(np.zeros_like, np.ones(30)) == (0.0, 0.0)
