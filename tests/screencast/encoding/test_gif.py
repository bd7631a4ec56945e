"""GIFs, read back frame by frame."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from optsim.screencast.encoding.gif import write_gif
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film, Frame, Pen, Span
from tests.screencast.films import films, race
from tests.screencast.moving import at, blocks, drawn, flicker, shown

PEN = Pen(0xE0E0E0, 0x121212)


def ticks(milliseconds):
    return (milliseconds + 5) // 10


@settings(max_examples=25)
@given(films(gap=30))
def test_every_screen_is_shown_in_its_time_and_exact(tmp_path_factory, film):
    path = tmp_path_factory.mktemp("gif") / "x.gif"
    write_gif(film, path)
    frames = list(shown(path))
    for time, pixels in drawn(film):
        assert np.array_equal(at(frames, 10 * ticks(time)), pixels)
    assert sum(duration for duration, _ in frames) == 10 * ticks(film.end)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(0, 50))
def test_no_frame_is_too_short_and_no_error_adds_up(tmp_path_factory, gaps, rest):
    times = [0, *accumulate(gaps)]
    path = tmp_path_factory.mktemp("gif") / "x.gif"
    write_gif(flicker(times, times[-1] + rest), path)
    durations = [duration for duration, _ in shown(path)]
    assert min(durations) >= 20
    begun = {0, *accumulate(durations)}
    # every change of the picture is at a time of the film, to half of a hundredth of a second
    assert begun - {sum(durations)} <= {10 * ticks(time) for time in times}
    assert abs(sum(durations) - (times[-1] + max(rest, 2000))) <= 25


def test_a_minute_of_fifteen_pictures_a_second_is_a_minute(tmp_path):
    times = [round(number * 1000 / 15) for number in range(900)]
    write_gif(flicker(times, 60_000), tmp_path / "x.gif")
    durations = [duration for duration, _ in shown(tmp_path / "x.gif")]
    assert len(durations) == 900
    assert set(durations[:-1]) == {60, 70}
    assert 60_000 - 67 + 2000 - 10 <= sum(durations) <= 60_000 - 66 + 2000 + 10


def test_a_pause_longer_than_a_gif_can_tell(tmp_path):
    write_gif(flicker([0, 1_500_000], 1_501_000), tmp_path / "x.gif")
    frames = list(shown(tmp_path / "x.gif"))
    assert [duration for duration, _ in frames] == [655_350, 655_350, 189_300, 2_000]
    assert len({pixels.tobytes() for _, pixels in frames[:3]}) == 1


def test_it_plays_for_ever(tmp_path):
    write_gif(flicker([0, 100], 200), tmp_path / "x.gif")
    with Image.open(tmp_path / "x.gif") as image:
        assert image.info["loop"] == 0


def test_only_the_changed_rectangle_is_written(tmp_path):
    rows = {number: (Span("." * 40, PEN),) for number in range(10)}
    changed = {4: (Span("." * 7 + "██" + "." * 31, PEN),), 5: (Span("." * 8 + "█" + "." * 31, PEN),)}
    write_gif(Film(40, 10, (Frame(0, rows), Frame(500, changed)), 1000), tmp_path / "x.gif")
    with Image.open(tmp_path / "x.gif") as image:
        image.seek(1)
        (left, top, right, bottom) = image.tile[0][1]
    assert (left, top, right, bottom) == (70, 80, 90, 120)


def test_more_colours_than_a_gif_holds_but_few_at_a_time_stay_exact(tmp_path):
    colours = [(number * 0x010307) & 0xFFFFFF for number in range(600)]
    frames = tuple(Frame(100 * number, {0: blocks(colours[number * 60 : number * 60 + 60])}) for number in range(10))
    film = Film(60, 1, frames, 1000)
    write_gif(film, tmp_path / "x.gif")
    for (_, pixels), (_, expected) in zip(shown(tmp_path / "x.gif"), drawn(film), strict=True):
        assert np.array_equal(pixels, expected)


def test_more_colours_in_one_screen_than_a_gif_holds_are_near(tmp_path):
    # a map of 1200 shades in half blocks, and the letters that matter: they are many, so they stay as they are
    shades = [(x * 5) << 16 | (y * 8) << 8 | 0x40 for y in range(24) for x in range(50)]
    rows = {y: blocks(shades[y * 50 : y * 50 + 50]) for y in range(24)}
    rows |= {24 + y: (Span("The quick brown fox jumps over the lazy dog. 012345"[:50], PEN),) for y in range(6)}
    film = Film(50, 30, (Frame(0, rows),), 1000)
    write_gif(film, tmp_path / "x.gif")
    (_, pixels), (_, expected) = next(shown(tmp_path / "x.gif")), next(drawn(film))
    off = np.abs(pixels.astype(int) - expected)
    assert np.array_equal(pixels[480:], expected[480:])
    # 127 boxes for 1072 shades over 250 × 192: about 9 shades each, 3 × 3 of 5 and 8 apart
    assert off.max() <= 24
    assert off.mean() <= 6


def test_the_same_film_gives_the_same_bytes(tmp_path):
    film = race(seconds=2)
    write_gif(film, tmp_path / "a.gif")
    write_gif(film, tmp_path / "b.gif")
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


def test_what_stays_costs_nothing(tmp_path):
    screen = dict(race(seconds=1).frames[0].rows)
    frames = [Frame(0, screen)]
    write_gif(Film(100, 30, tuple(frames), 100), tmp_path / "one.gif")
    for number in range(1, 101):
        first, *others = (Span(str(number % 10), PEN), *screen[20])
        cut = (others[0]._replace(text=others[0].text[1:]), *others[1:])
        frames.append(Frame(100 * number, {20: (first, *cut)}))
    write_gif(Film(100, 30, tuple(frames), 10_100), tmp_path / "many.gif")
    one, many = ((tmp_path / name).stat().st_size for name in ("one.gif", "many.gif"))
    # a cell is 200 pixels
    assert many - one < 100 * 200


def test_a_fault_leaves_what_was_there(tmp_path):
    path, font = tmp_path / "x.gif", tmp_path / "font.ttf"
    path.write_bytes(b"before")
    font.write_bytes(b"no font")
    with pytest.raises(FilmError):
        write_gif(race(seconds=1), path, font)
    with pytest.raises(OSError, match="none"):
        write_gif(race(seconds=1), tmp_path / "none" / "x.gif")
    assert path.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == [font, path]
