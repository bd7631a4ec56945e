"""Logs in the app: what somebody else trains, as it grows."""

import pytest

from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.logs.revealed_log import RevealedLog
from optsim.playback.logs.roles import is_of_log
from optsim.playback.logs.rules import DEFAULT_RULES
from optsim.tui.commands import COMMANDS
from optsim.tui.widgets.lane_table import LaneTable
from tests.logs.support import SAMPLES, csv_of, curves, losses
from tests.tui.support import in_loop, opened, panel, press, text


@pytest.fixture(autouse=True)
def _no_quantities_left():
    yield
    for name in [name for name in QUANTITIES if is_of_log(name)]:
        QUANTITIES.remove(name)


def overfitting(file, rows=30):
    """A log whose validation loss rises again."""
    validation = [2 - 0.1 * row if row < 10 else 1 + 0.05 * (row - 10) for row in range(rows)]
    file.write_text(csv_of(epoch=range(rows), loss=losses(rows, noise=0).tolist(), val_loss=validation))
    return file


@in_loop
async def test_a_log_opens_at_its_newest_step_and_says_what_is_seen(tmp_path):
    async with opened(curves(overfitting(tmp_path / "train.csv"), live=True), (140, 45)) as pilot:
        shown = text(pilot)
        assert "train.csv" in shown.splitlines()[0]
        assert "follows" in shown
        assert "step 29/29" in shown
        assert "overfits since step 10" in shown
        assert "val_loss" in shown
        assert "patience 3" in shown
        assert "How it was read" in shown
        # its training may have ended long ago
        assert "running" not in shown
        assert "1 open" in shown
        # its name is "train": it would stand at the validation loss
        assert "● validation" in shown
        assert "● training" in shown
        assert "space" not in shown.splitlines()[-1]


def four_rates(folder):
    """Logs of which one has diverged, one is no number any more, one has passed over a NaN."""
    falling = losses(40, noise=0).tolist()
    for name, values in {
        "diverges": [2.0 * 1.2**row for row in range(40)],
        "falls": falling,
        "no number": [*falling[:20], *[float("nan")] * 20],
        "passed over": [*falling[:20], float("inf"), *falling[21:]],
    }.items():
        (folder / f"{name}.csv").write_text(csv_of(step=range(40), loss=values))
    return curves(folder, live=True)


@in_loop
async def test_a_log_that_has_diverged_has_that_status_and_signs_of_rules_are_of_the_selected_one(tmp_path):
    async with opened(four_rates(tmp_path), (140, 45)) as pilot:
        table = panel(pilot, LaneTable).view
        assert {lane.name: table.status_word(lane.status) for lane in table.lanes} == {
            "diverges": "diverged",
            "falls": "open",
            "no number": "diverged",
            "passed over": "open",
        }
        assert "2 open" in text(pilot)
        assert "2 diverged" in text(pilot)
        assert set(lanes_with_signs(pilot)) == {"diverges"}
        # what happened is listed of all
        assert {each.lane for each in table.happenings} > {"diverges"}
        await press(pilot, "down", "down")
        assert set(lanes_with_signs(pilot)) == {"no number"}


def lanes_with_signs(pilot):
    view = panel(pilot, LaneTable).view
    return [each.lane for each in view.happenings if view.has_signs(each.lane, rule=True)]


@in_loop
async def test_it_follows_and_stays_where_a_person_stands(tmp_path):
    file = overfitting(tmp_path / "train.csv", 10)
    async with opened(curves(file, live=True), (140, 45)) as pilot:
        overfitting(file, 12)
        pilot.app.screen.look_for_more()
        await press(pilot, "c")
        assert "step 11/11" in text(pilot)
        # so do the notes on how it was read
        assert "24 values, steps 0 to 11" in text(pilot)
        await press(pilot, "left", "left")
        overfitting(file, 20)
        pilot.app.screen.look_for_more()
        await press(pilot, "c")
        assert "step 9/19" in text(pilot)
        await press(pilot, "end", "space")
        assert "newest step" in [each.message for each in pilot.app._notifications][-1]


