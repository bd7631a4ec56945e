"""Every screen in a language of its own: whatever has plain letters on it does not come from the language."""

import re

from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.scenario import Scenario
from optsim.tui.commands import COMMANDS
from optsim.tui.panels import PANELS
from tests.tui.support import opened, text
from tests.words.pseudo import Pseudo

SIZES = [(160, 45), (80, 24)]
#: what no language has words for: keys as the table shows them, names in files, parts of formulas
KEYS = {word for command in COMMANDS for word in re.findall(r"[A-Za-z]+", command.shown)}
SETTINGS = {key for optimizer in OPTIMIZERS.values() for key in declared(optimizer)}
LIBRARIES = {library for optimizer in OPTIMIZERS.values() for library in optimizer.presets}
NAMES = {"optsim", *OPTIMIZERS, *LIBRARIES, *(part for key in SETTINGS for part in key.split("_"))}
FORMULAS = {"sign", "max", "min", "sqrt", "tanh", "nan", "inf"}
OPTSIMS = ("chart", "notes", "map", "explain")


def bowl(lanes=("gd", "momentum", "adam", "nag"), **tables):
    """A race of which nothing but names is in letters."""
    rates = {"gd": 0.1, "momentum": 0.02, "adam": 0.05, "nag": 0.02}
    return Scenario.from_dict(
        {
            "title": "№ 1",
            "description": "№ 2",
            "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "noise": 0.1, "start": [2.0, -2.0]},
            "budget": {"steps": 60, "seed": 1},
            "lanes": {name: {"optimizer": name, "learning_rate": rates[name]} for name in lanes},
            **tables,
        }
    )


def unmarked(pilot, *names):
    """The words on the screen that have plain letters and no reason for it."""
    allowed = {word for name in (*names, *KEYS, *NAMES, *FORMULAS) for word in re.findall(r"[A-Za-z]{3,}", str(name))}
    return sorted({word for word in re.findall(r"[A-Za-z]{3,}", text(pilot)) if word not in allowed})


def told(pilot):
    return [f"{note.title} {note.message}" for note in pilot.app._notifications]


def shown(what, size, letters=None, **how):
    language = Pseudo() if letters is None else Pseudo(letters)
    return opened(what, size, panels=[PANELS[name] for name in OPTSIMS], language=language, **how)
