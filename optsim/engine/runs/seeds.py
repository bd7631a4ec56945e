"""An objective with the data of several seeds: what all runs on it share."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np

from optsim.engine.numerics.noise import Noise, NoiseOfSeeds
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.objective import NoisyFunction, Objective
from optsim.engine.settings import Array
from optsim.engine.stepping.at_once import Sample
from optsim.engine.stepping.tape import same


class Seeds:
    """The objective of each seed in `bound`, its draws in `noises`; `together` is one for all, None where there is none."""

    def __init__(self, objective: Objective, seeds: Sequence[int], numerics: Numerics = FAST) -> None:
        self.numerics = numerics
        self.noises = [Noise(seed) for seed in seeds]
        self.bound = [objective.bound(noise, numerics) for noise in self.noises]
        self.one = self.bound[0]
        self.together = self._together()
        self._same_for_all = objective.with_numerics(numerics).bind(self.noises[0]) is objective.with_numerics(numerics)

    def __len__(self) -> int:
        return len(self.noises)

    def _together(self) -> Objective | None:
        together = self.one.over_seeds(self.bound)
        return None if together is None else together.with_numerics(self.numerics)

    def with_batch_size(self, size: int | None) -> Seeds:
        """The same with another batch size; itself for None."""
        if size is None:
            return self
        other = object.__new__(Seeds)
        other.__dict__.update(self.__dict__)
        other.bound = [each.with_batch_size(size) for each in self.bound]
        other.one = other.bound[0]
        other.together = None if self.together is None else self.together.with_batch_size(size)
        return other

    def starts(self) -> Array:
        """Return where the runs of each seed start, (seeds, dim)."""
        pairs = zip(self.bound, self.noises, strict=True)
        return np.stack([each.initial(noise) for each, noise in pairs])

    def samples(self, step: int) -> Array:
        """Return the samples of all seeds, stacked."""
        return np.stack(self.each_sample(step))

    def each_sample(self, step: int) -> list[Any]:
        """Return the sample of each seed; None where it draws none."""
        return [each.sample(noise, step) for each, noise in zip(self.bound, self.noises, strict=True)]

    def draw(self, objective: NoisyFunction) -> Sample:
        """Return what draws the samples of all seeds: at once, where that gives what each seed draws."""
        draw: Sample = partial(objective.sample, NoiseOfSeeds(self.noises))  # type: ignore[arg-type]
        if not objective.stochastic or not self._same_for_all:
            return self.samples
        with suppress(Exception):
            if same(draw(0), self.samples(0)):
                return draw
        return self.samples
