"""Checks of a panel."""

from __future__ import annotations

import asyncio

from textual.app import App

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import Resumable, States
from optsim.languages import english
from optsim.plot.width import cell_width
from optsim.scenario import Scenario
from optsim.testing.assertions import check_registered, demand
from optsim.testing.sources import player_with
from optsim.tui.commands import commands_of
from optsim.tui.frame_clock import MonotonicClock
from optsim.tui.panel import Panel
from optsim.tui.panels import in_order, own_panels
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.cell_view import CellView

_SIZES = ((80, 24), (120, 36), (160, 45))
_LANES = (1, 4, 12)
_STEPS = 40


def check_panel(panel: type[Panel]) -> None:
    """Check a panel.

    It says what it is, and its keys are its own. With a source of just the capability that it needs, with 1, 4 and 12 lanes, in
    windows of 80×24, 120×36 and 160×45 cells, at the start and at the end, its key shows it, its widgets lie within the window,
    what it draws fills them, and drawing it again gives the same.

    Args:
        panel: The class.

    Raises:
        AssertionError: With what is wrong.
    """
    check_registered(panel)
    demand(
        panel.needs in (Curves, Points, States, Resumable),
        f"{panel.needs} is no capability: Curves, Points, States or Resumable",
    )
    demand(bool(panel.help), f"{panel.__name__} needs a line of help: class attribute `help`")
    others = [each for each in own_panels() if each.name != panel.name]
    known = {key: command.words(english()) for command in commands_of(others) for key in command.keys.split(",") if key}
    for command in panel.all_commands():
        for key in filter(None, command.keys.split(",")):
            demand(key not in known, f"the key {key!r} is taken: {known.get(key)}")
        described = bool(command.title and command.help and (command.bar or not command.rank))
        demand(
            described,
            f"the command {command.name} needs a title, a line of help and, with a rank, a word in the key bar",
        )
    asyncio.run(_check_drawn(panel, others))


async def _check_drawn(panel: type[Panel], others: list[type[Panel]]) -> None:
    """Demand that it is drawn whole, whatever the window and the lanes."""
    for lanes in _LANES:
        player = player_with(panel.needs, _scenario(lanes))
        app: App[None] = App()
        async with app.run_test(size=_SIZES[0]) as pilot:
            screen = RaceScreen(player, MonotonicClock(), in_order([panel, *others]))
            await app.push_screen(screen)
            for size in _SIZES:
                await pilot.resize_terminal(*size)
                for step in (0, _STEPS):
                    player.go_to(step)
                    while player.busy:
                        player.tick(1.0, lambda: True)
                    screen.action_command(panel.name)
                    await pilot.pause()
                    _check_shown(screen, panel, f"with {lanes} lanes in {size[0]}×{size[1]} at step {step}")


def _check_shown(screen: RaceScreen, panel: type[Panel], when: str) -> None:
    """Demand that it is there, within the window, and the same when it is drawn again."""
    demand(screen.shows(panel.name), f"{panel.name} is not shown {when}")
    visible = [widget for widget in screen.arrangement.panels[panel.name].widgets if widget.region.area]
    demand(bool(visible), f"nothing of {panel.name} is seen {when}")
    for widget in visible:
        within = screen.region.contains_region(widget.region)
        demand(within, f"{type(widget).__name__} lies outside of the window {when}")
        if isinstance(widget, CellView) and widget.view is not None:
            one, other = (widget.draw(widget.view, *widget.size) for _ in range(2))
            demand(not one.changed_rows(other), f"{type(widget).__name__} draws something else the second time {when}")
            fits = (one.width, one.height) == tuple(widget.size)
            demand(
                fits, f"{type(widget).__name__} draws {one.width}×{one.height} cells, not {tuple(widget.size)}, {when}"
            )
    for strip in screen._compositor.render_strips():  # noqa: SLF001 there is no other way to what is seen
        demand(cell_width(strip.text) == screen.size.width, f"a line does not fit {when}: {strip.text!r}")


def _scenario(lanes: int) -> Scenario:
    """Lanes on a noisy bowl, with two early-stopping rules."""
    rates = (0.1 * 0.8**number for number in range(lanes))
    return Scenario.from_dict(
        {
            "title": "A bowl",
            "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "noise": 0.1, "start": [2.0, -2.0]},
            "budget": {"steps": _STEPS, "seed": 1},
            "early_stopping": {"monitor": "loss", "patience": 5, "halt": False},
            "lanes": {
                f"lane {number}": {"optimizer": "sgd", "learning_rate": rate} for number, rate in enumerate(rates, 1)
            },
        }
    )
