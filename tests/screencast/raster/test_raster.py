"""Screens as pixels: what is drawn line by line is what is drawn at once."""

import numpy as np
from hypothesis import given, settings

from optsim.screencast.film import Pen, Span
from optsim.screencast.raster.glyph_masks import CellSize
from optsim.screencast.raster.raster import Raster
from tests.screencast.films import films

ORANGE, NAVY = 0xFF8800, 0x112244
PEN = Pen(ORANGE, NAVY)


def rgb(raster):
    return np.asarray(raster.image())


def parts(colour):
    return [colour >> shift & 255 for shift in (16, 8, 0)]


@settings(max_examples=30)
@given(films())
def test_lines_drawn_one_after_the_other_make_the_whole_screen(film):
    raster = Raster(film.width, film.height)
    for frame, (_, screen) in zip(film.frames, film.screens(), strict=True):
        raster.draw(frame.rows)
        whole = Raster(film.width, film.height)
        whole.draw(dict(enumerate(screen)))
        assert np.array_equal(rgb(raster), rgb(whole))


def test_every_cell_has_its_place_and_its_colours():
    raster = Raster(4, 2, CellSize(8, 16))
    raster.draw({0: (Span("█ ", PEN), Span("▄ ", Pen(0x00FF00, 0))), 1: (Span("    ", Pen(0, 0xFFFFFF)),)})
    image = rgb(raster)
    assert image.shape == (32, 32, 3)
    assert (image[:16, :8] == parts(ORANGE)).all()
    assert (image[:16, 8:16] == parts(NAVY)).all()
    assert (image[:8, 16:24] == 0).all()
    assert (image[8:16, 16:24] == [0, 255, 0]).all()
    assert (image[16:] == 255).all()


def test_a_full_width_character_takes_two_cells():
    raster = Raster(5, 1)
    raster.draw({0: (Span("a点█b", PEN),)})
    image = rgb(raster)
    assert (image[:, 30:40] == parts(ORANGE)).all()
    assert not (image[:, 20:30] == parts(ORANGE)).all()


def test_soft_edges_lie_between_the_ground_and_the_colour():
    raster = Raster(3, 1)
    raster.draw({0: (Span("Ogθ", PEN),)})
    low, high = (np.minimum(parts(ORANGE), parts(NAVY)), np.maximum(parts(ORANGE), parts(NAVY)))
    image = rgb(raster)
    assert ((image >= low) & (image <= high)).all()
    # straight from one to the other: in every channel the same share
    share = (image.astype(float) - parts(NAVY)) / (np.array(parts(ORANGE)) - parts(NAVY))
    assert np.ptp(share, axis=2).max() < 0.02
    assert len(raster.colours) <= 9


def test_bytes_for_a_video_are_blue_green_red_and_one_more():
    raster = Raster(1, 1, CellSize(2, 4))
    raster.draw({0: (Span("█", PEN),)})
    assert raster.rgb() == bytes([0x00, 0x88, 0xFF, 0]) * 8
