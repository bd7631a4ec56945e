"""Films that are cut and made faster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.screencast.faults import FilmError
from optsim.screencast.film import REST, Film, Frame, Mark, Pen, Span, Still
from optsim.screencast.timing import Timing, timed
from tests.screencast.films import films

PEN = Pen(1, 2)


def count(*times, duration):
    frames = tuple(Frame(time, {0: (Span(str(number), PEN),)}) for number, time in enumerate(times))
    return Film(1, 1, frames, duration, "T", (Mark(times[0], "a"), Mark(times[-1], "b")), (Still(times[-1], "s"),))


def told(film):
    return [(time, screen[0][0].text) for time, screen in film.screens()]


def test_nothing_asked_nothing_changed():
    film = count(0, 1000, 2000, duration=3000)
    assert timed(film, Timing()) is film


def test_from_and_to():
    film = timed(count(0, 1000, 2000, 3000, duration=9000), Timing(begin=1.5, end=2.5))
    assert told(film) == [(0, "1"), (500, "2")]
    assert (film.duration, film.marks, film.stills) == (1000, (), ())
    film = timed(count(0, 1000, 2000, duration=9000), Timing(begin=1.5))
    assert (film.duration, film.marks, film.stills) == (7500, (Mark(500, "b"),), (Still(500, "s"),))
    assert timed(count(0, 1000, duration=2000), Timing(end=99)).duration == 2000


def test_faster_and_slower():
    film = timed(count(0, 1000, 1001, 3000, duration=4001), Timing(speed=2))
    assert told(film) == [(0, "0"), (500, "2"), (1500, "3")]
    assert (film.duration, film.marks[-1], film.stills) == (2001, Mark(1500, "b"), (Still(1500, "s"),))
    assert timed(count(0, 1000, duration=2000), Timing(speed=0.5)).duration == 4000


def test_times_of_an_excerpt_are_those_before_it_is_made_faster():
    film = timed(count(0, 1000, 2000, 3000, duration=4000), Timing(begin=1, end=3, speed=10))
    assert told(film) == [(0, "1"), (100, "2"), (200, "3")]


@pytest.mark.parametrize(
    ("timing", "problem"),
    [
        (Timing(begin=4), "--from 4 is after the end: the film lasts 4 s"),
        (Timing(begin=2, end=1), "--to 1 must be after the beginning, 2"),
        (Timing(begin=1, end=1), "--to 1 must be after the beginning, 1"),
        (Timing(end=1e-9), "--to 1e-09 must be after the beginning, 0"),
        (Timing(speed=1e-300), "--speed 1e-300 makes a film of more than 24 hours"),
        (Timing(speed=1e-5), "--speed 1e-05 makes a film of more than 24 hours"),
    ],
)
def test_times_that_cannot_be_are_told(timing, problem):
    with pytest.raises(FilmError, match=problem):
        timed(count(0, 1000, duration=4000), timing)


@given(films(), st.floats(0, 2), st.floats(0.01, 3), st.floats(0.1, 50))
def test_at_every_time_the_same_screen_as_before(film, begin, length, speed):
    if round(begin * 1000) >= film.duration:
        return
    made = timed(film, Timing(begin=begin, end=begin + length, speed=speed))
    first, last = round(begin * 1000), min(round((begin + length) * 1000), film.duration)
    assert made.screen_at(0) == film.screen_at(first) or made.frames[0].time == 0
    assert made.screen_at(made.duration) == film.screen_at(last)
    times = [frame.time for frame in made.frames]
    assert times == sorted(set(times))
    assert times[-1] <= made.duration


def test_the_last_picture_rests():
    assert count(0, 1000, duration=1020).end == 1000 + REST
    assert count(0, 1000, duration=9000).end == 9000
