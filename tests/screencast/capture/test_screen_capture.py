"""The capture, on a small app."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from optsim.screencast.terminal.sgr import DIMMED, mixed


@pytest.fixture(scope="module")
def film():
    script = Path(__file__).with_name("tiny.py")
    root = Path(__file__).parents[3]
    code = f"import sys, runpy; sys.path.append({str(root)!r}); runpy.run_path({str(script)!r})"
    environment = {"TEXTUAL_COLOR_SYSTEM": "truecolor", "TEXTUAL_FPS": "60"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    return json.loads(done.stdout)


def test_the_first_frame_is_whole_and_only_changed_lines_follow(film):
    assert film["size"] == [16, 4]
    time, rows = film["frames"][0]
    assert time == 0
    assert [number for number, _ in rows] == [0, 1, 2, 3]
    assert [number for number, _ in film["frames"][1][1]] == [0]


def test_pictures_are_taken_by_the_clock_and_only_when_something_changed(film):
    # counted every half second; the film begins at a quarter
    assert [(time, screen[0].strip()) for time, screen in film["screens"]][:3] == [(0, "0"), (300, "1"), (800, "2")]


def test_no_time_passes_while_it_is_cut(film):
    # ten pictures, then a minute that is not filmed, then ten more
    assert film["screens"][3][0] == 1000
    assert film["screens"][3][1][0].strip() == "122"
    assert film["duration"] == 2000
    assert film["stills"] == [[1000, "later"]]


def test_what_lies_above_is_seen_and_what_goes_on_below(film):
    asked = [(int(screen[0]), screen[3].strip()) for _, screen in film["screens"] if "sure?" in screen[3]]
    assert asked == [(123, "sure?"), (124, "sure?")]


def test_colours_are_settled(film):
    row = dict(map(tuple, film["frames"][0][1]))[1]
    (japanese, (colour, ground, *_)), _, (dimmed, (faint, *_)), *_ = row
    assert (japanese, colour, ground) == ("日本", 0x000040, 0xFF0000)
    assert dimmed == "dim"
    wanted = mixed(0x102030, 0xE0E0E0, DIMMED)
    assert all(abs((faint >> shift & 255) - (wanted >> shift & 255)) <= 1 for shift in (16, 8, 0))


def test_lines_fill_the_window(film):
    assert all(
        sum(2 if char > "\u3000" else 1 for char in line) == 16 for _, screen in film["screens"] for line in screen
    )
