"""The check of panels passes optsim's own and one of somebody's own, and names what is wrong with others."""

# ruff: noqa: ARG005 what is wrong with them is the point

from typing import ClassVar

import pytest
from textual.widget import Widget

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import Resumable, States
from optsim.plot.grid import Grid
from optsim.testing import check_panel
from optsim.testing.panels import _scenario
from optsim.testing.sources import player_with
from optsim.tui.panel import Panel
from optsim.tui.panels import own_panels
from optsim.tui.widgets.cell_view import CellView


class Leader(CellView):
    NAME = "Leader"

    def draw(self, view, width, height):
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        grid.put(0, 1, min(view.lanes, key=lambda lane: lane.rank).name)
        return grid


class LeaderPanel(Panel):
    """The lane that leads."""

    name: ClassVar[str] = "leader"
    title: ClassVar[str] = "Leader"
    key: ClassVar[str] = "5"
    help: ClassVar[str] = "The lane that leads"

    def compose(self):
        yield Leader()


class _Restless(Leader):
    drawn = 0

    def draw(self, view, width, height):
        self.drawn += 1
        grid = super().draw(view, width, height)
        grid.put(0, 20, str(self.drawn))
        return grid


def wrong(**members):
    return type("WrongPanel", (LeaderPanel,), {"__doc__": "Wrong.", **members})


@pytest.mark.parametrize("panel", own_panels(), ids=lambda panel: panel.name)
def test_optsims_own_panels_keep_to_the_rules(panel):
    check_panel(panel)


def test_a_panel_of_ones_own_passes():
    check_panel(LeaderPanel)


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"key": "3"}, "the key '3' is taken: Map"),
        ({"needs": int}, "is no capability"),
        ({"help": ""}, "a line of help"),
        ({"title": ""}, "needs a title"),
        ({"compose": lambda self: iter([_Restless()])}, "something else the second time"),
        ({"compose": lambda self: iter([])}, "nothing of leader is seen"),
        ({"compose": lambda self: iter([Widget()]), "visible": lambda self, widget, view: False}, "nothing of leader"),
    ],
)
def test_what_is_wrong_is_named(members, fault):
    with pytest.raises(AssertionError, match=fault):
        check_panel(wrong(**members))


@pytest.mark.parametrize("needs", [Curves, Points, States, Resumable])
def test_a_source_has_one_capability_and_no_larger_one(needs):
    race = player_with(needs, _scenario(2)).race
    order = [Curves, Points, States, Resumable]
    assert [isinstance(race, each) for each in order] == [order.index(each) <= order.index(needs) for each in order]
