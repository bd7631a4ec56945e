"""Each mark stands on the curve of its own lane: of the value that a rule watches, at the step at which it spoke."""

from optsim import Scenario
from optsim.engine.status import Status
from optsim.tui.panels.chart.chart_view import ChartView
from tests.tui.support import in_loop, opened, press, ticks

RULES = [{"patience": 3, "halt": False}, {"rule": "gl", "threshold": 20.0, "halt": False}]
SCENARIO = {
    "objective": {
        "kind": "mlp",
        "hidden": [8],
        "batch_size": 8,
        "data": {"examples": 40, "noise": 0.5, "validation": 0.5},
    },
    "budget": {"epochs": 60},
    "early_stopping": RULES,
    "lanes": {
        "adam": {"optimizer": "adam", "learning_rate": 0.05},
        "momentum": {"optimizer": "momentum", "learning_rate": 0.05},
        "wild": {"optimizer": "sgd", "learning_rate": 30.0},
    },
}


def expected(view, watched):
    """(x, y, colour) of ★, of the rules' signs and of ✗, from what the race has measured."""
    race = view.race
    found = {"stopped": set(), "best": set(), "diverged": set()}
    for event in race.events:
        place = race.runs[event.lane].place
        value = watched(race, event.step)[place]
        found["stopped"].add((event.step, value, view.colour(place)))
    for run in race.runs.values():
        if run.best_step < run.last_step:
            found["best"].add((run.best_step, watched(race, run.best_step)[run.place], view.colour(run.place)))
        if run.status is Status.DIVERGED:
            found["diverged"].add((run.last_step, view.colour(run.place)))
    return found


def validation(race, step):
    return race.history.validation_loss[step // race.steps_per_epoch]


def training(race, step):
    return race.history.loss[step]


async def marked(scenario, watched, *keys):
    async with opened(scenario) as pilot:
        await press(pilot, "end", *keys)
        await ticks(pilot, 40)
        view = pilot.app.screen.query_one(ChartView).view
        assert view.race.over
        chart, _ = pilot.app.screen.query_one(ChartView)._chart(view, 100)
        drawn = chart.marks
        wanted = expected(view, watched)
        assert len({value for _, value, _ in wanted["stopped"]}) > 1
        rules = {mark for mark in drawn if mark.sign not in "★✗"}
        assert {(mark.x, mark.y, mark.colour) for mark in rules} == wanted["stopped"]
        assert {(mark.x, mark.y, mark.colour) for mark in drawn if mark.sign == "★"} == wanted["best"]
        crosses = [mark for mark in drawn if mark.sign == "✗"]
        assert {(mark.x, mark.colour) for mark in crosses} == wanted["diverged"]
        return crosses


@in_loop
async def test_on_the_validation_loss_where_that_is_watched():
    crosses = await marked(Scenario.from_dict(SCENARIO), validation)
    assert len(crosses) == 1


@in_loop
async def test_on_the_training_loss_where_that_is_watched():
    watching = [{**rule, "monitor": "loss"} for rule in RULES]
    await marked(Scenario.from_dict({**SCENARIO, "early_stopping": watching}), training, "T", "T")
