"""The map panel: two parameters, fitted curves of one input, or the main plane of many parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.tui.command import SEE, Command
from optsim.tui.controller import RaceController
from optsim.tui.panel import Panel
from optsim.tui.panels.map.map_view import MapView, modes
from optsim.tui.snapshot import Detail, RaceSnapshot


def _next_picture(controller: RaceController) -> None:
    controller.look.map_mode += 1
    if not controller.shows(MapPanel.name):
        controller.open_panel(MapPanel.name)


def _stretch(controller: RaceController) -> None:
    controller.look.other_aspect = not controller.look.other_aspect


def _has_pictures(view: RaceSnapshot) -> bool:
    return MapPanel.name in view.shown and view.race.counting.in_epochs


class MapPanel(Panel):
    """The landscape with the lanes' paths."""

    name: ClassVar[str] = "map"
    title: ClassVar[str] = "Map"
    key: ClassVar[str] = "3"
    help: ClassVar[str] = (
        "The landscape and the paths; the fitted curves; or the plane of many parameters. A click on a map moves the start"
    )
    rank: ClassVar[int] = 4
    needs: ClassVar[type] = Points
    least: ClassVar[int] = 11
    fills: ClassVar[int] = 3
    details: ClassVar[frozenset[Detail]] = frozenset({Detail.UPDATE})
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "map-mode",
            "m",
            "m",
            _next_picture,
            SEE,
            16,
            Points,
            _has_pictures,
            title="Fit or plane",
            help="With data: the fitted curves, or the main plane of all trajectories",
            bar="Picture",
        ),
        Command(
            "map-aspect",
            "equals_sign",
            "=",
            _stretch,
            SEE,
            needs=Points,
            title="Equal axes",
            help="Of the map: a length is as long upwards as to the right, or the axes fill the panel",
        ),
    )

    @classmethod
    def suits(cls, race: Curves) -> bool:
        """Tell if there is anything to draw."""
        return isinstance(race, Points) and bool(modes(race))

    def compose(self) -> Iterable[Widget]:
        """The map."""
        yield MapView()
