"""Opening of the sweep screen from a race, and of a race from a cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App

from optsim.engine.settings import BadValueError
from optsim.languages import Language
from optsim.playback.player import Player
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.translation import in_language
from optsim.sweeps.live.around import around
from optsim.sweeps.live.live_sweep import MOST_LIVE
from optsim.sweeps.plan import Plan
from optsim.system.printable import printable
from optsim.tui.language import language_of
from optsim.tui.sweep.cell_screen import CellScreen
from optsim.tui.sweep.snapshot import SweepSnapshot
from optsim.tui.sweep.sweep_screen import SweepScreen


def open_sweep(app: App[Any], player: Player, lane: str) -> None:
    """Show a player's race run many times, as its section says, else with other learning rates; tell why where that cannot be."""
    language = language_of(app)
    screen = _screen(player.scenario, lane, language)
    if isinstance(screen, str):
        app.notify(screen, severity="warning", markup=False)
    else:
        app.push_screen(screen)


def _screen(scenario: Scenario, lane: str, language: Language) -> SweepScreen | str:
    text, title = language.text, in_language(scenario, language).title or scenario.name
    section = scenario.sweep is not None and (bool(scenario.sweep.axes) or scenario.sweep.trials is not None)
    try:
        plan = Plan.of(scenario if section else around(scenario))
    except (BadValueError, ScenarioError) as error:
        return printable(text("sweep.cannot", why=error.told_in(language)))
    if plan.runs > MOST_LIVE:
        return text("sweep.too_large", runs=plan.runs, most=MOST_LIVE, name=scenario.name or "FILE")
    return SweepScreen(plan, title if section else text("sweep.what_if", title=title), lane, open_cell)


def open_cell(screen: SweepScreen, view: SweepSnapshot) -> CellScreen:
    """Return the screen of the race under the cursor."""
    look = view.look
    scenario = view.sweep.plan.scenario_of(view.sweep.cell(look.lane, look.setting, look.seed))
    return CellScreen(Player(_titled(scenario, view)), screen.clock, look.lane)


def _titled(scenario: Scenario, view: SweepSnapshot) -> Scenario:
    """The scenario with the setting in its title."""
    settings = view.sweep.sensitivity(view.look.lane).settings[view.look.setting]
    setting = ", ".join(f"{name} = {value}" for name, value in settings.items())
    title = in_language(scenario, view.language).title or scenario.name
    titled = view.language.text("sweep.cell_title", title=title, setting=setting) if setting else title
    return replace(scenario, title=titled, texts={}, view=replace(scenario.view, sweep=False))
