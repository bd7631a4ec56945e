"""Kinds of insights on losses alone, as a training log has them. Numbers are exact; rounding is a matter of words."""

from __future__ import annotations

import math
from typing import ClassVar

from optsim.facts import Fact


class TrainingFact(Fact):
    """Base of what is said of losses; `wrong` where something should be done about the training."""

    wrong: ClassVar[bool] = False

    def says_diverged(self, newest: float) -> bool:
        """Tell if the training has diverged, `newest` being its newest training loss."""
        return False


class LossNotFinite(TrainingFact):
    """A loss is no finite number at a step; so are `count` values in all."""

    code: ClassVar[str] = "training.not_finite"
    wrong: ClassVar[bool] = True
    step: int
    value: float
    count: int
    validation: bool

    def says_diverged(self, newest: float) -> bool:
        """Tell if it has come to stay: a single value may be one that a training passes over."""
        return not self.validation and not math.isfinite(newest)


class TrainingDiverged(TrainingFact):
    """The training loss has lost more than half of what it had gained, and has not come back: `last` against the lowest level."""

    code: ClassVar[str] = "training.diverged"
    wrong: ClassVar[bool] = True
    first: float
    lowest: float
    lowest_at: int
    last: float

    def says_diverged(self, newest: float) -> bool:
        """It says so."""
        return True


class DoesNotLearn(TrainingFact):
    """The training loss is where it began, but for its noise."""

    code: ClassVar[str] = "training.does_not_learn"
    wrong: ClassVar[bool] = True
    first: float
    last: float
    rows: int


class OverfitsSince(TrainingFact):
    """Validation loss has been above its best since a step while training loss falls; shares of the best, and of the training loss there."""

    code: ClassVar[str] = "training.overfits"
    wrong: ClassVar[bool] = True
    best: float
    best_at: int
    rise: float
    training_fall: float
    evaluations: int


class LossSpikes(TrainingFact):
    """The training loss jumps up and comes back: how often, where first, where most, and from which level to which value."""

    code: ClassVar[str] = "training.spikes"
    wrong: ClassVar[bool] = True
    count: int
    first: int
    highest_at: int
    highest: float
    level: float


class LossPlateau(TrainingFact):
    """The training loss has been within a hundredth of all that it has gained since a step."""

    code: ClassVar[str] = "training.plateau"
    since: int
    level: float


class StillFalls(TrainingFact):
    """The training loss still falls: the share that went in the last tenth."""

    code: ClassVar[str] = "training.still_falls"
    share: float


class TooFewRows(TrainingFact):
    """There are too few values to say anything."""

    code: ClassVar[str] = "training.too_few"
    rows: int


class NothingWrong(TrainingFact):
    """Nothing is seen that should be done: the loss fell from a level to another."""

    code: ClassVar[str] = "training.nothing_wrong"
    first: float
    last: float
