"""Scenarios drawn at random, each from its number alone: all objectives, methods and rules, settings to their extremes."""

from __future__ import annotations

import numpy as np

METHODS = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
_LIMITS = {"gd": 2.0, "sgd": 2.0, "momentum": 3.8, "nag": 3.8 / 2.8}


class _Draws:
    """Choices of one scenario."""

    def __init__(self, number):
        self.generator = np.random.default_rng(number)

    def chance(self, share):
        return bool(self.generator.random() < share)

    def pick(self, *choices):
        return choices[int(self.generator.integers(len(choices)))]

    def log(self, low, high):
        return float(np.exp(self.generator.uniform(np.log(low), np.log(high))))

    def near(self, dim, size=2.0):
        return [float(each) for each in self.generator.normal(0, size, dim)]


def drawn(number):
    """The tables of scenario `number`."""
    draws = _Draws(number)
    kind = draws.pick("quadratic", "quadratic", "quadratic", "saddle", "saddle", "mlp", "plane", "plane")
    objective = {"quadratic": _quadratic, "saddle": _saddle, "mlp": _network, "plane": _plane}[kind](draws)
    steps = draws.pick(5, 30, 60, 120, 200)
    table = {"objective": objective, "budget": {"steps": steps, "seed": number}}
    if draws.chance(0.15):
        table["budget"]["target_loss"] = draws.log(1e-12, 1.0)
    if draws.chance(0.4):
        table["early_stopping"] = [_rule(draws, objective) for _ in range(draws.pick(1, 1, 2))]
    steepest = max(map(abs, objective.get("eigenvalues") or objective.get("curvatures") or [1.0]), default=1.0)
    lanes = int(draws.generator.integers(1, 4))
    table["lanes"] = {f"lane {place}": _lane(draws, steepest or 1.0, steps) for place in range(lanes)}
    if kind == "plane" and objective["kind"] == "rastrigin":
        for lane in table["lanes"].values():
            lane["learning_rate"] = min(lane["learning_rate"], 0.01)
    for rule in table.get("early_stopping", ()):
        if rule["rule"] == "patience":
            rule.update(_of_patience(draws))
    return table


def _start(draws, dim):
    start = draws.near(dim)
    match draws.pick("plain", "plain", "plain", "axis", "axis", "tiny", "large", "none", "one tiny"):
        case "axis":
            start = [each if place == dim - 1 else 0.0 for place, each in enumerate(start)]
        case "tiny":
            size = draws.log(1e-12, 1e-3)
            start = [each * size for each in start]
        case "large":
            size = draws.log(1e2, 1e8)
            start = [each * size for each in start]
        case "none":
            start = [0.0] * dim
        case "one tiny":
            start[0] *= draws.log(1e-12, 1e-3)
    return start


def _noise(draws):
    return draws.log(1e-4, 1.0) if draws.chance(0.4) else 0.0


def _quadratic(draws):
    dim = draws.pick(1, 2, 2, 2, 3, 6)
    scale = draws.log(1e-3, 1e3) if draws.chance(0.8) else draws.log(1e-12, 1e160)
    table = {"kind": "quadratic", "noise": _noise(draws)}
    table["eigenvalues"] = [scale * draws.pick(1.0, draws.log(1e-3, 1.0)) for _ in range(dim)]
    if draws.chance(0.2):
        table["noise"], table["batch_size"] = "curvature", draws.pick(1, 16)
    if draws.chance(0.3):
        table["center"] = draws.near(dim, draws.pick(1.0, 1.0, 1e6))
    if dim == 2 and draws.chance(0.15):
        # no part of the steepest direction
        table["eigenvalues"] = sorted(table["eigenvalues"], reverse=True)
        table["eigenvalues"][0] *= 10
        return table | {"start": [0.0, draws.near(1)[0]], "center": []}
    if dim == 2 and draws.chance(0.3):
        table["rotation"] = draws.pick(30.0, 45.0, 90.0)
    elif draws.chance(0.15):
        table["rotation"] = "random"
    table["start"] = _start(draws, dim)
    if "rotation" in table and table["rotation"] != "random" and draws.chance(0.4):
        turn = np.radians(table["rotation"])
        axis = draws.pick((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn)))
        table["start"] = [float(2 * each) for each in axis]
    return table


def _saddle(draws):
    dim = draws.pick(1, 2, 2, 2, 3)
    curvatures = draws.near(dim, 1.0)
    if draws.chance(0.1):
        curvatures[0] = 0.0
    if draws.chance(0.1):
        curvatures[0] = 100.0
    table = {"kind": "saddle", "curvatures": curvatures, "noise": _noise(draws)}
    table["quartic"] = draws.pick(0.0, 0.02, draws.log(1e-6, 10.0))
    table["start"] = _start(draws, dim)
    if draws.chance(0.4):
        # near the saddle
        table["start"] = [each * draws.log(1e-6, 0.1) for each in table["start"]]
    return table


