"""Facts as codes and numbers, and sentences from them."""

import copy
import json
import math
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import ClassVar, Literal

import numpy as np
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


@dataclass(frozen=True)
class Frozen(Fact):
    code: ClassVar[str] = "test.frozen"
    at: float
    how: Literal["slowly", "at once"] = "slowly"
    sizes: tuple[int, str] | None = None
    known: bool = True


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf, 0.1])
def test_every_number_comes_back_and_equals_itself(at):
    fact = Frozen(np.float64(at), sizes=(np.int64(3), "x"), known=np.bool_(False))
    assert fact == Frozen(float(at), sizes=(3, "x"), known=False)
    assert len({fact, Frozen(float(at), sizes=(3, "x"), known=False)}) == 1
    assert fact != Frozen(float(at), sizes=(4, "x"), known=False)
    text = json.dumps(fact.as_dict(), allow_nan=False)
    assert from_dict(json.loads(text)) == fact
    assert [type(each) for each in (fact.at, fact.sizes[0], fact.known)] == [float, int, bool]


@pytest.mark.parametrize(
    "wrong",
    [{"at": "1.0"}, {"at": None}, {"at": True}, {"how": "fast"}, {"how": 1}, {"sizes": [1]}, {"sizes": ["x", 1]},
     {"sizes": 1}, {"known": 1}, {"known": {"code": "test.melted"}}],
)  # fmt: skip
def test_a_value_of_another_type_makes_no_fact_that_breaks_its_sentence(wrong):
    data = {**Frozen(1.0).as_dict(), **wrong}
    fact = from_dict(data)
    assert isinstance(fact, UnknownFact)
    assert english().sentence(fact).startswith("test.frozen (at ")
    wrapped = from_dict({**Melted(1).as_dict(), "within": data})
    assert wrapped == Melted(1, within=fact)


class Bare(Fact):
    code: ClassVar[str] = "test.bare"
    at: float
    how: str = "slowly"


def test_a_kind_without_a_decorator_is_a_frozen_dataclass():
    fact = Bare(np.float64(0.5))
    assert fact == Bare(at=0.5, how="slowly") != Bare(0.5, "fast")
    assert hash(fact) == hash(Bare(0.5))
    assert repr(fact) == "Bare(at=0.5, how='slowly')"
    assert replace(fact, how="fast").how == "fast"
    assert [each.name for each in fields(Bare)] == ["at", "how"]
    assert copy.deepcopy(fact) == fact
    for change in (lambda: setattr(fact, "at", 1.0), lambda: delattr(fact, "at")):
        with pytest.raises(FrozenInstanceError):
            change()
    match fact:
        case Bare(at, how):
            assert (at, how) == (0.5, "slowly")


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"at": 1}), ((1,), {"size": 1})])
def test_a_kind_takes_the_values_of_its_fields_and_no_others(values, named):
    with pytest.raises(TypeError):
        Bare(*values, **named)


def test_what_is_derived_from_a_decorated_kind_is_decorated():
    @dataclass(frozen=True)
    class Longer(Melted):
        code: ClassVar[str] = "test.longer"
        size: int = 0

    assert Longer(1, size=np.int64(2)).as_dict()["size"] == 2


def test_what_nobody_has_words_for_is_told_by_its_code():
    assert english().sentence(Frozen(1.0)).startswith("{'code': 'test.frozen', 'at': 1.0")
    assert english().sentence(UnknownFact("new.kind", (("by", "\x1b[31m"),))) == r"new.kind (by '\x1b[31m')"


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
