"""Makes golden_libraries.json, where other libraries stand after 200 steps, and docs/libraries.md, how far optsim is.

`python -m tests.engine.make_golden` where all of them are installed. The numbers in the JSON file are theirs; nothing of
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
    kind,
    lane,
    names,
    ours,
    settings,
)
from tests.engine.library_runs import theirs
from tests.engine.support import SEVEN

FILE = Path(__file__).with_name("golden_libraries.json")
PAGE = Path(__file__).parents[2] / "docs" / "libraries.md"
#: so many parameters of each problem are kept, spread over the vector
KEPT = 12
FAMILIES = {"quadratics": "quadratic", "networks": "network"}

HEAD = """\
# The same path as other libraries

Written by `python -m tests.engine.make_golden` with {versions}, in 64 bits. Every library takes its own derivatives and has its own defaults; it is given the
starting point, the noise or mini-batch of each step, and the learning rate. optsim has the library's spelling: `as = "torch"` in a lane, and so on; what stands after a comma in the first column is set in both.
The numbers are max |Δθ| over all parameters after {steps} steps, at a constant rate, and at one that falls by {fall:g} every {every} steps: the largest over {quadratics} quadratics (2 to 50
parameters, two of them with noise) and over {networks} networks (tanh and relu, with mini-batches). Rows of other optimizers than {seven} are of two of the quadratics and one network.

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
    "decay": "another decay of the average, and another ε",
    "epsilon_hat": "ε beside √v before its correction",
    "initial_accumulator": "the sum of squares starts with 0.1, ε 1e-7",
    "epsilon_inside": "ε in another place",
    "weight_decay": "another default of the weight decay",
    "maximum": "the largest of the corrected averages, not the corrected largest one",
    "bias_correction": "the step is corrected for averages that start at zero",
    "epsilon": "ε 1e-7 in place of 1e-8",
}

LEFT_OUT = """
## Not compared, and why

| optimizer | library | why |
|---|---|---|
| nadam, nadamw | torch, Keras | β₁ grows with the step (the μ-schedule of Dozat's report): another path |
| amsgrad | Keras | the largest v with ε beside √v before its correction: a third form |
| adan | optax 0.2.8 | 1 − β₂ stands for β₂ in the update and in the square: its error, open as its pull request 1715 |
| ademamix, cautious, with a slow average | pytorch_optimizer 4.1.0 | it masks the fast average alone and adds the slow one after; the paper's mask, used here, is of the whole update: 2e-02 apart |
| rprop | optax 0.2.8 | where the gradient did not turn it steps by its last change, not by the new one |
| rprop, falling rate | torch | lr is the first step only; here α makes all steps shorter |
| schedule_free_sgd, falling rate | optax | its weights take the rate of the next step, its iterate that of this one |
| adabelief | torch | torch has none |
"""


def kept(params: np.ndarray) -> np.ndarray:
    """The parameters that go into the file."""
    return params[np.unique(np.linspace(0, len(params) - 1, KEPT).round().astype(int))]


def key(name: str, *, varying: bool) -> str:
    """What a path is called in the file."""
    return f"{name}, falling rate" if varying else name


def measured(library: str) -> tuple[dict, dict, dict]:
    """Where a library stands, by problem and name; and how far optsim is from it, with the preset and with its own defaults."""
    golden: dict = {}
    apart: dict = {}
    bare: dict = {}
    for problem, name, varying in each_case(library):
        of = lane(problem, name, library, varying=varying)
        params = theirs(problem, of, library)
        golden.setdefault(problem, {})[key(name, varying=varying)] = kept(params).tolist()
        family = next(family for family, start in FAMILIES.items() if start in problem)
        for found, mine in ((apart, of), (bare, article(problem, name, varying=varying))):
            far = float(np.abs(params - ours(problem, mine)).max())
            found[library, name, family, varying] = max(far, found.get((library, name, family, varying), 0.0))
    return golden, apart, bare


def main() -> None:
    found = {library: measured(library) for library in LIBRARIES}
    write({library: golden for library, (golden, _, _) in found.items()}, *merged(found.values()))


def merged(found) -> tuple[dict, dict]:
    """The distances of all libraries."""
    apart: dict = {}
    bare: dict = {}
    for _, with_preset, without in found:
        apart |= with_preset
        bare |= without
    return apart, bare


def write(golden: dict, apart: dict, bare: dict) -> None:
    """Both files."""
    FILE.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(apart, bare), encoding="utf-8")


def page(apart: dict, bare: dict) -> str:
    """The page of the documentation."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name.replace('_', '-'))}" for name in LIBRARIES)
    count = {family: sum(start in problem for problem in PROBLEMS) for family, start in FAMILIES.items()}
    lines = [
        HEAD.format(
            versions=versions, steps=STEPS, fall=STAIRS.rate, every=STAIRS.steps, seven=", ".join(SEVEN), **count
        )
    ]
    pairs = sorted((name, LIBRARIES.index(library), library) for library in LIBRARIES for name in names(library))
    for name, _, library in pairs:
        said = (
            ", ".join(f"{each} = {json.dumps(value)}" for each, value in settings(name, library).items()) or "the same"
        )
        lines.append(f"| {name} | {library} | {said} | {cells(apart, library, name)} |\n")
    lines.append(APART)
    for name, _, library in pairs:
        preset = kind(name).presets.get(library, {}) if name in OPTIMIZERS else {}
        changed = {each: value for each, value in preset.items() if getattr(kind(name)(), each) != value}
        if changed:
            why = WHY["keras" if "keras" in changed.values() else next(each for each in WHY if each in changed)]
            if name == "nag" and library != "keras":
                why = "θ is the look-ahead point, and " + why
            lines.append(f"| {name} | {library} | {cells(bare, library, name)} | {why} |\n")
    return "".join([*lines, LEFT_OUT])


def cells(found: dict, library: str, name: str) -> str:
    """The four figures of a row; none at a falling rate that means something else there."""
    shown = [(family, varying) for family in FAMILIES for varying in (False, True)]
    figures = (found.get((library, name, family, varying)) for family, varying in shown)
    return " | ".join("–" if figure is None else f"{figure:.0e}" for figure in figures)


if __name__ == "__main__":
    main()
