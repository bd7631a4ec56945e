"""Overtakings against a plain loop; edits and forks; weights."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, Race
from optsim.analysis.event_facts import NotConverted
from optsim.analysis.events import EventLog, Kind, changes, not_converted
from optsim.engine.lane import Lane
from optsim.engine.lane_label import Fork
from optsim.engine.optimizer import StateText
from optsim.languages import english
from optsim.plot.width import cell_width
from tests.engine.support import Readings, ticking


class Scripted(Readings):
    """Losses of several lanes, told apart by where they start to count: lane k reads list k."""

    def evaluate(self, params, sample=None):
        step = np.minimum(params[..., 0].astype(int), len(self.losses[0]) - 1)
        return np.array([lane[at] for lane, at in zip(self.losses, step, strict=True)]), np.full(params.shape, -1.0)


def overtakings(*losses, at_once=None):
    """(step, lane) of each overtaking in a race with these losses."""
    steps = len(losses[0]) - 1
    race = Race(Scripted(losses=losses), {f"{k}": ticking() for k in range(len(losses))}, steps=steps)
    chronicle = EventLog(race)
    while not race.over:
        race.advance(at_once or steps + 1)
        chronicle.happenings()
    found = [each for each in chronicle.happenings() if each.kind is Kind.OVERTAKEN]
    return [(each.step, each.lane, english().sentence(each.fact)) for each in found]


def by_a_loop(losses, hold):
    """The definition, row by row."""
    leader, rival, since, found = None, None, 0, []
    for step, row in enumerate(zip(*losses, strict=True)):
        best = min(range(len(row)), key=lambda place: (row[place], place))
        if best != rival:
            rival, since = best, step
        if best != leader and step - since + 1 >= hold:
            if leader is not None and row[best] <= 0.98 * row[leader]:
                found.append((since, str(best)))
            leader = best
    return found


def test_who_takes_the_lead_and_keeps_it_has_overtaken():
    one = [1.0] * 100
    other = [2.0] * 40 + [0.5] * 60
    ((step, lane, sentence),) = overtakings(one, other)
    assert (step, lane) == (40, "1")
    assert sentence == "overtakes 0: loss 0.5 against 1 at step 49"


def test_numbers_of_an_overtaking_are_written_as_everywhere():
    ((_, _, sentence),) = overtakings([-1e-9] * 100, [0.0] * 40 + [-2e-9] * 60)
    assert sentence == "overtakes 0: loss −2e−9 against −1e−9 at step 49"


def test_a_lead_of_a_few_steps_is_noise():
    assert overtakings([1.0] * 100, [2.0] * 40 + [0.5] * 9 + [2.0] * 51) == []


def test_a_lead_that_nobody_sees_is_none():
    assert overtakings([1.0] * 100, [2.0] * 40 + [0.99] * 60) == []


@settings(max_examples=60, deadline=None)
@given(
    losses=st.integers(2, 4).flatmap(
        lambda lanes: st.lists(
            st.lists(st.sampled_from([0.1, 0.2, 0.4, 0.8]), min_size=8, max_size=8), min_size=lanes, max_size=lanes
        )
    ),
    at_once=st.integers(1, 90),
)
def test_it_is_the_definition_whatever_the_stretches(losses, at_once):
    # each level is held for a while, so that some leads last
    stretched = [np.repeat(lane, 9).tolist() for lane in losses]
    found = [each[:2] for each in overtakings(*stretched, at_once=at_once)]
    assert found == by_a_loop(stretched, 10)


def test_edits_and_forks_are_told_with_what_changed():
    adam = OPTIMIZERS["adam"](learning_rate=0.1)
    lane = Lane("a", adam, fork=Fork("b", 10)).edited(5, OPTIMIZERS["adam"](learning_rate=0.2))
    lane = lane.edited(10, OPTIMIZERS["adam"](learning_rate=0.25, bias_correction=False))
    assert [(each.step, each.kind, english().sentence(each.fact)) for each in changes(lane)] == [
        (10, Kind.FORK, "forked from b"),
        (10, Kind.EDIT, "α 0.2 → 0.25, bias_correction true → false"),
    ]


def test_no_two_kinds_have_one_sign_or_one_weight():
    assert len({kind.sign for kind in Kind}) == len({kind.weight for kind in Kind}) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_sign_takes_one_cell(kind):
    assert cell_width(kind.sign) == 1


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        (
            "momentum",
            "article",
            "torch",
            "so far v is a sum of steps, α·g; from here on v is a sum of gradients, g",
        ),
        (
            "momentum",
            "torch",
            "average",
            "so far v is a sum of gradients, g; from here on v is an average of gradients",
        ),
        (
            "nag",
            "article",
            "keras",
            "so far θ is behind the look-ahead point, v is a sum of steps, α·g; from here on θ is the look-ahead point, v is a sum of steps, α·g",
        ),
    ],
)
def test_an_edit_of_the_convention_tells_that_the_state_is_not_converted(name, before, after, told):
    lane = Lane("lane", OPTIMIZERS[name](learning_rate=0.1, convention=before))
    (edit,) = changes(lane.edited(5, OPTIMIZERS[name](learning_rate=0.1, convention=after)))
    assert english().sentence(edit.fact) == f"convention {before} → {after}; the state is not converted: {told}"


class Sign(NamedTuple):
    """An optimizer that says with a text what its state stands for, as was done before."""

    carried: str


def test_a_text_on_what_a_state_stands_for_is_taken_for_one_release():
    with pytest.warns(DeprecationWarning, match="carried is now a fact"):
        fact = not_converted(Sign("v is a sum"), Sign(""))
    assert fact == NotConverted(StateText("v is a sum"), None)
    assert english().sentence(fact) == "the state is not converted: so far v is a sum"
    with pytest.warns(DeprecationWarning, match="carried is now a fact"):
        assert not_converted(Sign("v is a sum"), Sign("v is a sum")) is None


def test_what_is_told_of_the_state_is_what_happens():
    # the velocity is kept: its first step after the edit is 1/α times as long
    optimizer = OPTIMIZERS["momentum"]
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,))
    lane = Lane("lane", optimizer(learning_rate=0.01)).edited(5, optimizer(learning_rate=0.01, convention="torch"))
    race = Race(bowl, [lane], steps=10)
    race.advance(10)
    before, after = (race.state_at(step).memory[0].velocity[0, 0] for step in (5, 6))
    gradient = race.history.params[5, 0, 0]
    assert after == 0.9 * before + gradient


def test_other_edits_say_nothing_of_the_state():
    lane = Lane("lane", OPTIMIZERS["momentum"](learning_rate=0.1)).edited(5, OPTIMIZERS["momentum"](learning_rate=0.2))
    (edit,) = changes(lane)
    assert english().sentence(edit.fact) == "α 0.1 → 0.2"


def test_an_edit_that_a_lane_did_not_live_to_see_has_not_happened():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,))
    gd = OPTIMIZERS["gd"]
    lanes = [Lane("explodes", gd(learning_rate=1e9)).edited(50, gd(learning_rate=0.1)), Lane("goes on", gd())]
    race = Race(bowl, lanes, steps=60)
    race.advance(60)
    assert race.ends[0].step < 50
    assert Kind.EDIT not in {each.kind for each in EventLog(race).happenings()}
