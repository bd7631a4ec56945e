"""A player in a cell is the film that the command line makes, of everything that can be raced."""

import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from html import unescape
from typing import ClassVar

import pytest

import optsim

SMALL = (60, 18)
BOWL = {"kind": "quadratic", "eigenvalues": [1.0, 4.0], "start": [1.0, 1.0]}


@dataclass(frozen=True, kw_only=True)
class Own(optsim.Optimizer):
    """A class that no file can name."""

    learning_rate: float = 0.1
    title: ClassVar[str] = "Own"

    def update(self, params, grad, state, step):
        return params - self.learning_rate * grad, state


@pytest.fixture(scope="module")
def result():
    return optsim.run({"title": "Mine", "objective": BOWL, "budget": {"steps": 40}, "lanes": {"mine": Own()}})


def text(film):
    return "\n".join("".join(span.text for span in row) for row in film.screen_at(film.duration))


def test_a_class_of_ones_own_is_filmed_and_the_same_again(result):
    player = result.player(size=SMALL)
    assert (player.film.width, player.film.height) == SMALL
    assert player.film.title == "Mine"
    assert "mine" in text(player.film)
    assert result.player(size=SMALL).page == player.page


def test_time_is_real_again_and_for_other_threads_always(result):
    seen, over = [], threading.Event()

    def look():
        while not over.is_set():
            seen.append(time.time())

    thread = threading.Thread(target=look)
    thread.start()
    result.player(size=SMALL)
    over.set()
    thread.join()
    assert min(seen) > 1e9
    assert time.time() > 1e9
    assert "virtual_clock" not in time.monotonic.__module__ if hasattr(time.monotonic, "__module__") else True


def test_a_recording_is_filmed_as_it_was_recorded(tmp_path):
    path = optsim.run("saddle", steps=30).record(tmp_path / "a.jsonl")
    film = optsim.player(path, size=SMALL).film
    assert "30" in text(film)
    assert film.duration > 10_000


def test_a_cell_has_the_page_and_nothing_of_it_leaves_its_frame(result):
    player = result.player(size=SMALL)
    html = player._repr_html_()
    assert html.count("<") == 2  # the frame, and its end
    assert 'sandbox="allow-scripts"' in html
    page = unescape(re.search(r'srcdoc="([^"]*)"', html)[1])
    assert page == player.page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)


def test_it_is_kept_as_a_page(result, tmp_path):
    player = result.player(size=SMALL)
    assert player.save(tmp_path / "a.html").read_text("utf-8") == player.page


def test_what_cannot_be_is_told(result):
    for wrong in (
        {"size": (10, 5)},
        {"size": (60,)},
        {"size": 80},
        {"size": (80.5, 24)},
        {"theme": "nrd"},
        {"theme": 3},
        {"lang": "xx"},
        {"lang": None},
    ):
        with pytest.raises(optsim.BadValueError):
            result.player(**wrong)


@pytest.mark.system
def test_it_has_the_bytes_of_the_command_line(tmp_path):
    file = tmp_path / "bowl.toml"
    file.write_text(
        '[objective]\nkind = "quadratic"\neigenvalues = [1.0]\nstart = [1.0]\n[budget]\nsteps = 9\n[lanes.gd]\noptimizer = "gd"\n',
        encoding="utf-8",
    )
    out = tmp_path / "a.html"
    command = [sys.executable, "-m", "optsim", "record", str(file), "-o", str(out), "--size", "60x18"]
    subprocess.run(command, check=True, capture_output=True)
    assert optsim.player(file, size=SMALL).page == out.read_text("utf-8")
