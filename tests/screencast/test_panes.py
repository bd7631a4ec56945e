"""Our terminal held against a real tmux pane: stored panes always, fresh ones where there is a tmux."""

import pytest

from tests.screencast.corpus import CORPUS
from tests.screencast.panes import at_random, differences, stored
from tests.screencast.tmux import TMUX, Tmux

PANES = stored()
#: scripts at random that are played anew, each with and without sizes and full-width characters
SEEDS = 30
#: of which so many may look different: tmux keeps halves of full-width characters, and its versions differ
UNLIKE = 4


@pytest.mark.parametrize("name", PANES)
def test_a_stored_pane(name):
    assert not differences(*PANES[name])


def test_the_whole_corpus_is_stored():
    assert [tuple(each[:3]) for name, each in PANES.items() if name in CORPUS] == [
        tuple(each) for each in CORPUS.values()
    ]


@pytest.fixture(scope="module")
def tmux(tmp_path_factory):
    if TMUX is None:
        pytest.skip("there is no tmux")
    with Tmux(tmp_path_factory.mktemp("tmux")) as running:
        yield running


@pytest.mark.system
def test_the_corpus_in_a_real_pane(tmux):
    told = {name: differences(*each, *tmux.captured(*each)) for name, each in CORPUS.items()}
    assert {name: each for name, each in told.items() if each} == {}


@pytest.mark.thorough
@pytest.mark.system
def test_scripts_at_random_in_a_real_pane(tmux):
    told = {name: differences(*each, *tmux.captured(*each)) for name, each in at_random(SEEDS)}
    unlike = {name: each for name, each in told.items() if each}
    assert len(unlike) <= UNLIKE, unlike
