"""The objectives once more, written down from their formulas: loss, gradient and second derivatives of one point."""

from __future__ import annotations

import itertools
import math

import numpy as np


class Function:
    """A function of one point; `minima` as far as they are known, `sigma` the noise in its gradient."""

    data = False
    minima: tuple = ()
    sigma: np.ndarray | float = 0.0

    def loss(self, x):
        raise NotImplementedError

    def gradient(self, x):
        raise NotImplementedError

    def hessian(self, x):
        """By differences of the gradient, where no formula is given."""
        reach = 3e-6 * np.maximum(1.0, np.abs(x))
        rows = [
            (self.gradient(x + step) - self.gradient(x - step)) / (2 * length)
            for step, length in zip(np.diag(reach), reach, strict=True)
        ]
        second = np.array(rows)
        return (second + second.T) / 2


class Quadratic(Function):
    def __init__(self, table, basis):
        self.curvatures = np.array(table["eigenvalues"])
        self.center = np.array(table.get("center") or [0.0] * len(self.curvatures))
        if table.get("rotation") == "random":
            self.axes = basis
        else:
            turn = math.radians(table.get("rotation", 0.0))
            plain = np.eye(len(self.curvatures))
            along, across = (0.0, 1.0) if table.get("rotation") == 90 else (math.cos(turn), math.sin(turn))
            turned = np.array([[along, -across], [across, along]])
            self.axes = turned if turn else plain
        self.upright = not table.get("rotation")
        self.matrix = self.axes @ np.diag(self.curvatures) @ self.axes.T
        self.minima = (self.center,)
        noise = table["noise"]
        self.sigma = np.sqrt(self.curvatures / table.get("batch_size", 1)) if noise == "curvature" else noise
        self.sigma = np.broadcast_to(np.asarray(self.sigma, float), self.curvatures.shape)

    def loss(self, x):
        along = self.axes.T @ (x - self.center)
        return float(0.5 * np.sum(self.curvatures * along**2))

    def gradient(self, x):
        if self.upright:
            return self.curvatures * (x - self.center)
        return self.axes @ (self.curvatures * (self.axes.T @ (x - self.center)))

    def hessian(self, x):
        return self.matrix


class Saddle(Function):
    def __init__(self, table):
        self.curvatures, self.quartic = np.array(table["curvatures"]), table["quartic"]
        self.sigma = np.full(len(self.curvatures), float(table["noise"]))
        if self.quartic > 0:
            depths = np.sqrt(np.maximum(-self.curvatures, 0) / (4 * self.quartic))
            sides = [(-each, each) if each else (0.0,) for each in depths]
            self.minima = tuple(np.array(point) for point in itertools.product(*sides))
        elif self.curvatures.min() >= 0:
            self.minima = (np.zeros(len(self.curvatures)),)

    def loss(self, x):
        return float(np.sum(x * x * (0.5 * self.curvatures + self.quartic * (x * x))))

    def gradient(self, x):
        return self.curvatures * x + 4 * self.quartic * (x * x * x)

    def hessian(self, x):
        return np.diag(self.curvatures + 12 * self.quartic * x * x)


class Plane(Function):
    """A function of the plane from its formula; derivatives by complex steps and differences of them."""

    def __init__(self, formula, minima, noise, dim=2):
        self.formula, self.minima = formula, tuple(np.array(each, float) for each in minima)
        self.sigma = np.full(dim, float(noise))

    def loss(self, x):
        return float(np.real(self.formula(*x)))

    def gradient(self, x):
        # the complex step has no cancellation (Squire and Trapp 1998)
        tiny = 1e-30
        return np.array([np.imag(self.formula(*(x + 1j * tiny * unit))) / tiny for unit in np.eye(len(x))])


class Plateau(Function):
    """1 − 10/(10 + r²), r = x² + y²: a complex step loses the slope far away."""

    def __init__(self, noise):
        self.minima, self.sigma = (np.zeros(2),), np.full(2, float(noise))

    def loss(self, x):
        square = float(x @ x) ** 2
        return square / (10 + square)

    def gradient(self, x):
        radius = np.float64(x @ x)
        return 40 * radius * x / (10 + radius**2) ** 2


