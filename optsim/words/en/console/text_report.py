"""Texts of the reports for people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "report.untitled": "Race",
        "report.seed": "seed {seed}",
        "report.steps": "{budget} steps",
        "report.steps_of": "{head} of {budget} steps",
        "report.epoch_length": "{shortest} steps an epoch",
        "report.epoch_lengths": "{shortest} to {longest} steps an epoch",
        "report.strict": "strict numerics: the same bits on every machine",
        "report.column.lane": "lane",
        "report.column.optimizer": "optimizer",
        "report.column.rate": "rate",
        "report.column.lowest": "lowest",
        "report.column.best": "best",
        "report.column.best_validation": "best valid.",
        "report.column.at": "@ {unit}",
        "report.column.status": "status",
        "report.ended": "{status}: {reason}",
        "report.stopped": "{status} at {unit} {at}: {reason}",
        "report.would_end": "{rule} would end it at {unit} {at}: {reason}",
        "report.scheduled": "the rate follows a schedule",
        "report.edited": "{lane} is edited at step {steps}",
        "report.rules.title": "early stopping",
        "report.rules.best": "best at",
        "report.rules.value": "value there",
        "report.rules.open": "has not stopped",
        "report.chart.log": "log",
        "report.chart.gap": "log of the gap to the minimum {least}",
        "report.chart.by": "by {x}",
        "report.chart.means": "means of a column",
        "report.chart.outside": "outside of the chart: {values}",
        "report.mark.best": "best",
        "report.mark.early_stopping": "early stopping",
        "report.theory": "theory",
        "report.final_params": "parameters at the end",
        "report.best_params": "parameters at the end: of a lane that early stopping watches the best ones",
        "markdown.lanes": "What was raced",
        "markdown.ranking": "Ranking",
        "markdown.chart": "Chart",
        "markdown.events": "Events",
        "markdown.again": "Again",
        "markdown.column.lane": "lane",
        "markdown.column.optimizer": "optimizer",
        "markdown.column.settings": "settings",
        "markdown.column.update": "update",
        "markdown.at_step": "step {step}",
        "markdown.no_event": "Nothing has happened.",
        "markdown.versions": "optsim {optsim}, NumPy {numpy}, {numerics} numerics",
        "report.all_params": "{number} in all, norm {norm}",
    }
)
