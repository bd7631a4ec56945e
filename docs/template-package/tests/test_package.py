"""What the package offers keeps what optsim asks of it, and is there for everything that optsim does."""

import subprocess
import sys

import pytest
from optsim_template.signum import Signum
from optsim_template.three_hump_camel import ThreeHumpCamel

import optsim
from optsim.testing import check_objective, check_optimizer, check_scenario

SCENARIO = "signum-and-adam"


def command(*words):
    """Run optsim; return what it writes."""
    done = subprocess.run([sys.executable, "-m", "optsim", *words], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr or done.stderr.startswith("optsim: "), done.stderr
    return done.stdout


def test_the_optimizer_is_one():
    check_optimizer(Signum)


def test_the_objective_is_one():
    check_objective(ThreeHumpCamel)


def test_the_scenario_can_be_raced_and_filmed():
    check_scenario(SCENARIO)


def test_they_are_there_by_their_names():
    assert optsim.OPTIMIZERS["signum"] is Signum
    assert optsim.OBJECTIVES["three_hump_camel"] is ThreeHumpCamel
    assert optsim.run(SCENARIO, steps=10)["signum"].loss.shape == (11,)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["list"], ["signum", "three_hump_camel", SCENARIO]),
        (["list", "optimizers"], ["share of the velocity that is kept"]),
        (["show", SCENARIO], ["x⁶/6", "Signum"]),
        (["check", SCENARIO], ["fine, 2 lanes"]),
        (["replay", SCENARIO, "--format", "csv"], ["200,signum,"]),
        (["sweep", SCENARIO, "--vary", "learning_rate=0.01,0.1", "--seeds", "2", "--jobs", "1"], ["signum"]),
    ],
)
def test_the_command_line_knows_them(words, expected):
    written = command(*words)
    assert not [text for text in expected if text not in written]


def test_a_recording_verifies(tmp_path):
    out = str(tmp_path / "run.jsonl")
    command("replay", SCENARIO, "--out", out)
    assert "the same" in command("replay", "--verify", out)


def test_an_update_is_explained():
    race = optsim.load(SCENARIO).race()
    race.advance(3)
    keys = [line.key for line in race.explain("signum", 2)]
    assert "first_moment" in keys
    assert "step" in keys


def test_the_form_of_the_app_has_its_settings():
    film = optsim.player(SCENARIO).film
    seen = "\n".join("".join(span.text for span in row) for _, screen in film.screens() for row in screen)
    assert "Edit signum · Signum" in seen
    assert "momentum" in seen
