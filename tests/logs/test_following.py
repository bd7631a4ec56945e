"""Logs that somebody is still writing: what is new is read once, and what begins anew is seen."""

import json
import os

import numpy as np
import pytest

from optsim.analysis.events import EventLog
from optsim.engine.causes import DataEnded
from optsim.engine.status import Status
from optsim.languages import LANGUAGES
from optsim.logs.tensorboard.records import record
from optsim.logs.tensorboard.wire import scalar_event
from optsim.playback.logs.files import find_runs
from optsim.playback.logs.files.followed_file import FollowedFile
from optsim.playback.player import Player
from tests.logs.support import SAMPLES, csv_of, curves, events_of, losses


def append(file, data):
    with file.open("ab") as stream:
        stream.write(data if isinstance(data, bytes) else data.encode())


def grown(race):
    """The curves after a look."""
    return race.grown() or race


def test_only_new_bytes_are_read(tmp_path, monkeypatch):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n" + "".join(f"{step},{step}\n" for step in range(10_000)))
    race, pieces = curves(file, live=True), []
    read = FollowedFile.read

    def counted(self):
        pieces.append(read(self))
        return pieces[-1]

    monkeypatch.setattr(FollowedFile, "read", counted)
    assert race.grown() is None
    append(file, "10000,1\n10001,2\n")
    assert race.grown() is race
    assert (race.head, race.runs["a"].loss) == (10_001, 9999.0)
    assert b"".join(pieces) == b"10000,1\n10001,2\n"


@pytest.mark.parametrize("what", ["look", "read", "_begins_as_before"])
def test_a_file_that_cannot_be_read_for_a_moment_is_read_again(tmp_path, monkeypatch, what):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n0,2\n")
    race = curves(file, live=True)
    append(file, "1,1\n")

    def refused(_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(FollowedFile, what, refused)
        race = grown(race)
        assert race.head == 0
        assert ["Permission denied" in str(fault) for _, fault in race.logs.faults] == [True]
    append(file, "2,0.5\n")
    race = grown(race)
    assert race.own_steps("loss")[0].tolist() == [0, 1, 2]
    assert not race.logs.faults


@pytest.mark.parametrize("torn", [0, 1, 5, 30, 40])
def test_a_torn_tail_is_waited_for(tmp_path, torn):
    file, more = tmp_path / "a.tfevents", record(scalar_event("loss", 2, 0.5))
    file.write_bytes(events_of(("loss", 0, 2.0), ("loss", 1, 1.0)) + more[:torn])
    race = curves(file, live=True)
    assert race.head == 1
    append(file, more[torn:])
    assert grown(race).head == 2


def test_a_last_line_without_end_is_taken_when_nothing_follows(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n0,2\n1,1.2")
    race = curves(file, live=True)
    assert race.head == 0
    for _ in range(10):
        race = grown(race)
    assert (race.head, race.figures("loss", np.array([1]))[0, 0]) == (1, 1.2)
    # it was half a number
    append(file, "5\n2,1\n")
    race = grown(race)
    assert race.own_steps("loss")[0].tolist() == [0, 1, 2]
    assert race.figures("loss", np.array([1]))[0, 0] == 1.25


@pytest.mark.parametrize("quiet", [1, 12])
@pytest.mark.parametrize("form", ["csv", "jsonl", "tfevents"])
def test_what_a_buffered_writer_flushes_is_read_once_and_is_no_fault(tmp_path, monkeypatch, form, quiet):
    values, read, pieces = losses(1000).tolist(), FollowedFile.read, []
    rows = [json.dumps({"step": step, "loss": value}) + "\n" for step, value in enumerate(values)]
    whole = {
        "csv": csv_of(step=range(1000), loss=values).encode(),
        "jsonl": "".join(rows).encode(),
        "tfevents": events_of(*(("loss", step, value) for step, value in enumerate(values))),
    }[form]
    file, size = tmp_path / f"a.{form}", 1021
    file.write_bytes(whole[:size])
    monkeypatch.setattr(FollowedFile, "read", lambda self: pieces.append(read(self)) or pieces[-1])
    race = curves(file, live=True)
    for start in range(size, len(whole), size):
        for _ in range(quiet):
            race = grown(race)
            assert not race.logs.faults
            assert race.history["loss"].shape == (len(race.own_steps("loss")[0]), 1)
        append(file, whole[start : start + size])
    race = grown(race)
    assert race.own_steps("loss")[0].tolist() == [*range(1000)]
    assert np.allclose(race.history["loss"][:, 0], values, rtol=1e-6)
    assert b"".join(pieces) == whole


def test_a_log_that_is_truncated_begins_anew(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(50), loss=range(50)))
    race = curves(file, live=True)
    file.write_text("step,loss\n0,7\n")
    race = grown(race)
    assert (len(race.lanes), race.head) == (1, 0)
    file.write_text(csv_of(step=range(80), loss=range(80, 160)))
    race = grown(race)
    assert (race.head, race.history["loss"][0, 0]) == (79, 80)


def test_a_file_in_the_place_of_another_is_another_run(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(50), loss=range(50)))
    race = curves(file, live=True)
    file.rename(tmp_path / "a.csv.1")
    assert race.grown() is None
    file.write_text(csv_of(step=range(3), loss=range(9, 12)))
    race = grown(race)
    assert [lane.name for lane in race.lanes] == ["a", "a (2)"]
    assert [each[-1] for each in race.own_steps("loss")] == [49, 2]
    append(file, "3,5\n")
    assert [each[-1] for each in grown(race).own_steps("loss")] == [49, 3]


