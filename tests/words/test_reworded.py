"""Rewording every sentence and every text changes what is read, and nothing else: recordings still verify."""

from pathlib import Path

import pytest

from optsim.engine.status import Status
from optsim.languages import LANGUAGES, english
from optsim.recording.reader import read
from optsim.recording.verification.verify import verify
from tests.recording.support import TABLES, recording_of
from tests.report.support import ENDS, finished
from tests.words.pseudo import Pseudo

SAMPLES = sorted((Path(__file__).parents[1] / "recording" / "samples").glob("*.jsonl"))


@pytest.fixture
def reworded(monkeypatch):
    """Another language in place of English."""
    other = Pseudo()
    monkeypatch.setattr(LANGUAGES["en"], "sentences", other.sentences)
    monkeypatch.setattr(LANGUAGES["en"], "texts", other.texts)
    assert english().label(Status.DIVERGED).startswith("⟦")


@pytest.mark.usefixtures("reworded")
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_sample_verifies(file):
    verdict = verify(file)
    assert verdict.same, verdict
    assert verdict.rows > 3


@pytest.mark.parametrize("name", ["ends", "batches"])
def test_a_recording_of_before_verifies_and_says_what_it_said(name, tmp_path, request):
    file = tmp_path / "race.jsonl"
    file.write_bytes(recording_of(name))
    before = {place: end.status for place, end in read(file).ends.items()}
    assert name in TABLES
    request.getfixturevalue("reworded")
    assert verify(file).same
    assert {place: end.status for place, end in read(file).ends.items()} == before


@pytest.mark.usefixtures("reworded")
def test_reasons_are_reworded_and_causes_are_not():
    _, race = finished(ENDS)
    results = race.result()
    assert all(result.reason.startswith("⟦") for result in results.values())
    codes = {result.status: result.cause.code for result in results.values()}
    assert codes == {
        Status.OUT_OF_STEPS: "out_of_steps",
        Status.TARGET_REACHED: "target_reached",
        Status.DIVERGED: "diverged",
        Status.STOPPED_EARLY: "rule.patience.used_up",
    }
