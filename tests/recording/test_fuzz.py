"""Whatever stands in a file, there is a clear message or a fine reading; `python -m tests.recording.fuzz` tries more."""

import pytest

from tests.recording.fuzz import mutated, samples, tried


@pytest.fixture(scope="module")
def known():
    return samples()


@pytest.mark.parametrize("first", range(0, 400, 40))
def test_a_broken_recording_breaks_nothing(known, tmp_path, first):
    file, whole = tmp_path / "run.jsonl", tmp_path / "whole.jsonl"
    whole.write_bytes(known[0])
    for number in range(first, first + 40):
        file.write_bytes(mutated(number, known))
        assert tried(file, whole), number


def test_what_is_not_broken_is_fine(known, tmp_path):
    file = tmp_path / "run.jsonl"
    # one of the samples of version 1 is cut off
    whole = [data for data in known if data.splitlines()[-1].startswith(b'{"summary"')]
    assert len(whole) == len(known) - 1
    for data in known:
        file.write_bytes(data)
        assert tried(file, file) == ("fine" if data in whole else "fine, with a note")
