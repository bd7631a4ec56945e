"""The legend of a chart: in a corner that is blank, all of it or nothing."""

import numpy as np
import pytest

from optsim.plot.axis import Axis
from optsim.plot.chart import Chart, Line, draw, frame_of
from optsim.plot.labels.legend import put_legend
from optsim.plot.readout import Colours, Reading

COLOURS = Colours(1, 2, 3)
READINGS = [Reading("●", "一番", "0.12", 5), Reading("■", "second", "1.2e−9", 6)]


def chart_of(heights, width=60, height=16, cursor=None):
    x = np.linspace(0, 1, 100)
    chart = Chart("loss", Axis(0, 1), Axis(0, 1), [Line(x, heights(x), 4)], cursor=cursor)
    return draw(chart, width, height), frame_of(chart, width, height)


@pytest.mark.parametrize(
    ("heights", "top", "right"),
    [
        (lambda x: 1 - x, True, True),
        (np.sqrt, False, True),
        (lambda x: np.where(x > 0.5, (np.sin(200 * x) + 1) / 2, 0), True, False),
    ],
)
def test_a_legend_stands_in_a_blank_corner_and_covers_nothing(heights, top, right):
    grid, box = chart_of(heights)
    before = grid.text()
    y, x = put_legend(grid, READINGS, box, colours=COLOURS)
    assert (y < 8, x > 30) == (top, right)
    rows = grid.text().splitlines()
    assert "● 一番      0.12" in rows[y]
    assert "■ second  1.2e−9" in rows[y + 1]
    assert before == chart_of(heights)[0].text()
    assert [row for place, row in enumerate(rows) if place not in (y, y + 1)] == [
        row for place, row in enumerate(before.splitlines()) if place not in (y, y + 1)
    ]


def test_it_stays_where_it_stands_as_long_as_it_hides_nothing():
    grid, box = chart_of(lambda x: 0.5 + 0 * x)
    first = put_legend(grid, READINGS, box, colours=COLOURS)
    for _ in range(2):
        grid, box = chart_of(lambda x: 0.5 + 0 * x)
        low = put_legend(grid, READINGS, box, colours=COLOURS, before=(box.top + 1 + box.rows - 2, first[1]))
        assert low == (box.top + 1 + box.rows - 2, first[1])


def test_the_line_at_the_cursor_may_go_through_it_and_nothing_else_may():
    grid, box = chart_of(lambda x: 1 - x, cursor=0.9)
    assert put_legend(grid, READINGS, box, colours=COLOURS)[1] > 30
    grid, box = chart_of(lambda x: (np.sin(60 * x) + 1) / 2)
    before = grid.text()
    assert put_legend(grid, READINGS, box, colours=COLOURS) is None
    assert grid.text() == before
    assert put_legend(grid, READINGS * 9, box, colours=COLOURS) is None
