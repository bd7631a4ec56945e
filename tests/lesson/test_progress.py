"""The file of progress: nothing that was done is lost, whatever happens to it; and what is due on which day."""

import json
import multiprocessing
import os
import signal
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.lesson.course import Course, Due, Standing
from optsim.lesson.outline import LessonOutline, lesson_outline, outlines
from optsim.lesson.progress import Record, add_progress, read_progress
from optsim.lesson.progress_facts import ProgressLinesPassedOver, ProgressNotKept, ProgressUnreadable

BEGIN = date(2026, 3, 1)
LESSON = LessonOutline("one", questions={"en": ("?", "??")}, has_task=True)


class Days:
    def __init__(self):
        self.day = BEGIN

    def __call__(self):
        return self.day


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "data" / "course.jsonl", Days())


def through(course, *, act="task"):
    for question in range(LESSON.question_count):
        course.add("one", "answered", question=question, chosen=1, right=True)
    course.add("one", act)


records = st.builds(
    Record,
    st.text(max_size=20),
    st.sampled_from(["at", "answered", "task", "skipped"]),
    st.dates().map(date.isoformat),
    st.integers(0, 9),
    st.integers(-1, 9),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(["", "ask", "task"]),
    st.integers(0, 10**6),
)


@given(st.lists(records, max_size=6), st.binary(max_size=40))
def test_what_was_written_is_read_whatever_stands_between(tmp_path_factory, written, rubbish):
    file = tmp_path_factory.mktemp("progress") / "course.jsonl"
    for record in written:
        assert add_progress(file, [record]) is None
        with file.open("ab") as stream:
            stream.write(rubbish)
    found, fact = read_progress(file)
    # rubbish may end in the middle of a line: that line is lost, no other one
    assert [record for record in found if record in written] == written
    assert fact is None or isinstance(fact, ProgressLinesPassedOver)


def test_an_unfinished_line_is_told_and_hides_no_other(course):
    course.add("one", "answered", right=True)
    with course.file.open("ab") as stream:
        stream.write(b'{"lesson": "tw')
    course.add("three", "answered")
    found, fact = read_progress(course.file)
    assert [record.lesson for record in found] == ["one", "three"]
    assert fact == ProgressLinesPassedOver(str(course.file), 1, 2)


@pytest.mark.parametrize(
    "line",
    ['{"lesson": 3}', "[]", "1e999", '{"lesson": "x", "act": "fly", "day": ""}', '{"a": 1}', "[" * 9999, "\\x00"],
)
def test_lines_of_no_version_are_passed_over(tmp_path, line):
    file = tmp_path / "course.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    assert read_progress(file) == ([], ProgressLinesPassedOver(str(file), 1, 1))


def test_what_is_no_file_is_told(tmp_path):
    found, fact = read_progress(tmp_path)
    assert (found, type(fact)) == ([], ProgressUnreadable)
    assert isinstance(add_progress(tmp_path, [Record("x", "at", "")]), ProgressNotKept)
    os.mkfifo(tmp_path / "pipe")
    assert isinstance(read_progress(tmp_path / "pipe")[1], ProgressUnreadable)
    assert isinstance(add_progress(tmp_path / "pipe", [Record("x", "at", "")]), ProgressNotKept)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert isinstance(add_progress(tmp_path / "file" / "course.jsonl", [Record("x", "at", "")]), ProgressNotKept)


def _write_many(file, name, count):
    for number in range(count):
        add_progress(file, [Record(name, "at", "2026-03-01", step=number)])


def _write_for_ever(file):
    for number in range(10**9):
        add_progress(file, [Record("x" * 150, "at", "2026-03-01", step=number)])


@pytest.mark.system
def test_two_programs_write_at_once(tmp_path):
    file = tmp_path / "course.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(file, name, 200)) for name in "ab"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    found, fact = read_progress(file)
    assert fact is None
    for name in "ab":
        assert [record.step for record in found if record.lesson == name] == list(range(200))


