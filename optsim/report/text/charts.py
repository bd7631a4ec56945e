"""The charts of a report: which curves, which axes, which marks; and as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optsim.analysis.chart_marks import BEST, marks
from optsim.analysis.events import Kind, rule_sign
from optsim.analysis.quantities import ChartedQuantity, counted, per_step, series
from optsim.analysis.scales import Scale, scale_of, starting_values
from optsim.console.ansi_style import PLAIN, AnsiStyle, letter
from optsim.engine.capabilities.states import Run, States
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array
from optsim.languages import Language
from optsim.plot.axis import Axis, fit_steps, fit_values, outside_of
from optsim.plot.numbers import compact
from optsim.plot.text_chart import TextCurve, TextMark, column_means, text_chart
from optsim.plot.width import cell_width
from optsim.recording.row_values import last_row
from optsim.scenario import Scenario

_HEIGHT, _LABELS, _MARGIN = 20, 7, 0.03
#: the texts of what marks mean
_MARKS = {
    BEST: "report.mark.best",
    Kind.STOPPED.sign: "report.mark.early_stopping",
    Kind.DIVERGED.sign: "status.diverged",
    Kind.TARGET.sign: "status.target_reached",
}


class Chart(NamedTuple):
    """Curves of a quantity, their marks and axes; `title` says what is drawn over what, and how, `note` what lies outside."""

    title: str
    curves: list[TextCurve]
    marks: list[TextMark]
    x: Axis
    y: Axis
    note: str


def charts(scenario: Scenario, race: States, width: int, ink: AnsiStyle, language: Language) -> Iterator[str]:
    """The charts of a race as texts, each with its title, what is outside of it and its legend."""
    for column in charted(scenario, race):
        # the frame takes some columns for its labels
        chart = chart_of(scenario, race, column, width - _LABELS, language, ink)
        yield _text(race, chart, width, ink, language)


def charted(scenario: Scenario, race: States) -> list[str]:
    """Return what is charted: what the scenario's view asks for, and the validation loss where examples are held out."""
    shown = [scenario.view.y]
    if race.objective.has_validation and "validation_loss" not in shown:
        shown.append("validation_loss")
    return shown


def chart_of(
    scenario: Scenario, race: States, column: str, points: int, language: Language, ink: AnsiStyle = PLAIN
) -> Chart:
    """Return the chart of a quantity.

    Args:
        scenario: whose view says over what and on which scale.
        race: the race, at its end.
        column: the quantity.
        points: the most of a curve; a longer one is that of its means.
        language: of the title and the note.
        ink: has the colours of the lanes.
    """
    scale, measured = scale_of(race, column, scenario.view.scale), series(race, column)
    factors = [per_step(race, scenario.view.x, run.place) for run in race.runs.values()]
    full = [_curve(race, run, measured, factor, ink) for run, factor in zip(race.runs.values(), factors, strict=True)]
    curves = [_thinned(curve, points, scale) for curve in full]
    starts = np.array([curve.y[0] for curve in full if len(curve.y)])
    furthest = max(counted(race, scenario.view.x, race.head, run.place) for run in race.runs.values())
    first_values = starting_values(column, starts, [curve.y for curve in full])
    y = _tight(fit_values([curve.y for curve in curves], first_values, log=scale.log, least=scale.least), curves)
    means = any(len(curve.x) < len(whole.x) for curve, whole in zip(curves, full, strict=True))
    outside = outside_of(y, (_visible_values(*each, scale) for each in zip(curves, full, strict=True)))
    return Chart(
        title=_title(scenario, column, language, scale, means=means),
        curves=curves,
        marks=_marks(race, measured, factors),
        x=fit_steps(furthest, furthest),
        y=y,
        note="" if outside is None else language.text("report.chart.outside", values=language.sentence(outside)),
    )


def _text(race: States, chart: Chart, width: int, ink: AnsiStyle, language: Language) -> str:
    drawn = text_chart(chart.curves, chart.marks, chart.x, chart.y, width=width, height=_HEIGHT)
    notes = [chart.note] if chart.note else []
    legend = _legend(race, chart.marks, width, ink, language)
    return "\n".join([ink.strong(chart.title), drawn.replace("\x1b", ink.escape), *notes, *legend])