class Lessard(Function):
    def __init__(self, noise):
        self.minima, self.sigma = (np.zeros(1),), np.full(1, float(noise))

    def loss(self, x):
        (at,) = x
        if at < 1:
            return 12.5 * at * at
        return 0.5 * at * at + 24 * at - 12 if at < 2 else 12.5 * at * at - 24 * at + 36

    def gradient(self, x):
        (at,) = x
        return np.array([25 * at if at < 1 else at + 24 if at < 2 else 25 * at - 24])


_STYBLINSKI = -2.903534027771177


def _plane(kind, noise):
    match kind:
        case "rosenbrock":
            return Plane(lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2, [(1, 1)], noise)
        case "beale":
            return Plane(
                lambda x, y: sum((c - x * (1 - y**k)) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
                [(3, 0.5)],
                noise,
            )
        case "himmelblau":
            minima = [
                (3, 2),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404),
            ]
            return Plane(lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2, minima, noise)
        case "rastrigin":
            turn = 2 * np.pi
            return Plane(lambda x, y: 20 + x * x + y * y - 10 * (np.cos(turn * x) + np.cos(turn * y)), [(0, 0)], noise)
        case "styblinski_tang":
            return Plane(
                lambda x, y: 0.5 * sum(each**4 - 16 * each**2 + 5 * each for each in (x, y)),
                [(_STYBLINSKI, _STYBLINSKI)],
                noise,
            )
        case "plateau":
            return Plateau(noise)
    raise KeyError(kind)


class Network(Function):
    """Mean squared error over examples that are given; forward and backward written for one point."""

    data = True

    def __init__(self, table, inputs, targets, held_inputs, held_targets):
        self.sizes = [inputs.shape[1], *table["hidden"], 1]
        self.relu = table["activation"] == "relu"
        self.decay = table.get("weight_decay", 0.0)
        self.inputs, self.targets = inputs, targets.reshape(-1)
        self.held_inputs, self.held_targets = held_inputs, held_targets.reshape(-1)

    def _layers(self, x):
        layers, at = [], 0
        for wide, high in itertools.pairwise(self.sizes):
            weights = x[at : at + wide * high].reshape(wide, high)
            at += wide * high
            layers.append((weights, x[at : at + high]))
            at += high
        return layers

    def _outputs(self, x, inputs):
        outputs = [inputs]
        layers = self._layers(x)
        for number, (weights, bias) in enumerate(layers):
            value = outputs[-1] @ weights + bias
            if number < len(layers) - 1:
                value = np.maximum(value, 0) if self.relu else np.tanh(value)
            outputs.append(value)
        return outputs

    def loss(self, x):
        wrong = self._outputs(x, self.inputs)[-1][:, 0] - self.targets
        return float(np.mean(wrong**2) + 0.5 * self.decay * np.sum(x * x))

    def held_out(self, x):
        wrong = self._outputs(x, self.held_inputs)[-1][:, 0] - self.held_targets
        return float(np.mean(wrong**2))

    def gradient(self, x, batch=None):
        inputs = self.inputs if batch is None else self.inputs[batch]
        targets = self.targets if batch is None else self.targets[batch]
        outputs = self._outputs(x, inputs)
        delta = 2 * (outputs[-1] - targets[:, None]) / len(targets)
        parts = []
        for (weights, _), below in zip(reversed(self._layers(x)), reversed(outputs[:-1]), strict=True):
            parts += [delta.sum(axis=0), (below.T @ delta).reshape(-1)]
            delta = (delta @ weights.T) * ((below > 0) if self.relu else 1 - below**2)
        return np.concatenate(parts[::-1]) + self.decay * x


def function_of(table, race):
    """The function of a scenario's table; from the race only what was drawn: examples, and a random rotation."""
    objective = table["objective"]
    match objective["kind"]:
        case "quadratic":
            return Quadratic(objective, race.objective.basis)
        case "saddle":
            return Saddle(objective)
        case "mlp":
            return Network(objective, *race.objective.examples)
        case "lessard":
            return Lessard(objective["noise"])
    return _plane(objective["kind"], objective["noise"])
