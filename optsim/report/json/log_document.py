"""Logs as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optsim.analysis.insights.training import training_insights
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.facts import Fact
from optsim.languages import english
from optsim.recording.row_values import cells, last_row, recorded_rows
from optsim.report import LogSubject
from optsim.report.json.values import fact_of, plain, text_of
from optsim.version import __version__


def as_log_json(subject: LogSubject) -> Iterator[str]:
    """Return the object in pieces, for logs that were read to their ends.

    `steps` are all at which any lane has any value; the arrays in a lane's `columns` have an entry for each. null was not
    logged; a value that is not finite is the string "nan", "inf" or "-inf". All digits.
    """
    curves = subject.curves
    rows, costs = recorded_rows(curves), StoppingCosts(curves)
    head = {
        "title": curves.title,
        "last_step": curves.head,
        "versions": {"optsim": __version__},
        "read": [{"run": name} | _with_sentence(fact) for name, fact in curves.about],
        "watched": "validation_loss" if curves.monitors_validation else "loss",
        "rows_a_mean": curves.rows_judged,
        "steps": rows.tolist(),
    }
    yield text_of(head).removesuffix("}") + ',\n"lanes":{'
    between = "\n"
    for run in curves.runs.values():
        yield f"{between}{text_of(run.name)}:"
        yield text_of(_lane(curves, run, costs)).removesuffix("}")
        # a log may name its columns as anything
        first = ',\n"columns":{\n'
        for name in subject.columns:
            yield f"{first}{text_of(name)}:{text_of(plain(cells(curves, run, name, rows)))}"
            first = ",\n"
        yield "}}"
        between = ",\n"
    yield "\n}}\n"


def _lane(curves: Curves, run: CurveRun, costs: StoppingCosts) -> dict[str, Any]:
    """Return how a lane ended, what is seen in it, and what each rule would have cost and kept."""
    return {
        "status": run.status.value,
        "reason": run.reason,
        "cause": fact_of(run.cause),
        "best_step": run.best_step,
        "lowest_loss": plain(run.lowest_loss),
        "end_step": last_row(curves, run),
        "insights": [_with_sentence(fact) | {"wrong": fact.wrong} for fact in training_insights(curves, run.place)],
        "early_stopping": [
            {
                "rule": rule.name,
                "label": cost.label,
                "stopped": cost.stopped,
                "step": cost.epochs,
                "best_step": cost.best_epoch if cost.known else None,
                "best_value": plain(cost.best_value) if cost.known else None,
            }
            for rule, cost in zip(curves.rules, costs.rows(run.place), strict=True)
        ],
    }


def _with_sentence(fact: Fact) -> dict[str, Any]:
    """Return a fact with its English sentence."""
    return {**fact_of(fact), "sentence": english().sentence(fact)}
