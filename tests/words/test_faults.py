"""Faults of files in other languages than English: those that all sections have in common are facts."""

import re

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.languages import LANGUAGES
from optsim.scenario import Scenario, ScenarioError, load

JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
GOOD = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0]},
    "budget": {"steps": 10},
    "lanes": {"gd": {"optimizer": "gd", "learning_rate": 0.1}},
}
CASES = [
    ({"bugdet": {}}, "bugdet: ここでは使えないキー。'budget' のことか"),
    ({"objective": {"kind": "quadratik"}}, "objective.kind: 'quadratik' という名前のものはない。'quadratic' のことか"),
    ({"objective": {"kind": "quadratic", "eigenvalues": "x"}}, "数のリストでなければならない。'x' ではなく"),
    ({"objective": {"kind": "saddle"}}, "objective.curvatures: このキーが要る"),
    ({"budget": {"steps": "many"}}, "budget.steps: 整数でなければならない"),
    ({"budget": 3}, "budget: テーブル [budget] でなければならない。3 ではなく"),
    ({"lanes": {"gd": {"optimizer": "gd", "learning_rate": -1.0}}}, "lanes.gd.learning_rate: "),
    ({"lanes": {"gd": {}}}, "lanes.gd.optimizer: 名前が要る。使えるもの："),
    ({"title": 3}, "title: 文字列でなければならない。3 ではなく"),
    ({"title": "a\x1bb"}, "title: 表示できない文字 U+001B がある"),
    ({"view": {"lane": "gb"}}, "view.lane: 'gb' という名前のレーンはない。使えるもの：gd"),
    ({"numerics": "exact"}, "numerics: 'exact' は使えない。"),
]


@pytest.mark.parametrize(("changes", "told"), CASES, ids=[told[:40] for _, told in CASES])
def test_a_fault_is_told_in_the_language(changes, told):
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict({**GOOD, **changes})
    japanese = caught.value.told_in(LANGUAGES["ja"]())
    assert told in japanese
    assert all(JAPANESE.search(line) for line in japanese.splitlines())
    # what programs read is English whatever the language
    assert str(caught.value) == caught.value.told_in(LANGUAGES["en"]())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[objective\n", "TOMLとして読めない：1行目の11文字目"),
        (b"\xff", "UTF-8の文字列ではない（0バイト目）"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_the_language(tmp_path, text, told):
    file = tmp_path / "odd.toml"
    file.write_bytes(text)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert told in caught.value.told_in(LANGUAGES["ja"]())


def test_the_command_line_tells_faults_in_its_language(tmp_path):
    file = tmp_path / "odd.toml"
    file.write_text("[objective]\nkind = 'quadratic'\n[budgte]\nsteps = 3\n", encoding="utf-8")
    shown = CliRunner().invoke(cli, ["--lang", "ja", "check", str(file)])
    assert shown.exit_code == 2
    assert "budgte: ここでは使えないキー" in shown.stderr
