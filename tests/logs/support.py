"""Logs that tests write, and the curves that come of them."""

from pathlib import Path

import numpy as np

from optsim.logs.tensorboard.records import record
from optsim.logs.tensorboard.wire import scalar_event, version_event
from optsim.playback.logs.log_curves import LogCurves
from optsim.playback.logs.log_set import LogSet
from optsim.playback.logs.rules import DEFAULT_RULES

SAMPLES = Path(__file__).parent / "samples"


def curves(*paths, live=False, rules=DEFAULT_RULES, **columns):
    """The curves of some logs."""
    return LogCurves(LogSet([str(path) for path in paths], columns, live=live), rules)


def csv_of(**columns):
    """A table as text."""
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n"


def events_of(*scalars):
    """The bytes of an event file with scalars, each a tag, a step and a value."""
    return b"".join(map(record, (version_event(), *(scalar_event(*each, time=float(each[1])) for each in scalars))))


def losses(rows, seed=0, noise=0.02):
    """A loss that falls, with noise."""
    rng = np.random.default_rng(seed)
    return 2 * np.exp(-np.arange(rows) / (rows / 5)) + 0.2 + noise * rng.standard_normal(rows)
