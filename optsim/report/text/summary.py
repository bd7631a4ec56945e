"""A race as text for people: a table of how each lane did, and charts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optsim.analysis.events import rule_sign
from optsim.analysis.insights import overflow
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.analysis.theory_check import theory_check
from optsim.console.ansi_style import PLAIN, AnsiStyle, letter
from optsim.engine.capabilities.states import Resumable, Run, States
from optsim.engine.status import Status
from optsim.languages import english
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit, fit_right, wrap
from optsim.recording.recording import Recording
from optsim.report.text.charts import charts
from optsim.report.text.provenance import provenance
from optsim.scenario import Scenario
from optsim.scenario.data.words import data_warnings
from optsim.theory.verdicts import Theory

_WIDEST_NAME, _SHOWN_PARAMS = 20, 8
_LEFT = ("lane", "optimizer", "status")


def as_text(
    scenario: Scenario,
    race: States,
    *,
    width: int = 100,
    ink: AnsiStyle = PLAIN,
    with_params: bool = False,
    recorded: Recording | None = None,
) -> Iterator[str]:
    """The report in pieces, for a race at its end; `recorded` is the recording that it is played from, if it is."""
    yield _head(scenario, race, width, ink)
    if recorded is not None:
        yield from (f"{line}\n" for part in provenance(recorded) for line in wrap(part, width))
        yield "\n"
    yield _table(race, recorded, width, ink)
    yield "\n"
    for line in _endings(race):
        yield from _indented(line, width)
    if len(race.setup.rules) > 1 and recorded is None:
        # what they cost is in the states, which a recording has as hashes alone
        yield from _rules(race)
    yield from _theory(race, width)
    if with_params:
        yield from _final_params(race, width)
    for chart in charts(scenario, race, width, ink):
        yield f"\n{chart}\n"


def _head(scenario: Scenario, race: States, width: int, ink: AnsiStyle) -> str:
    lengths = sorted(clock.steps_per_epoch for clock in race.setup.clocks)
    several = f"{lengths[0]} to {lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    unit = f" · {several} steps an epoch" if race.objective.has_data else ""
    taken = f"{race.head} of {race.budget}" if race.head < race.budget else str(race.budget)
    title = " ".join((scenario.title or scenario.name or "Race").split())
    lines = [f"{ink.strong(title)} · seed {race.seed} · {taken} steps{unit}", *wrap(race.objective.formula, width)]
    if race.numerics == "strict":
        lines += wrap("strict numerics: the same bits on every machine", width)
    for what, told in data_warnings(replace(scenario, seed=race.seed)):
        lines += wrap(f"{what}: {told}", width)
    return "\n".join(lines) + "\n\n"


def _table(race: States, recorded: Recording | None, width: int, ink: AnsiStyle) -> str:
    """One line a lane, the columns aligned by cells."""
    unit = "epoch" if race.objective.has_data else "step"
    best = "best valid." if race.objective.has_validation else "best"
    header = ["", "lane", "optimizer", "rate", "final loss", "validation", "lowest", best, f"@ {unit}", "status"]
    rows = [dict(zip(header, _cells(run, recorded), strict=True)) for run in race.runs.values()]
    if not race.setup.rules:
        header.remove("lowest")
    if not race.objective.has_validation:
        header.remove("validation")
    widths = {name: max(cell_width(name), *(cell_width(row[name]) for row in rows)) for name in header}
    widths["lane"] = min(widths["lane"], _WIDEST_NAME)
    for spare in ("optimizer", "rate"):
        if sum(widths[name] + 2 for name in header) - 2 > width:
            header.remove(spare)
    lines = ["  ".join(_cell(name, name, widths[name]) for name in header).rstrip()]
    for place, row in enumerate(rows):
        texts = [_cell(name, row[name], widths[name]) for name in header]
        first = ink.lane("  ".join(texts[:2]), place)
        lines.append("  ".join([first, *texts[2:]]).rstrip())
    return "\n".join(lines) + "\n"


def _cell(column: str, text: str, width: int) -> str:
    return fit(text, width) if column in _LEFT else fit_right(text, width)


def _cells(run: Run, recorded: Recording | None) -> list[str]:
    """The texts of a lane, in the order of the header."""
    cls = type(run.lane.optimizer)
    best_step, best_loss = _best(run, recorded)
    return [
        letter(run.place),
        run.name,
        cls.name or cls.__name__,
        _number(run.lane.optimizer.learning_rate) + ("*" if run.lane.schedule or run.lane.edits else ""),
        _number(run.loss),
        _number(run.validation_loss),
        _number(run.lowest_loss),
        _number(best_loss) if run.has_best else "-",
        str(run.epoch_of(best_step)) if run.has_best else "-",
        run.status.value,
    ]


def _best(run: Run, recorded: Recording | None) -> tuple[int, float]:
    """Where a lane was best, and how good: a thinned recording has that in its summary."""
    if recorded is None or recorded.every == 1 or run.name not in recorded.summary:
        return run.best_step, run.best_loss
    lane = recorded.summary[run.name]
    return lane.best_step, float(lane.best_loss)


def _number(value: float, digits: int = 3) -> str:
    """Short, and such that other programs can read it: "-3.2e-12", "nan"."""
    return compact(value, digits).replace("−", "-") if math.isfinite(value) else str(value)


def _endings(race: States) -> Iterator[str]:
    """Why each lane ended, and where early stopping only left its mark; lanes of one reason share a line."""
    together: dict[str, list[str]] = {}
    unit = "epoch" if race.objective.has_data else "step"
    for run in race.runs.values():
        stopped = run.status is Status.STOPPED_EARLY
        when = f" at {unit} {run.epoch}" if stopped else ""
        reason = "; ".join(filter(None, (run.reason, overflow(race, run.place))))
        together.setdefault(f"{run.status}{when}: {reason}", []).append(letter(run.place))
        for event in race.events:
            if event.lane == run.name and not (stopped and event.step == run.last_step):
                text = f"{rule_sign(event.rule)} {race.setup.rules[event.rule].label} would end it at {unit} {run.epoch_of(event.step)}: {english().sentence(event.cause)}"
                together.setdefault(text, []).append(letter(run.place))
    for text, letters in together.items():
        yield f"{' '.join(letters)}  {text}"
    if any(run.lane.schedule for run in race.runs.values()):
        yield "*  the rate follows a schedule"
    for run in race.runs.values():
        if run.lane.edits:
            steps = ", ".join(str(edit.step) for edit in run.lane.edits)
            yield f"*  {letter(run.place)} is edited at step {steps}"


def _indented(line: str, width: int) -> Iterator[str]:
    """A line broken at the width, what follows the first one set in."""
    letters, _, text = line.partition("  ")
    if len(letters) > width // 3:
        yield from (f"{part}\n" for part in wrap(letters, width))
        letters = "   "
    for number, part in enumerate(wrap(text, width - len(letters) - 2)):
        yield (f"{letters}  " if number == 0 else " " * (len(letters) + 2)) + part + "\n"


def _rules(race: States) -> Iterator[str]:
    """What each early-stopping rule costs and gains on each lane's curve."""
    costs, unit = StoppingCosts(race), "epochs" if race.objective.has_data else "steps"
    labels = [f"{rule_sign(number)} {rule.label}" for number, rule in enumerate(race.setup.rules)]
    width = max(map(cell_width, ("early stopping", *labels)))
    yield f"\n   {fit('early stopping', width)}  {unit:>8}  {'best at':>8}  {'value there':>12}\n"
    for run in race.runs.values():
        for label, cost in zip(labels, costs.rows(run.place), strict=True):
            best = f"{cost.best_epoch:>8}  {_number(cost.best_value, 4):>12}" if cost.best_epoch else f"{'-':>8}"
            line = f"{letter(run.place)}  {fit(label, width)}  {cost.epochs:>8}  {best}"
            yield f"{line}{'' if cost.stopped else '   has not stopped'}\n"


