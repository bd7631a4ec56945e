"""Insights, theory, planes, demos and the panels about them are in a second language that nothing but its own file knows."""

import re

import pytest

from optsim.analysis.insights.lane_insight import insight
from optsim.analysis.parameter_plane import ParameterPlane
from optsim.analysis.pca_plane import Plane
from optsim.analysis.theory_check import theory_check
from optsim.playback.default_demo import default_demo
from optsim.scenario import load
from optsim.theory.verdicts import Theory
from optsim.tui.panels.notes.rule_costs import RuleCosts
from tests.tui.support import in_loop, opened, press, region_lines
from tests.words.pseudo import Pseudo
from tests.words.test_pseudo_language import prose


@pytest.mark.parametrize("name", ["saddle", "noisy-quadratic", "heavy-ball-cycles", "regression"])
def test_insights_and_theory(name):
    race, language = load(name).race(steps=120), Pseudo()
    race.advance(120)
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    names = {lane.name for lane in race.lanes}
    seen = 0
    for step in (0, 30, race.head):
        race.seek(step)
        for place in range(len(race.lanes)):
            for fact in (insight(race, place), theory_check(theory.verdict(place))):
                text = "" if fact is None else language.sentence(fact)
                seen += bool(text)
                assert not prose(text, names), text
    assert seen > 3


def test_planes():
    for plane in (ParameterPlane(load("saddle").race()), Plane(load("regression").race())):
        assert Pseudo().sentence(plane.description).startswith("⟦")


def test_a_demo_says_and_marks_in_the_language():
    scenario = load("noisy-quadratic")
    acts = default_demo(scenario, Pseudo()).do
    texts = [act.value for act in acts if act.verb in ("say", "mark") and act.value != scenario.title]
    assert len(texts) > 2
    for text in texts:
        assert re.match(r"⟦|\S \S+: ⟦", text), text


@in_loop
async def test_the_table_of_rules():
    # so wide that no head is broken
    async with opened(load("early-stopping"), (240, 50)) as pilot:
        pilot.app.language = Pseudo()
        pilot.app.screen.player.race.advance(40)
        await press(pilot, "right")
        shown = region_lines(pilot, RuleCosts)
        heads, rows = " ".join(shown[:-5]), shown[-5:]
        # its title and three columns
        assert heads.count("⟦") == heads.count("⟧") == 4
        assert all("⟦" in row for row in rows)
