"""Logs as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.analysis.insights.training import training_insights
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.console.ansi_style import letter
from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language, english
from optsim.report import LogSubject
from optsim.report.markdown.escaping import code, escaped, fenced, paragraph, table
from optsim.report.text.log_summary import RULE_HEADS, cost_texts, lane_heads, lane_numbers, log_charts, watched
from optsim.system.printable import printable
from optsim.version import __version__

#: cells of a chart as text: a page has the same wherever it is made
_WIDTH = 100


def log_page(subject: LogSubject) -> Iterator[str]:
    """Return the page in pieces: losses, what is seen in them, rules, charts, how the logs were read."""
    curves, language = subject.curves, subject.language or english()
    text = language.text
    yield f"# {escaped(curves.title)}\n\n"
    yield _heading(text("markdown.log.lanes")) + _lanes(curves, language) + "\n"
    yield _heading(text("markdown.log.insights")) + "".join(_insights(curves, language)) + "\n"
    yield _heading(text("log.rules")) + paragraph(watched(curves, language)) + "\n" + _rules(curves, language) + "\n"
    yield _heading(text("markdown.chart"))
    for chart in log_charts(subject._replace(width=_WIDTH, style=None), language):
        yield fenced(chart, "text") + "\n"
    yield _heading(text("markdown.log.read"))
    for name, fact in curves.about:
        yield f"- {code(name)}: {escaped(language.sentence(fact))}\n"
    yield "\n" + _heading(text("markdown.again")) + paragraph(f"optsim {__version__}")
    if subject.command:
        yield "\n" + fenced(printable(subject.command), "sh")


def _heading(text: str) -> str:
    return f"## {escaped(text)}\n\n"


def _lanes(curves: Curves, language: Language) -> str:
    """Return a table of the newest losses of each lane, and its best."""
    heads = [language.text("markdown.column.lane"), *lane_heads(curves, language)]
    rows = [
        [_name(curves, place), *_escaped(lane_numbers(curves, run))] for place, run in enumerate(curves.runs.values())
    ]
    return table(_escaped(heads), rows, right=set(range(1, len(heads))))


def _insights(curves: Curves, language: Language) -> Iterator[str]:
    """Yield an item for each thing that is seen in a lane."""
    for place in range(len(curves.lanes)):
        for fact in training_insights(curves, place):
            yield f"- {_name(curves, place)}: {escaped(language.sentence(fact))}\n"


def _rules(curves: Curves, language: Language) -> str:
    """Return a table of what each rule would have cost and kept on each lane."""
    heads = [language.text(key) for key in ("markdown.column.lane", "log.rule", *RULE_HEADS)]
    costs = StoppingCosts(curves)
    rows = [
        [_name(curves, place), *_escaped([cost.label, *cost_texts(curves, cost, lane.name, language)])]
        for place, lane in enumerate(curves.lanes)
        for cost in costs.rows(place)
    ]
    return table(_escaped(heads), rows, right=set(range(2, len(heads))))


def _name(curves: Curves, place: int) -> str:
    return f"{letter(place)} {code(curves.lanes[place].name)}"


def _escaped(texts: list[str]) -> list[str]:
    return [*map(escaped, texts)]
