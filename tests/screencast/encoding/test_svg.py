"""The moving picture: read back by its own rules, what can be seen at a time is the film's screen."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings

from optsim.screencast.encoding.svg_picture import svg
from optsim.screencast.film import Film, Frame, Pen, Span
from optsim.screencast.terminal.cells import cells
from tests.screencast.films import WIDE, films, race

NS = "{http://www.w3.org/2000/svg}"
LETTERS = tuple("abcxyz019<>&\"' ")
NASTY = "]]></svg><script>alert(1)</script>&\"'"


class Picture:
    """What the elements of a picture paint, cell by cell, for texts and grounds."""

    def __init__(self, text):
        self.root = ET.fromstring(text)
        style = self.root.find(f"{NS}style").text
        self.colours = dict(re.findall(r"^\.([gflksd]\d+)\{(?:fill|stroke):#(\w{6})\}$", style, re.MULTILINE))
        self.lines = {each.get("id"): each for each in self.root.find(f"{NS}defs")}
        self.size = int(self.root.get("width")) // 8, int(self.root.get("height")) // 16
        self.end = int((re.search(r"animation:(\d+)ms step-end infinite", style) or [0, 0])[1])
        keyframes = r"@keyframes (m\d+)\{([\d.]+)%\{visibility:visible\}(?:([\d.]+)%\{visibility:hidden\})?\}"
        self.spans = {
            name: (float(begin), float(until) if until else 100.0)
            for name, begin, until in re.findall(keyframes, style)
        }

    def screen(self, time=None):
        """The characters and the grounds at a time; if None, where nothing moves."""
        self.texts, self.grounds = {}, {}
        for element in self.root:
            name = (element.get("class") or "").split()
            if element.tag == f"{NS}g" and name[0] == "m":
                begin, until = self.spans[name[1]]
                if time is None or not begin <= 100 * time / self.end < until:
                    continue
            self._paint(element, 0)
        return self.texts, self.grounds

    def _paint(self, element, line):
        match element.tag.removeprefix(NS):
            case "g":
                for child in element:
                    self._paint(child, line)
            case "use":
                self._paint(self.lines[element.get("href")[1:]], int(element.get("y")) // 16)
            case "text":
                # each character at its own place
                y = line + (int(element.get("y")) - 12) // 16
                places = [round(float(x) / 8) for x in element.get("x").split()]
                assert len(element.text) == len(places) or element.get("textLength")
                if element.get("textLength"):
                    self.texts[places[0], y] = element.text
                else:
                    self.texts.update({(x, y): char for x, char in zip(places, element.text, strict=True)})
            case "path" if element.get("class")[0] == "g":
                assert element.get("transform") == "matrix(8 0 0 16 0 8)"
                for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)", element.get("d")):
                    self._ground(range(int(x), int(x) + int(wide)), int(y) + line, element)
            case "path" if element.get("d").endswith("H0z"):
                for y in range(self.size[1]):
                    self._ground(range(self.size[0]), y, element)

    def _ground(self, columns, line, element):
        for x in columns:
            self.texts.pop((x, line), None)
            self.grounds[x, line] = self.colours[element.get("class").split()[-1]]


def expected(screen):
    texts, grounds = {}, {}
    for y, row in enumerate(screen):
        for x, (text, pen) in enumerate(cells(row)):
            grounds[x, y] = f"{pen.ground:06x}"
            if text.strip():
                texts[x, y] = text
    return texts, grounds


@pytest.mark.thorough
@settings(deadline=None)
@given(films(texts=LETTERS, wide=WIDE, gap=100))
def test_at_every_time_the_screen_is_that_of_the_film(film):
    picture = Picture(svg(film))
    times = [frame.time for frame in film.frames]
    if len(times) > 1:
        assert picture.end >= film.duration
        for begin, end in zip(times, [*times[1:], picture.end], strict=True):
            assert picture.screen((begin + end) / 2) == expected(film.screen_at(begin))
    assert picture.screen() == expected(film.screen_at(film.duration))


@settings(deadline=None)
@given(films())
def test_any_film_is_well_formed(film):
    picture = Picture(svg(film))
    tags = {element.tag.removeprefix(NS) for element in picture.root.iter()}
    assert tags <= {"svg", "title", "style", "defs", "g", "use", "path", "text"}


def test_long_films_are_whole_screens_and_changes():
    film = race(seconds=12, fps=5)
    picture = Picture(svg(film))
    for time in (0, 3100, 9500, 9700, 11900):
        texts, grounds = expected(film.screen_at(time))
        shown = {place: text for place, text in texts.items() if not "\u2800" <= text <= "\u28ff"}
        assert picture.screen(time + 50) == (shown, grounds)


def test_a_line_that_stands_in_many_screens_is_drawn_once():
    film = race(seconds=12, fps=5)
    drawn = [ET.tostring(line)[20:] for line in Picture(svg(film)).lines.values()]
    assert len({text.split(b">", 1)[1] for text in drawn}) == len(drawn)


def test_frames_that_come_too_fast_are_seen_together():
    pen = Pen(1, 2)
    frames = tuple(Frame(20 * k, {0: (Span(f"{k:>3}", pen),)}) for k in range(11))
    picture = Picture(svg(Film(3, 1, frames, 200)))
    spans = sorted(picture.spans.values())
    gaps = [(later[0] - sooner[0]) * picture.end / 100 for sooner, later in pairwise(spans)]
    assert len(gaps) >= 1
    assert all(gap >= 99 for gap in gaps[:-1])
    assert picture.screen(210) == expected(film_end(frames))


def film_end(frames):
    return (frames[-1].rows[0],)


def test_motion_is_only_for_those_who_want_it_and_nothing_runs_or_is_fetched():
    text = svg(race(seconds=2))
    style = ET.fromstring(text).find(f"{NS}style").text
    before, _, moving = style.partition("@media (prefers-reduced-motion:no-preference){")
    assert "animation" not in before
    assert ".m{visibility:hidden}" in before
    assert moving.count("{") == moving.count("}") - 1
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|url\(|\son\w+=|href=\"[^#]", text)


def test_no_text_gets_out_of_its_place():
    pen = Pen(1, 2)
    film = Film(len(NASTY), 1, (Frame(0, {0: (Span(NASTY, pen),)}),), 0, NASTY)
    root = ET.fromstring(svg(film))
    assert root.find(f"{NS}title").text == NASTY
    assert root.get("aria-label") == NASTY
    assert "".join(each.text for each in root.iter(f"{NS}text")) == NASTY.replace(" ", "")


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_what_is_no_character_is_replaced(text):
    film = Film(1, 1, (Frame(0, {0: (Span("a", Pen(1, 2)),)}),), 0, f"a{text}b")
    assert ET.fromstring(svg(film)).find(f"{NS}title").text == "a\ufffdb"


def test_a_still_does_not_move():
    film = race(seconds=1)
    screen = Frame(0, dict(enumerate(film.screen_at(500))))
    text = svg(Film(film.width, film.height, (screen,), 0, "half a second"))
    assert "animation" not in text
    texts, grounds = expected(film.screen_at(500))
    assert Picture(text).screen()[1] == grounds
    assert Picture(text).screen()[0] == {k: v for k, v in texts.items() if not "\u2800" <= v <= "\u28ff"}


def test_marks_that_a_font_may_have_too_wide_are_held_in_their_cells():
    film = Film(4, 1, (Frame(0, {0: (Span("●日\u2192", Pen(1, 2)),)}),), 0)
    held = {each.text: each.attrib for each in ET.fromstring(svg(film)).iter(f"{NS}text")}
    assert float(held["●"]["textLength"]) < 8
    assert held["●"]["lengthAdjust"] == "spacingAndGlyphs"
    assert held["日"]["x"] == "8"
    assert 24 < float(held["→"]["x"]) < 25


def test_size():
    assert len(svg(race(seconds=20)).encode()) < 1_500_000
