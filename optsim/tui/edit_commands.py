"""The commands that change the race: tune, fork, add, delete, rename, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from optsim.analysis.events import not_converted
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import Resumable, States
from optsim.engine.settings import BadValueError
from optsim.playback import edits
from optsim.scenario import Scenario
from optsim.scenario.describe import own_line
from optsim.system.limits import LARGEST_SEED
from optsim.tui.controller import RaceController

if TYPE_CHECKING:
    # a form is not imported before it is asked for
    from optsim.tui.screens.lane_form import Answer

_FACTOR = 1.25


def scale_rate(factor: float) -> Callable[[RaceController], None]:
    """The command that multiplies the selected lane's learning rate from the cursor on."""

    def scale(controller: RaceController) -> None:
        name, step = controller.lane_name, controller.player.race.step
        if not _ended(controller, name):
            rate = "learning rate"
            _change(
                controller,
                f"{rate} of {name}",
                lambda: edits.scaled_rate(controller.player.scenario, name, step, factor),
            )

    return scale


raise_rate, lower_rate = scale_rate(_FACTOR), scale_rate(1 / _FACTOR)


def edit(controller: RaceController) -> None:
    """Open the form of the selected lane; what is changed there holds from the cursor on."""
    controller.player.pause()
    name, step = controller.lane_name, controller.player.race.step
    lane = controller.player.scenario.lanes[name]

    def take(answer: Answer | None) -> None:
        if answer is not None:
            _apply(controller, name, step, answer)

    note = f"Takes effect at step {step}; u undoes it" if step else "From the start on; u undoes it"
    if step and lane.at(step).carried:
        note += f". The state stays as it is: {lane.at(step).carried}"
    end = controller.player.race.runs[name].end
    if end is not None:
        status = controller.language.label(end.status)
        note = controller.language.text("edit.ended", end=end.step, status=status, step=step)
    if own := own_line(lane):
        note = f"{note}. {own}: that stays"
    taken = [each for each in controller.player.scenario.lanes if each != name]
    from optsim.tui.screens.lane_form import EditScreen  # noqa: PLC0415 not before a form is asked for

    controller.ask(EditScreen(name, lane.at(step), note, taken), take)


def _apply(controller: RaceController, name: str, step: int, answer: Answer) -> None:
    before = controller.player.scenario.lanes[name].at(step)

    def changed() -> Scenario:
        scenario = controller.player.scenario
        if answer.optimizer != scenario.lanes[name].at(step):
            scenario = edits.tuned(scenario, name, step, answer.settings)
        return edits.renamed(scenario, name, answer.name)

    if not _change(controller, f"edit of {name}", changed):
        return
    if answer.name != name:
        controller.look.rename(name, answer.name)
    kept = not_converted(before, answer.optimizer) if step else None
    if kept is not None:
        controller.tell(
            controller.language.text(
                "edit.not_converted", lane=answer.name, sentence=controller.language.sentence(kept)
            )
        )


def fork(controller: RaceController) -> None:
    """Copy the selected lane at the cursor with all its state, and select the copy."""
    name, step = controller.lane_name, controller.player.race.step
    scenario, copy = edits.forked(controller.player.scenario, name, step)
    _change(controller, f"fork {copy}", lambda: scenario, select=copy)
    controller.tell(
        f"{copy} is {name} so far, and meets the same noise. Press e, + or − to change it from step {step} on."
    )


def add(controller: RaceController) -> None:
    """Open the form of a new lane; it runs from step 0 on."""
    controller.player.pause()

    def take(answer: Answer | None) -> None:
        if answer is None:
            return
        scenario, name = edits.added(controller.player.scenario, answer.optimizer)
        _change(
            controller,
            f"new lane {answer.name}",
            lambda: edits.renamed(scenario, name, answer.name),
            select=answer.name,
        )

    from optsim.tui.screens.lane_form import AddScreen  # noqa: PLC0415 as above

    controller.ask(AddScreen(list(controller.player.scenario.lanes)), take)


def delete(controller: RaceController) -> None:
    """Take the selected lane out of the race."""
    name = controller.lane_name
    if _change(controller, f"deleting {name}", lambda: edits.deleted(controller.player.scenario, name)):
        controller.tell(f"{name} is out of the race; u brings it back.")


def hide(controller: RaceController) -> None:
    """Draw the selected lane, or draw it no more; it races on."""
    controller.look.hidden ^= {controller.lane_name}


def scale_seed(by: int) -> Callable[[RaceController], None]:
    """The command that starts again with another seed."""

    def scale(controller: RaceController) -> None:
        before = controller.player.race
        controller.player.seed(min(max((before.seed or 0) + by, 0), LARGEST_SEED))
        _tell_of_resuming(controller, before)

    return scale


next_seed, seed_before = scale_seed(1), scale_seed(-1)


def undo(controller: RaceController) -> None:
    """Take the last change back."""
    what = controller.player.undo()
    race = controller.player.race
    again = "" if isinstance(race, Resumable) else f" This is the {race.provenance.medium} again."
    controller.tell(f"Undone: {what}.{again}" if what else "Nothing to undo: e, +, −, f, a and d change the race.")


def move_start(controller: RaceController, start: tuple[float, ...]) -> None:
    """Start again from another point."""
    shown = ", ".join(f"{each:.4g}" for each in start)
    own = [lane.name for lane in controller.player.scenario.lanes.values() if lane.start is not None]
    if _change(controller, "moving the start", lambda: edits.started_at(controller.player.scenario, start)):
        given_up = (
            f", also {', '.join(own)}, which had its own"
            if len(own) == 1
            else f", also the {len(own)} that had their own"
        )
        controller.tell(
            f"All lanes start at ({shown}) now{given_up if own else ''}. space plays, u puts the start back."
        )


def _change(controller: RaceController, what: str, change: Callable[[], Scenario], select: str = "") -> bool:
    """Make a change; returns whether it could be made, and tells why it could not."""
    try:
        scenario = change()
    except BadValueError as error:
        controller.tell(f"{error.key}: {error.message}", wrong=True)
        return False
    before = controller.player.race
    controller.player.change(what, scenario)
    _tell_of_resuming(controller, before)
    if select:
        controller.look.selected = list(scenario.lanes).index(select)
    return True


def _tell_of_resuming(controller: RaceController, before: Curves) -> None:
    """Say that what could not go on is computed here from now on, and whether what lies before is what was there."""
    if isinstance(before, Resumable) or not isinstance(before, States):
        return
    medium = before.provenance.medium
    if before.doubt is None:
        controller.tell(controller.language.text("edit.resumed", medium=medium))
    else:
        doubt = controller.language.sentence(before.doubt)
        controller.tell(controller.language.text("edit.resumed_in_doubt", medium=medium, doubt=doubt))


def _ended(controller: RaceController, name: str) -> bool:
    """Tell if there is nothing left to change for a lane; tells so."""
    end = controller.player.race.runs[name].end
    if end is not None:
        status = controller.language.label(end.status)
        controller.tell(controller.language.text("edit.refused", lane=name, end=end.step, status=status), wrong=True)
    return end is not None
