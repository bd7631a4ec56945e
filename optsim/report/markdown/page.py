"""A race as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from optsim.analysis.events import EventLog, RaceEvent
from optsim.analysis.ranking import standings
from optsim.console.ansi_style import PLAIN, letter
from optsim.engine.capabilities.states import States
from optsim.engine.optimizer import Optimizer
from optsim.languages import Language, english
from optsim.report import Subject
from optsim.report.markdown.escaping import code, escaped, fenced, paragraph, picture, table
from optsim.report.text.charts import charts
from optsim.report.text.lane_columns import measured_columns
from optsim.report.text.provenance import provenance
from optsim.scenario.translation import in_language
from optsim.system.printable import printable
from optsim.version import __version__
from optsim.words.scenario_lines import lane_parts

#: cells of a chart as text: a page has the same wherever it is made
_WIDTH = 100


def page(subject: Subject, beside: Path | None) -> Iterator[str]:
    """Return the page in pieces, for a race at its end; `beside` is the file of its picture, None for charts in the page."""
    language = subject.language or english()
    subject = subject._replace(scenario=in_language(subject.scenario, language))
    yield f"# {escaped(title_of(subject, language))}\n\n"
    yield f"{code(subject.race.formula)}\n\n" if subject.race.formula else ""
    yield _heading("lanes", language) + _lanes(subject, language) + "\n"
    yield _heading("ranking", language) + _ranking(subject, language) + "\n"
    yield _heading("chart", language)
    if beside is None:
        for chart in charts(subject.scenario, subject.race, _WIDTH, PLAIN, language):
            yield fenced(chart, "text") + "\n"
    else:
        yield picture(title_of(subject, language), beside) + "\n"
    yield _heading("events", language)
    yield from _events(subject.race, language)
    yield "\n" + _heading("again", language)
    yield from _again(subject, language)


def title_of(subject: Subject, language: Language) -> str:
    """Return the title of the scenario, else its name."""
    return subject.scenario.title or subject.scenario.name or language.text("report.untitled")


def _heading(key: str, language: Language) -> str:
    return f"## {escaped(language.text(f'markdown.{key}'))}\n\n"


def _lanes(subject: Subject, language: Language) -> str:
    """Return a table of what was raced: each lane with its optimizer, its settings and its update."""
    heads = [language.text(f"markdown.column.{key}") for key in ("lane", "optimizer", "settings", "update")]
    rows = []
    lanes = subject.scenario.lanes
    for run in subject.race.runs.values():
        optimizer, *settings = lane_parts(language, run.lane)
        title = lanes[run.name].title if run.name in lanes else run.lane.title
        own = f" {escaped(title)}" if title else ""
        lane = f"{letter(run.place)} {code(run.name)}{own}"
        rows.append(
            [lane, escaped(optimizer), escaped(", ".join(settings)), code(_update(run.lane.optimizer, language))]
        )
    return table(list(map(escaped, heads)), rows, right=set())


def _update(optimizer: Optimizer, language: Language) -> str:
    return language.formula(optimizer.equation, optimizer.name)


def _ranking(subject: Subject, language: Language) -> str:
    """Return a table of how each lane did, the best first."""
    race, text = subject.race, language.text
    columns = measured_columns(race, subject.recorded, language)
    heads = ["#", text("report.column.lane"), *(column.head for column in columns), text("report.column.status")]
    rows = []
    for lane in sorted(standings(race), key=lambda lane: lane.rank):
        run = race.runs[lane.name]
        status = language.label(run.status)
        if lane.cause is not None:
            status = text("report.ended", status=status, reason=language.sentence(lane.cause))
        numbers = [escaped(column.text(run)) for column in columns]
        rows.append([str(lane.rank), f"{letter(lane.place)} {code(lane.name)}", *numbers, escaped(status)])
    return table(list(map(escaped, heads)), rows, right={0, *range(2, 2 + len(columns))})


def _events(race: States, language: Language) -> Iterator[str]:
    """Yield an item an event; that nothing has happened where there is none."""
    events = EventLog(race).happenings()
    for event in events:
        yield f"- {_event(race, event, language)}\n"
    if not events:
        yield paragraph(language.text("markdown.no_event"))


def _event(race: States, event: RaceEvent, language: Language) -> str:
    at = escaped(language.text("markdown.at_step", step=event.step))
    who = f"{letter(race.runs[event.lane].place)} {code(event.lane)}: " if event.lane else ""
    return f"{at}: {event.sign} {who}{escaped(language.sentence(event.fact))}"


def _again(subject: Subject, language: Language) -> Iterator[str]:
    """Yield seed, versions and numerics, where the numbers come from, and the command."""
    race, text = subject.race, language.text
    parts = [
        text("report.seed", seed=race.seed),
        text("report.steps_of" if race.head < race.budget else "report.steps", head=race.head, budget=race.budget),
        text("markdown.versions", optsim=__version__, numpy=np.__version__, numerics=race.numerics),
    ]
    yield paragraph(" · ".join(parts)) + "\n"
    if subject.recorded is not None:
        yield from (paragraph(sentence) + "\n" for sentence in provenance(subject.recorded, language))
    if subject.command:
        yield fenced(printable(subject.command), "sh")
