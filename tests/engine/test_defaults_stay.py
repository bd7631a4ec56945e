"""What a file leaves out stays what it was: a default or a preset that changes would change the races of everybody's files.

OPTSIM_RENEW_DEFAULTS=1 writes the table anew: for what is added, or for a change that CHANGELOG tells.
"""

import json
import os
from pathlib import Path

import pytest

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES
from optsim.engine.settings import declared

TABLE = Path(__file__).with_name("defaults.json")
KINDS = {"optimizers": OPTIMIZERS, "objectives": OBJECTIVES, "schedules": SCHEDULES, "stopping rules": STOPPING_RULES}


def plain(value):
    """As JSON has it."""
    return json.loads(json.dumps(value, default=repr))


def settings_of(cls):
    """The defaults of a class, and its presets."""
    defaults = {key: plain(each.default) for key, each in declared(cls).items() if not each.required}
    return {
        "defaults": defaults,
        "presets": plain({name: dict(each) for name, each in getattr(cls, "presets", {}).items()}),
    }


def found():
    return {kind: {name: settings_of(registry[name]) for name in registry.own()} for kind, registry in KINDS.items()}


@pytest.mark.skipif(not os.environ.get("OPTSIM_RENEW_DEFAULTS"), reason="it writes the table")
def test_renew():
    TABLE.write_text(json.dumps(found(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_no_default_and_no_preset_has_changed(kind):
    known, here = json.loads(TABLE.read_text(encoding="utf-8"))[kind], found()[kind]
    # a class that somebody adds has none to keep yet
    assert {name: here.get(name) for name in known} == known
