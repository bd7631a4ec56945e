"""The preview of a scenario: its formula, what to look at, its lanes and what was read of its data, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from optsim.languages import Language
from optsim.playback.presentation import description
from optsim.scenario import Scenario
from optsim.scenario.data.findings import data_facts
from optsim.scenario.translation import in_language
from optsim.tui.colours.palette import mark
from optsim.words.scenario_lines import budget_text, data_line, description_text, lane_line


def described(scenario: Scenario, language: Language) -> str:
    """Return formula, description, lanes and budget as Markdown."""
    text = language.text
    lanes = "\n".join(
        f"- {mark(place)} **{escaped(lane.name)}** {escaped(lane_line(language, lane))}"
        for place, lane in enumerate(scenario.lanes.values())
    )
    budget = text("picker.budget", budget=budget_text(language, scenario), seed=scenario.seed)
    facts = "\n".join(f"- {escaped(': '.join(data_line(language, fact)))}" for fact in data_facts(scenario))
    data = f"\n\n## {escaped(text('picker.data'))}\n\n{facts}" if facts else ""
    return (
        f"`{scenario.objective.formula}`\n\n{description_text(language, description(in_language(scenario, language)))}\n\n"
        f"## {escaped(text('picker.lanes'))}\n\n{lanes}\n\n{budget}{data}"
    )


def refused(name: str, faults: Iterable[str], language: Language) -> str:
    """Return why a file cannot be used as Markdown."""
    listed = "\n".join(f"- {escaped(fault)}" for fault in faults)
    return f"# {escaped(language.text('open.refused'))}\n\n{escaped(name)}\n\n{listed}"


def escaped(text: str) -> str:
    """Return a text without any meaning in Markdown."""
    return re.sub(r"([\\`*_{}\[\]()<>#+.!|~&-])", r"\\\1", text)