@pytest.mark.system
def test_a_kill_loses_nothing_that_was_done_before(tmp_path):
    file = tmp_path / "course.jsonl"
    writer = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(file,))
    writer.start()
    while not file.exists() or len(file.read_bytes()) < 20_000:
        assert writer.is_alive()
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    lines = file.read_bytes().count(b"\n")
    found, _ = read_progress(file)
    assert [record.step for record in found] == list(range(len(found)))
    assert len(found) >= lines


def test_a_line_is_plain(course):
    course.add("saddle-point", "answered", question=1, chosen=2, right=True)
    assert json.loads(course.file.read_text(encoding="utf-8")) == {
        "lesson": "saddle-point",
        "act": "answered",
        "day": "2026-03-01",
        "question": 1,
        "chosen": 2,
        "right": True,
    }


def test_a_lesson_is_new_begun_and_done(course):
    assert course.is_new
    assert course.progress(LESSON).standing is Standing.NEW
    course.add("one", "at", stage="watch", chosen=2, step=7)
    assert course.progress(LESSON).standing is Standing.BEGUN
    assert course.progress(LESSON).place.step == 7
    through(course)
    assert course.progress(LESSON).standing is Standing.DONE
    assert course.progress(LESSON).place is None
    assert course.progress(LESSON).due == BEGIN + timedelta(days=1)


def test_a_task_may_be_left_out(course):
    through(course, act="skipped")
    assert course.progress(LESSON).standing is Standing.DONE
    assert not course.progress(LESSON).task_done


def test_it_comes_again_after_1_7_and_30_days(course):
    through(course)
    for number, gap in enumerate((1, 7, 30)):
        course.today.day += timedelta(days=gap - 1)
        assert course.due([LESSON]) == []
        course.today.day += timedelta(days=1)
        assert course.due([LESSON]) == [Due("one", number % 2, number + 1)]
        course.add("one", "answered", question=number % 2, right=True, again=number + 1)
        assert course.due([LESSON]) == []
    assert course.progress(LESSON).standing is Standing.FINISHED


def test_a_wrong_answer_comes_again_tomorrow(course):
    through(course)
    course.today.day += timedelta(days=3)
    course.add("one", "answered", right=True, again=1)
    course.today.day += timedelta(days=7)
    course.add("one", "answered", right=False, again=2)
    assert course.progress(LESSON).due == course.today.day + timedelta(days=1)
    assert course.progress(LESSON).returns == 2


def test_another_program_s_answers_are_seen(course):
    other = Course(course.file, course.today)
    other.add("one", "at", stage="ask")
    assert course.is_new
    course.read()
    assert course.progress(LESSON).standing is Standing.BEGUN


def test_without_a_file_it_is_kept_while_it_runs():
    course = Course(None, Days())
    through(course)
    course.read()
    assert course.progress(LESSON).standing is Standing.DONE


def test_a_round_is_mixed_and_the_same_all_day(course):
    lessons = [LESSON._replace(name=f"{number}", has_task=False) for number in range(12)]
    for lesson in lessons:
        for question in range(2):
            course.add(lesson.name, "answered", question=question)
    course.today.day += timedelta(days=1)
    waiting = course.due(lessons)
    assert waiting == course.due(lessons)
    assert [each.lesson for each in waiting] != [lesson.name for lesson in lessons]
    assert {each.lesson for each in waiting} == {lesson.name for lesson in lessons}


def test_outlines_of_what_cannot_be_read(tmp_path):
    file = tmp_path / "odd.toml"
    for text in ("", "topic = 3", 'topic = "start"\ntitle = "x"\npredict = 3', "text = 3"):
        file.write_text(text, encoding="utf-8")
        assert lesson_outline("odd", file) == LessonOutline("odd", readable=False)
    assert all(each.readable for each in outlines())
