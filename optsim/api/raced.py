"""A race that has been run, with the scenario that it is of."""

from __future__ import annotations

from optsim.engine.race import Race
from optsim.languages import english
from optsim.scenario import Scenario


class Raced:
    """A race at its end, and its scenario, with the seed and the steps that it had."""

    def __init__(self, scenario: Scenario, race: Race) -> None:
        """Take a race at its head."""
        self.scenario, self.race = scenario, race

    @property
    def heading(self) -> str:
        """Title, seed and steps, in a line."""
        language, race = english(), self.race
        title = self.scenario.title or self.scenario.name or language.text("report.untitled")
        steps = "report.steps_of" if race.head < race.budget else "report.steps"
        parts = (language.text("report.seed", seed=race.seed), language.text(steps, head=race.head, budget=race.budget))
        return " · ".join((" ".join(title.split()), *parts))
