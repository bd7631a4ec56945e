"""A scenario's texts in the language of the app: the picker, its search, the race screen, a tour; what is saved is the original."""

import pytest
from textual.widgets import Input

from optsim.languages import LANGUAGES
from optsim.scenario import load
from optsim.scenario.dump import scenario_files
from optsim.scenario.translation import in_language
from optsim.tui.export import request_of
from tests.tui.support import in_loop, opened, press, settle, text
from tests.tui.touring import let_pass, on_tour


@pytest.fixture
def japanese():
    return LANGUAGES["ja"]()


def squeezed(pilot):
    """The screen without the spaces that stand for the second cell of a character, and without line ends."""
    return "".join(text(pilot).split())


@in_loop
async def test_the_race_screen_shows_title_description_and_title_of_the_lane(japanese):
    scenario = load("nag-explodes")
    shown = in_language(scenario, japanese)
    async with opened(scenario, (240, 60), language=japanese) as pilot:
        await settle(pilot)
        assert "NAGが先に爆発する" in squeezed(pilot)
        lane = pilot.app.screen.lane_name
        title = f"{lane}·{shown.lanes[lane].title}".replace(" ", "")
        assert title in squeezed(pilot)
        await press(pilot, "2")
        await settle(pilot)
        assert "最急降下法にもモメンタムにも安全である" in squeezed(pilot)
        await press(pilot, "f")
        await settle(pilot)
        assert pilot.app.screen.lane_name == f"{lane} 2"
        assert title.replace("·", "2·", 1) in squeezed(pilot)
        player = pilot.app.screen.player
        assert player.scenario.title == scenario.title
        (saved,) = scenario_files(request_of(player, "").scenario, "saved").values()
        assert scenario.title in saved
        assert not any(own in saved for own in ("爆発", "限界"))


@in_loop
async def test_the_picker_finds_and_shows_in_the_language_and_in_english(japanese):
    async with opened(None, (160, 45), language=japanese) as pilot:
        await settle(pilot)
        for query in ("鞍点にどれだけ", "how near to the saddle"):
            pilot.app.screen.query_one("#search", Input).value = query
            await settle(pilot)
            seen = squeezed(pilot)
            assert "鞍点にどれだけ近いか" in seen
            assert "gdは24ステップ多くかかる" in seen
            assert "一つの手法、いくつかの開始点" in seen


@in_loop
async def test_a_tour_says_its_captions_in_the_language(japanese):
    scenario = load("learning-rates")
    played = in_language(scenario, japanese).demo
    async with on_tour(scenario, played, (120, 36), language=japanese) as pilot:
        await let_pass(pilot, 40)
        assert "一つの手法、一つのお椀、四つの学習率" in squeezed(pilot)
