"""The chart panel: loss of every lane over steps or epochs, with its marks."""

from __future__ import annotations

from textual import events

from optsim.engine.status import Event, Status
from optsim.plot.axis import fit_steps, fit_values
from optsim.plot.chart import Chart, Line, Mark, draw
from optsim.plot.envelope import Envelope
from optsim.plot.frame import frame
from optsim.plot.grid import Grid
from optsim.tui.messages import Sought
from optsim.tui.palette import BEST, DIVERGED, STOPPED, TARGET, mark
from optsim.tui.view import RaceView
from optsim.tui.widgets.cell_view import CellView

_SIGNS = {Status.STOPPED_EARLY: STOPPED, Status.DIVERGED: DIVERGED, Status.TARGET_REACHED: TARGET}


class LossChart(CellView):
    """Training loss solid, validation loss dashed; ★ best, ◆ stopped early, ✗ diverged, ✓ target, a line at the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's word
        super().__init__(id=id)
        self._drawn_for: object = None
        self._loss, self._validation = Envelope(), Envelope()
        self._framed = False

    def on_mount(self) -> None:
        """Bring the frame in behind the first paint: it needs plotext, which takes its time to import."""
        self.call_after_refresh(self._bring_frame)

    def _bring_frame(self) -> None:
        self._framed = True
        self.repaint()

    def draw(self, view: RaceView, width: int, height: int) -> Grid:
        """The chart."""
        chart = self._chart(view, width)
        return draw(chart, width, height, background=view.palette.ground, framed=self._framed)

    def _chart(self, view: RaceView, width: int) -> Chart:
        race, look, colours = view.race, view.look, view.palette
        if self._drawn_for is not race.history:
            self._drawn_for, self._loss, self._validation = race.history, Envelope(), Envelope()
        per_epoch = race.steps_per_epoch if view.scenario.view.x == "epoch" else 1
        steps, losses = self._loss.points(race.history.loss, 2 * width)
        epochs, validation = self._validation.points(race.history.validation_loss, 2 * width)
        x = fit_steps(race.head / per_epoch, race.budget / per_epoch)
        starts = race.history.loss[0]
        y = fit_values([losses, validation], starts, log=look.log)
        lines = []
        order = [lane for lane in view.lanes if lane is not view.selected] + [view.selected]
        for lane in order:
            colour, sign = colours.lane(lane.place), mark(lane.place)
            if len(validation):
                # two curves a lane are many: the training loss stands back where the lane is not the selected one
                at = epochs * race.steps_per_epoch / per_epoch
                own = colour if lane is view.selected else colours.faded(lane.place)
                lines.append(Line(steps / per_epoch, losses[:, lane.place], own))
                lines.append(Line(at, validation[:, lane.place], colour, sign, dashed=True))
            else:
                lines.append(Line(steps / per_epoch, losses[:, lane.place], colour, sign))
        return Chart(
            title=f"{'loss and validation loss' if len(validation) else 'loss'}",
            note=_note(view),
            x=x,
            y=y,
            lines=lines,
            marks=_marks(view, per_epoch),
            cursor=race.step / per_epoch,
            frame_colour=colours.muted,
            title_colour=colours.text,
        )

    def on_click(self, event: events.Click) -> None:
        """Seek to the step that was clicked."""
        if self.view is None:
            return
        chart = self._chart(self.view, self.size.width)
        box = frame(self.size.width, self.size.height - 1, chart.x, chart.y)
        if box is None or not box.left <= event.x < box.left + box.columns:
            return
        share = (event.x - box.left) / max(box.columns - 1, 1)
        per_epoch = self.view.race.steps_per_epoch if self.view.scenario.view.x == "epoch" else 1
        self.post_message(Sought(round((chart.x.low + share * (chart.x.high - chart.x.low)) * per_epoch)))


def _note(view: RaceView) -> str:
    """What the chart says about itself beside its title."""
    parts = ["log" if view.look.log else "linear", f"by {view.scenario.view.x}"]
    if view.race.objective.has_validation:
        parts.append("solid training, dashed validation")
    if view.look.log and any(lane.loss <= 0 for lane in view.lanes):
        parts.append("values ≤ 0 have no place on a log scale: l for linear")
    return " · ".join(parts)


def _marks(view: RaceView, per_epoch: int) -> list[Mark]:
    """★ at each lane's best once it lies behind, where somebody watches it; and the signs of what happened."""
    race, marks = view.race, []
    watched = bool(race.setup.rules) or race.objective.has_validation
    for lane in view.lanes if watched else ():
        last = race.runs[lane.name].last_step
        best = race.best_step(last, lane.place)
        if best < last:
            marks.append(Mark(best / per_epoch, race.monitored(best, lane.place), BEST, view.palette.lane(lane.place)))
    marks += [_mark(view, event, per_epoch) for event in view.happenings if event.status in _SIGNS]
    return marks


def _mark(view: RaceView, event: Event, per_epoch: int) -> Mark:
    race = view.race
    place = race.runs[event.lane].place
    stopped = event.status is Status.STOPPED_EARLY
    height = race.monitored(event.step, place) if stopped else float(race.history.loss[event.step, place])
    return Mark(event.step / per_epoch, height, _SIGNS[event.status], view.palette.lane(place))