def _title(scenario: Scenario, column: str, language: Language, scale: Scale, *, means: bool) -> str:
    """Return what is drawn over what, and how."""
    parts = [language.heading(QUANTITIES[column])]
    if scale.log:
        parts.append(language.text(f"report.chart.{scale.kind}", least=compact(scale.least)))
    parts.append(language.text("report.chart.by", x=language.text(f"unit.{scenario.view.x}")))
    if means:
        parts.append(language.text("report.chart.means"))
    return " · ".join(parts)


def _visible_values(curve: TextCurve, whole: TextCurve, scale: Scale) -> Array:
    """The values that are drawn, and those that no mean of a column shows on a log scale."""
    return np.append(curve.y, whole.y[whole.y <= scale.least]) if len(curve.y) < len(whole.y) else whole.y


def _thinned(curve: TextCurve, columns: int, scale: Scale) -> TextCurve:
    x, y = column_means(curve.x, curve.y, columns, log=scale.log, least=scale.least)
    return TextCurve(curve.letter, x, y, curve.colour)


def _tight(axis: Axis, curves: list[TextCurve]) -> Axis:
    """The axis without the room for values to come: here there are none."""
    units = np.concatenate([axis.units(curve.y) for curve in curves])
    inside = units[(units >= axis.low) & (units <= axis.high)]
    if not inside.size:
        return axis
    low, high = float(inside.min()), float(inside.max())
    margin = _MARGIN * (high - low)
    if margin == 0:
        return axis
    low = max(low - margin, axis.low) if low > axis.low else axis.low
    high = min(high + margin, axis.high)
    return axis._replace(low=low, high=high)


def _curve(race: States, run: Run, measured: ChartedQuantity, factor: float, ink: AnsiStyle) -> TextCurve:
    """A lane's values up to its end."""
    own = measured.rows[run.place]
    count = last_row(race, run) // own.steps_per_row + 1
    rows = np.arange(count) if own.filled is None else own.filled[own.filled < count]
    x = rows.astype(np.float64) * (own.steps_per_row * factor)
    y = own.of(measured.values)[: len(rows), run.place]
    if own.filled is not None:
        # of a thinned recording there are rows with other lanes alone
        x, y = x[~np.isnan(y)], y[~np.isnan(y)]
    return TextCurve(letter(run.place), x, y, ink.colour(run.place))


def _marks(race: States, measured: ChartedQuantity, factors: list[float]) -> list[TextMark]:
    """The signs on a chart of a quantity; ★ and ◆ stand on the curve that is watched."""
    watched = "validation_loss" if race.monitors_validation else "loss"
    return [
        TextMark(mark.sign, mark.step * factors[mark.place], measured.at(mark.step, mark.place))
        for mark in marks(race)
        if measured.name == watched or (not mark.watched and measured.name != "validation_loss")
    ]


def _legend(race: States, signs: list[TextMark], width: int, ink: AnsiStyle, language: Language) -> list[str]:
    """Which letter is whose, and what the marks say."""
    entries = [(f"{letter(run.place)} {run.name}", run.place) for run in race.runs.values()]
    lines, room = [""], width
    for text, place in entries:
        needed = cell_width(text) + 3
        if room < needed and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += ("   " if lines[-1] else "") + ink.lane(text, place)
        room -= needed
    meanings = meaning_of_marks(race, signs, language)
    return [*lines, "   ".join(meanings)] if meanings else lines


def meaning_of_marks(race: States, signs: list[TextMark], language: Language) -> list[str]:
    """Return what the marks of a chart stand for, as "★ best"."""
    words = {sign: language.text(key) for sign, key in _MARKS.items()}
    if len(race.setup.rules) > 1:
        words |= {rule_sign(number): rule.label for number, rule in enumerate(race.setup.rules)}
    return [f"{sign} {word}" for sign, word in words.items() if any(mark.sign == sign for mark in signs)]