def _plane(draws):
    kind = draws.pick("rosenbrock", "beale", "himmelblau", "rastrigin", "styblinski_tang", "plateau", "lessard")
    table = {"kind": kind, "noise": _noise(draws) if draws.chance(0.5) else 0.0}
    dim = 1 if kind == "lessard" else 2
    if draws.chance(0.6):
        table["start"] = [3.0 * each for each in draws.near(dim, 1.0)]
        if draws.chance(0.2):
            table["start"] = _start(draws, dim)
    return table


def _network(draws):
    examples = draws.pick(8, 20, 40)
    validation = draws.pick(0.0, 0.25, 0.5)
    training = examples - round(validation * examples)
    data = {"kind": draws.pick("sine", "step", "ridge"), "examples": examples, "validation": validation}
    data["noise"] = draws.pick(0.0, 0.5)
    table = {
        "kind": "mlp",
        "hidden": draws.pick([], [3], [10], [6, 5], [24], [45]),
        "activation": draws.pick("tanh", "tanh", "relu"),
        "batch_size": min(draws.pick(1, 4, 10, 40), training),
        "input_scale": draws.pick(1.0, 3.0),
        "data": data,
    }
    if draws.chance(0.3):
        table["weight_decay"] = draws.log(1e-6, 0.1)
    return table


def _lane(draws, steepest, steps):
    method = draws.pick(*METHODS)
    table = {"optimizer": method, "learning_rate": _rate(draws, method, steepest)}
    if method in ("momentum", "nag"):
        table |= _of_velocity(draws, method)
    if method in ("adagrad", "rmsprop", "adam"):
        table |= _of_squares(draws, method)
    if draws.chance(0.15):
        table["schedule"] = draws.pick(
            {"kind": "cosine", "steps": max(steps, 2), "final": 0.1},
            {"kind": "exponential", "rate": 0.97},
            {"kind": "warmup", "steps": 20},
        )
    if draws.chance(0.2):
        table["edits"] = [_edit(draws, table, steps)]
    return table


def _rate(draws, method, steepest):
    if draws.chance(0.05):
        return draws.log(1e-300, 1e300)
    if draws.chance(0.03):
        return 1e-9
    if method not in _LIMITS:
        return draws.log(1e-4, 1.0)
    rate = draws.pick(draws.log(1e-3, 1.0), draws.log(0.1, 3.0), _LIMITS[method] * draws.pick(1.0, 0.9, 1.1))
    return min(max(rate / steepest, 1e-300), 1e300)


def _of_velocity(draws, method):
    table = {}
    if draws.chance(0.4):
        table["momentum"] = draws.pick(0.0, 0.5, 0.99, 0.999999)
    if draws.chance(0.4):
        choices = ("article", "torch", "average") if method == "momentum" else ("article", "keras", "torch")
        table["convention"] = draws.pick(*choices)
    return table


def _of_squares(draws, method):
    table = {}
    if draws.chance(0.5):
        table["epsilon"] = draws.pick(0.0, 0.0, 0.0, 1e-300, 1e-3, 1.0)
    if method != "adam" and draws.chance(0.3):
        table["epsilon_inside"] = False
    if draws.chance(0.3):
        choices = {
            "adam": ({"bias_correction": False}, {"epsilon_hat": True}, {"beta1": 0.0}, {"beta2": 0.0}),
            "rmsprop": ({"decay": 0.0}, {"decay": 0.99}),
            "adagrad": ({"initial_accumulator": 0.1},),
        }
        table |= draws.pick(*choices[method])
    return table


def _edit(draws, lane, steps):
    edit = {"step": int(draws.generator.integers(1, steps))}
    if "convention" in lane and draws.chance(0.5):
        edit["convention"] = "torch" if lane["convention"] != "torch" else "article"
        return edit
    edit["learning_rate"] = lane["learning_rate"] * draws.pick(0.5, 1.25)
    return edit


def _rule(draws, objective):
    rule = {"rule": draws.pick("patience", "gl", "up", "pq"), "halt": draws.chance(0.5)}
    held_out = objective["kind"] == "mlp" and objective["data"]["validation"] > 0
    rule["monitor"] = draws.pick("validation_loss", "loss") if held_out else "loss"
    match rule["rule"]:
        case "patience":
            rule["patience"] = draws.pick(0, 1, 5, 10)
            if draws.chance(0.3):
                rule["start_from_epoch"] = draws.pick(2, 20)
        case "gl":
            rule["threshold"] = draws.pick(1.0, 5.0, 50.0)
        case "up":
            rule["strips"], rule["strip"] = draws.pick(1, 2), draws.pick(1, 5)
        case "pq":
            rule["threshold"], rule["strip"] = draws.pick(0.1, 0.5), draws.pick(2, 5)
    return rule


def _of_patience(draws):
    table = {"mode": "max"} if draws.chance(0.2) else {}
    if draws.chance(0.4):
        table["baseline"] = draws.pick(0.0, draws.log(1e-6, 1e6), draws.log(0.01, 10.0))
    if draws.chance(0.4):
        kind = draws.pick("absolute", "relative")
        table |= {"min_delta": draws.log(1e-6, 1.0), "min_delta_kind": kind}
    return table
