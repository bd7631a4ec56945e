"""Lines on a scenario: its description, its budget, its lanes, and what was read of its data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from optsim.engine.lane import Lane
from optsim.engine.schedule import phases_of
from optsim.engine.settings import declared
from optsim.facts import Fact
from optsim.languages import Language
from optsim.scenario import Scenario
from optsim.system.limits import MOST_LINES

if TYPE_CHECKING:
    from optsim.playback.presentation import Description
    from optsim.scenario.data.facts import DataFact

_FEW_NUMBERS = 4
#: what begins and ends a block of code, and what each line of one begins with that has neither
_FENCES, _INDENT = ("```", "~~~"), " " * 4
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
#: with marks of Markdown between
_WIDE_END, _WIDE_BEGINNING = rf"{_WIDE}[*_`)\]]*$", rf"\s*[*_`(\[]*{_WIDE}"


def description_text(language: Language, description: Description) -> str:
    """Return a description in Markdown; of a very long one the beginning, with a note that more is in the file."""
    if description.instead is not None:
        return f"{language.sentence(description.instead)}."
    if description.facts:
        return _facts_text(language, description.facts)
    text = _joined(description.text)
    if not description.more:
        return text
    return f"{text}\n\n{language.text('description.more', number=description.more)}"


def _facts_text(language: Language, facts: Sequence[tuple[str, Fact]]) -> str:
    """Return facts as a list under the name of what they are about."""
    lines: list[str] = []
    for name, fact in facts:
        head = f"**{markdown_escaped(name)}**"
        lines += [] if head in lines else ["", head, ""]
        lines.append(f"- {markdown_escaped(language.sentence(fact))}")
    shown = lines[:MOST_LINES]
    return "\n".join(shown if len(shown) == len(lines) else [*shown, "", "…"])


def markdown_escaped(text: str) -> str:
    """Return a text in which Markdown sees nothing but letters."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~-])", r"\\\1", text)


def _joined(text: str) -> str:
    """Return Markdown without line ends between full-width characters of a paragraph: they would be seen as blanks."""
    joined: list[str] = []
    in_code = False
    for line in text.split("\n"):
        in_code ^= line.lstrip().startswith(_FENCES)
        before = joined[-1] if joined else ""
        is_text = not (in_code or before.lstrip().startswith("#") or before.startswith(_INDENT))
        if is_text and _meets_in_full_width(before, line):
            joined[-1] += line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _meets_in_full_width(before: str, line: str) -> bool:
    # English does not wait until the patterns are compiled
    if before.isascii() or line.isascii():
        return False
    return bool(re.search(_WIDE_END, before) and re.match(_WIDE_BEGINNING, line))


def data_line(language: Language, fact: DataFact) -> tuple[str, str]:
    """Return what a fact of data is about, and its sentence."""
    return language.text(f"data.about.{fact.about}"), language.sentence(fact)


def budget_text(language: Language, scenario: Scenario) -> str:
    """Return how long it races: steps, or epochs where lanes have epochs of several lengths."""
    if scenario.epochs is None:
        return language.text("budget.steps", steps=scenario.steps)
    epochs = "budget.one_epoch" if scenario.epochs == 1 else "budget.epochs"
    return language.text(epochs, epochs=scenario.epochs, steps=scenario.steps)


def own_line(language: Language, lane: Lane) -> str:
    """Return batch size and start, where a lane has its own: "Batch size 4, start (1, 2)"; empty where it has none."""
    line = ", ".join(_own(language, lane))
    return line[:1].upper() + line[1:]


def lane_line(language: Language, lane: Lane) -> str:
    """Return the optimizer and its hyper-parameters, but the rate only those that are not their default: "Adam, α = 0.05"."""
    return ", ".join(lane_parts(language, lane))


def lane_parts(language: Language, lane: Lane) -> list[str]:
    """Return the title of the optimizer, and then what `lane_line` says of the lane, one by one."""
    optimizer = lane.optimizer
    parts = [language.of("optimizer", optimizer) or type(optimizer).__name__]
    for name, setting in declared(type(optimizer)).items():
        value = getattr(optimizer, name)
        if name == "learning_rate" or value != setting.default:
            symbol = (setting.setting.symbol if setting.setting else "") or name
            shown = f"{value:.6g}" if isinstance(value, float) else str(value).lower()
            parts.append(f"{language.formula(symbol, optimizer.name)} = {shown}")
    parts += _own(language, lane)
    if lane.schedule is not None:
        names = [each.schedule.name or type(each.schedule).__name__ for each in phases_of(lane.schedule)]
        parts.append(language.text("lane.schedule", names=language.text("lane.then").join(names)))
    if lane.edits:
        steps = ", ".join(str(edit.step) for edit in lane.edits)
        parts.append(language.text("lane.edited", steps=steps))
    return parts


def _own(language: Language, lane: Lane) -> list[str]:
    size = [] if lane.batch_size is None else [language.text("lane.batch_size", size=lane.batch_size)]
    if lane.start is None:
        return size
    return [*size, language.text("lane.start", point=point_text(lane.start))]


def point_text(point: Sequence[float]) -> str:
    """Return a point as people write it, of many numbers the first: "(0.1, 3)"."""
    shown = ", ".join(f"{number:.4g}" for number in point[:_FEW_NUMBERS])
    return f"({shown}{', …' if len(point) > _FEW_NUMBERS else ''})"
