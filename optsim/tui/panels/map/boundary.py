"""The examples of two inputs, and where the class changes that the selected lane predicts, live."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optsim.analysis.parameter_plane import last_step
from optsim.engine.data.examples import Split
from optsim.engine.settings import Array
from optsim.languages import Language
from optsim.plot.axis import Axis, fit_around
from optsim.plot.chart import Chart, draw, frame_of
from optsim.plot.frame import Frame, cells_inside
from optsim.plot.grid import Attr, Grid
from optsim.plot.map.contours import lines
from optsim.plot.raster import chars_of
from optsim.system.printable import printable_line
from optsim.tui.snapshot import RaceSnapshot

#: what an example of each class is drawn with, in ASCII none of what stands for a lane or an event; of more classes they come again
SIGNS = "kztnyrfj0123456789il"
_MARGIN = 0.08
#: more dots than this are predicted two by two
_MOST_DOTS = 24_000
_MOST_NAMED = 8

Bands = npt.NDArray[np.intp]


class BoundaryPicture:
    """The plane of two inputs: a ground for each class that is predicted, the line between them, and the examples."""

    def __init__(self, examples: Split, classes: Sequence[str]) -> None:
        """Show the training examples of some classes, by their names."""
        self._inputs, self._targets = examples.inputs, examples.targets[:, 0].astype(np.intp)
        self._names = [printable_line(name) for name in classes]
        self._everything = fit_around(self._inputs[:, 0], _MARGIN), fit_around(self._inputs[:, 1], _MARGIN)
        self._known: tuple[object, Bands] | None = None
        self.axes = self._everything

    def look(self, axes: tuple[Axis, Axis] | None) -> None:
        """Show a part; None for everything."""
        self.axes = axes or self._everything

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The picture."""
        note, *shorter = self._notes(view)
        chart = Chart(
            title=view.marked("map", view.language.text("boundary.title")),
            note=note,
            shorter=shorter,
            x=self.axes[0],
            y=self.axes[1],
            lines=[],
            frame_colour=view.palette.muted,
            title_colour=view.palette.text,
            bold=view.look.presenter,
        )
        grid = draw(chart, width, height, background=view.palette.ground)
        box = frame_of(chart, width, height)
        if box is not None:
            self._put_regions(view, grid, box)
            self._put_examples(view, grid, box)
        return grid

    def _put_regions(self, view: RaceSnapshot, grid: Grid, box: Frame) -> None:
        """Put a ground below each class, and the line between them."""
        bands = self._predicted(view, box)
        if bands is None:
            return
        rows, columns = slice(box.top + 1, box.top + 1 + box.rows), slice(box.left, box.left + box.columns)
        grounds = _grounds(view.palette.heights, len(self._names))
        if grounds is not None:
            grid.bg[rows, columns] = grounds[bands[2::4, ::2]]
        bits = lines(bands, every=1)
        lined = bits > 0
        grid.chars[rows, columns] = np.where(lined, chars_of(bits), grid.chars[rows, columns])
        grid.fg[rows, columns] = np.where(lined, view.colour(view.selected.place), grid.fg[rows, columns])

    def _predicted(self, view: RaceSnapshot, box: Frame) -> Bands | None:
        """The number of the class that the selected lane predicts at each dot, (rows, columns); None where it has diverged."""
        race, place = view.points, view.selected.place
        params = race.params_at(last_step(race, place, race.step))[place]
        known = (params.tobytes(), self.axes, box.rows, box.columns)
        if self._known is None or self._known[0] != known:
            if not np.isfinite(params).all():
                return None
            with np.errstate(all="ignore"):
                predicted = race.objective.predict(params, self._dots(box))
            self._known = known, self._bands(predicted.astype(np.intp), box)
        return self._known[1]

    def _dots(self, box: Frame) -> Array:
        """The inputs at the dots, (dots, 2), row by row from the top."""
        each = _dots_at_once(box)
        x, y = self.axes
        across = x.low + (x.high - x.low) * (np.arange(0, 2 * box.columns, each) + 0.5 * each) / (2 * box.columns)
        down = y.high - (y.high - y.low) * (np.arange(0, 4 * box.rows, each) + 0.5 * each) / (4 * box.rows)
        return np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)

    @staticmethod
    def _bands(predicted: Bands, box: Frame) -> Bands:
        each = _dots_at_once(box)
        bands = predicted.reshape(4 * box.rows // each, 2 * box.columns // each)
        return bands.repeat(each, axis=0).repeat(each, axis=1)

    def _put_examples(self, view: RaceSnapshot, grid: Grid, box: Frame) -> None:
        """Put the examples over all else."""
        for example, row, column in cells_inside(self.axes, box, *self._inputs.T):
            sign = SIGNS[int(self._targets[example]) % len(SIGNS)]
            grid.put(row, column, sign, view.palette.text, Attr.BOLD)

    def _notes(self, view: RaceSnapshot) -> list[str]:
        """Return which sign is which class and whose boundary it is, and shorter."""
        language: Language = view.language
        lane = f"{view.sign(view.selected.place)} {view.selected.name}"
        named = [f"{SIGNS[number % len(SIGNS)]} {name}" for number, name in enumerate(self._names[:_MOST_NAMED])]
        signs = "  ".join(named) + (" …" if len(self._names) > _MOST_NAMED else "")
        return [
            language.text("boundary.note", signs=signs, lane=lane),
            language.text("boundary.lane", lane=lane),
            signs,
        ]


def _dots_at_once(box: Frame) -> int:
    return 1 if 8 * box.rows * box.columns <= _MOST_DOTS else 2


def _grounds(heights: Sequence[int], classes: int) -> npt.NDArray[np.int32] | None:
    """A ground for each class, as far apart as they are many; None where the terminal has no grounds."""
    if not heights:
        return None
    places = np.linspace(0, len(heights) - 1, min(classes, len(heights))).astype(np.intp)
    chosen = np.array(heights, np.int32)[places]
    # neighbours in number are not neighbours in lightness
    order = np.concatenate((np.arange(0, len(chosen), 2), np.arange(1, len(chosen), 2)))
    return chosen[order][np.arange(classes) % len(chosen)]
