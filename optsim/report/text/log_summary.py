"""Logs as text for people: how they were read, what is seen in them, what rules would have cost, and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optsim.analysis.insights.training import training_insights
from optsim.analysis.quantities import series
from optsim.analysis.scales import Scale, scale_of
from optsim.analysis.stopping_costs import Cost, StoppingCosts
from optsim.console.ansi_style import letter
from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.history.quantities import QUANTITIES
from optsim.languages import Language
from optsim.plot.axis import Axis, fit_steps, fit_values, outside_of
from optsim.plot.text_chart import TextCurve, TextMark, column_means, text_chart
from optsim.plot.width import cell_width, fit, fit_right, shorten, wrap
from optsim.report import LogSubject
from optsim.report.text.lane_columns import number_text

_HEIGHT, _LABELS, _LONGEST_NAME = 20, 7, 32
#: heads of what `cost_texts` says
RULE_HEADS = ("log.stopped", "log.saved", "log.kept_at", "log.value")
#: the share of a curve's values that its chart has at least
_NEARLY_ALL = 0.95
#: cells of a column of numbers
_NUMBER = 11


def as_log_text(subject: LogSubject, language: Language) -> Iterator[str]:
    """Yield the report of logs, piece by piece."""
    curves, width = subject.curves, subject.width
    yield f"{subject.style.strong(curves.title) if subject.style else curves.title}\n"
    name_before = ""
    for name, fact in curves.about:
        if name != name_before:
            yield f"\n{name}\n"
            name_before = name
        yield from _indented(language.sentence(fact), width, "  ")
    yield "\n"
    yield from _lanes(curves, language)
    yield "\n"
    for place, lane in enumerate(curves.lanes):
        for fact in training_insights(curves, place):
            yield from _indented(f"{letter(place)}  {language.sentence(fact)}", width, "   ", first="")
        del lane
    yield from _rules(curves, language)
    for chart in log_charts(subject, language):
        yield f"\n{chart}\n"


def log_charts(subject: LogSubject, language: Language) -> Iterator[str]:
    """Yield a chart of each loss of all lanes."""
    for quantity in ("loss", "validation_loss"):
        if subject.curves.history.measures(quantity):
            yield _chart(subject, quantity, language)


def _indented(text: str, width: int, before: str, first: str | None = None) -> Iterator[str]:
    for number, part in enumerate(wrap(text, width - len(before))):
        yield f"{first if number == 0 and first is not None else before}{part}\n"


def lane_heads(curves: Curves, language: Language) -> list[str]:
    """Return the heads of what `lane_numbers` says."""
    validation = ["report.log.validation"] if curves.has_validation else []
    return [language.text(key) for key in ("lane_table.loss", *validation, "log.lowest", "log.steps_head")]


def lane_numbers(curves: Curves, run: CurveRun) -> list[str]:
    """Return the newest losses of a lane, its best and where that was."""
    values = [run.loss, *([run.validation_loss] if curves.has_validation else []), run.lowest_loss]
    return [*map(number_text, values), str(run.best_step)]


def _lanes(curves: Curves, language: Language) -> Iterator[str]:
    """Yield a line for each lane: its newest losses and its best."""
    text = language.text
    names = [f"{letter(place)}  {shorten(lane.name, _LONGEST_NAME)}" for place, lane in enumerate(curves.lanes)]
    wide = max(map(cell_width, (*names, text("lane_table.lane"))))
    yield f"{fit(text('lane_table.lane'), wide)}{_numbers(lane_heads(curves, language))}\n"
    for name, run in zip(names, curves.runs.values(), strict=True):
        yield f"{fit(name, wide)}{_numbers(lane_numbers(curves, run))}\n"


def _numbers(texts: Sequence[str]) -> str:
    return "".join(fit_right(text, _NUMBER) for text in texts)


def _rules(curves: Curves, language: Language) -> Iterator[str]:
    """Yield what each rule would have cost and kept on each lane."""
    text, costs = language.text, StoppingCosts(curves)
    yield f"\n{text('log.rules')} · {watched(curves, language)}\n"
    labels = [each.label for each in costs.rows(0)]
    wide = max(map(cell_width, (*labels, text("log.rule")))) + 3
    yield f"{fit('   ' + text('log.rule'), wide)}{_numbers([*map(text, RULE_HEADS)])}\n"
    for place, lane in enumerate(curves.lanes):
        for cost in costs.rows(place):
            yield f"{fit(f'{letter(place)}  {cost.label}', wide)}{_numbers(cost_texts(curves, cost, lane.name, language))}\n"


def watched(curves: Curves, language: Language) -> str:
    """Return what the rules judge."""
    what = language.heading(QUANTITIES["validation_loss" if curves.monitors_validation else "loss"])
    rows = curves.rows_judged
    return language.text("log.rules_of" if rows == 1 else "log.rules_of_means", what=what, rows=rows)


def cost_texts(curves: Curves, cost: Cost, lane: str, language: Language) -> list[str]:
    """Return where a rule stopped, how much of the run that saves, and what it keeps."""
    best = [str(cost.best_epoch), number_text(cost.best_value, 4)] if cost.known else ["-", "-"]
    if not cost.stopped:
        return [language.text("log.not_stopped"), "-", *best]
    last = curves.counting.last_steps[curves.runs[lane].place]
    saved = f"{100 * (last - cost.epochs) / last:.0f} %" if last else "-"
    return [str(cost.epochs), saved, *best]


def _chart(subject: LogSubject, quantity: str, language: Language) -> str:
    """Return a chart of a quantity of all lanes."""
    curves, charted = subject.curves, series(subject.curves, quantity)
    scale, columns = scale_of(curves, quantity, "auto"), subject.width - _LABELS
    drawn, marks = [], []
    for place, own in enumerate(charted.rows):
        x, y = _rows(own.filled, charted.values[:, place], curves.head)
        x, y = column_means(x, y, columns, log=scale.log, least=scale.least)
        drawn.append(TextCurve(letter(place), x, y, subject.style.colour(place) if subject.style else None))
        if quantity == ("validation_loss" if curves.monitors_validation else "loss"):
            best = curves.runs[curves.lanes[place].name].best_step
            marks.append(TextMark("★", best, charted.at(best, place)))
    y_axis = _values_axis([each.y for each in drawn], scale)
    chart = text_chart(drawn, marks, fit_steps(curves.head, curves.head), y_axis, width=subject.width, height=_HEIGHT)
    by = language.text("report.chart.by", x=language.text("unit.step"))
    title = " · ".join(
        (language.heading(QUANTITIES[quantity]), *([language.text("chart.log")] if scale.log else []), by)
    )
    outside = outside_of(y_axis, [each.y for each in drawn])
    note = "" if outside is None else f"\n{language.text('report.chart.outside', values=language.sentence(outside))}"
    return f"{title}\n{chart.replace(chr(27), subject.style.escape if subject.style else chr(27))}{note}"


def _values_axis(values: Sequence[np.ndarray], scale: Scale) -> Axis:
    """Return the axis of curves: of one that has risen far above its start the chart has nearly all, too."""
    finite = [each[np.isfinite(each)] for each in values]
    levels = [level for each in finite if len(each) for level in (each[0], np.quantile(each, _NEARLY_ALL))]
    return fit_values(values, np.array(levels), log=scale.log, least=scale.least)


def _rows(filled: np.ndarray | None, values: np.ndarray, head: int) -> tuple[np.ndarray, np.ndarray]:
    steps = np.arange(head + 1) if filled is None else filled
    return steps.astype(np.float64), values[: len(steps)]
