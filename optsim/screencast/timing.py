"""A film that is cut or faster."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film, Frame, Mark, Still
from optsim.system.limits import LONGEST_CAST


class Timing(NamedTuple):
    """Changes of a film's timing: longest pause, beginning and end in seconds, None as it is; and how many times as fast."""

    idle: float | None = None
    begin: float | None = None
    end: float | None = None
    speed: float = 1.0


def timed(film: Film, timing: Timing) -> Film:
    """The film from its beginning to its end, as fast as is asked for.

    Raises FilmError where nothing is between them, and where it would last longer than any cast may.
    """
    if timing.begin is not None or timing.end is not None:
        film = _excerpt(film, timing.begin or 0.0, film.duration / 1000 if timing.end is None else timing.end)
    if timing.speed == 1:
        return film
    if film.duration > LONGEST_CAST * 1000 * timing.speed:
        raise FilmError(f"--speed {timing.speed:g} makes a film of more than {LONGEST_CAST // 3600} hours")
    return _faster(film, timing.speed)


def _excerpt(film: Film, begin: float, end: float) -> Film:
    first, last = round(begin * 1000), min(round(end * 1000), film.duration)
    if first >= film.duration and first:
        raise FilmError(f"--from {begin:g} is after the end: the film lasts {film.duration / 1000:g} s")
    if end <= 0 or (last <= first and film.duration):
        raise FilmError(f"--to {end:g} must be after the beginning, {begin:g}")
    frames = [Frame(0, dict(enumerate(film.screen_at(first))))]
    frames += [Frame(time - first, rows) for time, rows in film.frames if first < time <= last]
    return replace(
        film,
        frames=tuple(frames),
        duration=last - first,
        marks=tuple(Mark(time - first, label) for time, label in film.marks if first <= time <= last),
        stills=tuple(Still(time - first, name) for time, name in film.stills if first <= time <= last),
    )


def _faster(film: Film, factor: float) -> Film:
    frames: list[Frame] = []
    for time, rows in film.frames:
        now = round(time / factor)
        if frames and frames[-1].time == now:
            frames[-1] = Frame(now, {**frames[-1].rows, **rows})
        else:
            frames.append(Frame(now, rows))
    return replace(
        film,
        frames=tuple(frames),
        # nothing comes after the end
        duration=math.ceil(film.duration / factor),
        marks=tuple(Mark(round(time / factor), label) for time, label in film.marks),
        stills=tuple(Still(round(time / factor), name) for time, name in film.stills),
    )
