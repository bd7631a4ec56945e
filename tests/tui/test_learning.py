"""The course in the app: the map, lessons from question to task, where one left off, mixed rounds."""

from datetime import date, timedelta

import pytest

from optsim.languages import LANGUAGES
from optsim.lesson.bundled import LESSONS
from optsim.lesson.course import Course, Standing
from optsim.lesson.find import load_lesson
from optsim.lesson.outline import lesson_outline, outlines
from optsim.tui.learn.card import LessonCard
from optsim.tui.learn.course_screen import CourseScreen
from optsim.tui.learn.lesson_screen import LessonScreen
from optsim.tui.messages import Sought, StartMoved
from optsim.tui.screens.panel_area import PanelArea
from optsim.tui.screens.race import RaceScreen
from tests.tui.support import in_loop, opened, press, region_lines, settle, text, ticks, to_end
from tests.words.pseudo import ACCENTED, FULL_WIDTH, Pseudo
from tests.words.test_pseudo_language import prose

TODAY = date(2026, 3, 1)


class Days:
    day = TODAY

    def __call__(self):
        return self.day


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "course.jsonl", Days())


def open_course(course, lesson="", size=(120, 36), **settings):
    return opened(None, size, course=course, learn=lesson, **settings)


def stage(pilot):
    screen = pilot.app.screen
    return screen.visit.number, screen.visit.stage


def standing(course, name):
    return course.progress(lesson_outline(name, LESSONS[name])).standing


def messages(pilot):
    return "\n".join(str(each.message) for each in pilot.app._notifications)


def card(pilot):
    return "\n".join(region_lines(pilot, LessonCard))


@in_loop
async def test_the_map_lists_all_lessons_and_opens_one(course):
    async with open_course(course) as pilot:
        assert isinstance(pilot.app.screen, CourseScreen)
        shown = text(pilot)
        for lesson in outlines():
            assert lesson.title("en") in shown
        assert f"0 of {len(LESSONS)} lessons done" in shown
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.visit.lesson.name == outlines()[0].name


@in_loop
async def test_a_lesson_from_question_to_task(course):
    async with open_course(course, "learning-rate") as pilot:
        assert stage(pilot) == (0, "ask")
        # the race does not run before an answer, and no sentence gives it away
        await press(pilot, "space")
        assert pilot.app.screen.player.race.step == 0
        assert not pilot.app.screen.player.motion.moving
        assert "it diverges" not in text(pilot)
        await press(pilot, "b")
        assert stage(pilot) == (0, "watch")
        await to_end(pilot)
        assert stage(pilot) == (0, "explain")
        assert "No, it is c)" in card(pilot)
        assert "after ten steps D is at 6.19" in " ".join(card(pilot).replace("▌", "").split())
        await press(pilot, "enter")
        assert stage(pilot) == (1, "ask")
        await press(pilot, "down", "down", "enter", "L")
        assert stage(pilot) == (1, "explain")
        # what is explained is seen
        assert pilot.app.screen.player.race.finished
        assert "Right: c)" in card(pilot)
        # the keys are the card's, and it says so
        assert "enter goes on" in card(pilot)
        await press(pilot, "enter")
        assert stage(pilot) == (1, "task")
        assert standing(course, "learning-rate") is Standing.BEGUN
        await press(pilot, "L")
        assert "Hint:" in card(pilot)
        await press(pilot, "-")
        await to_end(pilot)
        assert stage(pilot) == (1, "done")
        assert standing(course, "learning-rate") is Standing.DONE
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CourseScreen)
        assert f"1 of {len(LESSONS)} lessons done" in text(pilot)


@in_loop
async def test_a_step_is_marked_by_arrows_digits_and_clicks(course):
    async with open_course(course, "eight-steps") as pilot:
        await press(pilot, "enter")
        assert stage(pilot) == (0, "ask")
        assert "Mark a step first" in messages(pilot)
        await press(pilot, "right", "right", "shift+right")
        assert "step 12" in card(pilot)
        await press(pilot, "left", "1", "7")
        assert "step 17" in card(pilot)
        await press(pilot, "backspace")
        assert "step 1" in card(pilot)
        # beyond the end of the race nothing is typed
        await press(pilot, "home", "6", "1")
        assert "step 6" in card(pilot)
        pilot.app.screen.post_message(Sought(2))
        await settle(pilot)
        assert pilot.app.screen.player.race.step == 0
        await press(pilot, "enter")
        assert "You say step 2" in card(pilot)
        await press(pilot, "L")
        assert "Right: step 2" in card(pilot)
        await press(pilot, "enter")
        # a number; letters that are none of it are keys of the race
        await press(pilot, "4", ".", "0", "x", "enter")
        assert "You say 4.0" in card(pilot)
        await press(pilot, "q")
    async with open_course(Course(course.file, Days()), "eight-steps") as pilot:
        assert stage(pilot) == (1, "watch")
        assert "You say 4.0" in card(pilot)
        await press(pilot, "L")
        assert "No, it is 3; you say 4.0" in card(pilot)


