"""Files of every format version are read, reported and verified for ever."""

from pathlib import Path

import numpy as np
import pytest

from optsim.engine.status import Status
from optsim.recording.reader import read
from optsim.recording.verification.findings import CutOff
from optsim.recording.verification.verify import verify

SAMPLES = Path(__file__).parent / "samples"
FILES = sorted(SAMPLES.glob("*.jsonl"))


def sample(name, version=1):
    return read(SAMPLES / f"version-{version}-{name}.jsonl")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_read_and_verified(file):
    recording, verdict = read(file), verify(file)
    assert recording.intact
    assert verdict.same, verdict
    assert verdict.rows > 3


def test_there_are_some():
    assert [sum(f"version-{version}" in file.stem for file in FILES) for version in (1, 2)] == [6, 6]


def test_every_end_is_known():
    recording = sample("every-end")
    assert (recording.seed, recording.budget, recording.numerics, recording.head) == (3, 12, "fast", 12)
    assert list(recording.scenario.lanes) == ["out of steps", "target, reached", "発散", "stopped"]
    assert {place: (end.step, end.status, end.rule) for place, end in recording.ends.items()} == {
        0: (12, Status.OUT_OF_STEPS, None),
        1: (5, Status.TARGET_REACHED, None),
        2: (1, Status.DIVERGED, None),
        3: (3, Status.STOPPED_EARLY, 0),
    }
    assert [(event.step, event.lane, event.rule) for event in recording.events] == [(3, "stopped", 0)]
    # ½x² + ¼y² from (1, −2) at α = 0.1
    steps = np.arange(13)
    wanted = 0.5 * 0.9 ** (2 * steps) + 0.95 ** (2 * steps)
    np.testing.assert_allclose(recording.columns["loss"][:, 0], wanted, rtol=1e-12)
    assert recording.columns["loss"][1, 2] == np.inf
    assert recording.summary["target, reached"].best_step == 5


def test_a_cut_one_says_so():
    recording = sample("cut")
    assert (recording.complete, recording.note) == (False, CutOff("step", 3))
    assert recording.steps.tolist() == [0, 1, 2, 3]


def test_a_table_came_along():
    recording = sample("table")
    assert recording.scenario.objective.data.table.shape == (16, 3)
    assert recording.params.shape == (19, 3, recording.scenario.race().objective.dim)
    assert np.isfinite(recording.columns["validation_loss"][:, 0]).tolist() == [step % 3 == 0 for step in range(19)]
    assert recording.scenario.lanes["速い"].edits[0].step == 7
    assert recording.scenario.lanes["copy"].fork == ("adam", 3)
    assert recording.scenario.lanes["adam"].schedule.name == "warmup"


def test_an_input_that_is_constant_but_for_rounding_is_scaled_as_it_was():
    """Its one other value, held out, is 10¹⁴ deviations away: new races leave it out, this recording is of an old one."""
    recording = sample("constant")
    assert recording.scenario.objective.data.constants == "raw"
    assert recording.columns["validation_loss"][-1].min() > 1e24


def test_a_thinned_one_has_its_corners():
    recording = sample("thinned")
    assert recording.every == 4
    assert {0, 4, 8, 12, 16, 18} <= set(recording.steps.tolist())
    assert recording.ends[1].step in recording.steps


def test_of_a_session_every_command_is_known():
    commands = sample("session").commands
    assert [command.what for command in commands] == [
        "tune",
        "add",
        "fork",
        "delete",
        "rename",
        "undo",
        "tune",
        "fork",
        "delete",
    ]
    assert [command.step for command in commands] == [12, 37, 0, 1, 25, 36, 29, 36, 56]
