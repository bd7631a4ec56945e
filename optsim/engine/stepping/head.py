"""The head of a race: its newest and its next state, and who takes the step from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from optsim.engine.stepping.kernel import Kernel, Outcome, State, Stepped

if TYPE_CHECKING:
    from optsim.engine.stepping.in_place import InPlace

#: a race that goes on beyond so many steps is worth the preparation
_WARM = 16
#: so many steps are taken both ways and compared before those in place are trusted
_TRIED = 2


class Stepping(NamedTuple):
    """Who takes the steps of a race.

    `in_place` is True where they are taken in arrays that stay; else `reason` is why the kernel takes them, in new arrays for
    each: "not yet" at the start of a race, "an edit" just after one, "other bits" where those of steps in place differ, "failed: …"
    where one failed. `called` has by name the lanes whose update is called at every step as it is, and what in it is not recorded:
    "if" for a decision by a value, "**", "np.any", "not pure" for what is another one the second time or changes something.
    """

    in_place: bool
    reason: str = ""
    called: Mapping[str, str] = MappingProxyType({})


class Head:
    """Newest and next state of a race, stepped by the kernel at first, in place when the race goes on for long.

    For some steps both are asked and compared. The kernel goes on where their bits differ (an optimizer that is not a pure
    function of what it is given, a state whose arrays change their shape or type), and from a step on that fails in place.
    """

    def __init__(self, kernel: Kernel, following: State, newest: State | None = None, *, needs_vectors: bool) -> None:
        """Stand before a state; without another one it is the newest, too."""
        self._kernel, self._next, self._newest = kernel, following, newest or following
        self._needs_vectors = needs_vectors
        self._in_place: InPlace | None = None
        self._on_trial: InPlace | None = None
        self._prepare_at: float = following.step + _WARM
        self._reason = "not yet"

    @property
    def lent(self) -> State:
        """The newest state that was measured, as it is in place: its arrays are others' after the next step."""
        return self._newest if self._in_place is None else self._in_place.lent

    @property
    def newest(self) -> State:
        """The newest state that was measured."""
        return self._newest if self._in_place is None else self._in_place.newest

    @property
    def next(self) -> State:
        """The state after it."""
        return self._next if self._in_place is None else self._in_place.next

    @property
    def stepping(self) -> Stepping:
        """Who takes the steps, as it is now."""
        if self._in_place is None:
            return Stepping(in_place=False, reason=self._reason)
        return Stepping(in_place=True, called=MappingProxyType(self._in_place.called))

    def step(self) -> Stepped:
        """Measure at the next state and go on beyond it."""
        if self._in_place is not None:
            try:
                if self._in_place.goes_on:
                    return self._in_place.step()
                self._leave(self._in_place, "an edit", self._in_place.next.step)
            except Exception as error:  # noqa: BLE001 whatever it is, it comes again in the kernel's own step
                self._leave(self._in_place, f"failed: {error}")
        return self._by_kernel()

    def _leave(self, in_place: InPlace, reason: str, prepare_at: float = float("inf")) -> None:
        """Let the kernel go on, up to some step."""
        self._newest, self._next, self._in_place, self._on_trial = in_place.newest, in_place.next, None, None
        self._reason, self._prepare_at = reason, prepare_at

    def _by_kernel(self) -> Stepped:
        state, on_trial = self._next, self._on_trial
        if on_trial is not None and not on_trial.goes_on:
            self._prepare_at = state.step
        outcome = self._kernel.step(state)
        if state.step == self._prepare_at:
            on_trial = self._prepared(state)
        if on_trial is not None and not self._meets(on_trial, outcome):
            on_trial = None
        trusted = on_trial if outcome.state.step == self._prepare_at + _TRIED else None
        self._newest, self._next, self._on_trial, self._in_place = state, outcome.state, on_trial, trusted
        return Stepped(outcome.row, outcome.ends, outcome.events)

    def _prepared(self, state: State) -> InPlace | None:
        try:
            from optsim.engine.stepping.in_place import InPlace  # noqa: PLC0415 a race is painted before it is stepped

            return InPlace(self._kernel, state, needs_vectors=self._needs_vectors)
        except Exception as error:  # noqa: BLE001 the kernel goes on
            self._reason = f"failed: {error}"
            return None

    def _meets(self, on_trial: InPlace, outcome: Outcome) -> bool:
        """Tell if a step in place is the kernel's to the bit."""
        try:
            row = on_trial.step().row._replace(norms=None)
            from optsim.engine.stepping.tape import same  # noqa: PLC0415 as above

            if same((outcome.row, outcome.state), (row, on_trial.next)):
                return True
            self._reason = "other bits"
        except Exception as error:  # noqa: BLE001 the kernel goes on
            self._reason = f"failed: {error}"
        return False
