"""Recordings of the command line, reported."""

from __future__ import annotations

from optsim.cli.language import language, refusal
from optsim.cli.replay.progress import progress as shown_progress
from optsim.cli.replay.report import check_files, check_form, give, subject_of
from optsim.cli.replay.request import ReplayRequest
from optsim.console.messages import tell
from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.sources.replay import Replay
from optsim.recording.recording import Recording
from optsim.recording.verification.findings import NoteOnFile


def report_recording(recording: Recording, request: ReplayRequest) -> None:
    """Report what a recording says."""
    if request.steps is not None or request.seed is not None or request.every is not None:
        raise refusal("failure.options_of_race", file=recording.path)
    check_form(request)
    if request.params and recording.params is None:
        raise refusal("failure.no_params_recorded", file=recording.path)
    check_files(request, [recording.path])
    if recording.note:
        tell(f"optsim: {language().sentence(NoteOnFile(recording.note, str(recording.path)))}")
    replay = Replay(recording)
    _check_columns(replay, recording, request)
    replay.seek(replay.head)
    name = str(recording.path)
    subject = subject_of(name, recording.scenario, replay, request, recording)
    pieces, picture = request.form.pieces(subject), request.form.picture(subject)
    give(name, replay, pieces, picture, request, shown_progress())


def _check_columns(replay: Replay, recording: Recording, request: ReplayRequest) -> None:
    """Raise Failure for a quantity that a recording does not have, and a copy cannot be given."""
    if request.columns and request.form.grows:
        raise refusal("failure.copied", file=recording.path)
    for name in request.columns:
        if QUANTITIES[name].bases(replay.history.there) is None:
            raise refusal("failure.no_column_recorded", file=recording.path, name=name)
