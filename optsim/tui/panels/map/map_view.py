"""The landscape panel: a map of two parameters, fitted curves of one input, classes of two inputs, or the main plane of many parameters."""

from __future__ import annotations

from optsim.analysis.parameter_plane import ParameterPlane, can_move_start, has_map
from optsim.analysis.pca_plane import Plane
from optsim.engine.capabilities.points import Points
from optsim.engine.data.examples import Data
from optsim.plot.grid import Grid
from optsim.plot.map.window import Window, share_at
from optsim.system.printable import printable_line
from optsim.tui.messages import StartMoved
from optsim.tui.panels.map.boundary import BoundaryPicture
from optsim.tui.panels.map.contour import MapPicture
from optsim.tui.panels.map.regression import FitPicture
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.recomputed_note import doubts, told_again
from optsim.tui.widgets.zoomable import Zoomable

_TENTH = 0.1
_Picture = MapPicture | FitPicture | BoundaryPicture


def modes(race: Points) -> tuple[str, ...]:
    """Return what the panel can show of a race."""
    if has_map(race):
        return ("map",)
    examples = race.objective.examples
    inputs = 0 if examples is None else examples.inputs.shape[1]
    found = ("fit",) if inputs == 1 else ("boundary",) if inputs == 2 and race.objective.classes else ()
    return (*found, "plane") if race.objective.dim > 2 else found


class MapView(Zoomable):
    """A map, the fit, or the plane; wheel and drag zoom and pan it, a click on a map moves the start."""

    PANEL = "map"
    NAME = "Map"
    ABOUT = (
        "Contours with their levels. A path a lane, its mark at its head, of one that would cover the map its last steps alone; ⌂ start, ⊕ minimum, ✛ saddle, ¤ where "
        "the gradient is taken if not at the head; from the selected lane: g where the gradient pulls, v what its "
        "velocity carries, the arrow is the step it takes. = stretches the axes. Click: all "
        "lanes start there. With data: the fitted curves or the classes, or with m the plane in which the lanes move most."
    )

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._race: Points | None = None
        self._pictures: dict[str, _Picture] = {}
        self._kept: Window | None = None
        self._pointer: tuple[float, float] | None = None

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """Return what the mode says."""
        return told_again(view, width, height, self._drawn)

    def _drawn(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        picture = self._picture(view)
        if picture is None:
            grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
            grid.put(1, 1, view.language.text("map.one_parameter"), view.palette.muted)
            return grid
        if isinstance(picture, FitPicture | BoundaryPicture):
            return picture.draw(view, width, height)
        if isinstance(picture.space, Plane):
            picture.space.follow()
        return picture.draw(view, width, height, self._pointer)

    def _picture(self, view: RaceSnapshot) -> _Picture | None:
        """The picture of the present mode; those of another race are forgotten, but not what part of a map was shown."""
        race = view.points
        if self._race is not race:
            shown = self._pictures.get("map")
            first = _first_window(view) if self._race is None else None
            self._kept = shown.chosen if isinstance(shown, MapPicture) else first
            self._pictures, self._race = {}, race
        there = modes(race)
        if not there:
            return None
        mode = there[view.look.map_mode % len(there)]
        if mode not in self._pictures:
            self._pictures[mode] = _made(mode, race, self._kept if mode == "map" else None)
        return self._pictures[mode]

    # zoom and pan

    def zoom(self, factor: float) -> None:
        """Show less (above 1) or more, about the middle."""
        self._zoom(factor, 0.5, 0.5)

    def pan(self, right: int, up: int) -> None:
        """Move by tenths of what is shown."""
        self._pan(right * _TENTH, up * _TENTH)

    def fit(self) -> None:
        """Show everything again."""
        picture = self._picture(self.view) if self.view is not None else None
        if picture is not None:
            picture.look(None)
            self.repaint()

    def _zoom(self, factor: float, x: float, y: float) -> None:
        picture = self._picture(self.view) if self.view is not None else None
        if isinstance(picture, FitPicture | BoundaryPicture):
            picture.look((picture.axes[0].zoomed(factor, x), picture.axes[1].zoomed(factor, 1 - y)))
        elif picture is not None:
            picture.zoom(factor, x, y)
        self.repaint()

    def _pan(self, right: float, up: float) -> None:
        picture = self._picture(self.view) if self.view is not None else None
        if isinstance(picture, FitPicture | BoundaryPicture):
            picture.look((picture.axes[0].panned(right), picture.axes[1].panned(up)))
        elif picture is not None:
            picture.pan(right, up)
        self.repaint()

    # the mouse

    def zoom_at(self, factor: float, x: int, y: int) -> None:
        """Zoom about a cell."""
        at = self._share(x, y)
        if at is not None:
            self._zoom(factor, *at)

    def drag(self, right: int, down: int) -> None:
        """Move with the mouse."""
        self._pan(-right / self.size.width, down / max(self.size.height - 2, 1))

    def click(self, x: int, y: int) -> None:
        """On a map all lanes start there."""
        picture, at = self._picture(self.view) if self.view is not None else None, self._share(x, y)
        movable = self._race is not None and can_move_start(self._race)
        if movable and at is not None and isinstance(picture, MapPicture):
            self.post_message(StartMoved(*picture.window.point(*at)))

    def hover(self, x: int, y: int) -> None:
        """Tell what lies under the mouse."""
        self._pointer = self._share(x, y)
        self.repaint()

    def on_leave(self) -> None:
        """The limits again."""
        self._pointer = None
        self.repaint()

    def _share(self, x: int, y: int) -> tuple[float, float] | None:
        """Return where the mouse is on the map, as shares from the left and the top; None beside it."""
        rows = self.size.height - 2 - (len(doubts(self.view, self.size.width)) if self.view is not None else 0)
        return share_at(x, y - 1, self.size.width, rows) if 1 <= y <= rows else None


def _first_window(view: RaceSnapshot) -> Window | None:
    """The part of the map that the scenario asks for; None where that is everything."""
    across, along = view.presentation.view.map_range or (None, None)
    return Window(*across, *along) if across and along else None


def _made(mode: str, race: Points, window: Window | None) -> _Picture:
    if mode == "boundary" and race.objective.examples is not None:
        return BoundaryPicture(race.objective.examples, race.objective.classes)
    if mode == "fit" and race.objective.examples is not None:
        data = getattr(race.objective, "data", None)
        return FitPicture(
            race.objective.examples, [printable_line(name) for name in data.names] if isinstance(data, Data) else ()
        )
    picture = MapPicture(ParameterPlane(race), coarse=False) if mode == "map" else MapPicture(Plane(race), coarse=True)
    picture.look(window)
    return picture
