"""A second language needs no other file: ends, events, statuses and the text report are in it where it is asked for."""

import re

import pytest

from optsim.languages import english
from optsim.report.text.summary import as_text
from optsim.scenario import Scenario
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.widgets.lane_table import LaneTable
from tests.report.support import ENDS, EPOCHS, finished
from tests.tui.support import in_loop, opened, press, region_lines
from tests.words.pseudo import Pseudo

#: what may stand outside of brackets: names, numbers, signs and formulas
_LETTERS = re.compile(r"[a-z]{3,}")


def outside(text):
    """What of a text is in no brackets."""
    depth, rest = 0, []
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        rest.append(char if not depth and char != "⟧" else " ")
    return "".join(rest)


def prose(text, names):
    """The words outside of brackets that are no names."""
    rest = outside(text)
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return [word for word in _LETTERS.findall(rest) if word not in ("inf", "nan")]


@pytest.mark.parametrize("table", [ENDS, EPOCHS], ids=["ends", "epochs"])
def test_the_report_is_in_the_language(table):
    scenario, race = finished(table)
    report = "".join(as_text(scenario, race, width=2000, language=Pseudo()))
    head, _, body = report.partition("\n\n")
    names = {*race.runs, *(lane.optimizer.name for lane in race.lanes)}
    # formulas are no sentences, and rows within a frame are drawn
    for line in body.splitlines():
        assert line.lstrip().startswith(("┌", "│", "└")) or "│" in line or not prose(line, names), line
    assert "⟦" in head


def test_a_report_without_a_language_is_in_english():
    scenario, race = finished(ENDS)
    report = "".join(as_text(scenario, race))
    assert "all 12 steps are done" in report
    assert report == "".join(as_text(scenario, race, language=english()))


@in_loop
async def test_ends_events_and_statuses_of_the_app_are_in_the_language():
    async with opened(Scenario.from_dict(ENDS), (200, 50)) as pilot:
        app = pilot.app
        app.language = Pseudo()
        app.screen.player.race.advance(12)
        await press(pilot, "end")
        rows = region_lines(pilot, LaneTable)
        labels = [app.language.label(run.status) for run in app.screen.player.race.runs.values()]
        assert len(set(labels)) == 4
        for label in labels:
            assert any(label in row for row in rows), label
        # the panel shows the last events; this is all of them, each in a line
        events = pilot.app.screen.query_one(Events)
        told = events.draw(events.view, 300, 60).text()
        for event in app.screen.player.overlays.events.happenings():
            sentence = app.language.sentence(event.fact)
            assert sentence.startswith("⟦")
            assert sentence[:12] in told, told
