import itertools
import math

import pytest

from optsim.playback.condition_context import Facts
from optsim.playback.player import Player
from optsim.playback.tour import BETWEEN_KEYS, LONGEST_TOUR, LONGEST_UNTIL, PATIENCE, Tour, TourError
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Act, Demo, reading_time

BOWL = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "start": [2.0, -2.0]},
    "budget": {"steps": 100},
    "lanes": {"slow": {"optimizer": "gd", "learning_rate": 0.1}, "fast": {"optimizer": "gd", "learning_rate": 0.5}},
}


class Board:
    """A stage with a player and no screen: space plays and pauses, ] plays faster, f and n do nothing that is noted."""

    def __init__(self, scenario=None):
        self.player = Player(scenario or Scenario.from_dict(BOWL))
        self.time = 0.0
        self.factor = 1.0
        self.log = []
        self.text = "a screen"
        self.right_size = True

    def _note(self, verb, value):
        self.log.append((round(self.time, 3), verb, value))

    def press(self, key):
        self._note("press", key)
        {"space": self.player.toggle, "]": self.player.motion.faster}.get(key, lambda: None)()

    def speed(self, factor):
        self._note("speed", factor)
        self.factor = factor

    def facts(self):
        return Facts(self.player, "slow")

    def screen_text(self):
        return self.text

    def fits(self, size):
        return self.right_size

    def __getattr__(self, verb):
        if verb not in ("type", "say", "mark", "show", "shot"):
            raise AttributeError(verb)
        return lambda value: self._note(verb, value)

    def play(self, tour, picture=0.1, frame=1 / 16, most=100_000):
        """Pictures and frames, until the tour is over."""
        frames = 0
        for picture_number in range(1, most):
            self.time = picture_number * picture
            while (frames + 1) * frame < self.time:
                frames += 1
                if not tour.holds:
                    self.player.tick(frame * self.factor, lambda: not tour.holds)
            tour.tick(picture)
            if tour.over:
                return self.log
        raise AssertionError("it goes on without end")


def played(*acts, board=None, picture=0.1, frame=1 / 16, **settings):
    board = board or Board()
    demo = Demo(do=tuple(Act(*each) for each in acts), **settings)
    board.play(Tour(demo, board), picture, frame)
    return board


def failure(*acts, board=None, **settings):
    with pytest.raises(TourError) as caught:
        played(*acts, board=board, **settings)
    return caught.value


def test_acts_come_one_after_the_other_and_rest_as_long_as_they_say():
    log = played(
        ("say", "one"),
        ("wait", 1),
        ("mark", "two"),
        ("shot", "three"),
        ("show", False),
        ("say", "four"),
        ("mark", "five"),
        gap=0.5,
    ).log
    assert [(verb, value) for _, verb, value in log] == [
        ("say", "one"), ("mark", "two"), ("shot", "three"), ("show", False), ("say", "four"), ("mark", "five"),
    ]  # fmt: skip
    assert [time for time, *_ in log] == pytest.approx([0.1, 1.6, 1.6, 1.6, 1.6, 2.1])


@pytest.mark.parametrize("picture", [1 / 7, 1 / 15, 1 / 60])
def test_rests_that_are_no_whole_number_of_pictures_do_not_add_up(picture):
    log = played(*[("say", str(number), 0.0) for number in range(21)], gap=0.3, picture=picture).log
    assert log[-1][0] == pytest.approx(20 * 0.3, abs=2 * picture)


def test_captions_stay_as_long_as_they_take_to_read():
    captions = ["Plain descent stands still on the saddle", "鞍点: 勾配はゼロ、最小値ではない", "short"]
    board = played(*[("say", caption) for caption in captions], gap=0)
    times = [time for time, *_ in board.log]
    assert [after - before for before, after in itertools.pairwise([*times, board.time])] == pytest.approx(
        [reading_time(caption) for caption in captions], abs=0.2
    )


