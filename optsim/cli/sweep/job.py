"""One sweep of the command line: from its options to the table or the report."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optsim.cli.failure import Failure
from optsim.cli.inputs import files_of, load_scenario
from optsim.cli.language import language, refusal
from optsim.cli.outputs import put_bytes, put_lines
from optsim.cli.replay.progress import progress
from optsim.console import standard_output
from optsim.console.messages import tell
from optsim.console.sweep_report import report_lines
from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.find import is_table
from optsim.scenario.sweep.vary import axis_table
from optsim.sweeps.api import varied
from optsim.sweeps.executors.choice import executor_of, is_there
from optsim.sweeps.executors.executor import Executor, ExecutorError, Sequential
from optsim.sweeps.plan import Plan
from optsim.sweeps.result import SweepResult
from optsim.sweeps.run import run_sweep, shard_of
from optsim.sweeps.store import Store, StoreError
from optsim.sweeps.table import FORMATS, csv_pieces, json_pieces, npz_pieces, parquet_pieces


@dataclass(frozen=True, kw_only=True)
class SweepJob:
    """What a command line asks for."""

    scenario: str | None
    vary: tuple[str, ...] = ()
    seeds: int | None = None
    trials: int | None = None
    goal: str | None = None
    jobs: int | None = None
    on: str | None = None
    scheduler: str | None = None
    timeout: float | None = None
    out: Path | None = None
    resume: Path | None = None
    merge: tuple[Path, ...] = ()
    shard: str | None = None
    form: str = "text"

    @property
    def of_the_plan(self) -> dict[str, Any]:
        """What changes the plan, by the name of its option."""
        known = {
            "--vary": self.vary,
            "--seeds": self.seeds,
            "--trials": self.trials,
            "--goal": self.goal,
            "--out": self.out,
        }
        return {name: value for name, value in known.items() if value not in (None, ())}


@contextmanager
def known_failures() -> Iterator[None]:
    """Make failures of what a person can put right."""
    try:
        yield
    except (BadValueError, ScenarioError) as error:
        raise refusal("failure.sweep", reason=error.told_in(language())) from error
    except (StoreError, ExecutorError) as error:
        raise refusal("failure.sweep", reason=str(error)) from error
    except OSError as error:
        raise refusal("failure.unwritable", file=error.filename, reason=error.strerror or error) from error


def run_job(job: SweepJob) -> int:
    """Run a sweep and report it; returns the exit code: 1 where runs have failed."""
    _check_format(job.form)
    with known_failures():
        plan, store = _planned(job)
        result = _run(job, plan, store)
    _put(job, result)
    if store is not None:
        text = language().text("sweep.kept", blocks=len(list(store.folder.glob("blocks/*.npz"))), folder=store.folder)
        tell(f"optsim: {text}")
    return 1 if result.failures else 0


def _check_format(form: str) -> None:
    """Raise Failure where the table cannot be written."""
    if form == "parquet":
        from importlib.util import find_spec  # noqa: PLC0415 nearly nobody needs it

        if find_spec("pyarrow") is None:
            raise refusal("failure.sweep_table_extra")
    if FORMATS.get(form) and standard_output.is_terminal(sys.stdout):
        raise refusal("failure.not_for_terminal", form=form, ending=f".{form}")


def _planned(job: SweepJob) -> tuple[Plan, Store | None]:
    """The plan of a command line, and the folder that keeps its blocks."""
    if job.resume is not None:
        return _resumed(job, job.resume)
    if job.merge:
        raise refusal("failure.merge_alone")
    if job.scenario is None:
        raise refusal("failure.nothing_to_sweep")
    scenario = _varied(job, load_scenario(job.scenario))
    if scenario.sweep is None or (not scenario.sweep.axes and scenario.sweep.seeds == 1):
        raise refusal("failure.no_axis", name=job.scenario)
    plan = Plan.of(scenario)
    return plan, None if job.out is None else Store.create(job.out, plan)


def _resumed(job: SweepJob, folder: Path) -> tuple[Plan, Store]:
    others = [*job.of_the_plan, *(["SCENARIO"] if job.scenario is not None else [])]
    if others:
        raise refusal("failure.resume_alone", options=", ".join(others))
    store = Store.open(folder)
    if job.merge:
        with store.locked():
            for other in job.merge:
                tell(f"optsim: {language().text('sweep.merged', blocks=store.take(other), folder=other)}")
    return store.plan, store


def _varied(job: SweepJob, scenario: Scenario) -> Scenario:
    changes: dict[str, Any] = dict(axis_table(text) for text in job.vary)
    changes |= {key: value for key in ("seeds", "trials", "goal") if (value := getattr(job, key)) is not None}
    return varied(scenario, changes, epochs=epochs_of(job.scenario or "")) if changes else scenario


def epochs_of(name: str) -> int | None:
    """The budget of a scenario's file where that says it in epochs."""
    for path in [each for each in files_of(name)[:1] if not is_table(each)]:
        budget = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("budget")
        epochs = budget.get("epochs") if isinstance(budget, Mapping) else None
        return epochs if isinstance(epochs, int) else None
    return None


def _run(job: SweepJob, plan: Plan, store: Store | None) -> SweepResult:
    blocks = None if job.shard is None else shard_of(job.shard).blocks(plan)
    executor = _executor(job, plan)
    for block in [] if store is None else store.done(range(plan.blocks))[1]:
        tell(f"optsim: {language().text('sweep.broken', block=block, folder=job.resume or job.out)}")
    bar = progress()
    try:
        return run_sweep(
            plan,
            executor,
            store=store,
            blocks=blocks,
            watch=lambda done, all_blocks: bar.show("blocks", done, all_blocks),
        )
    finally:
        bar.clear()


def _executor(job: SweepJob, plan: Plan) -> Executor:
    """Who runs the blocks; a missing package leaves one process, which is said."""
    executor = executor_of(job.on, job.jobs, job.scheduler, plan.blocks, job.timeout)
    if isinstance(executor, Sequential) and (job.jobs or 1) > 1 and not is_there("loky"):
        tell(f"optsim: {language().text('sweep.sequential')}")
    return executor


def _put(job: SweepJob, result: SweepResult) -> None:
    """Write the table or the report to standard output."""
    if job.form == "text":
        put_lines(report_lines(result, language(), standard_output.width()))
        return
    pieces: Iterable[str | bytes]
    match job.form:
        case "csv":
            pieces = csv_pieces(result.columns)
        case "json":
            about = {
                "name": result.plan.scenario.name,
                "goal": str(result.plan.goal),
                "failures": list(result.failures),
            }
            pieces = json_pieces(result.columns, about)
        case "npz":
            pieces = npz_pieces(result.columns)
        case _:
            pieces = parquet_pieces(result.columns)
    put_bytes(standard_output.encoded(pieces, for_people=False))
    for failure in result.failures[:1]:
        tell(f"optsim: {Failure(failure.cause).message}")
