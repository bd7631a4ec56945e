"""Races of the command line, run and reported."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.cli.inputs import files_of, is_recording, race_of
from optsim.cli.language import language, language_of_files, refusal
from optsim.cli.outputs import check_output, put_bytes
from optsim.cli.replay.progress import SLICE_SECONDS, tell_cleared
from optsim.cli.replay.progress import progress as shown_progress
from optsim.cli.replay.request import ReplayRequest
from optsim.console import standard_output
from optsim.console.ansi_style import PLAIN
from optsim.console.messages import tell
from optsim.console.progress import Progress
from optsim.engine.capabilities.states import States
from optsim.engine.race import Race
from optsim.report import StreamedFormat, Subject
from optsim.scenario import Scenario
from optsim.system.atomic_write import is_stream, write_file, write_new_file

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.recording.recording import Recording


def report(name: str, scenario: Scenario, request: ReplayRequest) -> None:
    """Run a scenario, then report what it measured."""
    if request.every is not None:
        raise refusal("failure.every_without_recording")
    check_files(request, files_of(name))
    form = request.form
    check_form(request)
    keep_rows = form.keep_rows if isinstance(form, StreamedFormat) else None
    race = race_of(
        name,
        scenario,
        request.steps,
        request.seed,
        keep_params=request.params or None,
        keep_rows=keep_rows,
        also=request.columns,
    )
    progress = shown_progress()
    subject = subject_of(name, scenario, race, request)

    def after_the_race(pieces: Callable[[Subject], Iterable[str | bytes]]) -> Iterator[str | bytes]:
        _run(race, progress)
        yield from pieces(subject)

    pieces = form.run(subject) if isinstance(form, StreamedFormat) else after_the_race(form.pieces)
    give(name, race, pieces, after_the_race(form.picture), request, progress)


def check_form(request: ReplayRequest) -> None:
    """Raise Failure for what is requested and a format does not have, or where it cannot be written."""
    form = request.form
    if request.columns and not form.has_columns:
        raise refusal("failure.no_columns", form=form.name)
    if request.params and not form.has_params:
        raise refusal("failure.no_params", form=form.name)
    if request.notation and not form.has_formulas:
        raise refusal("failure.no_notation", form=form.name)
    if not form.can_write():
        needs = "failure.extra_to_install" if form.extra else "failure.more_to_install"
        raise refusal(needs, form=form.name, extra=form.extra)
    if form.binary and request.out is None and standard_output.is_terminal(sys.stdout):
        raise refusal("failure.not_for_terminal", form=form.name, ending=form.ending)


def check_files(request: ReplayRequest, inputs: Sequence[Path]) -> None:
    """Raise Failure where a file would be written over what is read for it, or over another that is written."""
    if request.out is None:
        return
    check_output(request.out, inputs)
    if (picture := _picture(request)) is not None:
        check_output(picture, inputs)
        if picture == request.out or (picture.exists() and request.out.exists() and picture.samefile(request.out)):
            raise refusal("failure.is_picture", file=request.out, picture=picture)


def _file(request: ReplayRequest) -> Path | None:
    """Return the file of the report; None where it goes to standard output, a device or a pipe."""
    return None if request.out is None or is_stream(request.out) else request.out


def _picture(request: ReplayRequest) -> Path | None:
    """Return the file of the picture beside the report; None where there is none."""
    file = _file(request)
    return None if file is None else request.form.picture_beside(file)


def subject_of(
    name: str, scenario: Scenario, race: States, request: ReplayRequest, recorded: Recording | None = None
) -> Subject:
    """A race as a format is given it; a file has no terminal's width and colours."""
    width, style = standard_output.WIDTH_WITHOUT_TERMINAL, PLAIN
    if request.out is None:
        width, style = standard_output.width(), standard_output.ink()
    return Subject(
        scenario,
        race,
        request.params,
        recorded,
        width,
        style,
        _written(language() if request.out is None else language_of_files(), request.notation),
        columns=request.columns,
        out=_file(request),
        command=_command(name, race, request, recorded),
    )


def _written(words: Language, notation: str | None) -> Language:
    """Return the language with the symbols of a notation."""
    if notation is None:
        return words
    from optsim.words.notation import notated  # noqa: PLC0415 nearly no report asks for it

    return notated(words, notation)


def _command(name: str, race: States, request: ReplayRequest, recorded: Recording | None) -> str:
    """Return the command line that gives the report again, with the seed that it had."""
    own = [] if recorded is not None else ["--seed", str(race.seed)]
    own += [] if request.steps is None else ["--steps", str(request.steps)]
    own += ["--params"] if request.params else []
    own += ["--columns", ",".join(request.columns)] if request.columns else []
    own += ["--notation", request.notation] if request.notation else []
    return shlex.join(["optsim", "replay", name, *own, "--format", request.form.name])


def give(
    name: str,
    race: States,
    pieces: Iterable[str | bytes],
    picture: Iterable[str | bytes],
    request: ReplayRequest,
    progress: Progress,
) -> None:
    """Write a report to where it was requested, the picture beside it first: no report without the picture that it shows."""
    try:
        if request.out is None:
            shown = _counted(pieces, progress, to_file=False)
            put_bytes(standard_output.encoded(shown, for_people=request.form.for_people))
            return
        beside = _picture(request)
        files = [] if beside is None else [(beside, picture)]
        for path, text in (*files, (request.out, pieces)):
            tell_cleared(write_report(path, _counted(text, progress, to_file=True), request))
    except MemoryError as error:
        raise refusal("failure.no_memory_for_steps", name=name, steps=race.budget) from error
    finally:
        progress.clear()
    files_written = language().text("written.and").join(str(path) for path in filter(None, (request.out, beside)))
    tell(f"optsim: {language().text('written.report', steps=race.head, name=name, file=files_written)}")


def write_report(path: Path, pieces: Iterable[str | bytes], request: ReplayRequest) -> list[Path]:
    """Write a file as a whole or not at all; returns what killed processes had left of it. Raises Failure."""
    write = write_file if request.overwrite or not is_recording(str(path)) else write_new_file
    try:
        return write((piece if isinstance(piece, bytes) else piece.encode() for piece in pieces), path)
    except FileExistsError as error:
        raise refusal("failure.exists", what=error.strerror) from error
    except OSError as error:
        raise refusal("failure.unwritable", file=path, reason=error.strerror or error) from error


def _counted(pieces: Iterable[str | bytes], progress: Progress, *, to_file: bool) -> Iterator[str | bytes]:
    """The pieces, with how many of them are written, unless they are seen themselves."""
    on_terminal = not to_file and standard_output.is_terminal(sys.stdout)
    written = 0
    for piece in pieces:
        written += len(piece)
        if on_terminal:
            progress.clear()
        else:
            progress.show("characters", written)
        yield piece


def _run(race: Race, progress: Progress) -> None:
    """Take the race to its end, in slices short enough to tell how far it is."""
    steps = 1
    while not race.over:
        began = time.monotonic()
        race.advance(steps)
        if time.monotonic() - began < SLICE_SECONDS:
            steps *= 2
        progress.show("step", race.head, race.budget)
