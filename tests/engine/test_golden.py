"""Where torch, optax and Keras stood after 200 steps, from `golden_libraries.json`: checked without any of them."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from tests.engine.library_cases import LIBRARIES, article, each_case, lane, model, ours
from tests.engine.make_golden import FILE, PAGE, kept, key

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.sampled(150)
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


def test_the_readme_claims_no_more_than_was_measured():
    measured, _ = PAGE.read_text(encoding="utf-8").split("\n## Without the preset")
    largest = max(map(float, re.findall(r"(?<=\| )\d+e[-+]\d+(?= \|)", measured)))
    claims = re.findall(r"\d+e-1\d", (PAGE.parents[1] / "README.md").read_text(encoding="utf-8"))
    assert len(claims) == 2
    assert all(largest <= float(claim) < 2 * largest for claim in claims)