def test_a_file_that_is_written_anew_by_a_move_stays_the_run_that_it_was(tmp_path):
    file, part = tmp_path / "a.csv", tmp_path / "a.part"
    file.write_text(csv_of(step=range(5), loss=range(5)))
    race = curves(file, live=True)
    part.write_text(csv_of(step=range(9), loss=range(9)))
    part.replace(file)
    race = grown(race)
    assert [lane.name for lane in race.lanes] == ["a"]
    assert race.head == 8


def test_the_newest_checkpoint_counts(tmp_path):
    text = (SAMPLES / "hf/checkpoint-32/trainer_state.json").read_text()
    for number, cut in ((8, 3), (16, 6)):
        state = json.loads(text)
        state["log_history"] = state["log_history"][:cut]
        folder = tmp_path / f"checkpoint-{number}"
        folder.mkdir()
        (folder / "trainer_state.json").write_text(json.dumps(state, indent=1))
        os.utime(folder / "trainer_state.json", ns=(number, number))
    race = curves(tmp_path, live=True)
    assert (len(race.lanes), race.head) == (1, 16)
    newest = tmp_path / "checkpoint-32"
    newest.mkdir()
    (newest / "trainer_state.json").write_text(text)
    for _ in range(8):
        race = grown(race)
    assert race.head == 32


@pytest.mark.parametrize("checkpoints", [(20,), (10, 20), (10, 15, 20)])
def test_a_checkpoint_that_is_written_again_is_read_again(tmp_path, checkpoints):
    def write(number, first, rows):
        history = [{"loss": first - row / 100, "step": row} for row in range(rows)]
        file = tmp_path / f"checkpoint-{number}" / "trainer_state.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"log_history": history}, indent=2))

    for number in checkpoints:
        write(number, 3, 10)
        os.utime(tmp_path / f"checkpoint-{number}" / "trainer_state.json", ns=(number, number))
    race = curves(tmp_path, live=True)
    write(20, 7, 5)
    race = grown(race)
    assert (race.history["loss"][0, 0], race.head, race.grown()) == (7, 4, None)


def test_runs_that_come_later_are_taken_in(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "events.out.tfevents.1").write_bytes(events_of(("loss", 0, 2.0), ("loss", 1, 1.0)))
    race = curves(tmp_path, live=True)
    (tmp_path / "two" / "events.out.tfevents.1").write_bytes(events_of(("loss", 0, 3.0)))
    # the same run goes on in another file
    (tmp_path / "one" / "events.out.tfevents.2").write_bytes(events_of(("loss", 2, 0.5)))
    for _ in range(8):
        race = grown(race)
    assert [(lane.name, each[-1]) for lane, each in zip(race.lanes, race.own_steps("loss"), strict=True)] == [
        ("one", 2),
        ("two", 0),
    ]


def test_two_hundred_runs_in_a_folder(tmp_path):
    for number in range(200):
        (tmp_path / f"run{number:03}").mkdir()
        file = tmp_path / f"run{number:03}" / "events.out.tfevents.1"
        file.write_bytes(events_of(*(("loss", step, 1 / (step + 1 + number)) for step in range(20))))
    race = curves(tmp_path, live=True)
    assert len(race.lanes) == 200
    append(tmp_path / "run007" / "events.out.tfevents.1", record(scalar_event("loss", 20, 0.25)))
    assert grown(race).runs["run007"].loss == 0.25


def test_a_run_that_goes_on_from_a_checkpoint_replaces_what_was_after_it(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(10), loss=range(10)) + "6,60\n7,70\n")
    race = curves(file)
    assert race.own_steps("loss")[0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert race.runs["a"].loss == 70.0
    assert any(fact.code == "log.values_replaced" and fact.count == 4 for _, fact in race.about)


def test_a_run_that_begins_anew_in_the_same_file_is_another_one(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(5), loss=range(5)) + csv_of(step=range(3), loss=range(5, 8)))
    race = curves(file)
    assert [(lane.name, len(each)) for lane, each in zip(race.lanes, race.own_steps("loss"), strict=True)] == [
        ("a", 5),
        ("a (2)", 3),
    ]
    assert race.ends[1].cause == DataEnded(2)