def _theory(race: States, width: int) -> Iterator[str]:
    """What theory says of each lane, and what was measured of it; lanes of which it says the same share a line."""
    together: dict[str, list[str]] = {}
    theory, language = Theory(race), english()
    theory.forecast.advance(lambda: True)
    for run in race.runs.values():
        told = language.sentence(theory_check(theory.verdict(run.place)))
        together.setdefault(told, []).append(letter(run.place))
    yield "\ntheory\n"
    for text, letters in together.items():
        yield from _indented(f"{' '.join(letters)}  {text}", width)


def _final_params(race: States, width: int) -> Iterator[str]:
    """The parameters that each lane ends with, the first few of many."""
    # of a recording the state is not known that says which ones a rule has kept
    live = isinstance(race, Resumable)
    restored = live and any(run.kept_step != run.last_step for run in race.runs.values())
    yield f"\nparameters at the end{': of a lane that early stopping watches the best ones' if restored else ''}\n"
    for run in race.runs.values():
        params = run.params if live else race.params_at(run.last_step)[run.place]
        shown = ", ".join(_number(float(number), 4) for number in params[:_SHOWN_PARAMS])
        if len(params) > _SHOWN_PARAMS:
            shown += f", … {len(params)} in all, norm {_number(float(np.sqrt(np.sum(params * params))), 4)}"
        yield from _indented(f"{letter(run.place)}  {shown}", width)
