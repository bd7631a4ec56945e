"""Makes golden_libraries.json, where torch, optax and Keras stand after 200 steps, and docs/libraries.md, how far optsim is.

`python -m tests.engine.make_golden` where all three are installed. The numbers in the JSON file are theirs; nothing of
optsim's own update is in it.
"""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import numpy as np

from optsim import OPTIMIZERS
from tests.engine.library_cases import (
    LIBRARIES,
    PROBLEMS,
    STAIRS,
    STEPS,
    article,
    each_case,
    lane,
    ours,
    theirs,
)

FILE = Path(__file__).with_name("golden_libraries.json")
PAGE = Path(__file__).parents[2] / "docs" / "libraries.md"
#: so many parameters of each problem are kept, spread over the vector
KEPT = 12
FAMILIES = {"quadratics": "quadratic", "networks": "network"}

HEAD = """\
# The same path as torch, optax and Keras

Written by `python -m tests.engine.make_golden` with {versions}, in 64 bits. Every library takes its own derivatives and has its own defaults; it is given the
starting point, the noise or mini-batch of each step, and the learning rate. optsim has the library's spelling: `as = "torch"`, `"optax"` or `"keras"` in a lane.
The numbers are max |Δθ| over all parameters after {steps} steps, the largest over {quadratics} quadratics (2 to 50 parameters, two of them with noise) and over
{networks} networks (tanh and relu, with mini-batches); at a constant rate, and at one that falls by {fall:g} every {every} steps.

| optimizer | library | settings | quadratics | falling rate | networks | falling rate |
|---|---|---|---|---|---|---|
"""

APART = """
## Without the preset

The article's own settings against the libraries' defaults, at the same learning rate: what a comparison of two programs shows that is not about the optimizers.

| optimizer | library | quadratics | falling rate | networks | falling rate | why |
|---|---|---|---|---|---|---|
"""

WHY = {
    "convention": "α outside of the velocity: another path once α changes",
    "keras": "θ is the look-ahead point of the same sequence",
    "decay": "decay 0.99 in place of 0.9, ε outside the root",
    "epsilon_hat": "the ε-hat form, ε 1e-7",
    "initial_accumulator": "the sum of squares starts with 0.1, ε 1e-7",
    "epsilon_inside": "ε outside the root, 1e-10",
    "epsilon": "ε 1e-7 in place of 1e-8",
}


def kept(params: np.ndarray) -> np.ndarray:
    """The parameters that go into the file."""
    return params[np.unique(np.linspace(0, len(params) - 1, KEPT).round().astype(int))]


def key(name: str, *, varying: bool) -> str:
    """What a path is called in the file."""
    return f"{name}, falling rate" if varying else name


def main() -> None:
    golden: dict = {}
    apart: dict = {}
    bare: dict = {}
    for library in LIBRARIES:
        for problem, name, varying in each_case(library):
            of = lane(problem, name, library, varying=varying)
            params = theirs(problem, of, library)
            golden.setdefault(library, {}).setdefault(problem, {})[key(name, varying=varying)] = kept(params).tolist()
            family = next(family for family, start in FAMILIES.items() if start in problem)
            for found, mine in ((apart, of), (bare, article(problem, name, varying=varying))):
                far = float(np.abs(params - ours(problem, mine)).max())
                found[library, name, family, varying] = max(far, found.get((library, name, family, varying), 0.0))
    FILE.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(apart, bare), encoding="utf-8")


def page(apart: dict, bare: dict) -> str:
    """The page of the documentation."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name.lower())}" for name in ("torch", "optax", "Keras"))
    count = {family: sum(start in problem for problem in PROBLEMS) for family, start in FAMILIES.items()}
    lines = [HEAD.format(versions=versions, steps=STEPS, fall=STAIRS.rate, every=STAIRS.steps, **count)]
    pairs = [(name, library) for name, cls in OPTIMIZERS.items() for library in LIBRARIES if library in cls.presets]
    for name, library in pairs:
        preset = OPTIMIZERS[name].presets[library]
        settings = ", ".join(f"{setting} = {json.dumps(value)}" for setting, value in preset.items()) or "the same"
        lines.append(f"| {name} | {library} | {settings} | {cells(apart, library, name)} |\n")
    lines.append(APART)
    for name, library in pairs:
        preset = OPTIMIZERS[name].presets[library]
        changed = {each: value for each, value in preset.items() if getattr(OPTIMIZERS[name](), each) != value}
        if changed:
            why = WHY["keras" if "keras" in changed.values() else next(each for each in WHY if each in changed)]
            if name == "nag" and library != "keras":
                why = "θ is the look-ahead point, and " + why
            lines.append(f"| {name} | {library} | {cells(bare, library, name)} | {why} |\n")
    return "".join(lines)


def cells(found: dict, library: str, name: str) -> str:
    """The four figures of a row."""
    return " | ".join(
        f"{found[library, name, family, varying]:.0e}" for family in FAMILIES for varying in (False, True)
    )


if __name__ == "__main__":
    main()
