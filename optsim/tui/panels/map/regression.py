"""The examples of one input and each lane's fitted curve, live."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.analysis.parameter_plane import last_step
from optsim.analysis.ranking import Rank
from optsim.engine.data.examples import Split
from optsim.engine.settings import Array
from optsim.languages import Language
from optsim.plot.axis import Axis, fit_around
from optsim.plot.chart import Chart, Line, draw, frame_of
from optsim.plot.frame import Frame, cells_inside
from optsim.plot.grid import Grid
from optsim.tui.snapshot import RaceSnapshot

_TRAINING, _HELD_OUT = "•", "∘"
_POINTS = 120
_MARGIN = 0.06
#: beyond the examples so many parts of their height are shown of what the curves reach, a whole part at a time
_PART, _MOST_PARTS = 1 / 8, 4


class FitPicture:
    """A chart of examples and predictions over the one input."""

    def __init__(self, examples: Split, names: Sequence[str] = ()) -> None:
        """Show examples; `names` are those of the input and the target in a data file."""
        self._examples = examples
        self._names = names
        inputs = np.concatenate((examples.inputs[:, 0], examples.validation_inputs[:, 0]))
        targets = np.concatenate((examples.targets[:, 0], examples.validation_targets[:, 0]))
        self._everything = fit_around(inputs, _MARGIN), fit_around(targets, _MARGIN)
        self._chosen = False
        self.axes = self._everything

    def look(self, axes: tuple[Axis, Axis] | None) -> None:
        """Show a part; None for everything."""
        self._chosen = axes is not None
        self.axes = axes or self._everything

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The chart."""
        curves = self._curves(view, self.axes[0])
        if not self._chosen:
            self.axes = self.axes[0], _reaching(self._everything[1], curves)
        x, y = self.axes
        note, *shorter = self._notes(view.language)
        chart = Chart(
            title=view.marked("map", view.language.text("fit.title")),
            note=note,
            shorter=shorter,
            x=x,
            y=y,
            lines=curves,
            frame_colour=view.palette.muted,
            title_colour=view.palette.text,
            bold=view.look.presenter,
        )
        grid = draw(chart, width, height, background=view.palette.ground)
        box = frame_of(chart, width, height)
        if box is not None:
            self._put_examples(grid, box, view.palette.muted)
        return grid

    def _put_examples(self, grid: Grid, box: Frame, colour: int) -> None:
        """Put the examples that lie in the chart where it is blank: no curve is broken up by them; training comes first."""
        data = self._examples
        for inputs, targets, sign in (
            (data.inputs, data.targets, _TRAINING),
            (data.validation_inputs, data.validation_targets, _HELD_OUT),
        ):
            for _, row, column in cells_inside(self.axes, box, inputs[:, 0], targets[:, 0]):
                if grid.chars[row, column] == " ":
                    grid.put(row, column, sign, colour)

    def _notes(self, language: Language) -> list[str]:
        """Return what the signs mean, and what the axes are; where these are input and target, also without them."""
        names, signs = self._names, {"training": _TRAINING, "held_out": _HELD_OUT}
        if len(names) == 2:
            what = language.text("fit.named_axes", input=names[0], target=names[1])
            return [language.text("fit.note", what=what, **signs)]
        return [language.text("fit.note", what=language.text("fit.axes"), **signs), language.text("fit.signs", **signs)]

    def _curves(self, view: RaceSnapshot, x: Axis) -> list[Line]:
        """Return what each lane predicts with its parameters at the cursor, all lanes in one batch."""
        inputs = np.linspace(x.low, x.high, _POINTS)
        lanes = view.drawn_lanes
        if not lanes:
            return []
        race = view.points
        params = np.stack([race.params_at(last_step(race, lane.place, race.step))[lane.place] for lane in lanes])
        with np.errstate(all="ignore"):
            predicted = race.objective.predict(params, inputs[:, None])
        return [_line(view, lane, inputs, values) for lane, values in zip(lanes, predicted, strict=True)]


def _line(view: RaceSnapshot, lane: Rank, inputs: Array, values: Array) -> Line:
    """Return a lane's fitted curve with its name, the selected lane's in front and all others dim."""
    full, front = view.colour(lane.place), lane is view.selected
    strong = front or lane is view.pinned or view.selected.name in view.look.hidden
    colour = full if strong else view.dim(lane.place)
    return Line(inputs, values, colour, view.sign(lane.place), name=lane.name, strong=full, front=front)


def _reaching(targets: Axis, curves: list[Line]) -> Axis:
    """The axis of the targets, and of the curves beyond it what is not too far: a network that overfits shoots past the examples."""
    reached = np.concatenate([np.empty(0), *(curve.y for curve in curves)])
    reached = reached[np.isfinite(reached)]
    if not reached.size:
        return targets
    part = _PART * (targets.high - targets.low)
    beyond = np.array([targets.low - reached.min(), reached.max() - targets.high])
    below, above = np.clip(np.ceil(beyond / part), 0, _MOST_PARTS)
    return Axis(targets.low - float(below) * part, targets.high + float(above) * part)
