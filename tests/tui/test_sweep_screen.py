"""The sweep screen, driven by keys: it fills, its cells are the races that they are, and it is what a person has looked at."""

import asyncio
import os
from pathlib import Path

import pytest

from optsim.languages import LANGUAGES
from optsim.plot.width import cell_width
from optsim.scenario import Scenario, load
from optsim.sweeps.live.live_sweep import LiveSweep
from optsim.sweeps.plan import Plan
from optsim.tui.screens.help import HelpScreen
from optsim.tui.screens.race import RaceScreen
from optsim.tui.sweep import opening
from optsim.tui.sweep.cell_screen import CellScreen
from optsim.tui.sweep.sweep_screen import SweepScreen
from optsim.tui.sweep.worker import Worker
from tests.tui.support import Hand, in_loop, lines, opened, press, resize, settle, text
from tests.tui.test_readable import faint

SCREENS = Path(__file__).parent / "sweep_screens"
SIZES = [(160, 45), (120, 36), (80, 24)]
RENEW = bool(os.environ.get("OPTSIM_RENEW_SCREENS"))
RATES = {"learning_rate": {"from": 1e-3, "to": 10, "points": 7}, "seeds": 4}
BETAS = {"adam.beta1": [0.0, 0.5, 0.9, 0.99], "adam.beta2": [0.9, 0.99, 0.999], "seeds": 3}


def bowl(sweep=None, **tables):
    """Two lanes on a noisy bowl."""
    lanes = {"gd": {"optimizer": "gd", "learning_rate": 0.1}, "adam": {"optimizer": "adam", "learning_rate": 0.05}}
    known = {
        "title": "A bowl",
        "objective": {"kind": "quadratic", "eigenvalues": [4.0, 0.2], "noise": 0.3},
        "budget": {"steps": 40, "seed": 1},
        "lanes": lanes,
        **tables,
    }
    return Scenario.from_dict(known if sweep is None else {**known, "sweep": sweep}, name="bowl")


async def run_out(pilot):
    """Let the sweep come to its end."""
    while not pilot.app.screen.over:
        pilot.app.screen.tick()
    await settle(pilot)


def told(pilot):
    """What was told in passing."""
    return "\n".join(note.message for note in pilot.app._notifications)


async def swept(pilot, *keys):
    await press(pilot, "S")
    await run_out(pilot)
    await press(pilot, *keys)


@in_loop
async def test_it_fills_a_portion_a_frame():
    async with opened(bowl(RATES)) as pilot:
        await press(pilot, "S")
        screen = pilot.app.screen
        assert isinstance(screen, SweepScreen)
        assert "0 of 56 runs" in text(pilot)
        assert "not run yet" in text(pilot)
        screen.tick()
        await settle(pilot)
        assert "14 of 56 runs" in text(pilot)
        assert "1 of 4 seeds" in text(pilot)
        await press(pilot, "space")
        screen.tick()
        await settle(pilot)
        assert "paused at 14 of 56 runs" in text(pilot)
        await press(pilot, "space")
        await run_out(pilot)
        assert "56 runs, done" in text(pilot)
        assert "is better than" in text(pilot)


@in_loop
async def test_enter_opens_the_race_of_the_cell_to_the_same_bits_and_escape_comes_back():
    async with opened(bowl(RATES)) as pilot:
        await swept(pilot, "right", "tab", "left", "n")
        sweep, look = pilot.app.screen.sweep, pilot.app.screen.look
        expected = sweep.run_of(look.lane, look.setting, 1)[0]
        before = text(pilot)
        await press(pilot, "enter")
        race = pilot.app.screen
        assert isinstance(race, CellScreen)
        assert race.lane_name == look.lane == "adam"
        await press(pilot, "end")
        while race.player.busy:
            race.tick()
        assert race.player.race.runs["adam"].loss == expected
        await press(pilot, "F", "escape")
        assert pilot.app.screen is race
        await press(pilot, "escape")
        assert text(pilot) == before
        await press(pilot, "escape")
        assert type(pilot.app.screen) is RaceScreen


@in_loop
async def test_without_a_section_it_asks_what_if_the_rates_were_others():
    async with opened(bowl()) as pilot:
        await press(pilot, "down", "S")
        screen = pilot.app.screen
        assert "What if the learning rate were …?" in lines(pilot)[0]
        assert screen.look.lane == "adam"
        assert screen.sweep.plan.runs == 2 * 9 * 5
        # at the rate that the lane has
        assert screen.sweep.sensitivity("adam").settings[screen.look.setting] == {"adam.learning_rate": 0.05}


@in_loop
async def test_the_heat_map_has_a_cell_a_setting_and_its_cursor_moves_on_both_axes():
    async with opened(bowl(BETAS)) as pilot:
        await press(pilot, "down")
        await swept(pilot)
        screen = pilot.app.screen
        assert screen.look.heat
        start = screen.sweep.sensitivity("adam").settings[screen.look.setting]
        assert start == {"adam.beta1": 0.9, "adam.beta2": 0.999}
        await press(pilot, "left", "down", "down", "down")
        assert screen.sweep.sensitivity("adam").settings[screen.look.setting] == {"adam.beta1": 0.5, "adam.beta2": 0.9}
        assert "beta1 = 0.5, beta2 = 0.9" in text(pilot)
        await press(pilot, "b")
        assert screen.look.setting == screen.sweep.sensitivity("adam").best
        await press(pilot, "1")
        assert "over beta1" in text(pilot)
        await press(pilot, "2", "tab")
        assert "over beta1" in text(pilot), "a lane without two settings has curves"


