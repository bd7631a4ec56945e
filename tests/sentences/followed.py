"""A lane followed by the article's equations: its settings, gradients and averages at every step, from the points of the run."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

_DEFAULTS = {
    "gd": {},
    "sgd": {},
    "momentum": {"momentum": 0.9, "convention": "article"},
    "nag": {"momentum": 0.9, "convention": "article"},
    "adagrad": {"epsilon": 1e-8, "epsilon_inside": True, "initial_accumulator": 0.0},
    "rmsprop": {"decay": 0.9, "epsilon": 1e-8, "epsilon_inside": True},
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "bias_correction": True, "epsilon_hat": False},
}


class Update(NamedTuple):
    """An update at a point: gradient that it uses, what it carried before and after, and the step −Δθ.

    `first` and `second` are the averages (velocity, sum of squares …) behind it, `direction` what α and the squares multiply.
    """

    gradient: np.ndarray
    before: np.ndarray | None
    first: np.ndarray | None
    second: np.ndarray | None
    direction: np.ndarray
    step: np.ndarray


class Followed:
    """One lane: `settings(t)` with its rate there, `points` up to its end, and `update(t)`."""

    def __init__(self, table, lane, function, race, place):
        self.table, self.function, self.place = table, function, place
        self.method = lane["optimizer"]
        self.exact = self.method == "gd"
        self._lane, self._race = lane, race
        self.points = race.history.params[:, place]
        self.last = race.ends[place].step if place in race.ends else race.head
        self.noise = race.setup.noise
        self.per_epoch = race.steps_per_epoch
        self.sampled = (
            np.any(np.asarray(function.sigma) > 0) or (function.data and self.per_epoch > 1)
        ) and not self.exact
        self._updates = []
        #: what has been judged once for all steps
        self.judged = {}
        self.losses = race.history.loss[: self.last + 1, place]

    def settings(self, step):
        """The settings of a step."""
        settings = {**_DEFAULTS[self.method], **{k: v for k, v in self._lane.items() if k not in ("edits", "schedule")}}
        for edit in self._lane.get("edits", ()):
            if edit["step"] <= step:
                settings |= edit
        return {**settings, "learning_rate": settings["learning_rate"] * self.factor(step)}

    def factor(self, step):
        """What its schedule multiplies the rate of a step with."""
        schedule = self._lane.get("schedule")
        if schedule is None:
            return 1.0
        match schedule["kind"]:
            case "cosine":
                share = min(step / schedule["steps"], 1.0)
                return schedule["final"] + (1 - schedule["final"]) * 0.5 * (1 + math.cos(math.pi * share))
            case "exponential":
                return schedule["rate"] ** step
            case "warmup":
                return min((step + 1) / schedule["steps"], 1.0)
        raise KeyError(schedule["kind"])

    @property
    def edits(self):
        """Its edits."""
        return self._lane.get("edits", [])

    @property
    def changes(self):
        """Whether its settings change on the way."""
        return bool(self._lane.get("edits")) or "schedule" in self._lane

    def sample_gradient(self, at, step):
        """The gradient of the step's sample at a point; what was drawn is the run's."""
        if not self.sampled:
            return self.function.gradient(at)
        drawn = self._race.objective.sample(self.noise, step)
        if self.function.data:
            return self.function.gradient(at, drawn)
        return self.function.gradient(at) + drawn

    def update(self, step):
        """The update at a step."""
        with np.errstate(all="ignore"):
            while len(self._updates) <= step:
                self._updates.append(self._next(len(self._updates)))
        return self._updates[step]

    def _next(self, step):
        settings, x = self.settings(step), self.points[step]
        earlier = self._updates[-1] if self._updates else None
        rate = settings["learning_rate"]
        match self.method:
            case "gd" | "sgd":
                gradient = self.sample_gradient(x, step)
                return Update(gradient, None, None, None, gradient, rate * gradient)
            case "momentum" | "nag":
                velocity = np.zeros_like(x) if earlier is None else earlier.first
                if (
                    step
                    and self.settings(step - 1)["convention"] == "article"
                    and not hasattr(self.function, "curvatures")
                ):
                    # the last step itself: where the slope changes fast, what is off in a look-ahead point grows
                    last_step = self.points[step - 1] - x
                    # and a step that the point's digits hardly show is not in them
                    velocity = np.where(np.abs(last_step) > 1e-6 * np.abs(x), last_step, velocity)
                return self._by_velocity(settings, x, step, velocity)
        gradient = self.sample_gradient(x, step)
        return self._by_squares(settings, gradient, step, earlier)

    def _by_velocity(self, settings, x, step, velocity):
        rate, momentum, spelling = settings["learning_rate"], settings["momentum"], settings["convention"]
        ahead = x - momentum * velocity if (self.method, spelling) == ("nag", "article") else x
        gradient = self.sample_gradient(ahead, step)
        factor = {"article": rate, "keras": rate, "torch": 1.0, "average": 1 - momentum}[spelling]
        new = momentum * velocity + factor * gradient
        if self.method == "momentum":
            update = new if spelling == "article" else rate * new
        else:
            update = {
                "article": new,
                "keras": momentum * new + rate * gradient,
                "torch": rate * (gradient + momentum * new),
            }[spelling]
        return Update(gradient, velocity, new, None, gradient, update)

    def own_gain(self, step):
        """By how much the step follows its own gradient alone."""
        settings = self.settings(step)
        rate = settings["learning_rate"]
        if self.method == "momentum":
            return rate * (1 - settings["momentum"]) if settings["convention"] == "average" else rate
        if self.method == "nag":
            return rate if settings["convention"] == "article" else rate * (1 + settings["momentum"])
        return rate

    def _by_squares(self, settings, gradient, step, earlier):
        rate, epsilon = settings["learning_rate"], settings["epsilon"]
        zeros = np.zeros_like(gradient)
        if self.method == "adam":
            first = (
                settings["beta1"] * (zeros if earlier is None else earlier.first) + (1 - settings["beta1"]) * gradient
            )
            squares = zeros if earlier is None else earlier.second
            second = settings["beta2"] * squares + (1 - settings["beta2"]) * gradient**2
            mean, size = first, second
            if settings["bias_correction"]:
                mean = first / (1 - settings["beta1"] ** (step + 1))
                size = second / (1 - settings["beta2"] ** (step + 1))
            if settings["bias_correction"] and settings["epsilon_hat"]:
                root = math.sqrt(1 - settings["beta2"] ** (step + 1)) / (1 - settings["beta1"] ** (step + 1))
                return Update(gradient, None, first, second, first, rate * root * first / (np.sqrt(second) + epsilon))
            return Update(gradient, None, first, second, mean, rate * mean / (np.sqrt(size) + epsilon))
        if self.method == "adagrad":
            before = zeros + settings["initial_accumulator"] if earlier is None else earlier.second
            second = before + gradient**2
        else:
            decay = settings["decay"]
            second = decay * (zeros if earlier is None else earlier.second) + (1 - decay) * gradient**2
        below = np.sqrt(second + epsilon) if settings["epsilon_inside"] else np.sqrt(second) + epsilon
        return Update(gradient, None, None, second, gradient, rate * gradient / below)

    def limit(self, step):
        """The bound on α·λ on a quadratic, where there is one."""
        settings = self.settings(step)
        momentum = settings.get("momentum", 0.0)
        match self.method:
            case "gd" | "sgd":
                return 2.0
            case "momentum":
                return 2 * (1 + momentum) / (1 - momentum if settings["convention"] == "average" else 1.0)
            case "nag":
                return 2 * (1 + momentum) / (1 + 2 * momentum)
        return None

    def mode_matrix(self, curvature, step=0, number=float):
        """(x, v) of a direction of a curvature after an update without noise, from the equations on the two unit vectors.

        `number` is what is calculated in: float, or Fraction to be exact.
        """
        one, none = number(1), number(0)
        columns = []
        for x, v in ((one, none), (none, one)):
            columns.append(self._mode_step(self._numbers(step, number), number(curvature), x, v, none))
        return np.array(columns).T

    def mode_push(self, step=0, number=float):
        """What a unit of noise in the gradient does to (x, v)."""
        none = number(0)
        return np.array(self._mode_step(self._numbers(step, number), none, none, none, number(1)))

    def _numbers(self, step, number):
        return {key: number(each) if isinstance(each, float) else each for key, each in self.settings(step).items()}

    def _mode_step(self, settings, curvature, x, v, noise):
        rate, momentum = settings["learning_rate"], settings.get("momentum", 0)
        if self.method in ("gd", "sgd"):
            return x - rate * (curvature * x + noise), 0 * v
        spelling = settings["convention"]
        at = x - momentum * v if (self.method, spelling) == ("nag", "article") else x
        gradient = curvature * at + noise
        factor = {"article": rate, "keras": rate, "torch": 1, "average": 1 - momentum}[spelling]
        new = momentum * v + factor * gradient
        if self.method == "momentum":
            return x - (new if spelling == "article" else rate * new), new
        update = {
            "article": new,
            "keras": momentum * new + rate * gradient,
            "torch": rate * (gradient + momentum * new),
        }[spelling]
        return x - update, new
