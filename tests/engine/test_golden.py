"""Where torch, optax and Keras stood after 200 steps, from `golden_libraries.json`: checked without any of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.engine.library_cases import LIBRARIES, article, each_case, lane, model, ours
from tests.engine.make_golden import FILE, kept, key

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("library", "problem", "name", "varying"),
    [(library, *case) for library in LIBRARIES for case in each_case(library)],
)
def test_we_stand_where_the_library_stood(library, problem, name, varying):
    theirs = np.array(GOLDEN[library][problem][key(name, varying=varying)])
    of = lane(problem, name, library, varying=varying)
    assert np.abs(kept(ours(problem, of)) - theirs).max() < 1e-12


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_golden_paths_went_somewhere(library):
    # a comparison in which nothing moved would prove nothing
    for problem, ends in GOLDEN[library].items():
        start = kept(model(problem, article(problem, "sgd", varying=False)).start)
        assert all(np.abs(np.array(end) - start).max() > 0.01 for end in ends.values())
