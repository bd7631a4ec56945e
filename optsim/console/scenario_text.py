"""A scenario in words: formula, lanes, budget, data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from optsim.console.ansi_style import PLAIN, AnsiStyle
from optsim.console.values import is_plain, value_text
from optsim.engine.data.examples import Data
from optsim.engine.settings import Settings
from optsim.engine.setup import objectives_of
from optsim.languages import Language, english
from optsim.plot.width import cell_width, fit, wrap
from optsim.scenario import Scenario
from optsim.scenario.data.findings import data_facts
from optsim.scenario.translation import in_language
from optsim.words.scenario_lines import budget_text, data_line, lane_line

#: stands for ** while lines are broken: it takes no cell
_TOGGLE = "\x02"
_NO_BREAK = "\N{NO-BREAK SPACE}"


def scenario_text(
    scenario: Scenario, *, width: int = 100, ink: AnsiStyle = PLAIN, language: Language | None = None
) -> Iterator[str]:
    """A scenario, line by line: title, formula, what it is about, lanes, budget; in English where no language is given."""
    language = language or english()
    scenario = in_language(scenario, language)
    title = " ".join((scenario.title or scenario.name or language.text("show.untitled")).split())
    yield from map(ink.strong, wrap(title, width))
    yield from wrap(scenario.objective.formula, width)
    yield ""
    if scenario.description:
        yield from _wrapped(scenario.description, width, ink)
        yield ""
    name_width = max(map(cell_width, scenario.lanes))
    rows = [
        (name, lane_line(language, lane), lane.title or lane.optimizer.equation)
        for name, lane in scenario.lanes.items()
    ]
    line_width = max(cell_width(line) for _, line, _ in rows)
    for place, (name, line, formula) in enumerate(rows):
        start = f"{fit(name, name_width)}  {fit(line, line_width)}  "
        room = cell_width(formula) <= width - cell_width(start)
        yield ink.lane(fit(name, name_width), place) + f"  {fit(line, line_width)}  {formula if room else ''}".rstrip()
    yield ""
    yield from _conditions(scenario, width, language)


def _wrapped(text: str, width: int, ink: AnsiStyle) -> Iterator[str]:
    """Markdown as lines: paragraphs, and list items that hang from their dash; **strong** words may go over lines."""
    strong = False
    for line in text.splitlines():
        item = line.startswith("- ")
        marked = line.removeprefix("- ").replace("**", _TOGGLE)
        for number, part in enumerate(wrap(marked, width - 2 if item else width)):
            pieces = part.split(_TOGGLE)
            styled = [ink.strong(piece) if strong ^ (place % 2 == 1) else piece for place, piece in enumerate(pieces)]
            strong ^= len(pieces) % 2 == 0
            yield ("" if not item else "- " if number == 0 else "  ") + "".join(styled)


def _conditions(scenario: Scenario, width: int, language: Language) -> Iterator[str]:
    """Budget, early stopping, and the objective's settings that the formula does not tell."""
    objective, text = scenario.objective, language.text
    budget = _budget(scenario, language)
    if scenario.target_loss is not None:
        budget = text("budget.target", budget=budget, loss=scenario.target_loss)
    parts = [("budget", budget), ("seed", str(scenario.seed)), ("numerics", text(f"show.{scenario.numerics}"))]
    parts += [("early_stopping", _settings(rule)) for rule in scenario.early_stopping]
    parts.append(("objective", _settings(objective)))
    if isinstance(data := getattr(objective, "data", None), Data) and data.table is None:
        parts.append(("data", _settings(data)))
    lines = [(text(f"show.{key}"), value) for key, value in parts]
    lines += [data_line(language, fact) for fact in data_facts(scenario)]
    if scenario.demo is not None:
        columns, rows = scenario.demo.size
        acts = text("show.demo_of", acts=len(scenario.demo.do), columns=columns, rows=rows)
        lines.append((text("show.demo"), acts))
    if scenario.sweep is not None:
        lines.append((text("show.sweep"), _sweep(scenario, language)))
    yield from _hanging(lines, width)


def _sweep(scenario: Scenario, language: Language) -> str:
    from optsim.sweeps.findings import tuning_of  # noqa: PLC0415 few scenarios have one
    from optsim.sweeps.plan import Plan  # noqa: PLC0415

    return language.sentence(tuning_of(Plan.of(scenario)))


def data_text(scenario: Scenario, *, width: int, language: Language) -> Iterator[str]:
    """Return lines on what was read of the data file and on the examples; none where there is nothing to tell."""
    lines = [data_line(language, fact) for fact in data_facts(scenario)]
    yield from (f"  {line}" for line in _hanging(lines, width - 2))


def _hanging(parts: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Each key with its text beside it, over as many lines as it takes."""
    indent = max((cell_width(key) for key, _ in parts), default=0) + 2
    for key, text in parts:
        for number, line in enumerate(wrap(text, width - indent)):
            yield fit(key if number == 0 else "", indent) + line.replace(_NO_BREAK, " ")


def _budget(scenario: Scenario, language: Language) -> str:
    """Steps and epochs; of lanes with epochs of several lengths the fewest and the most."""
    if not scenario.objective.has_data or scenario.epochs is not None:
        return budget_text(language, scenario)
    lengths = sorted({each.steps_per_epoch for each in objectives_of(scenario.objective, [*scenario.lanes.values()])})
    fewest, most = (f"{scenario.steps / length:g}" for length in (lengths[-1], lengths[0]))
    epochs = most if fewest == most else language.text("budget.from_to", fewest=fewest, most=most)
    return language.text("budget.steps_and_epochs", steps=scenario.steps, epochs=epochs)


def _settings(instance: Any) -> str:
    """Name and settings, as a file would say them."""
    name = getattr(type(instance), "name", "") or getattr(type(instance), "title", "")
    shown = [
        f"{field.name} = {value_text(value)}".replace(" ", _NO_BREAK)
        for field in (fields(instance) if is_dataclass(instance) else ())
        if field.init and is_plain(value := getattr(instance, field.name)) and value != ()
        if not isinstance(instance, Settings) or instance.in_use(field.name)
    ]
    return f"{name}: {', '.join(shown)}" if name and shown else name + ", ".join(shown)
