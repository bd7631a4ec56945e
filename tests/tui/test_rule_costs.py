"""The table of early-stopping rules: there where there are several, for the selected lane, at the cursor."""

from optsim.tui.panels.notes.rule_costs import RuleCosts
from tests.tui.support import example, in_loop, opened, panel, press, region_lines


@in_loop
async def test_every_rule_has_its_sign_cost_and_gain():
    async with opened(example("early-stopping"), (160, 45)) as pilot:
        await press(pilot, "end")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        await press(pilot, "down", "down")
        head, *rows = (line.split() for line in region_lines(pilot, RuleCosts))
        assert head == ["Early", "stopping", "of", "adam", "epochs", "best", "at", "value", "there"]
        assert [row[:3] for row in rows] == [
            ["◆", "patience", "40"],
            ["◇", "GL", "10"],
            ["◈", "PQ", "2"],
            ["⬖", "UP", "3"],
            ["⬗", "UP", "4"],
        ]
        assert [row[3:] for row in rows][:2] == [["193", "153", "0.4341"], ["4", "2", "0.625"]]
        await press(pilot, "home", *["shift+right"] * 5)
        assert "patience 40, runs on" in region_lines(pilot, RuleCosts)[1]


@in_loop
async def test_where_there_is_little_room_heads_wrap():
    async with opened(example("early-stopping"), (120, 36)) as pilot:
        await press(pilot, "right", "down")
        first, second, *rows = (line.split() for line in region_lines(pilot, RuleCosts))
        assert first == ["Early", "stopping", "of", "best", "value"]
        assert second == ["momentum", "epochs", "at", "there"]
        assert [row[:2] for row in rows[:2]] == [["◆", "patience"], ["◇", "GL"]]


@in_loop
async def test_with_one_rule_there_is_no_table():
    async with opened(example("regression"), (160, 45)) as pilot:
        assert not panel(pilot, RuleCosts).region.area
