"""A quantity on request in the chart: y comes to it, it is measured along the race, and is there to its head."""

from optsim.engine.history.quantities import QUANTITIES
from tests.tui.support import in_loop, opened, press, scenario, text, ticks, to_end


@in_loop
async def test_the_key_comes_to_the_cosine_and_the_chart_has_it_to_the_head():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        screen = pilot.app.screen
        for _ in QUANTITIES:
            if screen.look.y == "cosine":
                break
            await press(pilot, "y")
        assert screen.look.y == "cosine"
        await ticks(pilot, 40)
        requested = screen.player.overlays.requested
        assert (requested.name, requested.behind) == ("cosine", False)
        assert requested.length == screen.player.race.head + 1
        assert "cosine of update and downhill gradient" in text(pilot)
        await press(pilot, "y")
        assert screen.look.y == "update_ratio"