def test_a_loss_that_is_no_number_to_its_end_has_diverged(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n0,2\n1,nan\n2,1\n3,inf\n4,nan\n")
    race = curves(file, live=True)
    assert (race.runs["a"].status, race.ends[0].step) == (Status.DIVERGED, 3)
    append(file, "5,0.5\n")
    assert not grown(race).ends


def test_who_stands_at_the_newest_step_goes_on_with_it(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(10), loss=range(10)))
    player = Player(None, source=curves(file, live=True))
    assert player.race.step == 9
    append(file, "10,1\n")
    assert player.look_for_more()
    assert player.race.step == 10
    player.back(4)
    append(file, "11,1\n")
    assert player.look_for_more()
    assert (player.race.step, player.race.head) == (6, 11)
    player.toggle()
    while player.motion.moving:
        player.tick(1, lambda: True)
    assert player.race.step == 11
    assert not player.look_for_more()


def test_what_grows_is_what_is_read_at_once(tmp_path):
    file, whole = tmp_path / "a.csv", losses(300)
    lines = csv_of(step=range(0, 900, 3), loss=whole.tolist(), val_loss=losses(300, 1).tolist()).splitlines(
        keepends=True
    )
    file.write_text("".join(lines[:20]))
    race = curves(file, live=True)
    for start in range(20, len(lines), 7):
        append(file, "".join(lines[start : start + 7]))
        race = grown(race)
    once = curves(file, live=True)
    assert race.events == once.events
    assert np.array_equal(race.history["validation_loss"], once.history["validation_loss"])
    assert [race.best_step(step, 0) for step in (0, 300, 897)] == [once.best_step(step, 0) for step in (0, 300, 897)]
    assert race.judgement(0, 0, 600) == once.judgement(0, 0, 600)


def test_the_folder_that_lightning_has_above_every_run_names_none(tmp_path):
    for name in ("version_0", "version_1"):
        (tmp_path / "lightning_logs" / name).mkdir(parents=True)
        (tmp_path / "lightning_logs" / name / "metrics.csv").write_text(csv_of(step=[0, 1], train_loss=[2, 1]))
    assert [lane.name for lane in curves(tmp_path).lanes] == ["version_0", "version_1"]
    # unless another one is called so without it
    (tmp_path / "version_0").mkdir()
    (tmp_path / "version_0" / "metrics.csv").write_text(csv_of(step=[0, 1], train_loss=[2, 1]))
    names = [lane.name for lane in curves(tmp_path).lanes]
    assert len({*names}) == len(names) == 3


def test_logs_that_grow_side_by_side_are_what_is_read_at_once(tmp_path):
    rng, distances, written = np.random.default_rng(5), (1, 3, 10), [5, 5, 5]
    files = [tmp_path / f"{name}.csv" for name in "abc"]
    # the second one has its validation loss in rows of their own, as Lightning does
    lines = [
        [f"{step * distance},{step % 7},\n" for step in range(400)] if number != 1
        else [f"{step},{step % 5},\n" if step % 4 else f"{step},,{step % 9}\n" for step in range(400)]
        for number, distance in enumerate(distances)
    ]  # fmt: skip
    for file, own in zip(files, lines, strict=True):
        file.write_text("".join(["step,loss,val_loss\n", *own[:5]]))
    race = curves(*files, live=True)
    while min(written) < 400:
        for number, (file, own) in enumerate(zip(files, lines, strict=True)):
            more = int(rng.integers(0, 90))
            append(file, "".join(own[written[number] : written[number] + more]))
            written[number] += more
        race, once = grown(race), curves(*files, live=True)
        assert race.history.rows.tolist() == once.history.rows.tolist()
        for quantity in ("loss", "validation_loss"):
            assert np.array_equal(race.history[quantity], once.history[quantity], equal_nan=True)
        steps = once.history.rows[::17].tolist()
        assert [[race.best_step(step, lane) for lane in (0, 2)] for step in steps] == [
            [once.best_step(step, lane) for lane in (0, 2)] for step in steps
        ]
        assert (race.ends, race.events, race.counting) == (once.ends, once.events, once.counting)
        race.seek(race.head)
        assert [run.loss for run in race.runs.values()] == [run.loss for run in once.runs.values()]
        assert EventLog(race).happenings() == EventLog(once).happenings()


