"""Columns of logs are quantities while a log is open; no test leaves any behind."""

import pytest

from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.logs.roles import is_of_log


@pytest.fixture(autouse=True)
def _no_quantities_left():
    yield
    for name in [name for name in QUANTITIES if is_of_log(name)]:
        QUANTITIES.remove(name)
