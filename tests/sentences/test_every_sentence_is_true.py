"""Random scenarios, and every sentence that the app makes of them held against an independent calculation.

OPTSIM_SENTENCES=5000 draws so many; OPTSIM_FIRST_SENTENCE begins at another number.
"""

from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pytest

from optsim.analysis.events import EventLog, Kind
from optsim.analysis.insights.lane_insight import insight
from optsim.analysis.theory_check import theory_check
from optsim.languages import english
from optsim.playback.default_demo import default_demo
from optsim.scenario import Scenario
from optsim.theory.verdicts import Theory
from tests.sentences import ends, points, quadratics, stopping, theory, updates  # noqa: F401 they register their kinds
from tests.sentences.drawn import drawn
from tests.sentences.followed import Followed
from tests.sentences.functions import function_of
from tests.sentences.referee import Case, FalseSentenceError, judge

DRAWS = int(os.environ.get("OPTSIM_SENTENCES", "300"))
FIRST = int(os.environ.get("OPTSIM_FIRST_SENTENCE", "0"))
#: scenarios of a test, and those of them that are judged without --whole
_TOGETHER, _FEW = 50, 20


def sentences(number):
    """(text, what is case) of every sentence of a scenario: of lanes at several steps, of ends, of what happened."""
    table = drawn(number)
    scenario = Scenario.from_dict(table)
    race = scenario.race(keep_params=True)
    race.advance(race.budget)
    function = function_of(table, race)
    lanes = [Followed(table, lane, function, race, place) for place, lane in enumerate(table["lanes"].values())]
    verdicts = Theory(race)
    verdicts.forecast.advance(lambda: True)
    for step in sorted({0, 1, 3, race.head // 3, race.head // 2, race.head - 1, race.head} & set(range(race.head + 1))):
        race.seek(step)
        for place, lane in enumerate(lanes):
            yield said(insight(race, place)), case_at(lane, step)
            yield said(theory_check(verdicts.verdict(place))), case_at(lane, step)
    for place, end in race.ends.items():
        yield english().sentence(end.cause), case_at(lanes[place], end.step)
    for happening in EventLog(race).happenings():
        if happening.lane and happening.kind is not Kind.FORK:
            yield english().sentence(happening.fact), case_at(lanes[race.runs[happening.lane].place], happening.step)

    if number % 5 == 0:
        last = [act.value for act in default_demo(scenario, english()).do if act.verb == "say"][-1]
        yield last, case_at(lanes[0], race.head)


def said(fact):
    return "" if fact is None else english().sentence(fact)


def case_at(lane, step):
    case = Case(lane, step)
    case.table_steps = lane.table["budget"]["steps"]
    return case


def judged(numbers):
    """How often each kind was said, and what was false, over the scenarios of some numbers."""
    counts, false = Counter(), []
    for number in numbers:
        try:
            with np.errstate(all="ignore"):
                for text, case in sentences(number):
                    if text:
                        counts.update(judge(text, case))
        except FalseSentenceError as error:
            false.append(f"scenario {number}: {error}")
    return counts, false


@pytest.mark.thorough
@pytest.mark.parametrize("first", range(FIRST, FIRST + DRAWS, _TOGETHER))
def test_no_sentence_is_false(first, whole):
    counts, false = judged(range(first, min(first + (_TOGETHER if whole else _FEW), FIRST + DRAWS)))
    assert not false, "\n".join(false)
    assert sum(counts.values()) > 100
