"""The small terminal: what lines come of what is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.width import cell_width
from optsim.screencast.film import Pen
from optsim.screencast.terminal.sgr import Colours, Manner
from optsim.screencast.terminal.terminal import Terminal
from tests.fuzz.harness import limited

COLOURS = Colours()
TEXT, GROUND = COLOURS.text, COLOURS.ground
FULL = "aaaa\r\nbbbb\r\ncccc"


def shown(sent, width=4, height=3):
    terminal = Terminal(width, height)
    for piece in [sent] if isinstance(sent, str) else sent:
        terminal.feed(piece)
    return ["".join(cell.text or "<" for cell in line).replace(" ", ".") for line in terminal.padded(width, height)]


@pytest.mark.parametrize(
    ("sent", "lines"),
    [
        ("ab", ["ab..", "....", "...."]),
        ("abcde", ["abcd", "e...", "...."]),
        ("abcd\r\ne", ["abcd", "e...", "...."]),
        ("\x1b[?7labcdef", ["abcf", "....", "...."]),
        (FULL + "\r\nd", ["bbbb", "cccc", "d..."]),
        (FULL + "d", ["bbbb", "cccc", "d..."]),
        ("ab\rc", ["cb..", "....", "...."]),
        ("ab\b\bc", ["cb..", "....", "...."]),
        ("a\tb", ["a..b", "....", "...."]),
        # moves
        ("\x1b[2;3Hx", ["....", "..x.", "...."]),
        ("\x1b[9;9Hx", ["....", "....", "...x"]),
        ("\x1b[2;2H\x1b[Ax\x1b[2Dy", ["yx..", "....", "...."]),
        ("\x1b[Bx\x1b[By", ["....", "x...", ".y.."]),
        ("\x1b[2Cx\x1b[Gy\x1b[3dz", ["y.x.", "....", ".z.."]),
        ("\x1b[2;2H\x1b[Ex", ["....", "....", "x..."]),
        ("\x1b[2;2H\x1b[Fx", ["x...", "....", "...."]),
        ("\x1b[2;2f\x1b7\x1b[Hx\x1b8y", ["x...", ".y..", "...."]),
        ("\x1b[2;2H\x1b[s\x1b[Hx\x1b[uy", ["x...", ".y..", "...."]),
        # erasing
        (FULL + "\x1b[2;2H\x1b[K", ["aaaa", "b...", "cccc"]),
        (FULL + "\x1b[2;2H\x1b[1K", ["aaaa", "..bb", "cccc"]),
        (FULL + "\x1b[2;2H\x1b[2K", ["aaaa", "....", "cccc"]),
        (FULL + "\x1b[2;2H\x1b[J", ["aaaa", "b...", "...."]),
        (FULL + "\x1b[2;2H\x1b[1J", ["....", "..bb", "cccc"]),
        (FULL + "\x1b[2J", ["....", "....", "...."]),
        (FULL + "\x1b[2;2H\x1b[2X", ["aaaa", "b..b", "cccc"]),
        (FULL + "\x1bcx", ["x...", "....", "...."]),
        # cells and lines that move
        ("abcd\x1b[2G\x1b[2@", ["a..b", "....", "...."]),
        ("abcd\x1b[2G\x1b[2P", ["ad..", "....", "...."]),
        (FULL + "\x1b[2;2H\x1b[L", ["aaaa", "....", "bbbb"]),
        (FULL + "\x1b[2;2H\x1b[M", ["aaaa", "cccc", "...."]),
        (FULL + "\x1b[S", ["bbbb", "cccc", "...."]),
        (FULL + "\x1b[T", ["....", "aaaa", "bbbb"]),
        (FULL + "\x1b[H\x1bM", ["....", "aaaa", "bbbb"]),
        (FULL + "\x1bD", ["bbbb", "cccc", "...."]),
        (FULL + "\x1b[2;3r\x1b[3;1H\nx", ["aaaa", "cccc", "x..."]),
        (FULL + "\x1b[1;2r\x1b[2;1H\n", ["bbbb", "....", "cccc"]),
        ("x\x1b[2b", ["xxx.", "....", "...."]),
        # another screen
        (FULL + "\x1b[?1049hx", ["....", "....", "x..."]),
        (FULL + "\x1b[?1049h\x1b[Hx\x1b[?1049l", ["aaaa", "bbbb", "cccc"]),
        ("\x1b(0lqk\x1b(Bq", ["┌─┐q", "....", "...."]),
        # widths
        ("日本", ["日<本<", "....", "...."]),
        ("abc日", ["abc.", "日<..", "...."]),
        ("日本\x1b[2Gx", [".x本<", "....", "...."]),
        ("日本\x1b[3Gx", ["日<x.", "....", "...."]),
        ("日本\x1b[Gx", ["x.本<", "....", "...."]),
        ("日本\x1b[2G\x1b[P", [".本<.", "....", "...."]),
        ("日本\x1b[2G\x1b[@", ["....", "....", "...."]),
        ("e\u0301x", ["e\u0301x..", "....", "...."]),
        ("日\u0301x", ["日\u0301<x.", "....", "...."]),
        ("\u0301x", ["x...", "....", "...."]),
        # what is not known, and what comes in pieces
        ("a\x1b[?25l\x1b[>c\x1b[5n\x1b]0;title\x07b", ["ab..", "....", "...."]),
        ("a\x1bP1$r0m\x1b\\b\x1b=c\x1b#3d", ["abcd", "....", "...."]),
        ("a\x1b[1 qb\x1b[", ["ab..", "....", "...."]),
        (["a\x1b", "[2;", "2Hb\x1b]0;ti", "tle\x07c"], ["a...", ".bc.", "...."]),
        ("a\x1b[1\u65e5b", ["aa..", "....", "...."]),
        ("a\x1b\n[b", ["a...", ".[b.", "...."]),
        ("a\x1b(\n[b", ["a...", ".[b.", "...."]),
        ("\x1b[99999999999999999999Cx", ["...x", "....", "...."]),
    ],
)  # fmt: skip
def test_what_is_shown(sent, lines):
    assert shown(sent) == lines


@pytest.mark.parametrize(
    ("sent", "pen"),
    [
        ("", Pen(TEXT, GROUND)),
        ("\x1b[31m", Pen(COLOURS.palette[1], GROUND)),
        ("\x1b[91;104m", Pen(COLOURS.palette[9], COLOURS.palette[12])),
        ("\x1b[38;5;196;48;5;244m", Pen(0xFF0000, 0x808080)),
        ("\x1b[38;2;1;2;3;48;2;4;5;6m", Pen(0x010203, 0x040506)),
        ("\x1b[38:2::1:2:3;48:5:16m", Pen(0x010203, 0x000000)),
        ("\x1b[38:2:1:2:3m", Pen(0x010203, GROUND)),
        ("\x1b[1;3;4;9m", Pen(TEXT, GROUND, True, True, True, True)),
        ("\x1b[1;3;4;9;22;23;24;29m", Pen(TEXT, GROUND)),
        ("\x1b[4:3m", Pen(TEXT, GROUND, underline=True)),
        ("\x1b[4m\x1b[4:0m", Pen(TEXT, GROUND)),
        ("\x1b[7m", Pen(GROUND, TEXT)),
        ("\x1b[8m", Pen(GROUND, GROUND)),
        ("\x1b[31;42;39;49m", Pen(TEXT, GROUND)),
        ("\x1b[31;42m\x1b[m", Pen(TEXT, GROUND)),
        ("\x1b[31m\x1b[38;5;300m\x1b[38m\x1b[77m\x1b[38:2:1m", Pen(TEXT, GROUND)),
        ("\x1b[38;9;1m", Pen(TEXT, GROUND, bold=True)),
    ],
)
def test_how_it_is_written(sent, pen):
    terminal = Terminal(1, 1)
    terminal.feed(f"{sent}x")
    assert terminal.padded(1, 1)[0][0] == ("x", pen)


def test_what_is_erased_has_the_present_ground_and_no_more():
    terminal = Terminal(2, 1)
    terminal.feed("\x1b[1;31;44m\x1b[2J")
    assert {cell.pen for cell in terminal.padded(2, 1)[0]} == {Pen(TEXT, COLOURS.palette[4])}


def test_a_dimmed_colour_leans_to_its_ground():
    colour = Manner(colour=0xFFFFFF, ground=0, dim=True).pen(COLOURS).colour
    assert 0x606060 < colour < 0xFFFFFF


def test_another_size_wraps_anew():
    terminal = Terminal(4, 2)
    terminal.feed("ab日\r\ncd")
    terminal.resize(3, 3)
    assert ["".join(cell.text or "<" for cell in line) for line in terminal.padded(4, 3)] == ["日<  ", "cd  ", "    "]


def test_a_full_width_character_in_a_single_column_is_blank():
    terminal = Terminal(4, 1)
    terminal.feed("日")
    terminal.resize(1, 1)
    assert [cell.text for (cell,) in terminal.padded(1, 1)] == [" "]


PIECES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            ["日", "e\u0301", "\r\n", "\b", "\t", "\x1b7", "\x1b8", "\x1bM", "\x1bc", "\x1b(0", "\x1b]0;", "\x07"]
        ),
        st.builds(
            "\x1b[{}{}".format,
            st.sampled_from(["", "1", "2;3", "?7", "?1049", "38;5;9", "999"]),
            st.sampled_from("ABCDEFGHJKLMPSTXbdfhlmrsu@"),
        ),
    ),
    max_size=30,
)


@given(st.lists(st.one_of(PIECES, st.tuples(st.integers(1, 5), st.integers(1, 4))), min_size=1, max_size=6))
def test_whatever_is_sent_in_windows_of_any_size_lines_stay_whole(events):
    width, height = 5, 4
    terminal = Terminal(width, height)
    for event in events:
        if isinstance(event, tuple):
            width, height = event
            terminal.resize(width, height)
        else:
            terminal.feed("".join(event))
    lines = terminal.padded(width, height)
    assert [len(line) for line in lines] == [width] * height
    for line in lines:
        for cell, after in zip(line, (*line[1:], None), strict=True):
            assert (cell_width(cell.text[:1]) == 2) == (after is not None and not after.text)
            assert cell.text or line[0] is not cell


@given(PIECES, st.text("ab日本e\u0301\u200d\u3164\xa0☰\ufe0f", max_size=300), st.integers(1, 7), st.integers(1, 4))
def test_a_run_of_characters_leaves_what_they_leave_one_by_one(before, text, width, height):
    at_once, one_by_one = Terminal(width, height), Terminal(width, height)
    for terminal, characters in ((at_once, [text]), (one_by_one, text)):
        terminal.feed("".join(before))
        for piece in characters:
            terminal.feed(piece)
    assert at_once.padded(width, height) == one_by_one.padded(width, height)
    assert at_once.cursor == one_by_one.cursor
    for terminal in (at_once, one_by_one):
        terminal.resize(width + 3, height + 2)  # what was scrolled out, and where lines were wrapped
    assert at_once.padded(width + 3, height + 2) == one_by_one.padded(width + 3, height + 2)


@pytest.mark.parametrize(
    ("sent", "times"),
    [
        ("日本x\x1b[31me\u0301", 25_000),
        ("\r\x1b[999I\x1b[999Z", 12_000),
        ("\x1b[4h日\x1b[P", 12_000),
        ("\x1b#8", 5_000),
    ],
)
def test_much_is_read_in_seconds(sent, times):
    terminal = Terminal(200, 100)
    with limited(10):
        terminal.feed(sent * times)


def test_a_long_paragraph_is_wrapped_anew_in_seconds():
    terminal = Terminal(300, 100)
    terminal.feed("x" * 1_200_000)
    with limited(20):
        for width in (299, 300, 7, 300):
            terminal.resize(width, 100)


@given(PIECES)
def test_pieces_may_be_cut_anywhere(pieces):
    whole = "".join(pieces)
    assert shown(whole) == shown(list(whole))