@pytest.mark.parametrize("others", [0, 1])
@in_loop
async def test_a_training_that_starts_again_is_shown_as_it_was_until_its_first_row(tmp_path, others):
    file = overfitting(tmp_path / "train.csv")
    files = [file, *(overfitting(tmp_path / f"other{number}.csv") for number in range(others))]
    async with opened(curves(*files, live=True), (140, 45)) as pilot:
        for there in ("", "epoch,loss,val_loss\n"):
            file.write_text(there)
            pilot.app.screen.look_for_more()
            # keys that ask the curves for values
            await press(pilot, "left", "y", "y", "x", "s", "c", "n", "(", ")", "c", "end", "left", "left")
            assert "step 27/29" in text(pilot)
        file.write_text("epoch,loss,val_loss\n0,7.5,8.5\n")
        pilot.app.screen.look_for_more()
        await press(pilot, "c")
        assert "7.5" in text(pilot)
        assert pilot.app.screen.player.race.own_steps("loss")[0].tolist() == [0]


@in_loop
async def test_runs_stand_side_by_side_and_count_as_the_log_does():
    race = curves(SAMPLES / "keras.csv", SAMPLES / "lightning", SAMPLES / "hf")
    async with opened(race, (160, 45)) as pilot:
        for lane in race.lanes:
            assert lane.name in text(pilot)
        await press(pilot, "x")
        assert "by epoch" in text(pilot)
        # as all that is said of rules
        assert f"@{race.runs['hf'].best_step}" in text(pilot)
        await press(pilot, "y", "c")
        assert "epoch" in text(pilot)


@in_loop
async def test_what_a_log_does_not_hold_is_said():
    async with opened(curves(SAMPLES / "keras.csv", live=True)) as pilot:
        await press(pilot, "3", "4", "e")
        messages = [each.message for each in pilot.app._notifications]
        assert len(messages) == 3
        assert all("only curves are known here" in message for message in messages)


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
@pytest.mark.parametrize("name", ["keras.csv", "lightning", "tensorboardx.tfevents"])
@in_loop
async def test_no_key_breaks_a_log(name, size):
    async with opened(curves(SAMPLES / name, live=True), size) as pilot:
        stack = len(pilot.app.screen_stack)
        for command in COMMANDS:
            if command.name not in ("quit", "suspend", "open", "palette", "save", "help"):
                await press(pilot, command.keys.split(",")[0])
            if len(pilot.app.screen_stack) > stack:
                await press(pilot, "escape")
            pilot.app.screen.look_for_more()
        await press(pilot, "escape")
        assert "loss" in text(pilot)


@in_loop
async def test_a_film_begins_with_the_first_lane_and_shows_the_others_when_they_begin(tmp_path):
    first, late = tmp_path / "first.csv", tmp_path / "late.csv"
    first.write_text(csv_of(step=range(5), loss=[5, 4, 3, 2, 1]))
    # its validation loss begins later still
    late.write_text(
        "step,loss,val_loss,lr\n"
        + "".join(f"{step},{step / 1e4},{'' if step < 10_003 else 7},0.5\n" for step in range(10_000, 10_006))
    )
    report = curves(first, late)
    film = RevealedLog(report.logs, DEFAULT_RULES)
    assert (film.step, film.head, film.budget) == (0, 0, 10_005)
    assert film.roles == report.roles
    async with opened(film, (140, 45)) as pilot:
        assert "step 0/10,005" in text(pilot) or "step 0/10005" in text(pilot)
        # each row from the first to the last one, with keys that ask the curves for values
        for keys in (["y", "y"], ["x", "s"], ["down", "c"], ["n", "l"], [")"], [], [], [], [], []):
            await press(pilot, *keys, "right")
            assert pilot.app.is_running
        await press(pilot, "end")
    assert film.over
    assert [each.tolist() for each in film.own_steps("loss")] == [each.tolist() for each in report.own_steps("loss")]
    assert (film.events, film.ends) == (report.events, report.ends)
    assert [film.best_step(film.head, lane) for lane in (0, 1)] == [
        report.best_step(film.head, lane) for lane in (0, 1)
    ]
