"""The demo of a log: it is revealed step by step, then what is seen in it is told."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.analysis.insights.training import training_insights
from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.playback.motion import FIRST_SPEED, SPEEDS
from optsim.scenario.demo.demo import Act, Demo
from optsim.scenario.demo.section import FASTEST, LONGEST_TEXT

#: seconds: the title, all playing, each sentence; sentences that are told
_TITLE, _PLAY, _SENTENCE, _MOST_SENTENCES = 2.0, 10.0, 4.0, 4


def log_demo(whole: Curves, language: Language) -> Demo:
    """Return the demo of logs that were read to their ends.

    Args:
        whole: All that is to be revealed.
        language: The language of what is told.
    """
    return Demo(keys=False, do=tuple(_acts(whole, language)))


def _acts(whole: Curves, language: Language) -> Iterator[Act]:
    yield Act("say", whole.title[:LONGEST_TEXT])
    yield Act("wait", _TITLE)
    first, last = int(whole.history.rows[0]) if whole.history.rows is not None else 0, whole.head
    a_second = (last - first) / _PLAY
    speeds = [speed for speed in SPEEDS if speed is not None]
    place = next((place for place, speed in enumerate(speeds) if speed >= a_second), len(speeds) - 1)
    presses = place - SPEEDS.index(FIRST_SPEED)
    if presses:
        yield Act("press", ("]" if presses > 0 else "[",) * abs(presses))
    if last > first:
        factor = min(max(a_second / speeds[place], 1.0), FASTEST)
        yield Act("press", ("space",))
        yield Act("speed", factor)
        yield Act("until", f"step >= {last}")
        yield Act("speed", 1.0)
    for text in _sentences(whole, language):
        yield Act("say", text[:LONGEST_TEXT])
        yield Act("wait", _SENTENCE)


def _sentences(whole: Curves, language: Language) -> list[str]:
    """Return what is seen in the first lanes."""
    sentences = []
    for place, lane in enumerate(whole.lanes[:_MOST_SENTENCES]):
        told_first = language.sentence(training_insights(whole, place)[0])
        sentences.append(told_first if len(whole.lanes) == 1 else f"{lane.name}: {told_first}")
    return sentences
