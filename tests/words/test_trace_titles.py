"""Words for the lines of an update: every line of every optimizer has some, and a language may have others."""

from typing import ClassVar

import numpy as np
import pytest

from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.trace.keys import FIRST_BEFORE, FIRST_MOMENT, GRADIENT, QUERY
from optsim.engine.trace.trace import Line
from optsim.engine.trace.update import explain
from optsim.languages import Language, english
from optsim.plot.width import cell_width
from optsim.testing.optimizers import variants
from optsim.words.trace_titles import line_title, update_titles


def updates(name):
    """The lines of an update in each form that an optimizer can have."""
    point = np.ones((1, 2))
    for optimizer in variants(OPTIMIZERS[name]):
        yield explain(optimizer, point, point, optimizer.init(point), 0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_line_of_every_optimizer_has_a_few_words(name):
    for lines in updates(name):
        words = update_titles(english(), lines, name)
        for line, word in zip(lines, words, strict=True):
            assert word != line.key.replace("_", " "), line.key
            assert word != line.formula
            assert 2 <= len(word.split()) <= 9, word
            assert cell_width(word) <= 36, word
        assert words[0] == "where it stands"
        assert words[-2:] == ["where it will stand", "rate that it comes to"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_line_has_the_same_words_whatever_the_settings(name):
    known = {}
    for lines in updates(name):
        for line in lines:
            assert known.setdefault(line.key, line.title) == line.title, line.key


def test_there_are_24_optimizers_or_more():
    assert len(OPTIMIZERS) >= 24


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_slope_is_here_or_there(name):
    for lines in updates(name):
        words = dict(zip((line.key for line in lines), update_titles(english(), lines, name), strict=True))
        assert words[GRADIENT] == ("the slope there" if QUERY in words else "the slope here")


class Other(Language):
    """Has words of its own for a key in any update, and for one line of one optimizer."""

    name = "other"
    texts: ClassVar = {"trace.first_moment": "Mittel", "trace.before": "zuvor"}
    titles: ClassVar = {"trace.lion.first_moment": "Mittel für später", "trace.momentum.first_moment": "Schwung"}


def line(key, title=""):
    return Line(key, "", np.zeros(1), title)


def test_a_language_has_its_own_words_by_key_and_those_of_the_file_where_it_has_none():
    assert line_title(Other(), line(FIRST_MOMENT), "adam") == "Mittel"
    assert line_title(Other(), line(FIRST_MOMENT, "velocity"), "momentum") == "Schwung"
    assert line_title(Other(), line(FIRST_MOMENT, "velocity"), "nag") == "Mittel"
    assert line_title(Other(), line(FIRST_BEFORE), "adam") == "zuvor"
    assert line_title(Other(), line("share", "share of it"), "own") == "share of it"
    assert line_title(Other(), line(GRADIENT), "adam") == "the slope here"


def test_the_words_of_the_file_go_before_those_of_the_key_in_english():
    assert line_title(english(), line(FIRST_MOMENT, "velocity"), "own") == "velocity"
    assert line_title(english(), line(FIRST_MOMENT), "own") == "mean of the slopes so far"


def test_a_line_without_words_has_those_of_its_key():
    assert line_title(english(), line("my_own_line"), "own") == "my own line"
    assert line_title(Other(), line("my_own_line"), "own") == "my own line"
    assert line_title(english(), line("my_own_line_before"), "own") == "from the last step"
