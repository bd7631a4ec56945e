"""What keys change about the chart: quantity, count, scale, smoothing, losses; and steps that are taken by hand."""

from __future__ import annotations

from collections.abc import Callable

from optsim.analysis.quantities import counts, quantities
from optsim.analysis.scales import scale_of, scales
from optsim.analysis.smoothing import spans
from optsim.engine.history.quantities import QUANTITIES
from optsim.tui.controller import RaceController
from optsim.tui.panels.chart.quantities import LOSSES, WINDOW, follows_cursor, main_of, rows_of, smoothing
from optsim.tui.snapshot import RaceSnapshot


def next_scale(controller: RaceController) -> None:
    """Show the next scale that makes sense, or say why there is no other."""
    race, look = controller.race, controller.look
    kinds = [scale.kind for scale in scales(race, look.y)]
    if len(kinds) == 1:
        controller.tell(
            controller.language.text("scale.refused", quantity=controller.language.heading(QUANTITIES[look.y]))
        )
        return
    look.scale = _after(scale_of(race, look.y, look.scale).kind, kinds)


def scale_word(view: RaceSnapshot) -> str:
    """The word of the scale that comes next."""
    kinds = [scale.kind for scale in scales(view.race, view.look.y)]
    return view.language.text(f"scale.{_after(view.scale.kind, kinds)}")


def next_quantity(controller: RaceController) -> None:
    """Show the next quantity."""
    shown = controller.look.y
    choices = [name for name in quantities(controller.race) if QUANTITIES[name].in_cycle or name == shown]
    if len(choices) == 1:
        controller.tell(controller.language.text("quantity.refused"))
    controller.look.y = _after(shown, choices)


def next_count(controller: RaceController) -> None:
    """Count otherwise along the chart, or say why there is no other way."""
    choices = counts(controller.race)
    if len(choices) == 1:
        controller.tell(controller.language.text("count.refused"))
    controller.look.x = _after(controller.look.x, choices)


def next_span(controller: RaceController) -> None:
    """Average over few rows, over many, or over none; say why where there are too few rows for that."""
    main = main_of(controller)
    choices = spans(rows_of(controller, main))
    if rows_of(controller, main) < choices[1]:
        controller.tell(controller.language.text("smooth.refused"))
        return
    controller.look.smooth = (smoothing(controller, main) + 1) % len(choices)


def next_losses(controller: RaceController) -> None:
    """Draw the other loss of every lane, or both; say why where there is one only."""
    if not controller.race.has_validation:
        controller.tell(controller.language.text("losses.refused"))
        return
    # where something else was shown the losses come first
    if controller.look.y == "loss":
        controller.look.losses = _after(controller.look.losses, list(LOSSES))
    controller.look.y = "loss"


def by_hand(take: Callable[[RaceController], object]) -> Callable[[RaceController], None]:
    """Take steps by hand: the chart shows those around the cursor, which is told where it showed more before."""

    def run(controller: RaceController) -> None:
        followed, controller.look.by_hand = follows_cursor(controller), True
        take(controller)
        if follows_cursor(controller) and not followed:
            controller.tell(controller.language.text("chart.follows", count=WINDOW))

    return run


def at_large(take: Callable[[RaceController], object]) -> Callable[[RaceController], None]:
    """Do what shows the whole race again."""

    def run(controller: RaceController) -> None:
        controller.look.by_hand = False
        take(controller)

    return run


def _after(current: str, choices: list[str]) -> str:
    """The choice after the current one, the first after the last and where the current one is none of them."""
    return choices[(choices.index(current) + 1) % len(choices)] if current in choices else choices[0]
