"""Quantities of the chart: which are drawn, of which lanes, and over how many steps they are averaged."""

from __future__ import annotations

from typing import Protocol

from optsim.analysis.smoothing import sampled, spans
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.quantities import QUANTITIES
from optsim.tui.view_state import ViewState

#: the losses of every lane and, after them, of the selected one alone, by the choice of a person
_LOSSES = {
    "validation": (("validation_loss",), ("loss",)),
    "both": (("validation_loss", "loss"), ()),
    "training": (("loss",), ("validation_loss",)),
}
LOSSES = tuple(_LOSSES)
#: measured steps around the cursor while a person goes step by step
WINDOW = 40


class Looked(Protocol):
    """A race and how it is looked at."""

    @property
    def race(self) -> Curves:
        """The race."""

    @property
    def look(self) -> ViewState:
        """Choices of a person on what to see."""

    @property
    def shows_chance(self) -> bool:
        """True where a band over seeds or theory says how far chance goes."""


def of_every_lane(view: Looked) -> tuple[str, ...]:
    """The quantities that are drawn of every lane, the main one first: the validation loss where examples are held out."""
    return _LOSSES[view.look.losses][0] if _two_losses(view) else (view.look.y,)


def of_selected_lane(view: Looked) -> tuple[str, ...]:
    """The quantities that are drawn of the selected lane alone: two of every lane would be too many."""
    return _LOSSES[view.look.losses][1] if _two_losses(view) else ()


def main_of(view: Looked) -> str:
    """The quantity that has names, marks and solid lines."""
    return of_every_lane(view)[0]


def _two_losses(view: Looked) -> bool:
    return view.look.y == "loss" and view.race.has_validation


def follows_cursor(view: Looked) -> bool:
    """Tell if only the steps around the cursor are shown: by hand, where there are more than these."""
    return view.look.by_hand and view.race.head > WINDOW * view.race.provenance.every


def smoothing(view: Looked, main: str) -> int:
    """The place among the spans: as chosen, else a few rows where chance is drawn.

    Not while it is read step by step, and not where what chance does is shown beside it.
    """
    if view.look.smooth is not None:
        return view.look.smooth
    return int(sampled(view.race, main) and not follows_cursor(view) and not view.shows_chance)


def rows_averaged(view: Looked, main: str) -> int:
    """Rows of the main quantity that its moving average goes over; 1 where nothing is smoothed."""
    return spans(rows_of(view, main))[smoothing(view, main)]


def rows_of(view: Looked, quantity: str) -> int:
    """The rows that a quantity has at the end of the race."""
    own = view.race.own_steps(quantity)
    if own is not None:
        return max(map(len, own))
    counting = view.race.counting
    if QUANTITIES[quantity].per == "step":
        return view.race.budget
    return max(last // steps for last, steps in zip(counting.last_steps, counting.steps_per_epoch, strict=True))
