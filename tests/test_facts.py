"""Facts as codes and numbers, and sentences from them."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from optsim.facts import Fact, UnknownFact, from_dict
from optsim.languages import LANGUAGES, Language, english


@dataclass(frozen=True)
class Melted(Fact):
    code: ClassVar[str] = "test.melted"
    step: int
    hottest: tuple[float, ...] = ()
    within: Fact | None = None

    def english(self):
        return f"melted at step {self.step}"


def test_a_fact_comes_back_from_its_codes_and_numbers():
    fact = Melted(3, (1.5, 2.0), Melted(1))
    assert fact.as_dict() == {
        "code": "test.melted",
        "step": 3,
        "hottest": [1.5, 2.0],
        "within": {"code": "test.melted", "step": 1, "hottest": [], "within": None},
    }
    assert from_dict(fact.as_dict()) == fact


@pytest.mark.parametrize("data", [{"code": "no.such", "x": [1]}, {"code": "test.melted", "steps": 1}, {"x": 1}])
def test_what_is_not_known_is_kept(data):
    fact = from_dict(data)
    assert isinstance(fact, UnknownFact)
    assert fact.as_dict() == {"code": "", **data}


def test_a_code_has_one_class():
    with pytest.raises(ValueError, match=r"already a fact with the code 'test\.melted'"):

        @dataclass(frozen=True)
        class Other(Fact):
            code: ClassVar[str] = "test.melted"


def test_another_language_says_what_it_has_and_the_rest_is_english():
    class Shouting(Language):
        name = "shouting"
        texts: ClassVar = {"greeting": "HELLO {who}"}
        titles: ClassVar = {"thing.lion.title": "LION"}

    assert Shouting().sentence(Melted(3)) == "melted at step 3"
    assert Shouting().text("greeting", who="you") == "HELLO you"
    assert Shouting().of("thing", type("Lion", (), {"name": "lion", "title": "Lion"})) == "LION"
    Shouting.sentences = {"test.melted": lambda _, fact: f"MELTED {fact.step}"}
    assert Shouting().sentence(Melted(3)) == "MELTED 3"
    with pytest.raises(KeyError):
        Shouting().text("no.such.text")


def test_english_is_there():
    assert LANGUAGES["en"].title == english().title == "English"
