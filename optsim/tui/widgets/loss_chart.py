"""The chart panel: a measured quantity of every lane over steps, epochs, evaluations or examples, with its marks."""

from __future__ import annotations

from collections import defaultdict

from textual import events

from optsim.engine.race import Race
from optsim.playback.marks import BEST, marks
from optsim.playback.quantity import QUANTITIES, Series, per_step, series
from optsim.plot.axis import Array, Axis, fit_steps, fit_values
from optsim.plot.chart import Chart, Line, Mark, draw
from optsim.plot.envelope import Envelope
from optsim.plot.frame import frame
from optsim.plot.grid import Grid
from optsim.tui.messages import Sought
from optsim.tui.pace import BEHIND_FIRST_PAINT
from optsim.tui.view import RaceView
from optsim.tui.widgets.cell_view import CellView


class LossChart(CellView):
    """Training loss solid, validation loss dashed; ★ best, ◆ stopped early, ✗ diverged, ✓ target, a line at the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._race: Race | None = None
        self._envelopes: defaultdict[str, Envelope] = defaultdict(Envelope)
        self._framed = False

    def on_mount(self) -> None:
        """Bring the frame in behind the first paint: it needs plotext, which takes its time to import."""
        self.set_timer(BEHIND_FIRST_PAINT, self._bring_frame)

    def _bring_frame(self) -> None:
        self._framed = True
        self.repaint()

    def draw(self, view: RaceView, width: int, height: int) -> Grid:
        """The chart."""
        return draw(self._chart(view, width), width, height, background=view.palette.ground, framed=self._framed)

    def _chart(self, view: RaceView, width: int) -> Chart:
        race, look = view.race, view.look
        if self._race is not race:
            self._race = race
            self._envelopes.clear()
        shown = {look.y: series(race, look.y)}
        if look.y == "loss" and race.objective.has_validation:
            shown["validation_loss"] = series(race, "validation_loss")
        points = {name: self._envelopes[name].points(each.values, 2 * width) for name, each in shown.items()}
        starts = next(iter(shown.values())).values[0]
        return Chart(
            title=QUANTITIES[look.y],
            note=_note(view),
            x=_x_axis(view),
            y=fit_values([values for _, values in points.values()], starts, log=look.log),
            lines=_lines(view, shown, points),
            marks=_marks(view, shown),
            cursor=race.step * per_step(race, look.x, look.selected),
            frame_colour=view.palette.muted,
            title_colour=view.palette.text,
        )

    def on_click(self, event: events.Click) -> None:
        """Seek to the step that was clicked, as the selected lane counts."""
        if self.view is None:
            return
        chart = self._chart(self.view, self.size.width)
        box = frame(self.size.width, self.size.height - 1, chart.x, chart.y)
        if box is None or not box.left <= event.x < box.left + box.columns:
            return
        share = (event.x - box.left) / max(box.columns - 1, 1)
        counted = chart.x.low + share * (chart.x.high - chart.x.low)
        self.post_message(Sought(round(counted / per_step(self.view.race, self.view.look.x, self.view.look.selected))))


def _x_axis(view: RaceView) -> Axis:
    race = view.race
    most = max(per_step(race, view.look.x, lane.place) for lane in view.lanes)
    return fit_steps(race.head * most, race.budget * most)


def _lines(view: RaceView, shown: dict[str, Series], points: dict[str, tuple[Array, Array]]) -> list[Line]:
    """All curves, the selected lane's last, so that they lie on top."""
    lines = []
    for lane in view.drawn_lanes:
        factor = per_step(view.race, view.look.x, lane.place)
        for name, (rows, values) in points.items():
            second = name != view.look.y
            # two curves a lane are many: the first stands back then where the lane is not the selected one
            behind = len(points) > 1 and not second and lane is not view.selected
            colour = view.faded(lane.place) if behind else view.colour(lane.place)
            sign = view.sign(lane.place) if second or len(points) == 1 else ""
            x = rows * (shown[name].steps_per_row * factor)
            lines.append(Line(x, values[:, lane.place], colour, sign, dashed=second))
    return lines


def _marks(view: RaceView, shown: dict[str, Series]) -> list[Mark]:
    """The signs, each on the curve that it is about; ★ only where a loss is shown."""
    race, own = view.race, shown[view.look.y]
    watched = shown["validation_loss"] if race.monitors_validation and "validation_loss" in shown else own
    return [
        _mark(view, watched if each.watched else own, each.step, each.place, each.sign)
        for each in marks(race)
        if each.sign != BEST or "loss" in view.look.y
    ]


def _mark(view: RaceView, curve: Series, step: int, place: int, sign: str) -> Mark:
    x = step * per_step(view.race, view.look.x, place)
    return Mark(x, curve.at(step, place), sign, view.colour(place))


def _note(view: RaceView) -> str:
    """What the chart says about itself beside its title."""
    parts = ["log" if view.look.log else "linear", f"by {view.look.x}"]
    if view.look.y == "loss" and view.race.objective.has_validation:
        parts.append("training solid, validation dashed")
    if view.look.log and view.look.y == "loss" and any(lane.loss <= 0 for lane in view.lanes):
        parts.append("values ≤ 0 have no place on a log scale: l for linear")
    return " · ".join(parts)
