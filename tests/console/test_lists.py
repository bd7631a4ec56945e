import pytest

from optsim import OPTIMIZERS
from optsim.cli.list import REGISTRIES, registry_of
from optsim.console.ansi_style import AnsiStyle
from optsim.console.lists import kind_list, scenario_list
from optsim.console.scenario_text import scenario_text
from optsim.console.settings_list import settings_list
from optsim.plot.width import cell_width
from optsim.scenario import Scenario, load, names
from tests.recording.support import BATCHES, STARTS
from tests.report.support import ENDS, EPOCHS


def test_a_scenario_is_told_in_full():
    lines = list(scenario_text(load("noisy-quadratic"), width=100))
    text = "\n".join(lines)
    assert lines[0] == "Noisy quadratic"
    assert lines[1] == load("noisy-quadratic").objective.formula
    assert "momentum  Momentum, α = 0.01  " in text
    assert "v ← γv + αg ; θ ← θ − v" in text
    assert "budget          400 steps" in text
    assert "seed            1" in text
    assert "numerics        strict: the same bits on every machine" in text
    assert 'early stopping  patience: patience = 80, min_delta = 0, mode = "min", start_from_epoch = 0,' in text
    assert "noise = 0.1" in text


def test_epochs_and_data_are_told():
    text = "\n".join(scenario_text(Scenario.from_dict(EPOCHS)))
    assert "9 steps (3 epochs)" in text
    assert 'kind = "sine", examples = 12' in text
    assert "warmup schedule" in text
    assert "fast: the last bits depend on CPU, BLAS and versions" in text


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("name", names())
def test_lines_fit_the_width(name, width):
    scenario = load(name)
    lines = list(scenario_text(scenario, width=width))
    lanes = {cell_width(line) for line in lines if line.split("  ")[0] in scenario.lanes}
    assert all(cell_width(line) <= width or cell_width(line) in lanes for line in lines)


def test_strong_words_are_bold_with_ink_also_over_the_end_of_a_line():
    scenario = Scenario.from_dict(ENDS | {"description": "one **two three** four\n- **five** six"})
    plain = "\n".join(scenario_text(scenario, width=9))
    assert "**" not in plain
    assert "\none two\nthree\nfour\n- five\n  six\n" in plain
    dressed = "\n".join(scenario_text(scenario, width=9, ink=AnsiStyle(on=True)))
    assert "**" not in dressed
    assert "one \x1b[1mtwo\x1b[0m\n\x1b[1mthree\x1b[0m\nfour\n- \x1b[1mfive\x1b[0m\n  six\n" in dressed


def test_every_scenario_is_listed_with_its_title():
    lines = list(scenario_list(width=80))
    assert [line.split()[0] for line in lines] == names()
    assert [line.split("  ", 1)[1].strip() for line in scenario_list(width=200)] == [
        load(name).title for name in names()
    ]


@pytest.mark.parametrize("kind", REGISTRIES)
def test_every_class_is_listed_and_its_settings(kind):
    registry = registry_of(kind)
    assert [line.split()[0] for line in kind_list(registry)] == list(registry)
    assert all(len(line) <= 60 for line in kind_list(registry, width=60))
    settings = list(settings_list(registry, width=80))
    assert {line.split()[0] for line in settings if not line.startswith(" ")} == set(registry)


def test_settings_tell_default_symbol_and_range():
    lines = list(settings_list(OPTIMIZERS))
    assert any(
        line.split()
        == [
            "beta1",
            "0.9",
            "share",
            "of",
            "the",
            "first",
            "moment",
            "that",
            "is",
            "kept;",
            "β₁;",
            "at",
            "least",
            "0",
            "and",
            "below",
            "1",
        ]
        for line in lines
    )


@pytest.mark.parametrize(
    ("objective", "there", "absent"),
    [
        ({"kind": "quadratic", "eigenvalues": [1.0, 2.0]}, ("noise = 0",), ("condition", "dim", "batch_size")),
        ({"kind": "quadratic", "spectrum": "geometric", "dim": 3}, ("condition = 100", "dim = 3"), ("batch_size",)),
        ({"kind": "quadratic", "spectrum": "inverse", "dim": 3, "noise": "curvature"}, ("batch_size",), ("condition",)),
    ],
)
def test_settings_that_play_no_part_are_not_shown(objective, there, absent):
    lanes = {"gd": {"optimizer": "gd"}}
    text = " ".join(scenario_text(Scenario.from_dict({"objective": objective, "budget": {"steps": 5}, "lanes": lanes})))
    told = text[text.index("objective  ") :]
    assert all(word in told for word in there)
    assert not any(f"{word} =" in told for word in absent)


def test_what_lanes_have_of_their_own_is_told():
    text = "\n".join(scenario_text(Scenario.from_dict(BATCHES)))
    assert "5 epochs, at most 55 steps" in text
    assert "one   SGD, α = 0.05, batch size 1" in text
    assert "one example a step" in text
    assert "four  NAG, α = 0.02  " in text
    steps = Scenario.from_dict(BATCHES | {"budget": {"steps": 30}})
    assert f"30 steps ({30 / 11:g} to 30 epochs)" in "\n".join(scenario_text(steps))
    starts = "\n".join(scenario_text(Scenario.from_dict(STARTS)))
    assert "batch size 100, start (0.1, -0.2)" in starts
    assert "30 steps" in starts
