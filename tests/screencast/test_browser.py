"""The page and the moving picture in a real browser, opened from a file and without a network."""

import re
from dataclasses import replace

import pytest

from optsim.screencast.encoding.html_page import html
from optsim.screencast.encoding.svg_picture import svg
from optsim.screencast.film import Film, FilmQuestion, Frame, Mark, Pen, Span
from optsim.screencast.terminal.cells import cells
from tests.screencast.browser import PROGRAM, Browser
from tests.screencast.films import cut, race

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]

SECONDS = 12
NASTY = "</script><img src=x onerror=window.hurt=1>"
#: the canvas as colours 0xRRGGBB at the middle of each cell, line after line
MIDDLES = """(() => {
  const canvas = document.getElementById('canvas'), {width, height} = optsimPlayer;
  const wide = canvas.width / width, high = canvas.height / height;
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, out = [];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const at = 4 * (Math.floor((y + .5) * high) * canvas.width + Math.floor((x + .5) * wide));
    out.push(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
  }
  return out;
})()"""
WAIT = "new Promise(done => { const look = () => (%s) ? done(true) : requestAnimationFrame(look); look(); })"


@pytest.fixture(scope="module")
def film():
    return race(seconds=SECONDS, fps=10)


@pytest.fixture(scope="module")
def browser():
    with Browser() as opened:
        yield opened


@pytest.fixture
def page(browser, film, tmp_path):
    return load(browser, film, tmp_path)


def load(browser, film, folder):
    path = folder / "film.html"
    path.write_text(html(film), encoding="utf-8")
    browser.resize(1000, 700)
    browser.open(path.as_uri())
    return browser


QUESTION = FilmQuestion(2000, 4000, "Which one? <b>", ("this", "that"), "b")
#: time, whether it plays, the answers that are offered, and what is said of the one that was given
ASKED = """[
  Math.round(optsimPlayer.time), optsimPlayer.playing,
  Array.from(document.querySelectorAll('#ask button'), (each) => each.textContent), document.getElementById('yours').textContent,
]"""


@pytest.mark.parametrize(("place", "sign"), [(0, "✗"), (1, "✓")])
def test_it_stops_at_a_question_and_says_in_the_end_whether_the_answer_was_right(browser, film, tmp_path, place, sign):
    page = load(browser, replace(film, questions=(QUESTION,)), tmp_path)
    page.run("optsimPlayer.seek(1900); optsimPlayer.play()")
    page.run(WAIT % "document.getElementById('ask')")
    assert page.run(ASKED) == [2000, False, ["a  this", "b  that"], ""]
    assert page.run("document.querySelector('#ask p').textContent") == QUESTION.text
    page.run(f"document.querySelectorAll('#ask button')[{place}].click()")
    page.run(WAIT % "optsimPlayer.time > 2100")
    letter = "ab"[place]
    assert page.run(ASKED)[1:] == [True, [], letter]
    page.run("optsimPlayer.pause(); optsimPlayer.seek(4100)")
    assert page.run(ASKED)[2:] == [[], f"{letter} {sign}"]
    page.run("optsimPlayer.seek(1000)")
    assert page.run(ASKED)[2:] == [[], ""]


@pytest.mark.parametrize(
    ("question", "give", "told"),
    [
        (QUESTION._replace(options=("x", "y", "z"), right="cab"), (2, 0), "cab ✓"),
        (QUESTION._replace(options=("x", "y", "z"), right="cab"), (0, 2), "acb ✗"),
        (QUESTION._replace(options=("x", "y", "z"), right="cab"), (0, 0, 2, 0), "cab ✓"),
        (QUESTION._replace(options=(), right="146", near=(146.0, 5.0)), "150", "150 ✓"),
        (QUESTION._replace(options=(), right="146", near=(146.0, 5.0)), "15", "15 ✗"),
    ],
)
def test_it_takes_an_order_and_a_number(browser, film, tmp_path, question, give, told):
    page = load(browser, replace(film, questions=(question,)), tmp_path)
    page.run("optsimPlayer.seek(1900); optsimPlayer.play()")
    page.run(WAIT % "document.getElementById('ask')")
    if isinstance(give, str):
        page.run(f"document.querySelector('#ask input').value = '{give}'")
        page.run("document.querySelector('#ask form button').click()")
    else:
        for place in give:
            page.run(f"document.querySelectorAll('#ask button')[{place}].click()")
    page.run(WAIT % "optsimPlayer.time > 2100")
    page.run("optsimPlayer.pause(); optsimPlayer.seek(4100)")
    assert page.run(ASKED)[2:] == [[], told]


def test_a_question_can_be_passed_over(browser, film, tmp_path):
    page = load(browser, replace(film, questions=(QUESTION,)), tmp_path)
    page.run("optsimPlayer.seek(1900); optsimPlayer.play()")
    page.run(WAIT % "document.getElementById('ask')")
    page.run("optsimPlayer.play()")
    page.run(WAIT % "optsimPlayer.time > 2100")
    assert page.run(ASKED)[1:] == [True, [], ""]


