"""The check of a language passes what is shipped, and names what is wrong."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from optsim.facts import Fact
from optsim.languages import LANGUAGES, Language, english
from optsim.testing import check_language
from optsim.testing.example_facts import examples


@pytest.mark.filterwarnings("default:.*it is shown in English")
@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_keeps_to_the_rules(name):
    check_language(LANGUAGES[name])


def test_english_has_everything():
    check_language(type(english()))


class Loud(Language):
    """English in capitals."""

    name: ClassVar[str] = "loud"
    title: ClassVar[str] = "LOUD"
    sentences: ClassVar = dict.fromkeys(
        english().sentences, lambda _, fact: english().sentences[fact.code](english(), fact).upper()
    )
    texts: ClassVar = dict(english().texts)
    titles: ClassVar = dict(english().titles)


def test_a_complete_one_of_ones_own_passes():
    check_language(Loud)


SOME_TEXT = next(key for key, text in english().texts.items() if "{" not in text)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "L O"}, "must be one word"),
        ({"texts": {**Loud.texts, "no.such": "x"}}, "English has no texts no.such"),
        ({"texts": {**Loud.texts, SOME_TEXT: "{nobody}"}}, "has fields nobody that the English one lacks"),
        ({"texts": {**Loud.texts, SOME_TEXT: "{"}}, "cannot be read"),
        ({"texts": {**Loud.texts, SOME_TEXT: "\x1b"}}, "has a character that is not shown"),
        ({"sentences": {**Loud.sentences, "no.such": str}}, "no kinds of facts are called no.such"),
        ({"sentences": {**Loud.sentences, "out_of_steps": lambda _, fact: fact.nothing}}, "'out_of_steps' fails for"),
        ({"sentences": {**Loud.sentences, "out_of_steps": lambda *_: "a\nb"}}, "no text of one line"),
        ({"titles": {"adam": "ADAM"}}, "must be called KIND.NAME.WHAT"),
    ],
)
def test_what_is_wrong_with_a_language_is_named(changes, told):
    with pytest.raises(AssertionError, match=told):
        check_language(type("Wrong", (Loud,), {"__doc__": "Wrong.", **changes}))


def test_what_it_does_not_have_is_told_by_a_warning():
    fewer = {code: make for code, make in Loud.sentences.items() if code != "out_of_steps"}
    with pytest.warns(UserWarning, match="Fewer has no sentence for out_of_steps: it is shown in English"):
        check_language(type("Fewer", (Loud,), {"__doc__": "Fewer.", "sentences": fewer}))


def test_what_has_no_title_is_told_by_a_warning():
    fewer = {key: title for key, title in Loud.titles.items() if key != "command.fork.help"}
    with pytest.warns(UserWarning, match="Fewer has no title for command.fork.help: it is shown in English"):
        check_language(type("Fewer", (Loud,), {"__doc__": "Fewer.", "titles": fewer}))


def test_examples_have_every_choice():
    @dataclass(frozen=True)
    class Chosen(Fact):
        code: ClassVar[str] = "test.chosen"
        which: bool
        size: float | None
        names: tuple[str, ...]

    facts = list(examples(Chosen))
    assert {fact.which for fact in facts} == {True, False}
    assert {fact.size is None for fact in facts} == {True, False}
    assert {len(fact.names) for fact in facts} == {1, 2}
