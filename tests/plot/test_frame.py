"""Frames of many sizes: the canvas lies inside, labels are whole, ticks stand where the curves think they do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis, fit_steps, power_label
from optsim.plot.frame import frame
from optsim.plot.raster import cell_of

STEPS, LOSS = Axis(0, 400), Axis(-6, 1, log=True)
#: primes between the strides, so that the sizes meet all remainders; both smallest sizes and both largest
WIDTHS = [*range(16, 200, 11), 200]
HEIGHTS = [*range(5, 60, 7), 60]


def most_across(width):
    return max(2 if width < 20 else 3, width // 12)


def lines(box):
    return ["".join(row) for row in box.chars.tolist()]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_size_has_a_box_inside_with_its_labels(width):
    for height in HEIGHTS:
        box = frame(width, height, STEPS, LOSS)
        assert box is not None
        shown = lines(box)
        assert len(shown) == height
        assert {len(line) for line in shown} == {width}
        assert box.top >= 0
        assert box.left >= 1
        assert box.rows >= 1
        assert box.columns >= 8
        bottom, right = box.top + box.rows, box.left + box.columns
        assert bottom < height
        assert right <= width
        assert shown[bottom][box.left - 1] == "└"
        # there is no line above and to the right: that room belongs to the curves and their names
        assert (bottom, right) == (height - 2, width)
        assert not set("┌┐┘") & set("".join(shown))
        inside = [line[box.left : right] for line in shown[box.top : bottom]]
        assert not "".join(inside).strip()
        check_labels(shown, box, width, height)


def check_labels(shown, box, width, height):
    bottom = box.top + box.rows
    below = " ".join(shown[bottom + 1 :]).split()
    assert below, (width, height)
    assert set(below) <= {label for _, label in STEPS.ticks(most_across(width))}
    beside = [line[: box.left - 1].strip() for line in shown[box.top : bottom]]
    found = [label for label in beside if label]
    assert found, (width, height)
    assert set(found) <= {power_label(power) for power in range(-6, 2)}


@pytest.mark.parametrize(("width", "height"), [(15, 20), (60, 4), (0, 0), (-1, 5), (15, 4)])
def test_no_room_no_frame(width, height):
    assert frame(width, height, STEPS, LOSS) is None


def cells_of_ticks(axis, most, cells, dots, *, down):
    shares = [min(max((at - axis.low) / (axis.high - axis.low), 0), 1) for at, _ in axis.ticks(most)]
    return [cell_of(1 - share if down else share, cells, dots) for share in shares]


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (STEPS, LOSS),
        (Axis(0, 7), Axis(-3, 5)),
        (Axis(0, 20, whole=True), Axis(0, 0.35)),
        (Axis(0, 6e5), Axis(-1.5, 0.5, log=True)),
    ],
)
def test_every_tick_stands_in_the_cell_in_which_a_curve_draws_its_value(x, y):
    for width in WIDTHS:
        for height in HEIGHTS:
            box = frame(width, height, x, y)
            shown = lines(box)
            rows = [row for row in range(box.rows) if shown[box.top + row][box.left - 1] == "┤"]
            assert rows == sorted(cells_of_ticks(y, max(2, height // 3), box.rows, 4, down=True)), (width, height)
            columns = [column - box.left for column, char in enumerate(shown[box.top + box.rows]) if char == "┬"]
            assert columns == cells_of_ticks(x, most_across(width), box.columns, 2, down=False), (width, height)


@pytest.mark.parametrize(
    "axis",
    [
        Axis(0, 1e300),
        Axis(-1e300, 1e300),
        Axis(1e-300, 2e-300),
        Axis(-300, 300, log=True),
        Axis(0, 0.1, log=True),
        Axis(1.0, 1.0000001),
        Axis(-5, 5),
    ],
)
def test_axes_of_any_reach_have_a_frame(axis):
    for x, y in ((STEPS, axis), (axis, LOSS)):
        box = frame(80, 20, x, y)
        assert box is not None
        assert box.columns > 40
        assert box.chars.shape == (20, 80)


def test_the_same_frame_is_kept():
    assert frame(70, 20, STEPS, LOSS) is frame(70, 20, STEPS, LOSS)
    assert not np.shares_memory(frame(70, 20, STEPS, LOSS).chars, frame(71, 20, STEPS, LOSS).chars)


@given(st.integers(1, 200_000), st.integers(20, 140))
def test_steps_have_two_labels_at_least(budget, width):
    box = frame(width, 12, fit_steps(budget, budget), Axis(-2.0, 0.0, log=True))
    labels, ticks = "".join(box.chars[-1]).split(), "".join(box.chars[-2]).count("┬")
    assert len(labels) == ticks >= 2
