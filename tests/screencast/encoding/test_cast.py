"""Asciicasts: written, and read back."""

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.screencast.cast_reader import read
from optsim.screencast.encoding.asciicast import cast
from optsim.screencast.faults import CastError
from optsim.screencast.film import Film, Frame, Mark, Pen, Span
from optsim.system.printable import printable_line
from tests.screencast.films import films, race

PEN, BRIGHT = Pen(0xE0E0E0, 0x101010), Pen(0xFFFFFF, 0x101010, bold=True)


def line(text, pen=PEN):
    return (Span(text, pen),)


def written(tmp_path, text, name="film.cast"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def screens(film):
    """Every time that something else is shown, and what."""
    seen = []
    for time, screen in film.screens():
        if not seen or seen[-1][1] != screen:
            seen.append((time, screen))
    return seen


@given(film=films(), version=st.sampled_from([2, 3]))
@settings(max_examples=60)
def test_a_film_comes_back_cell_by_cell(film, version, tmp_path_factory):
    path = tmp_path_factory.mktemp("cast") / "film.cast"
    path.write_text(cast(film, version), encoding="utf-8")
    back = read(path)
    assert screens(back) == screens(film)
    assert (back.width, back.height, back.duration) == (film.width, film.height, film.duration)
    assert [mark.time for mark in back.marks] == [mark.time for mark in film.marks if readable(mark.label)]
    assert back.title == readable(film.title)


def readable(text):
    return printable_line(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)).strip()


def test_version_2_counts_from_the_start_and_version_3_from_the_event_before():
    frames = (Frame(0, {0: line("ab")}), Frame(67, {0: line("ac")}), Frame(133, {0: line("ad")}))
    film = Film(2, 1, frames, 1200, "Title", (Mark(67, "there"),))
    told = [json.loads(each) for each in cast(film).splitlines()]
    assert told[0] == {"version": 2, "width": 2, "height": 1, "title": "Title"}
    assert [(time, code) for time, code, _ in told[1:]] == [
        (0, "o"),
        (0.067, "o"),
        (0.067, "m"),
        (0.133, "o"),
        (1.2, "o"),
    ]
    lines = cast(film, 3).splitlines()
    assert json.loads(lines[0]) == {"version": 3, "term": {"cols": 2, "rows": 1}, "title": "Title"}
    assert [each.split(",")[0] for each in lines[1:]] == ["[0.000", "[0.067", "[0.000", "[0.066", "[1.067"]


def test_only_cells_that_differ_are_sent_and_pens_only_when_they_change():
    frames = (
        Frame(0, {0: line("abcdefghijklmnopqrst"), 1: line("x" * 20)}),
        Frame(100, {0: (Span("Abcdefghijklmnopqrs", PEN), Span("T", BRIGHT))}),
    )
    events = [json.loads(each) for each in cast(Film(20, 2, frames, 100)).splitlines()[1:]]
    assert events[1] == [0.1, "o", "\x1b[1HA\x1b[18C\x1b[1;38;2;255;255;255mT"]


def test_a_full_width_character_is_written_whole():
    frames = (Frame(0, {0: line("a日b")}), Frame(100, {0: line("a本b")}), Frame(200, {0: line("axyb")}))
    events = [json.loads(each)[2] for each in cast(Film(4, 1, frames, 200)).splitlines()[1:]]
    assert events[1].endswith("本")
    assert events[2].endswith("xy")


def test_half_a_minute_of_a_race_is_small():
    assert len(cast(race(seconds=3)).encode()) < 1_000_000 / 10


def test_what_others_write_is_read(tmp_path):
    text = (
        '{"version": 3, "term": {"cols": 10, "rows": 2, "theme": {"fg": "#aaaaaa", "bg": "#000001"}}, "tags": ["x"]}\n'
        "# a comment\n"
        '[0.5, "o", "\\u001b[31mhi\\u001b[0m\\r\\n"]\n'
        '[0.25, "i", "x"]\n'
        '[0.25, "m", "here"]\n'
        '[0.5, "r", "12x3"]\n'
        '[0.5, "o", "there"]\n'
        '[1.0, "x", "0"]\n'
    )
    film = read(written(tmp_path, text))
    assert (film.width, film.height, film.duration) == (12, 3, 3000)
    assert film.marks == (Mark(1000, "here"),)
    assert [frame.time for frame in film.frames] == [0, 500, 2000]
    screen = film.screen_at(3000)
    assert ["".join(span.text for span in row).rstrip() for row in screen] == ["hi", "there", ""]
    assert screen[1][0].pen == Pen(0xAAAAAA, 0x000001)


def cursors(tmp_path, *events):
    """What is reversed at each time."""
    lines = "".join(f'[{time}, "o", {json.dumps(text)}]\n' for time, text in events)
    film = read(written(tmp_path, HEADER + lines))
    usual = film.screen_at(0)[1][0].pen
    turned = usual._replace(colour=usual.ground, ground=usual.colour)
    return [
        (time, [(y, span.text) for y, row in enumerate(screen) for span in row if span.pen == turned])
        for time, screen in film.screens()
    ]


def test_the_cursor_is_drawn_where_the_terminal_shows_it(tmp_path):
    assert cursors(tmp_path, (1, "ab"), (2, "\x1b[?25lc"), (3, "\r\n日\x1b[?25h"), (4, "\x1b[2G"), (5, "x")) == [
        (0, [(0, " ")]),
        (1000, [(0, " ")]),
        (2000, []),
        (3000, [(1, " ")]),
        (4000, [(1, "日")]),
        (5000, [(1, " ")]),
    ]


