"""The help: its search line, its parts, its glossary."""

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from optsim.languages import english
from optsim.plot.width import wrap
from optsim.scenario import load
from optsim.tui.screens.help.page import glossary
from tests.tui.support import in_loop, opened, press, region_lines, text
from tests.words.pseudo import FULL_WIDTH, Pseudo


def plain(pilot):
    """What stands on the page, in one line."""
    return " ".join(" ".join(region_lines(pilot, VerticalScroll)).split())


async def at_help(pilot, query=""):
    await press(pilot, "question_mark")
    if query:
        await press(pilot, "/", *("space" if char == " " else char for char in query))


def test_the_glossary_has_terms_of_one_or_two_lines():
    rows = glossary(english()).rows
    assert 20 <= len(rows) <= 40
    assert len({row.name for row in rows}) == len(rows)
    assert all(len(wrap(row.about, 70)) <= 2 for row in rows)


@pytest.mark.parametrize(
    "term",
    ["lane", "band", "fork", "noise floor", "α·λmax", "effective rate", "condition number", "saddle", "plateau",
     "early stopping", "patience", "seed"],
)  # fmt: skip
def test_a_word_that_scenarios_use_is_explained(term):
    assert term in {row.name for row in glossary(english()).rows}


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
@in_loop
async def test_the_search_shows_what_a_word_means_first(size):
    async with opened(load("saddle"), size) as pilot:
        await at_help(pilot, "noise floor")
        assert plain(pilot).startswith("Words noise floor the loss about which a lane hovers")
        assert "Play or pause" not in plain(pilot)


@in_loop
async def test_the_search_finds_keys_and_signs_by_what_they_do():
    async with opened(load("saddle"), (160, 45)) as pilot:
        await at_help(pilot, "FORK")
        shown = plain(pilot)
        assert "f Fork" in shown
        assert "a lane was forked from another one" in shown
        assert "Play or pause" not in shown
        await press(pilot, *["backspace"] * 4, *"no such")
        assert plain(pilot) == ""


@in_loop
async def test_in_the_search_line_letters_are_text_and_escape_leaves_it_first():
    async with opened(load("saddle"), (160, 45)) as pilot:
        await at_help(pilot)
        before = text(pilot)
        await press(pilot, "/", *"q?")
        assert pilot.app.screen.query_one(Input).value == "q?"
        await press(pilot, "escape")
        assert text(pilot) == before
        await press(pilot, "escape")
        assert "optsim help" not in text(pilot)


@in_loop
async def test_enter_in_the_search_line_goes_to_what_was_found():
    async with opened(load("saddle"), (80, 24)) as pilot:
        await at_help(pilot, "the")
        before = plain(pilot)
        await press(pilot, "enter", "pagedown")
        assert plain(pilot) != before


@in_loop
async def test_tab_goes_from_part_to_part_and_back():
    async with opened(load("saddle"), (80, 24)) as pilot:
        await at_help(pilot)
        titles = [plain(pilot).split()[0]]
        for _ in range(2):
            await press(pilot, "tab")
            titles.append(plain(pilot).split()[0])
        assert titles == ["What", "Signs", "Time"]
        await press(pilot, "shift+tab")
        assert plain(pilot).startswith("Signs")


@in_loop
async def test_a_language_has_a_glossary_of_its_own():
    async with opened(load("saddle"), (120, 36), language=Pseudo(FULL_WIDTH)) as pilot:
        word = "".join(chr(ord(char) + 0xFEE0) for char in "patience")
        await at_help(pilot, word)
        assert word in plain(pilot)
        await press(pilot, *["backspace"] * 8, *"patience")
        assert word in plain(pilot)
