"""The checks of formats and scenarios pass what is shipped, and name what is wrong."""

# ruff: noqa: ARG001, ARG005 what is wrong with them is the point

from typing import ClassVar

import pytest

from optsim.report import REPORT_FORMATS, ReportFormat, StreamedFormat
from optsim.scenario.bundled import SCENARIOS
from optsim.screencast.film_format import FilmFormat, TextFormat, Written
from optsim.screencast.formats import FILM_FORMATS
from optsim.testing import check_film_format, check_report_format, check_scenario


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_every_report_format_keeps_to_the_rules(name):
    if not REPORT_FORMATS[name].can_write():
        pytest.skip(f"what {name} needs is not installed")
    check_report_format(REPORT_FORMATS[name])


@pytest.mark.parametrize("name", FILM_FORMATS)
def test_every_film_format_keeps_to_the_rules(name):
    if not FILM_FORMATS[name].can_write():
        pytest.skip(f"what {name} needs is not installed")
    check_film_format(FILM_FORMATS[name])


class Ends(ReportFormat):
    """The last loss of each lane."""

    name: ClassVar[str] = "ends"
    title: ClassVar[str] = "the last losses"
    ending: ClassVar[str] = ".ends"

    def pieces(self, subject):
        yield from (f"{name} {run.loss!r}\n" for name, run in subject.race.runs.items())


def test_a_report_format_of_ones_own_passes():
    check_report_format(Ends)


def goes_back(self, subject):
    subject.race.seek(0)
    yield "x"


COUNT = iter(range(10**6))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "The ends"}, "must be one word"),
        ({"title": ""}, "needs a title"),
        ({"ending": "ends"}, "must be a dot with small letters"),
        ({"ending": ".csv"}, "csv has the ending .csv, too"),
        ({"__doc__": ""}, "needs a docstring"),
        ({"pieces": lambda self, subject: iter(())}, "of Every end is empty"),
        ({"pieces": lambda self, subject: iter([b"x"])}, "must give text"),
        ({"has_params": True}, "is the same with parameters"),
        ({"pieces": lambda self, subject: iter([f"{subject.with_params}"])}, "set `has_params = True`"),
        ({"pieces": lambda self, subject: iter(["\x1b[2J"])}, "could do more than be read"),
        ({"pieces": lambda self, subject: iter([str(next(COUNT))])}, "another one the second time"),
        ({"pieces": lambda self, subject: iter(["x" * subject.width])}, "depends on the window"),
        ({"pieces": goes_back}, "is at another step after the report"),
        ({"picture_ending": ".svg"}, "the picture of Every end is empty"),
        (
            {"picture_ending": ".svg", "picture": lambda self, subject: iter(["\x1b"])},
            "the picture .* more than be read",
        ),
        (
            {"picture_ending": ".svg", "picture": lambda self, subject: iter([str(next(COUNT))])},
            "the picture .* another",
        ),
        ({"picture_ending": ".svg", "picture": lambda self, subject: iter(["x"])}, "does not name the picture"),
    ],
)
def test_what_is_wrong_with_a_report_format_is_named(changes, told):
    with pytest.raises(AssertionError, match=told):
        check_report_format(type("Wrong", (Ends,), {"__doc__": "Wrong.", **changes}))


def test_what_is_written_meanwhile_must_be_the_same():
    class Streamed(Ends, StreamedFormat):
        """Something else while it runs."""

        def run(self, subject):
            yield "else"

    with pytest.raises(AssertionError, match="another text than pieces"):
        check_report_format(Streamed)


class Plain(TextFormat):
    """The last screen as text."""

    name: ClassVar[str] = "plain"
    title: ClassVar[str] = "the last screen as text"
    ending: ClassVar[str] = ".plain"

    def text(self, film, options):
        return "".join("".join(span.text for span in row) + "\n" for row in film.screen_at(film.duration))


def test_a_film_format_of_ones_own_passes():
    check_film_format(Plain)


def leaves_something(self, film, path, options):
    path.with_name("left").touch()
    return Plain().write(film, path, options)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ending": ".gif"}, "gif has the ending .gif, too"),
        ({"text": lambda self, film, options: ""}, "is empty"),
        ({"text": lambda self, film, options: str(next(COUNT))}, "other files or bytes the second time"),
        ({"write": lambda self, film, path, options: Written(())}, "which files it has written"),
        ({"write": lambda self, film, path, options: Written((path,))}, "which is not there"),
        ({"write": leaves_something}, "has left .'left'. without saying so"),
        ({"most_pixels": -1}, "most_pixels"),
    ],
)
def test_what_is_wrong_with_a_film_format_is_named(changes, told):
    with pytest.raises(AssertionError, match=told):
        check_film_format(type("Wrong", (Plain,), {"__doc__": "Wrong.", **changes}))


def test_a_film_format_that_cannot_be_written_here_is_told_by_a_warning():
    class Absent(Plain):
        """Needs what is not there."""

        @classmethod
        def can_write(cls):
            return False

    with pytest.warns(UserWarning, match="Absent is not checked further"):
        check_film_format(Absent)


SCENARIO = """
title = "Mine"
description = "Look at it."
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.1]
start = [1.0, 1.0]
[budget]
steps = 30
[lanes.gd]
optimizer = "gd"
learning_rate = 0.1
"""


@pytest.mark.system
def test_a_scenario_that_is_shipped_passes_and_one_without_a_demo(tmp_path):
    check_scenario("saddle")
    path = tmp_path / "mine.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    check_scenario(path)


@pytest.mark.system
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"gd"\n', '"gdd"\n', "no optimizer is named 'gdd'"),
        ('title = "Mine"\n', "", "needs a title"),
        ('description = "Look at it."\n', "", "needs a description"),
        ("start = [1.0, 1.0]", "start = [0.0, 0.0]", "does not move in its first step"),
        (
            "[lanes.gd]",
            '[demo]\ndo = [{ press = "space" }, { until = "step >= 31" }]\n[lanes.gd]',
            "will never come true",
        ),
    ],
)
def test_what_is_wrong_with_a_scenario_is_named(old, new, told, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SCENARIO.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AssertionError, match=told):
        check_scenario(path)


def test_bases_are_not_found_as_formats():
    assert FilmFormat not in FILM_FORMATS.values()
    assert "saddle" in SCENARIOS
