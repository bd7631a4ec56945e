import re
from pathlib import Path

import pytest

from optsim.console.ansi_style import AnsiStyle
from optsim.plot.width import cell_width
from optsim.report.text.summary import as_text
from optsim.scenario import load, names
from tests.recording.support import BATCHES
from tests.report.support import ENDS, EPOCHS, finished


def text(table, **settings):
    scenario, race = finished(table)
    return "".join(as_text(scenario, race, **settings))


def test_the_summary_has_a_line_a_lane_and_every_reason():
    report = text(ENDS)
    assert "Every end · seed 3 · 12 steps" in report
    assert "f(x,y) = ½x² + ¼y²" in report
    for words in (
        r"^a  out of steps +gd +0.1 +0.\d+ +0.\d+ +0.\d+ +12  out of steps$",
        r"^b  target, reached +gd +1 +[\d.e-]+ +[\d.e-]+ +[\d.e-]+ +\d+  target reached$",
        r"^c  発散 +momentum +1e300 +inf +1.5 +- +-  diverged$",
        r"^d  stopped +gd +2.5 +5.7 +1.19 +1.19 +1  stopped early$",
        r"^c  diverged: α·λmax = 1e\+300 is above 3.8: loss is inf at step 1$",
        r"^d  stopped early at step 3: patience 2 used up: best 1.188 at step 1$",
        r"^★ best   ◆ early stopping   ✗ diverged   ✓ target reached$",
    ):
        assert re.search(words, report, re.MULTILINE), words


@pytest.mark.parametrize(("optimizer", "symbol"), [("adam", "v"), ("adagrad", "G"), ("rmsprop", "E"), ("gd", "")])
def test_a_lane_that_stands_still_since_squares_overflow_is_told(optimizer, symbol):
    rate = 0.1 if symbol else 1e-201
    table = {
        "objective": {"kind": "quadratic", "eigenvalues": [1e200, 1.0], "start": [1e-40, 1.0]},
        "budget": {"steps": 20},
        "lanes": {"it": {"optimizer": optimizer, "learning_rate": rate}},
    }
    still = f"; stands still in x: the squares of its gradients overflow, {symbol} = ∞ (|g| up to 1e160 here)"
    assert f"a  out of steps: all 20 steps are done{still if symbol else ''}\n" in text(table, width=200)


def test_strict_numerics_are_told():
    told = "strict numerics: the same bits on every machine\n"
    assert told in text({**ENDS, "numerics": "strict"})
    assert told not in text(ENDS)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_columns_align_by_cells_with_full_width_names(width):
    lines = text(ENDS, width=width).splitlines()
    table = lines[3:8]
    assert table[0].endswith("status")
    start = table[0].index("status")
    starts = {cell_width(line[: line.rindex("  ") + 2]) for line in table[1:]}
    assert starts == {start}


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("table", [ENDS, EPOCHS])
def test_no_line_of_the_charts_is_wider_than_asked(table, width):
    report = text(table, width=width)
    chart = [line for line in report.splitlines() if set(line) & set("│┌└")]
    assert len(chart) % 19 == 0
    assert max(map(cell_width, chart)) <= width
    assert width < 80 or all(cell_width(line) <= width for line in report.splitlines())


def test_without_ink_there_is_no_escape_code_and_with_ink_the_same_text():
    plain, dressed = text(ENDS), text(ENDS, ink=AnsiStyle(on=True))
    assert "\x1b" not in plain
    assert "\x1b[38;5;" in dressed
    assert re.sub(r"\x1b\[[\d;]*m", "", dressed).split() == plain.split()


def test_validation_has_a_column_and_a_chart_of_its_own():
    report = text(EPOCHS)
    assert re.search(r"final loss +validation +(lowest +)?best valid\. +@ epoch", report)
    assert "\nloss · log · by step\n" in report
    assert "\nvalidation loss · log · by step\n" in report
    assert "a  ◆ patience 0 would end it at epoch 2: patience 0 used up" in report
    assert "0.001*" in report
    assert "*  the rate follows a schedule" in report


def test_parameters_are_shown_when_asked_for_and_cut_where_they_are_many():
    assert "parameters at the end: of a lane that early stopping watches the best ones\na  0.28" in text(
        ENDS, with_params=True
    )
    assert re.search(r"^a  (-?[\d.]+, ){8}… 10 in all, norm [\d.]+$", text(EPOCHS, with_params=True), re.MULTILINE)
    assert "parameters" not in text(ENDS)


