"""The player of a race: what a person does to it over time."""

from __future__ import annotations

from dataclasses import fields
from typing import NamedTuple

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import Resumable, States
from optsim.engine.history.quantities import measurable
from optsim.engine.race import Race
from optsim.languages import Language
from optsim.playback.memory_limit import KEEP_ROWS
from optsim.playback.motion import Allowance, Motion
from optsim.playback.overlays import Overlays
from optsim.playback.presentation import Presentation, of_curves, of_scenario
from optsim.playback.sinks import Sinks
from optsim.scenario import Scenario
from optsim.scenario.translation import in_language


class _Change(NamedTuple):
    """Change that is undone or made again: what it is, the scenario to go to, and the source where another race cannot become it."""

    what: str
    scenario: Scenario
    source: Curves | None


class Player:
    """Plays a race forward at a speed, steps it, and seeks in it.

    The player stands at `race.step`, the cursor. Time comes in through `tick`. What a person changes about the race is a new
    `scenario`; `undo` brings the one before back, and `redo` the one after that, until something else is changed. States that cannot go on become a race that is computed here when they are
    changed. All that the race does is handed to its `journal`.
    """

    race: Curves

    def __init__(self, scenario: Scenario | None, seed: int | None = None, *, source: Curves | None = None) -> None:
        """Stand at the start of a scenario's race, or of another source of it; of curves there need be no scenario.

        Raises ValueError for neither.
        """
        if source is None:
            if scenario is None:
                raise ValueError("there is nothing to play; give a scenario or a source")
            source = scenario.race(seed=seed, keep_rows=KEEP_ROWS)
        self._scenario, self.race = scenario, source
        #: a scenario, a language, and the scenario in it: it is asked for with every picture
        self._shown: tuple[Scenario | None, str, Scenario | None] = (None, "", None)
        self.journal = Sinks()
        view = self.presentation.view
        self.motion = Motion(self._record_move, None if view.speed == "max" else view.speed)
        self.overlays = Overlays(source)
        if view.theory:
            self.toggle_theory()
        if view.band:
            self.toggle_band()
        self._undoable: list[_Change] = []
        self._undone: list[_Change] = []
        self._refill = 0

    @property
    def scenario(self) -> Scenario:
        """The scenario that is raced. Raises LookupError for curves that have none."""
        if self._scenario is None:
            raise LookupError("these curves come of no scenario")
        return self._scenario

    @property
    def presentation(self) -> Presentation:
        """Return how it is presented."""
        return of_curves(self.race) if self._scenario is None else of_scenario(self._scenario, self.race)

    def presented_in(self, language: Language) -> Presentation:
        """Return how it is presented in a language."""
        if self._scenario is None:
            return self.presentation
        known, name, shown = self._shown
        if known is not self._scenario or name != language.name:
            shown = in_language(self._scenario, language)
            self._shown = self._scenario, language.name, shown
        return of_scenario(shown or self._scenario, self.race)

    @property
    def busy(self) -> bool:
        """True if time does anything: it moves, computes again what an edit has changed, or band or forecast follow."""
        return self.motion.moving or self._refilling or bool(self.overlays.followers)

    @property
    def _refilling(self) -> bool:
        return self.race.head < self._refill and not self.race.over

    @property
    def edits(self) -> int:
        """How many changes of the race could be undone."""
        return len(self._undoable)

    @property
    def computed(self) -> bool:
        """True for a race that is computed here, not one that somebody has recorded."""
        return self._scenario is not None and isinstance(self.race, Resumable)

    def look_for_more(self) -> bool:
        """Read what somebody else has added; returns whether there was anything. Who stood at the newest step goes on with it."""
        before, stood_at_end = self.race, self.race.waits and not self.motion.moving
        grown = before.grown()
        if grown is None:
            return False
        if grown is not before:
            grown.seek(before.step)
            self.race, self.overlays = grown, Overlays(grown)
        if stood_at_end:
            grown.seek(grown.head)
        return True

    def toggle(self) -> None:
        """Pause if it moves, else play; at the very end there is nothing to play."""
        if self.motion.moving:
            self.motion.pause()
        elif not (self.race.finished or self.race.waits):
            self.motion.play()

    def _record_move(self, race: Curves) -> None:
        self.journal.take(race)

    def pause(self) -> None:
        """Stay at the current step."""
        self.motion.pause()

    def step(self, n: int = 1) -> None:
        """Pause and go n steps forward."""
        self.motion.pause()
        for _ in range(n):
            self.motion.step(self.race)
        self.journal.flush()

    def back(self, n: int = 1) -> None:
        """Pause and go n steps back."""
        self.motion.pause()
        self.race.back(n)

    def go_to(self, step: int) -> None:
        """Pause and go to a step: at once as far as the race is computed, from there as fast as ticks allow."""
        self.motion.head_for(self.race, step)

    def go_to_happening(self, direction: int) -> None:
        """Pause and go to the next thing that happened (1), or the one before (−1), if there is one."""
        happenings = self.overlays.events.happenings()
        steps = sorted({self.race.from_(each.step) for each in happenings if each.step <= self.race.head})
        candidates = [step for step in steps if (step - self.race.step) * direction > 0]
        if candidates:
            self.go_to(candidates[0] if direction > 0 else candidates[-1])

    def toggle_theory(self) -> None:
        """Compare theory with the race, or no more."""
        self.overlays.toggle_theory()

    def toggle_band(self) -> None:
        """Run every lane over many seeds beside the race, or no more."""
        self.overlays.toggle_band(self.scenario)

    def restart(self) -> None:
        """The same seed from step 0 with nothing computed; what cannot be computed anew plays from its start."""
        if isinstance(self.race, Resumable):
            self.seed(self.race.seed)
        else:
            self.go_to(0)
            self.toggle()

    def seed(self, seed: int, what: str = "") -> None:
        """Another seed from step 0; where that can be undone, `what` was done is told then, or else the seed."""
        self.motion.pause()
        if self._irreplaceable is not None:
            self._note_change(what or str(seed))
        self._refill = 0
        self._race_on(self.scenario, self._anew(self.scenario, seed))

    def change(self, what: str, scenario: Scenario) -> None:
        """Race another set-up from where it stands; what the two races share is not computed again.

        It stays at its step, or comes back to it as fast as ticks allow where all is computed anew; what was computed beyond
        is filled in by ticks. `what` was changed is told when it is undone.
        """
        self._note_change(what)
        self._go_over(scenario)

    def _note_change(self, what: str) -> None:
        self._undoable.append(_Change(what, self.scenario, self._irreplaceable))
        self._undone.clear()

    def undo(self) -> str:
        """Take the last change back; returns what it was, empty where there was none."""
        return self._go_to_next(self._undoable, self._undone)

    def redo(self) -> str:
        """Make the change again that was undone last; returns what it was, empty where there was none."""
        return self._go_to_next(self._undone, self._undoable)

    def _go_to_next(self, changes: list[_Change], other_way: list[_Change]) -> str:
        """Go to the last of some changes, and note how to come back."""
        if not changes:
            return ""
        what, scenario, source = changes.pop()
        # what a source becomes again is the very race that it was left for, with its seed
        other_way.append(_Change(what, self.scenario, self._irreplaceable if source is None else self.race))
        if source is None:
            self._go_over(scenario)
        else:
            self.motion.pause()
            source.seek(self.race.step)
            self._refill = 0
            self._put(scenario, source)
        return what

    @property
    def _irreplaceable(self) -> Curves | None:
        """The source, where no other race can become it again."""
        return None if isinstance(self.race, Resumable) else self.race

    def _go_over(self, scenario: Scenario) -> None:
        race, cursor, computed = self.race, self.race.step, max(self.race.head, self._refill)
        if isinstance(race, States) and _differs_in_lanes_only(scenario, self.scenario):
            self._race_on(scenario, race.resumed().with_lanes(scenario.lanes))
            self._refill = computed
            if self.race.step < cursor:
                self.motion.goal = max(cursor, self.motion.goal or 0)
        else:
            self.motion.pause()
            self._refill = 0
            self._race_on(scenario, self._anew(scenario, race.seed))

    def _anew(self, scenario: Scenario, seed: int | None) -> Race:
        """Return a race from step 0 that measures what the present one measures, as far as its objective has it."""
        there = measurable(scenario.objective, validation=True)
        also = [name for name in self.race.history.measuring.also if name in there]
        return scenario.race(seed=seed, keep_rows=KEEP_ROWS, also=also)

    def _race_on(self, scenario: Scenario, race: Resumable) -> None:
        """Put another race in place of the present one, and write that down."""
        self.journal.take(self.race)
        self._put(scenario, race)
        self.journal.change(scenario, race)

    def _put(self, scenario: Scenario, race: Curves) -> None:
        self._scenario, self.race = scenario, race
        self.overlays.follow(race, scenario)

    def tick(self, elapsed: float, may_go_on: Allowance) -> bool:
        """Let time pass; returns whether anything moved.

        A speed takes speed · elapsed steps, the fraction kept for the next tick. `may_go_on` is asked between steps: at full
        speed it alone ends the tick; at any other it only keeps a slow machine from falling back, and steps that it does
        not allow are not made up for.
        """
        if not self.busy:
            return False
        before, computed = self.race.step, self.race.head
        if self.motion.moving:
            self.motion.move(self.race, elapsed, may_go_on)
        else:
            self._fill(may_go_on)
        if self.race.finished or self.race.waits:
            self.motion.pause()
        followed = self.overlays.advance(may_go_on)
        self.journal.flush()
        return followed or self.race.step != before or self.race.head != computed or not self.busy

    def _fill(self, may_go_on: Allowance) -> None:
        """Compute on where an edit has cut off what was there."""
        while self._refilling and isinstance(self.race, Resumable):
            self.race.compute(self.race.head + 1)
            self.journal.take(self.race)
            if not may_go_on():
                return


def _differs_in_lanes_only(one: Scenario, other: Scenario) -> bool:
    # view and texts name lanes and change no number; the steps of a budget of epochs follow from the lanes
    following = ("lanes", "view", "texts", *(() if one.epochs is None else ("steps",)))
    names = (field.name for field in fields(Scenario) if field.name not in following)
    return all(getattr(one, name) is getattr(other, name) for name in names)
