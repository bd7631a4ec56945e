"""Characters in their cells: geometry by where its pixels are, letters by what must hold in any font."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.screencast.faults import FilmError
from optsim.screencast.raster import fonts
from optsim.screencast.raster.glyph_masks import CellSize, Face, GlyphMasks, Style

PLAIN = Style()
WIDE, HIGH = SIZE = CellSize(10, 20)
#: in no font: it is for private use
NOWHERE = "\uedcb"
#: the left and right cell of a pair that must join without a gap, and the upper and lower one
BESIDE = ["──", "┌─", "─┐", "├─", "─┤", "┼─", "╭─", "─╮", "╰─", "─╯", "━━", "┏━", "══", "╔═", "╠═", "▀▀", "▄▄"]
BELOW = ["││", "┌│", "│└", "├│", "┬│", "╭│", "╮│", "│╰", "│╯", "┃┃", "┏┃", "║║", "╔║", "▌▌", "▐▐", "┼│"]
#: an arc begins to turn in the outermost pixel already: by x²/2r, a third of that on average, its inner edge with r ≥ 2
TURNING = 255 / 3 / 4

sizes = st.builds(CellSize, st.integers(6, 24), st.integers(12, 48))


@pytest.fixture(scope="module")
def masks():
    return GlyphMasks(SIZE)


def draw(masks, character, cells=1, **style):
    return masks.draw(character, cells, Style(**style))


def japanese():
    """A font of this machine that has Japanese, if there is one."""
    return next((path for path in fonts.others() if Face(path, 16).has("点")), None)


@pytest.mark.parametrize("bit", range(8))
def test_a_braille_dot_lies_in_its_eighth_of_the_cell(masks, bit):
    column, row = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)][bit]
    mask = draw(masks, chr(0x2800 | 1 << bit)).astype(int)
    part = mask[row * 5 : row * 5 + 5, column * 5 : column * 5 + 5]
    assert part[2, 2] == 255
    assert part.sum() == mask.sum()
    # a disc: its ink is πr², r = 0.38 of the distance between dots, and it is as wide as it is high
    assert part.sum() / 255 == pytest.approx(np.pi * 1.9**2, rel=0.06)
    assert np.array_equal(part, part.T)


@given(st.integers(0, 255))
def test_a_braille_character_is_its_dots(pattern):
    masks = GlyphMasks(SIZE)
    dots = [draw(masks, chr(0x2800 | 1 << bit)) for bit in range(8) if pattern >> bit & 1]
    blank = np.zeros((HIGH, WIDE), np.uint8)
    assert np.array_equal(draw(masks, chr(0x2800 | pattern)), np.maximum.reduce([blank, *dots]))


@given(sizes)
def test_a_full_block_fills_its_cell_and_parts_of_it_fill_it_together(size):
    masks = GlyphMasks(size)
    assert (draw(masks, "█") == 255).all()
    for parts in ("▀▄", "▌▐", "▘▝▖▗", "▚▞", "▙▝", "▟▘", "▛▗", "▜▖"):
        together = sum(draw(masks, part).astype(int) for part in parts)
        assert (together == 255).all(), parts


@pytest.mark.parametrize(("character", "part"), [("░", 1 / 4), ("▒", 1 / 2), ("▓", 3 / 4)])
def test_a_shade_is_even(masks, character, part):
    assert np.unique(draw(masks, character)) == pytest.approx(255 * part, abs=1)


@given(sizes, st.sampled_from(BESIDE))
def test_lines_beside_each_other_join(size, pair):
    left, right = (draw(GlyphMasks(size), character) for character in pair)
    assert left[:, -1].any()
    assert np.abs(left[:, -1].astype(int) - right[:, 0]).max() <= TURNING


@given(sizes, st.sampled_from(BELOW))
def test_lines_below_each_other_join(size, pair):
    upper, lower = (draw(GlyphMasks(size), character) for character in pair)
    assert upper[-1].any()
    assert np.abs(upper[-1].astype(int) - lower[0]).max() <= TURNING


@given(sizes)
def test_a_rounded_corner_is_the_square_one_without_its_corner(size):
    masks = GlyphMasks(size)
    for rounded, square in zip("╭╮╰╯", "┌┐└┘", strict=True):
        ink, corner = draw(masks, rounded).astype(int), draw(masks, square).astype(int)
        assert 0 < ink.sum() < corner.sum()
        for edge in ((0, slice(None)), (-1, slice(None)), (slice(None), 0), (slice(None), -1)):
            assert np.abs(ink[edge] - corner[edge]).max() <= TURNING


def test_our_own_fonts_have_every_sign_of_the_app():
    signs = "●■▲▼◆○□△▽◇◈◐◧◉▣▮★✗⊕✓⇅▸▾◂▴▶⬖⬗✎⇧⇣←→↑↓↖↗↘↙θ∇Δαβγλμξπσφ‖∂√∑Σ∞≈≠≤≥±·×−–…•½¼⅓₀₁₂₉ᵢₜᵗᵀ⁰¹⁹⁺⁻ⁿ\u0302"
    regular, bold = (Face.fitting(fonts.shipped(bold=bold), SIZE) for bold in (False, True))
    assert [sign for sign in signs if not (bold.has(sign) or regular.has(sign))] == []


def test_what_a_font_lacks_is_told_from_a_blank():
    face = Face.fitting(fonts.shipped(bold=False), SIZE)
    assert face.has(" ")
    assert not face.has("点")
    assert not face.has(NOWHERE)
    assert face.has("□")  # as like the sign for a missing one as can be


def test_what_no_font_has_is_a_box_and_named_once():
    masks = GlyphMasks(SIZE)
    box = draw(masks, NOWHERE)
    draw(masks, NOWHERE, bold=True)
    draw(masks, "a")
    assert masks.missing == NOWHERE
    rows, columns = np.nonzero(box)
    inside = box[rows.min() + 1 : rows.max(), columns.min() + 1 : columns.max()]
    assert not inside.any()
    assert (box[rows.min(), columns.min() : columns.max() + 1] == 255).all()


def test_letters_stand_on_one_line_and_fill_no_more_than_their_cell(masks):
    floors = {np.flatnonzero(draw(masks, letter).any(axis=1))[-1] for letter in "AEHTXm"}
    assert len(floors) == 1
    for letter in "Mgjy_|@":
        assert draw(masks, letter).shape == (HIGH, WIDE)


def test_styles_change_the_form(masks):
    plain, bold = draw(masks, "H").astype(int), draw(masks, "H", bold=True).astype(int)
    assert bold.sum() > 1.1 * plain.sum()
    leaning = draw(masks, "l", italic=True).astype(int)
    upright = draw(masks, "l").astype(int)
    columns = np.arange(WIDE)
    lean = [(half * columns).sum() / half.sum() for half in (leaning[:10], leaning[10:])]
    stand = [(half * columns).sum() / half.sum() for half in (upright[:10], upright[10:])]
    assert lean[0] - lean[1] > stand[0] - stand[1] + 1
    for style in ("underline", "strike"):
        lined = draw(masks, " ", **{style: True})
        rows = np.flatnonzero(lined.any(axis=1))
        assert (lined[rows] == 255).all()
        assert len(rows) == 1
    letter_floor = np.flatnonzero(draw(masks, "H").any(axis=1))[-1]
    assert np.flatnonzero(draw(masks, " ", underline=True).any(axis=1))[0] > letter_floor


@pytest.mark.parametrize("letter", ["m", "v", "x", "θ", "λ", "M"])
def test_a_hat_stands_above_its_letter_and_leaves_it_as_it_is(masks, letter):
    alone, hatted = draw(masks, letter), draw(masks, f"{letter}\u0302")
    added = np.flatnonzero((hatted > alone).any(axis=1))
    assert (hatted >= alone).all()
    assert added.size
    assert added.max() <= np.flatnonzero(alone.any(axis=1))[0] + 1
    columns = np.flatnonzero(((hatted > alone)[: added.max() + 1]).any(axis=0))
    assert abs(columns.min() + columns.max() - (WIDE - 1)) <= 2


def test_a_composed_letter_is_the_font_s_own(masks):
    assert np.array_equal(draw(masks, "e\u0301"), draw(masks, "é"))


def test_joiners_have_no_picture_and_are_not_missed():
    masks = GlyphMasks(SIZE)
    assert np.array_equal(draw(masks, "a\u200d\ufe0f"), draw(masks, "a"))
    assert masks.missing == ""


def test_japanese_fills_two_cells_and_stands_among_latin_letters():
    if japanese() is None:
        pytest.skip("no font with Japanese characters here")
    masks = GlyphMasks(SIZE)
    for character in "点字幕カあ":
        mask = draw(masks, character, cells=2)
        assert mask.shape == (HIGH, 2 * WIDE)
        columns = np.flatnonzero(mask.any(axis=0))
        assert columns.min() < WIDE <= columns.max()
        assert abs(columns.min() + columns.max() - (2 * WIDE - 1)) <= 6
    assert masks.missing == ""


def test_a_font_of_one_s_own_is_asked_first():
    own = GlyphMasks(SIZE, fonts.shipped(bold=True))
    assert np.array_equal(draw(own, "a"), draw(GlyphMasks(SIZE), "a", bold=True))


@pytest.mark.parametrize("content", [b"", b"no font", None])
def test_a_font_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "mine.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FilmError, match=r"mine\.ttf: this font cannot be read"):
        GlyphMasks(SIZE, path)
