"""Verdicts: what theory says of each lane of a race, compared with what was measured up to the cursor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optsim.engine.capabilities.states import States
from optsim.theory.claims import (
    Claim,
    ConvergenceRate,
    ExpectedLoss,
    FirstStep,
    NoiseFloor,
    SaddleEscape,
    StabilityLimit,
    Verdict,
)
from optsim.theory.forecast import Forecast
from optsim.theory.measurement import escape_step, first_move, fitted_rate, mean_loss
from optsim.theory.prediction import Prediction, no_curve, predict
from optsim.theory.rounding import rounding_level

#: a product that is a larger share of the limit is the limit but for rounding
_NEAR_LIMIT = 1 - 1e-9
#: the share of a loss that its rounding may be, after some thousands of steps
_DIGITS = 1e-12
#: a first gradient beyond these has a square that is no number, or 0
_SQUARED = (1e-150, 1e150)


class Theory:
    """Theory of a race. A prediction is the same for every step, so it is made once for a lane. For `keep_rows` see `Forecast`."""

    def __init__(self, race: States, keep_rows: int | None = None) -> None:
        self.race = race
        self.forecast = Forecast(race, keep_rows)
        self._predictions: dict[int, Prediction] = {}
        self._first_moves: dict[int, float | None] = {}

    def verdict(self, place: int) -> Verdict:
        """Return all that theory says of a lane at the cursor."""
        with np.errstate(all="ignore"):
            if place not in self._predictions:
                self._predictions[place] = predict(self.race, place)
            claims = tuple(self._claims(place, self._predictions[place]))
        return Verdict(claims, no_curve(self.race, place) or self._predictions[place].silence)

    def _claims(self, place: int, prediction: Prediction) -> Iterator[Claim]:
        limit = self._limit(place)
        if limit is not None:
            yield limit
        if prediction.rate is not None:
            yield self._rate(place, prediction.rate, limit, double_root=prediction.double_root)
        yield from self._loss(place)
        if prediction.floor is not None:
            mean = mean_loss(self.race, place, prediction.settled)
            yield NoiseFloor(prediction.floor, mean.value, mean.over)
        yield from self._escape(place, prediction)
        yield from self._first_step(place)

    def _last_step(self, place: int) -> int:
        return self.race.runs[self.race.lanes[place].name].last_step

    def _limit(self, place: int) -> StabilityLimit | None:
        effective = self.race.lanes[place].effective(self._last_step(place))
        limit, curvature = effective.stability_limit(), self.race.objective.largest_curvature
        if limit is None or curvature is None:
            return None
        return StabilityLimit(limit, effective.learning_rate * curvature)

    def _rate(self, place: int, rate: float, limit: StabilityLimit | None, *, double_root: bool) -> ConvergenceRate:
        fitted = fitted_rate(self.race, place)
        below = limit is not None and limit.measured is not None and limit.measured < limit.predicted * _NEAR_LIMIT
        return ConvergenceRate(rate, fitted.value, fitted.over, double_root, below)

    def _loss(self, place: int) -> Iterator[Claim]:
        """Compare the loss at the cursor with the forecast, where noise gives it a spread."""
        step = self._last_step(place)
        known = self.forecast.at(step) if place in self.forecast.places else None
        if known is None:
            return
        predicted, spread = (float(column[place]) for column in known)
        loss = float(self.race.figures("loss", np.array([step]))[0, place])
        # where the noise is lost in the last digit of the loss there is no spread
        resolved = abs(predicted) > rounding_level(self.race.objective.modes) and spread > _DIGITS * abs(predicted)
        if resolved and np.isfinite((predicted, loss, spread)).all():
            yield ExpectedLoss(predicted, loss, spread)

    def _escape(self, place: int, prediction: Prediction) -> Iterator[Claim]:
        modes = self.race.objective.modes
        if prediction.escape is not None and modes is not None:
            measured = escape_step(self.race, place, modes)
            yield SaddleEscape(prediction.escape, measured, prediction.quartiles, prediction.second_order)

    def _first_step(self, place: int) -> Iterator[Claim]:
        predicted = self.race.lanes[place].effective(0).first_step()
        if predicted is not None and _SQUARED[0] < self.race.history["grad_norm"][0, place] < _SQUARED[1]:
            yield FirstStep(predicted, self._first_move(place))

    def _first_move(self, place: int) -> float | None:
        """Return the length of the first update, None before it."""
        race = self.race
        if min(race.step, race.reach, self._last_step(place)) < 1 or race.upto(1) != 1:
            return None
        if place not in self._first_moves:
            # looked up once: of many parameters no step is kept, and this is asked at every paint
            self._first_moves[place] = first_move(race, place)
        return self._first_moves[place]
