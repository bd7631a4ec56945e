"""Recordings that are verified on what looks like another machine."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from optsim.engine.numerics.numerics import STRICT
from optsim.recording.recorder import lines
from optsim.recording.verification.compare import compare
from optsim.scenario import load
from tests.engine.test_strict import ROOT, SETTINGS
from tests.recording.support import noisy, session
from tests.recording.test_reader import line, setting


def verified(file, environment):
    """The exit code and what is said, by a process that is told of another machine."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NPY_", "OPENBLAS_"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "optsim", "replay", "--verify", file],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=own | environment,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def recording_of(name, numerics, steps=300):
    scenario = replace(load(name), numerics=numerics, steps=steps)
    race = scenario.race()
    race.compute(steps)
    return b"".join(lines(scenario, race, every=3))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    made = {
        "network": recording_of("regression", "strict"),
        "bowl": recording_of("noisy-quadratic", "strict"),
        "session": session(64, replace(noisy(), numerics="strict"), commands=9)[1],
        "fast": recording_of("regression", "fast"),
    }
    for name, data in made.items():
        (folder / f"{name}.jsonl").write_bytes(data)
    return folder


@pytest.mark.sampled(8)
@pytest.mark.parametrize("machine", SETTINGS)
@pytest.mark.parametrize("name", ["network", "bowl", "session"])
def test_strict_ones_are_the_same_bit_for_bit(files, machine, name):
    file = files / f"{name}.jsonl"
    code, said = verified(file, SETTINGS[machine])
    assert code == 0, said
    assert said.startswith(f"{file}: the same, bit for bit; ")


@pytest.mark.parametrize("machine", SETTINGS)
def test_a_last_digit_of_a_strict_one_is_found_everywhere(files, machine):
    file = files / "tampered.jsonl"
    file.write_bytes(line(50, setting("lanes", "adam", "loss", to=0.25))((files / "network.jsonl").read_bytes()))
    code, said = verified(file, SETTINGS[machine])
    assert code == 1
    assert said.startswith(f"{file}: differs first at step 144, lane adam, loss\n  here: ")


@pytest.mark.parametrize("machine", [name for name in SETTINGS if name != "as it is"])
def test_of_fast_ones_the_first_steps_are_compared(files, machine):
    code, said = verified(files / "fast.jsonl", SETTINGS[machine])
    assert code == 0
    if "bit for bit" not in said:
        assert "only the first 100 steps were compared, to 1e-06" in said
        assert "  the environments are not the same:\n    " in said


def test_strict_is_what_a_recording_says(files):
    assert STRICT.name == "strict"
    assert b'"numerics":"strict"' in (files / "network.jsonl").read_bytes().splitlines()[0]
    data = (files / "fast.jsonl").read_bytes().replace(b'"numerics":"fast"', b'"numerics":"strict"', 1)
    (files / "claims.jsonl").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "optsim", "replay", files / "claims.jsonl"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert "has fast numerics, its header says strict" in done.stderr


@pytest.mark.parametrize(("changed", "step"), [(20, 54), (50, None)])
def test_of_two_fast_files_the_first_steps_are_compared(files, tmp_path, changed, step):
    here = (files / "fast.jsonl").read_bytes()
    elsewhere = line(1, setting("environment", "numpy", to="0.0"))(
        line(changed, setting("lanes", "adam", "loss", to=0.25))(here)
    )
    (tmp_path / "elsewhere.jsonl").write_bytes(elsewhere)
    verdict = compare(files / "fast.jsonl", tmp_path / "elsewhere.jsonl")
    assert (verdict.difference and verdict.difference.step) == step
    assert not verdict.agreement.exact
    assert step is not None or verdict.rows == 34
