"""Search of the curve palettes in `optsim/tui/colours/lanes.py`: `python -m tests.colours.search` prints them anew.

Eight colours of a lightness whose worst pair differs enough for four kinds of eyes, and as much as possible for most eyes. The
search is seeded: it finds the same ones each time.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from tests.colours.difference import VISIONS, ciede2000, luminance, seen

SIZE, SEED, STARTS = 8, 1, 150
#: ΔE₀₀ for the worst of all eyes; more of it counts for nothing, so that most eyes have more
ENOUGH = 11


class Wanted(NamedTuple):
    """Limits of luminance, the least chroma (what looks like text is no curve), and the levels of a channel to choose from."""

    darkest: float
    lightest: float
    chroma: float
    levels: tuple[int, ...]


#: 4.5 : 1 on the lightest dark ground of all themes is luminance 0.42, on the darkest light one 0.105
WANTED = {
    "ON_DARK": Wanted(0.42, 1.0, 30, tuple(range(0, 256, 17))),
    "ON_LIGHT": Wanted(0.012, 0.105, 25, tuple(range(0, 256, 17))),
    "ON_DARK_256": Wanted(0.42, 1.0, 0, (0, 95, 135, 175, 215, 255)),
    "ON_LIGHT_256": Wanted(0.0, 0.115, 0, (0, 95, 135, 175, 215, 255)),
}


def candidates(wanted):
    """All colours 0xRRGGBB within the limits; of a terminal's 256 the greys as well."""
    colours = [red << 16 | green << 8 | blue for red, green, blue in itertools.product(wanted.levels, repeat=3)]
    if 95 in wanted.levels:
        colours += [grey << 16 | grey << 8 | grey for grey in range(8, 239, 10)]
    found = np.array(colours)
    light, chroma = luminance(found), np.hypot(*seen(found, "normal")[:, 1:].T)
    return found[(light >= wanted.darkest) & (light <= wanted.lightest) & (chroma >= wanted.chroma)]


def search(colours):
    """The best found palette, in no order: which lane has which is chosen by eye, strong colours first."""
    each = {vision: ciede2000(*(seen(colours, vision)[place] for place in _PLACES)) for vision in VISIONS}
    worth = np.minimum(np.min(list(each.values()), axis=0), ENOUGH) * 100 + each["normal"]
    rng = np.random.default_rng(SEED)
    found = max((_improved(worth, rng) for _ in range(STARTS)), key=lambda chosen: _least(worth, chosen))
    return sorted(colours[found].tolist())


_PLACES = (np.s_[:, None], np.s_[None, :])


def _least(worth, chosen):
    return min(worth[pair] for pair in itertools.combinations(chosen, 2))


def _improved(worth, rng):
    """Exchange one colour of the worst pair for the best other one, until that helps no more."""
    chosen = rng.choice(len(worth), SIZE, replace=False).tolist()
    while True:
        tries = []
        for each in min(itertools.combinations(chosen, 2), key=lambda pair: worth[pair]):
            others = [other for other in chosen if other != each]
            tries.append([*others, int(worth[:, others].min(axis=1).argmax())])
        best = max(tries, key=lambda tried: _least(worth, tried))
        if _least(worth, best) <= _least(worth, chosen):
            return chosen
        chosen = best


if __name__ == "__main__":
    for name, wanted in WANTED.items():
        print(name, ", ".join(f"0x{colour:06X}" for colour in search(candidates(wanted))))  # noqa: T201 it is what it is for
