"""Characters that take one cell in some terminals and two in others: the terminal is asked, and nobody waits for it."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import CursorPosition

from optsim.languages import LANGUAGES
from optsim.plot.glyphs import in_narrow, narrow_words
from optsim.plot.width import cell_width
from optsim.tui.app import OptsimApp
from optsim.tui.terminal import ASKED, width_questions
from tests.terminals import CURSOR, ENTERED, LEFT, window
from tests.tui.support import Hand, example, in_loop, lines, settle, text, to_end

QUESTION = b"\x1b[6n"
#: the first heading of the help
HELP = "見えるもの"
#: where what is remembered stands
HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?<=>]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|[78=>cM])")


def ambiguous(shown):
    """The characters whose width is ambiguous; marks that combine with others take no cell anywhere."""
    return {char for char in shown if unicodedata.east_asian_width(char) == "A" and cell_width(char)}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_ambiguous_is_left_and_nothing_moves(written):
    shown = in_narrow(written)
    assert not ambiguous(shown)
    assert cell_width(shown) == cell_width(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("● gd ■ ▲ ★ → ←", "O gd # A * > <"),
        ("┌─┤ 10⁻³ │ 1.2 × 10⁴", "+-+ 1e-3 | 1.2 x 1e4"),
        ("⡇⣿ ▌▄▘█", "⡇⣿ ⡇⣤⠃⣿"),
        ("学習率 α ✗ 最良◉", "学習率 a ✗ 最良◉"),
        ("é ü Ж Δθ ① ½x", "e u ? ∆t ? ?x"),
    ],
)
def test_what_becomes_of_characters(written, shown):
    assert in_narrow(written) == shown


def test_a_formula_keeps_its_meaning():
    assert narrow_words("f(x,y) = ½x² − ¼y²") == "f(x,y) = 1/2 x^2 − 1/4 y^2"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
@in_loop
async def test_after_a_report_of_two_cells_the_app_writes_none(size):
    app = OptsimApp(example("saddle"), pace=Hand(), language=LANGUAGES["ja"]())
    async with app.run_test(size=size) as pilot:
        await to_end(pilot)
        before = text(pilot)
        assert ambiguous(before) > set("●─")
        app.post_message(CursorPosition(1, next(iter(ASKED))))
        app.post_message(CursorPosition(2, 30))
        await settle(pilot)
        assert text(pilot) == before
        app.post_message(CursorPosition(2, next(iter(ASKED))))
        await settle(pilot)
        assert not ambiguous(text(pilot))
        # a formula that cannot be written is left out, not changed
        assert "f(x,y)" not in lines(pilot)[0]
        assert len(text(pilot).splitlines()) == len(before.splitlines())
        await pilot.press("question_mark")
        await settle(pilot)
        assert not ambiguous(text(pilot))


@in_loop
async def test_films_and_tests_ask_nobody():
    app = OptsimApp(example("saddle"), pace=Hand())
    async with app.run_test(size=(120, 36)):
        assert app.asks_width
        assert not app.is_wide


@pytest.mark.parametrize("width", ["narrow", "wide"])
@in_loop
async def test_what_is_said_by_hand_is_not_asked(width):
    app = OptsimApp(example("saddle"), pace=Hand(), width=width)
    async with app.run_test(size=(120, 36)) as pilot:
        await to_end(pilot)
        assert not app.asks_width
        assert bool(ambiguous(text(pilot))) == (width == "narrow")


def test_each_question_has_a_row_of_its_own_and_leaves_nothing():
    asked = width_questions()
    assert asked.count("\x1b[6n") == len(ASKED) == len(set(ASKED))
    # F3 with a modifier is reported as the first row would be
    assert 0 not in ASKED
    assert all(len(re.findall(rf"\x1b\[{row + 1};1H", asked)) == 2 for row in ASKED)


def shown_in(sent):
    return SEQUENCE.sub("", sent.decode("utf-8", "replace"))


def left(opened):
    opened.press(b"q")
    return opened.until(LEFT) + opened.until(CURSOR)


def look_at_help(opened):
    """Show the help, which is seen as a whole, and leave it: the next key is for the race."""
    opened.press(b"?")
    shown = opened.until_shown(HELP)
    opened.press(b"q")
    return shown + opened.until_gone(HELP)


@pytest.mark.sampled(2)
@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("width", "late"), [(1, False), (2, False), (2, True), (None, False)])
def test_a_terminal_that_answers_soon_late_or_never(width, late, tmp_path):
    with window("saddle", "--lang", "ja", OPTSIM_SEND_ALL="1", **{name: str(tmp_path) for name in HOMES}) as opened:
        begun = opened.until(ENTERED)
        for _ in ASKED:
            begun += opened.until(QUESTION)
        # nothing is painted before
        assert ambiguous(shown_in(begun)) == set(ASKED.values())
        if late:
            assert ambiguous(shown_in(look_at_help(opened)))
        if width is not None:
            opened.press(b"".join(b"\x1b[%d;%dR" % (row + 1, width + 1) for row in ASKED))
        look_at_help(opened)
        # all of this is painted after the reports
        seen = shown_in(look_at_help(opened) + look_at_help(opened) + left(opened))
        assert bool(ambiguous(seen)) == (width != 2)
        assert opened.program.wait(20) == 0


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_the_option_asks_nothing(width, tmp_path):
    with window(
        "saddle", "--width", width, "--lang", "ja", OPTSIM_SEND_ALL="1", **{name: str(tmp_path) for name in HOMES}
    ) as opened:
        sent = look_at_help(opened) + look_at_help(opened) + left(opened)
        assert QUESTION not in sent
        assert bool(ambiguous(shown_in(sent))) == (width == "narrow")
