"""Makes golden_libraries.json: where torch, optax and Keras stand after 200 steps, and prints how far from it optsim is.

`python -m tests.engine.make_golden` where all three are installed. The numbers in the file are theirs; nothing of optsim's
own update is in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from tests.engine.library_cases import LIBRARIES, PROBLEMS, each_case, ours, theirs
from tests.engine.support import SEVEN

FILE = Path(__file__).with_name("golden_libraries.json")
#: so many parameters of each problem are kept, spread over the vector
KEPT = 12


def kept(params: np.ndarray) -> np.ndarray:
    """The parameters that go into the file."""
    return params[np.unique(np.linspace(0, len(params) - 1, KEPT).round().astype(int))]


def main() -> None:
    golden: dict = {}
    apart = {}
    for library in LIBRARIES:
        for problem, name in each_case(library):
            params = theirs(problem, name, library)
            golden.setdefault(library, {}).setdefault(problem, {})[name] = kept(params).tolist()
            apart[library, problem, name] = np.abs(params - ours(problem, name, library)).max()
    FILE.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{'max |Δθ|':30}" + "".join(f"{name:>10}" for name in SEVEN) + "\n")
    for library in LIBRARIES:
        for problem in PROBLEMS:
            row = (apart.get((library, problem, name)) for name in SEVEN)
            cells = "".join("         –" if value is None else f"{value:10.1e}" for value in row)
            sys.stdout.write(f"{library + ', ' + problem:30}{cells}\n")


if __name__ == "__main__":
    main()
