"""What the command line, the app and the picker tell of a data file."""

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.scenario import load
from optsim.tui.screens.race import RaceScreen
from tests.scenario.data.support import data_lines, read, write
from tests.tui.support import in_loop, opened, press, text

GOOD = "weight,colour,height\n" + "".join(f"{i * 1.5},{['red', 'blue'][i % 2]},{i % 5}\n" for i in range(20))
BAD = {"empty": "", "names alone": "a,b\n", "a quote": 'a,b\n"1,2\n', "ragged": "1,2\n3\n", "bytes": b"\x80,\xff\n"}


def run(*args):
    return CliRunner().invoke(cli, list(map(str, args)))


def test_check_and_show_say_what_was_read(tmp_path):
    file = write(tmp_path, GOOD)
    facts = 'd.csv: 20 rows, 3 columns, names in line 1, separator comma, decimal mark "."'
    checked = run("check", file)
    assert checked.exit_code == 0
    first, *rest = checked.stdout.splitlines()
    assert first == f"{file}: fine, 1 lane, 4 steps"
    assert rest[0] == f"  data      {facts}"
    assert "  target    height" in rest
    assert "  examples  10 to train on, 10 held out, drawn by the seed" in rest
    shown = run("show", file).stdout.splitlines()
    assert f"data       {facts}" in shown
    assert "one-hot    colour: a column of 0 and 1 for each of blue, red" in shown


def test_examples_that_are_drawn_are_told_as_they_were():
    told = run("show", "regression").stdout
    assert 'data            kind = "sine", examples = 80, noise = 0.5, validation = 0.8\n' in told


@pytest.mark.parametrize("command", ["check", "show", "replay"])
@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_is_one_line_on_standard_error(tmp_path, command, kind):
    done = run(command, write(tmp_path, BAD[kind]))
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"optsim: {tmp_path / 's.toml'}: objective.data.path: {tmp_path / 'd.csv'}")


@pytest.mark.parametrize("command", ["check", "show", "replay"])
def test_data_from_elsewhere_are_told_on_standard_error(tmp_path, command):
    (tmp_path / "in").mkdir()
    (tmp_path / "d.csv").write_text(GOOD)
    file = write(tmp_path / "in", GOOD)
    assert run(command, file).stderr == ""
    file.write_text(file.read_text().replace('"d.csv"', '"../d.csv"'))
    there = (tmp_path / "d.csv").resolve()
    assert (
        run(command, file).stderr
        == f"optsim: {file}: the data are read from outside of the scenario's folder: {there}\n"
    )


def test_nothing_held_out_after_rounding_says_what_the_rule_watches(tmp_path):
    file = write(tmp_path, "1,2\n3,4\n5,7\n7,7\n", "validation = 0.1")
    file.write_text(file.read_text() + "[early_stopping]\npatience = 3\n")
    told = " ".join(run("check", file).stdout.split())
    assert (
        "held out 0 held-out examples after rounding (4 rows, validation 0.1): the rule watches the training loss"
        in told
    )


def test_a_report_says_what_was_lost_and_what_cannot_be_scaled(tmp_path):
    """Of the seed that was raced."""
    rows = "".join(f"{i},{'14.9' if i == 20 else '14.62'},{'?' if i == 39 else i % 7}\n" for i in range(40))
    file = write(tmp_path, f"a,b,y\n{rows}", "validation = 0.3")
    told = {seed: " ".join(run("replay", file, "--seed", seed).stdout.split()) for seed in range(16)}
    assert all("dropped: 1 of 40 rows with missing values (y 1)" in text for text in told.values())
    still = {seed for seed, text in told.items() if f"left out: b: the same in all training rows (seed {seed})" in text}
    assert 0 < len(still) < len(told)
    assert still == {seed for seed in told if not load(file).race(seed=seed).objective.examples.inputs[:, 1].any()}


def test_the_keys_are_listed():
    listed = run("list", "objectives").stdout
    assert all(
        f"    data.{key} " in listed for key in ("path", "target", "inputs", "missing", "text", "separator", "decimal")
    )


@in_loop
async def test_the_notes_say_what_was_read(tmp_path):
    async with opened(load(write(tmp_path, GOOD)), (120, 40)) as pilot:
        await press(pilot, "2")
        assert "data: d.csv: 20 rows, 3 columns" in text(pilot)


@in_loop
async def test_the_picture_of_one_input_names_what_is_over_what(tmp_path):
    async with opened(load(write(tmp_path, GOOD, 'inputs = ["weight"]')), (160, 45)) as pilot:
        await press(pilot, "3")
        assert "scaled height over weight" in text(pilot)


@pytest.mark.parametrize(
    "values", ["1e308,1\n-1e308,2\n1e-300,3\n5,4\n6,-1e308", "1,1\n1.000000000000001,2\n1,3\n1e300,4\n1,5"]
)
@in_loop
async def test_the_picture_of_numbers_of_any_size_is_drawn(tmp_path, values):
    for seed in range(4):
        file = write(tmp_path, f"x,y\n{values}\n")
        file.write_text(file.read_text().replace("steps = 4", f"steps = 4\nseed = {seed}"))
        async with opened(load(file), (160, 45)) as pilot:
            await press(pilot, "3", "end")
            assert isinstance(pilot.app.screen, RaceScreen)
            assert "over" in text(pilot)


@in_loop
async def test_the_picker_shows_what_was_read_and_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in BAD.items():
        (tmp_path / name).mkdir()
        write(tmp_path / name, content).rename(tmp_path / f"{name}.toml")
        (tmp_path / f"{name}.toml").write_text(
            (tmp_path / f"{name}.toml").read_text().replace('"d.csv"', f'"{name}/d.csv"')
        )
    write(tmp_path, GOOD.replace("weight", "*we_ig_ht*")).rename(tmp_path / "z.toml")
    async with opened(None, (140, 45)) as pilot:
        await press(pilot, "end")
        shown = text(pilot)
        assert "inputs: *we_ig_ht*, colour" in shown
        for _ in BAD:
            await press(pilot, "up")
            assert "This file cannot be used" in text(pilot)


def test_missing_values_are_told_where_something_is_done_about_them(tmp_path):
    rows = "a,b,c\n1,2,3\n,3,5\n,5,\n4,,7\n5,8,\n6,1,9\n"
    facts = dict(data_lines(read(tmp_path, rows)))
    assert facts["dropped"] == "4 of 6 rows with missing values (a 2, b 1, c 2)"
    facts = dict(data_lines(read(tmp_path, rows, 'missing = "mean"')))
    assert facts["dropped"] == "2 of 6 rows without a target"
    assert facts["missing"] == "the mean of the training rows stands for missing values (a 1, b 1)"
    facts = dict(data_lines(read(tmp_path, "a,b\n1,2\n2,3\n,\n4,4\n", 'missing = "mean"')))
    assert facts["dropped"] == "1 of 4 rows without a target"
    assert "missing" not in facts
