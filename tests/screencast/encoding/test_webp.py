"""Animated WebP, read back frame by frame."""

import numpy as np
from hypothesis import given, settings
from PIL import Image

from optsim.screencast.encoding.webp import write_webp
from optsim.screencast.film import Film, Frame
from tests.screencast.films import films
from tests.screencast.moving import at, blocks, drawn, flicker, shown


@settings(max_examples=15)
@given(films())
def test_every_screen_is_shown_in_its_time_and_exact(tmp_path_factory, film):
    path = tmp_path_factory.mktemp("webp") / "x.webp"
    assert write_webp(film, path).files == (path,)
    with Image.open(path) as image:
        still = image.n_frames == 1
    if still:
        with Image.open(path) as image:
            assert np.array_equal(np.asarray(image.convert("RGB")), list(drawn(film))[-1][1])
        return
    frames = list(shown(path))
    for time, pixels in drawn(film):
        assert np.array_equal(at(frames, time), pixels)
    assert sum(duration for duration, _ in frames) == film.end


def test_it_plays_for_ever(tmp_path):
    frames = (Frame(0, {0: blocks([0xFF0000])}), Frame(100, {0: blocks([0x00FF00])}))
    write_webp(Film(1, 1, frames, 200), tmp_path / "x.webp")
    with Image.open(tmp_path / "x.webp") as image:
        assert image.info["loop"] == 0
        assert image.n_frames == 2


def test_a_pause_longer_than_a_frame_can_last(tmp_path):
    film = flicker([0, 40_000_000], 40_001_000)
    write_webp(film, tmp_path / "x.webp")
    assert sum(duration for duration, _ in shown(tmp_path / "x.webp")) == film.end
