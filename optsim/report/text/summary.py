"""A race as text for people: a table of how each lane did, and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optsim.analysis.events import rule_sign
from optsim.analysis.insights.lane_insight import overflow
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.analysis.theory_check import theory_check
from optsim.console.ansi_style import PLAIN, AnsiStyle, letter
from optsim.engine.capabilities.states import Resumable, Run, States
from optsim.engine.status import Status
from optsim.languages import Language, english
from optsim.plot.width import cell_width, fit, fit_right, wrap
from optsim.recording.recording import Recording
from optsim.report.text.charts import charts
from optsim.report.text.lane_columns import number_text
from optsim.report.text.lane_table import lane_table
from optsim.report.text.provenance import provenance
from optsim.scenario import Scenario
from optsim.scenario.data.findings import data_warnings
from optsim.scenario.translation import in_language
from optsim.theory.verdicts import Theory
from optsim.words.scenario_lines import data_line

_SHOWN_PARAMS = 8


def as_text(
    scenario: Scenario,
    race: States,
    *,
    width: int = 100,
    ink: AnsiStyle = PLAIN,
    with_params: bool = False,
    recorded: Recording | None = None,
    language: Language | None = None,
) -> Iterator[str]:
    """Return the report in pieces, for a race at its end.

    Args:
        scenario: what the race is of.
        race: the race, at its end.
        width: of a line, in cells.
        ink: how it is coloured.
        with_params: whether the final parameters are told, too.
        recorded: the recording that the race is played from, if it is.
        language: of the sentences and labels; None for English.
    """
    language = language or english()
    scenario = in_language(scenario, language)
    yield _head(scenario, race, width, ink, language)
    if recorded is not None:
        yield from (f"{line}\n" for part in provenance(recorded, language) for line in wrap(part, width))
        yield "\n"
    yield lane_table(race, recorded, width, ink, language)
    yield "\n"
    for line in _endings(race, language):
        yield from _indented(line, width)
    if len(race.setup.rules) > 1 and recorded is None:
        # what they cost is in the states, which a recording has as hashes alone
        yield from _rules(race, language)
    yield from _theory(race, width, language)
    if with_params:
        yield from _final_params(race, width, language)
    for chart in charts(scenario, race, width, ink, language):
        yield f"\n{chart}\n"


def _head(scenario: Scenario, race: States, width: int, ink: AnsiStyle, language: Language) -> str:
    lengths = sorted(clock.steps_per_epoch for clock in race.setup.clocks)
    parts = [language.text("report.seed", seed=race.seed)]
    key = "report.steps_of" if race.head < race.budget else "report.steps"
    parts.append(language.text(key, head=race.head, budget=race.budget))
    if race.objective.has_data:
        several = "report.epoch_lengths" if len(lengths) > 1 else "report.epoch_length"
        parts.append(language.text(several, shortest=lengths[0], longest=lengths[-1]))
    title = " ".join((scenario.title or scenario.name or language.text("report.untitled")).split())
    lines = [" · ".join((ink.strong(title), *parts)), *wrap(race.objective.formula, width)]
    if race.numerics == "strict":
        lines += wrap(language.text("report.strict"), width)
    for fact in data_warnings(replace(scenario, seed=race.seed)):
        lines += wrap(": ".join(data_line(language, fact)), width)
    return "\n".join(lines) + "\n\n"


def _endings(race: States, language: Language) -> Iterator[str]:
    """Why each lane ended, and where early stopping only left its mark; lanes of one reason share a line."""
    together: dict[str, list[str]] = {}
    for run in race.runs.values():
        for text in (_ending(race, run, language), *_marks(race, run, language)):
            together.setdefault(text, []).append(letter(run.place))
    for text, letters in together.items():
        yield f"{' '.join(letters)}  {text}"
    if any(run.lane.schedule for run in race.runs.values()):
        yield f"*  {language.text('report.scheduled')}"
    for run in race.runs.values():
        if run.lane.edits:
            steps = ", ".join(str(edit.step) for edit in run.lane.edits)
            yield f"*  {language.text('report.edited', lane=letter(run.place), steps=steps)}"


def _ending(race: States, run: Run, language: Language) -> str:
    """Return how a lane ended and why, and what else is to be said of where it stands."""
    facts = (run.cause, overflow(race, run.place))
    reason = "; ".join(language.sentence(fact) for fact in facts if fact is not None)
    stopped = run.status is Status.STOPPED_EARLY
    unit = language.text(f"unit.{race.counting.unit}")
    return language.text(
        "report.stopped" if stopped else "report.ended",
        status=language.label(run.status),
        unit=unit,
        at=run.epoch,
        reason=reason,
    )


def _marks(race: States, run: Run, language: Language) -> Iterator[str]:
    """Return where early stopping only left its mark on a lane, and why."""
    unit = language.text(f"unit.{race.counting.unit}")
    for event in race.events:
        ended = run.status is Status.STOPPED_EARLY and event.step == run.last_step
        if event.lane == run.name and not ended:
            rule = f"{rule_sign(event.rule)} {race.setup.rules[event.rule].label}"
            reason, at = language.sentence(event.cause), run.epoch_of(event.step)
            yield language.text("report.would_end", rule=rule, unit=unit, at=at, reason=reason)


def _indented(line: str, width: int) -> Iterator[str]:
    """A line broken at the width, what follows the first one set in."""
    letters, _, text = line.partition("  ")
    if len(letters) > width // 3:
        yield from (f"{part}\n" for part in wrap(letters, width))
        letters = "   "
    for number, part in enumerate(wrap(text, width - len(letters) - 2)):
        yield (f"{letters}  " if number == 0 else " " * (len(letters) + 2)) + part + "\n"


def _rules(race: States, language: Language) -> Iterator[str]:
    """Return what each early-stopping rule costs and gains on each lane's curve."""
    costs, unit = StoppingCosts(race), language.text(f"units.{race.counting.unit}")
    title, best, value, open_ = (language.text(f"report.rules.{key}") for key in ("title", "best", "value", "open"))
    labels = [f"{rule_sign(number)} {rule.label}" for number, rule in enumerate(race.setup.rules)]
    width = max(map(cell_width, (title, *labels)))
    yield f"\n   {fit(title, width)}  {fit_right(unit, 8)}  {fit_right(best, 8)}  {fit_right(value, 12)}\n"
    for run in race.runs.values():
        for label, cost in zip(labels, costs.rows(run.place), strict=True):
            there = f"{cost.best_epoch:>8}  {number_text(cost.best_value, 4):>12}" if cost.best_epoch else f"{'-':>8}"
            line = f"{letter(run.place)}  {fit(label, width)}  {cost.epochs:>8}  {there}"
            yield f"{line}{'' if cost.stopped else f'   {open_}'}\n"


