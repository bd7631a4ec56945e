"""Timetable of a demo as text: acts, chapters, stills, length."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from optsim.languages import Language
from optsim.scenario.demo.demo import Act, Demo
from optsim.screencast.film import Film
from optsim.screencast.write_all import summary


def timetable(film: Film, demo: Demo, acts: Mapping[int, int], language: Language) -> Iterator[str]:
    """Line by line; `acts` tells when each act began, by its number from 1, in milliseconds."""
    yield language.text("film.acts")
    for number, act in enumerate(demo.do, start=1):
        yield f"{_seconds(acts.get(number, film.duration))}  {number:>3}  {act.verb} = {_value(act.value)}{_rest(act)}"
    for what, entries in (
        ("chapters", [(mark.time, mark.label) for mark in film.marks]),
        ("stills", [(still.time, still.name) for still in film.stills]),
    ):
        if entries:
            yield language.text(f"film.{what}")
            yield from (f"{_seconds(time)}  {text}" for time, text in entries)
    yield summary(film, language)


def _seconds(time: int) -> str:
    return f"{time / 1000:>9.3f}"


def _rest(act: Act) -> str:
    return "" if act.rest is None else f", rest = {act.rest:g}"


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
