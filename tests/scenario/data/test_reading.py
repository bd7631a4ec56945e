"""What is taken of a data file: columns, texts, holes, numbers in any dialect."""

import numpy as np
import pytest

from optsim import Scenario, run
from optsim.engine.numerics.noise import Noise, Stream
from optsim.scenario.data.facts import NoValues
from tests.scenario.data.support import data_lines, fault, read

HOLES = "a,b,y\n1,,1\n2,5,2\n3,6,\n4,7,4\n"


def table(folder, content, keys=""):
    return read(folder, content, keys).objective.data.table


def test_the_last_column_is_the_target(tmp_path):
    data = read(tmp_path, "a,b,y\n1,2,3\n4,5,6\n").objective.data
    assert data.table.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert data.names == ("a", "b", "y")


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ('target = "a"', ("b", "y", "a")),
        ('inputs = ["b"]', ("b", "y")),
        ('target = "b"\ninputs = ["y", "a"]', ("y", "a", "b")),
        ("target = 1\ninputs = [3]", ("y", "a")),
        ('target = " a "', ("b", "y", "a")),
    ],
)
def test_columns_are_chosen_by_name_or_number(tmp_path, keys, names):
    data = read(tmp_path, "a,b,y\n1,2,3\n4,5,6\n", keys).objective.data
    assert data.names == names
    whole = {"a": [1, 4], "b": [2, 5], "y": [3, 6]}
    assert data.table.T.tolist() == [whole[name] for name in names]


def test_a_column_that_is_not_asked_for_may_hold_anything(tmp_path):
    assert table(tmp_path, "a,b,y\n1,x,3\n2,5,6\n3,6,7\n", 'inputs = ["a"]').tolist() == [[1, 3], [2, 6], [3, 7]]


def test_texts_become_columns_of_0_and_1(tmp_path):
    scenario = read(tmp_path, "kind,y\nred,1\nblue, 2\n red ,3\n")
    assert scenario.objective.data.names == ("kind = blue", "kind = red", "y")
    assert scenario.objective.data.table.tolist() == [[0, 1, 1], [1, 0, 2], [0, 1, 3]]
    assert scenario.reading.one_hot == (("kind", ("blue", "red")),)


@pytest.mark.parametrize(("texts", "taken"), [(20, 20), (21, 0)])
def test_texts_of_more_than_20_values_are_left_out(tmp_path, texts, taken):
    content = "name,x,y\n" + "".join(f"n{i},{i},{i * i}\n" for i in range(texts))
    scenario = read(tmp_path, content)
    assert scenario.objective.data.inputs == taken + 1
    assert bool(scenario.reading.left_out) == (not taken)
    assert read(tmp_path, content, 'text = "one-hot"').objective.data.inputs == texts + 1
    assert read(tmp_path, content, 'text = "leave"').objective.data.inputs == 1


def test_true_is_1_and_false_0_also_as_a_target(tmp_path):
    scenario = read(tmp_path, "x,alone\n1,True\n2,FALSE\n3,true\n")
    assert scenario.objective.data.table.tolist() == [[1, 1], [2, 0], [3, 1]]
    assert scenario.reading.truth == ("alone",)


@pytest.mark.parametrize("hole", ["", "NA", "n/a", "NaN", "null", "None", "?", "  "])
def test_rows_with_holes_are_dropped_and_counted(tmp_path, hole):
    scenario = read(tmp_path, HOLES.replace(",,", f",{hole},").replace("6,\n", f"6,{hole}\n"))
    assert scenario.objective.data.table.tolist() == [[2, 5, 2], [4, 7, 4]]
    assert (scenario.reading.rows, scenario.reading.dropped) == (4, 2)
    assert scenario.reading.holes == (("b", 1), ("y", 1))


def test_a_hole_in_a_column_that_is_left_out_drops_no_row(tmp_path):
    assert len(table(tmp_path, HOLES, 'inputs = ["a"]')) == 3