@pytest.mark.parametrize("name", names())
def test_every_scenario_has_a_report(name):
    scenario = load(name)
    race = scenario.race(steps=60)
    race.advance(60)
    report = "".join(as_text(scenario, race, width=80))
    assert all(f"{run.name}" in report for run in race.runs.values())


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_very_short_races_have_a_report(steps):
    scenario, race = finished(ENDS, steps=steps)
    assert "┌" in "".join(as_text(scenario, race, width=60))


def test_many_lanes_have_a_letter_each():
    lanes = {f"lane number {i}": {"optimizer": "gd", "learning_rate": 0.01 * (i + 1)} for i in range(30)}
    report = text(ENDS | {"lanes": lanes}, width=80)
    assert "z  lane number 25" in report
    assert "D  lane number 29" in report
    assert max(map(cell_width, report.splitlines())) <= 80


def test_edits_are_told():
    scenario = load(Path(__file__).parents[1] / "scenario" / "valid" / "edits.toml")
    race = scenario.race()
    race.seek(race.budget)
    shown = "".join(as_text(scenario, race))
    assert "*  a is edited at step 10, 20" in shown
    assert "*  b is edited at step 10" in shown


def test_what_lies_outside_of_a_chart_is_told():
    lanes = {
        "out": {"optimizer": "gd", "learning_rate": 0.5},
        "at 0": {"optimizer": "gd", "learning_rate": 1.0},
        "in": {"optimizer": "gd", "learning_rate": 0.05},
    }
    report = text(
        {
            "objective": {"kind": "quadratic", "eigenvalues": [1.0], "start": [1.0]},
            "budget": {"steps": 60},
            "lanes": lanes,
        }
    )
    assert "\noutside of the chart: ↓ 1 lane below 10⁻¹³, 1 lane at 0 or less, which no log scale has\n" in report


@pytest.mark.parametrize(
    ("objective", "scale", "told"),
    [
        ({"kind": "styblinski_tang"}, None, "log of the gap to the minimum −78.3 · "),
        ({"kind": "styblinski_tang"}, "linear", ""),
        ({"kind": "saddle", "curvatures": [1.0, -0.5]}, None, ""),
        (
            {"kind": "saddle", "curvatures": [1.0, -0.5], "quartic": 0.1},
            None,
            "log of the gap to the minimum −0.156 · ",
        ),
        ({"kind": "saddle", "curvatures": [1.0, 0.5]}, None, "log · "),
        ({"kind": "himmelblau"}, None, "log · "),
        ({"kind": "himmelblau"}, "linear", ""),
        ({"kind": "mlp"}, None, "log · "),
    ],
)
def test_where_the_loss_goes_below_0_the_scale_is_of_the_gap_or_linear(objective, scale, told):
    view = {} if scale is None else {"view": {"scale": scale}}
    report = text(
        {
            "objective": objective,
            "budget": {"steps": 3},
            "lanes": {"gd": {"optimizer": "gd", "learning_rate": 0.001}},
            **view,
        }
    )
    assert f"\nloss · {told}by step\n" in report
    assert "outside of the chart" not in report


def test_lanes_with_batches_of_their_own_count_their_own_epochs():
    report = text(BATCHES | {"early_stopping": []})
    assert "55 steps · 1 to 11 steps an epoch" in report
    for letter, steps in zip("abcd", (55, 15, 15, 5), strict=True):
        assert re.search(rf"^[a-d ]*{letter}[a-d ]*  out of steps: all {steps} steps are done$", report, re.MULTILINE)
        best = re.search(rf"^{letter}  \w+ .* (\d)  out of steps$", report, re.MULTILINE)
        assert int(best[1]) <= 5
    scenario, race = finished(BATCHES | {"early_stopping": [], "view": {"x": "epoch"}})
    assert "6" not in "".join(as_text(scenario, race)).split("by epoch")[1].split("└")[1].split("\n")[1]


def test_the_best_of_a_rule_and_the_lowest_value_are_told_apart():
    scenario = {**ENDS, "early_stopping": {"monitor": "loss", "patience": 20, "min_delta": 0.5}}
    lines = text(scenario).splitlines()
    assert re.search(r"final loss +lowest +best +@ step  status$", lines[3])
    a = next(line for line in lines if line.startswith("a  out of steps"))
    lowest, best, at = a.removesuffix("  out of steps").split()[-3:]
    assert float(lowest) < float(best)
    assert int(at) < 12
    unwatched = {**ENDS, "early_stopping": {"monitor": "loss", "start_from_epoch": 500}}
    a = next(line for line in text(unwatched).splitlines() if line.startswith("a  out of steps"))
    assert a.removesuffix("  out of steps").split()[-3:] == [lowest, "-", "-"]
    assert "lowest" not in text({key: value for key, value in ENDS.items() if key != "early_stopping"})