@in_loop
async def test_lanes_are_put_in_order(course):
    async with open_course(course, "noise-on-saddle") as pilot:
        await press(pilot, "d", "c", "backspace", "up", "down", "enter", "b")
        # the last place is the last lane's, also where it is typed
        await press(pilot, "a")
        entry = pilot.app.screen.card.state.entry
        assert entry.placed == "dcba"
        await press(pilot, "enter", "L")
        assert "Right: 1 adam, 2 momentum, 3 sgd, 4 gd" in card(pilot)


@in_loop
async def test_every_key_of_the_race_works_but_those_that_are_locked(course):
    course.add("saddle-point", "at", question=1, stage="task")
    async with open_course(course, "saddle-point") as pilot:
        screen = pilot.app.screen
        await press(pilot, "+", "-", "e")
        assert screen.player.edits == 0
        assert pilot.app.screen is screen
        await press(pilot, "f")
        assert screen.player.edits == 1
        screen.post_message(StartMoved(1.0, 0.3))
        await settle(pilot)
        await to_end(pilot)
        assert stage(pilot) == (1, "done")


@in_loop
async def test_a_task_says_when_its_race_has_ended_short_of_the_goal(course):
    course.add("learning-rate", "at", question=1, stage="task")
    async with open_course(course, "learning-rate") as pilot:
        assert "Not yet" not in card(pilot)
        await to_end(pilot)
        assert stage(pilot) == (1, "task")
        assert "Not yet" in card(pilot)
        await press(pilot, "home")
        assert "Not yet" not in card(pilot)
        await press(pilot, "-")
        await to_end(pilot)
        assert stage(pilot) == (1, "done")
        assert "Done." in card(pilot)
        assert "Not yet" not in card(pilot)


@in_loop
async def test_who_comes_back_to_an_explanation_sees_the_race_that_it_explains(course):
    course.add("learning-rate", "at", question=0, stage="explain", chosen=2)
    async with open_course(course, "learning-rate") as pilot:
        assert "Right: c)" in card(pilot)
        assert pilot.app.screen.player.race.finished


@in_loop
async def test_the_mouse_does_nothing_to_the_race_before_an_answer(course):
    async with open_course(course, "saddle-point") as pilot:
        screen = pilot.app.screen
        screen.post_message(StartMoved(1.0, 0.3))
        await settle(pilot)
        assert screen.player.edits == 0


@in_loop
async def test_the_answer_is_that_of_the_question_whatever_was_done_to_the_race(course):
    async with open_course(course, "learning-rate") as pilot:
        await press(pilot, "c", "-", "-", "-", "-")
        assert pilot.app.screen.player.edits == 4
        await to_end(pilot)
        assert "Right: c)" in card(pilot)


@in_loop
async def test_it_goes_on_where_it_was_left(course):
    async with open_course(course, "learning-rate") as pilot:
        await press(pilot, "c")
        for _ in range(12):
            await press(pilot, "right")
        await press(pilot, "q")
    async with open_course(Course(course.file, Days()), "learning-rate") as pilot:
        assert stage(pilot) == (0, "watch")
        await ticks(pilot)
        assert pilot.app.screen.player.race.step == 12
        assert "You say c)" in card(pilot)
        await press(pilot, "L", "enter")
        assert stage(pilot) == (1, "ask")
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, CourseScreen)
        # back to where the lesson lies below the map
        await press(pilot, "escape")
        assert stage(pilot) == (1, "ask")


@in_loop
async def test_what_was_changed_for_a_task_is_there_when_one_comes_back(course):
    course.add("learning-rate", "at", question=1, stage="task")
    async with open_course(course, "learning-rate") as pilot:
        await press(pilot, "f", "-", "right")
        changed = pilot.app.screen.player.scenario.lanes
        await press(pilot, "q")
    async with open_course(Course(course.file, Days()), "learning-rate") as pilot:
        assert stage(pilot) == (1, "task")
        player = pilot.app.screen.player
        assert player.scenario.lanes == changed
        assert "there again" in messages(pilot)
        await press(pilot, "u")
        assert len(player.scenario.lanes) == len(changed) - 1
        await press(pilot, "o")
    # nothing is changed any more
    async with open_course(Course(course.file, Days()), "learning-rate") as pilot:
        assert pilot.app.screen.player.edits == 0