def test_reading_takes_longer_the_longer_a_caption_is_and_full_width_counts_double():
    assert reading_time("a" * 40) - reading_time("a" * 20) == pytest.approx(1)
    assert reading_time("鞍" * 20) == reading_time("a" * 40)
    assert reading_time("e\u0301") == reading_time("e")
    assert reading_time("") == 0


def test_what_happens_meanwhile_counts_as_time_to_read():
    log = played(("say", "x" * 40), ("wait", 2.5), ("say", "then"), ("wait", 5), ("say", "after"), gap=0).log
    assert [time for time, *_ in log] == pytest.approx([0.1, 3.1, 8.1], abs=0.11)


def test_a_caption_stays_as_long_as_its_rest_says():
    log = played(("say", "x" * 200, 0.5), ("say", "", 0.0), ("say", "short", 4.0), ("say", "end"), gap=0).log
    assert [time for time, *_ in log] == pytest.approx([0.1, 0.6, 0.6, 4.6], abs=0.11)


def test_a_race_that_plays_waits_until_a_caption_has_been_read():
    acts = [("say", "x" * 100), ("press", ("space",)), ("until", "step >= 20"), ("say", "twenty", 0.0), ("shot", "now")]
    board = played(*acts, gap=0)
    (said,) = [time for time, verb, value in board.log if value == "twenty"]
    assert said == pytest.approx(6.1, abs=0.11)
    assert board.player.race.step == 20


def test_keys_of_one_act_come_one_after_the_other():
    log = played(("press", ("a", "b", "c")), ("say", "then"), gap=0.5).log
    times = [time for time, *_ in log]
    # a key is on its way for one picture
    assert [round(b - a, 6) for a, b in itertools.pairwise(times)] == pytest.approx(
        [BETWEEN_KEYS + 0.15, BETWEEN_KEYS + 0.15, 0.6], abs=0.1001
    )


def test_text_is_typed_by_the_character():
    log = played(("type", "0.1 鞍"), ("say", "then"), gap=0).log
    assert [value for _, verb, value in log if verb == "type"] == ["0", ".", "1", " ", "鞍"]
    assert log[-1][0] > log[-2][0]


@pytest.mark.parametrize("speed", [0, 1, 4])
@pytest.mark.parametrize("factor", [0.5, 1, 7, 100])
@pytest.mark.parametrize("picture", [0.31, 1 / 15, 1 / 60])
def test_a_condition_stops_the_race_at_the_step_where_it_comes_true(speed, factor, picture):
    """Whatever the speed, the pictures a second and the factor: it follows the run, not the clock."""
    board = played(
        *[("press", ("]",) * speed)] * bool(speed),
        ("speed", factor),
        ("press", ("space",)),
        ("until", "step >= 37"),
        ("press", ("space",)),
        ("wait", 3),
        ("expect", "a screen"),
        picture=picture,
    )
    assert board.player.race.step == 37
    assert not board.player.motion.playing


def test_a_condition_on_a_loss_stops_at_the_first_step_below():
    board = played(("press", ("space",)), ("until", "fast.loss < 0.01"), ("press", ("space",)))
    losses = board.player.race.history.loss[:, 1]
    assert board.player.race.step == int((losses < 0.01).argmax())


def test_a_condition_that_is_true_takes_no_time():
    assert played(("until", "step == 0"), ("say", "now")).log == [(0.1, "say", "now")]


def test_a_speed_holds_for_the_race_and_for_the_rests():
    slow = played(("press", ("space",)), ("until", "step >= 40"), ("wait", 2), ("mark", "end")).log[-1][0]
    fast = played(("speed", 4.0), ("press", ("space",)), ("until", "step >= 40"), ("wait", 2), ("mark", "end")).log[-1][
        0
    ]
    assert fast == pytest.approx(slow / 4, abs=0.3)


