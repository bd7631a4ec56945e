"""The map panel: two parameters, fitted curves of one input, or the main plane of many parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.engine.capabilities.points import Points
from optsim.tui.command import SEE, Command
from optsim.tui.controller import RaceController
from optsim.tui.panel import Panel
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.snapshot import Detail, RaceSnapshot


def _next_picture(controller: RaceController) -> None:
    controller.look.map_mode += 1
    controller.look.panel = MapPanel.name


def _stretch(controller: RaceController) -> None:
    controller.look.map_stretched = not controller.look.map_stretched


def _has_pictures(view: RaceSnapshot) -> bool:
    return view.look.panel == MapPanel.name and view.race.counting.in_epochs


class MapPanel(Panel):
    """The landscape with the lanes' paths; the explanation stands under it where there is room."""

    name: ClassVar[str] = "map"
    title: ClassVar[str] = "Map"
    key: ClassVar[str] = "3"
    help: ClassVar[str] = (
        "The landscape and the paths; the fitted curves; or the plane of many parameters. A click on a map moves the start"
    )
    rank: ClassVar[int] = 4
    needs: ClassVar[type] = Points
    under: ClassVar[str] = "explain"
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

    def compose(self) -> Iterable[Widget]:
        """The map."""
        yield MapView()
