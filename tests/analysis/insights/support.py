"""Small races and their insights."""

from optsim import OBJECTIVES, OPTIMIZERS, Race
from optsim.analysis.insights.lane_insight import insight
from optsim.engine.lane import Lane

BOWL = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0))


def told(objective, optimizer, steps, *, schedule=None, **settings):
    """The race after some steps, and the insight of its lane."""
    race = Race(objective, [Lane("lane", optimizer, schedule)], steps=max(steps, 1), **settings)
    race.advance(steps)
    return race, insight(race, 0)


def make(name, rate, **settings):
    return OPTIMIZERS[name](learning_rate=rate, **settings)
