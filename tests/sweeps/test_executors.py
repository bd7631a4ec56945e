"""Executors give the same rows, and what one of them loses is run again."""

import os
import signal
import sys
import threading
from contextlib import contextmanager

import numpy as np
import pytest

from optsim.sweeps.block import run_block, run_rectangle
from optsim.sweeps.executors import choice
from optsim.sweeps.executors.choice import executor_of
from optsim.sweeps.executors.executor import ExecutorError, Sequential, work_piece
from optsim.sweeps.executors.pieces import Pieces
from optsim.sweeps.plan import Plan
from optsim.sweeps.run import run_sweep
from tests.sweeps.support import scenario
from tests.sweeps.test_store import plan


def test_without_joblib_one_process_does_it_all(monkeypatch):
    monkeypatch.setattr(choice, "find_spec", lambda _: None)
    assert isinstance(executor_of(None, 8, None, 100), Sequential)
    for name, extra in (("loky", "sweep"), ("dask", "dask"), ("ray", "ray")):
        with pytest.raises(ExecutorError, match=extra):
            executor_of(name, 2, None, 100)


def test_one_block_needs_no_processes():
    assert isinstance(executor_of(None, 8, None, 1), Sequential)
    assert isinstance(executor_of(None, 1, None, 100), Sequential)


@pytest.mark.system
def test_processes_give_the_same_rows():
    pytest.importorskip("joblib")
    assert run_sweep(plan(), executor_of("loky", 2, None, 9)).columns == run_sweep(plan()).columns


def dying(document, block, rectangle, modules):
    """Kill the process of block 2 the first time."""
    mark = os.environ["OPTSIM_TEST_MARK"]
    if block == 2 and not os.path.exists(mark):  # noqa: PTH110 a process of its own
        open(mark, "w").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return work_piece(document, block, rectangle, modules)


@pytest.mark.system
@pytest.mark.thorough
def test_ray_gives_the_same_rows():
    pytest.importorskip("ray")
    assert run_sweep(plan(), executor_of("ray", 2, None, 9)).columns == run_sweep(plan()).columns


@pytest.mark.system
def test_what_a_process_that_dies_had_is_run_by_another(tmp_path, monkeypatch):
    pytest.importorskip("joblib")
    from optsim.sweeps.executors import loky  # noqa: PLC0415 joblib need not be there

    monkeypatch.setenv("OPTSIM_TEST_MARK", str(tmp_path / "killed"))
    monkeypatch.setattr(loky, "work_piece", dying)
    monkeypatch.setattr(loky, "_ONE_THREAD", {**loky._ONE_THREAD, "OPTSIM_TEST_MARK": str(tmp_path / "killed")})
    assert run_sweep(plan(), executor_of("loky", 2, None, 9)).columns == run_sweep(plan()).columns
    assert (tmp_path / "killed").exists()


def hanging(document, block, rectangle, modules):
    """Never come back from where setting 1 meets the second seed."""
    if rectangle.first <= 1 < rectangle.last and rectangle.first_seed <= 1 < rectangle.last_seed:
        threading.Event().wait()
    return work_piece(document, block, rectangle, modules)


@pytest.mark.system
def test_what_takes_too_long_is_halved_down_to_the_cell_that_does(monkeypatch):
    pytest.importorskip("joblib")
    from optsim.sweeps.executors import loky  # noqa: PLC0415 as above

    monkeypatch.setattr(loky, "work_piece", hanging)
    small = Plan.of(scenario({"learning_rate": [0.01, 0.1, 0.2], "seeds": 2}))
    result, whole = run_sweep(small, executor_of(None, 1, None, 1, 1.0)), run_sweep(small)
    late = small.cells_of_a_seed + 1
    assert {failure.cell for failure in result.failures} == {late}
    assert result.failures[0].cause == "TimeoutError: took longer than 1 s, twice"
    assert len(result) == len(whole)
    others = result.rows.cell != late
    for one, other in zip(result.rows.take(others), whole.rows.take(others), strict=True):
        np.testing.assert_array_equal(one, other)
    assert result.rows.failed[~others].all()


def test_pieces_of_a_block_are_put_together_in_its_order():
    own = plan()
    pieces = Pieces(own, range(own.blocks))
    whole = pieces.next()
    assert not list(pieces.divide(whole, "late"))
    results = []
    for _ in range(2):
        piece = pieces.next()
        results += pieces.take(piece, run_rectangle(own, piece.rectangle, piece.block))
    assert len(results) == 1
    for one, other in zip(results[0].rows, run_block(own, whole.block).rows, strict=True):
        np.testing.assert_array_equal(one, other)


def test_only_processes_of_this_machine_can_be_stopped():
    with pytest.raises(ExecutorError, match="--on loky"):
        executor_of("dask", 2, None, 9, 10.0)


@contextmanager
def cluster():
    """A scheduler with two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        host="127.0.0.1", n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as own:
        yield own.scheduler_address


@pytest.mark.system
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_rows():
    with cluster() as address:
        assert run_sweep(plan(), executor_of(None, None, address, 9)).columns == run_sweep(plan()).columns


@pytest.mark.system
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("optsim.sweeps.executors.dask._SECONDS", 1)
    with pytest.raises(ExecutorError, match="no scheduler answers"):
        run_sweep(plan(), executor_of(None, None, "tcp://127.0.0.1:9", 9))
    assert "distributed" in sys.modules
