"""Chapters: by a demo, and by themselves."""

from optsim.languages import english
from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.screencast.capture.chapters import Chapters
from optsim.screencast.film import Mark


def race(**rates):
    return Scenario.from_dict(
        {
            "objective": {"kind": "quadratic", "eigenvalues": [1.0], "start": [1.0]},
            "budget": {"steps": 100, "target_loss": 1e-3},
            "lanes": {name: {"optimizer": "gd", "learning_rate": rate} for name, rate in rates.items()},
        }
    )


def test_marks_in_order_and_each_text_once():
    chapters = Chapters()
    for time, label in ((0, "one"), (2000, "two"), (4000, "one"), (6000, ""), (8000, "three")):
        chapters.mark(time, label)
    assert chapters.marks(english()) == (Mark(0, "one"), Mark(2000, "two"), Mark(8000, "three"))


def test_what_falls_within_a_second_is_one_chapter():
    chapters = Chapters()
    for time, label in ((500, "a"), (1499, "b"), (1500, "c"), (1600, "d"), (1700, "e"), (1800, "f"), (1900, "g")):
        chapters.mark(time, label)
    assert chapters.marks(english()) == (Mark(500, "a · b"), Mark(1500, "c · d · e · 2 more"))


def test_what_happens_is_marked_when_the_cursor_first_passes_it():
    # f = ½x²: the loss falls by (1 − α)² a step, so the target is reached where ½·0.25^t ≤ 0.001; a rate of 3 explodes
    player, chapters = Player(race(halves=0.5, explodes=3.0)), Chapters()
    player.step(100)
    player.go_to(0)
    chapters.look(0, player, english())
    assert chapters.marks(english()) == ()
    for step in range(101):
        player.go_to(step)
        chapters.look(1000 * step, player, english())
    found = {mark.label: mark.time // 1000 for mark in chapters.marks(english())}
    assert found["halves reaches the target"] == 5
    assert set(found) == {"halves reaches the target", "explodes diverges"}
    player.go_to(0)
    chapters.look(200_000, player, english())
    player.go_to(50)
    chapters.look(300_000, player, english())
    assert len(chapters.marks(english())) == 2


def test_who_marks_it_first_is_heard():
    player, chapters = Player(race(halves=0.5)), Chapters()
    chapters.mark(100, "halves reaches the target")
    player.step(50)
    chapters.look(5000, player, english())
    assert chapters.marks(english()) == (Mark(100, "halves reaches the target"),)
