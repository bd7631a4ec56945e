"""Recordings verified against scenarios, other recordings, or themselves."""

from __future__ import annotations

from pathlib import Path

from optsim.cli.failure import Failure
from optsim.cli.inputs import is_recording, load_scenario, race_of
from optsim.cli.language import language, refusal
from optsim.cli.outputs import put_lines
from optsim.cli.replay.progress import progress as shown_progress
from optsim.cli.replay.request import ReplayRequest
from optsim.console.progress import Progress
from optsim.console.verdict import verdict_text
from optsim.recording.problems import RecordingError
from optsim.recording.resolved_setup import Resolved
from optsim.recording.verification.compare import compare
from optsim.recording.verification.comparison_policy import Verdict
from optsim.recording.verification.verify import verify as verified


def verify(name: str | None, path: Path, request: ReplayRequest) -> int:
    """Compare a recording with a scenario, another recording or itself.

    Args:
        name: The scenario or recording to compare with; None for the recording itself.
        path: The recording.
        request: What was asked for besides.

    Returns:
        The exit code: 0 the same, 1 not the same.

    Raises:
        Failure: for what cannot be read or compared, and where a report was asked for too.
    """
    if (
        request.form.name != "text"
        or request.out is not None
        or request.params
        or request.columns
        or request.every is not None
        or request.notation is not None
    ):
        raise refusal("failure.verify_reports_nothing")
    progress = shown_progress()
    try:
        verdict = _verdict(name, path, request, progress)
    except RecordingError as error:
        raise Failure(error.message(language()), error.kind.value) from error
    except MemoryError as error:
        raise refusal("failure.no_memory", name=path, reason=language().text("failure.not_enough_memory")) from error
    finally:
        progress.clear()
    put_lines(verdict_text(str(path), verdict, language()))
    return 0 if verdict.same else 1


def _verdict(name: str | None, path: Path, request: ReplayRequest, progress: Progress) -> Verdict:
    def tell(step: int, budget: int) -> None:
        progress.show("step", step, budget)

    if name is not None and not is_recording(name):
        scenario = load_scenario(name)
        race = race_of(name, scenario, request.steps, request.seed)
        return verified(path, Resolved.of(scenario, race), tell)
    if request.steps is not None or request.seed is not None:
        raise refusal("failure.verify_of_recording")
    if name is None or _same_file(Path(name), path):
        return verified(path, None, tell)
    return compare(Path(name), path)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
