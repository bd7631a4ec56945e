"""A small race with every kind of end, and one with epochs."""

from optsim.scenario import Scenario

ENDS = {
    "title": "Every end",
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.5], "start": [1.0, -2.0]},
    "budget": {"steps": 12, "seed": 3, "target_loss": 1e-3},
    "early_stopping": {"monitor": "loss", "patience": 2},
    "lanes": {
        "out of steps": {"optimizer": "gd", "learning_rate": 0.1},
        "target, reached": {"optimizer": "gd", "learning_rate": 1.0},
        "発散": {"optimizer": "momentum", "learning_rate": 1e300},
        "stopped": {"optimizer": "gd", "learning_rate": 2.5},
    },
}
EPOCHS = {
    "objective": {"kind": "mlp", "hidden": [3], "batch_size": 4, "data": {"examples": 12, "validation": 0.25}},
    "budget": {"epochs": 3},
    "early_stopping": {"monitor": "loss", "patience": 0, "min_delta": 100.0, "halt": False},
    "lanes": {"adam": {"optimizer": "adam", "schedule": {"kind": "warmup", "steps": 2}}},
}


def finished(table, **settings):
    """The scenario, and its race at the end."""
    scenario = Scenario.from_dict(table)
    race = scenario.race(**settings)
    race.advance(race.budget)
    return scenario, race
