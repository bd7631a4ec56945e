"""Base of early-stopping rules: a pure check of the monitored value, once an epoch, for all lanes at a time."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from optsim.engine.settings import Array, Mask, Setting, Settings
from optsim.facts import Fact

Monitor = Annotated[Literal["validation_loss", "loss"], Setting(help="the value that is watched")]
RestoreBest = Annotated[bool, Setting(help="give back the parameters of the best epoch at the end")]
Halt = Annotated[bool, Setting(help="end the lane at the stop; false only marks it and runs on")]
#: a change of so small a share of a value is none for the rules of Prechelt: it is how the value was rounded
NO_CHANGE = 1e-12
Strip = Annotated[int, Setting(help="epochs in a strip, at whose end is judged", least=1, unit="epochs")]


def generalization_loss(value: Array, best: Array) -> Array:
    """By how many percent values lie above the best ones, shape (lanes,); NaN where either is no number.

    100 (E/E_opt − 1) of Prechelt (1998) for errors above 0; below, as a share of the best's size; ∞ where the best is 0.
    """
    with np.errstate(all="ignore"):
        rise = value - best
        share: Array = np.where(rise == 0, 0.0, 100 * (rise / np.abs(best)))
    return share


def no_change(value: Array | float, other: Array | float) -> Mask:
    """Tell where values differ by less than 1e-12 of their size, which is rounding; false where one is no finite number."""
    with np.errstate(all="ignore"):
        same: Mask = np.abs(np.subtract(value, other)) <= NO_CHANGE * np.abs(other)
    return same & np.isfinite(other)


#: an evaluation is whatever a log has of its validation loss, epochs or not
Unit = Literal["epoch", "step", "evaluation"]


class RuleText(Fact):
    """A sentence that a rule has made itself: of one whose `reason` or `progress` gives a text."""

    code: ClassVar[str] = "rule.text"

    text: str

    def english(self) -> str:
        """Return the text."""
        return self.text


@dataclass(frozen=True)
class Progress:
    """Progress of a rule towards firing: a share from 0 to 1, and what it waits for; None where there is nothing to say."""

    share: float = 0.0
    fact: Fact | None = None

    def __post_init__(self) -> None:
        """Take a text for a fact, for one release."""
        if isinstance(self.fact, str):
            warnings.warn("Progress takes a fact in place of a text", DeprecationWarning, stacklevel=3)
            object.__setattr__(self, "fact", RuleText(self.fact) if self.fact else None)


class StoppingRule(Settings, ABC):
    """Base of every early-stopping rule: a frozen dataclass whose fields are its settings.

    An epoch is one pass over the data, counted from 1 as they are completed; where there is no data, one step.
    """

    title: ClassVar[str] = ""

    @property
    def label(self) -> str:
        """Its name with the settings that tell it from another of its kind."""
        return self.title

    monitor: Monitor
    restore_best: RestoreBest
    halt: Halt

    @abstractmethod
    def init(self, lanes: int) -> Any:
        """The state before the first epoch: a named tuple of arrays of shape (lanes,)."""

    @abstractmethod
    def check(self, state: Any, epoch: int, value: Array, loss: Array) -> tuple[Any, Mask]:
        """New state and where the rule fires, from the monitored value and the training loss, all (lanes,)."""

    @abstractmethod
    def best_epoch(self, state: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The epoch whose parameters the rule would keep, shape (lanes,); 0 before the first improvement."""

    @abstractmethod
    def cause(self, state: Any, lane: int, unit: Unit) -> Fact:
        """Return why it fired for a lane: a kind of fact of its own, with its numbers and with its sentence in `english()`.

        `unit` is "epoch", or "step" where there is no data.
        """

    def progress(self, state: Any, lane: int, unit: Unit) -> Progress:
        """Return how near it is to firing for a lane; `unit` as for `cause`. A rule need not know."""
        return Progress()

    def __init_subclass__(cls) -> None:
        """Let a rule that has a `reason`, a text, in place of a `cause` go on for one release."""
        super().__init_subclass__()
        if "reason" in cls.__dict__ and "cause" not in cls.__dict__:
            warnings.warn(
                f"{cls.__name__}.reason is now `cause`, which returns a fact", DeprecationWarning, stacklevel=2
            )
            cls.cause = _cause_of_reason  # type: ignore[method-assign]


def _cause_of_reason(self: Any, state: Any, lane: int, unit: Unit) -> Fact:
    """Return the text of a rule's `reason` as a fact."""
    return RuleText(self.reason(state, lane, unit))
