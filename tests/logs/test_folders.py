"""Folders of trainings as they are: logs, and what else lies beside them."""

import json
import os

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.logs import LogError
from tests.logs.support import csv_of, curves, events_of, losses

#: what the Trainer, tokenizers and other tools leave beside a log, by name
NEIGHBOURS = {
    "config.json": json.dumps({"architectures": ["GPT2"], "n_layer": 12}, indent=2),
    "generation_config.json": json.dumps({"max_length": 20}, indent=2) + "\n",
    "vocab.json": json.dumps({f"token {number}": number for number in range(20_000)}),
    "tokenizer.json": json.dumps({"version": "1.0", "model": {"vocab": {"a": 1}}}, indent=2),
    "special_tokens_map.json": json.dumps({"pad_token": 0}),
    "all_results.json": json.dumps({"train_loss": 1.0, "epoch": 2.0}, indent=4),
    "params.json": json.dumps({"lr": 0.1}) + "\n",
    "dataset.json": json.dumps([{"loss": 1}]),
}


def state(rows, first=3.0):
    """A trainer_state.json with so many rows."""
    history = [{"loss": first - row / 100, "step": row, "epoch": row / 10} for row in range(rows)]
    return json.dumps({"best_metric": None, "global_step": rows, "log_history": history}, indent=2)


def checkpoint(folder, number, *, rows, modified=10**18):
    """A folder that the Trainer has written."""
    place = folder / f"checkpoint-{number}"
    place.mkdir(parents=True)
    for name, text in {**NEIGHBOURS, "trainer_state.json": state(rows)}.items():
        (place / name).write_text(text)
        os.utime(place / name, ns=(modified, modified))


@pytest.mark.parametrize("apart", [0, 10**9])
def test_a_folder_of_checkpoints_is_one_run_whatever_lies_beside_them(tmp_path, apart):
    for number in (9, 10):
        checkpoint(tmp_path / "out", number, rows=20 + number, modified=10**18 + number * apart)
    for name, text in NEIGHBOURS.items():
        (tmp_path / "out" / name).write_text(text)
    race = curves(tmp_path / "out")
    assert [lane.name for lane in race.lanes] == ["out"]
    # of checkpoints that were copied, and are of one time, that of the highest number
    assert race.head == 29
    assert [fact.files for _, fact in race.about if fact.code == "log.read"] == [2]
    assert CliRunner().invoke(cli, ["check-log", str(tmp_path / "out")]).exit_code == 0


def test_a_checkpoint_that_has_no_state_yet_changes_nothing(tmp_path):
    checkpoint(tmp_path, 10, rows=20)
    race = curves(tmp_path, live=True)
    (tmp_path / "checkpoint-20").mkdir()
    (tmp_path / "checkpoint-20" / "config.json").write_text(NEIGHBOURS["config.json"])
    for _ in range(9):
        race = race.grown() or race
    assert (race.head, len(race.logs.files)) == (19, 1)


@pytest.mark.parametrize("text", [state(5), json.dumps(json.loads(state(5)))])
def test_a_state_of_another_name_is_read_where_it_is_named(tmp_path, text):
    (tmp_path / "before.json").write_text(text)
    assert curves(tmp_path / "before.json").head == 4
    with pytest.raises(LogError, match="no log is in this folder"):
        curves(tmp_path)


def test_objects_line_by_line_are_a_log_in_a_folder_too(tmp_path):
    rows = [json.dumps({"step": step, "loss": loss}) for step, loss in enumerate(losses(30).tolist())]
    (tmp_path / "result.json").write_text("\n".join(rows) + "\n")
    (tmp_path / "params.json").write_text(NEIGHBOURS["params.json"])
    race = curves(tmp_path)
    assert [lane.name for lane in race.lanes] == ["result"]
    assert race.head == 29


def test_a_pattern_whose_files_are_no_logs_is_told(tmp_path):
    (tmp_path / "config.json").write_text(NEIGHBOURS["config.json"])
    with pytest.raises(LogError, match="no file of such a name is a log"):
        curves(tmp_path / "*.json")
    (tmp_path / "a.csv").write_text(csv_of(step=range(9), loss=range(9)))
    assert [lane.name for lane in curves(tmp_path / "*").lanes] == ["a"]


def lanes_of(*paths, **options):
    """The names of lanes and the last step of each."""
    race = curves(*paths, **options)
    return {lane.name: int(steps[-1]) for lane, steps in zip(race.lanes, race.own_steps("loss"), strict=True)}


def write_events(file, last):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(events_of(*(("loss", step, 1 / (step + 1)) for step in range(last + 1))))


def test_runs_of_one_name_in_several_folders_are_apart(tmp_path):
    for number, place in enumerate(("x/exp", "y/exp", "other")):
        write_events(tmp_path / place / "run1" / "events.out.tfevents.1", number + 3)
        checkpoint(tmp_path / place / "seed1", 9, rows=number + 8)
        (tmp_path / place / "train.csv").write_text(csv_of(step=range(number + 13), loss=losses(number + 13).tolist()))
    one, two, three = (tmp_path / place for place in ("x/exp", "y/exp", "other"))
    assert lanes_of(one, three) == {
        "exp/run1": 3, "exp/seed1": 7, "exp/train": 12, "other/run1": 5, "other/seed1": 9, "other/train": 14,
    }  # fmt: skip
    assert set(lanes_of(one, two)) == {f"{place}/exp/{run}" for place in "xy" for run in ("run1", "seed1", "train")}
    assert lanes_of(one / "train.csv", two / "train.csv") == {"x/exp/train": 12, "y/exp/train": 13}
    assert lanes_of(*(each / "run1" / "events.out.tfevents.1" for each in (one, three))) == {
        "exp/run1": 3,
        "other/run1": 5,
    }
    assert lanes_of(tmp_path / "*" / "exp") == lanes_of(one, two)
    # what is named twice is there once
    assert lanes_of(three, three / "run1", tmp_path / "other" / ".." / "other" / "train.csv") == lanes_of(three)


