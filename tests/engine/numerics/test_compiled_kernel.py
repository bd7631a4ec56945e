"""The compiled kernel against NumPy, bit for bit: every operation, and whole races. Without numba nothing of it can be tried."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import load
from optsim.engine.numerics.numerics import KERNEL, STRICT
from optsim.engine.stepping.ensemble import Ensemble
from optsim.recording.recorder import lines
from tests.engine import strict_races
from tests.engine.numerics.test_exact_math import GRIDS, numbers
from tests.engine.support import same_bits

pytest.importorskip("numba")
KNOWN = json.loads((Path(strict_races.__file__).parent / "strict_hashes.json").read_text(encoding="utf-8"))
NETWORKS = ("tanh", "relu", "table")


@pytest.fixture(scope="module", autouse=True)
def compiled(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        assert KERNEL.load()
    yield
    KERNEL.leave()


def both(name, *arrays):
    operation = KERNEL.operations[name]
    with np.errstate(all="ignore"):
        return operation.current(*arrays), operation.numpys(*arrays)


def test_it_is_what_strict_networks_use():
    assert KERNEL.state == "compiled"
    for name, operation in KERNEL.operations.items():
        assert getattr(STRICT, name) is operation
        assert operation.current is not operation.numpys


@given(st.tuples(*[st.integers(1, 40)] * 3), st.sampled_from([((), ()), ((3,), (3,)), ((), (2, 3)), ((2, 1), (1, 2))]))
def test_products_have_the_same_bits(sizes, leading):
    rows, terms, columns = sizes
    left, right = numbers((*leading[0], rows, terms), 1), numbers((*leading[1], terms, columns), 2)
    turned = (right.swapaxes(-1, -2), left.swapaxes(-1, -2))
    for pair in ((left, right), turned):
        assert same_bits(*both("matmul", *pair))


@given(st.tuples(*[st.integers(1, 70)] * 3), st.integers(0, 2**32))
def test_sums_have_the_same_bits(shape, seed):
    values = numbers(shape, seed)
    for name in ("row_sum", "column_sum"):
        assert same_bits(*both(name, values))
        assert same_bits(*both(name, values.swapaxes(-1, -2)))


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_tanh_has_the_same_bits_anywhere(values):
    assert same_bits(*both("tanh", np.array(values)))


def test_tanh_has_the_same_bits_on_a_dense_grid():
    ties = np.arange(-1300, 1300) / 128
    for grid in (GRIDS["tanh"], ties, np.nextafter(ties, 9), np.linspace(-30, 30, 200_001)):
        assert same_bits(*both("tanh", grid))
    assert np.isnan(both("tanh", np.array([np.nan]))).all()


@pytest.mark.parametrize("name", NETWORKS)
def test_races_have_the_bits_that_they_had_without(name):
    assert strict_races.hashed(strict_races.raced(name, "strict")) == KNOWN[name]


def test_a_recording_and_a_band_have_the_same_bytes():
    found = []
    for use in (KERNEL.leave, KERNEL.load):
        use()
        scenario = load("regression")
        race = scenario.race()
        race.advance(40)
        recorded = b"".join(lines(scenario, race))
        ensemble = Ensemble(scenario.objective, race.lanes, range(9, 14), STRICT)
        rows = [ensemble.step() for _ in range(5)]
        found.append((recorded, {name: [row[name].tobytes() for row in rows] for name in ("loss", "grad_norm")}))
    assert found[0] == found[1]