def test_holes_take_the_mean_of_the_training_rows(tmp_path):
    """Scaled, the mean of the training rows is 0; a row without a target is dropped in any case."""
    content = "a,k,y\n" + "".join(
        f"{'' if i % 3 == 0 else i * i},{'' if i == 4 else 'uv'[i % 2]},{i}\n" for i in range(12)
    )
    scenario = read(tmp_path, content + "5,u,\n", 'missing = "mean"\nvalidation = 0.25')
    data, race = scenario.objective.data, scenario.race(seed=3)
    assert (data.total, data.training_examples, scenario.reading.dropped) == (12, 9, 1)
    split = race.objective.examples
    known = ~np.isnan(data.table[np.argsort(data.table[:, -1])])
    rows = np.concatenate((split.inputs, split.validation_inputs))
    targets = np.concatenate((split.targets, split.validation_targets))
    order = np.argsort(targets[:, 0])
    assert (rows[order][~known[:, :-1]] == 0).all()
    # what is known has mean 0 and deviation 1 among the training rows
    train = order < 9
    for column in range(3):
        values = rows[order][train & known[:, column], column]
        assert values.mean() == pytest.approx(0, abs=1e-12)
        assert values.std() == pytest.approx(1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
def test_separator_line_ends_and_encoding_are_found(tmp_path, separator, line_end, encoding):
    content = line_end.join(separator.join(row) for row in (["a", "b"], ["1", "2.5"], ["3", "4"])) + line_end
    scenario = read(tmp_path, content.encode(encoding))
    assert scenario.objective.data.table.tolist() == [[1, 2.5], [3, 4]]
    assert (scenario.reading.separator, scenario.reading.names_line) == (separator, 1)
    assert scenario.reading.encoding == ("UTF-16" if encoding == "utf-16" else "UTF-8")


@pytest.mark.parametrize("content", ["a;b\n1,5;2\n3;4,25\n", "a\tb\n1,5\t2\n3\t4,25\n", 'a,b\n"1,5",2\n3,"4,25"\n'])
def test_a_decimal_comma_is_found(tmp_path, content):
    scenario = read(tmp_path, content)
    assert scenario.objective.data.table.tolist() == [[1.5, 2], [3, 4.25]]
    assert scenario.reading.decimal == ","


def test_what_is_said_is_not_looked_for(tmp_path):
    assert table(tmp_path, "1,5;2,5\n3,5;4,5\n").tolist() == [[1.5, 2.5], [3.5, 4.5]]
    assert fault(tmp_path, "1,5;2,5\n3,5;4,5\n", 'decimal = "."').startswith("path: d.csv, line 1: column 1: '1,5'")
    assert table(tmp_path, "1#2\n3#4\n", 'separator = "#"').tolist() == [[1, 2], [3, 4]]
    assert table(tmp_path, "1,2\n3,4\n5,6\n", "header = true").tolist() == [[3, 4], [5, 6]]
    assert read(tmp_path, "1,2\n3,4\n5,6\n", 'header = true\ntarget = "1"').objective.data.names == ("2", "1")


@pytest.mark.parametrize(
    ("content", "rows", "names_line"),
    [
        ("1,2\n3,4\n", 2, 0),
        ("x,2\n3,4\n5,6\n", 2, 1),
        ("true,2\n3,4\n5,6\n", 2, 1),
        ("true,2\nfalse,4\ntrue,6\n", 3, 0),
        (",x,y\n0,1,2\n1,3,4\n", 2, 1),
        (",0,1\n0,1,2\n1,3,4\n", 2, 1),
        ("1,,3\n4,5,6\n7,8,9\n", 3, 0),
        (",0\n3,4\n5,6\n", 3, 0),
        ("NA,1\n3,4\n5,6\n", 3, 0),
        ("5.1,setosa,2\n4.9,setosa,1\n4.7,virginica,3\n", 3, 0),
        ("\n\n1990,1991\n1,2\n3,4\n", 3, 0),
        ("\n\na,b\n\n1,2\n3,4\n", 2, 3),
        ('"a\nb",c\n1,2\n3,4\n', 2, 1),
    ],
)
def test_no_row_is_lost_to_a_line_of_names(tmp_path, content, rows, names_line):
    reading = read(tmp_path, content).reading
    assert (reading.rows, reading.names_line) == (rows, names_line)


def test_a_column_without_any_value_is_left_out(tmp_path):
    scenario = read(tmp_path, "a,b,\n1,2,\n3,4,\n")
    assert scenario.objective.data.names == ("a", "b")
    assert scenario.reading.left_out == (("column 3", NoValues()),)


def test_row_numbers_stay_an_input_and_are_told(tmp_path):
    scenario = read(tmp_path, ",x,y\n0,5,1\n1,6,3\n2,9,2\n")
    assert scenario.objective.data.inputs == 2
    assert (
        "row numbers",
        "column 1 counts the rows and is an input; name inputs without it to leave it out",
    ) in data_lines(scenario)


def test_cells_as_large_as_csv_allows_and_many_columns(tmp_path):
    assert table(tmp_path, f"{'n' * 131_000},y\n1,2\n3,4\n").shape == (2, 2)
    wide = "\n".join(",".join(str(i * j % 97) for i in range(10_000)) for j in range(1, 4))
    assert table(tmp_path, wide).shape == (3, 10_000)


def test_every_decision_is_told(tmp_path):
    rows = [(f"n{i}", "?" if i == 3 else f"{i},5", "ab"[i % 2], str(i % 2 == 1), str(i % 7)) for i in range(25)]
    content = "\n".join(";".join(row) for row in [("name", "hole", "kind", "on", "y"), *rows])
    assert data_lines(read(tmp_path, content, "validation = 0.25")) == [
        ("data", 'd.csv: 25 rows, 5 columns, names in line 1, separator semicolon, decimal mark ","'),
        ("target", "y"),
        ("inputs", "hole, kind, on"),
        ("one-hot", "kind: a column of 0 and 1 for each of a, b"),
        ("0 and 1", "on: true is 1, false 0"),
        ("left out", 'name: text with 25 different values, more than 20; text = "one-hot" takes it'),
        ("dropped", "1 of 25 rows with missing values (hole 1)"),
        ("examples", "18 to train on, 6 held out, drawn by the seed"),
        (
            "scale",
            (
                "every column, one-hot ones too, has mean 0 and deviation 1 in the training rows; a loss of 1 is an error of "
                "1.959 in the unit of y (seed 0)"
            ),
        ),
    ]


def test_the_unit_of_the_loss_is_the_deviation_of_the_training_targets(tmp_path):
    scenario = read(tmp_path, "x,y\n" + "".join(f"{i % 5},{i * i}\n" for i in range(30)), "validation = 0.2")
    data = scenario.objective.data
    order = Noise(scenario.seed).generator(Stream.DATA).permutation(30)[:24]
    unit = dict(data_lines(scenario))["scale"].split("error of ")[1].split(" ")[0]
    assert unit == f"{data.table[order, 1].std():.4g}"


@pytest.mark.parametrize(("validation", "told"), [(0.1, True), (0.0, False), (0.5, False)])
def test_nothing_held_out_after_rounding_is_told(tmp_path, validation, told):
    scenario = read(tmp_path, "1,2\n3,4\n5,7\n7,7\n", f"validation = {validation}")
    wanted = ("held out", "0 held-out examples after rounding (4 rows, validation 0.1)")
    assert (wanted in data_lines(scenario)) == told


def test_names_of_columns_are_made_plain_for_a_terminal(tmp_path):
    scenario = read(tmp_path, "\x1b]0;x\x07,'\u202e',売上\u3000高\n1,2,3\n3,4,5\n")
    facts = dict(data_lines(scenario))
    assert (facts["inputs"], facts["target"]) == ("�]0;x�, '�'", "売上\u3000高")


def test_a_run_from_a_dictionary_reads_beside_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "d.csv").write_text("x,y\n1,2\n2,4\n3,5\n4,4\n")
    monkeypatch.chdir(tmp_path)
    made = {"kind": "mlp", "hidden": [], "batch_size": 1, "data": {"path": "d.csv", "target": "x"}}
    scenario = Scenario.from_dict({"objective": made, "budget": {"steps": 3}, "lanes": {"gd": {"optimizer": "gd"}}})
    assert scenario.objective.data.names == ("y", "x")
    assert run(scenario) is not None