@in_loop
async def test_the_notes_repeat_no_question(course):
    async with open_course(course, "learning-rate", (160, 45)) as pilot:
        assert "What to look at" not in text(pilot)
        # what step 0 measures may be the answer
        assert "∇L(θ)" not in text(pilot)
        await press(pilot, "escape", "2")
        assert "What to look at" in text(pilot)


@in_loop
async def test_what_is_due_is_asked_in_a_mixed_round_with_other_settings(course):
    names = ("learning-rate", "saddle-point")
    for name in names:
        for question in range(2):
            course.add(name, "answered", question=question)
        course.add(name, "skipped")
    course.today.day = TODAY + timedelta(days=1)
    try:
        async with open_course(course) as pilot:
            assert "2 due today" in text(pilot)
            await press(pilot, "r")
            for number in (1, 2):
                screen = pilot.app.screen
                assert f"again: {number} of 2" in card(pilot)
                assert screen.visit.again == 1
                (right,) = screen.visit.answer().right
                await press(pilot, right, "L")
                assert "Right:" in card(pilot)
                await press(pilot, "enter")
            assert isinstance(pilot.app.screen, CourseScreen)
            assert "due today" not in text(pilot)
            assert "2 of 2 right" in messages(pilot)
        assert {standing(course, name) for name in names} == {Standing.DONE}
    finally:
        course.today.day = TODAY


@in_loop
async def test_a_search_narrows_the_map(course):
    async with open_course(course) as pilot:
        await press(pilot, "/", *"saddle")
        assert "How big a step?" not in text(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.visit.lesson.name == "saddle-point"


@in_loop
async def test_a_file_that_cannot_be_written_is_told_once(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    async with open_course(Course(tmp_path / "file" / "course.jsonl", Days()), "learning-rate") as pilot:
        await press(pilot, "c")
        assert messages(pilot).count("cannot be written") == 1


@in_loop
async def test_a_lesson_that_cannot_be_used_says_why(tmp_path, course):
    file = tmp_path / "odd.toml"
    file.write_text('topic = "start"\ntitle = "x"\n', encoding="utf-8")
    async with open_course(course, str(file)) as pilot:
        assert isinstance(pilot.app.screen, CourseScreen)
        assert "predict: is missing" in messages(pilot)


#: keys that answer anything
_ANSWERS = {"step": ("1", "enter"), "value": ("1", "enter"), "order": ("enter",) * 6}


@pytest.mark.sampled(8)
#: in the largest one language tells as much as two
@pytest.mark.parametrize(
    ("size", "language"),
    [
        ((80, 24), "en"),
        ((80, 24), "ja"),
        pytest.param((60, 18), "en", marks=pytest.mark.thorough),
        pytest.param((60, 18), "ja", marks=pytest.mark.thorough),
        pytest.param((160, 45), "ja", marks=pytest.mark.thorough),
    ],
)
@pytest.mark.parametrize("name", LESSONS)
@in_loop
async def test_every_lesson_fits_every_window(course, name, size, language):
    async with open_course(course, name, size, language=LANGUAGES[language]()) as pilot:
        last = None
        while isinstance(pilot.app.screen, LessonScreen) and stage(pilot) != last:
            screen, last = pilot.app.screen, stage(pilot)
            shown, panels = screen.query_one(LessonCard), screen.query_one(PanelArea)
            assert screen.region.contains_region(shown.region)
            # in the smallest windows some of the card is scrolled
            assert shown.max_scroll_y == 0 or size[1] < 24, last
            assert panels.region.height >= 4, last
            if last[1] != "task":
                kind = screen.visit.question.kind
                await press(pilot, *(_ANSWERS.get(kind, ("a",)) if last[1] == "ask" else ("L",)))


@pytest.mark.parametrize("letters", [ACCENTED, FULL_WIDTH], ids=["accented", "full-width"])
@in_loop
async def test_whatever_the_app_says_of_the_course_comes_from_the_language(course, letters):
    lesson = load_lesson("learning-rate")
    # what stands in the lesson's file is English, and begins with capitals
    own = f"{lesson.texts['en']} optsim space enter esc tab"
    async with open_course(course, "learning-rate", language=Pseudo(letters)) as pilot:
        for keys in ((), ("b",), ("L",)):
            await press(pilot, *keys)
            assert not [word for word in prose(card(pilot), set()) if word not in own]
        await press(pilot, "o")
        shown = text(pilot)
        assert "⟦" in shown.splitlines()[0]
        for strange in ("lessons done", "Not begun", "question", "search"):
            assert strange not in shown


def test_a_lesson_is_a_race_screen():
    assert issubclass(LessonScreen, RaceScreen)
