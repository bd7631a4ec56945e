"""Columns of logs: which were taken for what, and where their values lie."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.quantities import counts, quantities, series
from optsim.engine.capabilities.points import Points
from optsim.engine.history.quantities import QUANTITIES
from optsim.logs import LogError, Readings
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.revealed_log import RevealedLog
from optsim.playback.logs.roles import MOST_QUANTITIES, roles_of
from optsim.report.csv.table import as_csv
from tests.logs.support import SAMPLES, csv_of, curves, losses


@pytest.fixture(autouse=True, scope="module")
def _quantities_stay():
    before = {*QUANTITIES}
    yield
    for name in {*QUANTITIES} - before:
        QUANTITIES.remove(name)


def roles(*names):
    return roles_of(dict.fromkeys(names, 10), {})


@pytest.mark.parametrize(
    ("columns", "loss", "validation"),
    [
        (["loss", "val_loss", "accuracy"], "loss", "val_loss"),
        (["train_loss_step", "train_loss_epoch", "val_loss"], "train_loss_step", "val_loss"),
        (["train/loss", "eval/loss", "eval/accuracy"], "train/loss", "eval/loss"),
        (["Loss/train", "Loss/test"], "Loss/train", "Loss/test"),
        (["Loss/train", "Loss/test", "Loss/valid"], "Loss/train", "Loss/valid"),
        (["epoch_loss", "validation/epoch_loss"], "epoch_loss", "validation/epoch_loss"),
        (["train/box_loss", "val/box_loss", "lr/pg0", "lr/pg1"], "train/box_loss", "val/box_loss"),
        (["loss_cls", "loss_box", "loss"], "loss", None),
        (["kl_loss", "rec_loss", "total_loss"], "total_loss", None),
        (["dev_ppl", "train_ppl"], "train_ppl", "dev_ppl"),
        (["mse", "val_mse"], "mse", "val_mse"),
        (["val_loss"], "val_loss", None),
        (["accuracy"], None, None),
        (["accuracy", "transferred_mb", "applied", "supply"], None, None),
        (["loss_scale", "train_nll", "val_nll"], "train_nll", "val_nll"),
        (["kl_weight_loss", "loss_coef", "scaler/loss", "recon_loss"], "recon_loss", None),
        (["trainLoss", "valLoss", "valErr"], "trainLoss", "valLoss"),
        (["trainMSE", "testMSE"], "trainMSE", "testMSE"),
        (["Error/cross_entropy", "error_weight"], "Error/cross_entropy", None),
    ],
)
def test_losses_are_found(columns, loss, validation):
    taken = roles(*columns)
    assert (taken.get("loss"), taken.get("validation_loss")) == (loss, validation)
    assert sorted(taken.values()) == sorted(columns)


def test_of_many_columns_those_that_are_shown_are_quantities_alone():
    known = len(QUANTITIES)
    names = [f"block {number}/weight norm" for number in range(3000)]
    taken = roles(*names, "lr", "loss")
    assert [*taken][:2] == ["loss", "learning_rate"]
    assert len(taken) == MOST_QUANTITIES
    assert len(QUANTITIES) == known + MOST_QUANTITIES - 2


def test_columns_are_counted_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(LaneLog, "other_steps", property(lambda lane: asked.append(lane) or ()))
    lane = LaneLog("a", {})
    for name in ("loss", *(f"m{number}" for number in range(300))):
        lane.add(Readings(name, np.arange(3), np.ones(3)))
    asked.clear()
    assert len(lane.roles) == MOST_QUANTITIES
    assert len(lane.not_shown) == 101
    assert len(asked) <= 2


@given(st.lists(st.text(st.sampled_from("ab"), min_size=55, max_size=70), unique=True, max_size=8), st.booleans())
def test_long_names_that_begin_alike_stay_apart(ends, both):
    columns = [f"model.layers.0.attention.self.query.weight.{end}{end if both else 'c' * 40}" for end in ends]
    taken = roles("loss", *columns)
    assert sorted(taken.values()) == sorted(["loss", *columns])
    assert all(len(name) < 70 for name in taken)


def test_a_run_without_a_loss_is_told(tmp_path):
    (tmp_path / "ok.csv").write_text(csv_of(step=range(20), loss=losses(20).tolist()))
    (tmp_path / "other.csv").write_text(csv_of(step=range(20), accuracy=range(20), transferred_mb=range(20)))
    race = curves(tmp_path)
    assert [lane.name for lane in race.lanes] == ["ok"]
    assert [(name, fact.columns) for name, fact in race.about if fact.code == "log.no_loss"] == [
        ("other", ("accuracy", "transferred_mb"))
    ]


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("lr", "learning_rate"),
        ("lr-Adam", "learning_rate"),
        ("train/learning_rate", "learning_rate"),
        ("grad_norm", "grad_norm"),
        ("grad_2.0_norm_total", "grad_norm"),
        ("color", "color"),
        ("params", "params′"),
        ("distance", "distance′"),
        ("gradNorm", "grad_norm"),
        ("learningRate", "learning_rate"),
    ],
)
def test_others_are_what_their_names_say(column, role):
    assert roles("loss", column)[role] == column


def test_what_a_person_says_goes_first(tmp_path):
    (tmp_path / "a.csv").write_text(csv_of(n=range(5), a=range(5), loss=range(5, 10)))
    race = curves(tmp_path / "a.csv", loss="a", step="n")
    assert race.runs["a"].loss == 4.0
    assert race.head == 4


def test_keras_counts_epochs():
    race = curves(SAMPLES / "keras.csv")
    assert (race.head, counts(race), race.counting.unit) == (24, ["step", "epoch"], "epoch")
    rows = np.genfromtxt(SAMPLES / "keras.csv", delimiter=",", names=True)
    assert race.runs["keras"].validation_loss == rows["val_loss"][-1]
    assert race.runs["keras"].best_step == int(np.argmin(rows["val_loss"]))
    assert {"accuracy", "val_accuracy"} < {*quantities(race)}
    assert not isinstance(race, Points)


def test_lightnings_sparse_rows_lie_at_their_steps():
    race = curves(SAMPLES / "lightning")
    (lane,) = race.lanes
    assert (lane.name, lane.method) == ("lightning/version_0", "lr=0.05, width=8") or lane.name == "version_0"
    own = race.own_steps("validation_loss")[0].tolist()
    assert own == [11, 23, 35, 47, 59, 71]
    assert series(race, "loss").at(12, 0) == series(race, "loss").at(9, 0)
    assert race.runs[lane.name].epoch_of(35) == 2


def test_hugging_face_writes_all_anew():
    race = curves(SAMPLES / "hf")
    history = json.loads((SAMPLES / "hf/checkpoint-32/trainer_state.json").read_text())["log_history"]
    assert race.runs["hf"].loss == [row["loss"] for row in history if "loss" in row][-1]
    assert race.runs["hf"].validation_loss == [row["eval_loss"] for row in history if "eval_loss" in row][-1]
    assert race.own_steps("validation_loss")[0].tolist() == [8, 16, 24, 32]
    assert race.runs["hf"].epoch_of(20) == 2


@pytest.mark.parametrize(("name", "lane"), [("keras-tb", "keras-tb"), ("add_scalars", "add_scalars")])
def test_folders_of_training_and_validation_are_one_run(name, lane):
    race = curves(SAMPLES / name)
    assert [each.name for each in race.lanes] == [lane]
    assert race.has_validation


def test_wandb_has_a_column_a_run(tmp_path):
    head = '"Step","fast - train/loss","fast - train/loss__MIN","slow - train/loss","slow - train/loss__MAX"'
    (tmp_path / "wandb.csv").write_text(f'{head}\n"0","2","1.5","3","4"\n"10","1","0.5","",""\n"20","","","2","3"\n')
    race = curves(tmp_path / "wandb.csv")
    assert {name: run.loss for name, run in race.runs.items()} == {"wandb fast": 1.0, "wandb slow": 2.0}
    assert race.ends[0].step == 10


def test_a_column_of_runs_makes_lanes(tmp_path):
    (tmp_path / "a.csv").write_text("run,step,loss\nx,0,3\ny,0,4\nx,1,2\ny,1,5\n")
    race = curves(tmp_path / "a.csv")
    assert {name: run.loss for name, run in race.runs.items()} == {"a x": 2.0, "a y": 5.0}


@pytest.mark.parametrize(
    "seeds",
    [("1234567", "1234569"), ("1", "2"), ("0.1234567", "0.1234568"), (str(10**18 + 1), str(10**18 + 2)), ("-3", "3")],
)
@pytest.mark.parametrize("form", ["csv", "jsonl", "mixed"])
def test_numbers_that_name_runs_keep_them_apart(tmp_path, seeds, form):
    rows = [(step, seed, 3.0 - step) for step in range(3) for seed in seeds]
    file = tmp_path / ("a.csv" if form == "csv" else "a.jsonl")
    if form == "csv":
        file.write_text("step,seed,loss\n" + "".join(f"{step},{seed},{loss}\n" for step, seed, loss in rows))
    else:
        note = ', "note": "a"' if form == "mixed" else ""
        file.write_text(
            "".join(f'{{"step": {step}, "seed": {seed}, "loss": {loss}{note}}}\n' for step, seed, loss in rows)
        )
    race = curves(file)
    assert [lane.name for lane in race.lanes] == [f"a seed {seed}" for seed in seeds]
    assert {len(steps) for steps in race.own_steps("loss")} == {3}


def test_times_are_seconds_from_the_first(tmp_path):
    rows = [f"2024-05-01T12:00:{second:02},{2 / (second + 1)}" for second in range(0, 50, 10)]
    (tmp_path / "a.csv").write_text("\n".join(["time,loss", *rows]))
    race = curves(tmp_path / "a.csv")
    assert counts(race) == ["step", "time"]
    assert race.along("time", 0)[1].tolist() == [0, 10, 20, 30, 40]


@pytest.mark.parametrize(
    "text", ["step;loss\n0;2,5\n1;1,25\n", "\ufeffstep,loss\r\n0,2.5\r\n1,1.25", "step\tloss\n0\t2.5\n1\t1.25"]
)
def test_tables_are_written_in_several_ways(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    race = curves(tmp_path / "a.csv")
    assert (race.head, race.runs["a"].loss) == (1, 1.25)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("steps", "placed", "unplaced", "without"),
    [
        (["1,000", "2,000", "1,002,000"], [1000, 2000, 1_002_000], None, 0),
        (["0", "3/100", "", "9"], [0, 9], (2, "3/100"), 0),
        (["n/a", "4", "5.5", "six"], [0, 4], (2, "5.5"), 1),
        (["0", "", "", "", "7", ""], [0, 7], None, 2),
        (["0", "1", "2/9", "0", "1"], [0, 1], (1, "2/9"), 0),
    ],
)
def test_steps_that_are_none_are_told(tmp_path, form, steps, placed, unplaced, without):
    file = tmp_path / f"a.{form}"
    if form == "csv":
        file.write_text("step,loss\n" + "".join(f'"{step}",{row}\n' for row, step in enumerate(steps)))
    else:
        file.write_text("".join(json.dumps({"step": step, "loss": row}) + "\n" for row, step in enumerate(steps)))
    race = curves(file)
    assert race.own_steps("loss")[0].tolist() == placed
    facts = {fact.code: fact for _, fact in race.about}
    fact = facts.get("log.values_unplaced")
    assert (fact and (fact.count, fact.step)) == unplaced
    rows = facts.get("log.rows_without_step")
    assert (rows.count if rows else 0) == without


def test_rows_with_fewer_cells_are_told(tmp_path):
    (tmp_path / "a.csv").write_text("step,loss,val_loss\n0,3,3\n1,2\n\n2,1,9\n3\n,,\n")
    race = curves(tmp_path / "a.csv")
    assert [(fact.count, fact.line) for _, fact in race.about if fact.code == "log.short_rows"] == [(2, 3)]
    assert race.own_steps("loss")[0].tolist() == [0, 1, 2]
    assert race.own_steps("validation_loss")[0].tolist() == [0, 2]


@pytest.mark.parametrize("sparse", ["", ",x"])
def test_a_run_that_begins_anew_may_have_its_columns_in_another_order(tmp_path, sparse):
    text = "step,loss,accuracy{0}\n0,2,.1{1}\n1,1.5,.3{1}\nstep,accuracy,loss{0}\n0,.2,4{1}\n1,.4,3{1}\n"
    (tmp_path / "a.csv").write_text(text.format(sparse and ",note", sparse))
    race = curves(tmp_path / "a.csv")
    assert [lane.name for lane in race.lanes] == ["a", "a (2)"]
    assert race.history["loss"].tolist() == [[2, 4], [1.5, 3]]
    assert race.history["accuracy"].tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert not [fact for _, fact in race.about if fact.code == "log.text_cells"]


def test_a_separator_within_a_name_is_no_column(tmp_path):
    names = ",".join(["step", "loss", *(f'"a,b {number}"' for number in range(6000))])
    (tmp_path / "a.csv").write_text(f"{names}\n0,2\n1,1\n")
    assert curves(tmp_path / "a.csv").head == 1
    (tmp_path / "b.tsv").write_text("\t".join(map(str, ["step", "loss", *range(10_000)])) + "\n0\t2\n")
    with pytest.raises(LogError, match="more than 10,000 columns"):
        curves(tmp_path / "b.tsv")


def test_cells_that_are_texts_are_told_as_such(tmp_path):
    (tmp_path / "a.csv").write_text("step,loss,note,lr\n0,3,a,1\n1,?,b,x\n2,2,c,1\n3,1,d,y\n")
    facts = {fact.code: fact for _, fact in curves(tmp_path / "a.csv").about}
    assert facts["log.other_columns"].columns == ("note",)
    assert (facts["log.text_cells"].columns, facts["log.text_cells"].cells) == (("loss", "lr"), 3)


def test_rows_of_one_epoch_are_counted_by_themselves(tmp_path):
    (tmp_path / "a.csv").write_text("epoch,loss\n" + "".join(f"{row // 3},{9 - row}\n" for row in range(9)))
    race = curves(tmp_path / "a.csv")
    assert (race.head, race.runs["a"].epoch_of(8)) == (8, 2)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "", "nothing in it yet"),
        ("a.csv", "step,loss\n1/9,1\n2/9,2\n", "but 1/9 in the column step"),
        ("a.csv", "1,2\n3,4\n", "line 1 has numbers alone"),
        ("a.csv", "step,loss\n0,1,2\n", "line 2 has 3 cells"),
        ("a.csv", "step,note\n0,hello\n", "have texts: note"),
        ("a.csv", "step,reward\n0,1\n1,2\n", "--take loss=NAME; there are: reward"),
        ("a.csv", ",".join(map(str, range(20_000))) + "\n", "more than 10,000 columns"),
        ("a.csv", "step,loss\n0,1\x00\n", "has null characters"),
        ("a.jsonl", '{"note": "a"}\n[1]\n', "line 2 is no object"),
        ("a.jsonl", '{"note": "a"}\n{"loss": \n', "line 2 is no JSON"),
        ("a.jsonl", '{"a":' * 5000 + "1" + "}" * 5000 + "\n", "line 1"),
        ("trainer_state.json", "{\n}", "has no log_history"),
        ("trainer_state.json", '{\n"log_history": [1]}', "row 1 of log_history is no object"),
        ("events.tfevents", "brain.Event" + "x" * 100, "damaged"),
        ("a.bin", "x", "no training log that is known here"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, name, text, fault):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LogError, match=fault) as caught:
        curves(tmp_path / name)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert str(caught.value).isprintable()


def test_no_name_of_a_log_reaches_a_terminal_raw(tmp_path):
    (tmp_path / "a.csv").write_text("step,loss,\x1b]0;PWN\x07\n0,1,2\n1,1,2\n")
    race = curves(tmp_path / "a.csv")
    assert all(name.isprintable() for name in quantities(race))
    assert all(map(str.isprintable, (str(fact) for _, fact in race.about)))


def test_a_table_comes_back(tmp_path):
    (tmp_path / "a.csv").write_text(csv_of(step=range(0, 300, 3), loss=losses(100).tolist()))
    race = curves(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("".join(as_csv(race)))
    again = curves(tmp_path / "b.csv")
    assert np.array_equal(again.history["loss"], race.history["loss"])
    assert np.array_equal(again.own_steps("loss")[0], race.own_steps("loss")[0])


@pytest.mark.parametrize(
    ("times", "why"),
    [
        (["12.0", "12.2", "11.9", "12.4"], "falls"),
        (["00:12", "00:24", "00:36", "00:48"], "texts"),
        (["0", "10", "9.99", "20"], None),
        (["2026-01-31T12:00:00", "2026-01-31T12:00:05", "", "2026-01-31T12:00:09"], None),
    ],
)
def test_a_column_that_tells_no_time_is_no_axis_and_that_is_told(tmp_path, times, why):
    (tmp_path / "a.csv").write_text(csv_of(epoch=range(4), loss=[4, 3, 2, 1], time=times))
    race = curves(tmp_path / "a.csv")
    told = [fact for _, fact in race.about if fact.code == "log.no_time"]
    assert [(fact.column, fact.why) for fact in told] == ([("time", why)] if why else [])
    film = RevealedLog(race.logs)
    for source in (race, film):
        assert ("time" in counts(source)) is (why is None)
    if why is None:
        seconds = race.along("time", 0)[1]
        assert seconds[0] == 0
        assert (np.diff(seconds) >= 0).all()
