"""No text from anywhere gets through to a terminal: every command, every place that can hold a text, every kind of harm."""

import json
import os
import sys

import pytest

from optsim.recording.recorder import lines
from optsim.scenario import Scenario
from tests.hostile import HARMFUL
from tests.odd_files import GOOD, fill
from tests.terminal import harm_in, on_terminal

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")]

#: all of them in one text: a place that lets any of them through is found
ALL = "".join(text for text in HARMFUL if not any(0xD800 <= ord(char) < 0xE000 for char in text))
FORMAT = "\u202e\u200b\u2066\u2028\ufeff\u061c"  # what may stand in texts of a scenario that can be used
LANE = {"optimizer": "gd", "learning_rate": 0.1}


def toml(text):
    """A text as TOML has it, with everything escaped."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def scenario_text(*, title="t", key="steps", lane="a", extra=""):
    return (
        f'title = {toml(title)}\ndescription = {toml(title)}\n[objective]\nkind = "quadratic"\neigenvalues = [1.0, 0.1]\n'
        f'[budget]\n{toml(key) if key != "steps" else key} = 5\n[lanes.{toml(lane)}]\noptimizer = "gd"\nlearning_rate = 0.1\n{extra}'
    )


PLACES = {
    "a title": scenario_text(title=FORMAT),
    "a title that cannot be": scenario_text(title=ALL),
    "a key": scenario_text(key=ALL),
    "a lane": scenario_text(lane=FORMAT),
    "a lane that cannot be": scenario_text(lane=ALL),
    "a kind": scenario_text().replace('"quadratic"', toml(ALL)),
    "an optimizer": scenario_text().replace('"gd"', toml(ALL)),
    "a data path": GOOD.replace(
        'kind = "quadratic"\neigenvalues = [1.0, 0.1]', f'kind = "mlp"\n[objective.data]\npath = {toml(ALL)}'
    ),
    "a column": GOOD.replace(
        'kind = "quadratic"\neigenvalues = [1.0, 0.1]',
        f'kind = "mlp"\n[objective.data]\npath = "data.csv"\ntarget = {toml(ALL)}',
    ),
    "a demo": scenario_text(extra=f"[[demo.do]]\npress = {toml(ALL)}\n[[demo.do]]\nsay = {toml(FORMAT)}\n"),
    "no TOML": f"title = {ALL}\n",
}
COMMANDS = (
    ["check"],
    ["show"],
    ["replay", "--steps", "5"],
    ["replay", "--steps", "2", "--format", "csv"],
    ["record", "--dry-run"],
)


@pytest.mark.sampled(6)
@pytest.mark.thorough
@pytest.mark.parametrize("place", PLACES)
def test_what_a_scenario_says_does_nothing(place, tmp_path):
    (tmp_path / "x.toml").write_text(PLACES[place], encoding="utf-8")
    (tmp_path / "data.csv").write_text(f"{FORMAT},y\n1,2\n2,3\n3,4\n", encoding="utf-8")
    # a film takes seconds, and is shown as the app is
    for command in COMMANDS[: 5 if place == "a demo" else 4]:
        written, code = on_terminal([*command, "x.toml"], folder=tmp_path)
        assert b"Traceback" not in written
        assert not harm_in(written), (command, written)
        assert code in (0, 2)


def typed(text):
    """A text as an argument can be: without NUL, halves of characters as bytes that are no UTF-8."""
    return text.replace("\0", "").replace("/", "_").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")


@pytest.mark.thorough
def test_what_is_typed_does_nothing(tmp_path):
    names = [name for name in map(typed, HARMFUL) if name]
    together = "".join(names)
    for arguments in (
        ["check", *names],
        ["show", together],
        ["replay", "saddle", "--steps", together],
        ["replay", "saddle", "--steps", "1", "--out", f"{together}/x.csv"],
        ["render", f"{together[:60]}.cast", "-o", "x.svg"],
        ["record", "saddle", "-o", f"{together}.gif"],
        ["list", together],
        [f"--{together}"],
        [together, "x"],
        ["--theme", together, "saddle"],
    ):
        written, code = on_terminal(arguments, folder=tmp_path)
        assert b"Traceback" not in written
        assert not harm_in(written), (arguments, written)
        assert code == 2


@pytest.mark.thorough
def test_what_a_recording_says_does_nothing(tmp_path):
    scenario = Scenario.from_dict(
        {
            "title": FORMAT,
            "objective": {"kind": "quadratic", "eigenvalues": [1.0]},
            "budget": {"steps": 3},
            "lanes": {f"a{FORMAT}": LANE},
        }
    )
    whole = b"".join(lines(scenario, scenario.race()))
    places = {"whole": whole, "torn": whole[:-20], "env": whole.replace(b'"numpy":"', b'"numpy":"\xe2\x80\xae', 1)}
    places["bell"] = whole.replace(b'"name":"', b'"name":"\\u001b]0;x\\u0007', 1)
    for name, data in places.items():
        (tmp_path / f"{name}.jsonl").write_bytes(data)
        for command in (
            ["check"],
            ["replay"],
            ["replay", "--format", "json"],
            ["replay", "--format", "jsonl"],
            ["replay", "--verify"],
        ):
            written, _ = on_terminal([*command, f"{name}.jsonl"], folder=tmp_path)
            assert b"Traceback" not in written
            assert not harm_in(written), (name, command, written)


@pytest.mark.thorough
def test_odd_files_are_told_and_hold_nothing_up(tmp_path):
    """A part of the commands over all files; each in one process, that takes many."""
    files = {
        ending: fill(tmp_path / ending[1:], ending)
        for ending in (".toml", ".jsonl", ".cast")
        if (tmp_path / ending[1:]).mkdir() is None
    }
    names = [os.fspath(path) for each in (".toml", ".jsonl") for path in files[each]]
    written, code = on_terminal(["check", *names], folder=tmp_path)
    assert b"Traceback" not in written
    assert not harm_in(written), written
    assert code == 2
    odd = ("pipe", "device", "loop", "folder", "empty", "sparse", "begins-well", "closed")
    for stem in odd:
        for command in (
            ["show", f"toml/{stem}.toml"],
            ["replay", f"jsonl/{stem}.jsonl"],
            ["render", f"cast/{stem}.cast", "-o", "x.svg"],
        ):
            written, _ = on_terminal(command, folder=tmp_path)
            assert b"Traceback" not in written, command
            assert not harm_in(written), (command, written)
