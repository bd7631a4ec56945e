"""Races of the command line that are recorded as they go."""

from __future__ import annotations

import sys
import time

from optsim.cli.failure import Failure
from optsim.cli.inputs import files_of, race_of
from optsim.cli.language import language, refusal
from optsim.cli.outputs import check_output
from optsim.cli.replay.progress import SLICE_SECONDS, tell_cleared
from optsim.cli.replay.progress import progress as shown_progress
from optsim.cli.replay.request import ReplayRequest
from optsim.console import standard_output
from optsim.console.messages import tell
from optsim.console.progress import Progress
from optsim.engine.race import Race
from optsim.recording.recorder import Recorder
from optsim.scenario import Scenario
from optsim.system.atomic_write import Destination, Stream, destination, is_stream
from optsim.system.signals import deferred

#: a recording reaches its file at least so often
_FLUSH_SECONDS = 1.0
#: rows that are kept where each is written as soon as it is measured
_KEEP_ROWS = 8192


def record(name: str, scenario: Scenario, request: ReplayRequest) -> None:
    """Run a scenario and record it as it goes: whatever ends it, what was computed can be read."""
    race = race_of(name, scenario, request.steps, request.seed, keep_rows=_KEEP_ROWS, also=request.columns)
    if request.out is None or is_stream(request.out):
        # whoever does not read on must not keep this from ending
        return _record(name, scenario, race, request, [])
    check_output(request.out, files_of(name))
    with deferred() as signals:
        return _record(name, scenario, race, request, signals)


def _record(name: str, scenario: Scenario, race: Race, request: ReplayRequest, signals: list[int]) -> None:
    progress = shown_progress()
    part = None
    try:
        sink = _sink(request)
        try:
            recorder = Recorder(
                scenario,
                race,
                sink,
                every=request.every or 1,
                with_params=request.params,
                also=request.columns,
            )
            _run_recorded(race, recorder, progress, signals)
            sink.end()
        except BaseException:
            part = sink.leave()
            raise
    except MemoryError as error:
        raise refusal("failure.no_memory_for_steps", name=name, steps=race.budget) from error
    except BrokenPipeError:
        # nobody reads on
        standard_output.hush()
        return
    except OSError as error:
        raise _unwritable(request, error, part) from error
    finally:
        progress.clear()
    if request.out is not None:
        tell_cleared(sink.cleared)
        written = "written.interrupted" if signals else "written.recording"
        text = language().text(written, steps=race.head, budget=race.budget, name=name, file=request.out)
        tell(f"optsim: {text}")


def _unwritable(request: ReplayRequest, error: OSError, part: object) -> Failure:
    """Return the failure of a recording that cannot be written, with the file that has what was recorded, if there is one."""
    text, reason = language().text, error.strerror or error
    fault = (
        text("failure.output_unwritable", reason=reason)
        if request.out is None
        else text("failure.unwritable", file=request.out, reason=reason)
    )
    return Failure(text("failure.recorded_in", fault=fault, part=part) if part else fault)


def _sink(request: ReplayRequest) -> Destination:
    """Return the destination of a recording. Raises Failure, or OSError."""
    if request.out is not None:
        try:
            return destination(request.out, overwrite=request.overwrite)
        except FileExistsError as error:
            raise refusal("failure.exists", what=error.strerror) from error
    if sys.stdout is None:
        raise refusal("failure.output_closed")
    stream = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115 it is closed where it ends
    return Stream(standard_output.Shown(stream) if standard_output.is_terminal(sys.stdout) else stream)


def _run_recorded(race: Race, recorder: Recorder, progress: Progress, signals: list[int]) -> None:
    """Take a race to its end or to a signal and record it. Raises OSError where that cannot be written."""
    flushed = time.monotonic()
    while not (race.over or recorder.fault or signals):
        began = time.monotonic()
        while not (race.over or signals) and time.monotonic() - began < SLICE_SECONDS:
            race.compute(race.head + recorder.room, recorder.watch)
            recorder.take(race)
        if time.monotonic() - flushed > _FLUSH_SECONDS:
            recorder.flush()
            flushed = time.monotonic()
        progress.show("step", race.head, race.budget)
    recorder.finish(race)
    if recorder.error is not None:
        raise recorder.error