def test_a_frame_that_began_before_play_was_pressed_does_not_go_back(browser, film, tmp_path):
    page = load(browser, replace(film, questions=(QUESTION,)), tmp_path)
    # a clock that is ahead of the frames by a tenth of a second: what a slow click makes of it
    page.run("const own = performance.now.bind(performance); performance.now = () => own() + 100; 0")
    page.run("optsimPlayer.seek(1900); optsimPlayer.play()")
    page.run(WAIT % "document.getElementById('ask')")
    page.run("optsimPlayer.play()")
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => 0)")
    assert page.run("[optsimPlayer.playing, optsimPlayer.time >= 2000, !document.getElementById('ask')]") == [True] * 3


def text(film, time):
    return "\n".join("".join(span.text for span in row) for row in film.screen_at(time))


def test_it_opens_paused_on_its_first_screen_and_asks_for_nothing(page, film):
    state = page.run("[optsimPlayer.time, optsimPlayer.playing, optsimPlayer.duration, optsimPlayer.text()]")
    assert state == [0, False, film.duration, text(film, 0)]
    assert page.run("document.getElementById('poster').hidden") is False
    complaints = page.complaints()
    asked = [
        event["params"]["request"]["url"] for event in complaints if event["method"] == "Network.requestWillBeSent"
    ]
    assert all(address.endswith("/film.html") for address in asked)
    assert len(complaints) == len(asked), complaints


@pytest.mark.parametrize("time", [0, 5000, 12000, 40, 6123, 9999, 7000])
def test_the_screen_at_a_time_is_the_films(page, film, time):
    page.run(f"optsimPlayer.seek(8000); optsimPlayer.seek({time})")
    assert page.run("optsimPlayer.text()") == text(film, time)


def test_it_plays_to_the_end_and_then_from_the_start(page, film):
    before = page.run(MIDDLES)
    page.run("optsimPlayer.speed = 4; optsimPlayer.play()")
    page.run(WAIT % "optsimPlayer.time > 1000")
    assert page.run(MIDDLES) != before
    assert page.run("optsimPlayer.playing")
    page.run(f"optsimPlayer.seek({film.duration - 200})")
    page.run(WAIT % "!optsimPlayer.playing")
    assert page.run("[optsimPlayer.time, optsimPlayer.text()]") == [film.duration, text(film, film.duration)]
    page.run("optsimPlayer.play()")
    assert page.run("optsimPlayer.time") < 1000
    page.run("optsimPlayer.pause()")
    assert page.run("optsimPlayer.playing") is False


def test_speed_is_the_films_time_by_the_clocks(page):
    ratio = """new Promise(done => {
      optsimPlayer.seek(0); optsimPlayer.speed = %s; optsimPlayer.play();
      let first;
      const look = now => {
        first ??= [now, optsimPlayer.time];
        if (now - first[0] < 400) return requestAnimationFrame(look);
        const got = (optsimPlayer.time - first[1]) / (now - first[0]); optsimPlayer.pause(); done(got);
      };
      requestAnimationFrame(look);
    })"""
    assert 0.2 < page.run(ratio % 0.25) < 0.3
    assert 3.5 < page.run(ratio % 4) < 4.5
    assert page.run("[...document.getElementById('speed').options].map(each => +each.value)")[0] == 0.25


def test_keys(page, film):
    at = "Math.round(optsimPlayer.time)"
    page.press("End")
    assert page.run(at) == film.duration
    page.press("ArrowLeft")
    assert page.run(at) == film.duration - 5000
    page.press("Home")
    page.press(".")
    assert page.run(at) == film.marks[1].time
    page.press(".")
    assert page.run(at) == film.marks[2].time
    page.press(",")
    assert page.run(at) == film.marks[1].time
    page.press("ArrowRight")
    assert page.run(at) == film.marks[1].time + 5000
    page.press("]")
    page.press("]")
    page.press("[")
    assert page.run("optsimPlayer.speed") == 1.5
    page.press(" ", "Space", " ")
    assert page.run("optsimPlayer.playing") is True
    page.press(" ", "Space", " ")
    assert page.run("optsimPlayer.playing") is False


