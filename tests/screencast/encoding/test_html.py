"""The page: what it holds is the film, and nothing in a film can get out of its place."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import given, settings

from optsim.screencast.encoding.html_page import html
from optsim.screencast.film import Film, Frame, Mark, Pen, Span
from optsim.screencast.raster.shapes import shapes
from optsim.screencast.terminal.cells import cells, text_of
from tests.screencast.films import films, race

NASTY = "</script><img src=x onerror=alert(1)><!--<script>&amp;\"'$title"


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text in each."""

    def __init__(self, text):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))
        self._open.append(self.elements[-1])

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._open:
            self._open[-1][2].append(data)

    def all(self, tag):
        return [(attributes, "".join(text)) for name, attributes, text in self.elements if name == tag]


def payload(page):
    return next(json.loads(text) for attributes, text in page.all("script") if attributes.get("id") == "film")


def unrolled(data):
    """Every frame's time and cells as (text, colour, ground, style), by the rules in reel.py and nothing else."""
    value = {digit: number for number, digit in enumerate(data["digits"])}
    kinds = [(text, *data["pens"][pen]) for pen, texts in data["cells"] for text in texts]
    stream = iter(data["frames"])

    def number():
        digit = value[next(stream)]
        return digit if digit < data["short"] else digit + (len(value) - data["short"]) * number()

    screen, time = [None] * (data["width"] * data["height"]), 0
    while True:
        try:
            time += number()
        except StopIteration:
            return
        place = 0
        for _ in range(number()):
            skipped, length = divmod(number(), 4)
            place += skipped
            for _ in range(length + 1 if length < 3 else 4 + number()):
                screen[place] = kinds[number()]
                place += 1
        yield time, list(screen)


@settings(deadline=None)
@given(films())
def test_the_film_can_be_read_back_cell_by_cell(film):
    data = payload(Page(html(film)))
    expected = [
        (
            time,
            [
                (text, pen.colour, pen.ground, pen.bold + 2 * pen.italic + 4 * pen.underline + 8 * pen.strike)
                for row in screen
                for text, pen in cells(row)
            ],
        )
        for time, screen in film.screens()
    ]
    assert list(unrolled(data)) == expected
    assert (data["width"], data["height"], data["duration"]) == (film.width, film.height, film.duration)
    assert [time for time, _ in data["marks"]] == [mark.time for mark in film.marks]


def test_a_long_film_is_read_back_too():
    film = race(seconds=4)
    read = list(unrolled(payload(Page(html(film)))))
    for (time, screen), (began, rows) in zip(read, film.screens(), strict=True):
        assert time == began
        assert [text for text, *_ in screen] == [cell.text for row in rows for cell in cells(row)]


def nasty_film():
    row = (Span(NASTY, Pen(1, 2)),)
    return Film(len(NASTY), 1, (Frame(0, {0: row}),), 1000, NASTY, (Mark(0, NASTY),))


def test_no_text_of_a_film_gets_out_of_its_place():
    page, plain = Page(html(nasty_film())), Page(html(Film(1, 1, (Frame(0, {0: (Span("x", Pen(1, 2)),)}),), 0, "x")))
    assert [name for name, *_ in page.elements] == [name for name, *_ in plain.elements]
    assert [text for _, text in page.all("title")] == [NASTY]
    assert page.all("pre")[0][1] == f"\n{NASTY}"
    data = payload(page)
    assert (data["title"], data["marks"]) == (NASTY, [[0, NASTY]])
    assert {text for _, texts in data["cells"] for text in texts} == set(NASTY)


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\ud800", "\uffff", "\x85"])
def test_what_is_no_character_is_replaced(text):
    film = Film(2, 1, (Frame(0, {0: (Span("ab", Pen(1, 2)),)}),), 0, f"a{text}b", (Mark(0, text),))
    page = html(film)
    page.encode()
    assert text not in page
    assert payload(Page(page))["title"] == "a\ufffdb"


def test_the_page_allows_itself_its_own_script_and_style_only():
    page = Page(html(race(seconds=1)))
    policy = next(a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (style,) = [text for _, text in page.all("style")]
    (script,) = [text for attributes, text in page.all("script") if "type" not in attributes]
    hashed = {
        kind: "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for kind, text in (("script-src", script), ("style-src", style))
    }
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", **hashed}
    attributes = {name for _, each, _ in page.elements for name in each}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "src", "href"}}


def test_without_a_script_the_last_screen_can_be_read():
    film = race(seconds=2)
    pre = next(text for _, text in Page(html(film)).all("pre"))
    # a line break right behind the tag is none of the text
    assert pre == "\n" + "\n".join(text_of(film.screen_at(film.duration)))
    assert "step 29" in pre


def test_geometry_is_told_of_all_characters_but_braille_that_have_it():
    pen = Pen(1, 2)
    film = Film(6, 1, (Frame(0, {0: (Span("─╭▚a⣿●", pen),)}),), 0)
    told = payload(Page(html(film)))["shapes"]
    assert set(told) == {"─", "╭", "▚"}
    assert told["─"] == [[0, 0, 0.5, -0.5, 1, 0, 0.5, 0.5, 1]]
    assert told["╭"] == [[0.5, 1, 1, 0.5, 1]]
    assert [len(shape) for shape in told["▚"]] == [9, 9]
    assert len(shapes("⣿")) == 8


def test_sizes():
    assert len(html(race()).encode()) <= 250_000
    own = [
        resources.files("optsim.screencast").joinpath(f"player.{kind}").read_bytes() for kind in ("js", "css", "html")
    ]
    assert sum(map(len, own)) < 22_000


SCRIPT = """
import hashlib
from optsim.screencast.encoding.html_page import html
from optsim.screencast.encoding.svg_picture import svg
from tests.screencast.films import race
film = race(seconds=2)
print(hashlib.sha256((html(film) + svg(film)).encode()).hexdigest())
"""


def test_the_same_bytes_whatever_is_around():
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "NO_COLOR": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "UTC", "LANG": "de_DE.UTF-8", "TERM": "dumb", "PYTHONUTF8": "0"},
    ]
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**os.environ, **each}, capture_output=True, text=True, check=True
        ).stdout
        for each in surroundings
    }
    assert len(told) == 1
