"""Hashes of races, printed as JSON: run in child processes that see another CPU or another BLAS.

`python -m tests.engine.strict_races fast` takes a network with fast numerics.
"""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

from optsim import OBJECTIVES, Race, load
from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.numerics.numerics import STRICT
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.objectives.saddle import Saddle
from optsim.engine.schedules.cosine import Cosine
from optsim.engine.schedules.exponential import Exponential
from optsim.engine.schedules.step import StepDecay
from optsim.scenario import names
from tests.engine.support import many_lanes

STEPS = 60
TABLE = np.random.Generator(np.random.PCG64(5)).random((40, 4))
OBJECTIVES_TO_RACE = {
    **{
        name: OBJECTIVES[name](noise=0.1)
        for name in ("beale", "himmelblau", "lessard", "plateau", "rastrigin", "rosenbrock", "styblinski_tang")
    },
    "saddle": Saddle(curvatures=(1.0, -0.5, 0.3), quartic=0.02, noise=0.1),
    "turned bowl": Quadratic(eigenvalues=(1.0, 0.04), noise=0.1, rotation=30.0, start=(2.0, -1.0)),
    "wide bowl": Quadratic(spectrum="geometric", dim=60, condition=50.0, rotation="random", noise="curvature"),
    "linear bowl": Quadratic(spectrum="linear", dim=30, condition=7.0, noise=0.1),
    "tanh": MLP(hidden=(8, 7), batch_size=6, data=Data(kind="ridge", examples=40, validation=0.5)),
    "relu": MLP(hidden=(9,), activation="relu", batch_size=5, weight_decay=0.01, data=Data(examples=30)),
    "table": MLP(hidden=(5,), batch_size=5, data=Data(kind="table", table=TABLE)),
}
SCHEDULES = (Cosine(steps=50), Exponential(rate=0.7, steps=9), StepDecay(rate=0.3, steps=7))


def lanes():
    """Lanes of every kind, and one for each schedule that takes powers or waves."""
    usual = many_lanes()
    return [*usual.values(), *(Lane(type(each).name, usual["adam"].optimizer, each) for each in SCHEDULES)]


def digest(*arrays) -> str:
    """A hash of bits; all NaN are one, as the sign of an invalid operation's NaN is the processor's choice."""
    hashed = hashlib.sha256()
    for array in arrays:
        hashed.update(np.where(np.isnan(array), np.nan, array).astype("<f8").tobytes())
    return hashed.hexdigest()[:16]


def hashed(race: Race) -> str:
    """All columns, all parameters and all that optimizers and rules carry."""
    # at the head a state costs nothing
    states = [race.state_at(0), *(race.state_at(race.step) for _ in range(STEPS) if race.advance())]
    history = race.history
    columns = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate", "validation_loss")
    carried = [field for memory in (*states[-1].memory, *states[-1].stopping) for field in memory]
    return digest(*(history[name] for name in columns), *(state.params for state in states), *carried)


def functions() -> str:
    """The functions that no objective here takes, too."""
    values = np.linspace(-30, 30, 4001)
    return digest(*(getattr(STRICT, name)(values) for name in ("exp", "tanh", "sin", "cos")), STRICT.log(values[2001:]))


def objectives() -> dict[str, str]:
    """A race on each objective."""
    return {name: hashed(raced(name, "strict")) for name in OBJECTIVES_TO_RACE}


def raced(name: str, numerics: str) -> Race:
    """A race on an objective, at its start."""
    return Race(OBJECTIVES_TO_RACE[name], lanes(), steps=STEPS, seed=4, numerics=numerics)


def shipped() -> dict[str, str]:
    """Every scenario that comes with optsim and is strict."""
    found = {}
    for name in names():
        scenario = load(name)
        if scenario.numerics == "strict":
            found[f"{name}.toml"] = hashed(scenario.race())
    return found


def everything() -> dict[str, str]:
    """All hashes."""
    return {"functions": functions(), **objectives(), **shipped()}


if __name__ == "__main__":
    FOUND = {"tanh": hashed(raced("tanh", "fast"))} if sys.argv[1:] == ["fast"] else everything()
    print(json.dumps(FOUND))  # noqa: T201 it is a program