def test_chapters_by_the_bar_and_by_the_list(page, film):
    assert page.run("optsimPlayer.chapters") == [{"time": mark.time, "label": mark.label} for mark in film.marks]
    place = (
        "(() => { const box = %s.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )
    page.click(*page.run(place % "document.querySelectorAll('#track button')[1]"))
    assert page.run("Math.round(optsimPlayer.time)") == film.marks[1].time
    assert film.marks[1].label in page.run("document.getElementById('tip').textContent")
    page.press("c")
    page.click(*page.run(place % "document.querySelectorAll('#chapters button')[2]"))
    assert page.run("Math.round(optsimPlayer.time)") == film.marks[2].time
    assert page.run("document.querySelector('#chapters [aria-current]').textContent").endswith(film.marks[2].label)
    page.click(*page.run(place % "document.getElementById('track')"))
    assert abs(page.run("optsimPlayer.time") - film.duration / 2) < film.duration / 50


def test_cells_have_their_colours(page, film):
    for time in (0, 11000, 3000):
        page.run(f"optsimPlayer.seek({time})")
        seen = page.run(MIDDLES)
        flat = [cell for row in film.screen_at(time) for cell in cells(row)]
        blank = [(found, cell.pen.ground) for found, cell in zip(seen, flat, strict=True) if cell.text == " "]
        assert len(blank) > 500
        assert all(found == ground for found, ground in blank)


def test_geometry_and_full_width_characters(browser, tmp_path):
    pen, other = Pen(0xFF8000, 0x102030), Pen(0x00FF00, 0x400000)
    rows = {0: (Span("█─│┼▒⣿", pen), Span("▀▄", other)), 1: (Span("日 x日", pen), Span("\u3000", other))}
    page = load(browser, Film(8, 2, (Frame(0, rows),), 0, "", (Mark(0, "a"),)), tmp_path)
    seen = page.run(MIDDLES)
    assert seen[:4] == [0xFF8000] * 4
    assert seen[4] == 0x885018  # half of each
    assert {seen[6], seen[7]} == {0x00FF00, 0x400000}  # the middle lies in one half
    assert seen[8 + 6 : 8 + 8] == [0x400000] * 2
    assert page.run("optsimPlayer.text()") == "█─│┼▒⣿▀▄\n日 x日\u3000"


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(320, 240, 1), (1010, 690, 2), (1920, 1080, 1.5), (500, 900, 3)]
)
def test_cells_are_whole_pixels_in_windows_of_any_size(page, film, width, height, ratio):
    page.resize(width, height, ratio)
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    canvas, room = page.run(
        "[['width', 'height'].map(name => document.getElementById('canvas')[name]),"
        " ['width', 'height'].map(name => document.getElementById('stage').getBoundingClientRect()[name])]"
    )
    assert canvas[0] % film.width == canvas[1] % film.height == 0
    if width > 320:
        assert canvas[0] <= room[0] * ratio
        assert canvas[1] <= room[1] * ratio
        assert canvas[0] > 0.8 * room[0] * ratio or canvas[1] > 0.8 * room[1] * ratio
    assert page.run("document.body.scrollWidth <= innerWidth")


def test_texts_hurt_nobody(browser, tmp_path):
    row = (Span(NASTY, Pen(1, 2)),)
    page = load(browser, Film(len(NASTY), 1, (Frame(0, {0: row}),), 100, NASTY, (Mark(0, NASTY),)), tmp_path)
    page.run("optsimPlayer.seek(50)")
    assert page.run("[window.hurt === undefined, document.images.length, document.title]") == [True, 0, NASTY]
    assert page.run("optsimPlayer.text()") == NASTY
    assert page.run("optsimPlayer.chapters[0].label") == NASTY


def test_every_button_has_a_name_and_the_position_is_told(page, film):
    nameless = """[...document.querySelectorAll('button, select, [role=slider], canvas')].filter(each =>
      !(each.getAttribute('aria-label') || each.textContent.trim() || each.title)).map(each => each.id)"""
    assert page.run(nameless) == []
    page.run("optsimPlayer.seek(5000)")
    told = page.run(
        "['aria-valuenow', 'aria-valuetext'].map(name => document.getElementById('seek').getAttribute(name))"
    )
    assert told == ["5000", f"0:05, {film.marks[1].label}"]
    assert page.run("document.getElementById('text').textContent") == text(film, 5000)


def test_a_link_can_lead_to_a_moment(browser, film, tmp_path):
    path = tmp_path / "film.html"
    path.write_text(html(film), encoding="utf-8")
    browser.open(path.as_uri() + "#t=6.5")
    assert browser.run("optsimPlayer.time") == 6500


def test_the_moving_picture_moves_only_for_those_who_want_it(browser, film, tmp_path):
    short = cut(film, 2000)
    (tmp_path / "film.svg").write_text(svg(short), encoding="utf-8")
    shown = (
        "[...document.querySelectorAll('.m')].filter(each => getComputedStyle(each).visibility === 'visible').length"
    )
    browser.prefer(prefers_reduced_motion="no-preference")
    browser.open((tmp_path / "film.svg").as_uri())
    browser.run("for (const each of document.getAnimations()) { each.pause(); each.currentTime = 450; }")
    assert browser.run(shown) == 5  # 0, 100, 200, 300 and 400 ms
    browser.run("for (const each of document.getAnimations()) each.currentTime = 1950")
    assert browser.run(shown) == len(re.findall("@keyframes", svg(short)))
    browser.prefer(prefers_reduced_motion="reduce")
    browser.run("new Promise(requestAnimationFrame)")
    assert browser.run(shown) == 0
    browser.prefer()
