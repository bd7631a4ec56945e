"""The demo of a scenario that has none: title, play, a pause at what happens, the end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from optsim.analysis.events import EventLog, Kind, RaceEvent, lead_hold
from optsim.analysis.final_standing import final_standing
from optsim.engine.capabilities.states import States
from optsim.languages import Language
from optsim.playback.motion import SPEEDS
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Act, Demo
from optsim.scenario.demo.section import FASTEST, LONGEST_TEXT

_MOST_PAUSES = 4
#: steps that are looked through, so that nobody waits long for a demo
_MOST_STEPS = 20_000
#: two pauses are so much of the race apart, at least
_APART = 1 / 40
#: seconds: the shortest and the longest demo, the title, all playing at most, a pause at most, the end
_SHORTEST, _LONGEST = 16.0, 29.0
_TITLE, _PLAY, _PAUSE, _END = 3.0, 9.0, 3.0, 4.0
#: seconds of rest after each key and caption, and what a pause takes of them, with the pictures that wait for its keys
_GAP, _KEYS_OF_A_PAUSE = 0.2, 0.75

#: what a demo pauses at
_TOLD = frozenset(Kind) - {Kind.OVER}


def headline(language: Language, happening: RaceEvent) -> str:
    """Return what happened in a few words, for a chapter's title; an early stop that only left its mark stops nothing.

    Args:
        language: The language.
        happening: What happened, at least to one lane.
    """
    marked = happening.kind is Kind.STOPPED and not happening.ends
    return language.text(f"headline.{'marked' if marked else happening.kind.name.lower()}", lane=happening.lane)


def default_demo(scenario: Scenario, language: Language) -> Demo:
    """Some 15 to 35 seconds about what happens in the race, which is run for that: to its end, or as far as takes moments.

    Raises what `Scenario.race` raises for a set-up that cannot run.
    """
    race = scenario.race()
    race.advance(min(race.budget, _MOST_STEPS))
    return demo_of(scenario, race, language)


def demo_of(scenario: Scenario, race: States, language: Language) -> Demo:
    """Return the same of a race that stands at its end, which may be that of a recording."""
    return Demo(keys=True, gap=_GAP, do=tuple(_acts(scenario, race, language)))


def _acts(scenario: Scenario, race: States, language: Language) -> Iterator[Act]:
    pauses = _pauses(race)
    tempo = _tempo(race.head / _PLAY)
    playing = race.head / (SPEEDS[tempo.speed] or 1) / tempo.factor
    rest, lacking = _rests(playing, len(pauses))
    yield Act("say", _line(scenario.title or scenario.name or race.objective.title))
    yield Act("wait", _TITLE + lacking / 2)
    opened = scenario.view.speed
    presses = tempo.speed - SPEEDS.index(None if opened == "max" else opened)
    if presses:
        yield Act("press", ("]" if presses > 0 else "[",) * abs(presses))
    for happening in pauses:
        yield from _play_to(happening.step, tempo.factor)
        yield Act("press", ("space",))
        yield from _event_acts(language, happening)
        yield Act("wait", rest)
    yield from _play_to(race.head, tempo.factor)
    if not race.over:
        yield Act("press", ("space",))
    yield Act("say", _line(_closing(language, race)))
    # after the rest that follows it: what happens at the last step has its chapter by then
    yield Act("mark", language.text("demo.the_end"))
    yield Act("wait", _END + lacking / 2)


def _play_to(step: int, factor: float) -> Iterator[Act]:
    """Play up to a step."""
    yield Act("press", ("space",))
    if factor != 1:
        yield Act("speed", factor)
    yield Act("until", f"step >= {step}")
    if factor != 1:
        yield Act("speed", 1.0)


def _event_acts(language: Language, happening: RaceEvent) -> Iterator[Act]:
    """The sentence of a happening, and a chapter."""
    yield Act("mark", _line(headline(language, happening)))
    yield Act("say", _line(f"{happening.sign} {happening.lane}: {language.sentence(happening.fact)}"))


class _Tempo(NamedTuple):
    """The place of a speed among those there are, and what it still has to be multiplied with."""

    speed: int
    factor: float


def _tempo(steps_per_second: float) -> _Tempo:
    """Return the slowest speed that is at least this fast; where none is, the highest one times a factor."""
    speeds = [speed for speed in SPEEDS if speed is not None]
    place = next((place for place, speed in enumerate(speeds) if speed >= steps_per_second), len(speeds) - 1)
    return _Tempo(place, min(max(steps_per_second / speeds[place], 1.0), FASTEST))


def _rests(playing: float, pauses: int) -> tuple[float, float]:
    """Seconds that each pause lasts, and seconds that title and end have to last longer."""
    fixed = _TITLE + _END + playing
    rest = min(_PAUSE, (_LONGEST - fixed) / pauses - _KEYS_OF_A_PAUSE) if pauses else 0.0
    rest = max(rest, 1.0)
    return round(rest, 2), round(max(0.0, _SHORTEST - fixed - pauses * (rest + _KEYS_OF_A_PAUSE)), 2)


def _pauses(race: States) -> list[RaceEvent]:
    """The few happenings that matter most, not too near each other, in their order."""
    happenings = [_as_seen(each, race) for each in EventLog(race).happenings() if each.kind in _TOLD]
    inside = [each for each in happenings if 0 < each.step < race.head]
    chosen: list[RaceEvent] = []
    for happening in sorted(inside, key=lambda each: (-each.kind.weight, each.step)):
        if len(chosen) < _MOST_PAUSES and all(abs(happening.step - each.step) > _APART * race.head for each in chosen):
            chosen.append(happening)
    return sorted(chosen, key=lambda each: each.step)


def _as_seen(happening: RaceEvent, race: States) -> RaceEvent:
    """At the step at which it is known: a lead has to be held for a while."""
    late = lead_hold(race) - 1 if happening.kind is Kind.OVERTAKEN else 0
    return happening._replace(step=happening.step + late)


def _closing(language: Language, race: States) -> str:
    """Return who leads at the end, and who has not come that far."""
    standing = language.sentence(final_standing(race))
    return language.text("demo.closing", step=race.step, standing=standing)


def _line(text: str) -> str:
    """A text as a caption may have it: one line, nothing that cannot be shown, not too long."""
    printable = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(printable.split())[:LONGEST_TEXT]
