"""Environment of a recording: what can change bits is compared, what cannot is only told."""

from __future__ import annotations

import pytest

from optsim.recording import environment as module
from optsim.recording.environment import differences, environment


@pytest.mark.parametrize("numba", ["", "0.61.0"])
def test_a_compiled_kernel_is_told_and_makes_no_difference(monkeypatch, numba):
    monkeypatch.setattr(module, "version", lambda: numba)
    here = environment()
    assert here.get("numba", "") == numba
    assert [each.name for each in differences(here, {**here, "numba": "9.9", "numpy": "1.0"})] == ["numpy"]
    assert not differences(here, {name: value for name, value in here.items() if name != "numba"})
