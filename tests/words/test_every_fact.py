"""Every kind of fact that is shipped has a sentence, its own or the English one, and no sentence is of another kind."""

import re
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.facts import Fact, UnknownFact, from_dict
from optsim.languages import LANGUAGES, english
from optsim.testing.titles import titles
from tests.words.examples import examples, shipped
from tests.words.messages import messages
from tests.words.pseudo import Pseudo

KINDS = shipped()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_a_sentence(code, language):
    for fact in examples(KINDS[code]):
        text = LANGUAGES[language]().sentence(fact)
        assert text
        assert text.isprintable()
        assert text == text.strip()
        assert "code" not in text
        assert not text.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_sentences_of_what_is_shipped_and_no_other(language):
    assert set(LANGUAGES[language].sentences) <= {*KINDS, *messages()}


def test_english_has_all_sentences():
    own = {code for code, kind in KINDS.items() if any(fact.english() for fact in examples(kind))}
    assert set(KINDS) - own <= set(english().sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_texts_of_english_and_no_other(language):
    here, there = LANGUAGES[language].texts, LANGUAGES["en"].texts
    assert set(here) <= set(there)
    for key, text in here.items():
        assert _fields(text) <= _fields(there[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_titles_of_what_there_is(language):
    shared = {f"{key.partition('.')[0]}.*.{key.rpartition('.')[2]}" for key in titles()}
    assert set(LANGUAGES[language].titles) <= set(titles()) | shared


def test_every_title_of_what_there_is_can_be_another_one():
    assert titles().keys() == Pseudo().titles.keys()
    assert {key.partition(".")[0] for key in titles()} >= {
        "command",
        "objective",
        "optimizer",
        "panel",
        "quantity",
        "view",
    }
    for key in titles():
        assert key.count(".") == 2, key


def _fields(text):
    return set(re.findall(r"{(\w+)", text))


@pytest.mark.parametrize("code", KINDS)
def test_codes_are_stable_words(code):
    assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", code)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_comes_back_from_a_file(code):
    for fact in examples(KINDS[code]):
        assert from_dict(fact.as_dict()) == fact


#: what a file may hold: a recording has causes with any numbers of the right types
CAUSES = [kind for kind in KINDS.values() if kind.__module__.startswith("optsim.engine.")]


@given(st.data())
def test_any_numbers_make_a_sentence(data):
    fact = data.draw(facts(data.draw(st.sampled_from(CAUSES))))
    assert english().sentence(fact) is not None
    assert from_dict(fact.as_dict()) == fact


def facts(kind):
    """Facts of a kind with any values of its fields' types."""
    return st.builds(kind, **{name: values(hint) for name, hint in get_type_hints(kind).items() if name != "code"})


def values(hint):
    """Any values of a type."""
    origin, within = get_origin(hint), get_args(hint)
    if hint is Fact:
        return st.sampled_from(CAUSES).flatmap(facts)
    if origin in (Union, UnionType):
        return st.one_of(map(values, within))
    if origin is tuple and within[1:] == (...,):
        return st.lists(values(within[0]), max_size=3).map(tuple)
    return facts(hint) if isinstance(hint, type) and issubclass(hint, Fact) else st.from_type(hint)


def test_a_fact_that_nobody_knows_is_told_as_it_was_read():
    fact = from_dict({"code": "rule.of_mine.fired", "best": 0.5})
    assert isinstance(fact, UnknownFact)
    assert LANGUAGES["en"]().sentence(fact) == "rule.of_mine.fired (best 0.5)"
