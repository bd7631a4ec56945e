"""A training that has not written anything yet is waited for, and what is waited for is said once."""

import pytest

from optsim.cli.failure import Failure
from optsim.cli.logs.waiting import wait_for_logs
from optsim.playback.logs.open_logs import open_logs


def waited(paths, *pauses):
    """What was told before each pause, in each of which a training does something; and the curves."""
    told, nexts = [], iter(pauses)
    paths = [str(path) for path in paths]

    def pause():
        next(nexts)()

    curves = wait_for_logs(paths, lambda: open_logs(paths, live=True), tell=told.append, pause=pause)
    assert next(nexts, None) is None
    return told, curves


def test_a_file_is_waited_for_from_before_it_is_there_to_its_first_row(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "train.jsonl"
    told, curves = waited(
        ["train.jsonl"],
        lambda: None,
        file.touch,
        lambda: file.write_text('{"step": 0, "lo'),
        lambda: file.write_text('{"step": 0, "loss": 1}\n'),
    )
    assert [lane.name for lane in curves.lanes] == ["train"]
    assert len(told) == 2
    assert str(file) in told[0]
    assert "first loss" in told[1]


def test_a_folder_is_waited_for_and_what_may_come_is_said(tmp_path):
    folder = tmp_path / "runs"
    told, curves = waited([folder], folder.mkdir, lambda: (folder / "a.csv").write_text("step,loss\n0,1\n"))
    assert len(curves.lanes) == 1
    assert "*tfevents*" in told[1]


def test_a_pattern_is_waited_for(tmp_path):
    told, _ = waited([tmp_path / "*.csv"], lambda: (tmp_path / "a.csv").write_text("step,loss\n0,1\n"))
    assert "*.csv" in told[0]


@pytest.mark.parametrize("data", ["step,accuracy\n0,1\n", "1,2\n"])
def test_what_never_has_a_loss_is_not_waited_for(tmp_path, data):
    (tmp_path / "a.csv").write_text(data)
    with pytest.raises(Failure, match="column"):
        waited([tmp_path / "a.csv"])
