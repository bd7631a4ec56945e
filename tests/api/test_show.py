"""`optsim.show` opens what a person has, or says what to do instead."""

import asyncio
import sys
import types

import pytest

import optsim
from optsim.api.opened import opened_of


class Stream:
    """A standard stream."""

    def __init__(self, terminal):
        self.isatty = lambda: terminal


def use_terminal(monkeypatch, *, output=True):
    """Have a terminal; of a fixture pytest takes it away again."""
    monkeypatch.setattr(sys, "stdin", Stream(terminal=True))
    monkeypatch.setattr(sys, "stdout", Stream(terminal=output))


@pytest.fixture
def opened(monkeypatch):
    """What the app would have been opened on."""
    calls = []
    monkeypatch.setattr("optsim.tui.start.run.run_app", lambda opened, *_, **options: calls.append((opened, options)))
    return calls


def test_without_a_terminal_it_says_what_to_do(monkeypatch):
    use_terminal(monkeypatch, output=False)
    with pytest.raises(optsim.NoTerminalError, match=r"optsim\.player"):
        optsim.show("saddle")


def test_a_notebook_is_told_what_a_notebook_has(monkeypatch):
    use_terminal(monkeypatch)
    monkeypatch.setitem(sys.modules, "ipykernel", types.ModuleType("ipykernel"))
    with pytest.raises(optsim.NoTerminalError, match=r"a notebook has none: optsim\.player"):
        optsim.show("saddle")


def test_async_code_is_told_to_call_it_elsewhere(monkeypatch):
    use_terminal(monkeypatch)

    async def main():
        optsim.show("saddle")

    with pytest.raises(optsim.NoTerminalError, match="outside of async code"):
        asyncio.run(main())


def test_a_mistake_is_told_before_a_terminal_is_missed():
    with pytest.raises(optsim.ScenarioError, match="did you mean 'saddle'"):
        optsim.show("sadle")
    with pytest.raises(optsim.BadValueError, match="not of int"):
        optsim.show(3)
    with pytest.raises(optsim.BadValueError, match="lang"):
        optsim.show("saddle", lang="xx")


def test_everything_that_can_be_raced_is_opened(opened, tmp_path, monkeypatch):
    use_terminal(monkeypatch)
    result = optsim.run("saddle", steps=20, seed=3)
    result.show()
    assert (opened[-1][0].steps, opened[-1][0].seed) == (20, 3)
    optsim.show("x**2 + y**2", lang="ja")
    assert opened[-1][0].title == "x**2 + y**2"
    assert opened[-1][1]["language"].name == "ja"
    optsim.show(result.record(tmp_path / "a.jsonl"))
    assert opened[-1][0].head == 20
    optsim.show()
    assert opened[-1][0] is None
    assert opened_of(result) is result.scenario
