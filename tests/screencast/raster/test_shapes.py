"""Characters as geometry: the edges they touch, their mirror images, their dots."""

import unicodedata
from itertools import product

import pytest

from optsim.screencast.raster.shapes import Area, Disc, Edge, Stroke, shapes

SIZE, LINE = 80, 2
BOXES = [chr(code) for code in range(0x2500, 0x2580)]
STRAIGHT = [char for char in BOXES if char not in "╭╮╯╰╱╲╳"]
BLOCKS = [chr(code) for code in range(0x2580, 0x25A0)]


def drawn(char, width=SIZE, height=SIZE, line=LINE):
    """The pixels that a character's areas cover."""
    return {
        (x, y)
        for area in shapes(char)
        for x in range(area.left.pixel(width, line), area.right.pixel(width, line))
        for y in range(area.top.pixel(height, line), area.bottom.pixel(height, line))
    }


def edges(char):
    """How many pixels of a character lie on the upper, right, lower and left edge of its cell."""
    pixels, last = drawn(char), SIZE - 1
    across, down = [x for x, _ in pixels], [y for _, y in pixels]
    return down.count(0), across.count(last), down.count(last), across.count(0)


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("─", (0, 2, 0, 2)),
        ("┃", (4, 0, 4, 0)),
        ("┌", (0, 2, 2, 0)),
        ("┙", (2, 0, 0, 4)),
        ("┞", (4, 2, 2, 0)),
        ("┶", (2, 4, 0, 2)),
        ("┽", (2, 2, 2, 4)),
        ("╅", (2, 2, 4, 4)),
        ("╈", (2, 4, 4, 4)),
        ("╊", (4, 4, 4, 2)),
        ("╬", (4, 4, 4, 4)),
        ("╓", (0, 2, 4, 0)),
        ("╡", (2, 0, 2, 4)),
        ("╸", (0, 0, 0, 4)),
        ("╼", (0, 4, 0, 2)),
        ("╽", (2, 0, 4, 0)),
    ],
)
def test_arms_of_their_weight_reach_the_edges(char, expected):
    assert edges(char) == expected


@pytest.mark.parametrize(
    ("swapped", "flip"),
    [
        ({"LEFT": "RIGHT", "RIGHT": "LEFT"}, lambda x, y: (SIZE - 1 - x, y)),
        ({"UP": "DOWN", "DOWN": "UP", "UPPER": "LOWER", "LOWER": "UPPER"}, lambda x, y: (x, SIZE - 1 - y)),
    ],
    ids=["sideways", "upside down"],
)
def test_a_mirrored_name_is_a_mirrored_picture(swapped, flip):
    checked = 0
    for char in STRAIGHT + BLOCKS:
        words = unicodedata.name(char).split()
        other = _of_same_words(" ".join(swapped.get(word, word) for word in words))
        if other:
            assert {flip(x, y) for x, y in drawn(char)} == drawn(other), f"{char} {other}"
            checked += other != char
    assert checked > 60


def _of_same_words(name):
    """The character whose name has the same words in each of its parts."""
    wanted = _parts(name)
    return next((char for char in STRAIGHT + BLOCKS if _parts(unicodedata.name(char)) == wanted), None)


def _parts(name):
    prefix = next((p for p in ("BOX DRAWINGS ", "QUADRANT ") if name.startswith(p)), "")
    return prefix, frozenset(frozenset(part.split()) for part in name.removeprefix(prefix).split(" AND "))


@pytest.mark.parametrize("char", [char for char in STRAIGHT if "DASH" not in unicodedata.name(char)])
def test_a_box_character_is_in_one_piece(char):
    """Each line of it can be walked along from any pixel to any other of its own line: no gap at a joint."""
    doubles = unicodedata.name(char).count("DOUBLE")
    assert _pieces(drawn(char)) == {"═": 2, "║": 2, "╠": 3, "╬": 4}.get(char, _pieces(drawn(char)) if doubles else 1)


def _pieces(pixels):
    left, found = set(pixels), 0
    while left:
        found += 1
        todo = [left.pop()]
        while todo:
            x, y = todo.pop()
            near = {(x + dx, y + dy) for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0))} & left
            left -= near
            todo += near
    return found


@pytest.mark.parametrize(("width", "height", "line"), list(product((7, 8, 9, 12), (15, 16, 19), (1, 2))))
def test_lines_are_equally_thick_in_cells_of_any_size(width, height, line):
    assert {x for x, _ in drawn("│", width, height, line)} == {(width - line) // 2 + k for k in range(line)}
    assert {y for _, y in drawn("─", width, height, line)} == {(height - line) // 2 + k for k in range(line)}
    assert {y for x, y in drawn("┼", width, height, line) if x == 0} == {y for _, y in drawn("─", width, height, line)}


def test_blocks_fill_their_share_and_shades_are_veils():
    shares = {"▀": 4, "▁": 1, "▆": 6, "█": 8, "▉": 7, "▏": 1, "▐": 4, "▔": 1, "▕": 1, "▖": 2, "▚": 4, "▟": 6}
    for char, share in shares.items():
        assert len(drawn(char, 8, 16)) == share * 16, char
    assert [shape.alpha for char in "░▒▓█" for shape in shapes(char)] == [0.25, 0.5, 0.75, 1.0]
    assert drawn("▞", 8, 16) == drawn("▝", 8, 16) | drawn("▖", 8, 16)
    assert not drawn("▘") & drawn("▟")
    assert shapes("▁") == (Area(Edge(0), Edge(0.875), Edge(1), Edge(1)),)


def test_braille_dots_follow_the_bits():
    assert shapes("⠀") == ()
    assert shapes("⠁") == (Disc(0.25, 0.125),)
    assert shapes("⢀") == (Disc(0.75, 0.875),)
    assert shapes("⡄") == (Disc(0.25, 0.625), Disc(0.25, 0.875))
    assert len({shapes(chr(0x2800 + dots)) for dots in range(256)}) == 256


def test_round_corners_and_diagonals_are_strokes():
    assert shapes("╭") == (Stroke(0.5, 1, 1, 0.5, round=True),)
    assert shapes("╯") == (Stroke(0.5, 0, 0, 0.5, round=True),)
    assert shapes("╱") == (Stroke(0, 1, 1, 0),)
    assert shapes("╲") == (Stroke(0, 0, 1, 1),)
    assert set(shapes("╳")) == set(shapes("╱") + shapes("╲"))


@pytest.mark.parametrize("text", ["", "a", "日", "●", "e\u0301", "──"])
def test_other_texts_are_left_to_fonts(text):
    assert shapes(text) is None
