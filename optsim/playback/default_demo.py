"""The demo of a scenario that has none: title, play, a pause at what happens, the end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from optsim.analysis.events import EventLog, Kind, RaceEvent, lead_hold
from optsim.analysis.ranking import standings
from optsim.engine.race import Race
from optsim.engine.status import Status
from optsim.languages import english
from optsim.number_format import short
from optsim.playback.motion import FIRST_SPEED, SPEEDS
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Act, Demo
from optsim.scenario.demo.section import FASTEST, LONGEST_TEXT

_MOST_PAUSES = 4
#: steps that are looked through, so that nobody waits long for a demo
_MOST_STEPS = 20_000
#: losses that differ by no more than this share are level
_LEVEL = 0.01
#: two pauses are so much of the race apart, at least
_APART = 1 / 40
#: seconds: the shortest and the longest demo, the title, all playing at most, a pause at most, the end
_SHORTEST, _LONGEST = 16.0, 29.0
_TITLE, _PLAY, _PAUSE, _END = 3.0, 9.0, 3.0, 4.0
#: seconds of rest after each key and caption, and what a pause takes of them, with the pictures that wait for its keys
_GAP, _KEYS_OF_A_PAUSE = 0.2, 0.75

#: what happened in a word or two, for a chapter's title: the lane comes before it
HEADLINES = {
    Kind.OVERTAKEN: "takes the lead",
    Kind.FORK: "is forked",
    Kind.EDIT: "is edited",
    Kind.TARGET: "reaches the target",
    Kind.STOPPED: "stops early",
    Kind.DIVERGED: "diverges",
}
_MARKED = "would stop early"


def headline(happening: RaceEvent) -> str:
    """What happened in a word or two; an early stop that only left its mark stops nothing."""
    if happening.kind is Kind.STOPPED and not happening.ends:
        return _MARKED
    return HEADLINES[happening.kind]


def default_demo(scenario: Scenario) -> Demo:
    """Some 15 to 35 seconds about what happens in the race, which is run for that: to its end, or as far as takes moments.

    Raises what `Scenario.race` raises for a set-up that cannot run.
    """
    race = scenario.race()
    race.advance(min(race.budget, _MOST_STEPS))
    return Demo(keys=True, gap=_GAP, do=tuple(_acts(scenario, race)))


def _acts(scenario: Scenario, race: Race) -> Iterator[Act]:
    pauses = _pauses(race)
    tempo = _tempo(race.head / _PLAY)
    playing = race.head / (SPEEDS[tempo.speed] or 1) / tempo.factor
    rest, lacking = _rests(playing, len(pauses))
    yield Act("say", _line(scenario.title or scenario.name or race.objective.title))
    yield Act("wait", _TITLE + lacking / 2)
    presses = tempo.speed - SPEEDS.index(FIRST_SPEED)
    if presses:
        yield Act("press", ("]" if presses > 0 else "[",) * abs(presses))
    for happening in pauses:
        yield from _play_to(happening.step, tempo.factor)
        yield Act("press", ("space",))
        yield from _told(happening)
        yield Act("wait", rest)
    yield from _play_to(race.head, tempo.factor)
    if not race.over:
        yield Act("press", ("space",))
    yield Act("say", _line(_closing(race)))
    # behind the rest after it: what happens at the last step has its chapter by then
    yield Act("mark", "the end")
    yield Act("wait", _END + lacking / 2)


def _play_to(step: int, factor: float) -> Iterator[Act]:
    """Play up to a step."""
    yield Act("press", ("space",))
    if factor != 1:
        yield Act("speed", factor)
    yield Act("until", f"step >= {step}")
    if factor != 1:
        yield Act("speed", 1.0)


def _told(happening: RaceEvent) -> Iterator[Act]:
    """The sentence of a happening, and a chapter."""
    yield Act("mark", _line(f"{happening.lane} {headline(happening)}"))
    yield Act("say", _line(f"{happening.sign} {happening.lane}: {english().sentence(happening.fact)}"))


class _Tempo(NamedTuple):
    """The place of a speed among those there are, and what it still has to be multiplied with."""

    speed: int
    factor: float


def _tempo(wanted: float) -> _Tempo:
    """The slowest speed of at least so many steps a second; the highest one times a factor where none is."""
    speeds = [speed for speed in SPEEDS if speed is not None]
    place = next((place for place, speed in enumerate(speeds) if speed >= wanted), len(speeds) - 1)
    return _Tempo(place, min(max(wanted / speeds[place], 1.0), FASTEST))


def _rests(playing: float, pauses: int) -> tuple[float, float]:
    """Seconds that each pause lasts, and seconds that title and end have to last longer."""
    fixed = _TITLE + _END + playing
    rest = min(_PAUSE, (_LONGEST - fixed) / pauses - _KEYS_OF_A_PAUSE) if pauses else 0.0
    rest = max(rest, 1.0)
    return round(rest, 2), round(max(0.0, _SHORTEST - fixed - pauses * (rest + _KEYS_OF_A_PAUSE)), 2)


def _pauses(race: Race) -> list[RaceEvent]:
    """The few happenings that matter most, not too near each other, in their order."""
    happenings = [_as_seen(each, race) for each in EventLog(race).happenings() if each.kind in HEADLINES]
    inside = [each for each in happenings if 0 < each.step < race.head]
    chosen: list[RaceEvent] = []
    for happening in sorted(inside, key=lambda each: (-each.kind.weight, each.step)):
        if len(chosen) < _MOST_PAUSES and all(abs(happening.step - each.step) > _APART * race.head for each in chosen):
            chosen.append(happening)
    return sorted(chosen, key=lambda each: each.step)


def _as_seen(happening: RaceEvent, race: Race) -> RaceEvent:
    """At the step at which it is known: a lead has to be held for a while."""
    late = lead_hold(race) - 1 if happening.kind is Kind.OVERTAKEN else 0
    return happening._replace(step=happening.step + late)


def _closing(race: Race) -> str:
    """Who leads at the end, and who has not come that far."""
    ranked = sorted(standings(race), key=lambda each: each.rank)
    first = ranked[0]
    if first.status is Status.DIVERGED:
        return f"Step {race.step}: every lane has diverged."
    lost = [each.name for each in ranked if each.status is Status.DIVERGED]
    rest = f"; {', '.join(lost)} diverged" if lost else ""
    if first.status is Status.TARGET_REACHED:
        return f"Step {race.step}: {_at_target(race)}{rest}."
    level = [each.name for each in ranked if abs(each.loss - first.loss) <= _LEVEL * abs(first.loss)]
    leads = f"{first.name} leads with" if len(level) == 1 else f"{len(level)} lanes are level, within 1 % of"
    return f"Step {race.step}: {leads} a loss of {short(first.loss)}{rest}."


def _at_target(race: Race) -> str:
    """Who reached the target first: another one may be lower in the end."""
    there = [run for run in race.runs.values() if run.status is Status.TARGET_REACHED]
    step = min(run.last_step for run in there)
    first = [run.name for run in there if run.last_step == step]
    who = f"{first[0]} was" if len(first) == 1 else f"{len(first)} lanes were"
    return f"{who} the first at the target, at step {step}"


def _line(text: str) -> str:
    """A text as a caption may have it: one line, nothing that cannot be shown, not too long."""
    seen = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(seen.split())[:LONGEST_TEXT]