def test_the_same_times_give_the_same_tour():
    acts = [("press", ("space",)), ("until", "slow.loss < 0.5"), ("say", "one"), ("wait", 0.7), ("until", "step > 80")]
    one, other = (played(*acts, ("mark", "end"), picture=1 / 15) for _ in range(2))
    assert one.log == other.log
    assert one.player.race.step == other.player.race.step


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ([("until", "step >= 5")], 'demo.do[1].until = "step >= 5" failed at step 0: it will never come true, since the race is paused and step is 0'),
        (
            [("press", ("space",)), ("until", "step > 100")],
            'demo.do[2].until = "step > 100" failed at step 100: it will never come true, since the race has ended and step is 100',
        ),
        ([("until", "loss < 0")], "since the race is paused and loss of slow is 2.5"),
        ([("until", "fats.loss < 0")], "no lane is named 'fats'; did you mean 'fast'?"),
        ([("until", "validation_loss < 0")], "validation_loss of slow is nan"),
    ],
)  # fmt: skip
def test_a_condition_that_can_not_come_true_ends_the_tour(acts, told):
    error = failure(*acts)
    assert told in str(error)
    assert error.number == len(acts)
    assert error.screen == "a screen"


def test_it_is_given_up_soon():
    board = Board()
    failure(("until", "step >= 5"), board=board)
    assert board.time <= PATIENCE + 0.3


def test_a_race_that_moves_for_ever_does_not_hold_a_tour_for_ever():
    board = Board()
    board.player.tick = lambda *_: None
    error = failure(("press", ("space",)), ("until", "step >= 5"), board=board)
    assert f"after {LONGEST_UNTIL:g} seconds the race is playing and step is 0" in str(error)


def test_no_tour_is_longer_than_any_may_be():
    error = failure(*[("wait", 60)] * 60, board=Board())
    assert f"{LONGEST_TOUR / 60:g} minutes" in str(error)


def test_without_a_race_a_condition_is_not_true():
    board = Board()
    board.facts = lambda: None
    assert "no race is open" in str(failure(("until", "step == 0"), board=board))


def test_what_is_expected_may_come_a_little_late():
    board = Board()
    board.text = ""
    tour = Tour(Demo(do=(Act("expect", "later"), Act("mark", "seen"))), board)
    for _ in range(4):
        tour.tick(0.1)
    assert not board.log
    board.text = "it comes later"
    tour.tick(0.1)
    assert tour.over
    assert [verb for _, verb, _ in board.log] == ["mark"]


def test_what_never_comes_ends_the_tour():
    error = failure(("say", "one"), ("expect", "two"))
    assert str(error) == 'demo.do[2].expect = "two" failed at step 0: this is not on the screen'
    assert (error.number, error.act, error.step) == (2, Act("expect", "two"), 0)


def test_in_a_window_of_another_size_nothing_is_insisted_on():
    board = Board()
    board.right_size = False
    assert played(("expect", "two"), ("mark", "on"), board=board).log[-1][1:] == ("mark", "on")


def test_after_a_failure_nothing_more_is_done():
    board = Board()
    tour = Tour(Demo(do=(Act("expect", "two"), Act("mark", "no"))), board)
    with pytest.raises(TourError):
        board.play(tour)
    assert tour.over
    tour.tick(10)
    assert not board.log


def test_the_race_stands_while_a_key_is_on_its_way():
    board = Board()
    tour = Tour(Demo(do=(Act("press", ("space",)),)), board)
    assert not tour.holds
    tour.tick(0.1)
    assert tour.holds
    tour.tick(0.1)
    assert not tour.holds


def test_a_demo_without_acts_is_over_at_once():
    tour = Tour(Demo(), Board())
    tour.tick(math.ulp(1))
    assert tour.over


def test_texts_that_are_expected_are_english_and_not_looked_for_in_another_language():
    demo = Demo(do=(Act("expect", "not there"), Act("wait", 1.0)))
    tour = Tour(demo, Board(), expects=False)
    for _ in range(20):
        tour.tick(0.1)
    assert tour.over
