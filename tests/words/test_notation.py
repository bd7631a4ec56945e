"""Symbols of formulas in other notations."""

import re

import pytest

from optsim import OPTIMIZERS
from optsim.engine.causes import AboveLimit
from optsim.languages import LANGUAGES
from optsim.system.glyph_names import NOTATIONS
from optsim.words.notation import in_notation, notated

OTHERS = NOTATIONS[1:]


@pytest.mark.parametrize(
    ("notation", "optimizer", "shown"),
    [
        ("article", "momentum", "v ← γv + αg ; θ ← θ − v"),
        ("paper", "momentum", "v ← βv + αg ; θ ← θ − v"),
        ("torch", "momentum", "v ← μv + γg ; θ ← θ − v"),
        ("torch", "rmsprop", "v ← αv + (1−α)g² ; θ ← θ − γg/√(v + ε)"),
        ("paper", "adagrad", "G ← G + g² ; θ ← θ − ηg/√(G + δ)"),
        ("paper", "adam", OPTIMIZERS["adam"].formula),
        ("torch", "adam", OPTIMIZERS["adam"].formula.replace("α", "γ")),
    ],
)
def test_formulas(notation, optimizer, shown):
    assert in_notation(notation, OPTIMIZERS[optimizer].formula, optimizer) == shown


@pytest.mark.parametrize("notation", OTHERS)
def test_no_two_symbols_of_a_formula_become_one(notation):
    for name, optimizer in OPTIMIZERS.items():
        # words stand after three blanks
        formula = optimizer.formula.partition("   ")[0]
        shown = in_notation(notation, formula, name)
        before, after = (set(re.findall(r"[^\W\d_ ](?:[₀-₉\u0302])?", text)) for text in (formula, shown))
        assert len(before) == len(after), (name, shown)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_sentence_is_translated_once_and_what_people_have_named_not_at_all(name):
    plain = LANGUAGES[name]()
    other = notated(plain, "torch")
    assert plain.symbols is None
    fact = AboveLimit(2.1, 2.0)
    assert other.sentence(fact) == plain.sentence(fact).replace("α", "γ")
    assert other.text("film.summary", seconds=1, width=1, height=1, pictures="α", chapters="γ").count("α") == 1
    assert other.text("term.learning_rate") == plain.text("term.learning_rate")
    assert notated(other, "article").text("lane_table.rates") == plain.text("lane_table.rates")