@in_loop
async def test_what_cannot_be_swept_says_why(monkeypatch):
    async with opened(bowl(RATES)) as pilot:
        monkeypatch.setattr(opening, "MOST_LIVE", 10)
        await press(pilot, "S")
        assert type(pilot.app.screen) is RaceScreen
        assert "56 runs" in told(pilot)


@in_loop
async def test_cells_that_diverge_or_miss_the_goal_are_shown_as_such():
    async with opened(bowl({**RATES, "goal": "loss < 1e-2"})) as pilot:
        await swept(pilot, "tab", "tab", *["right"] * 6)
        assert "✗" in text(pilot)
        assert "4 diverged" in text(pilot)
        await press(pilot, *["left"] * 6)
        assert "4 without the goal" in text(pilot)
        assert "⊣" in text(pilot)


@in_loop
async def test_an_optimum_at_the_edge_is_told():
    async with opened(bowl({"learning_rate": [1e-4, 1e-3], "seeds": 2}), (160, 45)) as pilot:
        await swept(pilot)
        assert "(edge)" in text(pilot)
        assert "lie beyond" in text(pilot)


@in_loop
async def test_help_and_palette_know_it():
    async with opened(bowl(RATES)) as pilot:
        await press(pilot, "S", "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Heat map" in text(pilot)
        await press(pilot, "escape", "escape", "ctrl+p", *"Sweep")
        assert "Sweep (S)" in text(pilot)


@in_loop
async def test_a_scenario_may_open_with_it():
    async with opened(bowl(RATES, view={"sweep": True})) as pilot:
        assert isinstance(pilot.app.screen, SweepScreen)
        await press(pilot, "escape")
        assert type(pilot.app.screen) is RaceScreen


def test_a_worker_gives_what_a_tick_gives():
    portion = next(LiveSweep(Plan.of(bowl(RATES))).portions())

    async def beside():
        arrived = asyncio.get_running_loop().create_future()
        worker = Worker(asyncio.get_running_loop(), lambda _, result: arrived.set_result(result))
        worker.submit(portion)
        result = await arrived
        worker.close()
        return result

    result = asyncio.run(beside())
    assert all(
        (one == other).all() or str(one) == str(other)
        for one, other in zip(result.rows, portion.run().rows, strict=True)
    )


@in_loop
async def test_beside_the_next_portion_begins_when_one_is_done(monkeypatch):
    submitted = []

    class Waiting:
        def __init__(self, _, done):
            self.done = done

        def submit(self, portion):
            submitted.append((self.done, portion))

        def close(self):
            submitted.append("closed")

    monkeypatch.setattr("optsim.tui.sweep.sweep_screen.Worker", Waiting)
    monkeypatch.setattr(Hand, "beside", True)
    async with opened(bowl(RATES)) as pilot:
        await press(pilot, "S")
        screen = pilot.app.screen
        screen.tick()
        screen.tick()
        assert len(submitted) == 1
        done, portion = submitted[0]
        done(portion, portion.run())
        assert len(submitted) == 2
        # under another screen nothing is begun
        await press(pilot, "enter")
        done, portion = submitted[1]
        done(portion, portion.run())
        screen.tick()
        assert len(submitted) == 2
        await press(pilot, "escape")
        screen.tick()
        assert len(submitted) == 3
        done, portion = submitted[2]
        done(portion, MemoryError("too much"))
        await settle(pilot)
        assert "MemoryError: too much" in told(pilot)
        assert screen.over
        await press(pilot, "escape")
        assert submitted[-1] == "closed"


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@in_loop
async def test_every_text_can_be_read(theme):
    async with opened(bowl({"adam.beta1": [0.0, 0.5, 0.9, 0.99], **RATES}), theme=theme) as pilot:
        await press(pilot, "down")
        await swept(pilot)
        assert not faint(pilot)
        await press(pilot, "1")
        assert not faint(pilot)


async def rates(size, language):
    async with opened(bowl(RATES), size, language=language) as pilot:
        await swept(pilot, "right")
        return text(pilot), lines(pilot)


async def betas(size, language):
    async with opened(bowl(BETAS), size, language=language) as pilot:
        await press(pilot, "down")
        await swept(pilot)
        return text(pilot), lines(pilot)


async def what_if(size, language):
    async with opened(load("noisy-quadratic-model"), size, language=language) as pilot:
        await swept(pilot)
        return text(pilot), lines(pilot)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("scene", [rates, betas, what_if])
@in_loop
async def test_a_screen_is_the_one_that_was_looked_at(scene, width, height):
    for lang in ("en", "ja") if (width, height) == (120, 36) else ("en",):
        seen, rows = await scene((width, height), LANGUAGES[lang]())
        assert {cell_width(row) for row in rows} == {width}
        path = SCREENS / f"{scene.__name__}-{width}x{height}{'' if lang == 'en' else '-ja'}.txt"
        if RENEW:
            path.write_text(seen, encoding="utf-8")
        assert seen == path.read_text(encoding="utf-8")


@in_loop
async def test_it_is_drawn_in_windows_of_all_sizes():
    async with opened(bowl(BETAS)) as pilot:
        await press(pilot, "down")
        await swept(pilot)
        for size in ((300, 100), (60, 18), (61, 40), (40, 10), (120, 18)):
            for key in "12":
                await resize(pilot, *size)
                await press(pilot, key)
                assert {cell_width(row) for row in lines(pilot)} == {size[0]}


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_what_goes_wrong_stands_where_it_says_how_far_it_is(size, monkeypatch):
    def fails(*_):
        raise MemoryError("no room")

    monkeypatch.setattr("optsim.sweeps.live.live_sweep.run_rectangle", fails)
    async with opened(bowl(RATES), size) as pilot:
        await swept(pilot)
        assert "cannot go on: MemoryError: no room" in lines(pilot)[0]
        assert "paused" not in text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RaceScreen)
