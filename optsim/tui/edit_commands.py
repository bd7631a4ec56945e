"""The commands that change the race: tune, fork, add, delete, rename, undo, redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from optsim.analysis.events import not_converted
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import Resumable, States
from optsim.engine.optimizer import meaning_of_state
from optsim.engine.settings import BadValueError
from optsim.playback import edits
from optsim.scenario import Scenario
from optsim.system.limits import LARGEST_SEED
from optsim.tui.controller import RaceController
from optsim.tui.language import medium_named
from optsim.words.scenario_lines import own_line

if TYPE_CHECKING:
    # a form is not imported before it is asked for
    from optsim.tui.screens.lane_form import Answer

_FACTOR = 1.25


def scale_rate(factor: float) -> Callable[[RaceController], None]:
    """The command that multiplies the selected lane's learning rate from the cursor on."""

    def scale(controller: RaceController) -> None:
        name, step = controller.lane_name, controller.player.race.step
        if not _ended(controller, name):
            what = controller.language.text("change.rate", lane=name)
            _change(controller, what, lambda: edits.scaled_rate(controller.player.scenario, name, step, factor))

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

    note = _edit_note(controller, name, step)
    other_names = [each for each in controller.player.scenario.lanes if each != name]
    from optsim.tui.screens.lane_form import EditScreen  # noqa: PLC0415 not before a form is asked for

    controller.ask(EditScreen(name, lane.at(step), note, other_names), take)


def _edit_note(controller: RaceController, name: str, step: int) -> str:
    """Return from when on an edit of a lane has effect, and what of the lane it leaves as it is."""
    lane, language = controller.player.scenario.lanes[name], controller.language
    end = controller.player.race.runs[name].end
    if end is not None:
        note = language.text("edit.ended", end=end.step, status=language.label(end.status), step=step)
    else:
        note = language.text("lane_form.from_step" if step else "lane_form.at_start", step=step)
        meaning = meaning_of_state(lane.at(step))
        if step and meaning is not None:
            note = language.text("lane_form.not_converted", note=note, state=language.sentence(meaning))
    own = own_line(language, lane)
    return language.text("lane_form.own", note=note, own=own) if own else note


def _apply(controller: RaceController, name: str, step: int, answer: Answer) -> None:
    before = controller.player.scenario.lanes[name].at(step)

    def changed() -> Scenario:
        scenario = controller.player.scenario
        if answer.optimizer != scenario.lanes[name].at(step):
            scenario = edits.tuned(scenario, name, step, answer.settings)
        return edits.renamed(scenario, name, answer.name)

    if not _change(controller, controller.language.text("change.edit", lane=name), changed):
        return
    if answer.name != name:
        controller.look.rename(name, answer.name)
    unconverted = not_converted(before, answer.optimizer) if step else None
    if unconverted is not None:
        controller.tell(
            controller.language.text(
                "edit.not_converted", lane=answer.name, sentence=controller.language.sentence(unconverted)
            )
        )


def fork(controller: RaceController) -> None:
    """Copy the selected lane at the cursor with all its state, and select the copy."""
    name, step = controller.lane_name, controller.player.race.step
    scenario, copy = edits.forked(controller.player.scenario, name, step)
    _change(controller, controller.language.text("change.fork", lane=copy), lambda: scenario, select=copy)
    controller.tell(controller.language.text("edit.forked", fork=copy, lane=name, step=step))


def add(controller: RaceController) -> None:
    """Open the form of a new lane; it runs from step 0 on."""
    controller.player.pause()

    def take(answer: Answer | None) -> None:
        if answer is None:
            return
        scenario, name = edits.added(controller.player.scenario, answer.optimizer)
        _change(
            controller,
            controller.language.text("change.add", lane=answer.name),
            lambda: edits.renamed(scenario, name, answer.name),
            select=answer.name,
        )

    from optsim.tui.screens.lane_form import AddScreen  # noqa: PLC0415 as above

    note = controller.language.text("lane_form.from_start")
    controller.ask(AddScreen(note, list(controller.player.scenario.lanes)), take)


def delete(controller: RaceController) -> None:
    """Take the selected lane out of the race."""
    name, text = controller.lane_name, controller.language.text
    if _change(controller, text("change.delete", lane=name), lambda: edits.deleted(controller.player.scenario, name)):
        controller.tell(text("edit.deleted", lane=name))


def hide(controller: RaceController) -> None:
    """Draw the selected lane, or draw it no more; it races on."""
    controller.look.hidden ^= {controller.lane_name}


def move_seed(by: int) -> Callable[[RaceController], None]:
    """Return the command that starts again with a higher seed, a lower one where `by` is negative."""

    def move(controller: RaceController) -> None:
        before = controller.player.race
        seed = min(max((before.seed or 0) + by, 0), LARGEST_SEED)
        controller.player.seed(seed, controller.language.text("change.seed", seed=seed))
        _tell_of_resuming(controller, before)

    return move


next_seed, seed_before = move_seed(1), move_seed(-1)


def undo(controller: RaceController) -> None:
    """Take the last change back."""
    what, text = controller.player.undo(), controller.language.text
    race = controller.player.race
    if not what:
        controller.tell(text("edit.nothing_to_undo"))
    elif isinstance(race, Resumable):
        controller.tell(text("edit.undone", change=what))
    else:
        controller.tell(text("edit.undone_medium", change=what, medium=_medium(controller, race)))


def redo(controller: RaceController) -> None:
    """Make the change again that was taken back last."""
    before, what = controller.player.race, controller.player.redo()
    if what:
        controller.tell(controller.language.text("edit.redone", change=what))
        _tell_of_resuming(controller, before)
    else:
        controller.tell(controller.language.text("edit.nothing_to_redo"))


def move_start(controller: RaceController, start: tuple[float, ...]) -> None:
    """Start again from another point."""
    shown = ", ".join(f"{each:.4g}" for each in start)
    own = [lane.name for lane in controller.player.scenario.lanes.values() if lane.start is not None]
    text = controller.language.text
    if not _change(controller, text("change.start"), lambda: edits.started_at(controller.player.scenario, start)):
        return
    match own:
        case []:
            controller.tell(text("edit.start_moved", point=shown))
        case [name]:
            controller.tell(text("edit.start_moved_one", point=shown, lane=name))
        case _:
            controller.tell(text("edit.start_moved_more", point=shown, count=len(own)))


def _change(controller: RaceController, what: str, change: Callable[[], Scenario], select: str = "") -> bool:
    """Make a change; returns whether it could be made, and tells why it could not."""
    try:
        scenario = change()
    except BadValueError as error:
        fault = controller.language.sentence(error.fault)
        controller.tell(controller.language.text("edit.fault", key=error.key, fault=fault), wrong=True)
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
    medium = _medium(controller, before)
    if before.doubt is None:
        controller.tell(controller.language.text("edit.resumed", medium=medium))
    else:
        doubt = controller.language.sentence(before.doubt)
        controller.tell(controller.language.text("edit.resumed_in_doubt", medium=medium, doubt=doubt))


def _medium(controller: RaceController, curves: Curves) -> str:
    """Return what the medium of curves is called."""
    return medium_named(controller.language, curves.provenance.medium)


def _ended(controller: RaceController, name: str) -> bool:
    """Tell if there is nothing left to change for a lane; tells so."""
    end = controller.player.race.runs[name].end
    if end is not None:
        status = controller.language.label(end.status)
        controller.tell(controller.language.text("edit.refused", lane=name, end=end.step, status=status), wrong=True)
    return end is not None
