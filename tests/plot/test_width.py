import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from optsim.plot.width import cell_width, clusters, fit, fit_right, longest_word, shorten, wrap
from tests.fuzz.harness import limited

texts = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("adam", 4),
        ("雪", 2),
        ("ｱ", 1),
        ("モメンタム", 10),
        ("e\u0301", 1),
        ("θ ← θ − αg", 10),
        ("a\x1bb", 2),
        ("★", 1),
    ],
)
def test_cells_of_a_text(text, cells):
    assert cell_width(text) == cells


@given(texts, st.integers(0, 40))
def test_a_fitted_text_has_exactly_so_many_cells(text, cells):
    assert cell_width(fit(text, cells)) == cells
    assert cell_width(fit_right(text, cells)) == cells
    assert cell_width(shorten(text, cells)) <= cells


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("momentum", 8, "momentum"),
        ("momentum", 10, "momentum  "),
        ("momentum", 5, "mome…"),
        ("勾配降下法", 6, "勾配… "),
        ("勾配降下法", 7, "勾配降…"),
        ("勾配", 1, "…"),
        ("勾配", 0, ""),
    ],
)
def test_fitted_texts(text, cells, shown):
    assert fit(text, cells) == shown


def test_numbers_stand_to_the_right():
    assert fit_right("0.05", 6) == "  0.05"


@given(texts, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text, cells):
    lines = wrap(text, cells)
    assert all(cell_width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(texts, st.integers(2, 40), st.integers(-5, 40))
def test_a_first_line_may_be_shorter(text, cells, first):
    begun, *others = wrap(text, cells, first=min(first, cells))
    assert not begun or cell_width(begun) <= min(first, cells)
    assert all(cell_width(line) <= cells for line in others)
    assert "".join("".join((begun, *others)).split()) == "".join(text.split())


@given(texts.filter(lambda text: all(cell_width(char) < 2 for char in text)))
def test_in_the_cells_of_the_longest_word_none_is_broken(text):
    assert [word for line in wrap(text, max(1, longest_word(text))) for word in line.split(" ")] == re.split(
        r"[ \t\r\n]+", text.strip()
    )


def test_wrapping_breaks_at_spaces_and_within_words_that_are_too_long():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("勾配降下法です", 6) == ["勾配降", "下法で", "す"]
    assert wrap("a\N{NO-BREAK SPACE}b c", 4) == ["a\N{NO-BREAK SPACE}b", "c"]
    assert wrap("", 5) == [""]


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("曲線を描く。次", 10, ["曲線を描", "く。次"]),
        ("値は「大」", 6, ["値は", "「大」"]),
        ("スキップャッ", 6, ["スキッ", "プャッ"]),
        ("曲線 auto は", 9, ["曲線 auto", "は"]),
        ("学習率αは", 8, ["学習率α", "は"]),
        ("。。。。", 4, ["。。", "。。"]),
        ("a、b", 2, ["a", "、", "b"]),
    ],
)
def test_no_line_of_japanese_begins_or_ends_with_a_sign_that_may_not(text, cells, lines):
    assert wrap(text, cells) == lines


def test_a_very_long_word_is_cut_in_seconds():
    with limited(10):
        assert len(wrap("界" * 200_000, 20_000)) == 20


def test_pictures_and_new_signs_take_as_many_cells_as_the_app_gives_them():
    """Rich lays the app out: what is measured otherwise stands in the wrong place."""
    octants = [chr(code) for code in (*range(0x1CD00, 0x1CDE6), *range(0x1FB00, 0x1FB93), *range(0x2800, 0x2900))]
    pictures = ["❤️", "❤", "☃️", "✂️", "©️", "1️⃣", "👍", "👍🏽", "✌🏿", "🇯🇵", "☰", "䷀", "⚊", "🙂"]
    letters = ["é", "e\u0301", "한", "\u1112\u1161\u11ab", "勾配", "ａ", "か\u3099", "ﾊﾞ", "я", "א", "ไทย"]
    for text in (*octants, *pictures, *letters):
        assert cell_width(text) == cell_len(text), ascii(text)
        assert cell_width(f"a{text}b") == cell_len(text) + 2, ascii(text)


@given(st.text(st.sampled_from("❤️👍🏽☰aé勾 \u0301")), st.integers(0, 12))
def test_a_text_with_pictures_is_cut_between_them(text, cells):
    assert cell_width(fit(text, cells)) == cells
    assert sum(width for _, width in clusters(text)) == cell_width(text)
    assert "".join(cluster for cluster, _ in clusters(text)) == text
