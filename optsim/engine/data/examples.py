"""Examples to learn from: made from a formula, or given as a table; split into training and validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np

from optsim.engine.data.standardise import Standardised, is_extreme, standardise, standardise_as_before
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, BadValueError, Setting, Settings
from optsim.system.limits import MOST_EXAMPLES

Kind = Annotated[
    Literal["sine", "step", "ridge", "table"],
    Setting(help="sine and step: one input; ridge: eight inputs; table: examples of your own"),
]
Examples = Annotated[int, Setting(help="examples in all, training and validation", least=2, limit=MOST_EXAMPLES)]
LabelNoise = Annotated[float, Setting(help="standard deviation of the noise on the targets", least=0)]
Validation = Annotated[float, Setting(help="share of the examples held out for validation", least=0, below=1)]
Missing = Annotated[
    Literal["drop", "mean"],
    Setting(help="drop leaves out rows with a hole; mean takes the training rows' mean for it"),
]
Constants = Annotated[
    Literal["zero", "raw"],
    Setting(help="inputs that are constant in the training rows: zero leaves them out; raw is for old recordings"),
]


class Split(NamedTuple):
    """Inputs (examples, inputs) and targets (examples, 1) of the training and of the validation examples."""

    inputs: Array
    targets: Array
    validation_inputs: Array
    validation_targets: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Data(Settings):
    """Which examples there are; `bind` draws those of a seed."""

    #: settings of examples that are drawn, those that stand beside the path of a file, and where their help has its titles
    drawn: ClassVar[tuple[str, ...]] = ("kind", "examples", "noise", "validation")
    beside_path: ClassVar[tuple[str, ...]] = ("validation", "constants")
    titles: ClassVar[str] = "data"

    kind: Kind = "sine"
    examples: Examples = 80
    noise: LabelNoise = 0.5
    validation: Validation = 0.5
    table: Array | None = None
    #: of the table's columns; empty where nobody has named them
    names: tuple[str, ...] = ()
    missing: Missing = "drop"
    constants: Constants = "zero"

    def __post_init__(self) -> None:
        """Raise BadValueError where nothing would be left to train on."""
        super().__post_init__()
        if (self.kind == "table") != (self.table is not None):
            raise BadValueError("kind", 'is "table" exactly where a table of examples is given (path = "file.csv")')
        if self.table is not None and (self.table.ndim != 2 or self.table.shape[1] < 2 or len(self.table) < 2):
            raise BadValueError("path", "needs at least two rows and two columns: inputs, then the target")
        if self.table is not None:
            self._check_numbers(self.table)
        if self.training_examples < 1:
            raise BadValueError(
                "validation", "of {validation:g} leaves no example to train on", validation=self.validation
            )

    def _check_numbers(self, table: Array) -> None:
        """Raise BadValueError for infinite numbers, and for holes that nobody said what to do with."""
        if self.names and len(self.names) != table.shape[1]:
            raise BadValueError(
                "names", "are {count} for {columns} columns", count=len(self.names), columns=table.shape[1]
            )
        holes = np.isnan(table)
        if not np.isfinite(table[~holes]).all():
            raise BadValueError("table", "has infinite numbers")
        if holes[:, -1].any():
            raise BadValueError("table", "has a row without a target")
        if holes.any() and self.missing == "drop":
            raise BadValueError("table", 'has holes (NaN): drop those rows, or say missing = "mean"')

    def in_use(self, key: str) -> bool:
        """Describe the data; a table itself says how many examples there are and how noisy they are."""
        return key in {"kind", "validation"} or (key in {"examples", "noise"}) == (self.table is None)

    @property
    def inputs(self) -> int:
        """Numbers in one input."""
        return _GENERATED[self.kind][0] if self.table is None else self.table.shape[1] - 1

    @property
    def total(self) -> int:
        """Examples in all."""
        return self.examples if self.table is None else len(self.table)

    @property
    def training_examples(self) -> int:
        """Examples to train on."""
        return self.total - round(self.total * self.validation)

    @property
    def constants_matter(self) -> bool:
        """Tell if `constants` matters for any seed: a column of the table may not vary, or is too large to be squared."""
        if self.table is None:
            return False
        train, size = self.training_examples, np.nanmax(np.abs(self.table), axis=0)
        ordered = np.sort(self.table, axis=0)
        with np.errstate(all="ignore"):
            closest = np.nanmin(ordered[train - 1 :] - ordered[: len(ordered) - train + 1], axis=0)
        rounding = 3 * train**1.5 * np.finfo(np.float64).eps * size
        return bool(np.isnan(self.table).any() or ((closest <= rounding) | is_extreme(size)).any())

    def bind(self, noise: Noise, numerics: Numerics = FAST) -> Split:
        """The examples of a seed; a table's as `standardised` has them."""
        train = self.training_examples
        if self.table is not None:
            rows = self.standardised(self.table, noise, numerics).rows
            inputs, targets = rows[:, :-1], rows[:, -1:]
        else:
            generator = noise.generator(Stream.DATA)
            inputs, targets = _GENERATED[self.kind][1](generator, self.total, numerics)
            targets = targets + self.noise * generator.standard_normal(targets.shape)
        return Split(inputs[:train], targets[:train], inputs[train:], targets[train:])

    def standardised(self, table: Array, noise: Noise, numerics: Numerics) -> Standardised:
        """Rows of a table, shuffled by the seed, training rows first, every column scaled by those."""
        rows = table[noise.generator(Stream.DATA).permutation(len(table))]
        scale = standardise if self.constants == "zero" else standardise_as_before
        return scale(rows, self.training_examples, numerics)


def _sine(generator: np.random.Generator, examples: int, numerics: Numerics) -> tuple[Array, Array]:
    """y = sin 2πx, x even on (−1, 1)."""
    x = generator.uniform(-1, 1, (examples, 1))
    return x, numerics.sin(2 * np.pi * x)


def _step(generator: np.random.Generator, examples: int, numerics: Numerics) -> tuple[Array, Array]:  # noqa: ARG001 as the others
    """y = sign x, x even on (−1, 1)."""
    x = generator.uniform(-1, 1, (examples, 1))
    return x, np.sign(x)


def _ridge(generator: np.random.Generator, examples: int, numerics: Numerics) -> tuple[Array, Array]:
    """y = tanh(1.2 (x₁ − 0.8x₂ + 0.6x₃ + 0.4x₄)), x from N(0, I₈): half of the inputs say nothing."""
    x = generator.standard_normal((examples, 8))
    return x, numerics.tanh(1.2 * (x[:, :1] - 0.8 * x[:, 1:2] + 0.6 * x[:, 2:3] + 0.4 * x[:, 3:4]))


_GENERATED: Mapping[str, tuple[int, Callable[[np.random.Generator, int, Numerics], tuple[Array, Array]]]] = {
    "sine": (1, _sine),
    "step": (1, _step),
    "ridge": (8, _ridge),
}
