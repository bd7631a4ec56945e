"""Every sentence of rank or cause that a shipped scenario says is quoted by a test that holds it against runs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from optsim.scenario import names
from tests.scenario.claims.quotes import QUOTED, claim, untested

for file in sorted(Path(__file__).parent.glob("test_*.py")):
    if file.stem != "test_quotes":
        importlib.import_module(f"tests.scenario.claims.{file.stem}")


@pytest.mark.parametrize("name", names())
def test_no_sentence_of_rank_or_cause_is_without_a_test(name):
    assert untested(name) == []


def test_a_quote_must_stand_in_the_scenario():
    with pytest.raises(AssertionError, match="does not say"):
        claim("saddle", "Momentum is always the best")


def test_a_sentence_that_nobody_quotes_is_found(monkeypatch):
    monkeypatch.setitem(QUOTED, "ravine", set())
    assert any("far faster" in sentence for sentence in untested("ravine"))
