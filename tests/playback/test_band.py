"""Median and quartiles over seeds, against races of those seeds."""

import numpy as np

from optsim.playback.band import Band
from optsim.playback.player import Player
from optsim.scenario import load
from tests.playback.test_edits import always, scenario


def test_the_quartiles_are_those_of_the_races_of_the_seeds():
    made = scenario()
    race = made.race(seed=5)
    race.seek(30)
    band = Band(made, race, seeds=8)
    band.advance(always)
    assert not band.behind
    losses = []
    for seed in range(5, 13):
        other = made.race(seed=seed)
        other.seek(30)
        losses.append(other.history.loss)
    expected = np.quantile(np.stack(losses), [0.25, 0.5, 0.75], axis=0, method="nearest")
    assert np.array_equal(band.quartiles("loss"), np.moveaxis(expected, 0, -1))


def test_it_goes_no_further_than_the_race_and_stops_when_it_is_told_to():
    player = Player(scenario())
    player.step(20)
    band = Band(player.scenario, player.race)
    band.advance(lambda: False)
    assert len(band.quartiles("loss")) == 1
    band.advance(always)
    assert len(band.quartiles("loss")) == 21


def test_a_network_has_a_band_of_its_validation_loss_by_epochs():
    made = load("regression")
    race = made.race()
    race.seek(2 * race.steps_per_epoch)
    band = Band(made, race, seeds=3)
    band.advance(always)
    assert band.quartiles("validation_loss").shape == (3, len(race.lanes), 3)
    assert np.isfinite(band.quartiles("validation_loss")).all()


def test_of_too_many_rows_every_second_one_is_kept_again_and_again(monkeypatch):
    made = scenario()
    race = made.race()
    race.seek(30)
    whole, thinned = Band(made, race, seeds=3), Band(made, race, seeds=3)
    whole.advance(always)
    monkeypatch.setattr("optsim.playback.band.KEEP_ROWS", 8)
    monkeypatch.setattr("optsim.playback.band._FIRST_ROOM", 8)
    thinned.advance(always)
    assert (whole.every("loss"), thinned.every("loss")) == (1, 4)
    assert np.array_equal(thinned.quartiles("loss"), whole.quartiles("loss")[::4])
