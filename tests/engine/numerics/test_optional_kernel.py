"""Choice between NumPy and a compiled kernel: what is used when, and never with other bits."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from optsim.engine.numerics import exact_math, optional_kernel, ordered_sums
from optsim.engine.numerics.optional_kernel import OptionalKernel, same_bits
from tests.engine.support import same_bits as alike

NUMPYS = {
    "matmul": ordered_sums.matmul,
    "tanh": exact_math.tanh,
    "row_sum": ordered_sums.row_sum,
    "column_sum": ordered_sums.column_sum,
}
#: each with other last bits, or another sign of zero
OTHERS = {
    "matmul": np.matmul,
    "tanh": np.tanh,
    "row_sum": lambda values: values.sum(axis=-1),
    "column_sum": lambda values: values[..., ::-1, :].sum(axis=-2),
}


def kernel(**others):
    return OptionalKernel(lambda: iter((NUMPYS | others).items()), **NUMPYS)


def test_numpy_computes_until_it_is_loaded():
    loaded = {name: (lambda *arrays, own=own: own(*arrays)) for name, own in NUMPYS.items()}
    choice = kernel(**loaded)
    assert choice.state == "numpy"
    assert choice.load()
    assert choice.state == "compiled"
    assert {name: each.current for name, each in choice.operations.items()} == loaded
    choice.leave()
    assert {name: each.current for name, each in choice.operations.items()} == NUMPYS


@pytest.mark.parametrize("name", OTHERS)
def test_one_operation_with_other_bits_is_enough_to_stay(name):
    choice = kernel(**{name: OTHERS[name]})
    assert not choice.load()
    assert choice.state == "other bits"
    values = np.ones((3, 4, 4))
    for own, operation in choice.operations.items():
        assert operation.current not in OTHERS.values()
        arrays = (values, values) if own == "matmul" else (values,)
        assert alike(operation(*arrays), NUMPYS[own](*arrays))


@pytest.mark.parametrize("name", NUMPYS)
def test_a_sign_of_zero_is_a_bit(name):
    assert same_bits(name, NUMPYS[name], NUMPYS[name])
    assert not same_bits(name, NUMPYS[name], lambda *arrays: NUMPYS[name](*arrays) + 0.0)


def test_a_numba_that_does_not_know_this_numpy_is_left_out():
    def refused():
        raise ImportError

    choice = OptionalKernel(refused, **NUMPYS)
    assert not choice.load()
    assert choice.state == "numpy"


@pytest.mark.parametrize("there", [True, False])
def test_it_is_loaded_when_there_was_work_enough_and_not_before(monkeypatch, there):
    monkeypatch.setattr(optional_kernel, "installed", lambda: there)
    monkeypatch.setattr(optional_kernel, "_WORTH_IT", 3 * (optional_kernel._CALL + 8))
    choice = kernel()
    begun = []
    monkeypatch.setattr(choice, "load", lambda: begun.append(threading.current_thread()))
    counted, ones = choice.operations["matmul"], np.ones((2, 2))
    for _ in range(2):
        counted(ones, ones)
    assert (begun, choice.state) == ([], "numpy")
    for _ in range(9):
        assert alike(counted(ones, ones), ones + ones)
    for thread in begun:
        thread.join()
    assert len(begun) == there
    assert threading.current_thread() not in begun
    assert choice.state == ("loading" if there else "numpy")


def test_who_wants_numpy_alone_says_so(monkeypatch):
    monkeypatch.setenv(optional_kernel.VARIABLE, "numpy")
    assert not optional_kernel.installed()
    assert optional_kernel.version() == ""
