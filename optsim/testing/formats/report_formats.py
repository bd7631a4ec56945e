"""Checks of a report format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from optsim.engine.race import Race
from optsim.playback.sources.replay import Replay
from optsim.recording.reader import read
from optsim.recording.recorder import lines
from optsim.report import REPORT_FORMATS, ReportFormat, StreamedFormat, Subject
from optsim.scenario import Scenario
from optsim.system.printable import printable
from optsim.testing.assertions import check_ending, check_registered, demand

#: every way in which a lane can end, and a name in full-width characters
_ENDS: Mapping[str, Any] = {
    "title": "Every end",
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.5], "start": [1.0, -2.0]},
    "budget": {"steps": 12, "seed": 3, "target_loss": 1e-3},
    "early_stopping": {"monitor": "loss", "patience": 2},
    "lanes": {
        "out of steps": {"optimizer": "gd", "learning_rate": 0.1},
        "target, reached": {"optimizer": "gd", "learning_rate": 1.0},
        "発散": {"optimizer": "momentum", "learning_rate": 1e300},
        "stopped": {"optimizer": "gd", "learning_rate": 2.5},
    },
}
_DATA: Mapping[str, Any] = {
    "objective": {"kind": "mlp", "hidden": [3], "batch_size": 4, "data": {"examples": 12, "validation": 0.25}},
    "budget": {"epochs": 3},
    "early_stopping": {"monitor": "loss", "patience": 0, "min_delta": 100.0, "halt": False},
    "lanes": {"adam": {"optimizer": "adam", "schedule": {"kind": "warmup", "steps": 2}}},
}


def check_report_format(form: type[ReportFormat]) -> None:
    """Check a report format.

    It says what it is, and no other format has its ending. Of races with every kind of end, with data, without a step, and of
    recordings, whole and thinned, it makes a text (bytes where it is binary) that is not empty, holds nothing that could move a cursor, and is the same
    the second time; the race stays where it was. It has the parameters on request exactly where it says so. So is the picture that stands beside a file of it, if it has one. What is for people does not fail in a narrow window; data does not depend on
    the window. One that can be written while the race is run gives the same then.

    Args:
        form: The class.

    Raises:
        AssertionError: with what is wrong.
    """
    check_registered(form)
    check_ending(form, REPORT_FORMATS.values())
    instance = form()
    with TemporaryDirectory(prefix="optsim-") as folder:
        for subject in _subjects(Path(folder)):
            _check(instance, subject)
    if isinstance(instance, StreamedFormat):
        _streamed(instance)


def _check(form: ReportFormat, subject: Subject) -> None:
    """Check what is made of one race."""
    before = (subject.race.head, subject.race.step)
    text = _text(form, subject)
    where = f"of {subject.scenario.title or 'a race with data'}{', a recording' if subject.recorded else ''}"
    demand(bool(text), f"the report {where} is empty")
    if isinstance(text, str):
        demand(text == printable(text), f"the report {where} has a character that could do more than be read")
    demand(text == _text(form, subject), f"the report {where} is another one the second time")
    demand(before == (subject.race.head, subject.race.step), f"the race {where} is at another step after the report")
    narrow = _text(form, subject._replace(width=40))
    demand(form.for_people or narrow == text, f"the report {where} depends on the window, and is not for people")
    if subject.recorded is None:
        _check_params(form, subject, where)
    if form.picture_ending:
        _check_picture(form, subject._replace(out=Path("some where.txt")), where)


def _check_params(form: ReportFormat, subject: Subject, where: str) -> None:
    """Check that the report has the parameters of a race on request, or says that it has none."""
    without, with_them = (_text(form, subject._replace(with_params=params)) for params in (False, True))
    if form.has_params:
        demand(with_them != without, f"the report {where} is the same with parameters, and `has_params` is true")
    else:
        demand(with_them == without, f"the report {where} has parameters on request: set `has_params = True`")


def _check_picture(form: ReportFormat, subject: Subject, where: str) -> None:
    """Check the picture beside a file, and that the report shows it."""
    text, again = ("".join(form.picture(subject)) for _ in range(2))
    demand(bool(text), f"the picture {where} is empty")
    demand(text == printable(text), f"the picture {where} has a character that could do more than be read")
    demand(text == again, f"the picture {where} is another one the second time")
    shown = form.picture_ending in str(_text(form, subject))
    demand(shown, f"the report {where} does not name the picture that stands beside it")


def _text(form: ReportFormat, subject: Subject) -> str | bytes:
    return _joined(form, form.pieces(subject))


def _joined(form: ReportFormat, pieces: Iterable[str | bytes]) -> str | bytes:
    """Join pieces, which are what the format says they are."""
    kind, kinds = (bytes, "bytes") if form.binary else (str, "text")
    given = list(pieces)
    demand(all(isinstance(piece, kind) for piece in given), f"pieces() must give {kinds}")
    return kind().join(given)  # type: ignore[arg-type]


def _subjects(folder: Path) -> Iterator[Subject]:
    """Races at their ends, and recordings of them."""
    for number, (table, steps) in enumerate([(_ENDS, None), (_ENDS, 0), (_DATA, None)]):
        for with_params in (False, True):
            yield (subject := _run(table, steps, with_params=with_params))
            for every in (1, 5):
                yield _recorded(subject, folder / f"{number}-{with_params}-{every}.jsonl", every)


def _run(table: Mapping[str, Any], steps: int | None = None, *, with_params: bool = False) -> Subject:
    scenario = Scenario.from_dict(table)
    race = scenario.race(steps=steps)
    race.advance(race.budget)
    return Subject(scenario, race, with_params)


def _recorded(subject: Subject, path: Path, every: int) -> Subject:
    """The recording of a race that has been run."""
    scenario, race, with_params = subject.scenario, cast("Race", subject.race), subject.with_params
    path.write_bytes(b"".join(lines(scenario, race, every=every, with_params=with_params)))
    recording = read(path)
    replay = Replay(recording)
    replay.seek(replay.head)
    return Subject(recording.scenario, replay, with_params, recording)


def _streamed(form: StreamedFormat) -> None:
    """Check that a race that is written while it is run is written as at its end."""
    for table in (_ENDS, _DATA):
        scenario = Scenario.from_dict(table)
        meanwhile = Subject(scenario, scenario.race(keep_rows=form.keep_rows))
        at_end = _text(form, _run(table))
        demand(_joined(form, form.run(meanwhile)) == at_end, "run() gives another text than pieces() at the end")