def test_long_logs_side_by_side_are_not_looked_through_again_at_every_look(tmp_path):
    files = [tmp_path / f"{name}.csv" for name in "ab"]
    for file in files:
        file.write_text(csv_of(step=range(12_000), loss=losses(12_000).tolist()))
    race, others = curves(*files, live=True), 0
    for look in range(40):
        append(files[look % 2], "".join(f"{12_000 + look // 2 * 50 + row},0.5\n" for row in range(50)))
        before, race = race, grown(race)
        others += race is not before
    # 2,000 rows more, in shares of a 64th, of 375 to 406
    assert others == 4
    once = curves(*files, live=True)
    assert np.array_equal(race.history["loss"], once.history["loss"])
    assert race.events == once.events


@pytest.mark.parametrize("how", ["look", "read"])
def test_a_file_that_cannot_be_looked_at_for_a_moment_is_followed_further(tmp_path, monkeypatch, how):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n0,1\n1,2\n")
    race = curves(file, live=True)

    def stale(_):
        raise OSError(116, "Stale file handle")

    with monkeypatch.context() as broken:
        broken.setattr(FollowedFile, how, stale)
        append(file, "2,1\n")
        assert race.grown() is None
        assert ["Stale" in str(fault) for _, fault in race.logs.faults] == [True]
    race = grown(race)
    assert (race.head, race.logs.faults) == (2, [])


def test_a_beginning_that_cannot_be_read_for_a_moment_hides_no_change(tmp_path, monkeypatch):
    file = tmp_path / "a.csv"
    file.write_text(csv_of(step=range(9), loss=range(9)))
    race = curves(file, live=True)

    def stale(_):
        raise OSError(116, "Stale file handle")

    with monkeypatch.context() as broken:
        broken.setattr("optsim.playback.logs.files.followed_file.open_regular", stale)
        file.write_text(csv_of(step=range(12), loss=range(20, 32)))
        assert race.grown() is None
    assert grown(race).history["loss"][:, 0].tolist() == [*range(20, 32)]


def test_much_that_comes_at_once_is_read_over_several_looks_by_all_runs_in_turn(tmp_path, monkeypatch):
    monkeypatch.setattr("optsim.playback.logs.log_set._BYTES_A_LOOK", 4000)
    monkeypatch.setattr("optsim.playback.logs.files.followed_file._PIECE", 1000)
    files, values = [tmp_path / f"{name}.csv" for name in "abc"], losses(3000).tolist()
    for file in files:
        file.write_text(csv_of(step=range(10), loss=values[:10]))
    race = curves(*files, live=True)
    for file in files:
        append(file, "".join(f"{step},{values[step]}\n" for step in range(10, 3000)))
    heads = [[9, 9, 9]]
    while heads[-1] != [2999] * 3:
        race = race.grown()
        heads.append([int(steps[-1]) for steps in race.own_steps("loss")])
        # as much as one look reads, and a piece
        assert 0 < sum(heads[-1]) - sum(heads[-2]) < 300
    assert min(heads[5]) > 9
    assert race.grown() is None
    assert np.array_equal(race.history["loss"], curves(*files).history["loss"])


def test_a_search_opens_what_is_new_or_has_changed_alone(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(csv_of(step=range(5), loss=range(5)))
    (tmp_path / "other.json").write_text('{"a": 1}')
    (tmp_path / "empty.jsonl").write_text("")
    opened, beginning_of = [], find_runs.beginning_of
    monkeypatch.setattr(find_runs, "beginning_of", lambda path: opened.append(path.name) or beginning_of(path))
    race = curves(tmp_path, live=True)
    assert sorted(opened) == ["a.csv", "empty.jsonl", "other.json"]
    opened.clear()
    (tmp_path / "new.csv").write_text(csv_of(step=range(7), loss=range(7)))
    (tmp_path / "empty.jsonl").write_text('{"step": 0, "loss": 1}\n')
    append(tmp_path / "a.csv", "5,1\n")
    for _ in range(16):
        race = grown(race)
    assert sorted(opened) == ["empty.jsonl", "new.csv"]
    assert sorted(lane.name for lane in race.lanes) == ["a", "empty", "new"]


@pytest.mark.parametrize(("language", "says"), [("en", "has more than 3 files"), ("ja", "3")])
def test_a_search_that_finds_too_many_files_says_so(tmp_path, monkeypatch, language, says):
    monkeypatch.setattr(find_runs, "_MOST_FILES", 3)
    (tmp_path / "a.csv").write_text(csv_of(step=range(5), loss=range(5)))
    race = curves(tmp_path, live=True)
    for number in range(3):
        (tmp_path / f"{number}.txt").touch()
    for _ in range(8):
        race = grown(race)
    told = [LANGUAGES[language]().sentence(fact) for name, fact in race.about if name == tmp_path.name]
    assert [says in each and str(tmp_path) in each for each in told] == [True]
    (tmp_path / "0.txt").unlink()
    for _ in range(8):
        race = grown(race)
    assert tmp_path.name not in [name for name, _ in race.about]