def test_a_cursor_that_is_given_back_at_the_end_is_no_picture(tmp_path):
    assert cursors(tmp_path, (1, "\x1b[?25lab"), (2, "\x1b[2H\x1b[?25h")) == [(0, [(0, " ")]), (1000, [])]


def test_long_pauses_are_cut_where_the_cast_asks_for_it(tmp_path):
    text = '{"version": 2, "width": 3, "height": 1, "idle_time_limit": 1.5}\n[1, "o", "a"]\n[60, "o", "b"]\n[61, "o", "c"]\n'
    assert [frame.time for frame in read(written(tmp_path, text)).frames] == [0, 1000, 2500, 3500]


HEADER = '{"version": 2, "width": 10, "height": 2}\n'


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "is not JSON"),
        ("hello", 1, "begins with a line of JSON"),
        ("[1, 2]", 1, "is not the header of a cast"),
        ('{"width": 10, "height": 2}', 1, "is not the header of a cast"),
        ('{"version": 1, "stdout": []}', 1, "convert it with: asciinema convert"),
        ('{"format": "optsim-recording", "version": 1}', 1, "is a recording of a race, not of a terminal"),
        ('{"version": 4}', 1, "is an asciicast of version 4; versions 2 and 3 are known"),
        ('{"version": true}', 1, "versions 2 and 3 are known"),
        ('{"version": 3, "width": 10, "height": 2}', 1, 'has no "term"'),
        ('{"version": 2, "width": 0, "height": 2}', 1, "width must be a whole number from 1 on, it is 0"),
        ('{"version": 2, "width": 10}', 1, "height must be a whole number from 1 on, it is None"),
        ('{"version": 2, "width": 100000, "height": 100000}', 1, "100,000 cells can be drawn at most"),
        ('{\n  "version": 1,\n  "width": 10,\n  "stdout": [[0.5, "a"]]\n}\n', 1, "convert it with: asciinema convert"),
        (
            '{\n  "version": 2,\n  "width": 10,\n  "height": 2\n}\n[1, "o", "a"]\n',
            1,
            "has its header over several lines",
        ),
        (HEADER + '[1, "o"', 2, "is not JSON"),
        (HEADER + '[1, "o", "a"]\n[2, "o", "to', 3, "the end is missing; to use what is left: head -n 2 "),
        (HEADER + '[1, "o", "a"]\n[2, "o", "to\n[3, "o", "b"]', 3, "delete the line"),
        (HEADER + '[1, "o"]', 2, "is no event"),
        (HEADER + '[0, "o", "a"]\n\n{"a": 1}', 4, "is no event"),
        (HEADER + '["1", "o", "a"]', 2, "is no event"),
        (HEADER + '[-1, "o", "a"]', 2, "its time must be from 0"),
        (HEADER + '[1e999999, "o", "a"]', 2, "its time must be from 0"),
        (HEADER + '[NaN, "o", "a"]', 2, "NaN is no number"),
        (HEADER + '[1, "r", "huge"]', 2, "is no size, such as 80x24"),
        (HEADER + '[1, "r", "9999x9999"]', 2, "can be drawn at most"),
        (HEADER + "[" * 100_000, 2, "is not JSON"),
        (HEADER.encode() + b'[0, "o", "\xff"]', 2, "is not UTF-8 text"),
    ],
)
def test_a_broken_file_is_told_with_line_and_a_way_out(tmp_path, text, line, problem):
    path = written(tmp_path, text)
    with pytest.raises(CastError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert problem in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_told_with_the_command_that_changes_it(tmp_path, code):
    path = written(tmp_path, (HEADER + '[0, "o", "a"]').encode(code))
    with pytest.raises(CastError, match="is UTF-16 text; make it UTF-8: iconv -f UTF-16 -t UTF-8"):
        read(path)


def test_no_file_is_told(tmp_path):
    with pytest.raises(CastError, match="there is no such file"):
        read(tmp_path / "none.cast")
    with pytest.raises(CastError, match="is no file"):
        read(tmp_path)


SOUND = cast(
    Film(
        6,
        2,
        (Frame(0, {0: line("ab日cd"), 1: line("123456")}), Frame(500, {1: line("654321")})),
        700,
        "T",
        (Mark(1, "m"),),
    )
)
JUNK = [
    b"\\u001b[",
    b"\\ud800",
    b"\n",
    b'"',
    b"[",
    b"}",
    b"1e99",
    b"-",
    b"\xff",
    b"99999999",
    b"H",
    b"J",
    b"m",
    b"?1049h",
    b";",
    b"\x00",
]


@given(data=st.data())
@settings(max_examples=300)
def test_a_damaged_file_is_read_or_told_but_never_breaks(data, tmp_path_factory):
    text = bytearray(SOUND.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at, upto = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 20))
        text[at : at + upto] = data.draw(st.sampled_from(JUNK)) * data.draw(st.sampled_from([0, 1, 1, 20]))
    path = tmp_path_factory.getbasetemp() / "damaged.cast"
    path.write_bytes(bytes(text))
    with suppress(CastError):
        film = read(path)
        path.write_text(cast(film), encoding="utf-8")
        assert screens(read(path)) == screens(film)
