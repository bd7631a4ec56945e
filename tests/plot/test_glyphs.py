"""Every character as another one of the same width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind, rule_sign
from optsim.plot.chart import DOWN, UP
from optsim.plot.glyphs import QUADRANTS, in_ascii, in_blocks
from optsim.plot.width import cell_width
from optsim.tui.colours.palette import MARKS
from optsim.tui.panels.map.arrows import AHEAD
from optsim.tui.panels.map.heads import MINIMUM, SADDLE, START


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=20))
def test_the_width_stays(text):
    assert cell_width(in_ascii(text)) == cell_width(text)
    assert cell_width(in_blocks(text)) == cell_width(text)


@given(st.text(st.characters(categories=["S", "P", "Zs"]), max_size=20))
def test_nothing_but_ascii_is_left_of_signs(text):
    assert in_ascii(text).isascii()


@pytest.mark.parametrize("text", ["確率的勾配", "naïve", "plain text 0.5"])
def test_letters_stay(text):
    assert in_ascii(text) == text


def test_no_two_lanes_have_one_mark():
    assert len(set(map(in_ascii, MARKS))) == len(MARKS)


#: the signs that stand in one picture, by what they are
CHART = {
    "lanes": MARKS,
    "events": (BEST, *map(rule_sign, range(5)), Kind.DIVERGED.sign, Kind.TARGET.sign),
    "edges": (UP, DOWN),
}
MAP = {"lanes": MARKS, "points": (START, MINIMUM, SADDLE, AHEAD), "arrows": "→↗↑↖←↙↓↘"}


@pytest.mark.parametrize("picture", [CHART, MAP], ids=["chart", "map"])
@pytest.mark.parametrize("drawn", [str, in_ascii])
def test_a_sign_of_a_lane_a_point_or_an_edge_is_no_other_s(picture, drawn):
    kinds = [set(map(drawn, signs)) for signs in picture.values()]
    assert len(set().union(*kinds)) == sum(map(len, kinds))
    # arrows of two directions may be one letter, but no two points
    assert all(len(set(map(drawn, signs))) == len(signs) for name, signs in picture.items() if name != "arrows")


def test_no_two_happenings_have_one_sign():
    assert len({in_ascii(kind.sign) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10⁻³", "1e-3"),
        ("10⁴", "1e4"),
        ("θ ← θ − αg", "t < t - ag"),
        ("m̂ / √v̂", "m / /v"),
        ("‖∇L‖", "|dL|"),
        ("100", "100"),
    ],
)
def test_formulas_can_be_read(text, expected):
    assert in_ascii(text) == expected


@pytest.mark.parametrize("dots", range(256))
def test_a_braille_cell_is_the_quarters_that_have_a_dot(dots):
    bits = [(0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80)]
    quarters = 0
    for row, pair in enumerate(bits):
        for column, bit in enumerate(pair):
            if dots & bit:
                quarters |= 1 << (2 * (row // 2) + column)
    assert in_blocks(chr(0x2800 + dots)) == QUADRANTS[quarters]
    assert (
        in_ascii(chr(0x2800 + dots)) == {0: " ", 1: "'", 2: ".", 3: ":"}[bool(quarters & 3) + 2 * bool(quarters & 12)]
    )
