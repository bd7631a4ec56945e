"""Japanese that is wrapped by Textual and Rich."""

from itertools import pairwise

import pytest
import rich.text
import textual.content
from hypothesis import given
from hypothesis import strategies as st
from rich._wrap import divide_line
from rich.cells import cell_len

from optsim.languages import english
from optsim.playback.presentation import Description
from optsim.tui.terminal.line_breaks import break_japanese_lines, divided
from optsim.words.scenario_lines import description_text

TEXT = "学習率 α が大きいと、谷を「飛び越える」。次のステップで戻る。"


def lines_of(text, width):
    places = [0, *divided(text, width), len(text)]
    return [text[begin:end].rstrip() for begin, end in pairwise(places)]


def test_lines_are_broken_between_characters_but_not_before_or_after_signs():
    assert lines_of(TEXT, 20) == ["学習率 α が大きい", "と、谷を「飛び越え", "る」。次のステップで", "戻る。"]
    for width in range(8, 60):
        lines = lines_of(TEXT, width)
        assert all(line[0] not in "。、」ッャ" and line[-1] != "「" for line in lines)
        assert all(cell_len(line) <= width for line in lines)


@given(st.text(st.sampled_from("ab 勾配、。「」ー "), max_size=40), st.integers(2, 20))
def test_nothing_is_lost_and_every_line_fits(text, width):
    places = [0, *divided(text, width), len(text)]
    assert places == sorted(places)
    assert all(cell_len(line) <= width for line in lines_of(text, width))


@given(st.text(st.sampled_from("abc de-é\n"), max_size=40), st.integers(1, 20))
def test_other_text_is_broken_as_before(text, width):
    assert divided(text, width) == divide_line(text, width)


def test_textual_and_rich_ask_for_it():
    """Both import the function by its name: where another version does not, this is told here."""
    break_japanese_lines()
    assert rich.text.divide_line is textual.content.divide_line is divided


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("勾配の\n方向", "勾配の方向"),
        ("勾配は\n**ゼロ**", "勾配は**ゼロ**"),
        ("**勾配**\nの方向", "**勾配**の方向"),
        ("- 勾配の\n  方向\n- 次", "- 勾配の方向\n- 次"),
        ("手法\nAdam は", "手法\nAdam は"),
        ("one\ntwo", "one\ntwo"),
        ("一段落\n\n二段落", "一段落\n\n二段落"),
        ("勾配  \n方向", "勾配  \n方向"),
        ("# 題\n本文", "# 題\n本文"),
        ("項目\n* 一\n* 二", "項目\n* 一\n* 二"),
        ("```\n一\n二\n```\n三\n四", "```\n一\n二\n```\n三四"),
        ("    一\n    二", "    一\n    二"),
    ],
)
def test_a_line_end_between_japanese_characters_is_no_blank(written, shown):
    assert description_text(english(), Description(written)) == shown
