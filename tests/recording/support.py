"""Races that are recorded in tests: with every kind of end, with epochs and a data table, and played with."""

import io
import random
from dataclasses import replace

from optsim import OPTIMIZERS
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.settings import BadValueError
from optsim.engine.stopping import STOPPING_RULES
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.recording.recorder import Recorder, lines
from optsim.scenario import Scenario
from tests.report.support import ENDS, EPOCHS

#: a bit of everything that a scenario can have
RICH = {
    "title": "表から",
    "objective": {"kind": "mlp", "hidden": [3], "batch_size": 4, "data": {"path": "d.csv", "validation": 0.25}},
    "budget": {"epochs": 6, "seed": 5, "target_loss": 1e-9},
    "early_stopping": [
        {"rule": "patience", "patience": 1, "halt": False},
        {"rule": "gl", "threshold": 50.0, "monitor": "loss"},
    ],
    "lanes": {
        "adam": {"optimizer": "adam", "schedule": {"kind": "warmup", "steps": 2}},
        "速い": {"optimizer": "nag", "learning_rate": 0.05, "edits": [{"step": 7, "learning_rate": 0.4}]},
        "copy": {"optimizer": "momentum", "learning_rate": 0.01, "fork": {"lane": "adam", "step": 3}},
    },
}
#: lanes with batches of their own, whose epochs, early stops and ends lie at steps of their own
BATCHES = {
    "objective": {"kind": "mlp", "hidden": [3], "batch_size": 4, "data": {"kind": "sine", "examples": 22}},
    "budget": {"epochs": 5, "seed": 6},
    "early_stopping": [
        {"rule": "patience", "patience": 1, "halt": False},
        {"rule": "gl", "threshold": 20.0},
    ],
    "lanes": {
        "one": {"optimizer": "sgd", "learning_rate": 0.05, "batch_size": 1, "title": "one example a step"},
        "four": {"optimizer": "nag", "learning_rate": 0.02},
        "five": {"optimizer": "adam", "learning_rate": 0.05, "batch_size": 5},
        "all": {"optimizer": "gd", "learning_rate": 0.1, "batch_size": 11},
    },
}
#: lanes with starts of their own, in noise that is divided by batch sizes of their own
STARTS = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.2], "rotation": 30.0, "noise": "curvature", "start": [2.0, 1.0]},
    "budget": {"steps": 30, "seed": 2},
    "early_stopping": {"monitor": "loss", "patience": 2, "halt": False},
    "lanes": {
        "near": {"optimizer": "sgd", "learning_rate": 0.1, "start": [0.1, -0.2], "batch_size": 100},
        "far": {"optimizer": "momentum", "learning_rate": 0.05, "start": [-4, 0.5], "batch_size": 4},
        "gd": {"optimizer": "gd", "learning_rate": 0.1},
    },
}  # fmt: skip
TABLE = "a,b,y\n" + "".join(f"{i / 7},{i * i % 5},{(i % 3) - 1.5}\n" for i in range(16))
TABLES = {"ends": ENDS, "epochs": EPOCHS, "rich": RICH, "batches": BATCHES, "starts": STARTS}


def scenario_of(name):
    return Scenario.from_dict(TABLES[name], source=name, name=name, files={"d.csv": TABLE})


def raced(name, **settings):
    scenario = scenario_of(name)
    race = scenario.race(**settings)
    race.advance(race.budget)
    return scenario, race


def recording_of(name, *, every=1, with_params=False, also=(), **settings):
    """The bytes of a recording."""
    scenario, race = raced(name, **settings)
    return b"".join(lines(scenario, race, every=every, with_params=with_params, also=also))


def noisy():
    """Lanes of most kinds on a noisy bowl, short."""
    kinds = {"gd": 0.1, "sgd": 0.1, "momentum": 0.02, "adagrad": 0.3, "rmsprop": 0.02, "adam": 0.05}
    return Scenario(
        objective=Quadratic(eigenvalues=(1.0, 0.3), noise=0.2, start=(2.0, -1.0)),
        lanes={name: OPTIMIZERS[name](learning_rate=rate) for name, rate in kinds.items()},
        steps=60,
        early_stopping=(STOPPING_RULES["patience"](monitor="loss", patience=14),),
        seed=4,
    )


def session(number, scenario, *, every=1, with_params=False, commands=8):
    """A race that a person plays with: the player, the bytes of its recording, and what was done."""
    dice, file = random.Random(number), io.BytesIO()
    player = Player(scenario)
    recorder = Recorder(scenario, player.race, file, every=every, with_params=with_params)
    done = []
    for _ in range(commands):
        for _ in range(dice.randrange(scenario.steps // 2)):
            player.race.advance()
            recorder.take(player.race)
        if dice.random() < 0.4:
            player.race.seek(dice.randrange(player.race.head + 1))
        if dice.random() < 0.5:
            # some of what an edit has cut off is computed again
            player.race.compute(player.race.head + dice.randrange(20))
        step = player.race.step
        what = dice.choice(list(COMMANDS))
        before = player.race
        try:
            COMMANDS[what](player, dice)
        except BadValueError:
            continue
        if player.race is not before:
            done.append((what, step))
            recorder.change(player.scenario, player.race)
        if dice.random() < 0.3:
            recorder.flush()
    player.race.advance(dice.randrange(scenario.steps))
    recorder.finish(player.race)
    assert not recorder.fault
    return player, file.getvalue(), done


def _lane(player, dice):
    return dice.choice(list(player.scenario.lanes))


def _tune(player, dice):
    name = _lane(player, dice)
    player.change("tune", edits.scaled_rate(player.scenario, name, player.race.step, dice.choice([0.8, 1.25])))


def _fork(player, dice):
    player.change("fork", edits.forked(player.scenario, _lane(player, dice), player.race.step)[0])


def _add(player, dice):
    optimizer = OPTIMIZERS[dice.choice(["adam", "gd", "nag"])](learning_rate=0.01)
    player.change("add", edits.added(player.scenario, optimizer)[0])


def _delete(player, dice):
    player.change("delete", edits.deleted(player.scenario, _lane(player, dice)))


def _rename(player, dice):
    name = _lane(player, dice)
    player.change("rename", edits.renamed(player.scenario, name, f"{name[:12]} {dice.randrange(99)}"))


def _start(player, dice):
    player.change("start", edits.started_at(player.scenario, (dice.random(), 1.0)))


def _title(player, dice):
    player.change("title", replace(player.scenario, title=f"title {dice.random()}"))


COMMANDS = {
    "tune": _tune,
    "fork": _fork,
    "add": _add,
    "delete": _delete,
    "rename": _rename,
    "start": _start,
    "title": _title,
    "undo": lambda player, _: player.undo(),
    "seed": lambda player, dice: player.seed(player.race.seed + dice.randrange(1, 3)),
    "restart": lambda player, _: player.restart(),
}


def in_order(events):
    """Events by step, lane and rule."""
    return sorted(events, key=lambda event: (event.step, event.lane, event.rule))
