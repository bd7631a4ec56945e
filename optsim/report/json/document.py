"""A race as one JSON object."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from optsim.analysis.insights.lane_insight import overflow
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.capabilities.states import Resumable, Run, States
from optsim.engine.history.growing_table import Steps
from optsim.engine.lane import Lane
from optsim.engine.schedule import Schedule, ScheduleSequence
from optsim.languages import english
from optsim.recording.recording import Command, Recording
from optsim.recording.row_values import cells, json_columns, last_row, params, recorded_rows
from optsim.report.json.values import fact_of, plain, text_of
from optsim.scenario import Scenario
from optsim.theory.claims import Claim
from optsim.theory.verdicts import Theory
from optsim.version import __version__

#: what a claim may have beside its predicted and its measured figure
_BESIDE = ("spread", "over", "quartiles")


def as_json(
    scenario: Scenario,
    race: States,
    *,
    columns: Sequence[str] = (),
    with_params: bool = False,
    recorded: Recording | None = None,
) -> Iterator[str]:
    """The object in pieces, for a race at its end; `recorded` is the recording that it is played from, if it is.

    `columns` are the quantities that it has besides those that it always has.

    Arrays have an entry for each step from 0 to the race's last one, of a thinned recording for those in `steps`. null was not measured; a value that is not finite is
    the string "nan", "inf" or "-inf". All digits.
    """
    head = {
        "scenario": scenario.name,
        "title": scenario.title,
        "seed": race.seed,
        "numerics": race.numerics,
        "steps": race.budget,
        "last_step": race.head,
        "steps_per_epoch": race.steps_per_epoch,
        "versions": {"optsim": __version__, "numpy": np.__version__},
        "events": [
            {
                "step": event.step,
                "lane": event.lane,
                "status": event.status.value,
                "reason": english().sentence(event.cause),
                "cause": fact_of(event.cause),
            }
            for event in race.events
        ],
    }
    if recorded is not None:
        head["recorded"] = _recorded(recorded)
    rows = recorded_rows(race)
    if len(rows) <= race.head:
        head["steps"] = rows.tolist()
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    yield text_of(head).removesuffix("}") + ',\n"lanes":{'
    between = "\n"
    for run in race.runs.values():
        yield f"{between}{text_of(run.name)}:"
        yield from _lane(race, run, theory, rows, columns, with_params=with_params)
        between = ",\n"
    yield "\n}}\n"


def _recorded(recording: Recording) -> dict[str, Any]:
    """Return what is to be known of a recording."""
    return {
        "environment": dict(recording.environment),
        "numerics": recording.numerics,
        "every": recording.every,
        "complete": recording.complete,
        "intact": recording.intact,
        "commands": [_command(command) for command in recording.commands],
    }


def _command(command: Command) -> dict[str, Any]:
    """Return what a person did, in English and as a fact, and where."""
    return {"what": command.what, "command": fact_of(command.done), "step": command.step, "head": command.head}


def _lane(
    race: States, run: Run, theory: Theory, rows: Steps, columns: Sequence[str], *, with_params: bool
) -> Iterator[str]:
    """The object of one lane."""
    head: dict[str, Any] = {
        **_settings(run.lane),
        **_own(run),
        "status": run.status.value,
        "reason": run.reason,
        "cause": fact_of(run.cause),
        # where it stands still at its last step since squares of gradients overflow
        "stands_still": fact_of(overflow(race, run.place)),
        # null before an early-stopping rule has watched
        "best_step": run.best_step if run.has_best else None,
        "best_loss": plain(run.best_loss) if run.has_best else None,
        "lowest_loss": plain(run.lowest_loss),
        "stop_step": run.stop_step,
        "end_step": last_row(race, run),
        # of a recording the states are not known that say what each rule has kept
        "early_stopping": _early_stopping(race, run) if isinstance(race, Resumable) else None,
        "theory": _theory(theory, run),
    }
    if with_params:
        final = run.params if isinstance(race, Resumable) else race.params_at(run.last_step)[run.place]
        head["final_params"] = plain(final.tolist())
    yield text_of(head).removesuffix("}")
    for name in dict.fromkeys((*json_columns(), *columns)):
        yield f',\n"{name}":{text_of(plain(cells(race, run, name, rows)))}'
    forecast = theory.forecast
    if run.place in forecast.places:
        for name, column in (("expected_loss", forecast.expected()), ("loss_spread", forecast.spread())):
            yield f',\n"{name}":{text_of(plain(column[rows, run.place].tolist()))}'
    if with_params:
        yield ',\n"params":['
        for row in range(len(rows)):
            yield (",\n" if row else "\n") + text_of(plain(params(race, run, rows[row : row + 1])[0]))
        yield "]"
    yield "}"


def _early_stopping(race: States, run: Run) -> list[dict[str, Any]]:
    """Return what each rule cost and gained on this lane's curve."""
    return [
        {
            "rule": rule.name,
            "label": cost.label,
            "stopped": cost.stopped,
            "epochs": cost.epochs,
            "best_epoch": cost.best_epoch or None,
            "best_value": plain(cost.best_value) if cost.best_epoch else None,
        }
        for rule, cost in zip(race.setup.rules, StoppingCosts(race).rows(run.place), strict=True)
    ]


def _theory(theory: Theory, run: Run) -> dict[str, Any]:
    """Return what theory says of a lane and what was measured, by the kind of the claim; null where nothing was measured."""
    verdict = theory.verdict(run.place)
    claims = {claim.key: _claim(claim) for claim in verdict.claims}
    return {**claims, "silent": None if verdict.silence is None else english().sentence(verdict.silence)}


def _claim(claim: Claim) -> dict[str, Any]:
    """The figures of a claim, with what belongs to them where there is any."""
    figures = claim.as_dict()
    measured = None if claim.measured is None or math.isnan(claim.measured) else plain(claim.measured)
    beside = {name: plain(figures[name]) for name in _BESIDE if figures.get(name) is not None}
    return {"predicted": plain(claim.predicted), "measured": measured, **beside}


def _settings(lane: Lane) -> dict[str, Any]:
    """Optimizer, hyper-parameters, schedule, edits, and where it was forked."""
    schedule = lane.schedule
    return {
        "optimizer": type(lane.optimizer).name or type(lane.optimizer).__name__,
        "hyper_parameters": _fields(lane.optimizer),
        "schedule": None if schedule is None else _schedule(schedule),
        "edits": [{"step": step, "hyper_parameters": _fields(optimizer)} for step, optimizer in lane.edits],
        "fork": None if lane.fork is None else lane.fork._asdict(),
    }


def _schedule(schedule: Schedule) -> dict[str, Any] | list[dict[str, Any]]:
    """One table, or a list of them where several follow one another."""
    if not isinstance(schedule, ScheduleSequence):
        return {"kind": type(schedule).name, **_fields(schedule)}
    return [{"kind": type(each).name, **_fields(each), "length": length} for each, length in schedule.phases]


def _own(run: Run) -> dict[str, Any]:
    """Return what a lane has of its own, if it has."""
    lane, own = run.lane, dict[str, Any]()
    if lane.title:
        own["title"] = lane.title
    if lane.batch_size is not None:
        own |= {"batch_size": lane.batch_size, "steps_per_epoch": run.steps_per_epoch}
    return own if lane.start is None else {**own, "start": plain(lane.start)}


def _fields(settings: Any) -> dict[str, Any]:
    if not is_dataclass(settings):
        return {}
    return {field.name: plain(getattr(settings, field.name)) for field in fields(settings)}
