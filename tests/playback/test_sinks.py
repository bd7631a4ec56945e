"""A journal: the writer is handed all that happens, in order; one that fails is told of once and dropped."""

from optsim.playback import edits
from optsim.playback.player import Player
from optsim.playback.sinks import Sinks
from optsim.playback.sources.replay import Replay
from tests.playback.test_replay import bowl
from tests.recordings import recorded


class Writer:
    """Keeps what it is handed; fails at the call of a number."""

    def __init__(self, fails_at=None):
        self.calls, self.fault, self._fails_at = [], "", fails_at

    def _call(self, *what):
        assert not self.fault
        self.calls.append(what)
        if len(self.calls) == self._fails_at:
            self.fault = "No space left on device"

    def take(self, race):
        self._call("take", race.head)

    def flush(self):
        """Nothing is kept back."""

    def change(self, scenario, race):
        self._call("change", race.seed, list(race.runs))

    def finish(self, race):
        self._call("finish", race.head)


def test_all_that_happens_is_handed_on_in_order():
    writer = Writer()
    player = Player(bowl())
    player.journal = Sinks(writer)
    assert player.journal.writing
    player.step(10)
    player.back(3)
    player.change("fork", edits.forked(player.scenario, "sgd", 7)[0])
    player.undo()
    player.seed(8)
    player.toggle()
    player.tick(0.5, lambda: True)
    assert player.journal.finish(player.race)
    took = [call for call in writer.calls if call[0] == "take"]
    assert [call for call in writer.calls if call[0] != "take"] == [
        ("change", 3, ["sgd", "wild", "adam", "sgd 2"]),
        ("change", 3, ["sgd", "wild", "adam"]),
        ("change", 8, ["sgd", "wild", "adam"]),
        ("finish", 10),
    ]
    # at every step: its state is at hand then
    assert took[:10] == [("take", step) for step in range(1, 11)]
    # all that was computed is taken before another race takes its place
    assert [writer.calls[at - 1][0] for at, call in enumerate(writer.calls) if call[0] == "change"] == ["take"] * 3
    assert not player.journal.writing
    assert not player.journal.finish(player.race)


def test_a_writer_that_fails_is_told_of_once_and_the_race_goes_on():
    told = []
    for fails_at in (1, 2, 3, 4):
        writer = Writer(fails_at)
        player = Player(bowl())
        player.journal = Sinks(writer, told.append)
        player.step(10)
        player.change("rate", edits.scaled_rate(player.scenario, "adam", 10, 2.0))
        player.step(10)
        assert not player.journal.finish(player.race)
        assert len(writer.calls) == fails_at
        assert player.race.step == 20
    assert told == ["No space left on device"] * 4


def test_a_recording_is_not_written_again(tmp_path):
    writer = Writer()
    recording = recorded(tmp_path, bowl())
    player = Player(recording.scenario, source=Replay(recording))
    player.journal = Sinks(writer)
    player.step(10)
    assert writer.calls == []
    assert not player.journal.finish(player.race)
