"""The races of the command line: run and reported, recorded, or verified."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from optsim.cli.failure import Failure
from optsim.cli.inputs import files_of, is_recording, load_scenario, race_of
from optsim.cli.outputs import check_output, put_bytes, put_lines
from optsim.engine.capabilities import Source
from optsim.engine.race import Race
from optsim.playback.replay import Replay
from optsim.recording import as_csv
from optsim.recording.compare import compare
from optsim.recording.comparison_policy import Verdict
from optsim.recording.lines import whole_lines
from optsim.recording.problems import RecordingError
from optsim.recording.recorder import Recorder
from optsim.recording.recording import Recording
from optsim.recording.resolved_setup import Resolved
from optsim.recording.verify import verify as verified
from optsim.report import ansi_style, as_json, as_text, console
from optsim.report.messages import tell
from optsim.report.progress import Progress
from optsim.report.verdict import verdict_text
from optsim.scenario import Scenario
from optsim.system.atomic_write import (
    Destination,
    Stream,
    destination,
    is_stream,
    left_behind,
    write_file,
    write_new_file,
)
from optsim.system.signals import held

_SLICE_SECONDS = 0.05
#: a recording reaches its file at least so often
_FLUSH_SECONDS = 1.0
#: rows that are kept where each is written as soon as it is measured
_KEEP_ROWS = 8192


@dataclass(frozen=True, kw_only=True)
class ReplayRequest:
    """What was asked for at the command line; None where nothing was."""

    form: str
    params: bool = False
    steps: int | None = None
    seed: int | None = None
    every: int | None = None
    out: Path | None = None
    overwrite: bool = False


def report(name: str, scenario: Scenario, request: ReplayRequest) -> None:
    """Run a scenario, then report what it measured."""
    if request.every is not None:
        raise Failure("--every is for a recording: add --format jsonl, or an --out that ends in .jsonl")
    if request.out is not None:
        check_output(request.out, files_of(name))
    keep_rows = _KEEP_ROWS if request.form == "csv" else None
    race = race_of(name, scenario, request.steps, request.seed, keep_params=request.params or None, keep_rows=keep_rows)
    progress = _progress()

    def pieces() -> Iterator[str]:
        if request.form == "csv":
            yield from as_csv.run_as_csv(race, with_params=request.params)
            return
        _run(race, progress)
        yield from _report(scenario, race, request)

    _give(name, race, pieces(), request, progress)


def report_recording(recording: Recording, request: ReplayRequest) -> None:
    """Report what a recording says."""
    if request.steps is not None or request.seed is not None or request.every is not None:
        raise Failure(f"{recording.path} is a recording: --steps, --seed and --every are for a race that is run")
    if request.params and recording.params is None:
        raise Failure(f"{recording.path} was recorded without parameters; optsim replay NAME --params records them")
    if request.out is not None:
        check_output(request.out, [recording.path])
    if recording.note:
        tell(f"optsim: {recording.path} is {recording.note}")
    replay = Replay(recording)
    replay.seek(replay.head)
    if request.form == "jsonl":
        pieces = whole_lines(recording.path)
    else:
        pieces = _report(recording.scenario, replay, request, recording)
    _give(str(recording.path), replay, pieces, request, _progress())


def _give(name: str, race: Source, pieces: Iterable[str], request: ReplayRequest, progress: Progress) -> None:
    """Write a report to where it was requested."""
    told = _told(pieces, progress, to_file=request.out is not None)
    try:
        if request.out is None:
            put_bytes(console.encoded(told, for_people=request.form == "text"))
            return
        put = write_file if request.overwrite or not is_recording(str(request.out)) else write_new_file
        cleared = put((piece.encode() for piece in told), request.out)
    except FileExistsError as error:
        raise Failure(f"{error.strerror}: give another name, or --overwrite to write over it") from error
    except MemoryError as error:
        raise Failure(f"{name}: not enough memory for {race.budget} steps") from error
    except OSError as error:
        raise Failure(f"{request.out}: cannot be written: {error.strerror or error}") from error
    finally:
        progress.clear()
    _tell_cleared(cleared)
    tell(f"optsim: {race.head} steps of {name} written to {request.out}")


def _report(
    scenario: Scenario, race: Source, request: ReplayRequest, recorded: Recording | None = None
) -> Iterator[str]:
    """A report, piece by piece."""
    match request.form:
        case "csv":
            return as_csv.as_csv(race, with_params=request.params)
        case "json":
            return as_json.as_json(scenario, race, with_params=request.params, recorded=recorded)
        case _:
            to_file = request.out is not None
            width, dress = (
                (console.WIDTH_WITHOUT_TERMINAL, ansi_style.PLAIN) if to_file else (console.width(), console.ink())
            )
            return as_text.as_text(
                scenario, race, width=width, ink=dress, with_params=request.params, recorded=recorded
            )


def _told(pieces: Iterable[str], progress: Progress, *, to_file: bool) -> Iterator[str]:
    """The pieces, with how many of them are written, unless they are seen themselves."""
    seen = not to_file and console.is_terminal(sys.stdout)
    written = 0
    for piece in pieces:
        written += len(piece)
        if seen:
            progress.clear()
        else:
            progress.show("characters written", written)
        yield piece


def _progress() -> Progress:
    return Progress(sys.stderr if console.is_terminal(sys.stderr) else None, time.monotonic)


def _run(race: Race, progress: Progress) -> None:
    """Take the race to its end, in slices short enough to tell how far it is."""
    steps = 1
    while not race.over:
        began = time.monotonic()
        race.advance(steps)
        if time.monotonic() - began < _SLICE_SECONDS:
            steps *= 2
        progress.show("step", race.head, race.budget)


def record(name: str, scenario: Scenario, request: ReplayRequest) -> None:
    """Run a scenario and record it as it goes: whatever ends it, what was computed can be read."""
    race = race_of(name, scenario, request.steps, request.seed, keep_rows=_KEEP_ROWS)
    if request.out is None or is_stream(request.out):
        # whoever does not read on must not keep this from ending
        return _record(name, scenario, race, request, [])
    check_output(request.out, files_of(name))
    with held() as signals:
        return _record(name, scenario, race, request, signals)


def _record(name: str, scenario: Scenario, race: Race, request: ReplayRequest, signals: list[int]) -> None:
    progress = _progress()
    kept = None
    try:
        sink = _sink(request)
        try:
            recorder = Recorder(scenario, race, sink, every=request.every or 1, with_params=request.params)
            _run_recorded(race, recorder, progress, signals)
            sink.end()
        except BaseException:
            kept = sink.leave()
            raise
    except MemoryError as error:
        raise Failure(f"{name}: not enough memory for {race.budget} steps") from error
    except BrokenPipeError:
        # nobody reads on
        console.hush()
        return
    except OSError as error:
        told = f"{request.out or 'standard output'}: cannot be written: {error.strerror or error}"
        raise Failure(f"{told}; what was recorded is in {kept}" if kept else told) from error
    finally:
        progress.clear()
    if request.out is not None:
        _tell_cleared(sink.cleared)
        tell(f"optsim: {_ended(race, signals)} of {name} recorded in {request.out}")


def _ended(race: Race, signals: list[int]) -> str:
    return f"interrupted; {race.head} of {race.budget} steps" if signals else f"{race.head} steps"


def _sink(request: ReplayRequest) -> Destination:
    """Where a recording goes. Raises Failure, or OSError."""
    if request.out is not None:
        try:
            return destination(request.out, overwrite=request.overwrite)
        except FileExistsError as error:
            raise Failure(f"{error.strerror}: give another name, or --overwrite to write over it") from error
    if sys.stdout is None:
        raise Failure("standard output is closed")
    stream = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115 it is closed where it ends
    return Stream(console.Shown(stream) if console.is_terminal(sys.stdout) else stream)


def _tell_cleared(files: Iterable[Path]) -> None:
    """Tell what killed processes had left, and was taken away."""
    for told in left_behind(files):
        tell(f"optsim: {told}")


def _run_recorded(race: Race, recorder: Recorder, progress: Progress, signals: list[int]) -> None:
    """Take a race to its end or to a signal and record it. Raises OSError where that cannot be written."""
    flushed = time.monotonic()
    while not (race.over or recorder.fault or signals):
        began = time.monotonic()
        while not (race.over or signals) and time.monotonic() - began < _SLICE_SECONDS:
            race.compute(race.head + recorder.room, recorder.watch)
            recorder.take(race)
        if time.monotonic() - flushed > _FLUSH_SECONDS:
            recorder.flush()
            flushed = time.monotonic()
        progress.show("step", race.head, race.budget)
    recorder.finish(race)
    if recorder.error is not None:
        raise recorder.error


def verify(name: str | None, path: Path, request: ReplayRequest) -> int:
    """Hold a recording against a scenario, another recording or itself; returns the exit code."""
    if request.form != "text" or request.out is not None or request.params or request.every is not None:
        raise Failure("--verify writes no report: leave --format, --out, --params and --every out")
    progress = _progress()
    try:
        verdict = _verdict(name, path, request, progress)
    except RecordingError as error:
        raise Failure(str(error), error.kind.value) from error
    except MemoryError as error:
        raise Failure(f"{path}: not enough memory") from error
    finally:
        progress.clear()
    put_lines(verdict_text(str(path), verdict))
    return 0 if verdict.same else 1


def _verdict(name: str | None, path: Path, request: ReplayRequest, progress: Progress) -> Verdict:
    def tell(step: int, budget: int) -> None:
        progress.show("step", step, budget)

    if name is not None and not is_recording(name):
        scenario = load_scenario(name)
        race = race_of(name, scenario, request.steps, request.seed)
        return verified(path, Resolved.of(scenario, race), tell)
    if request.steps is not None or request.seed is not None:
        raise Failure("--steps and --seed go with a scenario: a recording has its own")
    if name is None or _same_file(Path(name), path):
        return verified(path, None, tell)
    return compare(Path(name), path)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
