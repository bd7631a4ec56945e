"""Symbols of formulas in other notations."""

import re
from pathlib import Path

import pytest

from optsim import OPTIMIZERS
from optsim.engine.causes import AboveLimit
from optsim.engine.settings import declared
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
        ("paper", "adamax", "m ← β₁m + (1−β₁)g ; u ← max(β₂u, |g| + ε) ; θ ← θ − α m̂/u"),
        ("paper", "prodigy", OPTIMIZERS["prodigy"].formula.replace("α", "γ")),
        ("torch", "adam", OPTIMIZERS["adam"].formula.replace("α", "γ")),
    ],
)
def test_formulas(notation, optimizer, shown):
    assert in_notation(notation, OPTIMIZERS[optimizer].formula, optimizer) == shown


@pytest.mark.parametrize("notation", OTHERS)
def test_the_table_of_symbols_is_what_is_shown(notation):
    table = (Path(__file__).parents[2] / "docs" / "notation.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in table.splitlines()
        if "`" in line and line[0] == "|"
    ]
    column = NOTATIONS.index(notation) + 1
    for row in rows:
        name = row[0].split("`")[1]
        settings = declared(OPTIMIZERS[name]).values()
        symbols = [each.setting.symbol for each in settings if each.setting.symbol not in ("", "λ")]
        assert row[1] == ", ".join(symbols)
        assert row[column] == ", ".join(in_notation(notation, symbol, name) for symbol in symbols), name
    assert len(rows) >= 25


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