def test_a_run_keeps_its_name_when_another_of_that_name_comes(tmp_path):
    write_events(tmp_path / "a" / "run1" / "events.out.tfevents.1", 3)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "train.csv").write_text(csv_of(step=range(5), loss=range(5)))
    race = curves(tmp_path / "a", tmp_path / "b", live=True)
    write_events(tmp_path / "b" / "run1" / "events.out.tfevents.1", 6)
    (tmp_path / "a" / "run1" / "events.out.tfevents.2").write_bytes(events_of(("loss", 4, 1.0)))
    for _ in range(8):
        race = race.grown() or race
    assert [lane.name for lane in race.lanes] == ["run1", "train", "b/run1"]
    assert [each[-1] for each in race.own_steps("loss")] == [4, 4, 6]


def test_a_file_whose_name_has_brackets_is_followed_by_runs_of_its_own(tmp_path):
    files = [tmp_path / f"a (v{number}).csv" for number in (1, 2)]
    for file in files:
        file.write_text("step,loss\n0,3\n1,2\n")
    race = curves(*files, live=True)
    for file in files:
        (tmp_path / "part").write_text("step,loss\n0,9\n1,8\n")
        (tmp_path / "part").replace(file)
    race = race.grown() or race
    assert [lane.name for lane in race.lanes] == ["a (v1)", "a (v2)", "a (v1) (2)", "a (v2) (2)"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_runs_of_one_name_have_the_facts_that_are_theirs(tmp_path, language):
    (tmp_path / "a.csv").write_text(csv_of(step=range(20), loss=losses(20).tolist(), note=["x"] * 20))
    rows = [{"step": step, "loss": loss, "word": "y"} for step, loss in enumerate(losses(30).tolist())]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    race = curves(tmp_path)
    assert [lane.name for lane in race.lanes] == ["a", "a (2)"]
    told = [(name, fact.code) for name, fact in race.about]
    assert told[: len(told) // 2] == [("a", code) for _, code in told[len(told) // 2 :]]
    assert {name for name, _ in told} == {"a", "a (2)"}
    assert [fact.columns for _, fact in race.about if fact.code == "log.other_columns"] == [("note",), ("word",)]
    lines = CliRunner().invoke(cli, ["--lang", language, "check-log", str(tmp_path)]).stdout.splitlines()
    second = next(number for number, line in enumerate(lines) if line.startswith("a (2)"))
    assert "csv" in "".join(lines[:second])
    assert "jsonl" not in "".join(lines[:second])
    assert "jsonl" in "".join(lines[second:])


@pytest.mark.parametrize(("language", "says"), [("en", "not shown: "), ("ja", "表示しない：")])
@pytest.mark.parametrize("command", [["check-log"], ["replay"], ["replay", "--format", "csv"]])
def test_what_of_a_folder_is_not_shown_is_told(tmp_path, language, says, command):
    (tmp_path / "good.csv").write_text(csv_of(step=range(20), loss=losses(20).tolist()))
    (tmp_path / "bad.csv").write_text(csv_of(step=range(20), score=losses(20).tolist()))
    (tmp_path / "empty.csv").write_text("step,loss\n")
    done = CliRunner().invoke(cli, ["--lang", language, *command, str(tmp_path)])
    told = " ".join((done.stderr if "csv" in command else done.stdout).split())
    assert done.exit_code == 0
    assert told.count(says) == 2
    for part in ("bad", "score", "empty"):
        assert part in told


def test_lanes_above_the_most_are_told(tmp_path):
    runs = "".join(
        f"{run},{step},{1 / (step + 1)}\n"
        for step in range(3)
        for run in range(1003)
        for _ in range(1 + (not step and not run))
    )
    (tmp_path / "a.csv").write_text(f"run,step,loss\n{runs}")
    race = curves(tmp_path / "a.csv", rules=[])
    assert len(race.lanes) == 1000
    assert [(fact.count, fact.most) for _, fact in race.about if fact.code == "log.lanes_left_out"] == [(3, 1000)]


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("name", ["trial", "run"])
def test_a_column_that_changes_with_every_row_names_no_runs(tmp_path, name, live):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(**{name: range(63), "loss": range(63)}))
    race = curves(file, live=live)
    assert len(race.lanes) == 63
    file.write_text(csv_of(**{name: range(2000), "loss": range(2000)}))
    race = race.grown() if live else curves(file)
    assert [lane.name for lane in race.lanes] == ["a"]
    assert race.head == 1999
    assert name in race.roles
    # runs that write in turn are runs, however many
    file.write_text(csv_of(**{name: [*range(50)] * 3, "loss": range(150)}))
    assert len(curves(file).lanes) == 50