def _theory(race: States, width: int, language: Language) -> Iterator[str]:
    """Return what theory says of each lane, and what was measured of it; lanes of which it says the same share a line."""
    together: dict[str, list[str]] = {}
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    for run in race.runs.values():
        sentence = language.sentence(theory_check(theory.verdict(run.place)))
        together.setdefault(sentence, []).append(letter(run.place))
    yield f"\n{language.text('report.theory')}\n"
    for text, letters in together.items():
        yield from _indented(f"{' '.join(letters)}  {text}", width)


def _final_params(race: States, width: int, language: Language) -> Iterator[str]:
    """The parameters that each lane ends with, the first few of many."""
    # of a recording the state is not known that says which ones a rule has kept
    live = isinstance(race, Resumable)
    restored = live and any(run.kept_step != run.last_step for run in race.runs.values())
    yield f"\n{language.text('report.best_params' if restored else 'report.final_params')}\n"
    for run in race.runs.values():
        params = run.params if live else race.params_at(run.last_step)[run.place]
        shown = ", ".join(number_text(float(number), 4) for number in params[:_SHOWN_PARAMS])
        if len(params) > _SHOWN_PARAMS:
            norm = number_text(float(np.sqrt(np.sum(params * params))), 4)
            shown += f", … {language.text('report.all_params', number=len(params), norm=norm)}"
        yield from _indented(f"{letter(run.place)}  {shown}", width)
