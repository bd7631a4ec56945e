"""The thumbnail of the picker: played once, in portions, after the first paint; then nothing is done any more."""

from itertools import pairwise

import pytest

from optsim.scenario import load
from optsim.tui.screens.picker.thumbnail import Thumbnail
from tests.odd_files import GOOD
from tests.tui.support import in_loop, opened, press, region_lines, settle


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def thumbnail_of(pilot):
    return pilot.app.screen.query_one(Thumbnail)


async def played(pilot):
    """Let frames pass until it stands; returns how many that took."""
    thumbnail, frames = thumbnail_of(pilot), 0
    while thumbnail.playing:
        thumbnail.tick()
        frames += 1
        assert frames < 100
    await settle(pilot)
    return frames


def shown(pilot):
    return "\n".join(region_lines(pilot, Thumbnail))


def running(app):
    """The timers in the app that would ever do anything."""
    nodes = [app, *app.screen_stack, *(node for screen in app.screen_stack for node in screen.walk_children())]
    return [timer for node in nodes for timer in node._timers if timer._active.is_set() and not timer._task.done()]


@in_loop
async def test_nothing_is_computed_before_the_first_frame_and_then_a_portion_a_frame():
    async with opened(None) as pilot:
        thumbnail = thumbnail_of(pilot)
        assert thumbnail.playing
        assert thumbnail._player is None
        steps = []
        while thumbnail.playing:
            thumbnail.tick()
            steps.append(thumbnail._player.race.head)
        assert steps[0] == 5
        assert steps[-1] == load("learning-rates").steps == 200
        assert max(after - before for before, after in pairwise(steps)) <= 5


@in_loop
async def test_it_plays_the_race_once_and_then_stands_still(monkeypatch):
    async with opened(None) as pilot:
        assert await played(pilot) <= 48
        assert thumbnail_of(pilot)._player.race.finished
        assert "✗" in shown(pilot)
        assert "crawl" in shown(pilot)
        # notifications and the palette's first draw may have timers of their own, which end
        assert not [timer for timer in running(pilot.app) if timer._repeat is None]
        painted = []
        monkeypatch.setattr(Thumbnail, "refresh", lambda *_, **__: painted.append("refresh"))
        monkeypatch.setattr(Thumbnail, "draw", lambda *_, **__: painted.append("draw"))
        for _ in range(5):
            await settle(pilot)
        assert not painted


@in_loop
async def test_a_timer_that_runs_is_seen():
    async with opened(None) as pilot:
        assert [timer for timer in running(pilot.app) if timer._repeat is None]


@in_loop
async def test_another_scenario_starts_anew_and_the_one_before_is_dropped():
    async with opened(None) as pilot:
        thumbnail = thumbnail_of(pilot)
        for _ in range(5):
            thumbnail.tick()
        timer, player = thumbnail._timer, thumbnail._player
        await press(pilot, "down")
        assert thumbnail._player is None
        assert thumbnail._timer is not timer
        assert timer._task is None or timer._task.cancelled() or timer._task.done() or not timer._active.is_set()
        await played(pilot)
        assert thumbnail._player is not player
        assert thumbnail._player.scenario.name == "saddle"
        assert "adagrad" in shown(pilot)


@in_loop
async def test_it_is_the_chart_that_the_race_opens_with():
    async with opened(None, (160, 45)) as pilot:
        await press(pilot, "/", *"bias-correction")
        await played(pilot)
        view = load("bias-correction").view
        chart = thumbnail_of(pilot).view
        assert (chart.look.x, chart.look.y) == (view.x, view.y)
        assert set(view.hide) == chart.look.hidden


@in_loop
async def test_a_long_race_is_shown_as_far_as_moments_allow_and_says_so(folder):
    (folder / "long.toml").write_text(GOOD.replace("steps = 5", "steps = 100000"))
    async with opened(None, times=10) as pilot:
        await press(pilot, "up")
        assert await played(pilot) == 48
        race = thumbnail_of(pilot)._player.race
        assert 48 <= race.step < 1000
        assert f"step {race.step} of 100000" in shown(pilot)


@in_loop
async def test_a_race_that_is_too_slow_for_a_frame_is_given_up(folder):
    (folder / "slow.toml").write_text(GOOD.replace("steps = 5", "steps = 5000"))
    async with opened(None, times=0) as pilot:
        await press(pilot, "up")
        assert await played(pilot) == 6
        assert "step 6 of 5000" in shown(pilot)


@in_loop
async def test_a_race_of_many_numbers_has_none(folder):
    (folder / "large.toml").write_text(
        '[objective]\nkind = "quadratic"\nspectrum = "linear"\ndim = 2000000\nstart = "normal"\n[budget]\nsteps = 5\n'
        '[lanes.gd]\noptimizer = "gd"\nlearning_rate = 0.1\n'
    )
    async with opened(None) as pilot:
        await press(pilot, "up")
        assert pilot.app.screen._chosen is not None
        assert not thumbnail_of(pilot).display
        assert not thumbnail_of(pilot).playing


@in_loop
async def test_a_file_that_cannot_be_used_has_none(folder):
    (folder / "broken.toml").write_text("[objective]\n")
    async with opened(None) as pilot:
        await press(pilot, "up")
        assert not thumbnail_of(pilot).display
        assert not thumbnail_of(pilot).playing
        await press(pilot, "down")
        assert thumbnail_of(pilot).display
        assert thumbnail_of(pilot).playing


@in_loop
async def test_it_waits_while_another_screen_lies_over_it():
    async with opened(None) as pilot:
        thumbnail = thumbnail_of(pilot)
        thumbnail.tick()
        await press(pilot, "?")
        assert not thumbnail.playing
        await press(pilot, "escape")
        assert thumbnail.playing
        await played(pilot)
        await press(pilot, "?", "escape")
        assert not thumbnail.playing


@in_loop
async def test_a_theme_changes_its_colours_when_it_stands():
    async with opened(None) as pilot:
        await played(pilot)
        before = thumbnail_of(pilot)._grid.fg.copy()
        pilot.app.theme = "textual-light"
        await settle(pilot)
        assert (thumbnail_of(pilot)._grid.fg != before).any()
        assert not thumbnail_of(pilot).playing


@in_loop
async def test_the_mouse_does_nothing_to_it():
    async with opened(None) as pilot:
        await played(pilot)
        before = shown(pilot)
        await pilot.click(Thumbnail, offset=(12, 4))
        thumbnail_of(pilot).drag(3, 3)
        await settle(pilot)
        assert shown(pilot) == before
