"""Stills, read back."""

import numpy as np
import pytest
from PIL import Image

from optsim.screencast.encoding.png import write_png
from optsim.screencast.film import Film, Frame, Pen, Span, Still
from tests.screencast.moving import blocks, drawn


def film(*stills, colours=3):
    frames = tuple(Frame(1000 * number, {0: blocks([0x112233 * number] * 4)}) for number in range(colours))
    return Film(4, 1, frames, 1000 * colours, stills=tuple(stills))


def read(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_without_stills_it_is_the_last_screen(tmp_path):
    made = write_png(film(), tmp_path / "x.png")
    assert made == ((tmp_path / "x.png",), ())
    assert np.array_equal(read(tmp_path / "x.png"), list(drawn(film()))[-1][1])


def test_each_still_is_a_file_of_what_was_shown_then(tmp_path):
    wanted = film(Still(0, "start"), Still(1999, "saddle"), Still(2000, "end"))
    made = write_png(wanted, tmp_path / "x.png")
    assert [path.name for path in made.files] == ["x-start.png", "x-saddle.png", "x-end.png"]
    screens = [pixels for _, pixels in drawn(wanted)]
    for path, screen in zip(made.files, screens, strict=True):
        assert np.array_equal(read(path), screen)
    assert not (tmp_path / "x.png").exists()


def test_names_that_are_no_names_of_files_or_are_there_twice(tmp_path):
    names = ["../../etc/passwd", "a b", "a b", "鞍点", "..", ""]
    made = write_png(film(*(Still(0, name) for name in names)), tmp_path / "x.png")
    assert [path.name for path in made.files] == [
        "x-etc-passwd.png",
        "x-a-b.png",
        "x-a-b-2.png",
        "x-鞍点.png",
        "x-still.png",
        "x-still-2.png",
    ]
    assert all(path.parent == tmp_path and path.exists() for path in made.files)


@pytest.mark.parametrize(("colours", "mode"), [(200, "P"), (300, "RGB")])
def test_few_colours_are_a_table_and_many_are_exact_too(tmp_path, colours, mode):
    row = tuple(Span(" ", Pen(0, number * 0x000A0B)) for number in range(colours))
    wide = Film(colours, 1, (Frame(0, {0: row}),), 0)
    write_png(wide, tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as image:
        assert image.mode == mode
    assert np.array_equal(read(tmp_path / "x.png"), next(drawn(wide))[1])
